#include "models/query/heartbeat_lines.h"

#include <algorithm>
#include <functional>
#include <unordered_map>

namespace pushscope {
namespace {

// Pieces of time, each a point of a line.
struct Steps {
  int64_t step, begin, to;

  Steps(int64_t from, int64_t end)
      : step(std::max<int64_t>(1, (end - from) / mostLinePoints)), begin(from - from % step), to(end) {}
  size_t count() const { return to > begin ? size_t((to - begin + step - 1) / step) : 0; }
  int64_t secondOf(size_t index) const { return begin + int64_t(index) * step; }
};

std::vector<Stretch> lineOf(const Series& series, const Steps& steps,
                            const std::function<std::optional<Duration>(size_t)>& valueOf) {
  std::vector<Stretch> stretches(1);
  for (size_t i = 0; i < steps.count(); ++i) {
    if (const auto value = valueOf(i))
      stretches.back().push_back({steps.secondOf(i), double(value->count())});
    else if (!series.second(steps.secondOf(i)).heard && !stretches.back().empty())
      stretches.emplace_back();
  }
  if (stretches.back().empty() && stretches.size() > 1)
    stretches.pop_back();
  return stretches;
}

using Key = uint32_t; // what a group is, by a number

// The busiest groups, and where their beats go; all others go to the place behind them.
std::vector<std::pair<Key, uint64_t>> busiest(const std::unordered_map<Key, uint64_t>& beats) {
  std::vector<std::pair<Key, uint64_t>> groups(beats.begin(), beats.end());
  std::sort(groups.begin(), groups.end(),
            [](const auto& a, const auto& b) { return std::pair(b.second, a.first) < std::pair(a.second, b.first); });
  return groups;
}

} // namespace

std::vector<Stretch> roundTripLine(const Series& series, int64_t from, int64_t to, unsigned perThousand) {
  const Steps steps(from, to);
  return lineOf(series, steps, [&](size_t index) {
    const int64_t begin = steps.secondOf(index);
    return roundTripSum(series, begin, begin + steps.step).percentile(perThousand);
  });
}

FineHistogram roundTripSum(const Series& series, int64_t from, int64_t to) {
  FineHistogram sum;
  for (int64_t n = from; n < to; ++n)
    sum.add(series.second(n).roundTrips);
  return sum;
}

MissLines missLines(const Series& series, int64_t from, int64_t to) {
  const Steps steps(from, to);
  MissLines lines;
  bool wasKnown = false;
  for (size_t i = 0; i < steps.count(); ++i) {
    double missed = 0, dead = 0;
    bool known = false;
    for (int64_t n = steps.secondOf(i), end = n + steps.step; n < end; ++n) {
      const Series::Second& second = series.second(n);
      missed += second.misses;
      dead += second.deaths;
      known |= second.heard || second.misses > 0 || second.deaths > 0;
    }
    for (const auto& [line, sum] : {std::pair(&lines.misses, missed), {&lines.deaths, dead}}) {
      if (known && !wasKnown)
        line->emplace_back();
      if (known)
        line->back().push_back({steps.secondOf(i), sum / double(steps.step)});
    }
    wasKnown = known;
  }
  return lines;
}

GroupLines groupLines(const World& world, GroupBy by, int64_t from, int64_t to) {
  const Steps steps(from, to);
  const int64_t end = steps.secondOf(steps.count());
  GroupLines lines;
  for (int64_t n = steps.begin; n < end; ++n)
    lines.all += world.series().second(n).beats;
  const size_t stride = size_t(lines.all / mostBeatsLookedAt) + 1;
  // Looked up once for each beat: a device's row is seldom near.
  struct Counted {
    const BeatLog::Beat* beat;
    Key key;
  };
  std::vector<Counted> counted;
  counted.reserve(size_t(lines.all) / stride + 1);
  std::unordered_map<Key, uint64_t> beats;
  size_t wanted = 0;
  for (size_t i = 0; i < world.beats().size(); ++i) {
    const BeatLog::Beat& beat = world.beats()[i];
    if (beat.second < steps.begin || beat.second >= end || wanted++ % stride != 0)
      continue;
    const Key key = by == GroupBy::node ? Key(beat.link) : world.devices().profileId(beat.row).value;
    counted.push_back({&beat, key});
    ++beats[key];
  }
  const auto groups = busiest(beats);
  const size_t named = groups.size() > mostGroups ? mostGroups - 1 : groups.size();
  std::unordered_map<Key, size_t> places;
  for (size_t i = 0; i < groups.size(); ++i) {
    places[groups[i].first] = std::min(i, named);
    lines.counted += groups[i].second;
  }
  lines.groups.resize(std::min(groups.size(), named + 1));
  std::vector<FineHistogram> sums(lines.groups.size() * steps.count());
  for (const auto& [beat, key] : counted) {
    const size_t group = places[key], step = size_t((int64_t(beat->second) - steps.begin) / steps.step);
    sums[group * steps.count() + step].addTo(beat->bucket);
    ++lines.groups[group].beats;
    lines.groups[group].sum.addTo(beat->bucket);
  }
  for (size_t i = 0; i < lines.groups.size(); ++i) {
    GroupLines::Group& group = lines.groups[i];
    group.others = i == named;
    if (!group.others)
      group.name = by == GroupBy::node ? world.links()[groups[i].first].status.name
                                       : std::string(world.devices().texts().view({groups[i].first}));
    const auto line = [&](unsigned perThousand) {
      return lineOf(world.series(), steps,
                    [&](size_t step) { return sums[i * steps.count() + step].percentile(perThousand); });
    };
    group.p50 = line(500);
    group.p99 = line(990);
  }
  return lines;
}

} // namespace pushscope
