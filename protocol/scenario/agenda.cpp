#include "protocol/scenario/agenda.h"

#include "protocol/scenario/action_value.h"
#include "protocol/scenario/describe.h"

#include <algorithm>
#include <limits>

namespace pushscope::scenario {
namespace {

// Within the scenario, or it would not have been read.
Duration lastTurn(const Timing& timing) {
  return timing.at + timing.every * int64_t(timing.times - 1) + timing.spread;
}

uint64_t phoneCount(const Timing& timing, const Roster& roster) {
  uint64_t phones = 0;
  for (const Roster::Range range : roster.ranges(timing.phones))
    phones += range.size();
  return timing.pick > 0 ? std::min<uint64_t>(roster.scaled(timing.pick), phones) : phones;
}

std::string textOf(const Step& step) {
  const std::string value = step.text.empty() ? actionValueText(step.action, step.value) : step.text;
  return std::string(phoneActionName(step.action)) + (value.empty() ? "" : " " + value);
}
std::string textOf(const PushPlan& plan) {
  return "push " + plan.name;
}
std::string textOf(const TouchPlan& plan) {
  return "change " + plan.collection + " by " + std::to_string(plan.changes);
}
std::string textOf(const QueuePlan& plan, const Scenario& scenario) {
  return std::string(queueActionName(plan.action)) + " " + scenario.pushes[plan.push].name;
}

// When the last delivery of these pushes is due.
Duration lastDue(const PushExpectation& body, const Scenario& scenario) {
  Duration last{};
  for (uint32_t plan = 0; plan < scenario.pushes.size(); ++plan)
    if (body.pushes.empty() || std::find(body.pushes.begin(), body.pushes.end(), plan) != body.pushes.end())
      last = std::max(last, lastTurn(scenario.pushes[plan].timing) + scenario.pushes[plan].notBefore);
  return last;
}

Duration settles(const PushExpectation& body, const Scenario& scenario) {
  if (body.at)
    return *body.at;
  // These go on until a delivery has ended, and that it may at any time.
  if (!body.stage || body.attempts || body.duplicates || body.skew)
    return scenario.duration;
  Duration at = body.span.before;
  if (body.within && body.within->most != std::numeric_limits<int64_t>::max())
    at = std::min(at, lastDue(body, scenario) + Duration(body.within->most));
  // A push that is sent later must be looked at, too.
  return std::max(at, std::min(lastDue(body, scenario), scenario.duration));
}
Duration settles(const StateExpectation& body, const Scenario&) {
  return body.at ? *body.at : body.span.before;
}
Duration settles(const EventExpectation& body, const Scenario&) {
  return body.span.before;
}

} // namespace

std::vector<AgendaEntry> agendaOf(const Scenario& scenario, const Roster& roster) {
  std::vector<AgendaEntry> agenda;
  const auto add = [&](Timetable::Kind kind, size_t plan, const Timing& timing, std::string text) {
    agenda.push_back({kind, uint32_t(plan), timing.at, lastTurn(timing), timing.times * phoneCount(timing, roster),
                      std::move(text), describe(timing.phones, scenario)});
  };
  for (size_t i = 0; i < scenario.steps.size(); ++i)
    add(Timetable::Kind::step, i, scenario.steps[i].timing, textOf(scenario.steps[i]));
  for (size_t i = 0; i < scenario.touches.size(); ++i)
    add(Timetable::Kind::touch, i, scenario.touches[i].timing, textOf(scenario.touches[i]));
  for (size_t i = 0; i < scenario.pushes.size(); ++i)
    add(Timetable::Kind::push, i, scenario.pushes[i].timing, textOf(scenario.pushes[i]));
  for (size_t i = 0; i < scenario.queues.size(); ++i)
    add(Timetable::Kind::queue, i, scenario.queues[i].timing, textOf(scenario.queues[i], scenario));
  std::stable_sort(agenda.begin(), agenda.end(),
                   [](const AgendaEntry& a, const AgendaEntry& b) { return a.begin < b.begin; });
  return agenda;
}

Duration settlesAt(const Expectation& expectation, const Scenario& scenario) {
  const Duration at = std::visit([&](const auto& body) { return settles(body, scenario); }, expectation.body);
  return std::min(at, scenario.duration);
}

} // namespace pushscope::scenario
