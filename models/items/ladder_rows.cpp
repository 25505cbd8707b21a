#include "models/items/ladder_rows.h"

#include "models/text/sentences.h"

namespace pushscope {
namespace {

struct Step {
  const DeliveryRow* delivery;
  const LadderStage* stage;
  uint64_t index;
};
using StepValue = std::function<QVariant(const Step&)>;

} // namespace

Tone stageTone(const LadderStage& stage) {
  switch (stage.stage) {
  case Stage::acknowledged:
  case Stage::shown:
    return Tone::alive;
  case Stage::notShown:
    return Tone::late;
  case Stage::duplicate:
    return Tone::retried;
  default:
    if (isFinal(stage.stage))
      return Tone::dead;
    return isWaiting(stage.stage) || stage.attempt > 1 ? Tone::retried : Tone::info;
  }
}

LadderRows::LadderRows(DeliveryTable::Number number) : m_delivery(number) {
  const auto at = [number](StepValue value) {
    return [number, value = std::move(value)](const World& world, uint64_t row) -> QVariant {
      const DeliveryRow* d = world.deliveries().find(number);
      return d && row < d->stages.size() ? value({d, &d->stages[size_t(row)], row}) : QVariant();
    };
  };
  m_columns = {
      {"stage", QT_TRANSLATE_NOOP("Columns", "Stage"), QT_TRANSLATE_NOOP("Columns", "Step on the way to the person"),
       Kind::text, 16, true, at([](const Step& s) -> QVariant { return Sentences::stage(s.stage->stage); }),
       [number](const World& world, uint64_t row) {
         const DeliveryRow* d = world.deliveries().find(number);
         if (!d || row >= d->stages.size())
           return Tone::neutral;
         const LadderStage& s = d->stages[size_t(row)];
         return stageTone(s) == Tone::info ? Tone::neutral : stageTone(s);
       }},
      {"at", QT_TRANSLATE_NOOP("Columns", "At"), QT_TRANSLATE_NOOP("Columns", "On this computer's clock"), Kind::text,
       14, true, at([](const Step& s) -> QVariant { return timeOfDay(s.stage->at); })},
      {"since_start_ms", QT_TRANSLATE_NOOP("Columns", "Since start"),
       QT_TRANSLATE_NOOP("Columns", "Since the first stage"), Kind::duration, 12, true,
       at([](const Step& s) -> QVariant { return qint64((s.stage->at - s.delivery->stages.front().at).count()); })},
      {"step_ms", QT_TRANSLATE_NOOP("Columns", "Step"), QT_TRANSLATE_NOOP("Columns", "Since the stage above"),
       Kind::duration, 10, true, at([](const Step& s) -> QVariant {
         return s.index == 0 ? QVariant()
                             : QVariant(qint64((s.stage->at - s.delivery->stages[size_t(s.index - 1)].at).count()));
       })},
      {"error_ms", QT_TRANSLATE_NOOP("Columns", "± error"),
       QT_TRANSLATE_NOOP("Columns", "Uncertainty of a time that a phone's clock gave, after correction"),
       Kind::duration, 10, true, at([](const Step& s) -> QVariant {
         return s.stage->error > Duration::zero() ? QVariant(qint64(s.stage->error.count())) : QVariant();
       })},
      {"source", QT_TRANSLATE_NOOP("Columns", "Source"),
       QT_TRANSLATE_NOOP(
           "Columns", "Who says so: the server, the phone through the server, or the fleet that simulates the phone"),
       Kind::text, 16, true, at([](const Step& s) -> QVariant { return Sentences::source(s.stage->source); })},
      {"note", QT_TRANSLATE_NOOP("Columns", "Note"), QT_TRANSLATE_NOOP("Columns", "Attempt or reason"), Kind::text, 40,
       true, at([](const Step& s) -> QVariant {
         const auto skew = Sentences::mediaSkew(*s.delivery, *s.stage);
         const QString note = skew ? Sentences::mediaSkew(*skew) : Sentences::stageNote(*s.stage);
         return note.isEmpty() ? QVariant() : QVariant(note);
       })},
  };
}

uint64_t LadderRows::end(const World& world) const {
  const DeliveryRow* d = world.deliveries().find(m_delivery);
  return d ? d->stages.size() : 0;
}

} // namespace pushscope
