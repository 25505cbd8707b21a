#include "models/query/heartbeat_lines.h"

#include <algorithm>

namespace pushscope {
namespace {

// Each point sums up so many seconds.
int64_t stepOf(int64_t span) {
  return std::max<int64_t>(1, span / mostLinePoints);
}

std::optional<Duration> percentileBetween(const Series& series, int64_t from, int64_t to, unsigned perThousand) {
  FineHistogram sum;
  for (int64_t n = from; n < to; ++n)
    sum.add(series.second(n).roundTrips);
  return sum.percentile(perThousand);
}

} // namespace

std::vector<Stretch> roundTripLine(const Series& series, int64_t from, int64_t to, unsigned perThousand) {
  const int64_t step = stepOf(to - from);
  std::vector<Stretch> stretches(1);
  for (int64_t n = from - from % step; n < to; n += step) {
    const auto value = percentileBetween(series, n, n + step, perThousand);
    if (value)
      stretches.back().push_back({n, double(value->count())});
    else if (!series.second(n).heard && !stretches.back().empty())
      stretches.emplace_back();
  }
  if (stretches.back().empty() && stretches.size() > 1)
    stretches.pop_back();
  return stretches;
}

MissLines missLines(const Series& series, int64_t from, int64_t to) {
  const int64_t step = stepOf(to - from);
  MissLines lines;
  for (int64_t n = from - from % step; n < to; n += step) {
    double missed = 0, dead = 0;
    for (int64_t second = n; second < n + step; ++second) {
      missed += series.second(second).misses;
      dead += series.second(second).deaths;
    }
    lines.misses.push_back({n, missed / double(step)});
    lines.deaths.push_back({n, dead / double(step)});
  }
  return lines;
}

} // namespace pushscope
