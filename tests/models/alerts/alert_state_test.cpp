#include "models/alerts/alert_state.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

using namespace std::chrono_literals;
using Phase = AlertState::Phase;
using Change = AlertState::Change;

// Above 10 for 5 s, cleared at 4 after 10 s, told once a second.
class AlertConversation : public ::testing::Test {
 protected:
  AlertRule rule;
  AlertState state;
  WallTime now = wallFromMicros(1'700'000'000'000'000), watchedSince{};

  AlertConversation() {
    rule.threshold = 10;
    rule.holdsFor = 5s;
    rule.clearsAt = 4;
    rule.clearsAfter = 10s;
  }
  // What changed in these seconds.
  int raised = 0, cleared = 0;
  void tell(std::optional<int64_t> value, int seconds = 1) {
    for (; seconds > 0; --seconds) {
      const Change change = state.tell(rule, value, now, watchedSince);
      raised += change == Change::raised;
      cleared += change == Change::cleared;
      now += 1s;
    }
  }
  void fire() {
    tell(20, 6);
    ASSERT_EQ(std::exchange(raised, 0), 1);
    ASSERT_EQ(state.phase(), Phase::firing);
  }
};

TEST_F(AlertConversation, IsRaisedOnceItWasBeyondForSoLongAndNotBefore) {
  EXPECT_EQ(state.phase(), Phase::unknown);
  tell(10, 20);
  EXPECT_EQ(state.phase(), Phase::quiet) << "the threshold itself is not beyond it";
  const WallTime beyond = now;
  tell(11, 5);
  EXPECT_EQ(state.phase(), Phase::pending);
  EXPECT_EQ(raised, 0);
  tell(11);
  EXPECT_EQ(raised, 1);
  EXPECT_EQ(state.since(), beyond);
  tell(50, 100);
  EXPECT_EQ(raised, 1) << "once";
}

TEST_F(AlertConversation, AMomentOfQuietBeginsAnew) {
  tell(11, 5);
  tell(10);
  tell(11, 5);
  EXPECT_EQ(raised, 0);
  tell(11);
  EXPECT_EQ(raised, 1);
}

TEST_F(AlertConversation, WithoutATimeItIsRaisedAtOnce) {
  rule.holdsFor = 0s;
  tell(11);
  EXPECT_EQ(raised, 1);
}

TEST_F(AlertConversation, ClearsAtItsOwnValueAfterItsOwnTime) {
  fire();
  tell(5, 60);
  EXPECT_EQ(state.phase(), Phase::firing) << "between the two thresholds nothing changes";
  tell(4, 10);
  EXPECT_EQ(state.phase(), Phase::clearing);
  EXPECT_TRUE(state.isFiring());
  tell(5);
  EXPECT_EQ(state.phase(), Phase::firing);
  tell(4, 10);
  EXPECT_EQ(cleared, 0);
  tell(4);
  EXPECT_EQ(cleared, 1);
  EXPECT_EQ(state.phase(), Phase::quiet);
  EXPECT_EQ(raised, 0);
}

TEST_F(AlertConversation, FromBelowItIsTheOtherWayRound) {
  rule.below = true;
  rule.clearsAt = 12;
  tell(10, 20);
  EXPECT_EQ(state.phase(), Phase::quiet);
  tell(9, 6);
  EXPECT_EQ(raised, 1);
  tell(11, 60);
  EXPECT_TRUE(state.isFiring());
  tell(12, 11);
  EXPECT_EQ(cleared, 1);
}

TEST_F(AlertConversation, WhatIsNotKnownNeitherRaisesNorClears) {
  tell(20, 4);
  tell({}, 30);
  EXPECT_EQ(state.phase(), Phase::unknown);
  EXPECT_FALSE(state.value());
  tell(20, 5);
  EXPECT_EQ(raised, 0) << "what was before does not count";
  tell(20);
  EXPECT_EQ(raised, 1);
  tell(3, 9);
  tell({}, 300);
  EXPECT_TRUE(state.isFiring());
  tell(3, 10);
  EXPECT_EQ(cleared, 0) << "nobody knows what was meanwhile";
  tell(3);
  EXPECT_EQ(cleared, 1);
}

TEST_F(AlertConversation, AfterAGapWhatWasWaitedForIsWaitedForAnew) {
  for (const Duration jump : {Duration(11s), Duration(8h), Duration(-1001ms), Duration(-8h)}) {
    state = {};
    watchedSince = {};
    tell(20, 4);
    now += jump;
    watchedSince = now;
    tell(20, 5);
    EXPECT_EQ(raised, 0) << jump.count();
    tell(20);
    EXPECT_EQ(std::exchange(raised, 0), 1);
    tell(3, 5);
    now += jump;
    watchedSince = now;
    tell(3, 10);
    EXPECT_EQ(cleared, 0) << jump.count();
    tell(3);
    EXPECT_EQ(std::exchange(cleared, 0), 1);
  }
  state = {};
  watchedSince = {};
  tell(20, 2);
  now += 60s;
  tell(20);
  EXPECT_EQ(raised, 1) << "somebody looked on: a look at a million rows takes seconds";
}

TEST_F(AlertConversation, ARuleThatIsChangedIsJudgedByItsNewThresholds) {
  fire();
  rule.threshold = 100;
  rule.clearsAt = {};
  rule.clearsAfter = 0s;
  tell(20);
  EXPECT_EQ(cleared, 1);
}

} // namespace
} // namespace pushscope
