#include "models/query/heartbeat_lines.h"

#include "protocol/base/random.h"
#include "tests/models/sample_world.h"
#include "tests/support/seed.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

class HeartbeatLines : public ::testing::Test {
 protected:
  static constexpr int64_t start = 1'700'000'000;
  Series series;

  Series::Second& second(int64_t n, bool heard = true) {
    const WallTime at = wallFromMicros((start + n) * 1'000'000);
    Series::Second& s = *series.at(at, at);
    s.heard = heard;
    return s;
  }
};

TEST_F(HeartbeatLines, AGapInWhatWasHeardIsAGapInTheLine) {
  for (const int64_t n : {0, 1, 4, 5})
    second(n).roundTrips.add(20ms);
  second(2, false);
  second(3); // heard, and nothing was measured
  const auto line = roundTripLine(series, start, start + 6, 500);
  ASSERT_EQ(line.size(), 2u);
  ASSERT_EQ(line[0].size(), 2u);
  EXPECT_EQ(line[0][1].second, start + 1);
  EXPECT_NEAR(line[0][0].value, 20'000, 600);
  EXPECT_EQ(line[1].front().second, start + 4);
}

TEST_F(HeartbeatLines, APointSumsUpAsManySecondsAsItStandsFor) {
  for (int64_t n = 0; n < 600; ++n) {
    second(n).misses = 3;
    second(n).deaths = n % 2 == 0 ? 1 : 0;
    second(n).roundTrips.add(5ms);
  }
  const MissLines lines = missLines(series, start, start + 600);
  ASSERT_EQ(lines.misses.size(), 1u);
  ASSERT_EQ(lines.misses.front().size(), size_t(mostLinePoints));
  EXPECT_EQ(lines.misses.front()[7], (LinePoint{start + 14, 3}));
  EXPECT_EQ(lines.deaths.front()[7].value, 0.5);
  EXPECT_EQ(roundTripLine(series, start, start + 600, 990).front().size(), size_t(mostLinePoints));
}

TEST_F(HeartbeatLines, WhileNobodyListenedIsNotZeroMisses) {
  for (const int64_t n : {0, 1, 4, 5})
    second(n);
  second(2, false);
  const MissLines lines = missLines(series, start - 10, start + 6);
  EXPECT_EQ(lines.misses, (std::vector<Stretch>{{{start, 0}, {start + 1, 0}}, {{start + 4, 0}, {start + 5, 0}}}));
  EXPECT_EQ(lines.deaths, lines.misses);
}

TEST_F(HeartbeatLines, NothingHeardIsOneEmptyStretch) {
  EXPECT_EQ(roundTripLine(series, start, start + 60, 500), std::vector<Stretch>(1));
}

class HeartbeatGroups : public ::testing::Test {
 protected:
  SampleWorld sample;
  LinkId first = sample.addLink(LinkKind::node, "node-1"), second = sample.addLink(LinkKind::node, "node-2");
  const int64_t now = micros(sample.now) / 1'000'000;

  void phone(LinkId node, uint32_t handle, const std::string& profile) {
    DeviceRecord record = sample.record(handle, "phone-" + std::to_string(node.value) + '-' + std::to_string(handle));
    record.profile = profile;
    sample.tell(node, record);
  }
  void beat(LinkId node, uint32_t handle, int64_t ago, Duration roundTrip) {
    Batch batch = sample.batchOf(node);
    batch.beats.push_back({{handle}, sample.now - std::chrono::seconds(ago), roundTrip});
    sample.apply(std::move(batch));
  }
  GroupLines lines(GroupBy by) const { return groupLines(sample.world, by, now - 60, now + 1); }
};

TEST_F(HeartbeatGroups, EachGroupHasItsOwnLinesTheBusiestFirst) {
  phone(first, 1, "ios");
  phone(first, 2, "android");
  phone(second, 1, "ios");
  for (int64_t ago = 0; ago < 20; ++ago) {
    beat(first, 1, ago, 10ms);
    beat(second, 1, ago, 10ms);
    beat(first, 2, ago, 500ms);
  }
  const GroupLines profiles = lines(GroupBy::profile);
  ASSERT_EQ(profiles.groups.size(), 2u);
  EXPECT_EQ(profiles.groups[0].name, "ios");
  EXPECT_EQ(profiles.groups[0].beats, 40u);
  EXPECT_NEAR(profiles.groups[0].p99.front().front().value, 10'000, 400);
  EXPECT_EQ(profiles.groups[1].name, "android");
  EXPECT_NEAR(profiles.groups[1].p50.front().front().value, 500'000, 20'000);
  EXPECT_EQ(profiles.counted, 60u);
  EXPECT_EQ(profiles.all, 60u);
  const GroupLines nodes = lines(GroupBy::node);
  ASSERT_EQ(nodes.groups.size(), 2u);
  EXPECT_EQ(nodes.groups[0].name, "node-1");
  EXPECT_EQ(nodes.groups[0].beats, 40u);
  EXPECT_EQ(nodes.groups[1].name, "node-2");
}

TEST_F(HeartbeatGroups, MoreThanEightAreSevenAndTheOthers) {
  for (uint32_t i = 1; i <= 12; ++i) {
    phone(first, i, "kind-" + std::to_string(i));
    for (uint32_t n = 0; n < i; ++n)
      beat(first, i, n, 10ms);
  }
  const GroupLines profiles = lines(GroupBy::profile);
  ASSERT_EQ(profiles.groups.size(), mostGroups);
  EXPECT_EQ(profiles.groups.front().name, "kind-12");
  EXPECT_EQ(profiles.groups[6].name, "kind-6");
  EXPECT_TRUE(profiles.groups.back().others);
  EXPECT_EQ(profiles.groups.back().beats, 5u + 4 + 3 + 2 + 1);
}

TEST_F(HeartbeatGroups, WithNothingMeasuredThereAreNoGroups) {
  phone(first, 1, "ios");
  EXPECT_TRUE(lines(GroupBy::profile).groups.empty());
}

// Sorted lists of all round trips, one for each group and point.
TEST_F(HeartbeatGroups, AreWhatPlainListsSay) {
  Random random(testSeed("HeartbeatGroups"));
  constexpr uint32_t phones = 30;
  for (uint32_t i = 1; i <= phones; ++i)
    phone(i % 2 == 0 ? first : second, i, "kind-" + std::to_string(i % 5));
  std::map<std::string, std::map<int64_t, std::vector<int64_t>>> lists;
  for (int n = 0; n < 5000; ++n) {
    const auto handle = uint32_t(random.below(phones)) + 1;
    const auto ago = int64_t(random.below(70));
    const Duration roundTrip(int64_t(random.below(300'000)) + 100);
    beat(handle % 2 == 0 ? first : second, handle, ago, roundTrip);
    if (ago <= 60)
      lists["kind-" + std::to_string(handle % 5)][now - ago].push_back(roundTrip.count());
  }
  const GroupLines profiles = lines(GroupBy::profile);
  ASSERT_EQ(profiles.groups.size(), lists.size());
  for (const GroupLines::Group& group : profiles.groups) {
    size_t points = 0;
    for (const auto& [line, perThousand] : {std::pair(&group.p50, 500u), std::pair(&group.p99, 990u)})
      for (const Stretch& stretch : *line)
        for (const LinePoint& point : stretch) {
          std::vector<int64_t>& list = lists.at(group.name).at(point.second);
          std::sort(list.begin(), list.end());
          const size_t rank = std::max<size_t>(1, (list.size() * perThousand + 999) / 1000);
          EXPECT_NEAR(point.value, double(list[rank - 1]), 0.04 * double(list[rank - 1]) + 1);
          ++points;
        }
    EXPECT_EQ(points, 2 * lists.at(group.name).size());
  }
}

} // namespace
} // namespace pushscope
