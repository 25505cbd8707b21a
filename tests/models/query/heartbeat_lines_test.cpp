#include "models/query/heartbeat_lines.h"

#include <gtest/gtest.h>

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
  ASSERT_EQ(lines.misses.size(), size_t(mostLinePoints));
  EXPECT_EQ(lines.misses[7], (LinePoint{start + 14, 3}));
  EXPECT_EQ(lines.deaths[7].value, 0.5);
  EXPECT_EQ(roundTripLine(series, start, start + 600, 990).front().size(), size_t(mostLinePoints));
}

TEST_F(HeartbeatLines, NothingHeardIsOneEmptyStretch) {
  EXPECT_EQ(roundTripLine(series, start, start + 60, 500), std::vector<Stretch>(1));
}

} // namespace
} // namespace pushscope
