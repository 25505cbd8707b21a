#include "models/items/column.h"
#include "models/text/sentences.h"

namespace pushscope {
namespace {

// A full table drops rows that are still on screen until the next rebuild.
const WakeRow* wakeRow(const World& w, uint64_t row) {
  return w.wakes().find(row);
}

// Of a row that is there.
template <class Value>
NumberCell of(Value value) {
  return [value](const World& w, uint64_t row) {
    const WakeRow* found = wakeRow(w, row);
    return found ? int64_t(value(*found)) : unknownNumber;
  };
}
template <class Value>
TextCell textOf(Value value, qsizetype longest, bool fewTexts) {
  return {[value](const World& w, uint64_t row, std::string&) -> std::optional<std::string_view> {
            const WakeRow* found = wakeRow(w, row);
            return found ? std::optional<std::string_view>(value(w, *found)) : std::nullopt;
          },
          longest, fewTexts};
}
// Of a wake that happened.
template <class Member>
NumberCell ofHappened(Member Wake::*member) {
  return of([member](const WakeRow& row) {
    if (!happened(row.wake))
      return unknownNumber;
    if constexpr (std::is_same_v<Member, Duration>)
      return int64_t((row.wake.*member).count());
    else
      return int64_t(row.wake.*member);
  });
}

CodedCell outcomeCell() {
  return {of([](const WakeRow& r) { return r.wake.missed; }), [](const World&, int64_t code) {
            Wake wake;
            wake.missed = static_cast<Reason>(code);
            return Sentences::wake(wake);
          }};
}

Tone usedTone(const World& w, uint64_t row) {
  const WakeRow* found = wakeRow(w, row);
  return found && isOverBudget(found->wake) ? Tone::late : Tone::neutral;
}

Tone resumesTone(const World& w, uint64_t row) {
  const WakeRow* found = wakeRow(w, row);
  if (!found)
    return Tone::neutral;
  const uint32_t limit =
      w.devices().told(found->device, found->source == Source::truth ? LinkKind::fleet : LinkKind::node).mostResumes;
  return isShort(found->wake.resumes, limit) ? Tone::late : Tone::neutral;
}

const std::vector<Column>& allColumns() {
  static const std::vector<Column> all{
      {"at", "when", QT_TRANSLATE_NOOP("Columns", "When"),
       QT_TRANSLATE_NOOP("Columns", "When the event came that called for the wake"), Kind::time, 9, true,
       of([](const WakeRow& r) { return micros(r.wake.at); })},
      {"device", "id", QT_TRANSLATE_NOOP("Columns", "Device"), QT_TRANSLATE_NOOP("Columns", "The device's own id"),
       Kind::text, 12, true,
       textOf([](const World& w, const WakeRow& r) { return std::string_view(w.devices().device(r.device)); }, 200,
              false)},
      {"source", "", QT_TRANSLATE_NOOP("Columns", "Source"),
       QT_TRANSLATE_NOOP("Columns", "Who says so; a wake that comes by two roads has two rows"), Kind::text, 15, true,
       CodedCell{of([](const WakeRow& r) { return r.source; }),
                 [](const World&, int64_t code) { return Sentences::source(static_cast<Source>(code)); }, 3}},
      {"outcome", "wake", QT_TRANSLATE_NOOP("Columns", "Wake"),
       QT_TRANSLATE_NOOP("Columns", "Whether it happened, else why not"), Kind::text, 14, true, outcomeCell(),
       [](const World& w, uint64_t row) {
         const WakeRow* found = wakeRow(w, row);
         return found && !happened(found->wake) ? Tone::dead : Tone::alive;
       }},
      {"cause", "", QT_TRANSLATE_NOOP("Columns", "Cause"), QT_TRANSLATE_NOOP("Columns", "What called for it"),
       Kind::text, 13, true,
       CodedCell{of([](const WakeRow& r) { return r.wake.cause; }),
                 [](const World&, int64_t code) { return Sentences::cause(static_cast<Cause>(code)); }, causeCount}},
      {"latency_ms", "latency", QT_TRANSLATE_NOOP("Columns", "Latency"),
       QT_TRANSLATE_NOOP("Columns", "From that event until the app ran"), Kind::duration, 8, true,
       ofHappened(&Wake::latency)},
      {"used_ms", "used", QT_TRANSLATE_NOOP("Columns", "Used"),
       QT_TRANSLATE_NOOP("Columns", "How long it ran, until it slept again or was opened"), Kind::duration, 8, true,
       ofHappened(&Wake::used), usedTone},
      {"budget_ms", "budget", QT_TRANSLATE_NOOP("Columns", "Budget"),
       QT_TRANSLATE_NOOP("Columns", "Run time that the system granted; more data grants it anew"), Kind::duration, 8,
       true, ofHappened(&Wake::budget)},
      {"resumes_300s", "resumes", QT_TRANSLATE_NOOP("Columns", "Resumes"),
       QT_TRANSLATE_NOOP("Columns", "Of this app in 300 s, this one included, as the phone counts"), Kind::count, 7,
       true, ofHappened(&Wake::resumes), resumesTone},
      {"pushes", "", QT_TRANSLATE_NOOP("Columns", "Pushes"), QT_TRANSLATE_NOOP("Columns", "Handled meanwhile"),
       Kind::count, 6, true, ofHappened(&Wake::pushes)},
      {"beats", "", QT_TRANSLATE_NOOP("Columns", "Beats"), QT_TRANSLATE_NOOP("Columns", "Answered or sent meanwhile"),
       Kind::count, 6, true, ofHappened(&Wake::beats)},
      {"profile", "", QT_TRANSLATE_NOOP("Columns", "Profile"), QT_TRANSLATE_NOOP("Columns", "The kind of phone"),
       Kind::text, 16, true,
       textOf([](const World& w, const WakeRow& r) { return std::string_view(w.devices().profile(r.device)); }, 64,
              true)},
  };
  return all;
}

class WakeRows : public RowSource {
 public:
  std::span<const Column> columns() const override { return allColumns(); }
  uint64_t first(const World& world) const override { return world.wakes().firstNumber(); }
  uint64_t end(const World& world) const override { return world.wakes().endNumber(); }
  bool concerns(const World::Changes& changes) const override { return changes.wakes; }
};

} // namespace

const RowSource& wakeRows() {
  static const WakeRows rows;
  return rows;
}

} // namespace pushscope
