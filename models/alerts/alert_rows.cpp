#include "models/alerts/alert_rows.h"

#include <QCoreApplication>

namespace pushscope {
namespace {

using Phase = AlertState::Phase;

QString translated(const char* text) {
  return QCoreApplication::translate("Columns", text);
}

// A column of text that is made of what a row stands for.
template <class Find, class Text>
TextCell textOf(Find find, Text text) {
  return {[find, text](const World&, uint64_t row, std::string& room) -> std::optional<std::string_view> {
            const auto* found = find(row);
            const QString made = found ? text(*found) : QString();
            return made.isEmpty() ? std::nullopt : std::optional<std::string_view>(room = made.toStdString());
          },
          longestQuery + 100, false};
}
template <class Find, class Value>
NumberCell numberOf(Find find, Value value) {
  return [find, value](const World&, uint64_t row) {
    const auto* found = find(row);
    return found ? int64_t(value(*found)) : unknownNumber;
  };
}
int64_t timeCell(WallTime time) {
  return time == WallTime{} ? unknownNumber : micros(time);
}

// States beyond the phases of the machine: a rule that fires while its number is not known, and no rule at all.
constexpr int64_t firingUnknown = 5, unreadable = 6, stateCount = 7;

int64_t stateOf(const AlertWatch::Slot& slot) {
  if (!slot.hasRule())
    return unreadable;
  return slot.state.isFiring() && !slot.state.value() ? firingUnknown : int64_t(slot.state.phase());
}

QString stateWord(int64_t state) {
  static constexpr const char* words[] = {
      QT_TRANSLATE_NOOP("Columns", "not known"),        QT_TRANSLATE_NOOP("Columns", "quiet"),
      QT_TRANSLATE_NOOP("Columns", "pending"),          QT_TRANSLATE_NOOP("Columns", "firing"),
      QT_TRANSLATE_NOOP("Columns", "firing, clearing"), QT_TRANSLATE_NOOP("Columns", "firing, not known"),
      QT_TRANSLATE_NOOP("Columns", "cannot be read")};
  return translated(words[state]);
}

Tone stateTone(const AlertWatch::Slot& slot) {
  switch (stateOf(slot)) {
  case int64_t(Phase::quiet):
    return Tone::alive;
  case int64_t(Phase::pending):
    return Tone::retried;
  case int64_t(Phase::firing):
  case int64_t(Phase::clearing):
  case firingUnknown:
    return alertTone(slot.rule().severity);
  case unreadable:
    return Tone::dead;
  default:
    return Tone::faint;
  }
}

QString endWord(int64_t end) {
  static constexpr const char* words[] = {
      QT_TRANSLATE_NOOP("Columns", "firing"), QT_TRANSLATE_NOOP("Columns", "cleared"),
      QT_TRANSLATE_NOOP("Columns", "rule changed"), QT_TRANSLATE_NOOP("Columns", "left")};
  return translated(words[end]);
}

constexpr int64_t severityCount = alertSeverityCount, noticesCount = 2;

QString severityWord(const World&, int64_t severity) {
  return alertSeverityWord(AlertSeverity(severity));
}
QString noticesWord(const World&, int64_t muted) {
  return muted != 0 ? translated(QT_TRANSLATE_NOOP("Columns", "muted"))
                    : translated(QT_TRANSLATE_NOOP("Columns", "on"));
}

constexpr const char* severityTitle = QT_TRANSLATE_NOOP("Columns", "Severity");
constexpr const char* severityHelp = QT_TRANSLATE_NOOP("Columns", "How bad it is: notice, warning or critical");

} // namespace

QString alertStateWord(const AlertWatch::Slot& slot) {
  return stateWord(stateOf(slot));
}

AlertRuleRows::AlertRuleRows(WatchOf watch) : m_watch(watch) {
  const auto find = [watch](uint64_t row) { return watch().find(row); };
  const auto findRule = [watch](uint64_t row) -> const AlertRule* {
    const AlertWatch::Slot* slot = watch().find(row);
    return slot && slot->hasRule() ? &slot->rule() : nullptr;
  };
  const auto ruleText = [findRule](QString (*text)(const AlertRule&)) { return textOf(findRule, text); };
  using Slot = AlertWatch::Slot;
  m_columns = {
      {"state", "", QT_TRANSLATE_NOOP("Columns", "State"),
       QT_TRANSLATE_NOOP("Columns", "Quiet; pending, while it is beyond its threshold and not for long enough; firing; "
                                    "not known, while no number is there"),
       Kind::text, 15, true,
       CodedCell{numberOf(find, stateOf), [](const World&, int64_t code) { return stateWord(code); }, stateCount},
       [find](const World&, uint64_t row) {
         const Slot* slot = find(row);
         return slot ? stateTone(*slot) : Tone::neutral;
       }},
      {"rule", "name", QT_TRANSLATE_NOOP("Columns", "Rule"), QT_TRANSLATE_NOOP("Columns", "Its name"), Kind::text, 24,
       true, textOf(find, [](const Slot& s) { return s.hasRule() ? alertNameShown(s.rule()) : s.line.text; })},
      {"severity", "", severityTitle, severityHelp, Kind::text, 9, true,
       CodedCell{numberOf(findRule, [](const AlertRule& r) { return r.severity; }), severityWord, severityCount}},
      {"value", "", QT_TRANSLATE_NOOP("Columns", "Now"), QT_TRANSLATE_NOOP("Columns", "The number that it watches"),
       Kind::text, 13, true,
       textOf(find,
              [](const Slot& s) {
                return s.hasRule() && s.state.value() ? alertValueText(s.rule(), *s.state.value()) : QString();
              })},
      {"condition", "", QT_TRANSLATE_NOOP("Columns", "Threshold"),
       QT_TRANSLATE_NOOP("Columns", "Beyond which threshold, and for how long"), Kind::text, 16, true,
       ruleText(conditionText)},
      {"clears", "", QT_TRANSLATE_NOOP("Columns", "Clears"),
       QT_TRANSLATE_NOOP("Columns", "At which number, and after how long"), Kind::text, 13, true, ruleText(clearsText)},
      {"since", "", QT_TRANSLATE_NOOP("Columns", "Since"), QT_TRANSLATE_NOOP("Columns", "Since when it is so"),
       Kind::time, 10, true, numberOf(find, [](const Slot& s) { return timeCell(s.state.since()); })},
      {"raised_count", "fired", QT_TRANSLATE_NOOP("Columns", "Fired"),
       QT_TRANSLATE_NOOP("Columns", "How often since this console looks on"), Kind::count, 6, true,
       numberOf(find, [](const Slot& s) { return s.raised; })},
      {"notices", "", QT_TRANSLATE_NOOP("Columns", "Notices"),
       QT_TRANSLATE_NOOP("Columns", "Muted: it is watched, and nobody is told"), Kind::text, 7, true,
       CodedCell{numberOf(findRule, [](const AlertRule& r) { return r.muted; }), noticesWord, noticesCount}},
      {"watched", "", QT_TRANSLATE_NOOP("Columns", "Watched"),
       QT_TRANSLATE_NOOP("Columns", "Rows that a query finds, or a number of the console; what is wrong with a rule "
                                    "that cannot be read"),
       Kind::text, 30, true,
       textOf(find, [](const Slot& s) { return s.hasRule() ? watchedText(s.rule()) : s.line.mistake; })},
  };
}

AlertRecordRows::AlertRecordRows(WatchOf watch) : m_watch(watch) {
  using Record = AlertRecord;
  const auto find = [watch](uint64_t row) { return watch().record(row); };
  m_columns = {
      {"raised", "", QT_TRANSLATE_NOOP("Columns", "Raised"), QT_TRANSLATE_NOOP("Columns", "When it was said"),
       Kind::time, 10, true, numberOf(find, [](const Record& r) { return timeCell(r.raised); })},
      {"rule", "name", QT_TRANSLATE_NOOP("Columns", "Rule"), QT_TRANSLATE_NOOP("Columns", "Its name"), Kind::text, 26,
       true, textOf(find, [](const Record& r) { return alertNameShown(r.as); }),
       [find](const World&, uint64_t row) {
         const Record* record = find(row);
         return record && record->end == Record::End::open ? alertTone(record->as.severity) : Tone::neutral;
       }},
      {"severity", "", severityTitle, severityHelp, Kind::text, 9, true,
       CodedCell{numberOf(find, [](const Record& r) { return r.as.severity; }), severityWord, severityCount}},
      {"end", "state", QT_TRANSLATE_NOOP("Columns", "State"),
       QT_TRANSLATE_NOOP("Columns", "Firing, or how it ended; left: its server was left, or another time was sought"),
       Kind::text, 12, true,
       CodedCell{numberOf(find, [](const Record& r) { return r.end; }),
                 [](const World&, int64_t code) { return endWord(code); }, 4}},
      {"value", "", QT_TRANSLATE_NOOP("Columns", "Value"), QT_TRANSLATE_NOOP("Columns", "When it was raised"),
       Kind::text, 13, true, textOf(find, [](const Record& r) { return alertValueText(r.as, r.value); })},
      {"worst", "", QT_TRANSLATE_NOOP("Columns", "Worst"), QT_TRANSLATE_NOOP("Columns", "Of all that it came to"),
       Kind::text, 13, true, textOf(find, [](const Record& r) { return alertValueText(r.as, r.worst); })},
      {"condition", "", QT_TRANSLATE_NOOP("Columns", "Threshold"), QT_TRANSLATE_NOOP("Columns", "As the rule was then"),
       Kind::text, 16, true, textOf(find, [](const Record& r) { return conditionText(r.as); })},
      {"since", "", QT_TRANSLATE_NOOP("Columns", "Beyond since"),
       QT_TRANSLATE_NOOP("Columns", "When it went beyond its threshold"), Kind::time, 12, false,
       numberOf(find, [](const Record& r) { return timeCell(r.since); })},
      {"ended", "", QT_TRANSLATE_NOOP("Columns", "Ended"), QT_TRANSLATE_NOOP("Columns", "When it was over"), Kind::time,
       10, true, numberOf(find, [](const Record& r) { return timeCell(r.ended); })},
      {"lasted_ms", "lasted", QT_TRANSLATE_NOOP("Columns", "Lasted"),
       QT_TRANSLATE_NOOP("Columns", "From raised to ended"), Kind::duration, 10, true,
       numberOf(
           find,
           [](const Record& r) { return r.end == Record::End::open ? unknownNumber : (r.ended - r.raised).count(); })},
      {"made_by", "id", QT_TRANSLATE_NOOP("Columns", "Made by"),
       QT_TRANSLATE_NOOP("Columns", "Devices of the worst, 20 at most; servers or fleets that were lost"), Kind::text,
       40, true, textOf(find, [](const Record& r) { return r.madeBy.join(QStringLiteral(", ")); })},
      {"pushes", "", QT_TRANSLATE_NOOP("Columns", "Pushes"), QT_TRANSLATE_NOOP("Columns", "Of the worst, 20 at most"),
       Kind::text, 37, false, textOf(find, [](const Record& r) { return r.pushes.join(QStringLiteral(", ")); })},
      {"watched", "", QT_TRANSLATE_NOOP("Columns", "Watched"),
       QT_TRANSLATE_NOOP("Columns", "Rows that a query finds, or a number of the console"), Kind::text, 40, false,
       textOf(find, [](const Record& r) { return watchedText(r.as); })},
  };
}

} // namespace pushscope
