#pragma once

#include "models/query/condition.h"

#include <Qt>

namespace pushscope {

// Which rows, and in which order.
struct OrderWish {
  Condition condition;
  int sortColumn = -1; // -1: the natural order, in which rows appeared
  Qt::SortOrder sortOrder = Qt::AscendingOrder;
  Qt::SortOrder naturalOrder = Qt::AscendingOrder; // also among rows that are equal in the sorted column
  size_t limit = 0;                                // the first so many; 0: all
};

KeyWish keysFor(const OrderWish& wish, std::span<const Column> columns);

// Numbers by size, text by its folded UTF-8, a column with ranks by these; what is not known comes last in either
// direction. Stable.
std::vector<uint64_t> orderOf(const RowKeys& keys, const OrderWish& wish, WallTime now);

// All at once, for a command and for small tables.
std::vector<uint64_t> orderOf(const RowSource& rows, const World& world, const OrderWish& wish, WallTime now);

} // namespace pushscope
