#include "models/scenario/push_verdicts.h"

#include "models/text/sentences.h"

#include <QCoreApplication>

#include <algorithm>

namespace pushscope {
namespace {

using scenario::Outcome;

struct Words {
  Q_DECLARE_TR_FUNCTIONS(PushVerdicts)
};

// Why an expectation was not kept, as a part of a sentence.
QString whyBroken(const Outcome& outcome, const scenario::PushExpectation& body) {
  const QString stage = body.stage ? Sentences::stage(*body.stage) : QString();
  switch (outcome.cause) {
  case Outcome::Cause::none:
    return {};
  case Outcome::Cause::refused:
    return Words::tr("refused by the server");
  case Outcome::Cause::late:
    return Words::tr("%1 after %2, %3 too late")
        .arg(stage, durationForPeople(outcome.after), durationForPeople(outcome.by));
  case Outcome::Cause::early:
    return Words::tr("%1 after %2, %3 too early")
        .arg(stage, durationForPeople(outcome.after), durationForPeople(outcome.by));
  case Outcome::Cause::ended:
    return Words::tr("%1 instead of %2").arg(Sentences::stage(outcome.end), stage);
  case Outcome::Cause::notReached:
    return Words::tr("not %1, overdue by %2").arg(stage, durationForPeople(outcome.by));
  case Outcome::Cause::attempts:
    return Words::tr("%1 attempts").arg(outcome.number);
  case Outcome::Cause::duplicates:
    return Words::tr("%1 duplicates").arg(outcome.number);
  case Outcome::Cause::skew:
    return Words::tr("%1 apart").arg(durationForPeople(outcome.after));
  }
  return {};
}

// Whether this stage is told by the best source that tells of it in this ladder.
bool isBest(const LadderStage& stage, const DeliveryRow& row) {
  if (!scenario::isOfPhone(stage.stage))
    return stage.source == Source::server;
  return stage.source == Source::truth || (stage.source == Source::reported &&
                                           std::none_of(row.stages.begin(), row.stages.end(), [&](const auto& other) {
                                             return other.stage == stage.stage && other.source == Source::truth;
                                           }));
}

} // namespace

QString PushVerdicts::OfPush::sentence() const {
  const size_t all = passed + failed + open;
  QString text = Words::tr("%1 of %2 passed").arg(passed).arg(all);
  if (open > 0)
    text += Words::tr(", %1 still open").arg(open);
  if (failed > 0)
    text += Words::tr("; worst: %1, %2").arg(plain(worstDevice, 64), worst);
  return text;
}

PushVerdicts::Push* PushVerdicts::find(const Uuid& uuid) {
  return const_cast<Push*>(std::as_const(*this).find(uuid));
}

const PushVerdicts::Push* PushVerdicts::find(const Uuid& uuid) const {
  // The newest is asked for most.
  const auto found = std::find_if(m_pushes.rbegin(), m_pushes.rend(), [&](const Push& p) { return p.uuid == uuid; });
  return found == m_pushes.rend() ? nullptr : &*found;
}

void PushVerdicts::expect(const Uuid& uuid, const QString& line, std::vector<scenario::Expectation> expectations,
                          WallTime due) {
  if (expectations.empty() || find(uuid))
    return;
  Push push;
  push.uuid = uuid;
  push.expectations = std::move(expectations);
  push.due = due;
  push.result.expected = line;
  m_pushes.push_back(std::move(push));
  if (m_pushes.size() > mostPushes)
    m_pushes.pop_front();
}

void PushVerdicts::accepted(const Uuid& uuid, size_t devices) {
  if (Push* push = find(uuid))
    push->accepted += devices;
}

void PushVerdicts::refused(const Uuid& uuid, const std::string& device) {
  if (Push* push = find(uuid)) {
    push->refused.push_back(device);
    push->looked = {};
  }
}

const PushVerdicts::OfPush* PushVerdicts::of(const Uuid& uuid) const {
  const Push* push = find(uuid);
  return push ? &push->result : nullptr;
}

const PushVerdicts::OfDevice* PushVerdicts::of(const Uuid& uuid, const std::string& device) const {
  const Push* push = find(uuid);
  if (!push)
    return nullptr;
  const auto found = push->devices.find(device);
  return found == push->devices.end() ? nullptr : &found->second;
}

std::vector<Uuid> PushVerdicts::takeSettled() {
  return std::exchange(m_settled, {});
}

void PushVerdicts::restart() {
  for (Push& push : m_pushes) {
    push.looked = {};
    push.stages = 0;
    push.devices.clear();
  }
}

void PushVerdicts::refresh(const World& world, WallTime now) {
  QElapsedTimer spent;
  spent.start();
  for (size_t tried = 0; tried < m_pushes.size(); ++tried, ++m_turn) {
    if (tried > 0 && spent.nsecsElapsed() / 1000 >= slice.count())
      return;
    Push& push = m_pushes[m_turn %= m_pushes.size()];
    if (push.looked == WallTime{} || now < push.looked || now - push.looked >= interval)
      judge(push, world, now);
  }
}

void PushVerdicts::judge(Push& push, const World& world, WallTime now) {
  push.looked = now;
  std::vector<std::string> devices = push.refused;
  std::vector<const DeliveryRow*> rows;
  size_t stages = push.refused.size();
  for (const DeliveryTable::Number number : world.deliveries().ofPush(push.uuid)) {
    rows.push_back(world.deliveries().find(number));
    devices.push_back(rows.back()->device);
    stages += rows.back()->stages.size() + 1;
  }
  if (stages == push.stages && push.result.open == 0)
    return;
  push.stages = stages;
  std::sort(devices.begin(), devices.end());
  devices.erase(std::unique(devices.begin(), devices.end()), devices.end());
  scenario::PushJudge judge(push.expectations, std::move(devices), push.uuid, push.due, push.due);
  for (const std::string& device : push.refused)
    judge.refused(*judge.devices().find(device));
  for (const DeliveryRow* row : rows) { // those of a device by sequence, which is how they followed each other
    const uint32_t device = *judge.devices().find(row->device);
    for (const LadderStage& stage : row->stages)
      if (isBest(stage, *row))
        judge.stage(device, stage.at, stage.stage, stage.attempt, stage.reason);
  }
  OfPush result;
  result.expected = push.result.expected;
  push.devices.clear();
  std::optional<Duration> worst;
  for (uint32_t device = 0; device < judge.devices().size(); ++device) {
    const std::string id = judge.devices().device(device);
    const auto known = world.devices().find(id);
    const bool hasFleet = known && world.devices().truth(*known).known && !world.devices().truth(*known).stale;
    OfDevice of{State::kept, Words::tr("pass"), {}};
    const std::vector<Outcome> outcomes = judge.outcomes(device, now - settling, hasFleet);
    for (size_t i = 0; i < outcomes.size() && of.state != State::broken; ++i) {
      if (outcomes[i].state == State::broken) {
        const auto& body = std::get<scenario::PushExpectation>(push.expectations[i].body);
        const QString why = whyBroken(outcomes[i], body);
        of = {State::broken, Words::tr("FAIL: %1").arg(why), outcomes[i].by};
        if (!worst || outcomes[i].by > *worst) {
          worst = outcomes[i].by;
          result.worstDevice = id;
          result.worst = why;
        }
      } else if (outcomes[i].state == State::open) {
        of = {State::open, Words::tr("open"), {}};
      }
    }
    ++(of.state == State::kept ? result.passed : of.state == State::broken ? result.failed : result.open);
    push.devices.emplace(id, std::move(of));
  }
  result.verdicts = judge.verdicts();
  const size_t expected = push.accepted + push.refused.size();
  result.settled = result.open == 0 && expected > 0 && push.devices.size() >= expected;
  if (result.settled && !push.result.settled)
    m_settled.push_back(push.uuid);
  push.result = std::move(result);
}

JudgedDeliveryRows::JudgedDeliveryRows(const PushVerdicts& verdicts)
    : m_columns(deliveryRows().columns().begin(), deliveryRows().columns().end()) {
  const auto of = [&verdicts](const World& world, uint64_t row) -> const PushVerdicts::OfDevice* {
    const DeliveryRow* delivery = verdicts.isEmpty() ? nullptr : world.deliveries().find(row);
    return delivery ? verdicts.of(delivery->uuid, delivery->device) : nullptr;
  };
  m_columns.push_back(
      {"verdict", "", QT_TRANSLATE_NOOP("Columns", "Verdict"),
       QT_TRANSLATE_NOOP("Columns", "Whether what was expected of the push came true on this device"), Kind::text, 28,
       true, TextCell{[of](const World& world, uint64_t row, std::string& room) -> std::optional<std::string_view> {
         const PushVerdicts::OfDevice* found = of(world, row);
         return found ? std::optional<std::string_view>(room = found->text.toStdString()) : std::nullopt;
       }},
       [of](const World& world, uint64_t row) {
         const PushVerdicts::OfDevice* found = of(world, row);
         if (!found)
           return Tone::neutral;
         return found->state == PushVerdicts::State::kept     ? Tone::alive
                : found->state == PushVerdicts::State::broken ? Tone::dead
                                                              : Tone::info;
       }});
}

} // namespace pushscope
