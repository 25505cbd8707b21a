#pragma once

#include "models/alerts/alert_number.h"
#include "models/items/column.h"
#include "models/query/query_mistake.h"

#include <optional>
#include <variant>
#include <vector>

namespace pushscope {

enum class AlertSeverity : uint8_t { notice, warning, critical };
inline constexpr int alertSeverityCount = 3;
const char* alertSeverityName(AlertSeverity severity); // "warning": as rules are written; never translated
QString alertSeverityWord(AlertSeverity severity);
Tone alertTone(AlertSeverity severity);

enum class AlertRows : uint8_t { sessions, deliveries, wakes };
inline constexpr int alertRowsCount = 3;
const char* alertRowsName(AlertRows rows); // "sessions"
const RowSource& rowSourceOf(AlertRows rows);
// The page with the query that shows them.
QString pageOf(AlertRows rows);

// How many rows a query (models/query/QUERY.md) finds; an empty one finds all.
struct AlertQuery {
  AlertRows rows = AlertRows::sessions;
  QString query;
  friend bool operator==(const AlertQuery&, const AlertQuery&) = default;
};

// What is to be watched, and when it is said. A value.
//
// It is *beyond* its threshold when the number is greater (`below`: less) than `threshold`. Beyond it for `holdsFor`
// without a break it is raised; once it was not beyond `clearsAt` for `clearsAfter` it is cleared. See AlertState.
struct AlertRule {
  using Rows = AlertQuery;

  QString name; // plain
  AlertSeverity severity = AlertSeverity::warning;
  bool muted = false; // it is watched and kept in the list, and nobody is told
  std::variant<Rows, AlertNumber> watched;
  bool below = false;
  int64_t threshold = 0; // rows, a count, or µs
  Duration holdsFor{};
  std::optional<int64_t> clearsAt; // nothing: at the threshold
  Duration clearsAfter{};

  Kind kind() const;
  bool isBeyond(int64_t value) const { return below ? value < threshold : value > threshold; }
  bool isOver(int64_t value) const {
    const int64_t at = clearsAt.value_or(threshold);
    return below ? value >= at : value <= at;
  }
  friend bool operator==(const AlertRule&, const AlertRule&) = default;
};

// Bounds of what is written by people.
inline constexpr qsizetype longestAlertName = 60;                    // characters
inline constexpr Duration longestAlertSpan = std::chrono::hours(24); // to hold, and to clear after
inline constexpr int64_t greatestAlertThreshold = 1'000'000'000'000; // of anything
inline constexpr size_t mostAlertRules = 100;                        // each is a pass over all rows
inline constexpr qsizetype longestAlertLine = 2000;                  // characters

// A rule as a person writes it, in fields. Nothing typed is lost when it is wrong: problem() says what and where.
struct AlertDraft {
  QString name;
  AlertSeverity severity = AlertSeverity::warning;
  bool muted = false;
  QString watched = QStringLiteral("sessions"); // "sessions", "deliveries", "wakes", or the id of a number
  QString query;                                // of rows
  bool below = false;
  QString threshold = QStringLiteral("0"); // "10", "500ms"
  QString holdsFor, clearsAt, clearsAfter; // "10s"; may be empty

  enum class Field { none, name, watched, query, threshold, holdsFor, clearsAt, clearsAfter };
  struct Problem {
    Field field = Field::none;
    QueryPlace place; // in the field's text
    QString sentence;
  };

  static AlertDraft of(const AlertRule& rule);
  Problem problem() const;
  // Only when there is no problem.
  AlertRule rule() const;
};

// One line of a list of rules: a rule, or what could not be read as one, which is kept as it is.
//
//   line     = ["muted"] severity name ":" watched (">" | "<") value { "for" time | "clear" value | "after" time }
//              ["where" query]
//   severity = "notice" | "warning" | "critical"
//   name     = '"' characters, \" and \\ '"'
//   watched  = "sessions" | "deliveries" | "wakes" | id of a number
//
//   warning "Dead links": sessions > 10 for 10s clear 5 after 30s where link:offline -disconnect~goodbye
struct AlertLine {
  QString text;
  std::optional<AlertRule> rule;
  QueryPlace place; // of the mistake
  QString mistake;  // a sentence; empty if there is a rule
  AlertDraft draft; // what could be read
  int number = 0;   // of the line in its text, from 1
};
AlertLine parseAlertLine(const QString& line);
QString alertLine(const AlertRule& rule);
// Empty lines and lines that begin with # are left out. The rules beyond the most are lines with a mistake.
std::vector<AlertLine> parseAlertLines(const QString& text);

// A person's name as it is; those of the default rules in the language that is shown.
QString alertNameShown(const AlertRule& rule);
// Useful for any server; few, and quiet on one that is well.
QString defaultAlertLines();

// What it watches: "sessions where health:lost", "Round trip p99".
QString watchedText(const AlertRule& rule);
// "above 10 for 10s".
QString conditionText(const AlertRule& rule);
// "at 5 after 30s".
QString clearsText(const AlertRule& rule);
// A number of the rule, for people, with its unit: "14 sessions", "2.31 s".
QString alertValueText(const AlertRule& rule, int64_t value);

// The query that finds rows with what a cell shows, as much or more: `missed>=3`, `profile="ios"`. Nothing for what is
// not known, or a time.
std::optional<QString> cellQuery(const Column& column, const World& world, uint64_t row);

} // namespace pushscope
