#include "protocol/machine/heartbeat.h"

#include "protocol/base/random.h"
#include "tests/support/seed.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <ostream>
#include <vector>

namespace pushscope {
namespace {

using namespace std::chrono_literals;
using Step = Heartbeat::Step;
using Role = Heartbeat::Role;

constexpr MonoTime at(Duration d) {
  return MonoTime(d);
}

struct Event {
  Duration when;
  Step step;
  friend bool operator==(const Event&, const Event&) = default;
};

std::ostream& operator<<(std::ostream& out, const Event& event) {
  static constexpr const char* names[] = {"none", "ping", "miss", "dead"};
  return out << event.when.count() / 1000 << " ms " << names[static_cast<int>(event.step)];
}

// What a shell does: sleep until the deadline, then tick until there is nothing to do.
std::vector<Event> runUntil(Heartbeat& heartbeat, Duration end) {
  std::vector<Event> events;
  while (heartbeat.deadline() <= at(end)) {
    const MonoTime now = heartbeat.deadline();
    for (Step step; (step = heartbeat.tick(now)) != Step::none;)
      events.push_back({now.time_since_epoch(), step});
  }
  return events;
}

using Events = std::vector<Event>;

TEST(Heartbeat, PingerThatHearsNothingIsDeadAfterSeventyFiveSeconds) {
  Heartbeat heartbeat({}, Role::pinger, at(0s));
  EXPECT_EQ(runUntil(heartbeat, 1h), (Events{{30s, Step::sendPing},
                                             {45s, Step::miss},
                                             {45s, Step::sendPing},
                                             {60s, Step::miss},
                                             {60s, Step::sendPing},
                                             {75s, Step::dead}}));
}

TEST(Heartbeat, ListenerThatHearsNothingIsDeadAfterSeventyFiveSeconds) {
  Heartbeat heartbeat({}, Role::listener, at(0s));
  EXPECT_EQ(runUntil(heartbeat, 1h), (Events{{45s, Step::miss}, {60s, Step::miss}, {75s, Step::dead}}));
}

TEST(Heartbeat, IsDeadAfterIntervalPlusMissesTimesTimeout) {
  for (Duration interval : {Duration(100ms), Duration(30s), Duration(240s)})
    for (Duration timeout : {Duration(100ms), Duration(15s), Duration(400s)})
      for (uint32_t misses : {1u, 2u, 3u, 100u})
        for (Role role : {Role::pinger, Role::listener}) {
          const HeartbeatPolicy policy{interval, timeout, misses};
          Heartbeat heartbeat(policy, role, at(0s));
          const Events events = runUntil(heartbeat, 24h * 365);
          ASSERT_FALSE(events.empty());
          EXPECT_EQ(events.back(), (Event{policy.deadAfter(), Step::dead}));
        }
}

TEST(Heartbeat, BothSidesCallTheSameConnectionDeadAtTheSameTime) {
  Heartbeat pinger({}, Role::pinger, at(0s)), listener({}, Role::listener, at(0s));
  for (Duration beat = 30s; beat <= 300s; beat += 30s) {
    ASSERT_EQ(pinger.tick(at(beat)), Step::sendPing);
    listener.heard(at(beat));
    pinger.heard(at(beat));
  }
  EXPECT_EQ(runUntil(pinger, 1h).back(), (Event{375s, Step::dead}));
  EXPECT_EQ(runUntil(listener, 1h).back(), (Event{375s, Step::dead}));
}

TEST(Heartbeat, SaysDeadOnce) {
  for (Role role : {Role::pinger, Role::listener}) {
    Heartbeat heartbeat({}, role, at(0s));
    runUntil(heartbeat, 75s);
    EXPECT_EQ(heartbeat.deadline(), never);
    EXPECT_EQ(heartbeat.tick(at(1h)), Step::none);
    heartbeat.forgive(at(1h));
    EXPECT_EQ(heartbeat.deadline(), never);
  }
}

TEST(Heartbeat, WithOneMissAllowedIsDeadAtTheFirst) {
  Heartbeat heartbeat({30s, 15s, 1}, Role::pinger, at(0s));
  EXPECT_EQ(runUntil(heartbeat, 1h), (Events{{30s, Step::sendPing}, {45s, Step::dead}}));
}

TEST(Heartbeat, DoesNothingOneMicrosecondBeforeItsDeadline) {
  for (Role role : {Role::pinger, Role::listener}) {
    Heartbeat heartbeat({}, role, at(0s));
    while (heartbeat.deadline() != never) {
      const MonoTime due = heartbeat.deadline();
      ASSERT_EQ(heartbeat.tick(due - 1us), Step::none);
      while (heartbeat.tick(due) != Step::none) {
      }
    }
  }
}

TEST(Heartbeat, PingerKeepsItsIntervalFromPingToPing) {
  Heartbeat heartbeat({}, Role::pinger, at(0s));
  ASSERT_EQ(heartbeat.tick(at(30s)), Step::sendPing);
  EXPECT_FALSE(heartbeat.heard(at(44s)));
  EXPECT_EQ(heartbeat.deadline(), at(60s));
}

TEST(Heartbeat, PingerIsNotPutOffByOtherFrames) {
  Heartbeat heartbeat({}, Role::pinger, at(0s));
  heartbeat.heard(at(29s));
  EXPECT_EQ(heartbeat.deadline(), at(30s));
}

TEST(Heartbeat, ListenerCountsFromTheLastSignOfLife) {
  Heartbeat heartbeat({}, Role::listener, at(0s));
  heartbeat.heard(at(10s));
  heartbeat.heard(at(12s));
  EXPECT_EQ(runUntil(heartbeat, 1h), (Events{{57s, Step::miss}, {72s, Step::miss}, {87s, Step::dead}}));
}

TEST(Heartbeat, IsSuspectFromTheFirstMissUntilItHears) {
  Heartbeat heartbeat({}, Role::listener, at(0s));
  EXPECT_FALSE(heartbeat.suspect());
  ASSERT_EQ(heartbeat.tick(at(45s)), Step::miss);
  EXPECT_TRUE(heartbeat.suspect());
  EXPECT_EQ(heartbeat.misses(), 1u);
  EXPECT_TRUE(heartbeat.heard(at(46s)));
  EXPECT_FALSE(heartbeat.suspect());
  EXPECT_FALSE(heartbeat.heard(at(47s)));
}

TEST(Heartbeat, ListenerHasAllItsMissesAgainAfterARecovery) {
  Heartbeat heartbeat({}, Role::listener, at(0s));
  runUntil(heartbeat, 74s);
  ASSERT_EQ(heartbeat.misses(), 2u);
  EXPECT_TRUE(heartbeat.heard(at(74s)));
  EXPECT_EQ(runUntil(heartbeat, 1h), (Events{{119s, Step::miss}, {134s, Step::miss}, {149s, Step::dead}}));
}

TEST(Heartbeat, PingerHasAllItsMissesAgainAfterARecovery) {
  Heartbeat heartbeat({}, Role::pinger, at(0s));
  runUntil(heartbeat, 60s);
  EXPECT_TRUE(heartbeat.heard(at(61s)));
  EXPECT_EQ(runUntil(heartbeat, 1h), (Events{{90s, Step::sendPing},
                                             {105s, Step::miss},
                                             {105s, Step::sendPing},
                                             {120s, Step::miss},
                                             {120s, Step::sendPing},
                                             {135s, Step::dead}}));
}

TEST(Heartbeat, PingerThatRecoversBetweenMissAndPingDoesNotPingTwice) {
  Heartbeat heartbeat({}, Role::pinger, at(0s));
  heartbeat.tick(at(30s));
  ASSERT_EQ(heartbeat.tick(at(45s)), Step::miss);
  EXPECT_TRUE(heartbeat.heard(at(45s)));
  EXPECT_EQ(heartbeat.tick(at(45s)), Step::none);
  EXPECT_EQ(heartbeat.deadline(), at(60s));
}

TEST(Heartbeat, FirstPingCanBeSpread) {
  Heartbeat heartbeat({}, Role::pinger, at(0s), at(7s));
  EXPECT_EQ(runUntil(heartbeat, 22s), (Events{{7s, Step::sendPing}, {22s, Step::miss}, {22s, Step::sendPing}}));
}

TEST(Heartbeat, ForgivenListenerGetsOneMoreTimeout) {
  Heartbeat heartbeat({}, Role::listener, at(0s));
  heartbeat.forgive(at(100s));
  EXPECT_EQ(runUntil(heartbeat, 1h), (Events{{115s, Step::miss}, {130s, Step::miss}, {145s, Step::dead}}));
}

TEST(Heartbeat, ForgivenPingerGetsOneMoreTimeout) {
  Heartbeat heartbeat({}, Role::pinger, at(0s));
  heartbeat.tick(at(30s));
  heartbeat.forgive(at(100s));
  EXPECT_EQ(runUntil(heartbeat, 115s), (Events{{115s, Step::miss}, {115s, Step::sendPing}}));
}

TEST(Heartbeat, ForgivenPingerThatOwesAPingSendsItAtOnce) {
  Heartbeat heartbeat({}, Role::pinger, at(0s));
  heartbeat.forgive(at(100s));
  EXPECT_EQ(heartbeat.tick(at(100s)), Step::sendPing);
  EXPECT_EQ(heartbeat.deadline(), at(115s));
}

TEST(Heartbeat, ForgivenessNeverShortensPatience) {
  Heartbeat heartbeat({}, Role::listener, at(0s));
  heartbeat.forgive(at(1s));
  EXPECT_EQ(heartbeat.deadline(), at(45s));
}

TEST(Heartbeat, LateListenerWithoutForgivenessCountsEveryMissAtOnce) {
  Heartbeat heartbeat({}, Role::listener, at(0s));
  EXPECT_EQ(heartbeat.tick(at(1h)), Step::miss);
  EXPECT_EQ(heartbeat.tick(at(1h)), Step::miss);
  EXPECT_EQ(heartbeat.tick(at(1h)), Step::dead);
}

TEST(Heartbeat, LatePingerStillWaitsATimeoutForEachPing) {
  Heartbeat heartbeat({}, Role::pinger, at(0s));
  EXPECT_EQ(heartbeat.tick(at(1h)), Step::sendPing);
  EXPECT_EQ(heartbeat.tick(at(1h)), Step::none);
  EXPECT_EQ(heartbeat.deadline(), at(1h + 15s));
}

// Keeper.

TEST(Heartbeat, KeeperThatHearsNothingIsDeadAsAPingerIs) {
  Heartbeat heartbeat({240s, 15s, 3}, Role::keeper, at(0s));
  EXPECT_EQ(runUntil(heartbeat, 1h), (Events{{240s, Step::sendPing},
                                             {255s, Step::miss},
                                             {255s, Step::sendPing},
                                             {270s, Step::miss},
                                             {270s, Step::sendPing},
                                             {285s, Step::dead}}));
}

TEST(Heartbeat, KeeperPingsAfterAnIntervalOfSilence) {
  Heartbeat heartbeat({240s, 15s, 3}, Role::keeper, at(0s));
  heartbeat.heard(at(100s));
  EXPECT_EQ(heartbeat.deadline(), at(340s));
  ASSERT_EQ(heartbeat.tick(at(340s)), Step::sendPing);
  heartbeat.heard(at(341s));
  EXPECT_EQ(heartbeat.deadline(), at(581s));
}

TEST(Heartbeat, KeeperHasAllItsMissesAgainAfterARecovery) {
  Heartbeat heartbeat({240s, 15s, 3}, Role::keeper, at(0s));
  runUntil(heartbeat, 270s);
  ASSERT_EQ(heartbeat.misses(), 2u);
  EXPECT_TRUE(heartbeat.heard(at(271s)));
  EXPECT_EQ(runUntil(heartbeat, 1h).back(), (Event{271s + 285s, Step::dead}));
}

TEST(Heartbeat, ForgivenKeeperGetsOneMoreTimeout) {
  Heartbeat heartbeat({240s, 15s, 3}, Role::keeper, at(0s));
  heartbeat.tick(at(240s));
  heartbeat.forgive(at(300s));
  EXPECT_EQ(runUntil(heartbeat, 315s), (Events{{315s, Step::miss}, {315s, Step::sendPing}}));
}

TEST(Heartbeat, EachIntervalOfAKeeperIsUpToATenthLongerOrShorter) {
  Heartbeat heartbeat({240s, 15s, 3}, Role::keeper, at(0s), 4711);
  MonoTime last = at(0s);
  Duration shortest = 1h, longest = 0s;
  for (int i = 0; i < 2000; ++i) {
    const Duration interval = heartbeat.deadline() - last;
    shortest = std::min(shortest, interval);
    longest = std::max(longest, interval);
    last = heartbeat.deadline();
    ASSERT_EQ(heartbeat.tick(last), Step::sendPing);
    heartbeat.heard(last);
  }
  EXPECT_GE(shortest, 216s);
  EXPECT_LT(shortest, 217s);
  EXPECT_LE(longest, 264s);
  EXPECT_GT(longest, 263s);
}

TEST(Heartbeat, JitterIsAFunctionOfItsSeed) {
  const HeartbeatPolicy policy{240s, 15s, 3};
  const auto firstPing = [&](Role role, uint64_t seed) { return Heartbeat(policy, role, at(0s), seed).deadline(); };
  EXPECT_EQ(firstPing(Role::keeper, 7), firstPing(Role::keeper, 7));
  EXPECT_NE(firstPing(Role::keeper, 7), firstPing(Role::keeper, 8));
  EXPECT_EQ(firstPing(Role::keeper, 0), at(240s));
  EXPECT_EQ(firstPing(Role::pinger, 7), at(240s));
  EXPECT_EQ(firstPing(Role::listener, 7), at(255s));
}

// 6-trust TD12: phones that fell asleep at any time within one interval.
TEST(Heartbeat, AFleetIsNotWokenInTheSameSecond) {
  Random random(testSeed("Heartbeat.AFleetIsNotWokenInTheSameSecond"));
  constexpr int phones = 10'000;
  std::map<int64_t, int> pings;
  for (int phone = 0; phone < phones; ++phone) {
    Heartbeat heartbeat({240s, 15s, 3}, Role::keeper, at(random.between(0s, 240s)), random.next());
    while (heartbeat.deadline() <= at(1h)) {
      const MonoTime now = heartbeat.deadline();
      heartbeat.tick(now);
      heartbeat.heard(now + 50ms);
      ++pings[now.time_since_epoch() / 1s];
    }
  }
  for (const auto& [second, count] : pings)
    EXPECT_LE(count, 2 * phones / 240) << second << " s";
}

// 6-trust TC3: a device that froze, its connection half open.
TEST(Heartbeat, AFrozenDeviceIsSuspectAtTheFirstMissAndDeadInTime) {
  Random random(testSeed("Heartbeat.AFrozenDevice"));
  for (int round = 0; round < 1000; ++round) {
    const Duration froze = random.between(0s, 29s);
    Heartbeat foreground({30s, 15s, 3}, Role::listener, at(0s));
    foreground.heard(at(froze));
    EXPECT_EQ(runUntil(foreground, 1h), (Events{{froze + 45s, Step::miss}, //
                                                {froze + 60s, Step::miss},
                                                {froze + 75s, Step::dead}}));

    Heartbeat background({240s, 15s, 3}, Role::keeper, at(0s), random.next());
    background.heard(at(froze));
    const Events events = runUntil(background, 1h);
    ASSERT_EQ(events.size(), size_t{6});
    EXPECT_EQ(events[1].step, Step::miss);
    EXPECT_EQ(events[1].when, events[0].when + 15s);
    EXPECT_EQ(events.back().step, Step::dead);
    EXPECT_GE(events.back().when, froze + 285s - 24s);
    EXPECT_LE(events.back().when, froze + 285s + 24s);
  }
}

// What the other side said of its next ping.

TEST(Heartbeat, ListenerExpectsTheNextPingWhenItWasTold) {
  Heartbeat heartbeat({}, Role::listener, at(0s));
  heartbeat.heard(at(10s));
  heartbeat.expectWithin(270s, at(10s));
  EXPECT_EQ(runUntil(heartbeat, 310s), (Events{{295s, Step::miss}, {310s, Step::miss}}));
  EXPECT_TRUE(heartbeat.heard(at(311s)));
  EXPECT_EQ(heartbeat.deadline(), at(311s + 285s)); // until something else is said
  heartbeat.expectWithin(5s, at(320s));
  EXPECT_EQ(heartbeat.deadline(), at(340s));
  heartbeat.heard(at(330s));
  heartbeat.expectWithin(0s, at(330s));
  EXPECT_EQ(heartbeat.deadline(), at(375s));
  EXPECT_EQ(heartbeat.policy(), HeartbeatPolicy{});
}

TEST(Heartbeat, OnlyAListenerExpects) {
  for (Role role : {Role::pinger, Role::keeper}) {
    Heartbeat heartbeat({}, role, at(0s));
    heartbeat.expectWithin(1h, at(0s));
    EXPECT_EQ(heartbeat.deadline(), at(30s));
  }
}

TEST(Heartbeat, TheDeadExpectNothing) {
  Heartbeat heartbeat({}, Role::listener, at(0s));
  runUntil(heartbeat, 75s);
  heartbeat.expectWithin(10s, at(75s));
  EXPECT_EQ(heartbeat.deadline(), never);
}

} // namespace
} // namespace pushscope
