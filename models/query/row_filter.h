#pragma once

#include "models/items/column.h"

#include <QStringList>

namespace pushscope {

// Which rows to show: every word of the text must occur, whatever its case, in some shown text of the row;
// `column:word` looks into the column with that id alone. An unknown column is an error with its place, and filters
// nothing.
class RowFilter {
 public:
  struct Problem {
    qsizetype position = -1, length = 0; // in the text; -1: none
    QString sentence;
  };

  RowFilter() = default;
  RowFilter(const QString& text, std::span<const Column> columns);

  bool matches(const World& world, uint64_t row, WallTime now) const;
  bool isEmpty() const { return m_terms.empty(); }
  const Problem& problem() const { return m_problem; }

 private:
  struct Term {
    int column = -1; // any
    QString word;
  };
  std::span<const Column> m_columns;
  std::vector<Term> m_terms;
  Problem m_problem;
};

} // namespace pushscope
