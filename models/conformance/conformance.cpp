#include "models/conformance/conformance.h"

namespace pushscope::conformance {

Conformance::Conformance(Target target, uint64_t seed) : m_target(std::move(target)), m_random(seed), m_play(play()) {}

void Conformance::begin(Now now) {
  m_wire.tick(now);
  m_play.begin();
}

Script<Done> Conformance::play() {
  co_await checkHandshake(m_talk);
  const bool isWelcome = m_findings.of(Clause::welcome).outcome == Outcome::holds;
  if (isWelcome) {
    co_await checkFrames(m_talk);
    co_await checkTelemetryAndPushes(m_talk);
    co_await checkLists(m_talk);
    co_await checkViewer(m_talk);
  }
  const Clause last = clauseTexts().back().clause;
  m_findings.untried(clauseTexts().front().clause, last,
                     isWelcome ? "what it builds on did not happen" : "there was no welcome");
  co_return Done{};
}

} // namespace pushscope::conformance
