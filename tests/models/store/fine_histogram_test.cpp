#include "models/store/fine_histogram.h"
#include "protocol/base/random.h"
#include "tests/support/seed.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

Duration exact(std::vector<Duration>& values, unsigned perThousand) {
  const size_t rank = std::max<size_t>(1, (values.size() * perThousand + 999) / 1000);
  std::nth_element(values.begin(), values.begin() + long(rank - 1), values.end());
  return values[rank - 1];
}

// Spread over the decades as round trips are: as many between 1 and 2 ms as between 100 and 200 ms.
Duration logarithmic(Random& random) {
  const double exponent = 6.1 + double(random.below(1'000'000)) / 1e6 * 19.7;
  return Duration(int64_t(std::pow(2.0, exponent)));
}

TEST(FineHistogram, PercentilesAreWithinThreePercentOfTheExactOnes) {
  Random random(testSeed("FineHistogram"));
  for (int round = 0; round < 40; ++round) {
    FineHistogram histogram;
    std::vector<Duration> values(1 + random.below(5000));
    for (Duration& value : values)
      histogram.add(value = logarithmic(random));
    for (const unsigned perThousand : {1u, 250u, 500u, 900u, 990u, 999u, 1000u}) {
      const auto right = double(exact(values, perThousand).count());
      const auto found = double(histogram.percentile(perThousand)->count());
      ASSERT_NEAR(found, right, right * 0.032) << values.size() << " values, " << perThousand << " per thousand";
    }
  }
}

TEST(FineHistogram, IsEmptyUntilSomethingWasAdded) {
  FineHistogram histogram;
  EXPECT_FALSE(histogram.percentile(500));
  histogram.add(FineHistogram());
  EXPECT_FALSE(histogram.percentile(500));
}

TEST(FineHistogram, TakesWhatIsOutsideOfItsRangeAtTheEdges) {
  FineHistogram low, high;
  low.add(-1s);
  low.add(0s);
  EXPECT_LT(*low.percentile(500), 70us);
  high.add(24h);
  high.add(Duration::max());
  EXPECT_GT(*high.percentile(500), 60s);
  EXPECT_LT(*high.percentile(500), 70s);
}

TEST(FineHistogram, TheSumOfTwoHasThePercentilesOfAll) {
  FineHistogram fast, slow;
  for (int i = 0; i < 90; ++i)
    fast.add(10ms);
  for (int i = 0; i < 10; ++i)
    slow.add(1s);
  fast.add(slow);
  EXPECT_NEAR(double(fast.percentile(500)->count()), 10'000, 320);
  EXPECT_NEAR(double(fast.percentile(990)->count()), 1'000'000, 32'000);
}

} // namespace
} // namespace pushscope
