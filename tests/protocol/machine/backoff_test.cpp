#include "protocol/machine/backoff.h"

#include "tests/support/seed.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

Duration ceilingOf(const Backoff::Policy& policy, int failures) {
  Duration ceiling = policy.base;
  for (int i = 0; i < failures && ceiling < policy.cap; ++i)
    ceiling *= 2;
  return std::min(ceiling, policy.cap);
}

TEST(Backoff, StaysBetweenZeroAndTheDoublingCeiling) {
  Random random(testSeed("Backoff.StaysBetweenZeroAndTheDoublingCeiling"));
  for (const Backoff::Policy policy : {Backoff::Policy{}, {1us, 24h * 365}, {7s, 7s}, {90s, 60s}, {0s, 60s}})
    for (int round = 0; round < 200; ++round) {
      Backoff backoff(policy);
      for (int failures = 0; failures < 100; ++failures) {
        const Duration wait = backoff.next(random);
        ASSERT_GE(wait, 0s);
        ASSERT_LE(wait, failures < 31 ? ceilingOf(policy, failures) : policy.cap);
      }
    }
}

TEST(Backoff, UsesTheWholeRange) {
  Random random(testSeed("Backoff.UsesTheWholeRange"));
  Duration low = 1h, high = 0s;
  for (int i = 0; i < 2000; ++i) {
    Backoff backoff({8s, 60s});
    const Duration wait = backoff.next(random);
    low = std::min(low, wait);
    high = std::max(high, wait);
  }
  EXPECT_LT(low, 500ms);
  EXPECT_GT(high, 7500ms);
}

TEST(Backoff, ReachesTheCapAndStaysThere) {
  Random random(testSeed("Backoff.ReachesTheCapAndStaysThere"));
  Backoff backoff({});
  Duration high = 0s;
  for (int i = 0; i < 2000; ++i)
    high = std::max(high, backoff.next(random));
  EXPECT_GT(high, 50s);
  EXPECT_LE(high, 60s);
}

TEST(Backoff, StartsAnewAfterASuccess) {
  Random random(testSeed("Backoff.StartsAnewAfterASuccess"));
  Backoff backoff({});
  for (int round = 0; round < 200; ++round) {
    for (int i = 0; i < 10; ++i)
      backoff.next(random);
    EXPECT_EQ(backoff.failures(), 10u);
    backoff.succeeded();
    EXPECT_EQ(backoff.failures(), 0u);
    ASSERT_LE(backoff.next(random), 1s);
    backoff.succeeded();
  }
}

TEST(Backoff, StartsAnewOnAnotherNetwork) {
  Random random(testSeed("Backoff.StartsAnewOnAnotherNetwork"));
  Backoff backoff({});
  for (int i = 0; i < 10; ++i)
    backoff.next(random);
  backoff.networkChanged();
  EXPECT_EQ(backoff.failures(), 0u);
  EXPECT_LE(backoff.next(random), 1s);
}

} // namespace
} // namespace pushscope
