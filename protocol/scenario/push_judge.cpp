#include "protocol/scenario/push_judge.h"

#include <numeric>

namespace pushscope::scenario {

PushJudge::PushJudge(const std::vector<Expectation>& expectations, std::vector<std::string> devices, const Uuid& push,
                     WallTime composed, WallTime due)
    : m_devices(std::move(devices)), m_push(push), m_due(due) {
  std::vector<uint32_t> all(m_devices.size());
  std::iota(all.begin(), all.end(), 0u);
  m_book.sent(push, 0, all, composed, due);
  for (const Expectation& expectation : expectations)
    m_watches.emplace_back(expectation, std::get<PushExpectation>(expectation.body), m_devices);
}

void PushJudge::refused(uint32_t device) {
  m_book.refused(m_push, device);
}

void PushJudge::stage(uint32_t device, WallTime at, Stage stage, uint32_t attempt, Reason reason) {
  m_book.stage(device, at, stage, attempt, reason);
  for (PushWatch& watch : m_watches)
    watch.stage(device, m_book, at - m_due, at - m_due, stage, reason);
}

std::vector<Outcome> PushJudge::outcomes(uint32_t device, WallTime known, bool phoneIsHeard) const {
  std::vector<Outcome> outcomes;
  for (const PushWatch& watch : m_watches)
    outcomes.push_back(watch.outcome(device, m_book, known - m_due, phoneIsHeard));
  return outcomes;
}

std::vector<Verdict> PushJudge::verdicts() const {
  std::vector<Verdict> verdicts;
  for (const PushWatch& watch : m_watches)
    verdicts.push_back(watch.verdict(m_book));
  return verdicts;
}

} // namespace pushscope::scenario
