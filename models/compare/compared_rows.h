#pragma once

#include "models/compare/comparison.h"
#include "models/items/column.h"

namespace pushscope {

// The figures of a comparison as rows like all others, the worst first: for tables, CSV, JSON and the command line.
// They come from the comparison and not from the world that goes with them.
class ComparedRows : public RowSource {
 public:
  ComparedRows();

  // A table must be told to begin anew.
  void show(std::span<const ComparedFigure> figures);
  const ComparedFigure* find(uint64_t row) const { return row < m_figures.size() ? &m_figures[size_t(row)] : nullptr; }

  std::span<const Column> columns() const override { return m_columns; }
  uint64_t first(const World&) const override { return 0; }
  uint64_t end(const World&) const override { return m_figures.size(); }
  bool concerns(const World::Changes&) const override { return false; }

 private:
  std::vector<ComparedFigure> m_figures;
  std::vector<Column> m_columns;
};

// "round trip p99, ms", of an id.
QString comparedFigureTitle(std::string_view id);

} // namespace pushscope
