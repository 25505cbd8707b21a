#include "models/query/row_filter.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace pushscope {

RowFilter::RowFilter(const QString& text, std::span<const Column> columns) : m_columns(columns) {
  static const QRegularExpression word(QStringLiteral("\\S+"));
  auto words = word.globalMatch(text);
  while (words.hasNext()) {
    const auto match = words.next();
    const QString term = match.captured();
    const qsizetype colon = term.indexOf(':');
    if (colon <= 0) {
      m_terms.push_back({-1, term});
      continue;
    }
    const QString id = term.left(colon);
    const auto column =
        std::find_if(columns.begin(), columns.end(), [&](const Column& c) { return id == QLatin1String(c.id); });
    if (column == columns.end()) {
      m_terms.clear();
      m_problem = {match.capturedStart(), colon,
                   QCoreApplication::translate("RowFilter", "There is no column “%1”. Write a word to search for, or "
                                                            "column:word with a column such as %2.")
                       .arg(id, QLatin1String(columns.empty() ? "" : columns.front().id))};
      return;
    }
    m_terms.push_back({int(column - columns.begin()), term.mid(colon + 1)});
  }
}

bool RowFilter::matches(const World& world, uint64_t row, WallTime now) const {
  const auto contains = [&](const Column& column, const QString& word) {
    return forPeople(column.kind, column.value(world, row), now).contains(word, Qt::CaseInsensitive);
  };
  return std::all_of(m_terms.begin(), m_terms.end(), [&](const Term& term) {
    if (term.column >= 0)
      return contains(m_columns[size_t(term.column)], term.word);
    return std::any_of(m_columns.begin(), m_columns.end(),
                       [&](const Column& column) { return column.kind == Kind::text && contains(column, term.word); });
  });
}

} // namespace pushscope
