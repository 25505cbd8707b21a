#pragma once

#include "protocol/scenario/roster.h"
#include "protocol/scenario/scenario.h"
#include "protocol/scenario/verdict.h"

#include <string>
#include <vector>

namespace pushscope::scenario {

// Where a phone stands.
struct Standing {
  AppState app = AppState::unknown, believedApp = AppState::unknown;
  Cause cause = Cause::unknown;
  LinkState link = LinkState::unknown, believedLink = LinkState::unknown;
  Network network; // in truth
};

// Watches the phones' states for one expectation. A spell is the time from when a phone is as asked until it is not.
class StateWatch {
 public:
  // All of it outlives the watch.
  StateWatch(const Expectation& expectation, const StateExpectation& body, const Roster& roster);

  // From `elapsed` on.
  void stands(uint32_t phone, Duration elapsed, const Standing& standing);
  // Whether it asks what only a fleet, or only a server, can tell.
  bool asksTruth() const;
  bool asksBelief() const { return m_body.believedApp || m_body.believedLink; }
  // One more of its phones was heard of by a source that it asks.
  void heard(bool truth) { (truth ? m_truthHeard : m_beliefHeard) = true; }
  Verdict verdict(Duration end) const;

  const StateExpectation& body() const { return m_body; }

 private:
  static constexpr Duration no = Duration::min();
  struct Spells {
    uint32_t count = 0;
    uint32_t inBounds = 0; // of those, as long as asked
    Duration longest{};
  };
  bool matches(const Standing& standing) const;
  // Counts the part of a spell that lies in the span.
  void close(Spells& spells, Duration began, Duration end) const;
  template <class Each>
  void forEach(Duration end, Each each) const;
  void judgeMoment(Verdict& verdict) const;
  void judgeSpells(Verdict& verdict, Duration end) const;
  Example example(uint32_t phone) const { return {m_roster.device(phone), {}}; }

  const Expectation& m_expectation;
  const StateExpectation& m_body;
  const Roster& m_roster;
  std::vector<Duration> m_since; // by phone: when the spell began; `no`: none
  std::vector<Spells> m_spells;  // by phone; of those that are over
  bool m_truthHeard = false, m_beliefHeard = false;
};

} // namespace pushscope::scenario
