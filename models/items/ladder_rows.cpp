#include "models/items/ladder_rows.h"

#include "models/text/sentences.h"

namespace pushscope {
namespace {

struct Step {
  const DeliveryRow* delivery;
  const LadderStage* stage;
  uint64_t index;
};

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
  const auto step = [number](const World& world, uint64_t row) -> std::optional<Step> {
    const DeliveryRow* d = world.deliveries().find(number);
    return d && row < d->stages.size() ? std::optional(Step{d, &d->stages[size_t(row)], row}) : std::nullopt;
  };
  const auto span = [step](auto value) -> NumberCell {
    return [step, value](const World& world, uint64_t row) {
      const auto found = step(world, row);
      return found ? int64_t(value(*found)) : unknownNumber;
    };
  };
  const auto text = [step](auto value) {
    return TextCell{
        [step, value](const World& world, uint64_t row, std::string& room) -> std::optional<std::string_view> {
          const auto found = step(world, row);
          const QString made = found ? value(*found) : QString();
          return made.isEmpty() ? std::nullopt : std::optional<std::string_view>(room = made.toStdString());
        }};
  };
  m_columns = {
      {"stage", "", QT_TRANSLATE_NOOP("Columns", "Stage"),
       QT_TRANSLATE_NOOP("Columns", "Step on the way to the person"), Kind::text, 16, true,
       text([](const Step& s) { return Sentences::stage(s.stage->stage); }),
       [step](const World& world, uint64_t row) {
         const auto found = step(world, row);
         const Tone tone = found ? stageTone(*found->stage) : Tone::neutral;
         return tone == Tone::info ? Tone::neutral : tone;
       }},
      {"at", "", QT_TRANSLATE_NOOP("Columns", "At"), QT_TRANSLATE_NOOP("Columns", "On this computer's clock"),
       Kind::text, 14, true, text([](const Step& s) { return timeOfDay(s.stage->at); })},
      {"since_start_ms", "", QT_TRANSLATE_NOOP("Columns", "Since start"),
       QT_TRANSLATE_NOOP("Columns", "Since the first stage"), Kind::duration, 12, true,
       span([](const Step& s) { return (s.stage->at - s.delivery->stages.front().at).count(); })},
      {"step_ms", "", QT_TRANSLATE_NOOP("Columns", "Step"), QT_TRANSLATE_NOOP("Columns", "Since the stage above"),
       Kind::duration, 10, true, span([](const Step& s) {
         return s.index == 0 ? unknownNumber
                             : int64_t((s.stage->at - s.delivery->stages[size_t(s.index - 1)].at).count());
       })},
      {"error_ms", "", QT_TRANSLATE_NOOP("Columns", "± error"),
       QT_TRANSLATE_NOOP("Columns", "Uncertainty of a time that a phone's clock gave, after correction"),
       Kind::duration, 10, true, span([](const Step& s) {
         return s.stage->error > Duration::zero() ? int64_t(s.stage->error.count()) : unknownNumber;
       })},
      {"source", "", QT_TRANSLATE_NOOP("Columns", "Source"),
       QT_TRANSLATE_NOOP(
           "Columns", "Who says so: the server, the phone through the server, or the fleet that simulates the phone"),
       Kind::text, 16, true, text([](const Step& s) { return Sentences::source(s.stage->source); })},
      {"note", "", QT_TRANSLATE_NOOP("Columns", "Note"), QT_TRANSLATE_NOOP("Columns", "Attempt or reason"), Kind::text,
       40, true, text([](const Step& s) {
         const auto skew = Sentences::mediaSkew(*s.delivery, *s.stage);
         return skew ? Sentences::mediaSkew(*skew) : Sentences::stageNote(*s.stage);
       })},
  };
}

uint64_t LadderRows::end(const World& world) const {
  const DeliveryRow* d = world.deliveries().find(m_delivery);
  return d ? d->stages.size() : 0;
}

} // namespace pushscope
