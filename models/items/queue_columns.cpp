#include "models/items/list_cells.h"
#include "models/text/sentences.h"

#include <QCoreApplication>

namespace pushscope {
namespace {

QString translated(const char* text) {
  return QCoreApplication::translate("Columns", text);
}

// Of a delivery that the server's list had, and has no more.
constexpr int64_t gone = -1;

template <class T>
Column deviceColumn() {
  return {"device",
          "id",
          QT_TRANSLATE_NOOP("Columns", "Device"),
          QT_TRANSLATE_NOOP("Columns", "The device's own id"),
          Kind::text,
          16,
          true,
          listText(&T::device)};
}
template <class T>
Column sequenceColumn() {
  return {"sequence",
          "",
          QT_TRANSLATE_NOOP("Columns", "Seq."),
          QT_TRANSLATE_NOOP("Columns", "Position among the deliveries of this device"),
          Kind::count,
          6,
          false,
          listNumber<T>([](const T& entry) { return entry.sequence.value; })};
}
template <class T>
Column reasonColumn(const char* help) {
  return {"reason",
          "",
          QT_TRANSLATE_NOOP("Columns", "Reason"),
          help,
          Kind::text,
          24,
          true,
          listCode(listNumber<T>([](const T& entry) {
                     return entry.reason == Reason::none ? unknownNumber : int64_t(entry.reason);
                   }),
                   [](int64_t code) { return Sentences::reason(static_cast<Reason>(code)); })};
}
template <class T>
Column bytesColumn() {
  return {"payload_bytes",
          "bytes",
          QT_TRANSLATE_NOOP("Columns", "Bytes"),
          QT_TRANSLATE_NOOP("Columns", "Size of the payload"),
          Kind::bytes,
          7,
          true,
          listNumber<T>([](const T& entry) { return entry.payloadBytes; })};
}

CodedCell stateCell() {
  return listCode(
      [](const World& world, uint64_t row) {
        const auto* entry = entryOf<Queued>(world, row);
        return !entry ? unknownNumber : entry->there ? int64_t(entry->value.stage) : gone;
      },
      [](int64_t code) {
        return code == gone ? translated(QT_TRANSLATE_NOOP("Columns", "waits no more"))
                            : Sentences::stage(static_cast<Stage>(code));
      });
}

Tone stateTone(const World& world, uint64_t row) {
  const auto* entry = entryOf<Queued>(world, row);
  if (!entry || !entry->there)
    return Tone::faint;
  return entry->value.stage == Stage::queued ? Tone::info : Tone::retried;
}

std::vector<Column> queueColumns() {
  return {
      deviceColumn<Queued>(),
      pushColumn<Queued>(true),
      {"state", "", QT_TRANSLATE_NOOP("Columns", "State"),
       QT_TRANSLATE_NOOP("Columns", "Waits to be written (queued), to be written again (retrying), until the phone may "
                                    "be woken (held), or for the next hello (offline)"),
       Kind::text, 10, true, stateCell(), stateTone},
      reasonColumn<Queued>(QT_TRANSLATE_NOOP("Columns", "Why it is in this state")),
      {"attempt", "attempts", QT_TRANSLATE_NOOP("Columns", "Attempts"),
       QT_TRANSLATE_NOOP("Columns", "Times that it was written since the device is connected; the retry policy of the "
                                    "server says how many there may be, 4 with the classic one"),
       Kind::count, 8, true, listNumber<Queued>([](const Queued& q) { return q.attempt; }),
       [](const World& world, uint64_t row) {
         const auto* entry = entryOf<Queued>(world, row);
         return entry && entry->value.attempt > 1 ? Tone::retried : Tone::neutral;
       }},
      {"next_try", "next", QT_TRANSLATE_NOOP("Columns", "Next try"),
       QT_TRANSLATE_NOOP("Columns", "When something is done about it by itself; unknown if it waits for the device"),
       Kind::time, 10, true, listTime(&Queued::nextTry)},
      {"accepted", "age", QT_TRANSLATE_NOOP("Columns", "Accepted"),
       QT_TRANSLATE_NOOP("Columns", "When the server kept it"), Kind::time, 10, true, listTime(&Queued::accepted)},
      {"expires", "", QT_TRANSLATE_NOOP("Columns", "Expires"),
       QT_TRANSLATE_NOOP("Columns", "When its time to live ends"), Kind::time, 10, true, listTime(&Queued::expires)},
      bytesColumn<Queued>(),
      {"priority", "", QT_TRANSLATE_NOOP("Columns", "Priority"),
       QT_TRANSLATE_NOOP("Columns", "Decides only when a sleeping phone is woken, never the order"), Kind::text, 8,
       true,
       listCode(
           listNumber<Queued>([](const Queued& q) { return q.highPriority; }),
           [](int64_t high) {
             return high != 0 ? translated(QT_TRANSLATE_NOOP("Columns", "high"))
                              : translated(QT_TRANSLATE_NOOP("Columns", "normal"));
           },
           2)},
      sequenceColumn<Queued>(),
      nodeColumn<Queued>(),
  };
}

std::vector<Column> deadLetterColumns() {
  return {
      deviceColumn<DeadLetter>(),
      pushColumn<DeadLetter>(true),
      {"at", "when", QT_TRANSLATE_NOOP("Columns", "Given up"), QT_TRANSLATE_NOOP("Columns", "When that was"),
       Kind::time, 10, true, listTime(&DeadLetter::at)},
      reasonColumn<DeadLetter>(QT_TRANSLATE_NOOP("Columns", "Why it was given up")),
      bytesColumn<DeadLetter>(),
      sequenceColumn<DeadLetter>(),
      nodeColumn<DeadLetter>(),
  };
}

} // namespace

const RowSource& queueRows() {
  static const ListRows<Queued> rows(queueColumns());
  return rows;
}
const RowSource& deadLetterRows() {
  static const ListRows<DeadLetter> rows(deadLetterColumns());
  return rows;
}

} // namespace pushscope
