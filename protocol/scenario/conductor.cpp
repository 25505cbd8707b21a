#include "protocol/scenario/conductor.h"

#include <algorithm>

namespace pushscope::scenario {
namespace {

// Streams of the seed; the timetable has those of its entries, which are numbered from 0.
constexpr uint64_t uuidStream = ~uint64_t{0};

} // namespace

Conductor::Conductor(Scenario scenario, uint64_t seed, unsigned scalePercent)
    : m_scenario(std::move(scenario)), m_roster(m_scenario, scalePercent), m_random(Random::stream(seed, uuidStream)),
      m_timetable(m_scenario, m_roster, seed), m_judge(m_scenario, m_roster) {
  const auto turns = [this](Timetable::Kind kind) -> std::vector<uint64_t>& { return m_turns[size_t(kind)]; };
  turns(Timetable::Kind::step).resize(m_scenario.steps.size());
  turns(Timetable::Kind::touch).resize(m_scenario.touches.size());
  turns(Timetable::Kind::push).resize(m_scenario.pushes.size());
  turns(Timetable::Kind::queue).resize(m_scenario.queues.size());
}

std::vector<std::string> Conductor::devices() const {
  std::vector<std::string> devices;
  devices.reserve(m_roster.size());
  for (uint32_t phone = 0; phone < m_roster.size(); ++phone)
    devices.push_back(m_roster.device(phone));
  return devices;
}

void Conductor::start(Now now) {
  m_start = now;
  m_judge.start(now.wall);
}

bool Conductor::over(Now now) const {
  return m_start && now.mono - m_start->mono >= m_scenario.duration;
}

MonoTime Conductor::deadline() const {
  if (!m_start)
    return never;
  if (!m_ready.empty())
    return m_start->mono;
  const MonoTime end = m_start->mono + m_scenario.duration;
  const auto upcoming = m_timetable.upcoming();
  return upcoming ? std::min(end, m_start->mono + *upcoming) : end;
}

std::optional<Action> Conductor::next(Now now) {
  if (!m_start)
    return std::nullopt;
  const Duration elapsed = std::min(now.mono - m_start->mono, m_scenario.duration);
  while (m_ready.empty()) {
    const auto due = m_timetable.next(elapsed);
    if (!due)
      return std::nullopt;
    prepare(*due, now);
  }
  Action action = std::move(m_ready.front());
  m_ready.pop_front();
  ++m_actions;
  return action;
}

Progress Conductor::progress(Now now) const {
  Progress progress;
  progress.duration = m_scenario.duration;
  progress.elapsed =
      m_start ? std::clamp(now.mono - m_start->mono, Duration::zero(), m_scenario.duration) : Duration::zero();
  progress.actions = m_actions;
  progress.deliveries = m_judge.deliveries().all().size();
  progress.acknowledged = m_judge.deliveries().acknowledged();
  progress.failed = m_judge.deliveries().endedOtherwise();
  return progress;
}

void Conductor::prepare(const Timetable::Due& due, Now now) {
  m_turns[size_t(due.kind)][due.plan] += due.phones.size();
  switch (due.kind) {
  case Timetable::Kind::step:
    return prepareStep(m_scenario.steps[due.plan], due.phones);
  case Timetable::Kind::touch:
    return prepareTouch(m_scenario.touches[due.plan], due.phones);
  case Timetable::Kind::push:
    return preparePush(due.plan, due.phones, now);
  case Timetable::Kind::queue:
    return prepareQueue(m_scenario.queues[due.plan], due.phones, now);
  }
}

// The ids of the phones, in parts that fit into a frame.
std::vector<std::vector<std::string>> Conductor::parts(const std::vector<uint32_t>& phones) const {
  std::vector<std::vector<std::string>> parts;
  for (size_t from = 0; from < phones.size(); from += maxTargets) {
    parts.emplace_back();
    for (size_t i = from; i < std::min(from + maxTargets, phones.size()); ++i)
      parts.back().push_back(m_roster.device(phones[i]));
  }
  return parts;
}

void Conductor::prepareStep(const Step& step, const std::vector<uint32_t>& phones) {
  for (auto& devices : parts(phones))
    m_ready.emplace_back(Control{std::move(devices), step.action, step.value, step.text});
}

void Conductor::prepareTouch(const TouchPlan& plan, const std::vector<uint32_t>& phones) {
  for (auto& devices : parts(phones))
    m_ready.emplace_back(Touch{std::move(devices), plan.collection, plan.changes});
}

void Conductor::preparePush(uint32_t number, const std::vector<uint32_t>& phones, Now now) {
  const PushPlan& plan = m_scenario.pushes[number];
  Inject inject;
  inject.uuid = Uuid::make(now.wall, m_random);
  const BytesView payload = asBytes(plan.payload);
  inject.payload.assign(payload.begin(), payload.end());
  inject.composed = now.wall;
  inject.timeToLive = plan.timeToLive;
  inject.highPriority = plan.highPriority;
  inject.collapseKey = plan.collapseKey;
  inject.media = plan.media;
  if (plan.notBefore > Duration::zero())
    inject.notBefore = now.wall + plan.notBefore;
  m_judge.sent(inject.uuid, number, phones, now.wall, now.wall + plan.notBefore);
  for (auto& devices : parts(phones)) {
    inject.devices = std::move(devices);
    m_ready.emplace_back(inject);
  }
}

void Conductor::prepareQueue(const QueuePlan& plan, const std::vector<uint32_t>& phones, Now now) {
  const DeliveryBook& book = m_judge.deliveries();
  for (const Uuid& uuid : m_judge.openPushes(plan.push)) {
    std::vector<uint32_t> waiting;
    for (const uint32_t phone : phones)
      if (const auto delivery = book.find(uuid, phone); delivery && book.all()[*delivery].end == Stage::unknown)
        waiting.push_back(phone);
    for (auto& devices : parts(waiting))
      m_ready.emplace_back(Manage{uuid, std::move(devices), plan.action,
                                  plan.action == QueueAction::postpone ? now.wall + plan.until : WallTime{},
                                  std::nullopt});
  }
}

} // namespace pushscope::scenario
