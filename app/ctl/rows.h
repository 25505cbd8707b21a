#pragma once

#include "app/ctl/output.h"
#include "models/query/row_order.h"

#include <QStringList>

#include <memory>
#include <variant>

namespace pushscope::ctl {

// What a person asks for of rows, as it was written.
struct RowsWish {
  QString filter;
  QString sort; // a column, by its id or its shorter name; empty: the order in which rows appeared
  bool descending = false;
  uint64_t limit = 0;  // the first so many; 0: all
  QStringList columns; // in this order; empty: for a table those that a console shows at first, else all
  Format format = Format::table;
};

// "sessions", "deliveries", "wakes", "notices"; null if it is none of them.
const RowSource* rowsNamed(const QString& name);

// The rows of one source as somebody asked for them. The source outlives it.
class ChosenRows {
 public:
  // What is wrong with the wish: a sentence.
  using Made = std::variant<ChosenRows, QString>;
  static Made of(const RowSource& source, const RowsWish& wish);

  // Which queries and the order are about.
  const RowSource& all() const { return *m_all; }
  // The same, with the columns that were asked for.
  const RowSource& source() const { return *m_source; }
  Format format() const { return m_format; }
  bool isNarrowed() const { return !m_order.condition.isEmpty(); }
  // Those from source row `from` on, in their order.
  std::vector<uint64_t> select(const World& world, WallTime now, uint64_t from = 0) const;
  // Prints them; how many they were. A table without any row is not printed.
  size_t print(const World& world, WallTime now) const;

 private:
  ChosenRows() = default;
  const RowSource* m_all = nullptr;
  std::shared_ptr<const RowSource> m_source;
  OrderWish m_order;
  Format m_format = Format::table;
};

} // namespace pushscope::ctl
