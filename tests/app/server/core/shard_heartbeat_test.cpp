#include "tests/app/server/core/shard_fixture.h"

#include <set>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

// Who pings whom, and when patience ends (3-behaviour section 8, claims 9 and 13; 6-trust TA8, TC3, TC8).
class ShardHeartbeat : public ShardTest {
 protected:
  void ping(ConnectionKey key, Duration next = {}) {
    receive(key, encodePing(Port::device, 9, {now.wall, {}, {}, next}));
  }
  // The moment at which this line was first told, to the step of the shard's own deadlines.
  MonoTime whenTold(const std::string& line, MonoTime latest) {
    while (!facts.has(line) && now.mono < latest)
      passUntil(std::min(std::max(shard->deadline(), now.mono), latest));
    return facts.has(line) ? now.mono : never;
  }
  static constexpr Duration shortest = 216s, longest = 264s; // 240 s, a tenth up or down
};

TEST_F(ShardHeartbeat, AnAppInFrontIsListenedTo) {
  hello(1, "a");
  answersPings(1);
  for (int i = 0; i < 100; ++i) {
    pass(30s);
    ping(1);
  }
  EXPECT_EQ(pingTimes(1).size(), 1u) << "the one behind the welcome";
  EXPECT_FALSE(facts.has("link a suspect"));
}

TEST_F(ShardHeartbeat, ARunningAppInTheBackgroundPingsByItself) {
  hello(1, marked("a"));
  answersPings(1);
  report(1, AppState::background, Cause::user);
  for (int i = 0; i < 20; ++i) {
    pass(240s);
    ping(1);
  }
  EXPECT_EQ(pingTimes(1).size(), 1u);
  EXPECT_FALSE(facts.has("link a suspect"));
}

TEST_F(ShardHeartbeat, ASleepingPhoneIsPingedAfterEachBackgroundIntervalWithATenthOfJitter) {
  hello(1, marked("a"));
  answersPings(1);
  sleeps(1);
  const MonoTime asleep = now.mono;
  pass(24h);
  const std::vector<MonoTime> pings = pingTimes(1);
  ASSERT_GT(pings.size(), 300u);
  std::set<Duration> intervals;
  for (size_t i = 1; i < pings.size(); ++i) {
    const Duration interval = pings[i] - (i == 1 ? asleep : pings[i - 1]);
    EXPECT_GE(interval, shortest);
    EXPECT_LE(interval, longest);
    intervals.insert(interval);
  }
  EXPECT_GT(intervals.size(), 290u) << "each is drawn anew";
  EXPECT_LT(*intervals.begin(), 222s);
  EXPECT_GT(*intervals.rbegin(), 258s);
  EXPECT_FALSE(facts.has("link a suspect"));
}

TEST_F(ShardHeartbeat, TheIntervalOfASleepingPhoneCountsFromItsLastSignOfLife) {
  hello(1, marked("a"));
  answersPings(1);
  sleeps(1);
  for (int i = 0; i < 50; ++i) { // it acknowledges pushes: that proves as much as a pong
    pass(200s);
    acknowledge(1, push("a", uint8_t(i + 1)));
  }
  EXPECT_EQ(pingTimes(1).size(), 1u);
  const MonoTime last = now.mono;
  pass(longest);
  ASSERT_EQ(pingTimes(1).size(), 2u);
  EXPECT_GE(pingTimes(1)[1] - last, shortest);
}

TEST_F(ShardHeartbeat, TwoSleepingPhonesAreNotPingedInTheSameMoment) {
  for (ConnectionKey key : {1u, 2u}) {
    hello(key, marked("phone-" + std::to_string(key)));
    answersPings(key);
    sleeps(key);
  }
  pass(1h);
  const auto a = pingTimes(1), b = pingTimes(2);
  for (size_t i = 1; i < std::min(a.size(), b.size()); ++i)
    EXPECT_NE(a[i], b[i]);
}

TEST_F(ShardHeartbeat, APhoneThatNothingWakesIsPingedByNobody) {
  hello(1, "a"); // its sleep is not told: bytes do not wake it
  answersPings(1);
  sleeps(1);
  pass(24h);
  EXPECT_EQ(pingTimes(1).size(), 1u);
  EXPECT_TRUE(facts.has("link a offline by server heartbeat_lost goodbye")) << "its silence ends the connection";
}

TEST_F(ShardHeartbeat, APhoneThatWakesUpPingsByItselfAgain) {
  hello(1, marked("a"));
  answersPings(1);
  sleeps(1);
  pass(10min);
  const size_t pings = pingTimes(1).size();
  report(1, AppState::foreground, Cause::user);
  for (int i = 0; i < 60; ++i) {
    pass(30s);
    ping(1);
  }
  EXPECT_EQ(pingTimes(1).size(), pings);
  pass(45s);
  EXPECT_TRUE(facts.has("link a suspect")) << "and the foreground's policy rules";
}

TEST_F(ShardHeartbeat, APingThatSaysWhenTheNextComesExtendsPatience) {
  hello(1, "a");
  report(1, AppState::background, Cause::user);
  ping(1, 600s);
  const MonoTime pinged = now.mono;
  const MonoTime suspect = whenTold("link a suspect", at(1h));
  EXPECT_GE(suspect, pinged + 600s + 15s);
  EXPECT_LE(suspect, pinged + 620s + 15s) << "phones align timers; some slack is granted";
  EXPECT_EQ(whenTold("link a offline by server heartbeat_lost goodbye", at(1h)), suspect + 30s);
}

TEST_F(ShardHeartbeat, PatienceIsNotExtendedBeyond1800Seconds) {
  hello(1, "a");
  ping(1, 65'535s);
  const MonoTime pinged = now.mono;
  const MonoTime suspect = whenTold("link a suspect", at(24h));
  EXPECT_GE(suspect, pinged + 1800s);
  EXPECT_LE(suspect, pinged + 1800s + 20s + 15s);
}

TEST_F(ShardHeartbeat, PatienceIsOfTheLastPingThatSaidSo) {
  hello(1, "a");
  ping(1, 600s);
  pass(500s);
  ping(1, 30s);
  const MonoTime pinged = now.mono;
  EXPECT_LE(whenTold("link a suspect", at(1h)), pinged + 30s + 20s + 15s);
}

TEST_F(ShardHeartbeat, ClampsWhatAPhoneWishes) {
  Hello greedy = helloOf("a");
  greedy.heartbeat = HeartbeatPolicy{1us, 1us, 0};
  greedy.backgroundHeartbeat = HeartbeatPolicy{65'535s, 65'535s, 100'000};
  hello(1, greedy);
  EXPECT_EQ(welcomeTo(1).heartbeat, (HeartbeatPolicy{shortestHeartbeat, shortestHeartbeat, 1}));
  EXPECT_EQ(welcomeTo(1).backgroundHeartbeat, (HeartbeatPolicy{1800s, 1800s, mostMisses}));
  hello(2, "b");
  EXPECT_EQ(welcomeTo(2).heartbeat, config.heartbeat);
  EXPECT_EQ(welcomeTo(2).backgroundHeartbeat, config.backgroundHeartbeat);
}

// TC3. The foreground's figures are those of ShardTest.ASilentPhoneIsSuspectAfter45AndDeadAfter75Seconds.
TEST_F(ShardHeartbeat, ASilentSleepingPhoneIsSuspectAtItsFirstMissAndDeadAfter285SecondsAndJitter) {
  for (int round = 0; round < 50; ++round) {
    const auto key = ConnectionKey(round + 1);
    const std::string device = "phone-" + std::to_string(round);
    hello(key, marked(device));
    answersPings(key);
    sleeps(key);
    pass(1h);
    answersNothing(key);
    const size_t answered = pingTimes(key).size();
    const MonoTime lastSign = pingTimes(key).back(); // it was answered at once
    const MonoTime suspect = whenTold("link " + device + " suspect", lastSign + 1h);
    const MonoTime pinged = pingTimes(key).at(answered);
    EXPECT_GE(suspect - lastSign, shortest + 15s);
    EXPECT_LE(suspect - lastSign, longest + 15s);
    EXPECT_EQ(suspect - pinged, 15s);
    const MonoTime dead = whenTold("link " + device + " offline by server heartbeat_lost goodbye", lastSign + 1h);
    EXPECT_GE(dead - lastSign, 285s - 24s);
    EXPECT_LE(dead - lastSign, 285s + 24s);
    EXPECT_EQ(dead - suspect, 30s);
  }
}

// TC8: no heartbeat and no retry moves when the wall clock does.
TEST_F(ShardHeartbeat, AWallClockThatJumpsEndsNothingAndRepeatsNothing) {
  for (const Backlog::Retry retry : {Backlog::Retry::classic, Backlog::Retry::reconnect}) {
    for (const Duration jump : {Duration(1h), Duration(-1h)}) {
      config.backlog.retry = retry;
      begin();
      for (ConnectionKey key = 1; key <= 100; ++key) {
        const std::string device = "phone-" + std::to_string(key);
        hello(key, key % 2 ? helloOf(device) : marked(device));
        if (key % 2 == 0)
          sleeps(key);
        push(device, 1, 10min);
      }
      pass(5s);
      now.wall += jump;
      shard->tick(now);
      pass(9s); // the first resends are due after 15 s
      for (ConnectionKey key = 1; key <= 100; ++key)
        EXPECT_EQ(pushesTo(key).size(), 1u);
      EXPECT_TRUE(closed.empty());
      EXPECT_EQ(facts.count(Stage::expired), 0u);
      pass(45s - 14s - 1us);
      EXPECT_FALSE(facts.has("link phone-1 suspect"));
      pass(1us);
      EXPECT_TRUE(facts.has("link phone-1 suspect")) << "by the other clock, as if nothing had been";
    }
  }
}

TEST_F(ShardHeartbeat, APostponedPushKeepsItsTimeToLiveWhenTheWallClockJumps) {
  hello(1, "a");
  drop(1);
  push("a", 1, 2h);
  EXPECT_EQ(manage(QueueAction::postpone, 1, now.wall + 30min).changed, 1u);
  now.wall += 3h;
  passUntil(at(1h));
  hello(2, "a");
  EXPECT_EQ(pushesTo(2).size(), 1u) << "an hour of its two has passed";
}

TEST_F(ShardHeartbeat, AHostThatStoodStillCutsNobodyOff) {
  for (const Backlog::Retry retry : {Backlog::Retry::classic, Backlog::Retry::reconnect}) {
    config.backlog.retry = retry;
    begin();
    for (ConnectionKey key = 1; key <= 100; ++key) {
      const std::string device = "phone-" + std::to_string(key);
      hello(key, key % 2 ? helloOf(device) : marked(device));
      if (key % 2 == 0)
        sleeps(key);
      push(device, 1, 24h);
    }
    now.mono += 2h, now.wall += 2h;
    // What the sockets held comes first, here of a few; then the wheel.
    for (ConnectionKey key = 1; key <= 10; ++key)
      acknowledge(key);
    shard->stalled(2h, now);
    shard->tick(now);
    EXPECT_TRUE(facts.has("stall"));
    EXPECT_TRUE(closed.empty());
    pass(14s);
    EXPECT_TRUE(closed.empty()) << "each has one more timeout";
    for (ConnectionKey key = 1; key <= 100; ++key)
      acknowledge(key);
    pass(29s);
    EXPECT_TRUE(closed.empty());
  }
}

} // namespace
} // namespace pushscope
