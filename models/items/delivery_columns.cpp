#include "models/items/ladder_rows.h"
#include "models/text/sentences.h"

namespace pushscope {
namespace {

// A full table drops rows that are still on screen until the next rebuild.
const DeliveryRow& delivery(const World& w, uint64_t row) {
  static const DeliveryRow dropped;
  const DeliveryRow* found = w.deliveries().find(row);
  return found ? *found : dropped;
}

int64_t between(const DeliveryRow& d, Stage from, Stage to) {
  const auto a = d.timeOf(from), b = d.timeOf(to);
  return a && b ? (*b - *a).count() : unknownNumber;
}

// The server's road before the fleet's, as everywhere in a row.
const LadderStage* notificationOf(const DeliveryRow& d) {
  const LadderStage* found = nullptr;
  for (const LadderStage& stage : d.stages)
    if ((stage.stage == Stage::shown || stage.stage == Stage::notShown) && (!found || stage.source < found->source))
      found = &stage;
  return found;
}

CodedCell notificationCell() {
  return {[](const World& w, uint64_t r) {
            const LadderStage* stage = notificationOf(delivery(w, r));
            return stage ? int64_t(stage->stage) << 8 | int64_t(stage->reason) : unknownNumber;
          },
          [](const World&, int64_t code) {
            const QString word = Sentences::stage(static_cast<Stage>(code >> 8));
            const auto reason = static_cast<Reason>(code & 0xff);
            return reason == Reason::none ? word : QStringLiteral("%1: %2").arg(word, Sentences::reason(reason));
          }};
}

const std::vector<Column>& allColumns() {
  static const std::vector<Column> all{
      {"uuid", "push", QT_TRANSLATE_NOOP("Columns", "Push"), QT_TRANSLATE_NOOP("Columns", "The push's uuid"),
       Kind::text, 37, true,
       TextCell{[](const World& w, uint64_t r, std::string& room) -> std::optional<std::string_view> {
         return room = delivery(w, r).uuid.text();
       }}},
      {"device", "id", QT_TRANSLATE_NOOP("Columns", "Device"), QT_TRANSLATE_NOOP("Columns", "The device's own id"),
       Kind::text, 14, true, TextCell{[](const World& w, uint64_t r, std::string&) -> std::optional<std::string_view> {
         return delivery(w, r).device;
       }}},
      {"sequence", "", QT_TRANSLATE_NOOP("Columns", "Seq."),
       QT_TRANSLATE_NOOP("Columns", "Position among the deliveries of this device"), Kind::count, 6, true,
       [](const World& w, uint64_t r) { return int64_t(delivery(w, r).sequence.value); }},
      {"state", "", QT_TRANSLATE_NOOP("Columns", "State"),
       QT_TRANSLATE_NOOP("Columns", "Where the delivery is now, or how it ended"), Kind::text, 16, true,
       CodedCell{[](const World& w, uint64_t r) { return int64_t(delivery(w, r).state); },
                 [](const World&, int64_t code) { return Sentences::stage(static_cast<Stage>(code)); }},
       [](const World& w, uint64_t r) {
         const DeliveryRow& d = delivery(w, r);
         if (d.state == Stage::acknowledged)
           return Tone::alive;
         if (d.state == Stage::unknown)
           return Tone::faint;
         if (isFinal(d.state))
           return Tone::dead;
         return isWaiting(d.state) || d.attempts > 1 ? Tone::retried : Tone::info;
       }},
      {"state_reason", "reason", QT_TRANSLATE_NOOP("Columns", "Reason"),
       QT_TRANSLATE_NOOP("Columns", "Why it is in this state"), Kind::text, 14, true,
       CodedCell{[](const World& w, uint64_t r) {
                   const Reason reason = delivery(w, r).reason;
                   return reason == Reason::none ? unknownNumber : int64_t(reason);
                 },
                 [](const World&, int64_t code) { return Sentences::reason(static_cast<Reason>(code)); }}},
      {"notification", "", QT_TRANSLATE_NOOP("Columns", "Notification"),
       QT_TRANSLATE_NOOP("Columns", "Whether the person saw it, as the phone tells"), Kind::text, 16, true,
       notificationCell(),
       [](const World& w, uint64_t r) {
         const LadderStage* stage = notificationOf(delivery(w, r));
         return stage ? stageTone(*stage) : Tone::neutral;
       }},
      {"attempts", "", QT_TRANSLATE_NOOP("Columns", "Attempts"),
       QT_TRANSLATE_NOOP("Columns", "Times that it was written"), Kind::count, 8, true,
       [](const World& w, uint64_t r) { return int64_t(delivery(w, r).attempts); },
       [](const World& w, uint64_t r) { return delivery(w, r).attempts > 1 ? Tone::retried : Tone::neutral; }},
      {"acknowledged_after_ms", "ack", QT_TRANSLATE_NOOP("Columns", "Ack. after"),
       QT_TRANSLATE_NOOP("Columns", "From accepted to acknowledged, by the server's clock"), Kind::duration, 12, true,
       [](const World& w, uint64_t r) { return between(delivery(w, r), Stage::accepted, Stage::acknowledged); }},
      {"payload_bytes", "bytes", QT_TRANSLATE_NOOP("Columns", "Bytes"),
       QT_TRANSLATE_NOOP("Columns", "Size of the payload"), Kind::bytes, 7, true,
       [](const World& w, uint64_t r) { return int64_t(delivery(w, r).payloadBytes); }},
      {"accepted", "", QT_TRANSLATE_NOOP("Columns", "Accepted"),
       QT_TRANSLATE_NOOP("Columns", "When the server kept it"), Kind::time, 10, true,
       [](const World& w, uint64_t r) {
         const auto at = delivery(w, r).timeOf(Stage::accepted);
         return at ? micros(*at) : unknownNumber;
       }},
  };
  return all;
}

class DeliveryRows : public RowSource {
 public:
  std::span<const Column> columns() const override { return allColumns(); }
  uint64_t first(const World& world) const override { return world.deliveries().firstNumber(); }
  uint64_t end(const World& world) const override { return world.deliveries().endNumber(); }
  bool concerns(const World::Changes& changes) const override { return changes.deliveries; }
};

} // namespace

const RowSource& deliveryRows() {
  static const DeliveryRows rows;
  return rows;
}

} // namespace pushscope
