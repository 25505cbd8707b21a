#include "protocol/scenario/push_watch.h"

#include "protocol/scenario/describe.h"

#include <algorithm>
#include <tuple>

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
  const bool isHidden = m_body.stage == Stage::shown && stage == Stage::notShown;
  if (!(isMedia || isState || isStage || isHidden) || !concerns(delivery, book))
    return;
  if (isHidden) {
    m_hidden.resize(book.all().size());
    m_hidden[delivery] = 1;
  }
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
  m_first.resize(std::max(m_first.size(), book.all().size()), Duration::min());
  if (m_first[delivery] == Duration::min())
    m_first[delivery] = since;
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

// Nothing: it is as expected.
std::optional<Outcome> PushWatch::stageOutcome(uint32_t delivery, const DeliveryState& state, Duration known,
                                               bool phoneIsHeard) const {
  using Cause = Outcome::Cause;
  if (delivery < m_reached.size() && m_reached[delivery] != 0)
    return std::nullopt;
  Outcome outcome{Outcome::State::broken, Cause::none, {}, {}, {}, {}};
  const bool isPhones = isOfPhone(*m_body.stage);
  if (delivery < m_first.size() && m_first[delivery] != Duration::min() && m_body.within) {
    outcome.after = m_first[delivery];
    const bool late = outcome.after.count() > m_body.within->most;
    outcome.cause = late ? Cause::late : Cause::early;
    outcome.by =
        Duration(late ? outcome.after.count() - m_body.within->most : m_body.within->least - outcome.after.count());
    return outcome;
  }
  const bool hidden = delivery < m_hidden.size() && m_hidden[delivery] != 0;
  if (hidden || (state.end != Stage::unknown && !(isPhones && state.end == Stage::acknowledged))) {
    outcome.cause = Cause::ended;
    outcome.end = hidden ? Stage::notShown : state.end;
    return outcome;
  }
  if (m_body.within && known.count() > m_body.within->most && (!isPhones || phoneIsHeard)) {
    outcome.cause = Cause::notReached;
    outcome.by = Duration(known.count() - m_body.within->most);
    return outcome;
  }
  outcome.state = Outcome::State::open;
  return outcome;
}

Outcome PushWatch::outcome(uint32_t delivery, const DeliveryBook& book, Duration known, bool phoneIsHeard) const {
  using State = Outcome::State;
  using Cause = Outcome::Cause;
  const DeliveryState& state = book.all()[delivery];
  if (state.refused)
    return {State::broken, Cause::refused, {}, {}, {}, {}};
  const bool over = state.end != Stage::unknown;
  bool open = false;
  if (m_body.stage) {
    const auto stage = stageOutcome(delivery, state, known, phoneIsHeard);
    if (stage && stage->state == State::broken)
      return *stage;
    open = stage.has_value();
  }
  for (const auto& [bound, number, cause] : {std::tuple(&m_body.attempts, state.attempts, Cause::attempts),
                                             std::tuple(&m_body.duplicates, state.duplicates, Cause::duplicates)}) {
    if (isTooMuch(*bound, number) || (over && !meets(*bound, number)))
      return {State::broken, cause, {}, {}, {}, number};
    open |= bound->has_value() && !over;
  }
  if (m_body.skew) {
    const auto skew = skewOf(delivery);
    if (skew && !m_body.skew->holds(*skew))
      return {State::broken, Cause::skew, *skew, {}, {}, {}};
    open |= !skew;
  }
  return {open ? State::open : State::kept, Cause::none, {}, {}, {}, {}};
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
