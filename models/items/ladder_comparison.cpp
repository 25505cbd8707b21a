#include "models/items/ladder_comparison.h"

#include "models/items/ladder_rows.h"
#include "models/text/sentences.h"

#include <algorithm>

namespace pushscope {
namespace {

struct Pair {
  const LadderStage *one = nullptr, *other = nullptr;
  const LadderStage& any() const { return one ? *one : *other; }
};

// One and the same step: told by the same, of the same attempt. Who resends more often has rows that the other lacks.
bool areSame(const LadderStage& a, const LadderStage& b) {
  return a.stage == b.stage && a.source == b.source && a.attempt == b.attempt;
}

// Some tens of stages at most, so they are paired anew for each cell.
std::vector<Pair> pairsOf(const World& world, DeliveryTable::Number one, DeliveryTable::Number other) {
  std::vector<Pair> pairs;
  if (const DeliveryRow* delivery = world.deliveries().find(one))
    for (const LadderStage& stage : delivery->stages)
      pairs.push_back({&stage, nullptr});
  if (const DeliveryRow* delivery = world.deliveries().find(other))
    for (const LadderStage& stage : delivery->stages) {
      const auto twin = std::find_if(pairs.begin(), pairs.end(),
                                     [&](const Pair& p) { return p.one && !p.other && areSame(*p.one, stage); });
      if (twin != pairs.end())
        twin->other = &stage;
      else
        pairs.push_back({nullptr, &stage});
    }
  return pairs;
}

} // namespace

LadderComparison::LadderComparison(DeliveryTable::Number one, DeliveryTable::Number other)
    : m_one(one), m_other(other) {
  const auto pair = [one, other](const World& world, uint64_t row) -> std::optional<Pair> {
    const auto pairs = pairsOf(world, one, other);
    return row < pairs.size() ? std::optional(pairs[size_t(row)]) : std::nullopt;
  };
  const auto text = [pair](auto value) {
    return TextCell{
        [pair, value](const World& world, uint64_t row, std::string& room) -> std::optional<std::string_view> {
          const auto found = pair(world, row);
          const QString made = found ? value(*found) : QString();
          return made.isEmpty() ? std::nullopt : std::optional<std::string_view>(room = made.toStdString());
        }};
  };
  const auto since = [](const World& world, DeliveryTable::Number number, const LadderStage* stage) {
    return stage ? int64_t((stage->at - world.deliveries().find(number)->stages.front().at).count()) : unknownNumber;
  };
  const auto firstSince = [pair, since, one](const World& world, uint64_t row) {
    const auto found = pair(world, row);
    return found ? since(world, one, found->one) : unknownNumber;
  };
  const auto otherSince = [pair, since, other](const World& world, uint64_t row) {
    const auto found = pair(world, row);
    return found ? since(world, other, found->other) : unknownNumber;
  };
  m_columns = {
      {"stage", "", QT_TRANSLATE_NOOP("Columns", "Stage"),
       QT_TRANSLATE_NOOP("Columns", "Step on the way to the person"), Kind::text, 16, true,
       text([](const Pair& p) { return Sentences::stage(p.any().stage); }),
       [pair](const World& world, uint64_t row) {
         const auto found = pair(world, row);
         const Tone tone = found ? stageTone(found->any()) : Tone::neutral;
         return tone == Tone::info ? Tone::neutral : tone;
       }},
      {"first_since_start_ms", "", QT_TRANSLATE_NOOP("Columns", "First"),
       QT_TRANSLATE_NOOP("Columns", "Of the first delivery, since its first stage"), Kind::duration, 12, true,
       firstSince},
      {"second_since_start_ms", "", QT_TRANSLATE_NOOP("Columns", "Second"),
       QT_TRANSLATE_NOOP("Columns", "Of the second delivery, since its first stage"), Kind::duration, 12, true,
       otherSince},
      {"later_ms", "", QT_TRANSLATE_NOOP("Columns", "Later by"),
       QT_TRANSLATE_NOOP("Columns", "How much later the second was; negative: earlier"), Kind::duration, 12, true,
       [firstSince, otherSince](const World& world, uint64_t row) {
         const int64_t a = firstSince(world, row), b = otherSince(world, row);
         return a == unknownNumber || b == unknownNumber ? unknownNumber : b - a;
       }},
      {"source", "", QT_TRANSLATE_NOOP("Columns", "Source"),
       QT_TRANSLATE_NOOP(
           "Columns", "Who says so: the server, the phone through the server, or the fleet that simulates the phone"),
       Kind::text, 16, true, text([](const Pair& p) { return Sentences::source(p.any().source); })},
      {"first_note", "", QT_TRANSLATE_NOOP("Columns", "Note of the first"),
       QT_TRANSLATE_NOOP("Columns", "Attempt or reason"), Kind::text, 24, true,
       text([](const Pair& p) { return p.one ? Sentences::stageNote(*p.one) : QString(); })},
      {"second_note", "", QT_TRANSLATE_NOOP("Columns", "Note of the second"),
       QT_TRANSLATE_NOOP("Columns", "Attempt or reason"), Kind::text, 24, true,
       text([](const Pair& p) { return p.other ? Sentences::stageNote(*p.other) : QString(); })},
  };
}

uint64_t LadderComparison::end(const World& world) const {
  return pairsOf(world, m_one, m_other).size();
}

} // namespace pushscope
