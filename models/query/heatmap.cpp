#include "models/query/heatmap.h"

#include <algorithm>

namespace pushscope {
namespace {

constexpr size_t fewestOctaves = 3; // else one round trip would fill the chart from top to bottom

// A stretch of whole octaves, as numbers of buckets.
struct Stretch {
  size_t first = 0, end = 0;
};

Stretch octavesOf(const FineHistogram& sum) {
  size_t first = FineHistogram::buckets, last = 0;
  for (size_t bucket = 0; bucket < FineHistogram::buckets; ++bucket)
    if (sum.count(bucket) > 0) {
      first = std::min(first, bucket);
      last = bucket;
    }
  if (first == FineHistogram::buckets)
    return {};
  size_t from = first / FineHistogram::perOctave, to = last / FineHistogram::perOctave + 1;
  while (to - from < fewestOctaves)
    if ((to - from) % 2 == 1 && from > 0)
      --from;
    else if (to < size_t(FineHistogram::octaves))
      ++to;
    else
      --from;
  return {from * FineHistogram::perOctave, to * FineHistogram::perOctave};
}

Heatmap::Column columnOf(const Series& series, int64_t from, int64_t to, FineHistogram& roundTrips) {
  Heatmap::Column column;
  bool heard = false, known = false;
  for (int64_t n = from; n < to; ++n) {
    const Series::Second& second = series.second(n);
    if (second.second < 0)
      continue;
    known = true;
    heard |= second.heard || second.beats > 0;
    column.misses += second.misses;
    column.deaths += second.deaths;
    roundTrips.add(second.roundTrips);
  }
  if (!heard)
    column.gap = known ? Heatmap::Gap::noServer : Heatmap::Gap::notLooking;
  return column;
}

} // namespace

BeatRange Heatmap::rangeOf(const Cells& cells) const {
  // The outermost rows hold what lies beyond the scale of the histogram, too: its buckets do.
  return {secondOf(cells.fromColumn), secondOf(cells.toColumn), uint32_t(firstBucket + cells.fromRow * bucketsPerRow),
          uint32_t(firstBucket + cells.toRow * bucketsPerRow)};
}

Heatmap::Cells Heatmap::cellsOf(const BeatRange& range) const {
  const auto column = [&](int64_t second, bool up) {
    const int64_t columns64 = int64_t(columns.size());
    return size_t(std::clamp<int64_t>((second - begin + (up ? step - 1 : 0)) / step, 0, columns64));
  };
  const auto row = [&](uint32_t bucket, bool up) {
    const size_t past = bucket > firstBucket ? bucket - firstBucket : 0;
    return std::min((past + (up ? bucketsPerRow - 1 : 0)) / bucketsPerRow, rows);
  };
  Cells cells{column(range.fromSecond, false), column(range.toSecond, true), row(range.fromBucket, false),
              row(range.toBucket, true)};
  if (range.toSecond <= begin || cells.fromRow >= cells.toRow)
    cells.toColumn = cells.fromColumn;
  return cells;
}

uint64_t Heatmap::beatsIn(const Cells& cells) const {
  uint64_t sum = 0;
  for (size_t column = cells.fromColumn; column < cells.toColumn; ++column)
    for (size_t row = cells.fromRow; row < cells.toRow; ++row)
      sum += count(column, row);
  return sum;
}

Heatmap heatmapOf(const Series& series, int64_t from, int64_t to, size_t mostColumns, size_t mostRows) {
  Heatmap map;
  map.from = from;
  map.to = std::max(from, to);
  const auto columns = std::max<int64_t>(int64_t(mostColumns), 1);
  map.step = std::max<int64_t>(1, (map.to - from + columns - 1) / columns);
  map.begin = from - from % map.step;
  std::vector<FineHistogram> roundTrips;
  FineHistogram sum;
  for (int64_t n = map.begin; n < map.to; n += map.step) {
    roundTrips.emplace_back();
    map.columns.push_back(columnOf(series, n, n + map.step, roundTrips.back()));
    sum.add(roundTrips.back());
  }
  const Stretch shown = octavesOf(sum);
  map.firstBucket = shown.first;
  while ((shown.end - shown.first) / map.bucketsPerRow > std::max<size_t>(mostRows, 1) &&
         map.bucketsPerRow < FineHistogram::perOctave)
    map.bucketsPerRow *= 2;
  map.rows = (shown.end - shown.first) / map.bucketsPerRow;
  map.counts.resize(map.columns.size() * map.rows);
  for (size_t column = 0; column < map.columns.size(); ++column)
    for (size_t bucket = shown.first; bucket < shown.end; ++bucket) {
      uint32_t& cell = map.counts[column * map.rows + (bucket - shown.first) / map.bucketsPerRow];
      cell += roundTrips[column].count(bucket);
      map.most = std::max(map.most, cell);
    }
  return map;
}

} // namespace pushscope
