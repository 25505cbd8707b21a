#include "models/store/series.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

constexpr int64_t base = 1'700'000'000;
constexpr WallTime at(int64_t second) {
  return wallFromMicros(second * 1'000'000);
}

TEST(Series, KeepsASecondUntilTheRingComesRound) {
  Series series;
  series.at(at(base), at(base))->beats = 7;
  EXPECT_EQ(series.second(base).beats, 7u);
  const int64_t later = base + int64_t(Series::seconds);
  EXPECT_EQ(series.second(later).second, -1) << "the same place in the ring, another second";
  series.at(at(later), at(later))->beats = 9;
  EXPECT_EQ(series.second(later).beats, 9u);
  EXPECT_EQ(series.second(base).second, -1);
}

TEST(Series, ASecondInWhichNothingHappenedIsEmpty) {
  Series series;
  series.at(at(base), at(base))->heard = true;
  series.at(at(base + 2), at(base + 2))->heard = true;
  EXPECT_TRUE(series.second(base).heard);
  EXPECT_EQ(series.second(base + 1).second, -1);
  EXPECT_FALSE(series.second(base + 1).heard);
}

TEST(Series, TakesATimeAsFarAheadAsClocksDifferAndNoFurther) {
  Series series;
  EXPECT_NE(series.at(at(base + 5), at(base)), nullptr);
  EXPECT_EQ(series.at(at(base + 6), at(base)), nullptr);
}

TEST(Series, DropsATimeThatHasLeftTheRing) {
  Series series;
  const auto oldest = base - int64_t(Series::seconds) + 6;
  EXPECT_NE(series.at(at(oldest), at(base)), nullptr);
  EXPECT_EQ(series.at(at(oldest - 1), at(base)), nullptr);
  EXPECT_EQ(series.at(wallFromMicros(-5'000'000), at(base)), nullptr);
  EXPECT_EQ(series.at(WallTime{}, at(base)), nullptr);
  EXPECT_EQ(series.at(wallFromMicros(-5'000'000), at(1)), nullptr) << "no second has a negative number";
}

TEST(Series, AFactFromTheFutureNeverOverwritesAnOldSecondThatIsStillShown) {
  Series series;
  const auto oldest = base - int64_t(Series::seconds) + 6;
  series.at(at(oldest), at(base))->beats = 3;
  series.at(at(base + 5), at(base))->beats = 4;
  EXPECT_EQ(series.second(oldest).beats, 3u);
}

TEST(Series, TotalsCountTheWholeSecondsBeforeNow) {
  Series series;
  for (int64_t n = 0; n < 20; ++n) {
    Series::Second& s = *series.at(at(base + n), at(base + n));
    s.beats = 10;
    s.misses = 2;
    s.deaths = 1;
    s.pushes = 4;
    s.acknowledged = 3;
    s.roundTrips.add(30ms);
  }
  const Series::Totals totals = series.totals(at(base + 19) + 500ms, 10);
  EXPECT_DOUBLE_EQ(totals.beatsPerSecond, 10.0);
  EXPECT_EQ(totals.misses, 20u);
  EXPECT_EQ(totals.deaths, 10u);
  EXPECT_EQ(totals.pushes, 40u);
  EXPECT_EQ(totals.acknowledged, 30u);
  ASSERT_TRUE(totals.roundTripP50);
  EXPECT_NEAR(double(totals.roundTripP50->count()), 30'000, 30'000 * 0.032);
  EXPECT_FALSE(totals.acknowledgeP99) << "no percentile of nothing";
}

// A console that was started a moment ago does not tell of a rate that rises.
TEST(Series, ARateIsThatOfTheSecondsThatAreKnown) {
  Series series;
  for (int64_t n = 5; n < 10; ++n) {
    Series::Second& s = *series.at(at(base + n), at(base + n));
    s.heard = true;
    s.beats = n == 7 ? 0 : 10;
  }
  const Series::Totals totals = series.totals(at(base + 10), 10);
  EXPECT_EQ(totals.beats, 40u);
  EXPECT_DOUBLE_EQ(totals.beatsPerSecond, 8.0);
}

TEST(Series, TotalsOfAnEmptySpanAreZero) {
  const Series::Totals totals = Series().totals(at(base), 60);
  EXPECT_DOUBLE_EQ(totals.beatsPerSecond, 0.0);
  EXPECT_EQ(totals.misses, 0u);
  EXPECT_FALSE(totals.roundTripP50);
}

TEST(Series, FirstHeardIsTheOldestHeardSecondThatIsStillThere) {
  Series series;
  EXPECT_FALSE(series.firstHeard(at(base)));
  series.at(at(base), at(base))->beats = 1;
  EXPECT_FALSE(series.firstHeard(at(base))) << "a fact alone does not say that the console listened";
  series.at(at(base + 1), at(base + 1))->heard = true;
  series.at(at(base + 9), at(base + 9))->heard = true;
  EXPECT_EQ(series.firstHeard(at(base + 10)), std::optional(base + 1));
  EXPECT_EQ(series.firstHeard(at(base + 601)), std::optional(base + 9));
  EXPECT_FALSE(series.firstHeard(at(base + 700)));
}

} // namespace
} // namespace pushscope
