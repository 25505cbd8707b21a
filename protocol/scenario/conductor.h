#pragma once

#include "protocol/base/random.h"
#include "protocol/message/admin.h"
#include "protocol/message/fleet.h"
#include "protocol/scenario/judge.h"
#include "protocol/scenario/roster.h"
#include "protocol/scenario/timetable.h"

#include <array>
#include <deque>
#include <optional>
#include <variant>

namespace pushscope::scenario {

// What a shell has to do: to the fleet (Control), to the server (the others). At most maxTargets devices each.
using Action = std::variant<Control, Inject, Manage, Touch>;

struct Progress {
  Duration elapsed{}, duration{};
  uint64_t actions = 0;    // asked of the shell so far
  uint64_t deliveries = 0; // sent
  uint64_t acknowledged = 0;
  uint64_t failed = 0; // final otherwise
};

// Plays a scenario: says what to do when, and judges what it is told.
//
//   Conductor conductor(scenario, seed);
//   Witness server(conductor.judge(), Source::node), fleet(conductor.judge(), Source::fleet);
//   conductor.start(now);
//   while (!conductor.over(now)):
//     while (auto action = conductor.next(now)): do it
//     arm a timer for deadline(), tell the witnesses what was observed
//   conductor.judge().verdicts()
//
// A function of the scenario, the seed, the scale, the times of the calls and what was observed. Phones are those of
// roster(); a scaled conductor must be told the same scale as the fleet.
class Conductor {
 public:
  Conductor(Scenario scenario, uint64_t seed, unsigned scalePercent = 100);
  Conductor(const Conductor&) = delete;
  Conductor& operator=(const Conductor&) = delete;

  const Scenario& scenario() const { return m_scenario; }
  const Roster& roster() const { return m_roster; }
  std::vector<std::string> devices() const; // all ids, in order

  // Time zero of the scenario. What the judge is told before sets only where each phone stands.
  void start(Now now);
  // What is due, one action a call; nothing if there is no more before deadline().
  std::optional<Action> next(Now now);
  // The next action, or the end; `never` before start().
  MonoTime deadline() const;
  // The scenario's time is up. Facts of its time that arrive later still count.
  bool over(Now now) const;

  Judge& judge() { return m_judge; }
  const Judge& judge() const { return m_judge; }
  Progress progress(Now now) const;
  // How often a phone has had its turn in this entry, see AgendaEntry::turns.
  uint64_t turnsTaken(Timetable::Kind kind, uint32_t plan) const { return m_turns[size_t(kind)][plan]; }

 private:
  void prepare(const Timetable::Due& due, Now now);
  void prepareStep(const Step& step, const std::vector<uint32_t>& phones);
  void preparePush(uint32_t plan, const std::vector<uint32_t>& phones, Now now);
  void prepareQueue(const QueuePlan& plan, const std::vector<uint32_t>& phones, Now now);
  void prepareTouch(const TouchPlan& plan, const std::vector<uint32_t>& phones);
  std::vector<std::vector<std::string>> parts(const std::vector<uint32_t>& phones) const;

  Scenario m_scenario;
  Roster m_roster;
  Random m_random; // of the pushes' ids
  Timetable m_timetable;
  Judge m_judge;
  std::optional<Now> m_start;
  std::deque<Action> m_ready; // parts of what was due
  uint64_t m_actions = 0;
  std::array<std::vector<uint64_t>, 4> m_turns; // by Timetable::Kind, by plan
};

} // namespace pushscope::scenario
