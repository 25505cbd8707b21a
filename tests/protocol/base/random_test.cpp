#include "protocol/base/random.h"

#include "tests/support/seed.h"

#include <gtest/gtest.h>

#include <array>
#include <vector>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

// Computed by a second implementation of the published algorithms in another language.
TEST(Random, NumbersAreTheSameOnEveryPlatform) {
  struct {
    uint64_t seed;
    std::array<uint64_t, 4> numbers;
  } const golden[] = {
      {0, {0x99ec5f36cb75f2b4, 0xbf6e1f784956452a, 0x1a5f849d4933e6e0, 0x6aa594f1262d2d2c}},
      {1, {0xb3f2af6d0fc710c5, 0x853b559647364cea, 0x92f89756082a4514, 0x642e1c7bc266a3a7}},
      {0xdeadbeef, {0xc5555444a74d7e83, 0x65c30d37b4b16e38, 0x54f773200a4efa23, 0x429aed75fb958af7}},
      {~uint64_t{0}, {0x8f5520d52a7ead08, 0xc476a018caa1802d, 0x81de31c0d260469e, 0xbf658d7e065f3c2f}},
  };
  for (const auto& [seed, numbers] : golden) {
    Random random(seed);
    for (uint64_t number : numbers)
      EXPECT_EQ(random.next(), number) << seed;
  }
}

TEST(Random, DrawsBelowABoundAreTheSameOnEveryPlatform) {
  Random random(42);
  EXPECT_EQ(random.below(1), 0u);
  EXPECT_EQ(random.below(2), 0u);
  EXPECT_EQ(random.below(6), 4u);
  EXPECT_EQ(random.below(1000), 924u);
  EXPECT_EQ(random.below(1'000'000), 991'803u);
  EXPECT_EQ(random.below((uint64_t{1} << 63) + 1), 7099593415032875292u);
  EXPECT_EQ(random.below(~uint64_t{0}), 13267978908934200753u);
}

// Of a bound just above half of all numbers, every second draw is refused.
TEST(Random, RefusedDrawsAreTheSameOnEveryPlatform) {
  Random random(8);
  for (uint64_t expected : {5577511114920321175u, 5519266955625854979u, 3651396315706910386u, 2044287209505503332u})
    EXPECT_EQ(random.below((uint64_t{1} << 63) + 1), expected);
}

TEST(Random, ChancesAreTheSameOnEveryPlatform) {
  Random random(7);
  std::vector<bool> drawn;
  for (int i = 0; i < 8; ++i)
    drawn.push_back(random.chance(250'000));
  EXPECT_EQ(drawn, (std::vector<bool>{false, false, false, false, false, false, true, true}));
}

TEST(Random, DurationsAreTheSameOnEveryPlatform) {
  Random random(9);
  for (Duration expected : {1002us, 1251us, 1132us, 1733us})
    EXPECT_EQ(random.between(1ms, 2ms), expected);
}

TEST(Random, StreamsAreTheSameOnEveryPlatform) {
  EXPECT_EQ(Random::stream(5, 3).next(), 0xc116ac7e030d28b9u);
}

TEST(Random, StreamsDifferFromEachOther) {
  EXPECT_NE(Random::stream(5, 0).next(), Random::stream(5, 1).next());
  EXPECT_NE(Random::stream(5, 0).next(), Random::stream(6, 0).next());
}

TEST(Random, StaysBelowTheBoundAndReachesEveryValue) {
  Random random(testSeed("Random.StaysBelowTheBoundAndReachesEveryValue"));
  for (uint64_t bound : {1, 2, 3, 7, 10}) {
    std::vector<int> hits(bound);
    for (int i = 0; i < 2000; ++i)
      ++hits.at(random.below(bound));
    for (int count : hits)
      EXPECT_GT(count, 0) << bound;
  }
}

TEST(Random, ReachesBothEndsOfARange) {
  Random random(testSeed("Random.ReachesBothEndsOfARange"));
  bool low = false, high = false;
  for (int i = 0; i < 1000; ++i) {
    const Duration drawn = random.between(-2us, 2us);
    ASSERT_TRUE(drawn >= -2us && drawn <= 2us);
    low |= drawn == -2us;
    high |= drawn == 2us;
  }
  EXPECT_TRUE(low && high);
  EXPECT_EQ(random.between(5s, 5s), 5s);
}

TEST(Random, ChanceIsCertainAtItsEnds) {
  Random random(3);
  for (int i = 0; i < 1000; ++i) {
    ASSERT_FALSE(random.chance(0));
    ASSERT_TRUE(random.chance(1'000'000));
  }
}

} // namespace
} // namespace pushscope
