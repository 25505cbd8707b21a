#include "models/query/heatmap.h"
#include "protocol/base/random.h"
#include "tests/support/seed.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

class HeatmapTest : public ::testing::Test {
 protected:
  static constexpr int64_t start = 1'700'000'000;
  Series series;

  Series::Second& second(int64_t n, bool heard = true) {
    const WallTime at = wallFromMicros((start + n) * 1'000'000);
    Series::Second& s = *series.at(at, at);
    s.heard = heard;
    return s;
  }
  void beat(int64_t n, Duration roundTrip) {
    Series::Second& s = second(n);
    ++s.beats;
    s.roundTrips.add(roundTrip);
  }
  Heatmap map(int64_t from, int64_t to, size_t columns = 300, size_t rows = 40) const {
    return heatmapOf(series, start + from, start + to, columns, rows);
  }
};

TEST_F(HeatmapTest, ACellCountsWhatHasItsTimeAndItsLatency) {
  beat(10, 20ms);
  beat(10, 20ms);
  beat(11, 900ms);
  const Heatmap heat = map(0, 60);
  ASSERT_EQ(heat.columns.size(), 60u);
  EXPECT_EQ(heat.step, 1);
  EXPECT_EQ(heat.most, 2u);
  uint64_t cells = 0;
  for (size_t c = 0; c < heat.columns.size(); ++c)
    for (size_t r = 0; r < heat.rows; ++r)
      if (heat.count(c, r) > 0) {
        ++cells;
        const Duration expected = c == 10 ? 20ms : 900ms;
        EXPECT_LE(heat.lowerBound(r), expected);
        EXPECT_GT(heat.lowerBound(r + 1), expected);
      }
  EXPECT_EQ(cells, 2u);
}

TEST_F(HeatmapTest, ATimeInWhichNobodyListenedIsAGapWithItsCauseAndNoZero) {
  beat(0, 5ms);
  second(1);
  second(2, false);
  beat(4, 5ms); // nothing at all is known of second 3
  const Heatmap heat = map(0, 5);
  using Gap = Heatmap::Gap;
  const Gap expected[] = {Gap::none, Gap::none, Gap::noServer, Gap::notLooking, Gap::none};
  for (size_t c = 0; c < 5; ++c)
    EXPECT_EQ(heat.columns[c].gap, expected[c]) << c;
}

TEST_F(HeatmapTest, WhatWasPartlyHeardIsNoGap) {
  beat(0, 5ms);
  second(1, false);
  const Heatmap heat = map(0, 600);
  ASSERT_EQ(heat.step, 2);
  EXPECT_EQ(heat.columns[0].gap, Heatmap::Gap::none);
  EXPECT_EQ(heat.columns[1].gap, Heatmap::Gap::notLooking);
}

TEST_F(HeatmapTest, WithoutAnythingMeasuredThereAreNoRows) {
  second(3);
  const Heatmap heat = map(0, 60);
  EXPECT_EQ(heat.rows, 0u);
  EXPECT_EQ(heat.most, 0u);
  EXPECT_EQ(heat.columns.size(), 60u);
  EXPECT_EQ(map(60, 60).columns.size(), 0u);
  EXPECT_EQ(map(60, 0).columns.size(), 0u) << "a time that ends before it begins";
}

TEST_F(HeatmapTest, CellsKeepWhatTheyHoldWhileTimeGoesOn) {
  for (int64_t n = 0; n < 590; ++n)
    beat(n, n % 2 == 0 ? 3ms : 300ms);
  const Heatmap before = map(0, 500, 100), after = map(7, 507, 100);
  ASSERT_EQ(before.step, 5);
  for (size_t c = 0; c + 2 < before.columns.size(); ++c) {
    const auto moved = size_t((before.secondOf(c) - after.begin) / after.step);
    if (before.secondOf(c) < after.begin)
      continue;
    ASSERT_EQ(before.secondOf(c), after.secondOf(moved));
    for (size_t r = 0; r < before.rows; ++r)
      EXPECT_EQ(before.count(c, r), after.count(moved, r));
  }
}

TEST_F(HeatmapTest, ARangeIsItsCellsAndBack) {
  beat(10, 1ms);
  beat(100, 2s);
  const Heatmap heat = map(0, 120, 60, 20);
  const Heatmap::Cells cells{3, 9, 1, 4};
  EXPECT_EQ(heat.cellsOf(heat.rangeOf(cells)), cells);
  BeatRange past = heat.rangeOf(cells);
  past.fromSecond -= 1000;
  past.toSecond -= 1000;
  EXPECT_EQ(heat.cellsOf(past).toColumn, heat.cellsOf(past).fromColumn) << "it has left the chart";
}

// All seconds and round trips one by one, by their bounds as a person reads them.
TEST_F(HeatmapTest, CountsAsAPlainListDoes) {
  Random random(testSeed("Heatmap"));
  for (int round = 0; round < 60; ++round) {
    series = Series();
    struct Told {
      int64_t second;
      Duration roundTrip;
    };
    std::vector<Told> beats;
    std::vector<bool> known(600), heard(600);
    for (int64_t n = 0; n < 600; ++n) {
      if (random.chance(200'000))
        continue;
      known[size_t(n)] = true;
      Series::Second& s = second(n, random.chance(800'000));
      heard[size_t(n)] = s.heard;
      for (uint64_t i = s.heard ? random.below(6) : 0; i > 0; --i) {
        const Duration roundTrip(int64_t(64) << random.below(20));
        beats.push_back({n, roundTrip + Duration(int64_t(random.below(uint64_t(roundTrip.count()))))});
        ++s.beats;
        s.roundTrips.add(beats.back().roundTrip);
      }
    }
    const int64_t from = int64_t(random.below(500)), to = from + 1 + int64_t(random.below(uint64_t(600 - from)));
    const Heatmap heat = map(from, to, 1 + size_t(random.below(400)), 1 + size_t(random.below(100)));
    for (size_t c = 0; c < heat.columns.size(); ++c) {
      bool anyKnown = false, anyHeard = false;
      for (int64_t n = heat.secondOf(c) - start; n < heat.secondOf(c + 1) - start; ++n)
        if (n >= 0 && n < 600) {
          anyKnown = anyKnown || known[size_t(n)];
          anyHeard = anyHeard || heard[size_t(n)];
        }
      EXPECT_EQ(heat.columns[c].gap, anyHeard   ? Heatmap::Gap::none
                                     : anyKnown ? Heatmap::Gap::noServer
                                                : Heatmap::Gap::notLooking);
      for (size_t r = 0; r < heat.rows; ++r) {
        uint32_t count = 0;
        for (const Told& beat : beats)
          count += beat.second + start >= heat.secondOf(c) && beat.second + start < heat.secondOf(c + 1) &&
                   beat.roundTrip >= heat.lowerBound(r) && beat.roundTrip < heat.lowerBound(r + 1);
        ASSERT_EQ(heat.count(c, r), count) << c << ' ' << r;
      }
    }
    uint64_t inside = 0;
    for (const Told& beat : beats)
      inside += beat.second + start >= heat.begin && beat.second + start < heat.secondOf(heat.columns.size());
    EXPECT_EQ(heat.beatsIn({0, heat.columns.size(), 0, heat.rows}), inside) << "none is left out";
  }
}

} // namespace
} // namespace pushscope
