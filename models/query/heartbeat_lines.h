#pragma once

#include "models/store/series.h"

#include <vector>

namespace pushscope {

// A line of a chart: what it says of the time from `second` on.
struct LinePoint {
  int64_t second = 0;
  double value = 0;
  friend bool operator==(const LinePoint&, const LinePoint&) = default;
};
using Stretch = std::vector<LinePoint>;

// A line has at most about so many points: more than a chart has pixels for are drawn for nothing.
inline constexpr int64_t mostLinePoints = 300;

// Round trips of all devices in µs. A time in which nobody listened ends a stretch; one in which nothing was measured
// is passed over. `perThousand` 500 is the median.
std::vector<Stretch> roundTripLine(const Series& series, int64_t from, int64_t to, unsigned perThousand);

// Per second.
struct MissLines {
  Stretch misses, deaths;
};
MissLines missLines(const Series& series, int64_t from, int64_t to);

} // namespace pushscope
