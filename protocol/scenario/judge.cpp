#include "protocol/scenario/judge.h"

#include "protocol/scenario/describe.h"

#include <algorithm>

namespace pushscope::scenario {

Judge::Judge(const Scenario& scenario, const Roster& roster)
    : m_scenario(scenario), m_roster(roster), m_standings(roster.size()), m_heardOf(roster.size()) {
  using Kind = EventExpectation::Kind;
  for (const Expectation& expectation : scenario.expectations) {
    if (const auto* push = std::get_if<PushExpectation>(&expectation.body))
      m_pushes.emplace_back(expectation, *push, roster);
    else if (const auto* state = std::get_if<StateExpectation>(&expectation.body))
      m_states.emplace_back(expectation, *state, roster);
    else if (const auto* event = std::get_if<EventExpectation>(&expectation.body)) {
      auto& watches = event->kind == Kind::notice    ? m_notices
                      : event->kind == Kind::sync    ? m_syncs
                      : event->kind == Kind::closing ? m_closings
                                                     : m_wakes;
      watches.emplace_back(expectation, *event, roster);
    }
  }
}

void Judge::start(WallTime start) {
  m_start = start;
  m_end = start + m_scenario.duration;
  for (uint32_t phone = 0; phone < m_roster.size(); ++phone)
    stands(phone, start);
}

void Judge::sent(const Uuid& uuid, uint32_t plan, const std::vector<uint32_t>& phones, WallTime composed,
                 WallTime due) {
  m_deliveries.sent(uuid, plan, phones, composed, due);
}

std::vector<Uuid> Judge::openPushes(uint32_t plan) const {
  std::vector<Uuid> open;
  for (const SentPush& push : m_deliveries.pushes())
    if (push.plan == plan && push.open > 0)
      open.push_back(push.uuid);
  return open;
}

void Judge::refused(const Uuid& uuid, const std::string& device, const std::string& why) {
  failed("a push to " + device + " was refused: " + why);
  if (m_refused.size() < Verdict::maxExamples)
    m_refused.push_back({device, uuid});
  if (const auto phone = m_roster.find(device))
    m_deliveries.refused(uuid, *phone);
}

void Judge::failed(const std::string& what) {
  if (m_failures++ == 0)
    m_firstFailure = what;
}

bool Judge::isAmong(const Groups& groups, uint32_t phone) const {
  return groups.empty() || std::find(groups.begin(), groups.end(), m_roster.groupOf(phone)) != groups.end();
}

void Judge::hear(Source source, uint32_t phone) {
  if (heardOf(source, phone))
    return;
  m_heardOf[phone] |= bit(source);
  ++m_heard[static_cast<size_t>(source)];
  const bool truth = source == Source::fleet;
  for (StateWatch& watch : m_states) {
    if ((truth ? watch.asksTruth() : watch.asksBelief()) && isAmong(watch.body().phones, phone))
      watch.heard(truth);
  }
  const auto tell = [&](std::vector<EventWatch>& watches) {
    for (EventWatch& watch : watches)
      if (isAmong(watch.body().phones, phone))
        watch.heard();
  };
  for (auto* watches : truth ? std::array{&m_wakes, &m_notices} : std::array{&m_syncs, &m_closings})
    tell(*watches);
}

void Judge::stands(uint32_t phone, WallTime at) {
  if (at > m_end || m_start == WallTime::max())
    return;
  const Duration since = at > m_start ? elapsed(at) : Duration::zero();
  for (StateWatch& watch : m_states)
    if (isAmong(watch.body().phones, phone))
      watch.stands(phone, since, m_standings[phone]);
}

void Judge::device(Source source, uint32_t phone, WallTime at, const DeviceRecord& record) {
  hear(source, phone);
  Standing& standing = m_standings[phone];
  if (source == Source::fleet) {
    standing.app = record.appState;
    standing.cause = record.appCause;
    standing.link = record.link;
    standing.network = record.network;
  } else {
    standing.believedApp = record.appState;
    standing.believedLink = record.link;
  }
  stands(phone, at);
}

void Judge::network(Source source, uint32_t phone, WallTime at, const Network& network) {
  hear(source, phone);
  if (source != Source::fleet)
    return;
  m_standings[phone].network = network;
  stands(phone, at);
}

void Judge::app(Source source, uint32_t phone, WallTime at, AppState state, Cause cause) {
  hear(source, phone);
  Standing& standing = m_standings[phone];
  if (source == Source::fleet) {
    standing.app = state;
    standing.cause = cause;
  } else {
    standing.believedApp = state;
  }
  stands(phone, at);
}

void Judge::link(Source source, uint32_t phone, WallTime at, LinkState state, const Closing& closing) {
  hear(source, phone);
  Standing& standing = m_standings[phone];
  (source == Source::fleet ? standing.link : standing.believedLink) = state;
  stands(phone, at);
  if (source == Source::node && state == LinkState::offline && inTime(at))
    for (EventWatch& watch : m_closings)
      if (isAmong(watch.body().phones, phone))
        watch.closing(phone, elapsed(at), closing);
}

void Judge::wake(Source source, uint32_t phone, const Wake& wake) {
  hear(source, phone);
  if (source != Source::fleet || !inTime(wake.at))
    return;
  for (EventWatch& watch : m_wakes)
    if (isAmong(watch.body().phones, phone))
      watch.wake(phone, elapsed(wake.at), wake);
}

void Judge::notice(Source source, uint32_t phone, const Notice& notice) {
  hear(source, phone);
  if (source != Source::fleet || !inTime(notice.at))
    return;
  for (EventWatch& watch : m_notices)
    if (isAmong(watch.body().phones, phone))
      watch.notice(phone, elapsed(notice.at), notice);
}

void Judge::sync(Source source, uint32_t phone, const SyncFact& sync) {
  hear(source, phone);
  if (source != Source::node || !inTime(sync.at))
    return;
  for (EventWatch& watch : m_syncs)
    if (isAmong(watch.body().phones, phone))
      watch.sync(phone, elapsed(sync.at), sync);
}

void Judge::stage(Source source, uint32_t delivery, WallTime at, Stage stage, uint32_t attempt, Reason reason) {
  if (isOfPhone(stage) != (source == Source::fleet) || at > m_end)
    return;
  m_deliveries.stage(delivery, at, stage, attempt, reason);
  const Duration since = at - m_deliveries.pushOf(delivery).due;
  for (PushWatch& watch : m_pushes)
    watch.stage(delivery, m_deliveries, elapsed(at), since, stage, reason);
}

std::vector<Verdict> Judge::verdicts() const {
  std::vector<Verdict> verdicts;
  for (const PushWatch& watch : m_pushes)
    verdicts.push_back(watch.verdict(m_deliveries));
  for (const StateWatch& watch : m_states)
    verdicts.push_back(watch.verdict(m_scenario.duration));
  for (const auto* watches : {&m_wakes, &m_notices, &m_syncs, &m_closings})
    for (const EventWatch& watch : *watches)
      verdicts.push_back(watch.verdict());
  std::stable_sort(verdicts.begin(), verdicts.end(),
                   [](const Verdict& a, const Verdict& b) { return a.line < b.line; });
  verdicts.push_back(performedVerdict());
  verdicts.push_back(observedVerdict());
  for (Verdict& verdict : m_deliveries.verdicts(m_roster))
    verdicts.push_back(std::move(verdict));
  return verdicts;
}

Verdict Judge::performedVerdict() const {
  Verdict verdict;
  verdict.expectation = "every action reaches those that it is for";
  verdict.passed = m_failures == 0;
  verdict.sentence =
      m_failures == 0 ? "none failed" : counted(m_failures, "failure", "failures") + "; the first: " + m_firstFailure;
  verdict.examples = m_refused;
  return verdict;
}

// A count over facts with a gap in them proves nothing, and neither does silence.
Verdict Judge::observedVerdict() const {
  Verdict verdict;
  verdict.expectation = "everything is observed";
  const uint32_t heard = heardOf(Source::fleet), all = m_roster.size();
  verdict.passed = m_missedBlocks == 0 && heard == all;
  verdict.sentence = std::to_string(heard) + " of " + counted(all, "phone", "phones") + " were heard of, " +
                     counted(m_missedBlocks, "block", "blocks") + " of facts were missed";
  return verdict;
}

} // namespace pushscope::scenario
