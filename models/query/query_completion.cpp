#include "models/query/query_completion.h"

#include "models/query/condition.h"
#include "models/text/source_words.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>

namespace pushscope {
namespace {

// Rows that are looked at for values, evenly over all of them: enough to meet every value that is not rare, and under a
// millisecond.
constexpr uint64_t mostSamples = 500;

// The part of a query that is being typed: from the last space or parenthesis, outside of quotes, to the cursor.
struct Typed {
  qsizetype from = 0;
  bool quoted = false;
};
Typed typedBefore(QStringView text) {
  Typed typed;
  for (qsizetype i = 0; i < text.size(); ++i) {
    if (typed.quoted && text[i] == '\\')
      ++i;
    else if (text[i] == '"')
      typed.quoted = !typed.quoted;
    else if (!typed.quoted && (text[i].isSpace() || text[i] == '(' || text[i] == ')'))
      typed.from = i + 1;
  }
  while (!typed.quoted && typed.from < text.size() && text[typed.from] == '-')
    ++typed.from;
  return typed;
}

// To the end of the word in which the cursor stands.
qsizetype endOfWord(QStringView text, qsizetype at) {
  while (at < text.size() && !text[at].isSpace() && text[at] != '(' && text[at] != ')')
    ++at;
  return at;
}

class Completer {
 public:
  Completer(const RowSource& rows, const World* world) : m_rows(rows), m_world(world) {}

  std::vector<QueryCompletion::Candidate> candidates;

  void addFields(QStringView typed) {
    for (const Column& column : m_rows.columns()) {
      const QString names[] = {queryName(column), QLatin1String(column.id), columnTitle(column)};
      if (std::any_of(std::begin(names), std::end(names),
                      [&](const QString& name) { return name.startsWith(typed, Qt::CaseInsensitive); }))
        add(names[0] + usualComparison(column), columnHelp(column));
    }
    for (const char* keyword : {"or", "not"})
      if (!typed.isEmpty() && QLatin1String(keyword).startsWith(typed.toString(), Qt::CaseInsensitive))
        add(QLatin1String(keyword), {});
  }

  void addComparisons(const Column& column, QStringView field) {
    const auto comparisons =
        column.kind == Kind::text
            ? QList{Comparison::begins, Comparison::contains, Comparison::equal, Comparison::differs}
        : column.kind == Kind::time ? QList{Comparison::less, Comparison::more, Comparison::atMost, Comparison::atLeast}
                                    : QList{Comparison::more,   Comparison::atLeast, Comparison::less,
                                            Comparison::atMost, Comparison::equal,   Comparison::differs};
    for (const Comparison comparison : comparisons)
      add(field.toString() + comparisonText(comparison),
          QCoreApplication::translate("Query", meaning(comparison, column.kind)));
  }

  void addValues(const Column& column, QStringView typed) {
    if (column.kind == Kind::text)
      return addTexts(column, typed);
    if (column.kind == Kind::count || column.kind == Kind::number || typed.isEmpty() ||
        !std::all_of(typed.begin(), typed.end(), [](QChar c) { return c.isDigit() || c == '.'; }))
      return;
    const QStringList units = column.kind == Kind::bytes  ? QStringList{"B", "kB", "MB", "KiB", "MiB"}
                              : column.kind == Kind::time ? QStringList{"s", "m", "h", "d"}
                                                          : QStringList{"ms", "us", "s", "m"};
    for (const QString& unit : units)
      add(typed.toString() + unit, {});
  }

 private:
  static QString usualComparison(const Column& column) { return column.kind == Kind::text ? ":" : ">"; }

  static const char* meaning(Comparison comparison, Kind kind) {
    const bool isTime = kind == Kind::time;
    switch (comparison) {
    case Comparison::begins:
      return QT_TRANSLATE_NOOP("Query", "begins with");
    case Comparison::contains:
      return QT_TRANSLATE_NOOP("Query", "contains");
    case Comparison::equal:
      return QT_TRANSLATE_NOOP("Query", "is");
    case Comparison::differs:
      return QT_TRANSLATE_NOOP("Query", "is not");
    case Comparison::less:
      return isTime ? QT_TRANSLATE_NOOP("Query", "less long ago than") : QT_TRANSLATE_NOOP("Query", "less than");
    case Comparison::atMost:
      return isTime ? QT_TRANSLATE_NOOP("Query", "at most so long ago") : QT_TRANSLATE_NOOP("Query", "at most");
    case Comparison::more:
      return isTime ? QT_TRANSLATE_NOOP("Query", "longer ago than") : QT_TRANSLATE_NOOP("Query", "more than");
    case Comparison::atLeast:
      return isTime ? QT_TRANSLATE_NOOP("Query", "at least so long ago") : QT_TRANSLATE_NOOP("Query", "at least");
    }
    return "";
  }

  // What it can be, then what it is; those that begin with what is typed first.
  void addTexts(const Column& column, QStringView typed) {
    QStringList values;
    if (const CodedCell* coded = std::get_if<CodedCell>(&column.cell); coded && m_world)
      for (int64_t code = 0; code < coded->codes; ++code)
        values << coded->word(*m_world, code);
    const uint64_t first = m_world ? m_rows.first(*m_world) : 0, count = m_world ? m_rows.end(*m_world) - first : 0;
    const uint64_t samples = std::min(count, mostSamples);
    for (uint64_t i = 0; i < samples; ++i) {
      const uint64_t row = first + i * count / samples;
      if (m_rows.shown(*m_world, row))
        values << column.value(*m_world, row).toString();
    }
    // Typed in the words of the source, they go on in these.
    if (const CodedCell* coded = std::get_if<CodedCell>(&column.cell); coded && m_world && !typed.isEmpty()) {
      const SourceWords source;
      for (int64_t code = 0; code < coded->codes; ++code)
        values << coded->word(*m_world, code);
    }
    for (const bool fromStart : {true, false})
      for (const QString& value : values) {
        const bool starts = value.startsWith(typed, Qt::CaseInsensitive);
        if (!value.isEmpty() && (fromStart ? starts : !starts && value.contains(typed, Qt::CaseInsensitive)))
          add(quotedForQuery(value), {});
      }
  }

  void add(const QString& text, const QString& help) {
    if (candidates.size() < mostCandidates && !m_added.contains(text))
      candidates.push_back({text, help});
    m_added << text;
  }

  const RowSource& m_rows;
  const World* m_world;
  QSet<QString> m_added;
};

} // namespace

QueryCompletion completeQuery(const QString& text, qsizetype cursor, const RowSource& rows, const World* world) {
  const QStringView before = QStringView(text).left(std::clamp<qsizetype>(cursor, 0, text.size()));
  const Typed typed = typedBefore(before);
  const QStringView word = before.mid(typed.from);
  qsizetype fieldEnd = 0;
  while (fieldEnd < word.size() && (word[fieldEnd].isLetterOrNumber() || word[fieldEnd] == '_'))
    ++fieldEnd;
  qsizetype valueFrom = fieldEnd;
  while (valueFrom < word.size() && QStringLiteral(":~=!<>").contains(word[valueFrom]))
    ++valueFrom;
  const int column = queryColumn(rows.columns(), word.left(fieldEnd));
  Completer completer(rows, world);
  qsizetype from = typed.from;
  if (valueFrom > fieldEnd) {
    QStringView value = word.mid(valueFrom);
    from += valueFrom;
    if (value.startsWith('"'))
      value = value.mid(1);
    if (column >= 0)
      completer.addValues(rows.columns()[size_t(column)], value);
  } else if (!typed.quoted && fieldEnd == word.size()) {
    if (column >= 0)
      completer.addComparisons(rows.columns()[size_t(column)], word);
    completer.addFields(word);
  }
  const qsizetype end = typed.quoted ? before.size() : endOfWord(text, before.size());
  return {{from, end - from}, std::move(completer.candidates)};
}

} // namespace pushscope
