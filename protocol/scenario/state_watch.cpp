#include "protocol/scenario/state_watch.h"

#include "protocol/scenario/describe.h"

#include <algorithm>

namespace pushscope::scenario {
namespace {

template <class T>
bool is(const std::optional<T>& asked, T value) {
  return !asked || *asked == value;
}

} // namespace

StateWatch::StateWatch(const Expectation& expectation, const StateExpectation& body, const Roster& roster)
    : m_expectation(expectation), m_body(body), m_roster(roster), m_since(roster.size(), no) {
  if (!body.at)
    m_spells.resize(roster.size());
}

bool StateWatch::matches(const Standing& s) const {
  return is(m_body.app, s.app) && is(m_body.cause, s.cause) && is(m_body.link, s.link) &&
         is(m_body.believedApp, s.believedApp) && is(m_body.believedLink, s.believedLink) &&
         is(m_body.airplane, s.network.airplane) && is(m_body.blackHole, s.network.blackHole);
}

bool StateWatch::asksTruth() const {
  return m_body.app || m_body.cause || m_body.link || m_body.airplane || m_body.blackHole;
}

void StateWatch::stands(uint32_t phone, Duration elapsed, const Standing& standing) {
  if (m_body.at && elapsed > *m_body.at)
    return;
  Duration& since = m_since[phone];
  const bool now = matches(standing), was = since != no;
  if (now == was)
    return;
  if (was && !m_body.at)
    close(m_spells[phone], since, elapsed);
  since = now ? std::max(elapsed, Duration::zero()) : no;
}

void StateWatch::close(Spells& spells, Duration began, Duration end) const {
  const Duration from = std::max(began, m_body.span.after), to = std::min(end, m_body.span.before);
  // Facts of one moment come one by one: what a phone passes through in no time is no state of it.
  if (from >= to)
    return;
  ++spells.count;
  spells.inBounds += !m_body.lasts || m_body.lasts->holds(to - from);
  spells.longest = std::max(spells.longest, to - from);
}

Verdict StateWatch::verdict(Duration end) const {
  Verdict verdict;
  verdict.expectation = m_expectation.text;
  verdict.line = m_expectation.line;
  if ((asksTruth() && !m_truthHeard) || (asksBelief() && !m_beliefHeard)) {
    verdict.sentence = "cannot be judged: nothing was observed of these phones";
    return verdict;
  }
  m_body.at ? judgeMoment(verdict) : judgeSpells(verdict, end);
  return verdict;
}

void StateWatch::judgeMoment(Verdict& verdict) const {
  std::vector<Example> goodOnes, others;
  uint64_t good = 0, all = 0;
  for (const Roster::Range range : m_roster.ranges(m_body.phones))
    for (uint32_t phone = range.begin; phone < range.end; ++phone, ++all) {
      const bool isGood = m_since[phone] != no;
      good += isGood;
      addExample(isGood ? goodOnes : others, [&] { return example(phone); });
    }
  const Demand& demand = m_body.demand;
  verdict.passed = isEmpty(demand) ? good == all : meetsShare(demand.share, good, all) && meets(demand.count, good);
  if (!verdict.passed)
    verdict.examples = isTooMuch(demand.count, good) || isTooGreatShare(demand.share, good, all) ? goodOnes : others;
  verdict.sentence =
      std::to_string(good) + " of " + counted(all, "phone", "phones") + " (" + shareText(good, all) + ")";
}

// Of each phone of the expectation.
template <class Each>
void StateWatch::forEach(Duration end, Each each) const {
  for (const Roster::Range range : m_roster.ranges(m_body.phones))
    for (uint32_t phone = range.begin; phone < range.end; ++phone) {
      Spells spells = m_spells[phone];
      if (m_since[phone] != no)
        close(spells, m_since[phone], end);
      each(phone, spells);
    }
}

void StateWatch::judgeSpells(Verdict& verdict, Duration end) const {
  const Demand& demand = m_body.demand;
  std::vector<Example> goodOnes, others, wrongEach;
  uint64_t good = 0, all = 0, had = 0, total = 0, most = 0;
  Duration longest{};
  forEach(end, [&](uint32_t phone, const Spells& spells) {
    const bool isGood = spells.count > 0 && spells.inBounds == spells.count;
    ++all;
    had += spells.count > 0;
    good += isGood;
    total += spells.inBounds;
    most = std::max<uint64_t>(most, spells.inBounds);
    longest = std::max(longest, spells.longest);
    if (!meets(demand.each, spells.inBounds))
      addExample(wrongEach, [&] { return example(phone); });
    if (isGood)
      addExample(goodOnes, [&] { return example(phone); });
    else if (!m_body.lasts || spells.count > 0) // with a duration asked, a phone without a spell proves nothing
      addExample(others, [&] { return example(phone); });
  });
  if (m_body.lasts && had == 0 && !demand.count && !demand.each && !demand.total) {
    verdict.sentence = "cannot be judged: no phone was in this state";
    return;
  }
  const uint64_t whole = m_body.lasts ? had : all;
  verdict.passed = isEmpty(demand) ? good == whole
                                   : meetsShare(demand.share, good, whole) && meets(demand.count, good) &&
                                         wrongEach.empty() && meets(demand.total, total);
  const bool tooMany =
      isTooMuch(demand.count, good) || isTooMuch(demand.total, total) || isTooGreatShare(demand.share, good, whole);
  if (!verdict.passed)
    verdict.examples = !wrongEach.empty() ? wrongEach : tooMany ? goodOnes : others;
  verdict.sentence = std::to_string(good) + " of " + counted(whole, "phone", "phones") + " (" + shareText(good, whole) +
                     "); " + counted(total, "time", "times") + ", at most " + std::to_string(most) + " on one phone";
  if (m_body.lasts)
    verdict.sentence += "; the longest took " + roughly(longest);
}

} // namespace pushscope::scenario
