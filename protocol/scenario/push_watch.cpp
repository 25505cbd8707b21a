#include "protocol/scenario/push_watch.h"

#include "protocol/scenario/describe.h"

#include <algorithm>

namespace pushscope::scenario {

PushWatch::PushWatch(const Expectation& expectation, const PushExpectation& body, const Roster& roster)
    : m_expectation(expectation), m_body(body), m_roster(roster) {}

bool PushWatch::concerns(uint32_t delivery, const DeliveryBook& book) const {
  const auto in = [](const std::vector<uint32_t>& some, size_t one) {
    return some.empty() || std::find(some.begin(), some.end(), one) != some.end();
  };
  return in(m_body.pushes, book.pushOf(delivery).plan) &&
         in(m_body.phones, m_roster.groupOf(book.all()[delivery].phone));
}

void PushWatch::stage(uint32_t delivery, const DeliveryBook& book, Duration elapsed, Duration since, Stage stage,
                      Reason reason) {
  const bool isMedia = m_body.skew && (stage == Stage::handled || stage == Stage::mediaReady);
  const bool isState = m_body.at && elapsed <= *m_body.at && !isOfPhone(stage);
  const bool isStage = m_body.stage && stage == *m_body.stage && (!m_body.reason || reason == *m_body.reason);
  if (!(isMedia || isState || isStage) || !concerns(delivery, book))
    return;
  if (isMedia) {
    if (m_media.size() <= delivery)
      m_media.resize(book.all().size());
    Duration& time = stage == Stage::handled ? m_media[delivery].handled : m_media[delivery].ready;
    time = time == Duration::min() ? elapsed : time; // the first; a duplicate is handled again
  }
  if (!isState && !isStage)
    return;
  if (m_reached.size() <= delivery)
    m_reached.resize(book.all().size());
  if (m_body.at) {
    if (isState)
      m_reached[delivery] = isStage;
    return;
  }
  m_slowest = std::max(m_slowest, since);
  const bool inSpan = elapsed >= m_body.span.after && elapsed <= m_body.span.before;
  m_reached[delivery] |= inSpan && (!m_body.within || m_body.within->holds(since));
}

std::optional<Duration> PushWatch::skewOf(uint32_t delivery) const {
  if (delivery >= m_media.size())
    return std::nullopt;
  const Media& media = m_media[delivery];
  if (media.handled == Duration::min() || media.ready == Duration::min())
    return std::nullopt;
  return media.ready > media.handled ? media.ready - media.handled : media.handled - media.ready;
}

bool PushWatch::asExpected(uint32_t delivery, const DeliveryState& state) const {
  if (m_body.stage && (delivery >= m_reached.size() || m_reached[delivery] == 0))
    return false;
  if (m_body.skew) {
    const auto skew = skewOf(delivery);
    if (!skew || !m_body.skew->holds(*skew))
      return false;
  }
  return !state.refused && meets(m_body.attempts, state.attempts) && meets(m_body.duplicates, state.duplicates);
}

Verdict PushWatch::verdict(const DeliveryBook& book) const {
  Verdict verdict;
  verdict.expectation = m_expectation.text;
  verdict.line = m_expectation.line;
  std::vector<Example> goodOnes, others;
  uint64_t good = 0, all = 0;
  uint32_t mostAttempts = 0, mostDuplicates = 0;
  Duration widest{};
  for (uint32_t i = 0; i < book.all().size(); ++i) {
    if (!concerns(i, book))
      continue;
    const DeliveryState& state = book.all()[i];
    ++all;
    mostAttempts = std::max<uint32_t>(mostAttempts, state.attempts);
    mostDuplicates = std::max<uint32_t>(mostDuplicates, state.duplicates);
    if (m_body.skew)
      widest = std::max(widest, skewOf(i).value_or(Duration::zero()));
    const bool isGood = asExpected(i, state);
    good += isGood;
    addExample(isGood ? goodOnes : others, [&] { return book.example(i, m_roster); });
  }
  if (all == 0) {
    verdict.sentence = "cannot be judged: none of these pushes was sent";
    return verdict;
  }
  const Demand& demand = m_body.demand;
  verdict.passed = isEmpty(demand) ? good == all : meetsShare(demand.share, good, all) && meets(demand.count, good);
  if (!verdict.passed)
    verdict.examples = isTooMuch(demand.count, good) || isTooGreatShare(demand.share, good, all) ? goodOnes : others;
  verdict.sentence =
      std::to_string(good) + " of " + counted(all, "delivery", "deliveries") + " (" + shareText(good, all) + ")";
  if (m_body.stage && !m_body.at && m_slowest > Duration::zero())
    verdict.sentence += "; the slowest was " + std::string(stageName(*m_body.stage)) + " after " + roughly(m_slowest);
  if (m_body.attempts)
    verdict.sentence += "; at most " + counted(mostAttempts, "attempt", "attempts");
  if (m_body.duplicates)
    verdict.sentence += "; at most " + counted(mostDuplicates, "duplicate", "duplicates") + " of one";
  if (m_body.skew)
    verdict.sentence += "; at most " + roughly(widest) + " apart";
  return verdict;
}

} // namespace pushscope::scenario
