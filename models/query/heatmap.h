#pragma once

#include "models/store/beat_log.h"
#include "models/store/series.h"

#include <vector>

namespace pushscope {

// How many heartbeats took how long, when: the cells of a chart of latency over time. Columns are pieces of time, rows
// are buckets of FineHistogram, several to a row. A cell counts every beat that the Series counted, once.
struct Heatmap {
  // Why nothing is known of a time. Nothing measured while somebody listened is no gap.
  enum class Gap : uint8_t {
    none,
    notLooking, // the console was not there, or stood still itself
    noServer,   // no server was connected
  };
  struct Column {
    Gap gap = Gap::none;
    uint32_t misses = 0, deaths = 0;
    friend bool operator==(const Column&, const Column&) = default;
  };

  int64_t from = 0, to = 0;    // what was asked for, in seconds since 1970; the outermost columns may reach beyond
  int64_t begin = 0, step = 1; // column c is the seconds begin + c * step and the next ones, `step` of them
  size_t firstBucket = 0, bucketsPerRow = 1, rows = 0; // row r, from the shortest: so many buckets
  std::vector<Column> columns;
  std::vector<uint32_t> counts; // by column, then row
  uint32_t most = 0;            // of a cell

  uint32_t count(size_t column, size_t row) const { return counts[column * rows + row]; }
  int64_t secondOf(size_t column) const { return begin + int64_t(column) * step; }
  // Where a row begins; that of `rows` is where the last one ends.
  Duration lowerBound(size_t row) const { return FineHistogram::lowerBound(firstBucket + row * bucketsPerRow); }
  // A rectangle of cells, ends exclusive.
  struct Cells {
    size_t fromColumn = 0, toColumn = 0, fromRow = 0, toRow = 0;
    friend bool operator==(const Cells&, const Cells&) = default;
  };
  BeatRange rangeOf(const Cells& cells) const;
  // The other way round, as far as it is shown; empty (toColumn <= fromColumn) if none of it is.
  Cells cellsOf(const BeatRange& range) const;
  uint64_t beatsIn(const Cells& cells) const;

  friend bool operator==(const Heatmap&, const Heatmap&) = default;
};

// A picture has room for at most so many columns and rows (both at least 1); one more column may be cut by its edges,
// and a row is a factor of two at most, however many these are. Times of a column are whole multiples of its length, so
// that cells keep what they hold while time goes on. Rows reach from the shortest to the longest that was measured, in
// whole factors of two, three of them at least; with nothing measured there are none.
Heatmap heatmapOf(const Series& series, int64_t from, int64_t to, size_t mostColumns, size_t mostRows);

} // namespace pushscope
