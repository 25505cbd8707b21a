#include "tests/app/server/core/shard_fixture.h"

namespace pushscope {
namespace {

using namespace std::chrono_literals;

// "Up to 10 of 15 in 300 s: send at once. 11 to 13: normal priority waits for the next beat or until the oldest resume
// leaves the window, high goes. The last is kept for the heartbeat" (9-wire).
class ShardWakeBudget : public ShardTest {
 protected:
  void sleeper(Hello hello = marked("a")) {
    ShardTest::hello(1, hello);
    answersPings(1);
    sleeps(1);
    asleep = now.mono;
  }
  void inject(uint8_t id, bool high = false) {
    Inject inject = pushOf(id, "a");
    inject.highPriority = high;
    push(inject);
  }
  // So many resumes, ten seconds from each other, each for one push that is handled at once.
  void resumes(int count) {
    for (int i = 0; i < count; ++i) {
      const size_t before = pushesTo(1).size();
      inject(++m_last);
      ASSERT_EQ(pushesTo(1).size(), before + 1) << "resume " << i + 1 << " is free";
      acknowledge(1);
      pass(10s);
    }
  }
  // When the oldest resume is out of the phone's window for certain: bytes may be a second on their way, and the app
  // may have run for the 7 s that it has at least when they came.
  static constexpr Duration guarded = 300s + WakeBudget::grace + WakeBudget::way;
  MonoTime asleep;

 private:
  uint8_t m_last = 0;
};

TEST_F(ShardWakeBudget, UpToTenResumesEverythingIsSentAtOnce) {
  sleeper();
  resumes(11); // the eleventh finds ten in the window
  EXPECT_EQ(facts.count(Stage::held), 0u);
}

TEST_F(ShardWakeBudget, FromElevenOnNormalPriorityWaitsUntilTheOldestResumeHasLeftTheWindow) {
  sleeper();
  resumes(11);
  inject(100);
  EXPECT_EQ(pushesTo(1).size(), 11u);
  EXPECT_EQ(count(Stage::held, Reason::wakeBudget), 1u);
  passUntil(asleep + guarded - 1us);
  EXPECT_EQ(pushesTo(1).size(), 11u);
  EXPECT_EQ(pingTimes(1).size(), 1u) << "no beat has come meanwhile";
  pass(1us);
  EXPECT_EQ(pushesTo(1).size(), 12u);
  EXPECT_EQ(facts.count(Stage::held), 1u) << "told once";
}

TEST_F(ShardWakeBudget, FromElevenToThirteenHighPriorityGoes) {
  sleeper();
  resumes(11);
  for (uint8_t id = 101; id <= 103; ++id) {
    inject(id, true);
    EXPECT_EQ(pushesTo(1).back().uuid.bytes[0], id);
    acknowledge(1);
    pass(10s);
  }
  EXPECT_EQ(facts.count(Stage::held), 0u);
}

TEST_F(ShardWakeBudget, TheLastIsKeptForTheHeartbeat) {
  Hello hello = marked("a");
  hello.backgroundHeartbeat = HeartbeatPolicy{100s, 15s, 3};
  sleeper(hello);
  resumes(11);
  for (uint8_t id = 101; id <= 103; ++id) {
    inject(id, true);
    acknowledge(1);
    pass(10s);
  }
  inject(104, true); // fourteen are in the window
  EXPECT_EQ(pushesTo(1).size(), 14u);
  EXPECT_EQ(count(Stage::held, Reason::wakeBudget), 1u);
  const size_t beats = pingTimes(1).size();
  pass(110s);
  ASSERT_GT(pingTimes(1).size(), beats) << "the beat is the fifteenth";
  EXPECT_LT(pingTimes(1)[beats], asleep + 300s);
  ASSERT_EQ(pushesTo(1).size(), 15u) << "and what waits goes with it";
  EXPECT_EQ(pushTimes(1).back(), pingTimes(1)[beats]);
}

TEST_F(ShardWakeBudget, AHeartbeatWaitsAsWellWhenNothingIsLeft) {
  Hello hello = marked("a");
  hello.backgroundHeartbeat = HeartbeatPolicy{60s, 15s, 3};
  hello.sleep.resumes = 3; // a stricter system: two for pushes, one for beats
  sleeper(hello);
  pass(1h);
  const std::vector<MonoTime> pings = pingTimes(1);
  for (size_t i = 4; i < pings.size(); ++i)
    EXPECT_GT(pings[i] - pings[i - 3], 300s) << "never four within the window";
  EXPECT_FALSE(facts.has("link a suspect")) << "a beat that was not sent is not missed";
}

TEST_F(ShardWakeBudget, WhatIsHeldGoesWithTheNextBeat) {
  Hello hello = marked("a");
  hello.backgroundHeartbeat = HeartbeatPolicy{60s, 15s, 3};
  sleeper(hello);
  resumes(11);
  inject(101);
  inject(102);
  EXPECT_EQ(pushesTo(1).size(), 11u);
  pass(66s);
  ASSERT_EQ(pushesTo(1).size(), 13u);
  EXPECT_EQ(pushTimes(1)[11], pingTimes(1).back()) << "one resume for the beat and both pushes";
  EXPECT_LT(now.mono, asleep + 300s);
}

TEST_F(ShardWakeBudget, OneResumeDeliversTheWholeBacklogInSequence) {
  sleeper();
  resumes(11);
  for (uint8_t id = 101; id <= 140; ++id) {
    inject(id, id == 110); // of high priority: the tenth of them
    if (id < 110)
      EXPECT_EQ(pushesTo(1).size(), 11u);
    else
      acknowledge(1);
  }
  while (pushesTo(1).size() < 51)
    acknowledge(1); // 16 at a time
  const auto sequences = sequencesTo(1);
  for (size_t i = 0; i < sequences.size(); ++i)
    EXPECT_EQ(sequences[i], i + 1);
  EXPECT_EQ(pushTimes(1)[11], pushTimes(1)[50]) << "all in the moment in which the urgent one came";
  // All that was one resume: there are twelve now, so one more of high priority goes and none of normal priority.
  pass(10s);
  inject(141);
  EXPECT_EQ(pushesTo(1).size(), 51u);
  inject(142, true);
  EXPECT_EQ(pushesTo(1).size(), 53u);
}

TEST_F(ShardWakeBudget, BytesForAnAppThatIsStillAwakeAreFree) {
  sleeper();
  for (uint8_t id = 1; id <= 60; ++id) { // a push each second: one resume in eight
    inject(id);
    EXPECT_EQ(pushesTo(1).size(), id);
    acknowledge(1);
    pass(1s);
  }
  EXPECT_EQ(facts.count(Stage::held), 0u);
}

TEST_F(ShardWakeBudget, APhoneInFrontIsNotHeldBack) {
  sleeper();
  resumes(11);
  inject(101);
  EXPECT_EQ(count(Stage::held, Reason::wakeBudget), 1u);
  report(1, AppState::foreground, Cause::user);
  EXPECT_EQ(pushesTo(1).size(), 12u) << "what was held goes as soon as it is open";
  for (uint8_t id = 102; id <= 120; ++id) {
    inject(id);
    acknowledge(1);
    pass(10s);
  }
  EXPECT_EQ(pushesTo(1).size(), 31u);
}

TEST_F(ShardWakeBudget, APhoneThatCountsMoreResumesIsBelieved) {
  sleeper();
  resumes(2);
  Report report;
  report.wakes.push_back({now.wall, Cause::data, Reason::none, 50ms, 9s, 9s, 14, 1, 0});
  receive(1, encodeReport(report));
  inject(101, true);
  EXPECT_EQ(pushesTo(1).size(), 2u);
  EXPECT_EQ(count(Stage::held, Reason::wakeBudget), 1u);
}

TEST_F(ShardWakeBudget, ASystemWithoutALimitIsNotGuarded) {
  Hello hello = marked("a");
  hello.sleep.resumes = 0;
  sleeper(hello);
  resumes(100);
  EXPECT_EQ(facts.count(Stage::held), 0u);
}

TEST_F(ShardWakeBudget, AServerThatDoesNotKnowOfTheLimitHoldsNothing) {
  config.guardsWakes = false;
  begin();
  sleeper();
  resumes(25);
  EXPECT_EQ(facts.count(Stage::held), 0u);
}

TEST_F(ShardWakeBudget, AHeldPushStillExpires) {
  sleeper();
  resumes(11);
  push("a", 101, 60s);
  pass(60s);
  EXPECT_EQ(facts.count(Stage::expired), 1u);
  pass(1h);
  EXPECT_EQ(pushesTo(1).size(), 11u);
}

} // namespace
} // namespace pushscope
