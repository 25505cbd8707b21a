#include "models/alerts/alert_rule.h"

#include "models/query/condition.h"
#include "models/text/source_words.h"
#include "protocol/base/duration_text.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace pushscope {
namespace {

using Field = AlertDraft::Field;

struct Words {
  Q_DECLARE_TR_FUNCTIONS(Alerts)
};

std::optional<AlertRows> rowsNamed(const QString& name) {
  for (int i = 0; i < alertRowsCount; ++i)
    if (name == QLatin1String(alertRowsName(AlertRows(i))))
      return AlertRows(i);
  return std::nullopt;
}

std::optional<AlertNumber> numberNamed(const QString& name) {
  for (const AlertNumberInfo& info : alertNumbers())
    if (name == QLatin1String(info.id))
      return info.number;
  return std::nullopt;
}

Kind kindOf(const QString& watched) {
  const auto number = numberNamed(watched);
  return number ? alertNumberInfo(*number).kind : Kind::count;
}

std::optional<int64_t> valueOf(Kind kind, const QString& text) {
  bool isWhole = false;
  const std::optional<int64_t> value = kind == Kind::duration
                                           ? queryDuration(text.trimmed())
                                           : std::optional<int64_t>(text.trimmed().toLongLong(&isWhole));
  const bool isGood = value && (kind == Kind::duration || isWhole) && *value >= 0 && *value <= greatestAlertThreshold;
  return isGood ? value : std::nullopt;
}

// Nothing for what is no time to wait; empty is none.
std::optional<Duration> spanOf(const QString& text) {
  if (text.trimmed().isEmpty())
    return Duration::zero();
  const auto value = queryDuration(text.trimmed());
  return value && *value >= 0 && Duration(*value) <= longestAlertSpan ? std::optional(Duration(*value)) : std::nullopt;
}

QString spanText(Duration span) {
  return span == Duration::zero() ? QString() : QString::fromStdString(durationText(span));
}

QString writtenValue(Kind kind, int64_t value) {
  return kind == Kind::duration ? QString::fromStdString(durationText(Duration(value))) : QString::number(value);
}

bool isControl(QChar c) {
  return !c.isPrint() && c != ' ';
}

AlertDraft::Problem problemAt(Field field, const QString& text, const QString& sentence) {
  return {field, {0, text.size()}, sentence};
}

} // namespace

const char* alertSeverityName(AlertSeverity severity) {
  static constexpr const char* names[] = {"notice", "warning", "critical"};
  return names[static_cast<size_t>(severity)];
}

QString alertSeverityWord(AlertSeverity severity) {
  static constexpr const char* words[] = {QT_TRANSLATE_NOOP("Alerts", "notice"), QT_TRANSLATE_NOOP("Alerts", "warning"),
                                          QT_TRANSLATE_NOOP("Alerts", "critical")};
  return Words::tr(words[static_cast<size_t>(severity)]);
}

Tone alertTone(AlertSeverity severity) {
  switch (severity) {
  case AlertSeverity::notice:
    return Tone::info;
  case AlertSeverity::warning:
    return Tone::late;
  case AlertSeverity::critical:
    return Tone::dead;
  }
  return Tone::neutral;
}

const char* alertRowsName(AlertRows rows) {
  static constexpr const char* names[] = {"sessions", "deliveries", "wakes"};
  return names[static_cast<size_t>(rows)];
}

const RowSource& rowSourceOf(AlertRows rows) {
  return rows == AlertRows::sessions ? deviceRows() : rows == AlertRows::deliveries ? deliveryRows() : wakeRows();
}

QString pageOf(AlertRows rows) {
  return rows == AlertRows::sessions     ? QStringLiteral("sessions")
         : rows == AlertRows::deliveries ? QStringLiteral("push")
                                         : QStringLiteral("wakes");
}

Kind AlertRule::kind() const {
  const auto* number = std::get_if<AlertNumber>(&watched);
  return number ? alertNumberInfo(*number).kind : Kind::count;
}

AlertDraft AlertDraft::of(const AlertRule& rule) {
  AlertDraft draft;
  draft.name = rule.name;
  draft.severity = rule.severity;
  draft.muted = rule.muted;
  if (const auto* rows = std::get_if<AlertRule::Rows>(&rule.watched)) {
    draft.watched = QLatin1String(alertRowsName(rows->rows));
    draft.query = rows->query;
  } else {
    draft.watched = QLatin1String(alertNumberInfo(std::get<AlertNumber>(rule.watched)).id);
  }
  draft.below = rule.below;
  draft.threshold = writtenValue(rule.kind(), rule.threshold);
  draft.holdsFor = spanText(rule.holdsFor);
  draft.clearsAt = rule.clearsAt ? writtenValue(rule.kind(), *rule.clearsAt) : QString();
  draft.clearsAfter = spanText(rule.clearsAfter);
  return draft;
}

AlertDraft::Problem AlertDraft::problem() const {
  const QString title = name.trimmed();
  if (title.isEmpty())
    return problemAt(Field::name, name, Words::tr("The rule needs a name: it is what you are told."));
  if (title.size() > longestAlertName)
    return {Field::name,
            {longestAlertName, name.size() - longestAlertName},
            Words::tr("A name has at most %1 characters.").arg(longestAlertName)};
  if (const auto bad = std::find_if(title.begin(), title.end(), isControl); bad != title.end())
    return {Field::name, {name.indexOf(*bad), 1}, Words::tr("A name has no control characters.")};
  const auto rows = rowsNamed(watched);
  if (!rows && !numberNamed(watched)) {
    QStringList known;
    for (const AlertNumberInfo& info : alertNumbers())
      known << QLatin1String(info.id);
    return problemAt(
        Field::watched, watched,
        Words::tr("“%1” is nothing that can be watched. Write sessions, deliveries, wakes or a number: %2.")
            .arg(plain(watched.toStdString(), 40), known.join(QStringLiteral(", "))));
  }
  if (!rows && !query.trimmed().isEmpty())
    return problemAt(Field::query, query,
                     Words::tr("A number has no query; only sessions, deliveries and wakes have."));
  if (rows)
    if (const auto made = Condition::of(query, rowSourceOf(*rows).columns()); made.mistake)
      return {Field::query, made.mistake->place, made.mistake->sentence()};
  const Kind kind = kindOf(watched);
  const auto limit = valueOf(kind, threshold);
  const auto notAValue = [&](const QString& text) {
    return kind == Kind::duration ? Words::tr("“%1” is no duration. Write for example 500ms, 2s or 5m.").arg(text)
                                  : Words::tr("“%1” is no whole number. Write for example 0 or 10.").arg(text);
  };
  if (!limit)
    return problemAt(Field::threshold, threshold, notAValue(plain(threshold.toStdString(), 40)));
  if (below && *limit == 0)
    return problemAt(Field::threshold, threshold, Words::tr("Nothing is less than 0. Write a greater number."));
  for (const auto& [field, text] : {std::pair(Field::holdsFor, &holdsFor), {Field::clearsAfter, &clearsAfter}})
    if (!spanOf(*text))
      return problemAt(field, *text,
                       Words::tr("“%1” is no time to wait. Write for example 10s or 5m; 24h at most.")
                           .arg(plain(text->toStdString(), 40)));
  if (clearsAt.trimmed().isEmpty())
    return {};
  const auto end = valueOf(kind, clearsAt);
  if (!end)
    return problemAt(Field::clearsAt, clearsAt, notAValue(plain(clearsAt.toStdString(), 40)));
  if (below ? *end < *limit : *end > *limit)
    return problemAt(Field::clearsAt, clearsAt,
                     below ? Words::tr("It is raised below %1, so it clears there or above.").arg(threshold.trimmed())
                           : Words::tr("It is raised above %1, so it clears there or below.").arg(threshold.trimmed()));
  return {};
}

AlertRule AlertDraft::rule() const {
  AlertRule rule;
  rule.name = plain(name.trimmed().toStdString(), longestAlertName);
  rule.severity = severity;
  rule.muted = muted;
  if (const auto rows = rowsNamed(watched))
    rule.watched = AlertRule::Rows{*rows, query.trimmed()};
  else
    rule.watched = *numberNamed(watched);
  rule.below = below;
  rule.threshold = *valueOf(rule.kind(), threshold);
  rule.holdsFor = *spanOf(holdsFor);
  if (!clearsAt.trimmed().isEmpty())
    rule.clearsAt = valueOf(rule.kind(), clearsAt);
  rule.clearsAfter = *spanOf(clearsAfter);
  return rule;
}

namespace {

// Reads a line from its beginning to its end; where it stops is the place of the mistake.
class LineReader {
 public:
  explicit LineReader(const QString& line) : m_line(line) {}

  struct Token {
    QString text;
    QueryPlace place;
  };
  bool atEnd() {
    while (m_at < m_line.size() && m_line[m_at].isSpace())
      ++m_at;
    return m_at >= m_line.size();
  }
  // Up to the next space, or one of these characters, which are tokens of their own.
  Token next() {
    const qsizetype from = atEnd() ? m_line.size() : m_at;
    const auto isAlone = [](QChar c) { return c == ':' || c == '<' || c == '>'; };
    while (m_at < m_line.size() && !m_line[m_at].isSpace() && !(isAlone(m_line[m_at]) && m_at > from)) {
      const bool alone = isAlone(m_line[m_at]);
      ++m_at;
      if (alone)
        break;
    }
    return {m_line.mid(from, m_at - from), {from, std::max<qsizetype>(m_at - from, 1)}};
  }
  // Nothing: there is no quotation here, or it does not end.
  std::optional<Token> quoted() {
    if (atEnd() || m_line[m_at] != '"')
      return std::nullopt;
    Token token{{}, {m_at, 1}};
    for (qsizetype i = m_at + 1; i < m_line.size(); ++i) {
      if (m_line[i] == '"') {
        m_at = i + 1;
        token.place.length = m_at - token.place.position;
        return token;
      }
      if (m_line[i] == '\\' && i + 1 < m_line.size())
        ++i;
      token.text += m_line[i];
    }
    return std::nullopt;
  }
  Token rest() {
    const qsizetype from = atEnd() ? m_line.size() : m_at;
    m_at = m_line.size();
    return {m_line.mid(from), {from, m_line.size() - from}};
  }

 private:
  const QString& m_line;
  qsizetype m_at = 0;
};

// The draft that a line writes, where each of its fields stands, and the first thing that is no rule's grammar.
struct ReadLine {
  AlertDraft draft;
  std::vector<std::pair<Field, QueryPlace>> places;
  QueryPlace wrongAt;
  QString wrong;

  QueryPlace placeOf(Field field) const {
    const auto found = std::find_if(places.begin(), places.end(), [&](const auto& p) { return p.first == field; });
    return found == places.end() ? QueryPlace{} : found->second;
  }
};

bool readHead(LineReader& reader, ReadLine& read) {
  const auto fail = [&](const LineReader::Token& token, const QString& sentence) {
    read.wrongAt = token.place;
    read.wrong = sentence;
    return false;
  };
  LineReader::Token token = reader.next();
  if (token.text == QLatin1String("muted")) {
    read.draft.muted = true;
    token = reader.next();
  }
  int severity = 0;
  while (severity < alertSeverityCount && token.text != QLatin1String(alertSeverityName(AlertSeverity(severity))))
    ++severity;
  if (severity == alertSeverityCount)
    return fail(token, Words::tr("A rule begins with notice, warning or critical."));
  read.draft.severity = AlertSeverity(severity);
  const auto name = reader.quoted();
  if (!name)
    return fail(reader.rest(), Words::tr("Its name in \"quotes\" comes next."));
  read.draft.name = name->text;
  // Inside its quotes.
  read.places.emplace_back(Field::name, QueryPlace{name->place.position + 1, name->place.length - 2});
  if (token = reader.next(); token.text != QLatin1String(":"))
    return fail(token, Words::tr("A colon comes after the name."));
  token = reader.next();
  read.draft.watched = token.text;
  read.places.emplace_back(Field::watched, token.place);
  if (token = reader.next(); token.text != QLatin1String(">") && token.text != QLatin1String("<"))
    return fail(token, Words::tr("After what is watched comes > or <, and its threshold."));
  read.draft.below = token.text == QLatin1String("<");
  token = reader.next();
  read.draft.threshold = token.text;
  read.places.emplace_back(Field::threshold, token.place);
  return true;
}

ReadLine readLine(const QString& line) {
  ReadLine read;
  LineReader reader(line);
  if (!readHead(reader, read))
    return read;
  while (!reader.atEnd()) {
    const LineReader::Token word = reader.next();
    if (word.text == QLatin1String("where")) {
      const LineReader::Token query = reader.rest();
      read.draft.query = query.text;
      read.places.emplace_back(Field::query, query.place);
      break;
    }
    const Field field = word.text == QLatin1String("for")     ? Field::holdsFor
                        : word.text == QLatin1String("clear") ? Field::clearsAt
                        : word.text == QLatin1String("after") ? Field::clearsAfter
                                                              : Field::none;
    QString& text = field == Field::holdsFor   ? read.draft.holdsFor
                    : field == Field::clearsAt ? read.draft.clearsAt
                                               : read.draft.clearsAfter;
    if (field == Field::none || !text.isEmpty() || reader.atEnd()) {
      read.wrongAt = word.place;
      read.wrong = Words::tr("Here may stand, once each: for TIME, clear VALUE, after TIME, and at last where QUERY.");
      return read;
    }
    const LineReader::Token value = reader.next();
    text = value.text;
    read.places.emplace_back(field, value.place);
  }
  return read;
}

QString quotedName(const QString& name) {
  QString text = name;
  return '"' + text.replace('\\', QStringLiteral("\\\\")).replace('"', QStringLiteral("\\\"")) + '"';
}

} // namespace

AlertLine parseAlertLine(const QString& line) {
  AlertLine result{line, {}, {}, {}, {}};
  if (line.size() > longestAlertLine) {
    result.text = line.left(longestAlertLine);
    result.place = {longestAlertLine - 1, 1};
    result.mistake = Words::tr("A rule has at most %1 characters; the rest is cut off.").arg(longestAlertLine);
    return result;
  }
  const ReadLine read = readLine(line);
  result.draft = read.draft;
  if (!read.wrong.isEmpty()) {
    result.place = read.wrongAt;
    result.mistake = read.wrong;
    return result;
  }
  if (const auto problem = read.draft.problem(); problem.field != Field::none) {
    const QueryPlace field = read.placeOf(problem.field);
    result.place = {field.position + problem.place.position, std::max<qsizetype>(problem.place.length, 1)};
    result.mistake = problem.sentence;
    return result;
  }
  result.rule = read.draft.rule();
  return result;
}

QString alertLine(const AlertRule& rule) {
  const AlertDraft draft = AlertDraft::of(rule);
  QString line = QStringLiteral("%1%2 %3: %4 %5 %6")
                     .arg(rule.muted ? QStringLiteral("muted ") : QString(),
                          QLatin1String(alertSeverityName(rule.severity)), quotedName(rule.name), draft.watched,
                          draft.below ? QStringLiteral("<") : QStringLiteral(">"), draft.threshold);
  for (const auto& [word, text] :
       {std::pair(" for ", &draft.holdsFor), {" clear ", &draft.clearsAt}, {" after ", &draft.clearsAfter}})
    if (!text->isEmpty())
      line += QLatin1String(word) + *text;
  if (!draft.query.isEmpty())
    line += QStringLiteral(" where ") + draft.query;
  return line;
}

std::vector<AlertLine> parseAlertLines(const QString& text) {
  std::vector<AlertLine> lines;
  int number = 0;
  for (const QString& raw : text.split('\n')) {
    ++number;
    const QString line = raw.trimmed();
    if (line.isEmpty() || line.startsWith('#'))
      continue;
    lines.push_back(parseAlertLine(line));
    lines.back().number = number;
    if (lines.size() > mostAlertRules && lines.back().rule) {
      lines.back().rule.reset();
      lines.back().place = {0, 1};
      lines.back().mistake = Words::tr("There are at most %1 rules; this one is not watched.").arg(mostAlertRules);
    }
  }
  return lines;
}

QString alertNameShown(const AlertRule& rule) {
  static constexpr const char* names[] = {
      QT_TRANSLATE_NOOP("Alerts", "Server or fleet lost"),
      QT_TRANSLATE_NOOP("Alerts", "Console too slow"),
      QT_TRANSLATE_NOOP("Alerts", "Links die"),
      QT_TRANSLATE_NOOP("Alerts", "Apps keep themselves awake"),
      QT_TRANSLATE_NOOP("Alerts", "Retries grow"),
      QT_TRANSLATE_NOOP("Alerts", "Acknowledgements slow"),
  };
  for (const char* name : names)
    if (rule.name == QLatin1String(name))
      return Words::tr(name);
  return rule.name;
}

QString defaultAlertLines() {
  return QStringLiteral(
      // A server that is restarted is back within a second (trying again begins at 250 ms): that is not worth a notice.
      "critical \"Server or fleet lost\": links_lost > 0 for 3s\n"
      // What the screen shows is not what is true any more.
      "warning \"Console too slow\": missed_blocks_per_min > 0 clear 0 after 60s\n"
      // Phones in trains and lifts lose their links one by one. This many in a minute, on a server for tests, have one
      // cause: a network, a proxy with a shorter timeout than the heartbeat, a server that stands still.
      "warning \"Links die\": lost_connections_per_min > 20 for 10s clear 5 after 60s\n"
      // 14 of 15 resumes are used, or the app ran for 60 s because of data: its system is about to end it.
      "warning \"Apps keep themselves awake\": sessions > 0 for 10s clear 0 after 60s where awake:keeps\n"
      // `classic` writes a delivery 4 times within 3 minutes and then waits for a hello: more times means that phones
      // come back, take it, and do not acknowledge.
      "warning \"Retries grow\": retry_depth > 4 for 30s clear 2 after 60s\n"
      // A phone that is connected acknowledges within a round trip, one that sleeps within a wake of 10 s. Beyond 30 s
      // one push of a hundred waited for phones to come back.
      "notice \"Acknowledgements slow\": acknowledge_p99 > 30s for 60s clear 10s after 60s\n");
}

QString watchedText(const AlertRule& rule) {
  const auto* rows = std::get_if<AlertRule::Rows>(&rule.watched);
  if (!rows)
    return alertNumberTitle(std::get<AlertNumber>(rule.watched));
  static constexpr const char* words[] = {QT_TRANSLATE_NOOP("Alerts", "sessions"),
                                          QT_TRANSLATE_NOOP("Alerts", "deliveries"),
                                          QT_TRANSLATE_NOOP("Alerts", "wakes")};
  const QString word = Words::tr(words[static_cast<size_t>(rows->rows)]);
  return rows->query.isEmpty() ? word : Words::tr("%1 where %2").arg(word, rows->query);
}

QString conditionText(const AlertRule& rule) {
  const QString limit = writtenValue(rule.kind(), rule.threshold);
  const QString text = rule.below ? Words::tr("below %1").arg(limit) : Words::tr("above %1").arg(limit);
  return rule.holdsFor == Duration::zero() ? text : Words::tr("%1 for %2").arg(text, spanText(rule.holdsFor));
}

QString clearsText(const AlertRule& rule) {
  const QString text = Words::tr("at %1").arg(writtenValue(rule.kind(), rule.clearsAt.value_or(rule.threshold)));
  return rule.clearsAfter == Duration::zero() ? text : Words::tr("%1 after %2").arg(text, spanText(rule.clearsAfter));
}

QString alertValueText(const AlertRule& rule, int64_t value) {
  if (rule.kind() == Kind::duration)
    return durationForPeople(Duration(value));
  const QString number = QLocale().toString(qlonglong(value));
  const auto* rows = std::get_if<AlertRule::Rows>(&rule.watched);
  if (!rows)
    return number;
  static constexpr const char* one[] = {QT_TRANSLATE_NOOP("Alerts", "%1 session"),
                                        QT_TRANSLATE_NOOP("Alerts", "%1 delivery"),
                                        QT_TRANSLATE_NOOP("Alerts", "%1 wake")};
  static constexpr const char* many[] = {QT_TRANSLATE_NOOP("Alerts", "%1 sessions"),
                                         QT_TRANSLATE_NOOP("Alerts", "%1 deliveries"),
                                         QT_TRANSLATE_NOOP("Alerts", "%1 wakes")};
  return Words::tr((value == 1 ? one : many)[static_cast<size_t>(rows->rows)]).arg(number);
}

std::optional<QString> cellQuery(const Column& column, const World& world, uint64_t row) {
  const SourceWords source; // a rule is kept, and read in any language
  const QVariant value = column.value(world, row);
  if (!value.isValid() || column.kind == Kind::time)
    return std::nullopt;
  const QString name = queryName(column);
  switch (column.kind) {
  case Kind::text:
    return name + '=' + quotedForQuery(value.toString());
  case Kind::number:
    return name + QStringLiteral(">=") + forFiles(Kind::number, value);
  case Kind::duration:
    return name + QStringLiteral(">=") + QString::fromStdString(durationText(Duration(value.toLongLong())));
  default:
    return name + QStringLiteral(">=") + value.toString();
  }
}

} // namespace pushscope
