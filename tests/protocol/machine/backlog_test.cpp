#include "protocol/machine/backlog.h"

#include "protocol/base/random.h"
#include "tests/support/seed.h"

#include <gtest/gtest.h>

#include <ostream>
#include <vector>

namespace pushscope {
namespace {

using namespace std::chrono_literals;
using Kind = Backlog::Action::Kind;

constexpr MonoTime at(Duration d) {
  return MonoTime(d);
}
constexpr MonoTime tomorrow = at(24h);

struct Event {
  Duration when;
  Kind kind;
  uint64_t sequence;
  uint32_t attempt;
  Stage stage;
  Reason reason = Reason::none;
  friend bool operator==(const Event&, const Event&) = default;
};
using Events = std::vector<Event>;
using SettledList = std::vector<Backlog::Settled>;

std::ostream& operator<<(std::ostream& out, const Event& e) {
  return out << e.when.count() / 1000 << " ms #" << e.sequence << " attempt " << e.attempt << ' ' << stageName(e.stage)
             << ' ' << reasonName(e.reason);
}

Event written(Duration when, uint64_t sequence, uint32_t attempt) {
  return {when, Kind::send, sequence, attempt, Stage::written};
}
Event waits(Duration when, uint64_t sequence, uint32_t attempt, Stage stage, Reason reason = Reason::notConnected) {
  return {when, Kind::wait, sequence, attempt, stage, reason};
}
Event gaveUpOn(Duration when, uint64_t sequence, uint32_t attempt) {
  return {when, Kind::giveUp, sequence, attempt, Stage::unknown};
}
Event expired(Duration when, uint64_t sequence, uint32_t attempt) {
  return {when, Kind::settle, sequence, attempt, Stage::expired};
}
Event requeued(Duration when, uint64_t sequence, uint32_t attempt) {
  return {when, Kind::requeue, sequence, attempt, Stage::cancelled, Reason::postponed};
}

Events tickAll(Backlog& backlog, MonoTime now) {
  Events events;
  for (Backlog::Action a; (a = backlog.tick(now)).kind != Kind::none;)
    events.push_back({now.time_since_epoch(), a.kind, a.sequence.value, a.attempt, a.stage, a.reason});
  return events;
}

// What a shell does: sleep until the deadline, then tick until there is nothing to do.
Events runUntil(Backlog& backlog, Duration end) {
  Events events;
  while (backlog.deadline() <= at(end))
    for (const Event& event : tickAll(backlog, backlog.deadline()))
      events.push_back(event);
  return events;
}

std::vector<uint64_t> values(const std::vector<Sequence>& sequences) {
  std::vector<uint64_t> out;
  for (Sequence s : sequences)
    out.push_back(s.value);
  return out;
}

class BacklogTest : public ::testing::Test {
 protected:
  Backlog::Policy policy;
  Backlog backlog{policy};

  void appendMany(uint64_t first, uint64_t last, MonoTime now) {
    for (uint64_t i = first; i <= last; ++i)
      backlog.append({i}, {tomorrow}, now);
  }
};

TEST_F(BacklogTest, HasNothingToDoWhenEmpty) {
  backlog.connected(at(0s));
  EXPECT_EQ(backlog.tick(at(0s)).kind, Kind::none);
  EXPECT_EQ(backlog.deadline(), never);
}

TEST_F(BacklogTest, WritesAtOnceWhenConnected) {
  backlog.connected(at(0s));
  backlog.append({1}, {tomorrow}, at(5s));
  EXPECT_EQ(tickAll(backlog, at(5s)), (Events{written(5s, 1, 1)}));
  EXPECT_EQ(backlog.deadline(), at(20s));
}

TEST_F(BacklogTest, WritesFourTimesFifteenSecondsApartAndIsThenOffline) {
  backlog.connected(at(0s));
  backlog.append({1}, {tomorrow}, at(0s));
  EXPECT_EQ(runUntil(backlog, 23h),
            (Events{written(0s, 1, 1), written(15s, 1, 2), written(30s, 1, 3), written(45s, 1, 4),
                    waits(60s, 1, 4, Stage::offline, Reason::attemptsUsed)}));
  EXPECT_TRUE(backlog.contains({1}));
}

TEST_F(BacklogTest, LooksFifteenTimesTwoSecondsApartForAConnectionAndIsThenOffline) {
  backlog.append({1}, {tomorrow}, at(0s));
  int looks = 0;
  Events events;
  while (backlog.deadline() < tomorrow) {
    EXPECT_EQ(backlog.deadline(), at(looks++ * 2s));
    for (const Event& event : tickAll(backlog, backlog.deadline()))
      events.push_back(event);
  }
  EXPECT_EQ(looks, 16);
  EXPECT_EQ(events, (Events{waits(0s, 1, 0, Stage::queued), waits(30s, 1, 0, Stage::offline)}));
}

TEST_F(BacklogTest, ConnectionFoundWhileLookingIsUsedAtOnce) {
  backlog.append({1}, {tomorrow}, at(0s));
  runUntil(backlog, 9s);
  backlog.connected(at(9s));
  EXPECT_EQ(tickAll(backlog, at(9s)), (Events{written(9s, 1, 1)}));
}

TEST_F(BacklogTest, LostConnectionIsNoticedWhenTheAttemptTimesOut) {
  backlog.connected(at(0s));
  backlog.append({1}, {tomorrow}, at(0s));
  tickAll(backlog, at(0s));
  backlog.disconnected();
  EXPECT_EQ(runUntil(backlog, 23h), (Events{waits(15s, 1, 1, Stage::retrying), waits(45s, 1, 1, Stage::offline)}));
}

TEST_F(BacklogTest, WorstCaseIsAHundredAndEightySeconds) {
  EXPECT_EQ(policy.worstCase(), 180s);
}

// A connection that comes just before patience ends and is lost at once, four times over.
TEST_F(BacklogTest, WorstCaseIsReachedAndNotExceeded) {
  backlog.append({1}, {tomorrow}, at(0s));
  Duration now = 0s;
  Events events;
  for (int attempt = 1; attempt <= 4; ++attempt) {
    now += 30s - 1us;
    for (const Event& event : runUntil(backlog, now))
      events.push_back(event);
    backlog.connected(at(now));
    ASSERT_EQ(tickAll(backlog, at(now)), (Events{written(now, 1, uint32_t(attempt))}));
    backlog.disconnected();
    now += 15s;
  }
  for (const Event& event : runUntil(backlog, 23h))
    events.push_back(event);
  EXPECT_EQ(events.back(), waits(180s - 4us, 1, 4, Stage::offline, Reason::attemptsUsed));
}

TEST_F(BacklogTest, IsOfflineWithin180SecondsOfItsFirstAttemptWhateverTheConnectionDoes) {
  Random random(testSeed("Backlog.IsOfflineWithin180Seconds"));
  for (int round = 0; round < 3000; ++round) {
    Backlog fresh(policy);
    fresh.append({1}, {at(24h * 365)}, at(0s));
    Duration start = 0s, change = random.between(0s, 30s);
    bool connected = false, offline = false;
    while (!offline) {
      const MonoTime now = std::min(fresh.deadline(), at(change));
      ASSERT_LE(now, at(start + 180s));
      for (const Event& event : tickAll(fresh, now)) {
        offline |= event.stage == Stage::offline;
        // A delivery that had used up its attempts starts over with a new connection.
        if (event.stage == Stage::written && event.attempt % (policy.maxResends + 1) == 1)
          start = std::max(start, event.when - 30s);
      }
      if (now == at(change)) {
        connected = !connected;
        connected ? fresh.connected(now) : fresh.disconnected();
        change += random.between(1us, random.chance(500'000) ? 40s : 1s);
      }
    }
  }
}

TEST_F(BacklogTest, OfflineWaitsForTheNextConnection) {
  appendMany(1, 1, at(0s));
  runUntil(backlog, 1h);
  EXPECT_EQ(backlog.deadline(), tomorrow);
  backlog.connected(at(2h));
  EXPECT_EQ(tickAll(backlog, at(2h)), (Events{written(2h, 1, 1)}));
}

TEST_F(BacklogTest, StartsOverAfterUsedUpAttempts) {
  backlog.connected(at(0s));
  appendMany(1, 1, at(0s));
  runUntil(backlog, 60s);
  backlog.disconnected();
  backlog.connected(at(100s));
  EXPECT_EQ(runUntil(backlog, 115s), (Events{written(100s, 1, 5), written(115s, 1, 6)}));
}

TEST_F(BacklogTest, ReconnectWritesAgainInOrderAndCountsOn) {
  backlog.connected(at(0s));
  appendMany(1, 3, at(0s));
  tickAll(backlog, at(0s));
  backlog.disconnected();
  backlog.connected(at(4s));
  EXPECT_EQ(tickAll(backlog, at(4s)), (Events{written(4s, 1, 2), written(4s, 2, 2), written(4s, 3, 2)}));
}

TEST_F(BacklogTest, NewDeliveryAfterAReconnectDoesNotOvertake) {
  backlog.connected(at(0s));
  appendMany(1, 2, at(0s));
  tickAll(backlog, at(0s));
  backlog.disconnected();
  backlog.append({3}, {tomorrow}, at(1s));
  backlog.connected(at(2s));
  EXPECT_EQ(tickAll(backlog, at(2s)), (Events{written(2s, 1, 2), written(2s, 2, 2), written(2s, 3, 1)}));
}

TEST_F(BacklogTest, AcknowledgementIsCumulative) {
  backlog.connected(at(0s));
  appendMany(1, 5, at(0s));
  tickAll(backlog, at(0s));
  EXPECT_EQ(values(backlog.acknowledge({3})), (std::vector<uint64_t>{1, 2, 3}));
  EXPECT_EQ(backlog.size(), size_t{2});
  EXPECT_FALSE(backlog.contains({3}));
  EXPECT_TRUE(backlog.contains({4}));
}

TEST_F(BacklogTest, AcknowledgementIsBelievedOnlyUpToWhatWasWritten) {
  backlog.connected(at(0s));
  appendMany(1, 2, at(0s));
  tickAll(backlog, at(0s));
  appendMany(3, 4, at(1s));
  EXPECT_EQ(values(backlog.acknowledge({0xffffffffffffffff})), (std::vector<uint64_t>{1, 2}));
  EXPECT_EQ(backlog.size(), size_t{2});
}

TEST_F(BacklogTest, AcknowledgementOfNothingSettlesNothing) {
  backlog.connected(at(0s));
  appendMany(5, 6, at(0s));
  tickAll(backlog, at(0s));
  EXPECT_TRUE(backlog.acknowledge({0}).empty());
  EXPECT_TRUE(backlog.acknowledge({4}).empty());
  backlog.acknowledge({5});
  EXPECT_TRUE(backlog.acknowledge({5}).empty());
}

TEST_F(BacklogTest, LateAcknowledgementSettlesWhatIsBeingRetried) {
  backlog.connected(at(0s));
  appendMany(1, 1, at(0s));
  tickAll(backlog, at(0s));
  backlog.disconnected();
  runUntil(backlog, 20s);
  EXPECT_EQ(values(backlog.acknowledge({1})), (std::vector<uint64_t>{1}));
  EXPECT_EQ(backlog.deadline(), never);
}

TEST_F(BacklogTest, AtMostTheWindowIsUnacknowledged) {
  backlog.connected(at(0s));
  appendMany(1, 40, at(0s));
  EXPECT_EQ(tickAll(backlog, at(0s)).size(), size_t{16});
  EXPECT_EQ(backlog.deadline(), at(15s));
  backlog.acknowledge({3});
  EXPECT_EQ(tickAll(backlog, at(1s)), (Events{written(1s, 17, 1), written(1s, 18, 1), written(1s, 19, 1)}));
}

TEST_F(BacklogTest, AcknowledgedWindowIsDueAtOnce) {
  backlog.connected(at(0s));
  appendMany(1, 17, at(0s));
  tickAll(backlog, at(0s));
  backlog.acknowledge({1});
  EXPECT_LE(backlog.deadline(), at(1s));
}

TEST_F(BacklogTest, ExpiryEndsADeliveryInEveryState) {
  backlog.connected(at(0s));
  backlog.append({1}, {at(20s)}, at(0s));
  EXPECT_EQ(runUntil(backlog, 1h), (Events{written(0s, 1, 1), written(15s, 1, 2), expired(20s, 1, 2)}));
  EXPECT_EQ(backlog.size(), size_t{0});

  backlog.disconnected();
  backlog.append({2}, {at(10h)}, at(1h));
  const Events events = runUntil(backlog, 24h);
  EXPECT_EQ(events.back(), expired(10h, 2, 0));
}

TEST_F(BacklogTest, ExpiredIsNeverWritten) {
  backlog.append({1}, {at(10s)}, at(0s));
  backlog.append({2}, {at(60s)}, at(0s));
  backlog.connected(at(10s));
  EXPECT_EQ(tickAll(backlog, at(10s)), (Events{expired(10s, 1, 0), written(10s, 2, 1)}));
}

TEST_F(BacklogTest, ExpiryInTheMiddleDoesNotStopTheAcknowledgementOfTheRest) {
  backlog.connected(at(0s));
  backlog.append({1}, {tomorrow}, at(0s));
  backlog.append({2}, {at(5s)}, at(0s));
  backlog.append({3}, {tomorrow}, at(0s));
  tickAll(backlog, at(0s));
  tickAll(backlog, at(5s));
  EXPECT_EQ(values(backlog.acknowledge({3})), (std::vector<uint64_t>{1, 3}));
}

TEST_F(BacklogTest, OldestMakesRoomForTheThousandAndFirst) {
  for (uint64_t i = 1; i <= 1000; ++i)
    ASSERT_TRUE(backlog.append({i}, {tomorrow}, at(0s)).empty());
  EXPECT_EQ(backlog.append({1001}, {tomorrow}, at(0s)), (SettledList{{{1}, Stage::evicted, Reason::none}}));
  EXPECT_EQ(backlog.size(), size_t{1000});
  EXPECT_FALSE(backlog.contains({1}));
}

TEST_F(BacklogTest, PolicyOfTheOperatorRules) {
  policy.attemptTimeout = 1s;
  policy.maxResends = 1;
  policy.checkEvery = 500ms;
  policy.checks = 2;
  EXPECT_EQ(policy.worstCase(), 4s);
  backlog.connected(at(0s));
  backlog.append({1}, {tomorrow}, at(0s));
  EXPECT_EQ(runUntil(backlog, 1h),
            (Events{written(0s, 1, 1), written(1s, 1, 2), waits(2s, 1, 2, Stage::offline, Reason::attemptsUsed)}));
}

TEST_F(BacklogTest, WithoutResendsIsWrittenOnce) {
  policy.maxResends = 0;
  backlog.connected(at(0s));
  backlog.append({1}, {tomorrow}, at(0s));
  EXPECT_EQ(runUntil(backlog, 1h), (Events{written(0s, 1, 1), waits(15s, 1, 1, Stage::offline, Reason::attemptsUsed)}));
}

// 6-trust TC2.
TEST_F(BacklogTest, KeepsTheClassicScheduleWhateverIsLateByAFewMilliseconds) {
  Random random(testSeed("Backlog.KeepsTheClassicSchedule"));
  for (int round = 0; round < 200; ++round) {
    Backlog fresh(policy);
    fresh.connected(at(0s));
    fresh.append({1}, {tomorrow}, at(0s));
    Events events;
    while (fresh.deadline() < tomorrow)
      for (const Event& event : tickAll(fresh, fresh.deadline() + random.between(0ms, 10ms)))
        events.push_back(event);
    ASSERT_EQ(events.size(), size_t{5});
    for (size_t i = 0; i < events.size(); ++i) {
      EXPECT_GE(events[i].when, i * 15s);
      EXPECT_LE(events[i].when, i * 15s + 50ms);
    }
    EXPECT_EQ(events.back().stage, Stage::offline);
    EXPECT_TRUE(fresh.contains({1}));
  }
}

TEST_F(BacklogTest, SaysWhyItIsOffline) {
  backlog.append({1}, {tomorrow}, at(0s));
  backlog.disconnected(Reason::terminatedByUser);
  EXPECT_EQ(runUntil(backlog, 23h), (Events{waits(0s, 1, 0, Stage::queued, Reason::terminatedByUser),
                                            waits(30s, 1, 0, Stage::offline, Reason::terminatedByUser)}));
}

// Hold.

TEST_F(BacklogTest, HoldsWhatIsReadyUntilItsTimeAndTellsItOnce) {
  backlog.connected(at(0s));
  appendMany(1, 2, at(0s));
  backlog.hold(at(50s), Reason::wakeBudget);
  EXPECT_EQ(tickAll(backlog, at(0s)), (Events{waits(0s, 1, 0, Stage::held, Reason::wakeBudget),
                                              waits(0s, 2, 0, Stage::held, Reason::wakeBudget)}));
  EXPECT_EQ(backlog.deadline(), at(50s));
  EXPECT_TRUE(tickAll(backlog, at(50s) - 1us).empty());
  appendMany(3, 3, at(20s));
  EXPECT_EQ(tickAll(backlog, at(20s)), (Events{waits(20s, 3, 0, Stage::held, Reason::wakeBudget)}));
  EXPECT_EQ(tickAll(backlog, at(50s)), (Events{written(50s, 1, 1), written(50s, 2, 1), written(50s, 3, 1)}));
}

TEST_F(BacklogTest, ReleasedIsWrittenAtOnce) {
  backlog.connected(at(0s));
  appendMany(1, 1, at(0s));
  backlog.hold(never, Reason::asleep);
  tickAll(backlog, at(0s));
  EXPECT_EQ(backlog.deadline(), tomorrow);
  backlog.release();
  EXPECT_LE(backlog.deadline(), at(3s));
  EXPECT_EQ(tickAll(backlog, at(3s)), (Events{written(3s, 1, 1)}));
}

TEST_F(BacklogTest, ATimeThatHasPassedEndsAHold) {
  backlog.connected(at(0s));
  appendMany(1, 1, at(0s));
  backlog.hold(at(90s), Reason::wakeBudget);
  tickAll(backlog, at(10s));
  backlog.hold(at(10s), Reason::wakeBudget);
  EXPECT_LE(backlog.deadline(), at(10s));
  EXPECT_EQ(tickAll(backlog, at(10s)), (Events{written(10s, 1, 1)}));
}

TEST_F(BacklogTest, HeldAgainChangesTheTimeAndTellsNothing) {
  backlog.connected(at(0s));
  appendMany(1, 1, at(0s));
  backlog.hold(at(50s), Reason::wakeBudget);
  tickAll(backlog, at(0s));
  backlog.hold(at(80s), Reason::asleep);
  EXPECT_TRUE(tickAll(backlog, at(50s)).empty());
  EXPECT_EQ(tickAll(backlog, at(80s)), (Events{written(80s, 1, 1)}));
}

TEST_F(BacklogTest, ANewHoldIsToldAnew) {
  backlog.connected(at(0s));
  appendMany(1, 1, at(0s));
  backlog.hold(at(50s), Reason::wakeBudget);
  tickAll(backlog, at(0s));
  backlog.release();
  backlog.hold(at(60s), Reason::asleep);
  EXPECT_EQ(tickAll(backlog, at(1s)), (Events{waits(1s, 1, 0, Stage::held, Reason::asleep)}));
}

TEST_F(BacklogTest, AHoldStopsResendsButNotPatience) {
  backlog.connected(at(0s));
  appendMany(1, 1, at(0s));
  tickAll(backlog, at(0s));
  backlog.hold(at(100s), Reason::wakeBudget);
  EXPECT_EQ(runUntil(backlog, 99s), (Events{waits(15s, 1, 1, Stage::held, Reason::wakeBudget)}));
  EXPECT_EQ(values(backlog.acknowledge({1})), (std::vector<uint64_t>{1}));

  policy.maxResends = 0;
  backlog.release();
  appendMany(2, 2, at(100s));
  tickAll(backlog, at(100s));
  backlog.hold(never, Reason::asleep);
  EXPECT_EQ(runUntil(backlog, 23h), (Events{waits(115s, 2, 1, Stage::offline, Reason::attemptsUsed)}));
}

TEST_F(BacklogTest, WithoutAConnectionAHoldChangesNothing) {
  backlog.hold(never, Reason::asleep);
  appendMany(1, 1, at(0s));
  EXPECT_EQ(runUntil(backlog, 23h), (Events{waits(0s, 1, 0, Stage::queued), waits(30s, 1, 0, Stage::offline)}));
  // It goes on when there is one.
  backlog.connected(at(23h));
  EXPECT_EQ(tickAll(backlog, at(23h)), (Events{waits(23h, 1, 0, Stage::held, Reason::asleep)}));
}

TEST_F(BacklogTest, HeldStillExpires) {
  backlog.connected(at(0s));
  backlog.append({1}, {at(30s)}, at(0s));
  backlog.hold(at(40s), Reason::wakeBudget);
  EXPECT_EQ(runUntil(backlog, 1h), (Events{waits(0s, 1, 0, Stage::held, Reason::wakeBudget), expired(30s, 1, 0)}));
}

// 6-trust TC7: priority decides when a sleeping phone is woken, never the order.
TEST_F(BacklogTest, PriorityBreaksAHoldAndKeepsTheOrder) {
  backlog.connected(at(0s));
  backlog.append({1}, {tomorrow}, at(0s));
  backlog.hold(at(60s), Reason::wakeBudget);
  tickAll(backlog, at(0s));
  EXPECT_FALSE(backlog.urgent());
  backlog.append({2}, {.expires = tomorrow, .highPriority = true}, at(5s));
  EXPECT_TRUE(backlog.urgent());
  backlog.release();
  EXPECT_EQ(tickAll(backlog, at(5s)), (Events{written(5s, 1, 1), written(5s, 2, 1)}));
  EXPECT_FALSE(backlog.urgent());
}

TEST_F(BacklogTest, IsReadyWhateverHoldAndConnectionSay) {
  EXPECT_FALSE(backlog.ready(at(0s)));
  backlog.append({1}, {at(100s)}, at(0s));
  EXPECT_TRUE(backlog.ready(at(0s)));
  backlog.connected(at(0s));
  EXPECT_TRUE(backlog.ready(at(0s)));
  backlog.hold(never, Reason::asleep);
  tickAll(backlog, at(0s));
  EXPECT_TRUE(backlog.ready(at(0s)));
  backlog.release();
  tickAll(backlog, at(0s));
  EXPECT_FALSE(backlog.ready(at(14s)));
  EXPECT_TRUE(backlog.ready(at(15s)));
  backlog.disconnected();
  EXPECT_TRUE(backlog.ready(at(1s)));
  EXPECT_FALSE(backlog.ready(at(100s)));
}

TEST_F(BacklogTest, BehindAFullWindowNothingIsReady) {
  backlog.connected(at(0s));
  appendMany(1, 17, at(0s));
  tickAll(backlog, at(0s));
  EXPECT_FALSE(backlog.ready(at(1s)));
  backlog.acknowledge({1});
  EXPECT_TRUE(backlog.ready(at(1s)));
}

// Policy `reconnect`.

class BacklogReconnect : public BacklogTest {
 protected:
  BacklogReconnect() { policy.retry = Backlog::Retry::reconnect; }
};

TEST_F(BacklogReconnect, WritesOnceAndGivesUpTheConnectionOnce) {
  EXPECT_EQ(policy.worstCase(), 60s);
  backlog.connected(at(0s));
  appendMany(1, 1, at(0s));
  EXPECT_EQ(runUntil(backlog, 10s), (Events{written(0s, 1, 1)}));
  appendMany(2, 2, at(20s));
  EXPECT_EQ(runUntil(backlog, 23h), (Events{written(20s, 2, 1), gaveUpOn(60s, 1, 1)}));
}

TEST_F(BacklogReconnect, IsOfflineAtOnceWithoutAConnection) {
  appendMany(1, 1, at(0s));
  EXPECT_EQ(tickAll(backlog, at(0s)), (Events{waits(0s, 1, 0, Stage::offline)}));
  EXPECT_EQ(backlog.deadline(), tomorrow);
  backlog.connected(at(1s));
  EXPECT_EQ(tickAll(backlog, at(1s)), (Events{written(1s, 1, 1)}));
  backlog.disconnected(Reason::halfOpen);
  EXPECT_LE(backlog.deadline(), at(2s));
  EXPECT_EQ(tickAll(backlog, at(2s)), (Events{waits(2s, 1, 1, Stage::offline, Reason::halfOpen)}));
}

TEST_F(BacklogReconnect, WritesAgainOnEachConnectionForEver) {
  appendMany(1, 2, at(0s));
  for (uint32_t i = 1; i <= 20; ++i) {
    const Duration now = i * 10s;
    backlog.connected(at(now));
    ASSERT_EQ(tickAll(backlog, at(now)), (Events{written(now, 1, i), written(now, 2, i)}));
    backlog.disconnected();
    tickAll(backlog, at(now));
  }
  backlog.connected(at(1h));
  tickAll(backlog, at(1h));
  EXPECT_EQ(runUntil(backlog, 2h), (Events{gaveUpOn(1h + 60s, 1, 21)}));
}

TEST_F(BacklogReconnect, AnAcknowledgementSavesTheConnection) {
  backlog.connected(at(0s));
  appendMany(1, 2, at(0s));
  tickAll(backlog, at(0s));
  backlog.acknowledge({1});
  EXPECT_EQ(backlog.deadline(), at(60s));
  backlog.acknowledge({2});
  EXPECT_EQ(backlog.deadline(), never);
}

// Collapse, cancel, postpone.

Backlog::Options withKey(uint64_t key, MonoTime notBefore = {}) {
  Backlog::Options options;
  options.expires = tomorrow;
  options.notBefore = notBefore;
  options.collapseKey = key;
  return options;
}

// 6-trust TC7.
TEST_F(BacklogTest, TakesThePlaceOfWhatWaitsUnderTheSameKey) {
  appendMany(1, 1, at(0s));
  backlog.append({2}, withKey(7), at(0s));
  backlog.append({3}, withKey(8), at(0s));
  backlog.append({4}, withKey(9, at(1h)), at(0s));
  const SettledList two{{{2}, Stage::cancelled, Reason::collapsed}};
  const SettledList four{{{4}, Stage::cancelled, Reason::collapsed}};
  EXPECT_EQ(backlog.append({5}, withKey(7), at(1s)), two);
  EXPECT_EQ(backlog.append({6}, withKey(9), at(1s)), four);
  EXPECT_TRUE(backlog.append({7}, withKey(0), at(1s)).empty());
  backlog.connected(at(2s));
  EXPECT_EQ(tickAll(backlog, at(2s)),
            (Events{written(2s, 1, 1), written(2s, 3, 1), written(2s, 5, 1), written(2s, 6, 1), written(2s, 7, 1)}));
}

TEST_F(BacklogTest, DoesNotCollapseWhatMayBeOnTheScreenAlready) {
  backlog.connected(at(0s));
  backlog.append({1}, withKey(7), at(0s));
  tickAll(backlog, at(0s));
  EXPECT_TRUE(backlog.append({2}, withKey(7), at(1s)).empty());
  backlog.disconnected();
  EXPECT_EQ(backlog.append({3}, withKey(7), at(2s)),
            (SettledList{{{1}, Stage::cancelled, Reason::collapsed}, {{2}, Stage::cancelled, Reason::collapsed}}));
}

TEST_F(BacklogTest, CollapsingMakesRoom) {
  policy.capacity = 2;
  backlog.append({1}, withKey(0), at(0s));
  backlog.append({2}, withKey(7), at(0s));
  EXPECT_EQ(backlog.append({3}, withKey(7), at(0s)), (SettledList{{{2}, Stage::cancelled, Reason::collapsed}}));
  EXPECT_EQ(backlog.append({4}, withKey(8), at(0s)), (SettledList{{{1}, Stage::evicted, Reason::none}}));
}

TEST_F(BacklogTest, APostponedDeliveryMayBeTheOldest) {
  policy.capacity = 2;
  backlog.append({1}, withKey(0, at(1h)), at(0s));
  backlog.append({2}, withKey(0), at(0s));
  EXPECT_EQ(backlog.append({3}, withKey(0), at(0s)), (SettledList{{{1}, Stage::evicted, Reason::none}}));
  backlog.postpone({3}, at(1h));
  EXPECT_EQ(backlog.append({4}, withKey(0), at(0s)), (SettledList{{{2}, Stage::evicted, Reason::none}}));
}

TEST_F(BacklogTest, CancelledIsNeverWrittenAgain) {
  backlog.connected(at(0s));
  appendMany(1, 3, at(0s));
  tickAll(backlog, at(0s));
  backlog.postpone({3}, at(10s));
  EXPECT_TRUE(backlog.cancel({2}));
  EXPECT_TRUE(backlog.cancel({3}));
  EXPECT_FALSE(backlog.cancel({2}));
  EXPECT_FALSE(backlog.cancel({4}));
  EXPECT_EQ(runUntil(backlog, 15s), (Events{written(15s, 1, 2)}));
}

TEST_F(BacklogTest, PostponedLeavesTheOrderAndComesBack) {
  backlog.connected(at(0s));
  appendMany(1, 2, at(0s));
  EXPECT_TRUE(backlog.postpone({1}, at(1h)));
  EXPECT_FALSE(backlog.postpone({3}, at(1h)));
  EXPECT_TRUE(backlog.contains({1}));
  EXPECT_EQ(backlog.size(), size_t{2});
  EXPECT_EQ(tickAll(backlog, at(0s)), (Events{written(0s, 2, 1)}));
  backlog.acknowledge({2});
  EXPECT_EQ(backlog.deadline(), at(1h));
  EXPECT_EQ(tickAll(backlog, at(1h)), (Events{requeued(1h, 1, 0)}));
  EXPECT_EQ(backlog.size(), size_t{0});
}

TEST_F(BacklogTest, MayBePostponedFromTheStartAndAgain) {
  backlog.connected(at(0s));
  backlog.append({1}, withKey(0, at(10s)), at(0s));
  EXPECT_EQ(backlog.deadline(), at(10s));
  EXPECT_TRUE(backlog.postpone({1}, at(20s)));
  EXPECT_EQ(runUntil(backlog, 1h), (Events{requeued(20s, 1, 0)}));
  backlog.append({2}, withKey(0, at(1h)), at(1h));
  EXPECT_EQ(tickAll(backlog, at(1h)), (Events{written(1h, 2, 1)}));
}

TEST_F(BacklogTest, PostponedExpires) {
  backlog.append({1}, {at(10s), at(20s)}, at(0s));
  backlog.append({2}, {at(20s), at(20s)}, at(0s));
  backlog.append({3}, {tomorrow, at(20s)}, at(0s));
  EXPECT_EQ(runUntil(backlog, 1h), (Events{expired(10s, 1, 0), expired(20s, 2, 0), requeued(20s, 3, 0)}));
}

TEST_F(BacklogTest, PostponedComesBackInOrder) {
  for (uint64_t i = 1; i <= 4; ++i)
    backlog.append({i}, withKey(0), at(0s));
  for (uint64_t i : {4u, 2u, 1u, 3u})
    backlog.postpone({i}, at(60s - i * 1s));
  EXPECT_EQ(tickAll(backlog, at(60s)),
            (Events{requeued(60s, 1, 0), requeued(60s, 2, 0), requeued(60s, 3, 0), requeued(60s, 4, 0)}));
}

TEST_F(BacklogTest, AnAcknowledgementSettlesWhatWasPostponedAfterItWasWritten) {
  backlog.connected(at(0s));
  appendMany(1, 4, at(0s));
  tickAll(backlog, at(0s));
  backlog.append({5}, withKey(0, at(1h)), at(0s));
  backlog.postpone({2}, at(1h));
  EXPECT_EQ(values(backlog.acknowledge({5})), (std::vector<uint64_t>{1, 2, 3, 4}));
  EXPECT_TRUE(backlog.contains({5}));
}

TEST_F(BacklogTest, AnAcknowledgementOnAnotherConnectionDoesNotSettleWhatIsPostponed) {
  backlog.connected(at(0s));
  appendMany(1, 2, at(0s));
  tickAll(backlog, at(0s));
  backlog.postpone({1}, at(1h));
  backlog.connected(at(1s));
  EXPECT_EQ(values(backlog.acknowledge({2})), (std::vector<uint64_t>{2}));
  EXPECT_TRUE(backlog.contains({1}));
}

// ---- Refused by the app

using Refused = Backlog::Refused;

class BacklogRefusal : public BacklogTest {
 protected:
  // What a shell does with one of `requeue`.
  void appendAnew(uint64_t sequence, const Backlog::Action& requeue, MonoTime now) {
    Backlog::Options options{tomorrow};
    options.refusals = requeue.refusals;
    backlog.append({sequence}, options, now);
  }
  void writeMany(uint64_t first, uint64_t last) {
    backlog.connected(at(0s));
    appendMany(first, last, at(0s));
    tickAll(backlog, at(0s));
  }
};

TEST_F(BacklogRefusal, RefusedComesBackAfterTheTimeOfAnAttemptAndNobodyWaitsForIt) {
  writeMany(1, 17);
  EXPECT_EQ(backlog.refuse({2}, at(1s)), Refused::again);
  EXPECT_EQ(tickAll(backlog, at(1s)), (Events{written(1s, 17, 1)})) << "there is room in the window";
  EXPECT_EQ(backlog.view({2})->stage, Stage::held);
  EXPECT_EQ(backlog.view({2})->reason, Reason::refused);
  EXPECT_EQ(backlog.view({2})->due, at(16s));
  EXPECT_EQ(values(backlog.acknowledge({17})).size(), size_t{16});
  EXPECT_EQ(runUntil(backlog, 1h), (Events{{16s, Kind::requeue, 2, 1, Stage::cancelled, Reason::refused}}));
  EXPECT_EQ(backlog.size(), size_t{0});
}

TEST_F(BacklogRefusal, NoAcknowledgementOfThisConnectionCoversWhatWasRefused) {
  writeMany(1, 3);
  backlog.refuse({2}, at(1s));
  EXPECT_EQ(values(backlog.acknowledge({3})), (std::vector<uint64_t>{1, 3}));
  EXPECT_EQ(values(backlog.acknowledge({3})), (std::vector<uint64_t>{}));
  backlog.connected(at(2s));
  EXPECT_EQ(values(backlog.acknowledge({3})), (std::vector<uint64_t>{}));
  EXPECT_TRUE(backlog.contains({2}));
}

TEST_F(BacklogRefusal, TheFifthIsTheLast) {
  backlog.connected(at(0s));
  backlog.append({1}, {tomorrow}, at(0s));
  for (uint64_t sequence = 1; sequence < 5; ++sequence) {
    tickAll(backlog, at(1min * int64_t(sequence)));
    ASSERT_EQ(backlog.refuse({sequence}, at(1min * int64_t(sequence))), Refused::again);
    backlog.disconnected();
    backlog.connected(at(1min * int64_t(sequence)));
    const Backlog::Action requeue = backlog.tick(at(1min * int64_t(sequence) + 15s));
    ASSERT_EQ(requeue.kind, Kind::requeue);
    EXPECT_EQ(requeue.refusals, sequence);
    appendAnew(sequence + 1, requeue, at(1min * int64_t(sequence) + 15s));
  }
  tickAll(backlog, at(10min));
  EXPECT_EQ(backlog.refuse({5}, at(10min)), Refused::dead);
  EXPECT_FALSE(backlog.contains({5}));
  EXPECT_EQ(backlog.deadline(), never);
}

TEST_F(BacklogRefusal, CountsOneForEachWriteAndNoneForWhatIsNotHere) {
  writeMany(1, 2);
  backlog.disconnected();
  backlog.append({3}, {tomorrow}, at(0s));
  EXPECT_EQ(backlog.refuse({3}, at(0s)), Refused::ignored) << "never written";
  EXPECT_EQ(backlog.refuse({4}, at(0s)), Refused::ignored) << "never there";
  EXPECT_EQ(values(backlog.acknowledge({1})), (std::vector<uint64_t>{1}));
  EXPECT_EQ(backlog.refuse({1}, at(0s)), Refused::ignored) << "final";
  EXPECT_EQ(backlog.refuse({2}, at(0s)), Refused::again);
  EXPECT_EQ(backlog.refuse({2}, at(0s)), Refused::ignored) << "told twice";
  EXPECT_EQ(backlog.size(), size_t{2});
}

TEST_F(BacklogRefusal, RefusedItCanBeCancelledPostponedRetriedAndExpires) {
  backlog.connected(at(0s));
  for (uint64_t i = 1; i <= 4; ++i)
    backlog.append({i}, {i == 4 ? at(10s) : tomorrow}, at(0s));
  tickAll(backlog, at(0s));
  for (uint64_t i = 1; i <= 4; ++i)
    backlog.refuse({i}, at(0s));
  EXPECT_TRUE(backlog.cancel({1}));
  EXPECT_TRUE(backlog.postpone({2}, at(1h)));
  EXPECT_TRUE(backlog.retryNow({3}, at(5s)));
  EXPECT_EQ(
      runUntil(backlog, 2h),
      (Events{{5s, Kind::requeue, 3, 1, Stage::cancelled, Reason::refused}, expired(10s, 4, 1), requeued(1h, 2, 1)}));
}

TEST_F(BacklogRefusal, WhatAnOperatorPostponedMeanwhileKeepsItsTime) {
  writeMany(1, 1);
  backlog.postpone({1}, at(1h));
  EXPECT_EQ(backlog.refuse({1}, at(1s)), Refused::again);
  EXPECT_TRUE(backlog.acknowledge({1}).empty());
  const Backlog::Action requeue = backlog.tick(at(1h));
  EXPECT_EQ(requeue.reason, Reason::postponed);
  EXPECT_EQ(requeue.refusals, 1u);
}

TEST_F(BacklogRefusal, AnOlderOneDoesNotComeBackInThePlaceOfANewerOne) {
  backlog.connected(at(0s));
  backlog.append({1}, withKey(7), at(0s));
  tickAll(backlog, at(0s));
  backlog.append({2}, withKey(7), at(0s)); // 1 may be on the screen
  EXPECT_EQ(backlog.refuse({1}, at(0s)), Refused::collapsed);
  EXPECT_EQ(tickAll(backlog, at(0s)), (Events{written(0s, 2, 1)}));
  EXPECT_EQ(backlog.refuse({2}, at(0s)), Refused::again);
  EXPECT_EQ(backlog.append({3}, withKey(7), at(1s)), (SettledList{{{2}, Stage::cancelled, Reason::collapsed}}));
}

} // namespace
} // namespace pushscope
