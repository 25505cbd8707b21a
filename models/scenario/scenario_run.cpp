#include "models/scenario/scenario_run.h"

#include "models/feed/clocks.h"
#include "models/text/format.h"
#include "models/text/sentences.h"

#include <algorithm>
#include <utility>

namespace pushscope {

ScenarioRun::ScenarioRun(Feed& feed, scenario::Scenario scenario, uint64_t seed, unsigned scalePercent, QObject* parent)
    : QObject(parent), m_feed(feed), m_conductor(std::move(scenario), seed, scalePercent),
      m_witness(m_conductor.judge()), m_world(feed.worldNumber()),
      m_agenda(scenario::agendaOf(m_conductor.scenario(), m_conductor.roster())) {
  m_timer.setSingleShot(true);
  m_timer.setTimerType(Qt::PreciseTimer);
  connect(&m_timer, &QTimer::timeout, this, &ScenarioRun::play);
  connect(&m_feed, &Feed::changed, this, &ScenarioRun::feedChanged);
  m_witness.begin(m_feed.world());
  m_feed.setTap([this](const Batch& batch) { m_witness.take(batch); });
}

ScenarioRun::~ScenarioRun() {
  m_feed.setTap(nullptr);
}

void ScenarioRun::start(LinkId node, LinkId fleet) {
  m_node = node;
  m_fleet = fleet;
  m_started = true;
}

scenario::Progress ScenarioRun::progress() const {
  scenario::Progress progress = m_conductor.progress(readClocks());
  if (!m_whyStopped.isEmpty())
    progress.elapsed = m_played;
  return progress;
}

// A server that has a record of a phone has had its hello.
uint32_t ScenarioRun::phonesSeen() const {
  const scenario::Judge& judge = m_conductor.judge();
  return std::min(judge.heardOf(scenario::Source::fleet), judge.heardOf(scenario::Source::node));
}

bool ScenarioRun::passed() const {
  return m_whyStopped.isEmpty() && !m_verdicts.empty() &&
         std::all_of(m_verdicts.begin(), m_verdicts.end(), [](const auto& verdict) { return verdict.passed; });
}

// What happened so long ago was told.
ScenarioRun::Judged ScenarioRun::judgedNow(const scenario::Verdict& verdict, Duration known) const {
  // What is asked of every scenario may be broken at any time, and is kept only if it was until the end.
  Duration settles = verdict.passed ? m_conductor.scenario().duration : Duration::zero();
  for (const scenario::Expectation& expectation : m_conductor.scenario().expectations)
    if (verdict.line > 0 && expectation.line == verdict.line)
      settles = scenario::settlesAt(expectation, m_conductor.scenario());
  if (known < settles || m_state == State::waiting)
    return m_whyStopped.isEmpty() ? Judged::open : Judged::unjudged;
  return verdict.passed ? Judged::kept : Judged::broken;
}

std::vector<ScenarioRun::Standing> ScenarioRun::standings() const {
  const bool over = m_state == State::done && m_whyStopped.isEmpty();
  const Duration known = over ? Duration::max() : progress().elapsed - settling;
  std::vector<Standing> standings;
  for (scenario::Verdict& verdict : m_conductor.judge().verdicts()) {
    const Judged judged = judgedNow(verdict, known);
    standings.push_back({judged, std::move(verdict)});
  }
  return standings;
}

void ScenarioRun::stop(const QString& why) {
  if (m_state == State::done)
    return;
  m_timer.stop();
  m_played = progress().elapsed;
  m_whyStopped = why;
  for (Standing& standing : standings())
    if (standing.judged != Judged::unjudged)
      m_verdicts.push_back(std::move(standing.verdict));
  enter(State::done);
}

void ScenarioRun::feedChanged(const World::Changes& changes) {
  if (m_feed.worldNumber() != m_world)
    return stop(tr("Its server and its phones were left."));
  for (const Answer& answer : changes.answers)
    take(answer);
  if (m_state == State::done)
    return;
  if (m_state == State::waiting && m_started && phonesSeen() == phoneCount()) {
    m_conductor.start(readClocks());
    enter(State::playing);
    play();
  }
  if (m_state == State::playing && changes.links)
    watchLinks();
}

void ScenarioRun::watchLinks() {
  for (const LinkId id : {m_node, m_fleet}) {
    const World::LinkInfo& link = m_feed.world().links()[id.value];
    if (link.status.state == LinkStatus::State::online || !m_loss.isEmpty())
      continue;
    m_loss = Sentences::error(link.status.error, plain(link.target));
    m_conductor.judge().failed(m_loss.toStdString());
  }
}

void ScenarioRun::play() {
  const Now now = readClocks();
  if (m_state == State::settling) {
    m_verdicts = m_conductor.judge().verdicts();
    return enter(State::done);
  }
  if (m_state != State::playing)
    return;
  while (auto action = m_conductor.next(now))
    perform(std::move(*action));
  if (m_conductor.over(now)) {
    enter(State::settling);
    return m_timer.start(settling);
  }
  // Rounded up: a timer that comes early finds nothing to do.
  m_timer.start(
      std::chrono::ceil<std::chrono::milliseconds>(std::max(m_conductor.deadline() - now.mono, Duration::zero())));
}

void ScenarioRun::perform(scenario::Action action) {
  const LinkId link = std::holds_alternative<Control>(action) ? m_fleet : m_node;
  const RequestId request = std::visit([&](const auto& body) { return m_feed.ask(link, body); }, action);
  m_open.insert_or_assign(request, std::move(action));
}

void ScenarioRun::take(const Answer& answer) {
  const auto asked = m_open.find(answer.request);
  if (asked == m_open.end())
    return;
  const scenario::Action action = std::move(asked->second);
  m_open.erase(asked);
  scenario::Judge& judge = m_conductor.judge();
  if (const Error* error = std::get_if<Error>(&answer.outcome))
    return judge.failed(Sentences::error(*error, tr("A step of the scenario")).toStdString());
  if (const auto* injected = std::get_if<Injected>(&answer.outcome)) {
    for (const InjectedDelivery& delivery : injected->deliveries)
      if (delivery.code != ErrorCode::ok)
        judge.refused(std::get<Inject>(action).uuid, delivery.device, std::string(errorName(delivery.code)));
  } else if (const auto* controlled = std::get_if<Controlled>(&answer.outcome)) {
    if (controlled->unknown > 0)
      judge.failed(tr("the fleet does not know %n phone(s)", nullptr, int(controlled->unknown)).toStdString());
  } else if (const auto* changed = std::get_if<Changed>(&answer.outcome)) {
    // What a queue action names may have ended meanwhile.
    if (changed->unknown > 0 && std::holds_alternative<Touch>(action))
      judge.failed(
          tr("the server does not know that collection of %n phone(s)", nullptr, int(changed->unknown)).toStdString());
  }
}

void ScenarioRun::enter(State state) {
  m_state = state;
  emit stateChanged();
}

} // namespace pushscope
