#include "protocol/scenario/event_watch.h"

#include "protocol/scenario/describe.h"

#include <algorithm>

namespace pushscope::scenario {
namespace {

template <class T>
bool is(const std::optional<T>& asked, T value) {
  return !asked || *asked == value;
}

} // namespace

EventWatch::EventWatch(const Expectation& expectation, const EventExpectation& body, const Roster& roster)
    : m_expectation(expectation), m_body(body), m_roster(roster), m_byPhone(roster.size()) {
  addMeasure(m_body.latency, "latency", true);
  addMeasure(m_body.used, "time used", true);
  addMeasure(m_body.resumes, "resumes in the window", false);
  addMeasure(m_body.pushes, "pushes", false);
  addMeasure(m_body.beats, "beats", false);
  addMeasure(m_body.badge, "badge", false);
  addMeasure(m_body.pending, "pending", false);
  addMeasure(m_body.firstPush, "first push", true);
  addMeasure(m_body.took, "sync", true);
  addMeasure(m_body.items, "items", false);
}

void EventWatch::addMeasure(const std::optional<Bound>& bound, const char* name, bool isTime) {
  if (bound)
    m_measures.push_back({&bound, name, isTime, 0, 0});
}

void EventWatch::wake(uint32_t phone, Duration elapsed, const Wake& wake) {
  const bool isMissed = wake.missed != Reason::none;
  if (isMissed != (m_body.kind == EventExpectation::Kind::missedWake) || !looksAt(elapsed) ||
      !is(m_body.cause, wake.cause) || !is(m_body.reason, wake.missed))
    return;
  count(phone, {{&m_body.latency, wake.latency.count()},
                {&m_body.used, wake.used.count()},
                {&m_body.resumes, wake.resumes},
                {&m_body.pushes, wake.pushes},
                {&m_body.beats, wake.beats}});
}

void EventWatch::notice(uint32_t phone, Duration elapsed, const Notice& notice) {
  if (looksAt(elapsed) && is(m_body.notice, notice.kind) && is(m_body.reason, notice.reason))
    count(phone, {{&m_body.badge, notice.badge}, {&m_body.pending, notice.pending}});
}

void EventWatch::sync(uint32_t phone, Duration elapsed, const SyncFact& sync) {
  if (looksAt(elapsed) && is(m_body.resumed, sync.resumed))
    count(
        phone,
        {{&m_body.firstPush, sync.firstPush.count()}, {&m_body.took, sync.sync.count()}, {&m_body.items, sync.items}});
}

void EventWatch::closing(uint32_t phone, Duration elapsed, const Closing& closing) {
  if (looksAt(elapsed) && is(m_body.code, closing.code) && is(m_body.side, closing.side) &&
      is(m_body.goodbye, closing.goodbye))
    count(phone, {});
}

void EventWatch::count(uint32_t phone, std::initializer_list<Value> values) {
  bool good = true;
  size_t next = 0; // measures are in the order of the values
  for (const Value& value : values) {
    if (!*value.bound)
      continue;
    while (m_measures[next].bound != value.bound)
      ++next;
    Measure& measure = m_measures[next];
    measure.least = m_all == 0 ? value.value : std::min(measure.least, value.value);
    measure.most = m_all == 0 ? value.value : std::max(measure.most, value.value);
    good &= (*value.bound)->holds(value.value);
  }
  ++m_all;
  m_good += good;
  m_byPhone[phone] += good;
  if (!good)
    addExample(m_others, [&] { return example(phone); });
}

Verdict EventWatch::verdict() const {
  Verdict verdict;
  verdict.expectation = m_expectation.text;
  verdict.line = m_expectation.line;
  const Demand& demand = m_body.demand;
  const bool asksOfEvents = isEmpty(demand) || demand.share;
  if (m_heard == 0)
    verdict.sentence = "cannot be judged: nothing was observed of these phones";
  else if (asksOfEvents && m_all == 0)
    verdict.sentence = "cannot be judged: nothing of the kind happened";
  else
    judge(verdict);
  return verdict;
}

void EventWatch::judge(Verdict& verdict) const {
  const Demand& demand = m_body.demand;
  std::vector<Example> with, without, wrongEach;
  uint64_t phones = 0, withSome = 0, least = ~uint64_t{0}, most = 0;
  for (const Roster::Range range : m_roster.ranges(m_body.phones))
    for (uint32_t phone = range.begin; phone < range.end; ++phone, ++phones) {
      const uint32_t events = m_byPhone[phone];
      withSome += events > 0;
      least = std::min<uint64_t>(least, events);
      most = std::max<uint64_t>(most, events);
      addExample(events > 0 ? with : without, [&] { return example(phone); });
      if (!meets(demand.each, events))
        addExample(wrongEach, [&] { return example(phone); });
    }
  verdict.passed = isEmpty(demand) ? m_good == m_all
                                   : meetsShare(demand.share, m_good, m_all) && meets(demand.total, m_good) &&
                                         meets(demand.count, withSome) && wrongEach.empty();
  const bool tooMany = isTooMuch(demand.total, m_good) || isTooMuch(demand.count, withSome) ||
                       isTooGreatShare(demand.share, m_good, m_all);
  if (!verdict.passed)
    verdict.examples = !wrongEach.empty() ? wrongEach : tooMany ? with : !m_others.empty() ? m_others : without;
  verdict.sentence = m_measures.empty() ? counted(m_good, "time", "times")
                                        : std::to_string(m_good) + " of " + counted(m_all, "time", "times") + " (" +
                                              shareText(m_good, m_all) + ")";
  verdict.sentence += " on " + std::to_string(withSome) + " of " + counted(phones, "phone", "phones") + ", " +
                      std::to_string(least) + " to " + std::to_string(most) + " each" + measured();
}

std::string EventWatch::measured() const {
  std::string text;
  if (m_all == 0)
    return text;
  for (const Measure& m : m_measures) {
    const auto number = [&](int64_t value) { return m.isTime ? roughly(Duration(value)) : std::to_string(value); };
    text += std::string("; ") + m.name + " " + number(m.least) + " to " + number(m.most);
  }
  return text;
}

} // namespace pushscope::scenario
