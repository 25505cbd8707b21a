#pragma once

#include "protocol/scenario/delivery_book.h"
#include "protocol/scenario/event_watch.h"
#include "protocol/scenario/push_watch.h"
#include "protocol/scenario/roster.h"
#include "protocol/scenario/state_watch.h"
#include "protocol/scenario/verdict.h"

#include <array>
#include <string>
#include <vector>

namespace pushscope::scenario {

// Who tells: a server what it did and believes, a fleet what is true of its phones. Believed of each is only what it
// knows at first hand: of a server its belief, the stages on its side, how hellos went and how connections ended; of a
// fleet the state of app, link and network, the stages on the phone's side, wakes and notices.
enum class Source : uint8_t { node, fleet };

// The only judge of expectations. It is told what is sent and what is observed, keeps what the expectations need and
// nothing else, and can say at any time how they stand. Beside the scenario's own it always judges that every action
// reached those that it was for, that every accepted delivery ends in one final state or still waits, that none is
// shown twice, and that none is written or shown after its end.
//
// Facts of one source come in the order in which it told them. What was before start() or is after the end sets where
// each phone stands at most, and counts for nothing else.
class Judge {
 public:
  // Both outlive the judge.
  Judge(const Scenario& scenario, const Roster& roster);
  Judge(const Judge&) = delete;
  Judge& operator=(const Judge&) = delete;

  void start(WallTime start);

  // A push is being sent: `phones` ascending, `due` is when the server may write it.
  void sent(const Uuid& uuid, uint32_t plan, const std::vector<uint32_t>& phones, WallTime composed, WallTime due);
  // The pushes of a plan of which a delivery is not final.
  std::vector<Uuid> openPushes(uint32_t plan) const;

  // The server refused a push for a phone.
  void refused(const Uuid& uuid, const std::string& device, const std::string& why);
  // Something else that could not be done, in words.
  void failed(const std::string& what);
  // So many blocks of facts were lost: what was in them cannot be judged.
  void missed(uint64_t blocks) { m_missedBlocks += blocks; }

  // What is observed; Witness calls these. `phone` and `delivery` are those of roster() and of deliveries().
  void device(Source source, uint32_t phone, WallTime at, const DeviceRecord& record);
  void app(Source source, uint32_t phone, WallTime at, AppState state, Cause cause);
  void link(Source source, uint32_t phone, WallTime at, LinkState state, const Closing& closing);
  void network(Source source, uint32_t phone, WallTime at, const Network& network);
  void wake(Source source, uint32_t phone, const Wake& wake);
  void notice(Source source, uint32_t phone, const Notice& notice);
  void sync(Source source, uint32_t phone, const SyncFact& sync);
  void stage(Source source, uint32_t delivery, WallTime at, Stage stage, uint32_t attempt, Reason reason);

  const Roster& roster() const { return m_roster; }
  const DeliveryBook& deliveries() const { return m_deliveries; }
  const Standing& standing(uint32_t phone) const { return m_standings[phone]; }
  bool heardOf(Source source, uint32_t phone) const { return (m_heardOf[phone] & bit(source)) != 0; }
  // Of how many phones this source told anything.
  uint32_t heardOf(Source source) const { return m_heard[static_cast<size_t>(source)]; }

  // How everything stands, in the order of the file, then what is asked of every scenario.
  std::vector<Verdict> verdicts() const;

 private:
  static uint8_t bit(Source source) { return uint8_t(1u << static_cast<unsigned>(source)); }
  bool inTime(WallTime at) const { return at >= m_start && at <= m_end; }
  Duration elapsed(WallTime at) const { return at - m_start; }
  void hear(Source source, uint32_t phone);
  void stands(uint32_t phone, WallTime at);
  bool isAmong(const Groups& groups, uint32_t phone) const;
  Verdict performedVerdict() const;
  Verdict observedVerdict() const;

  const Scenario& m_scenario;
  const Roster& m_roster;
  WallTime m_start = WallTime::max(), m_end = WallTime::max();
  std::vector<Standing> m_standings; // by phone
  std::vector<uint8_t> m_heardOf;    // by phone, a bit for each source
  std::array<uint32_t, 2> m_heard{};
  DeliveryBook m_deliveries;
  std::vector<StateWatch> m_states;
  std::vector<EventWatch> m_wakes, m_notices, m_syncs, m_closings;
  std::vector<PushWatch> m_pushes;
  uint64_t m_failures = 0, m_missedBlocks = 0;
  std::string m_firstFailure;
  std::vector<Example> m_refused;
};

} // namespace pushscope::scenario
