#pragma once

#include "models/query/condition.h"
#include "models/query/row_keys.h"

#include <QElapsedTimer>

namespace pushscope {

// How many rows a query finds, looked at a slice at a time like WakeScan: a block of rows is gathered, looked at and
// forgotten, so that a million rows cost no memory. Rows that change while a look goes on are taken as they are when
// their block is.
class RowCount {
 public:
  // Of what was found, some are shown.
  static constexpr size_t mostExamples = 20;
  struct Found {
    uint64_t count = 0;
    std::vector<uint64_t> first; // source rows, ascending
  };

  // The condition is one of these rows' columns.
  RowCount(const RowSource& rows, Condition condition);

  // Goes on until `spent` has reached `budget`, a block at least. Something once all rows were looked at; the next call
  // begins anew.
  std::optional<Found> step(const World& world, WallTime now, const QElapsedTimer& spent, Duration budget);
  // It may be another world.
  void restart();
  bool isUnderWay() const { return m_underWay; }

 private:
  // A block of KeyGatherer.
  static constexpr uint64_t blockRows = 256;
  void look(const World& world, uint64_t end, WallTime now);

  const RowSource* m_rows;
  Condition m_condition;
  KeyWish m_wish;
  bool m_underWay = false;
  uint64_t m_next = 0;
  Found m_found;
};

} // namespace pushscope
