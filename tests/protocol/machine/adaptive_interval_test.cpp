#include "protocol/machine/adaptive_interval.h"

#include "protocol/base/random.h"
#include "tests/support/seed.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

class AdaptiveIntervalTest : public ::testing::Test {
 protected:
  void good(int beats) {
    for (int i = 0; i < beats; ++i)
      interval.succeeded(now);
  }
  // Through warm-up and the steps below, to the first beat at this interval.
  void probeUpTo(Duration wanted) {
    good(3);
    while (interval.interval() < wanted)
      good(5);
  }

  AdaptiveInterval::Policy policy;
  AdaptiveInterval interval{policy};
  MonoTime now{};
};

TEST_F(AdaptiveIntervalTest, StartsAtTheShortestAndWarmsUpBeforeItProbes) {
  EXPECT_EQ(interval.interval(), 210s);
  good(3 + 4);
  EXPECT_EQ(interval.interval(), 210s);
  good(1);
  EXPECT_EQ(interval.interval(), 270s);
  EXPECT_FALSE(interval.settled());
}

TEST_F(AdaptiveIntervalTest, TakesAStepAfterFiveGoodBeatsUpToTheLongest) {
  good(3);
  for (Duration expected : {210s, 270s, 330s, 390s, 450s, 510s, 570s, 600s}) {
    EXPECT_EQ(interval.interval(), expected);
    EXPECT_FALSE(interval.settled());
    good(5);
  }
  EXPECT_EQ(interval.interval(), 600s);
  EXPECT_TRUE(interval.settled());
}

TEST_F(AdaptiveIntervalTest, AMissSettlesItUnderTheLongestThatHeld) {
  probeUpTo(330s);
  interval.failed(now);
  EXPECT_TRUE(interval.settled());
  EXPECT_EQ(interval.interval(), 250s); // 270 held
  good(1000);
  EXPECT_EQ(interval.interval(), 250s);
}

TEST_F(AdaptiveIntervalTest, NeverSettlesUnderTheShortest) {
  good(3);
  interval.failed(now);
  EXPECT_TRUE(interval.settled());
  EXPECT_EQ(interval.interval(), 210s);
}

TEST_F(AdaptiveIntervalTest, AMissWhileWarmingUpStartsTheWarmUpAgain) {
  good(2);
  interval.failed(now);
  good(2);
  EXPECT_FALSE(interval.settled());
  good(1 + 4);
  EXPECT_EQ(interval.interval(), 210s);
  good(1);
  EXPECT_EQ(interval.interval(), 270s);
}

TEST_F(AdaptiveIntervalTest, SettledStepsBackAfterTwoMissesInARow) {
  probeUpTo(450s);
  interval.failed(now);
  ASSERT_EQ(interval.interval(), 370s);
  interval.failed(now);
  good(1);
  interval.failed(now);
  EXPECT_EQ(interval.interval(), 370s);
  interval.failed(now);
  EXPECT_EQ(interval.interval(), 310s);
  for (int i = 0; i < 20; ++i)
    interval.failed(now);
  EXPECT_EQ(interval.interval(), 210s);
  EXPECT_TRUE(interval.settled());
}

TEST_F(AdaptiveIntervalTest, ProbesAgainAfterSevenDays) {
  probeUpTo(330s);
  interval.failed(now);
  now += 24h * 7 - 1us;
  good(1);
  EXPECT_TRUE(interval.settled());
  now += 1us;
  good(1);
  EXPECT_FALSE(interval.settled());
  EXPECT_EQ(interval.interval(), 270s);
  // An unchanged network gives the same answer.
  good(5);
  interval.failed(now);
  EXPECT_EQ(interval.interval(), 250s);
}

TEST_F(AdaptiveIntervalTest, WhatDoesNotHoldAnyMoreIsForgotten) {
  probeUpTo(600s);
  interval.failed(now);
  ASSERT_EQ(interval.interval(), 550s);
  now += 24h * 7;
  good(1);
  EXPECT_EQ(interval.interval(), 570s);
  interval.failed(now);
  EXPECT_EQ(interval.interval(), 210s);
}

TEST_F(AdaptiveIntervalTest, AnotherNetworkStartsItAnew) {
  probeUpTo(330s);
  interval.failed(now);
  interval.networkChanged();
  EXPECT_FALSE(interval.settled());
  EXPECT_EQ(interval.interval(), 210s);
  good(3 + 5);
  EXPECT_EQ(interval.interval(), 270s);
}

// Whatever a NAT's limit: it ends below it, at most a step and the margin away from the best.
TEST_F(AdaptiveIntervalTest, EndsCloseUnderTheLimitOfANat) {
  Random random(testSeed("AdaptiveInterval.EndsCloseUnderTheLimitOfANat"));
  for (int round = 0; round < 2000; ++round) {
    const Duration limit = random.between(211s, 900s);
    AdaptiveInterval fresh(policy);
    MonoTime time{};
    for (int beat = 0; beat < 300; ++beat) {
      time += fresh.interval();
      fresh.interval() < limit ? fresh.succeeded(time) : fresh.failed(time);
    }
    ASSERT_TRUE(fresh.settled());
    EXPECT_LT(fresh.interval(), limit);
    EXPECT_GE(fresh.interval(), std::min(limit - policy.step - policy.margin, policy.longest));
  }
}

} // namespace
} // namespace pushscope
