#include "models/store/wake_rules.h"
#include "protocol/base/random.h"
#include "tests/models/sample_world.h"
#include "tests/support/seed.h"

#include <gtest/gtest.h>

#include <deque>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

constexpr WallTime start = wallFromMicros(1'700'000'000'000'000);

TEST(ResumesIn, AreThoseOfTheLast300Seconds) {
  std::vector<Wake> wakes;
  EXPECT_EQ(resumesIn(wakes, {}, start), 0u);
  for (uint32_t i = 0; i < 5; ++i)
    wakes.push_back(wakeOf(start + i * 10s, i + 1));
  EXPECT_EQ(resumesIn(wakes, {}, start + 40s), 5u);
  EXPECT_EQ(resumesIn(wakes, {}, start + 299s), 5u);
  EXPECT_EQ(resumesIn(wakes, {}, start + 300s), 4u) << "the first has left the window";
  EXPECT_EQ(resumesIn(wakes, {}, start + 339s), 1u);
  EXPECT_EQ(resumesIn(wakes, {}, start + 340s), 0u);
}

TEST(ResumesIn, AMissedWakeIsNone) {
  const std::vector<Wake> wakes{wakeOf(start, 1), missedWake(start + 1s)};
  EXPECT_EQ(resumesIn(wakes, {}, start + 2s), 1u);
}

TEST(ResumesIn, BelieveThePhoneAboutWhatTheConsoleDidNotSee) {
  const std::vector<Wake> wakes{wakeOf(start, 12), wakeOf(start + 10s, 13)};
  EXPECT_EQ(resumesIn(wakes, {}, start + 20s), 13u);
  EXPECT_EQ(resumesIn(wakes, {}, start + 299s), 13u) << "the others may be as young as the first that was seen";
  EXPECT_EQ(resumesIn(wakes, {}, start + 300s), 1u) << "but not younger";
  const std::vector<Wake> fewer{wakeOf(start, 12), wakeOf(start + 10s, 3)};
  EXPECT_EQ(resumesIn(fewer, {}, start + 20s), 3u) << "nine of them had left the window";
}

TEST(ResumesIn, BelieveThePhoneIfItCountsLess) {
  const std::vector<Wake> wakes{wakeOf(start, 1), wakeOf(start + 10s, 1)};
  EXPECT_EQ(resumesIn(wakes, {}, start + 20s), 1u);
  EXPECT_EQ(resumesIn(wakes, {}, start + 400s), 0u);
}

TEST(ResumesIn, TheOneThatGoesOnCounts) {
  std::vector<Wake> wakes{wakeOf(start, 1)};
  const AppNow woken{AppState::woken, Cause::data, start + 20s};
  EXPECT_EQ(resumesIn({}, woken, start + 21s), 1u);
  EXPECT_EQ(resumesIn(wakes, woken, start + 21s), 2u);
  EXPECT_EQ(resumesIn(wakes, {AppState::handler, Cause::keepAlive, start + 20s}, start + 21s), 2u);
  EXPECT_EQ(resumesIn(wakes, {AppState::foreground, Cause::user, start + 20s}, start + 21s), 1u);
  EXPECT_EQ(resumesIn(wakes, woken, start + 320s), 0u) << "it goes on, but the resume has left the window";
  wakes.push_back(wakeOf(start + 20s - 300ms, 2));
  EXPECT_EQ(resumesIn(wakes, woken, start + 21s), 2u) << "told of already";
}

TEST(ResumesIn, AreCountedHereIfThePhoneDoesNotCount) {
  const std::vector<Wake> wakes{wakeOf(start, 0), wakeOf(start + 10s, 0)};
  EXPECT_EQ(resumesIn(wakes, {}, start + 20s), 2u);
  EXPECT_EQ(resumesIn(wakes, {}, start + 300s), 1u);
}

// A phone that counts as the system does, and a console that was started at some time: never too low, and right once
// all that the console did not see has left the window.
TEST(ResumesIn, AreNeverTooLow) {
  Random random(testSeed("ResumesIn"));
  for (uint64_t round = 0; round < testSteps(300); ++round) {
    std::deque<WallTime> window;
    std::vector<Wake> seen;
    WallTime now = start;
    const WallTime began = start + random.between(0s, 600s);
    for (int i = 0; i < 60; ++i) {
      now += random.between(1s, 40s);
      while (!window.empty() && window.front() <= now - resumeWindow)
        window.pop_front();
      if (random.below(3) != 0) {
        window.push_back(now);
        if (now >= began)
          seen.push_back(wakeOf(now, uint32_t(window.size())));
      }
      if (seen.empty())
        continue;
      const uint32_t shown = resumesIn(seen, {}, now);
      ASSERT_GE(shown, window.size()) << "round " << round;
      if (now >= seen.front().at + resumeWindow) {
        ASSERT_EQ(shown, window.size()) << "round " << round;
      }
    }
  }
}

TEST(IsOverBudget, ATimerThatIsALittleLateIsNot) {
  Wake wake = wakeOf(start);
  EXPECT_FALSE(isOverBudget(wake));
  wake.used = wake.budget + 250ms;
  EXPECT_FALSE(isOverBudget(wake));
  wake.used += 1us;
  EXPECT_TRUE(isOverBudget(wake));
  wake.budget = {};
  EXPECT_FALSE(isOverBudget(wake)) << "nothing was granted that could be exceeded";
}

TEST(IsShort, FromTheEleventhOfFifteenOn) {
  EXPECT_FALSE(isShort(10, 15));
  EXPECT_TRUE(isShort(11, 15));
  EXPECT_FALSE(isShort(4, 6));
  EXPECT_TRUE(isShort(5, 6));
  EXPECT_FALSE(isShort(1'000'000, 0)) << "without a limit there is nothing to be short of";
  EXPECT_TRUE(isShort(~0u, ~0u));
}

class KeepsItselfAwake : public ::testing::Test {
 protected:
  std::vector<Wake> wakes;
  AppNow app{AppState::suspended, Cause::budget, start};
  WallTime now = start;

  // A run by data from `at` on.
  void run(Duration at, Duration used, Cause cause = Cause::data) {
    Wake wake = wakeOf(start + at - 300ms, 0);
    wake.cause = cause;
    wake.used = used;
    wakes.push_back(wake);
    now = std::max(now, start + at + used);
  }
  bool keeps(uint32_t limit = 0) const { return keepsItselfAwake(wakes, app, limit, now); }
};

TEST_F(KeepsItselfAwake, NotWithOrdinaryWakes) {
  EXPECT_FALSE(keeps(15));
  for (int i = 0; i < 10; ++i)
    run(i * 30s, 9s);
  EXPECT_FALSE(keeps());
}

// The source texts' signal every 9 s: each one lands in the awake window, and the wake never ends.
TEST_F(KeepsItselfAwake, WithOneWakeThatNeverEnds) {
  app = {AppState::woken, Cause::data, start};
  now = start + 60s;
  EXPECT_FALSE(keeps());
  now = start + 60s + 1us;
  EXPECT_TRUE(keeps());
  app.cause = Cause::keepAlive;
  EXPECT_FALSE(keeps()) << "not by data";
  app = {AppState::foreground, Cause::data, start};
  EXPECT_FALSE(keeps()) << "a person looks at it";
}

TEST_F(KeepsItselfAwake, WithWakesBackToBack) {
  for (int i = 0; i < 6; ++i)
    run(i * 11s, 10s);
  EXPECT_TRUE(keeps()) << "65 s with pauses of a second";
  wakes.clear();
  for (int i = 0; i < 6; ++i)
    run(i * 11s + i * 1us, 10s);
  EXPECT_FALSE(keeps()) << "each pause is longer than a second";
}

TEST_F(KeepsItselfAwake, TheWakeThatGoesOnJoinsThoseBefore) {
  run(0s, 55s);
  app = {AppState::woken, Cause::data, start + 55s + 500ms};
  now = start + 59s;
  EXPECT_FALSE(keeps());
  now = start + 61s;
  EXPECT_TRUE(keeps());
}

TEST_F(KeepsItselfAwake, RunsForOtherReasonsAreItsRight) {
  for (int i = 0; i < 12; ++i)
    run(i * 10s, 10s, i % 2 == 0 ? Cause::keepAlive : Cause::data);
  EXPECT_FALSE(keeps());
}

TEST_F(KeepsItselfAwake, IsForgottenAfterTheWindow) {
  run(0s, 90s);
  EXPECT_TRUE(keeps());
  now = start + 389s;
  EXPECT_TRUE(keeps());
  now = start + 390s;
  EXPECT_FALSE(keeps());
}

TEST_F(KeepsItselfAwake, WithAtMostOneResumeLeft) {
  for (uint32_t i = 0; i < 14; ++i) {
    EXPECT_FALSE(keeps(15)) << i;
    Wake wake = wakeOf(start + i * 20s, i + 1);
    wake.used = 3s;
    wakes.push_back(wake);
    now = wake.at + 4s;
  }
  EXPECT_TRUE(keeps(15));
  EXPECT_FALSE(keeps(16));
  EXPECT_FALSE(keeps(0));
}

} // namespace
} // namespace pushscope
