#pragma once

#include "models/store/world.h"

#include <string>
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

// All of them together.
FineHistogram roundTripSum(const Series& series, int64_t from, int64_t to);

// Per second, zero where nothing was missed; a time in which nobody listened ends a stretch.
struct MissLines {
  std::vector<Stretch> misses, deaths;
};
MissLines missLines(const Series& series, int64_t from, int64_t to);

// The same by kind of phone, or by the node that measured. The store counts all devices together; this is worked out of
// the BeatLog when it is asked for, so that a beat costs nothing more. It looks at some 200,000 beats, a few
// milliseconds: of more in this time it takes every second, third … one.
enum class GroupBy : uint8_t { profile, node };
struct GroupLines {
  struct Group {
    std::string name; // as it was told; empty: the phone or the node told none
    bool others = false;
    uint64_t beats = 0; // that were looked at
    FineHistogram sum;  // of all of them
    std::vector<Stretch> p50, p99;
  };
  // The busiest first; what is left of the groups, if there are more, is one of its own at the end.
  std::vector<Group> groups;
  uint64_t counted = 0, all = 0; // beats: that were looked at, and that there were in this time
};
inline constexpr size_t mostGroups = 8;
inline constexpr size_t mostBeatsLookedAt = 200'000;
GroupLines groupLines(const World& world, GroupBy by, int64_t from, int64_t to);

} // namespace pushscope
