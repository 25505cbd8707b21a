#include "models/scenario/scenario_desk.h"

#include "models/text/format.h"
#include "protocol/scenario/parser.h"

#include <QElapsedTimer>

#include <algorithm>

namespace pushscope {
namespace {

// A run may take a twentieth of the GUI thread's time to be looked at.
constexpr int costFactor = 20;

} // namespace

ScenarioDesk::ScenarioDesk(Feed& feed, QObject* parent) : QObject(parent), m_feed(feed) {
  m_timer.setInterval(interval);
  connect(&m_timer, &QTimer::timeout, this, &ScenarioDesk::refresh);
}

void ScenarioDesk::choose(ScenarioText text) {
  if (m_state != State::idle)
    return;
  m_text = std::move(text);
  read();
}

void ScenarioDesk::setScale(unsigned percent) {
  if (m_state != State::idle || percent == m_scale)
    return;
  m_scale = std::clamp(percent, 1u, 100u);
  read();
}

void ScenarioDesk::read() {
  m_run.reset();
  m_roster.reset();
  m_agenda.clear();
  m_mistake = {};
  m_problem.clear();
  Result<scenario::Scenario> scenario = scenario::parse(m_text.text);
  m_scenario.reset();
  if (scenario.ok()) {
    m_scenario = std::move(scenario).value();
    m_roster.emplace(*m_scenario, m_scale);
    m_agenda = scenario::agendaOf(*m_scenario, *m_roster);
  } else {
    m_mistake = scenarioMistake(scenario.error());
  }
  showExpectations();
}

void ScenarioDesk::showExpectations() {
  m_standings.clear();
  if (m_scenario)
    for (const scenario::Expectation& expectation : m_scenario->expectations) {
      ScenarioRun::Standing standing;
      standing.verdict.expectation = expectation.text;
      standing.verdict.line = expectation.line;
      m_standings.push_back(std::move(standing));
    }
  emit restarted();
  emit changed();
}

ScenarioCast ScenarioDesk::cast() const {
  return m_roster ? castOf(m_feed.world(), *m_roster) : ScenarioCast{};
}

void ScenarioDesk::fail(const QString& problem) {
  m_problem = problem;
  emit changed();
}

bool ScenarioDesk::play(uint64_t seed) {
  if (m_state != State::idle || !m_scenario)
    return false;
  const ScenarioCast cast = this->cast();
  if (!cast.isWhole()) {
    fail(cast.obstacle());
    return false;
  }
  m_seed = seed;
  startRun(*cast.node, *cast.fleet);
  return true;
}

void ScenarioDesk::playInSandbox(uint64_t seed) {
  if (m_state != State::idle || !m_scenario)
    return;
  m_seed = seed;
  m_problem.clear();
  m_run.reset();
  m_state = State::starting;
  showExpectations();
  emit sandboxWanted();
}

void ScenarioDesk::sandboxFailed(const QString& sentence) {
  if (m_state == State::running)
    return m_run->stop(sentence);
  if (m_state != State::starting)
    return;
  m_state = State::idle;
  fail(sentence);
}

// Nobody waits for it if it was stopped meanwhile.
void ScenarioDesk::begin(LinkId node, LinkId fleet) {
  if (m_state == State::starting)
    startRun(node, fleet);
}

void ScenarioDesk::startRun(LinkId node, LinkId fleet) {
  m_problem.clear();
  m_run.reset(); // the tap of the feed is free before the next one takes it
  m_run = std::make_unique<ScenarioRun>(m_feed, *m_scenario, m_seed, m_scale);
  // Later: it may be in the middle of something of its own.
  connect(m_run.get(), &ScenarioRun::stateChanged, this, &ScenarioDesk::runChanged, Qt::QueuedConnection);
  m_state = State::running;
  m_run->start(node, fleet);
  m_standings = m_run->standings();
  m_timer.start(interval);
  emit restarted();
  emit changed();
}

void ScenarioDesk::stop() {
  if (m_state == State::starting) {
    m_state = State::idle;
    return fail(tr("Stopped before it began."));
  }
  if (m_state == State::running)
    m_run->stop(tr("It was stopped by hand."));
}

void ScenarioDesk::runChanged() {
  if (m_state != State::running)
    return;
  if (m_run->state() == ScenarioRun::State::done) {
    m_timer.stop();
    m_state = State::idle;
    m_standings = m_run->standings();
    emit changed();
    emit ended();
    return;
  }
  refresh();
}

void ScenarioDesk::refresh() {
  if (m_state != State::running)
    return;
  // What a lost link would have told is missing: nothing that follows could pass.
  if (!m_run->loss().isEmpty())
    return m_run->stop(m_run->loss());
  QElapsedTimer spent;
  spent.start();
  m_standings = m_run->standings();
  const auto cost = std::chrono::milliseconds(spent.elapsed());
  m_timer.setInterval(std::max(interval, costFactor * cost));
  emit changed();
}

size_t ScenarioDesk::count(ScenarioRun::Judged judged) const {
  return size_t(std::count_if(m_standings.begin(), m_standings.end(),
                              [&](const auto& standing) { return standing.judged == judged; }));
}

bool ScenarioDesk::hasOutcome() const {
  return m_run && m_run->state() == ScenarioRun::State::done && !m_standings.empty();
}

QString ScenarioDesk::sentence() const {
  using Judged = ScenarioRun::Judged;
  if (m_state == State::starting)
    return tr("Starting a server and its phones…");
  if (!m_run)
    return {};
  const QString name = plain(m_run->scenario().name);
  const size_t kept = count(Judged::kept), broken = count(Judged::broken), all = m_standings.size();
  switch (m_run->state()) {
  case ScenarioRun::State::waiting:
    if (m_state == State::running)
      return tr("%1 of %2 phones have connected").arg(m_run->phonesSeen()).arg(m_run->phoneCount());
    break;
  case ScenarioRun::State::playing:
  case ScenarioRun::State::settling: {
    const scenario::Progress progress = m_run->progress();
    return tr("%1 passed, %2 failed, %3 open; %4 of %5 deliveries acknowledged")
        .arg(kept)
        .arg(broken)
        .arg(count(Judged::open))
        .arg(progress.acknowledged)
        .arg(progress.deliveries);
  }
  case ScenarioRun::State::done:
    break;
  }
  if (!m_run->whyStopped().isEmpty())
    return tr("%1: stopped after %2; %3 passed, %4 failed, %5 not judged, seed %6. %7")
        .arg(name, durationForPeople(m_run->progress().elapsed))
        .arg(kept)
        .arg(broken)
        .arg(all - kept - broken)
        .arg(m_seed)
        .arg(m_run->whyStopped());
  return (m_run->passed() ? tr("%1: passed, %2 of %3 expectations, seed %4")
                          : tr("%1: failed, %2 of %3 expectations, seed %4"))
      .arg(name)
      .arg(kept)
      .arg(all)
      .arg(m_seed);
}

} // namespace pushscope
