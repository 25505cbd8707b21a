#include "protocol/scenario/delivery_book.h"

#include <algorithm>

namespace pushscope::scenario {

void DeliveryBook::sent(const Uuid& uuid, uint32_t plan, const std::vector<uint32_t>& phones, WallTime composed,
                        WallTime due) {
  const auto push = uint32_t(m_pushes.size());
  if (!m_pushByUuid.emplace(uuid, push).second)
    return;
  const auto count = uint32_t(phones.size());
  m_pushes.push_back({uuid, plan, composed, due, uint32_t(m_deliveries.size()), count, count});
  for (const uint32_t phone : phones) {
    DeliveryState state;
    state.push = push;
    state.phone = phone;
    m_deliveries.push_back(state);
  }
}

std::optional<uint32_t> DeliveryBook::find(const Uuid& uuid, uint32_t phone) const {
  const auto found = m_pushByUuid.find(uuid);
  if (found == m_pushByUuid.end())
    return std::nullopt;
  const SentPush& push = m_pushes[found->second];
  const auto begin = m_deliveries.begin() + push.first, end = begin + push.count;
  const auto delivery =
      std::lower_bound(begin, end, phone, [](const DeliveryState& d, uint32_t value) { return d.phone < value; });
  if (delivery == end || delivery->phone != phone)
    return std::nullopt;
  return uint32_t(delivery - m_deliveries.begin());
}

void DeliveryBook::refused(const Uuid& uuid, uint32_t phone) {
  const auto delivery = find(uuid, phone);
  if (!delivery || m_deliveries[*delivery].refused || m_deliveries[*delivery].accepted)
    return;
  m_deliveries[*delivery].refused = true;
  --m_pushes[m_deliveries[*delivery].push].open;
}

void DeliveryBook::Breach::add(uint32_t delivery) {
  ++count;
  if (first.size() < Verdict::maxExamples && std::find(first.begin(), first.end(), delivery) == first.end())
    first.push_back(delivery);
}

void DeliveryBook::end(uint32_t number, WallTime at, Stage stage) {
  DeliveryState& delivery = m_deliveries[number];
  if (delivery.end != Stage::unknown) {
    // The same fact may be told again, after a gap.
    if (delivery.end != stage || delivery.ended != at)
      m_twoEnds.add(number);
    return;
  }
  delivery.end = stage;
  delivery.ended = at;
  --m_pushes[delivery.push].open;
  ++(stage == Stage::acknowledged ? m_acknowledged : m_endedOtherwise);
}

void DeliveryBook::stage(uint32_t number, WallTime at, Stage stage, uint32_t attempt, Reason reason) {
  DeliveryState& delivery = m_deliveries[number];
  switch (stage) {
  case Stage::shown:
    if (++delivery.shown > 1)
      m_shownTwice.add(number);
    // What was on its way when it ended may still be shown: nobody can call it back.
    if (delivery.end > Stage::acknowledged && at > delivery.ended && !delivery.written)
      m_afterEnd.add(number);
    return;
  case Stage::duplicate:
    ++delivery.duplicates;
    return;
  case Stage::woken:
  case Stage::handled:
  case Stage::notShown:
  case Stage::mediaReady:
    return;
  default:
    break;
  }
  if (isFinal(stage) && !isMoved(stage, reason))
    end(number, at, stage);
  if (stage == Stage::written) {
    if (delivery.end != Stage::unknown && at > delivery.ended)
      m_afterEnd.add(number);
    delivery.written = true;
    delivery.attempts = uint16_t(std::min<uint32_t>(std::max<uint32_t>(attempt, delivery.attempts), 0xffff));
  }
  delivery.accepted |= stage == Stage::accepted;
  if (stage != Stage::composed)
    delivery.stage = stage;
}

Example DeliveryBook::example(uint32_t delivery, const Roster& roster) const {
  return {roster.device(m_deliveries[delivery].phone), pushOf(delivery).uuid};
}

Verdict DeliveryBook::verdict(const char* promise, const Breach& breach, const char* what, const Roster& roster) const {
  Verdict verdict;
  verdict.expectation = promise;
  verdict.passed = breach.count == 0;
  verdict.sentence = m_deliveries.empty() ? std::string("no push was sent")
                                          : std::to_string(breach.count) + " of " +
                                                std::to_string(m_deliveries.size()) + " deliveries " + what;
  for (const uint32_t delivery : breach.first)
    verdict.examples.push_back(example(delivery, roster));
  return verdict;
}

std::vector<Verdict> DeliveryBook::verdicts(const Roster& roster) const {
  Breach lost;
  for (uint32_t i = 0; i < m_deliveries.size(); ++i)
    if (!m_deliveries[i].accepted && !m_deliveries[i].refused)
      lost.add(i);
  return {verdict("every delivery is accepted or refused", lost, "were neither accepted nor refused", roster),
          verdict("an accepted delivery ends once, or still waits", m_twoEnds, "ended more than once", roster),
          verdict("a push is shown at most once on a phone", m_shownTwice, "were shown again", roster),
          verdict("nothing is written or shown after its end", m_afterEnd, "were written or shown after their end",
                  roster)};
}

} // namespace pushscope::scenario
