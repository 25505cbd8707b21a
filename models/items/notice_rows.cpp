#include "models/items/notice_rows.h"

#include "models/text/sentences.h"

namespace pushscope {
namespace {

// A full table drops rows that are still on screen until the next rebuild.
const NoticeRow* noticeRow(const World& w, uint64_t row) {
  return w.notices().find(row);
}
const DeliveryRow* deliveryOf(const World& w, uint64_t row) {
  const NoticeRow* found = noticeRow(w, row);
  return found ? w.deliveries().find(found->delivery) : nullptr;
}

template <class Value>
NumberCell of(Value value) {
  return [value](const World& w, uint64_t row) {
    const NoticeRow* found = noticeRow(w, row);
    return found ? int64_t(value(*found)) : unknownNumber;
  };
}
template <class Value>
TextCell textOf(Value value, qsizetype longest, bool fewTexts) {
  return {[value](const World& w, uint64_t row, std::string&) -> std::optional<std::string_view> {
            const NoticeRow* found = noticeRow(w, row);
            return found ? std::optional<std::string_view>(value(w, *found)) : std::nullopt;
          },
          longest, fewTexts};
}

// The same meanings as in the lanes and the ladder: who had a look at it is well, what was hidden or lost is late.
Tone kindTone(const World& w, uint64_t row) {
  const NoticeRow* found = noticeRow(w, row);
  if (!found)
    return Tone::neutral;
  switch (found->notice.kind) {
  case NoticeKind::inApp:
  case NoticeKind::banner:
  case NoticeKind::alert:
    return Tone::alive;
  case NoticeKind::suppressed:
  case NoticeKind::dropped:
    return Tone::late;
  case NoticeKind::scheduled:
  case NoticeKind::replaced:
    return Tone::info;
  default:
    return Tone::faint;
  }
}

const std::vector<Column>& allColumns() {
  static const std::vector<Column> all{
      {"at", "when", QT_TRANSLATE_NOOP("Columns", "When"),
       QT_TRANSLATE_NOOP("Columns", "When the phone's system was told of it"), Kind::time, 9, true,
       of([](const NoticeRow& r) { return micros(r.notice.at); })},
      {"device", "id", QT_TRANSLATE_NOOP("Columns", "Device"), QT_TRANSLATE_NOOP("Columns", "The device's own id"),
       Kind::text, 13, true,
       textOf([](const World& w, const NoticeRow& r) { return w.devices().device(r.device); }, 200, false)},
      {"shown_as", "as", QT_TRANSLATE_NOOP("Columns", "Shown as"),
       QT_TRANSLATE_NOOP("Columns", "What the phone's user saw of it: a banner, an alert, the message in the open app, "
                                    "or nothing"),
       Kind::text, 17, true,
       CodedCell{of([](const NoticeRow& r) { return r.notice.kind; }),
                 [](const World&, int64_t code) { return Sentences::noticeKind(static_cast<NoticeKind>(code)); },
                 noticeKindCount},
       kindTone},
      {"reason", "why", QT_TRANSLATE_NOOP("Columns", "Reason"), QT_TRANSLATE_NOOP("Columns", "Why it was not seen"),
       Kind::text, 15, true,
       CodedCell{of([](const NoticeRow& r) {
                   return r.notice.reason == Reason::none ? unknownNumber : int64_t(r.notice.reason);
                 }),
                 [](const World&, int64_t code) { return Sentences::reason(static_cast<Reason>(code)); }}},
      {"badge", "", QT_TRANSLATE_NOOP("Columns", "Badge"),
       QT_TRANSLATE_NOOP("Columns", "The number on the app's icon after it"), Kind::count, 6, true,
       of([](const NoticeRow& r) { return r.notice.badge; })},
      {"pending", "", QT_TRANSLATE_NOOP("Columns", "Pending"),
       QT_TRANSLATE_NOOP("Columns", "Notifications that the app has scheduled for later"), Kind::count, 7, false,
       of([](const NoticeRow& r) { return r.notice.pending; })},
      {"uuid", "push", QT_TRANSLATE_NOOP("Columns", "Push"),
       QT_TRANSLATE_NOOP("Columns", "The push that caused it; a notification of the vendor's own service has none"),
       Kind::text, 37, true,
       TextCell{[](const World& w, uint64_t row, std::string& room) -> std::optional<std::string_view> {
         const DeliveryRow* delivery = deliveryOf(w, row);
         return delivery ? std::optional<std::string_view>(room = delivery->uuid.text()) : std::nullopt;
       }}},
      {"profile", "", QT_TRANSLATE_NOOP("Columns", "Profile"), QT_TRANSLATE_NOOP("Columns", "The kind of phone"),
       Kind::text, 16, false,
       textOf([](const World& w, const NoticeRow& r) { return w.devices().profile(r.device); }, 64, true)},
  };
  return all;
}

class NoticeRows : public RowSource {
 public:
  std::span<const Column> columns() const override { return allColumns(); }
  uint64_t first(const World& world) const override { return world.notices().firstNumber(); }
  uint64_t end(const World& world) const override { return world.notices().endNumber(); }
  bool shown(const World& world, uint64_t row) const override {
    const NoticeRow* found = noticeRow(world, row);
    return found && (found->source == Source::truth || !world.devices().truth(found->device).known);
  }
  bool concerns(const World::Changes& changes) const override { return changes.notices; }
};

} // namespace

bool PhoneNoticeRows::shown(const World& world, uint64_t row) const {
  const NoticeRow* found = noticeRow(world, row);
  return found && (m_phones.empty() || m_phones.contains(found->device)) && noticeRows().shown(world, row);
}

const RowSource& noticeRows() {
  static const NoticeRows rows;
  return rows;
}

} // namespace pushscope
