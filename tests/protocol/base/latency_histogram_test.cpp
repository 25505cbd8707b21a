#include "protocol/base/latency_histogram.h"

#include "protocol/base/random.h"
#include "tests/support/seed.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

constexpr size_t lastBucket = LatencyHistogram::bucketCount - 1;

double upperEnd(size_t bucket) {
  return 128 * std::pow(2, double(bucket) / 2);
}

TEST(LatencyHistogram, IsEmptyUntilSomethingIsAdded) {
  LatencyHistogram histogram;
  EXPECT_TRUE(histogram.empty());
  EXPECT_FALSE(histogram.percentile(500).has_value());
  histogram.add(1ms);
  EXPECT_FALSE(histogram.empty());
  EXPECT_TRUE(histogram.percentile(500).has_value());
}

TEST(LatencyHistogram, TakesTwentyEightBytes) {
  EXPECT_EQ(sizeof(LatencyHistogram), size_t{28});
}

TEST(LatencyHistogram, BucketsGrowByTheSquareRootOfTwo) {
  for (size_t bucket = 0; bucket < lastBucket; ++bucket) {
    const Duration inside(int64_t(upperEnd(bucket) * 0.999)), outside(int64_t(upperEnd(bucket) * 1.001) + 1);
    EXPECT_EQ(LatencyHistogram::bucketOf(inside), bucket);
    EXPECT_EQ(LatencyHistogram::bucketOf(outside), bucket + 1);
  }
}

TEST(LatencyHistogram, EvenBucketsEndExactlyAtAPowerOfTwo) {
  for (size_t bucket = 0; bucket < lastBucket; bucket += 2) {
    const Duration end = 128us * (int64_t{1} << (bucket / 2));
    EXPECT_EQ(LatencyHistogram::bucketOf(end), bucket);
    EXPECT_EQ(LatencyHistogram::bucketOf(end + 1us), bucket + 1);
  }
}

TEST(LatencyHistogram, BucketsNeverFallAsValuesGrow) {
  size_t before = 0;
  for (int64_t us = 0; us < 1'100'000; us += 7) {
    const size_t bucket = LatencyHistogram::bucketOf(Duration(us));
    ASSERT_GE(bucket, before) << us;
    before = bucket;
  }
}

TEST(LatencyHistogram, TakesExtremesIntoTheOuterBuckets) {
  EXPECT_EQ(LatencyHistogram::bucketOf(0us), size_t{0});
  EXPECT_EQ(LatencyHistogram::bucketOf(-1s), size_t{0});
  EXPECT_EQ(LatencyHistogram::bucketOf(Duration::min()), size_t{0});
  EXPECT_EQ(LatencyHistogram::bucketOf(1h), lastBucket);
  EXPECT_EQ(LatencyHistogram::bucketOf(Duration::max()), lastBucket);
}

TEST(LatencyHistogram, PercentileIsWithinAFifthOfTheTruth) {
  Random random(testSeed("LatencyHistogram.PercentileIsWithinAFifthOfTheTruth"));
  for (int round = 0; round < 200; ++round) {
    LatencyHistogram histogram;
    std::vector<int64_t> values;
    const uint64_t spread = 1000 + random.below(900'000);
    for (int i = 0; i < 200; ++i) {
      values.push_back(129 + int64_t(random.below(spread)));
      histogram.add(Duration(values.back()));
    }
    std::sort(values.begin(), values.end());
    for (unsigned perThousand : {500u, 900u, 990u}) {
      const double truth = double(values[(values.size() * perThousand + 999) / 1000 - 1]);
      const double shown = double(histogram.percentile(perThousand)->count());
      ASSERT_LT(std::abs(shown - truth) / truth, 0.2) << truth << " shown as " << shown;
    }
  }
}

TEST(LatencyHistogram, PercentileOfOneValueIsThatValueAtEveryRank) {
  LatencyHistogram histogram;
  histogram.add(20ms);
  const Duration middle = *histogram.percentile(500);
  EXPECT_EQ(histogram.percentile(0), middle);
  EXPECT_EQ(histogram.percentile(1), middle);
  EXPECT_EQ(histogram.percentile(1000), middle);
}

TEST(LatencyHistogram, OutlierShowsAboveItsRankOnly) {
  LatencyHistogram histogram;
  for (int i = 0; i < 99; ++i)
    histogram.add(1ms);
  histogram.add(900ms);
  EXPECT_LT(*histogram.percentile(990), 2ms);
  EXPECT_GT(*histogram.percentile(991), 700ms);
}

TEST(LatencyHistogram, HalvesAllBucketsWhenOneOverflows) {
  LatencyHistogram histogram;
  for (int i = 0; i < 101; ++i)
    histogram.add(100ms);
  for (int i = 0; i < 256; ++i)
    histogram.add(1ms);
  EXPECT_EQ(histogram.buckets()[LatencyHistogram::bucketOf(1ms)], 128);
  EXPECT_EQ(histogram.buckets()[LatencyHistogram::bucketOf(100ms)], 50);
}

TEST(LatencyHistogram, OldValuesFade) {
  LatencyHistogram histogram;
  for (int i = 0; i < 255; ++i)
    histogram.add(900ms);
  for (int i = 0; i < 2000; ++i)
    histogram.add(1ms);
  EXPECT_LT(*histogram.percentile(990), 2ms);
}

TEST(LatencyHistogram, IsRestoredFromItsBuckets) {
  LatencyHistogram original, restored;
  for (int i = 0; i < 300; ++i)
    original.add(Duration(i * 1000));
  restored.setBuckets(original.buckets());
  EXPECT_TRUE(std::equal(original.buckets().begin(), original.buckets().end(), restored.buckets().begin()));
  EXPECT_EQ(restored.percentile(900), original.percentile(900));
}

TEST(LatencyHistogram, MergesIntoTotalsThatDoNotOverflow) {
  LatencyHistogram histogram;
  for (int i = 0; i < 255; ++i)
    histogram.add(5ms);
  std::array<uint64_t, LatencyHistogram::bucketCount> totals{};
  for (int i = 0; i < 100'000; ++i)
    histogram.mergeInto(totals);
  EXPECT_EQ(std::accumulate(totals.begin(), totals.end(), uint64_t{0}), 25'500'000u);
  EXPECT_EQ(LatencyHistogram::percentileOf(totals, 500), histogram.percentile(500));
}

} // namespace
} // namespace pushscope
