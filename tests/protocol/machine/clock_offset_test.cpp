#include "protocol/machine/clock_offset.h"

#include "protocol/base/random.h"
#include "tests/support/seed.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

constexpr WallTime at(Duration d) {
  return WallTime(d);
}

// A clock that is ahead by `offset` at `epoch` and runs fast by `ppm` millionths.
struct OtherClock {
  WallTime epoch;
  Duration offset;
  int64_t ppm;

  Duration offsetAt(WallTime ours) const { return offset + (ours - epoch) * ppm / 1'000'000; }
  WallTime read(WallTime ours) const { return ours + offsetAt(ours); }
};

Exchange exchange(const OtherClock& clock, WallTime sent, Duration out, Duration inside, Duration back) {
  const WallTime arrived = sent + out, answered = arrived + inside;
  return {sent, clock.read(arrived), clock.read(arrived + inside / 2), clock.read(answered), answered + back};
}

TEST(ClockOffset, IsUnknownBeforeTheFirstExchange) {
  EXPECT_FALSE(ClockOffset().estimate(at(1h)).has_value());
}

TEST(ClockOffset, IsExactOnASymmetricPathUpToItsStatedError) {
  const OtherClock clock{at(1h), 3s, 0};
  ClockOffset offset;
  ASSERT_TRUE(offset.add(exchange(clock, at(1h), 20ms, 1ms, 20ms)));
  const auto estimate = offset.estimate(at(1h));
  ASSERT_TRUE(estimate);
  EXPECT_EQ(estimate->offset, 3s);
  EXPECT_GE(estimate->error, 20ms);
  EXPECT_LE(estimate->error, 21ms);
}

TEST(ClockOffset, TakesTheShortestOfTheLastRoundTrips) {
  const OtherClock clock{at(1h), -2s, 0};
  ClockOffset offset;
  offset.add(exchange(clock, at(1h), 900ms, 0s, 10ms));
  offset.add(exchange(clock, at(1h + 30s), 2ms, 0s, 2ms));
  offset.add(exchange(clock, at(1h + 60s), 10ms, 0s, 700ms));
  const auto estimate = offset.estimate(at(1h + 61s));
  EXPECT_EQ(estimate->offset, -2s);
  EXPECT_LT(estimate->error, 6ms);
}

TEST(ClockOffset, ForgetsTheNinthOldestExchange) {
  const OtherClock clock{at(1h), 0s, 0};
  ClockOffset offset;
  offset.add(exchange(clock, at(1h), 1ms, 0s, 1ms));
  for (int i = 1; i <= 7; ++i)
    offset.add(exchange(clock, at(1h + i * 1s), 50ms, 0s, 50ms));
  EXPECT_LT(offset.estimate(at(1h + 8s))->error, 10ms);
  offset.add(exchange(clock, at(1h + 8s), 50ms, 0s, 50ms));
  EXPECT_GE(offset.estimate(at(1h + 9s))->error, 50ms);
}

TEST(ClockOffset, ErrorGrowsWithTheAgeOfTheExchange) {
  const OtherClock clock{at(1h), 0s, 0};
  ClockOffset offset;
  offset.add(exchange(clock, at(1h), 1ms, 0s, 1ms));
  const Duration fresh = offset.estimate(at(1h + 1s))->error;
  EXPECT_EQ(offset.estimate(at(1h + 1001s))->error - fresh, 100ms);
}

TEST(ClockOffset, IgnoresStampsThatContradictEachOther) {
  const Exchange good{at(100s), at(200s), at(201s), at(201s), at(102s)};
  ClockOffset offset;
  ASSERT_TRUE(offset.add(good));
  Exchange answeredBeforeAsked = good, receivedBeforeSent = good, longerInsideThanOutside = good;
  answeredBeforeAsked.answered = at(199s);
  receivedBeforeSent.received = at(99s);
  longerInsideThanOutside.answered = at(203s);
  EXPECT_FALSE(offset.add(answeredBeforeAsked));
  EXPECT_FALSE(offset.add(receivedBeforeSent));
  EXPECT_FALSE(offset.add(longerInsideThanOutside));
}

TEST(ClockOffset, IgnoresStampsOutsideOfTime) {
  const Exchange good{at(100s), at(200s), at(201s), at(201s), at(102s)};
  for (WallTime outside : {WallTime::min(), at(-1us), wallFromMicros((int64_t{1} << 53) + 1), WallTime::max()})
    for (auto stamp : {&Exchange::sent, &Exchange::arrived, &Exchange::answered, &Exchange::received}) {
      Exchange bad = good;
      bad.*stamp = outside;
      EXPECT_FALSE(ClockOffset().add(bad));
    }
}

TEST(ClockOffset, IsKnownToBeUnknownAfterALie) {
  ClockOffset offset;
  EXPECT_FALSE(offset.add({at(5s), at(4s), at(4s), at(3s), at(6s)}));
  EXPECT_FALSE(offset.estimate(at(10s)).has_value());
}

// The same, begun by the other side.
Exchange theirExchange(const OtherClock& clock, WallTime sent, Duration out, Duration inside, Duration back) {
  const WallTime arrived = sent + out, answered = arrived + inside;
  return {clock.read(sent), arrived, arrived + inside / 2, answered, clock.read(answered + back)};
}

TEST(ClockOffset, IsTheSameWhicheverSideBegan) {
  const OtherClock clock{at(1h), 3s, 0};
  ClockOffset ours, theirs;
  ASSERT_TRUE(ours.add(exchange(clock, at(1h), 20ms, 1ms, 20ms)));
  ASSERT_TRUE(theirs.addTheirs(theirExchange(clock, at(1h), 20ms, 1ms, 20ms), at(1h + 1s)));
  EXPECT_EQ(ours.estimate(at(1h + 1s))->offset, 3s);
  EXPECT_EQ(theirs.estimate(at(1h + 1s))->offset, 3s);
}

TEST(ClockOffset, IgnoresAnAnswerThatWeHaveYetToGive) {
  const Exchange e{at(100s), at(200s), at(201s), at(201s), at(102s)};
  EXPECT_FALSE(ClockOffset().addTheirs(e, at(201s) - 1us));
  EXPECT_TRUE(ClockOffset().addTheirs(e, at(201s)));
}

// Delays are as lopsided as they come, phones sleep before they answer, clocks are 5 s off and drift by 50
// ppm.
void expectTruthWithinError(Random& random, bool theyBegin) {
  WallTime now = at(24h * 19'000);
  const OtherClock clock{now, random.between(-5s, 5s), int64_t(random.below(101)) - 50};
  const Duration slowest = random.between(1us, 2s), laziest = random.chance(500'000) ? Duration(10s) : 2ms;
  ClockOffset offset;
  for (int i = 0; i < 20; ++i) {
    const Duration out = random.between(0us, random.chance(200'000) ? 1us : slowest);
    const Duration back = random.between(0us, random.chance(200'000) ? 1us : slowest);
    const Duration inside = random.between(0us, laziest);
    const WallTime sent = now;
    now += out + inside + back;
    theyBegin ? offset.addTheirs(theirExchange(clock, sent, out, inside, back), now)
              : offset.add(exchange(clock, sent, out, inside, back));
    now += random.between(0us, random.chance(500'000) ? Duration(300s) : 1ms);
    const auto estimate = offset.estimate(now);
    if (!estimate)
      continue;
    const Duration wrong = estimate->offset - clock.offsetAt(now);
    ASSERT_LE(wrong, estimate->error) << "exchange " << i;
    ASSERT_GE(wrong, -estimate->error) << "exchange " << i;
  }
}

TEST(ClockOffset, TrueOffsetLiesWithinTheStatedErrorOfOurExchanges) {
  Random random(testSeed("ClockOffset.OurExchanges"));
  for (uint64_t round = 0; round < testSteps(20'000) / 10 && !HasFailure(); ++round)
    expectTruthWithinError(random, false);
}

TEST(ClockOffset, TrueOffsetLiesWithinTheStatedErrorOfTheirExchanges) {
  Random random(testSeed("ClockOffset.TheirExchanges"));
  for (uint64_t round = 0; round < testSteps(20'000) / 10 && !HasFailure(); ++round)
    expectTruthWithinError(random, true);
}

} // namespace
} // namespace pushscope
