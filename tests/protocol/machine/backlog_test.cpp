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
  friend bool operator==(const Event&, const Event&) = default;
};
using Events = std::vector<Event>;

std::ostream& operator<<(std::ostream& out, const Event& e) {
  return out << e.when.count() / 1000 << " ms #" << e.sequence << " attempt " << e.attempt << ' ' << stageName(e.stage);
}

Event written(Duration when, uint64_t sequence, uint32_t attempt) {
  return {when, Kind::send, sequence, attempt, Stage::written};
}
Event waits(Duration when, uint64_t sequence, uint32_t attempt, Stage stage) {
  return {when, Kind::wait, sequence, attempt, stage};
}

Events tickAll(Backlog& backlog, MonoTime now) {
  Events events;
  for (Backlog::Action a; (a = backlog.tick(now)).kind != Kind::none;)
    events.push_back({now.time_since_epoch(), a.kind, a.sequence.value, a.attempt, a.stage});
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
      backlog.append({i}, tomorrow, now);
  }
};

TEST_F(BacklogTest, HasNothingToDoWhenEmpty) {
  backlog.connected(at(0s));
  EXPECT_EQ(backlog.tick(at(0s)).kind, Kind::none);
  EXPECT_EQ(backlog.deadline(), never);
}

TEST_F(BacklogTest, WritesAtOnceWhenConnected) {
  backlog.connected(at(0s));
  backlog.append({1}, tomorrow, at(5s));
  EXPECT_EQ(tickAll(backlog, at(5s)), (Events{written(5s, 1, 1)}));
  EXPECT_EQ(backlog.deadline(), at(20s));
}

TEST_F(BacklogTest, WritesFourTimesFifteenSecondsApartAndIsThenOffline) {
  backlog.connected(at(0s));
  backlog.append({1}, tomorrow, at(0s));
  EXPECT_EQ(runUntil(backlog, 23h), (Events{written(0s, 1, 1), written(15s, 1, 2), written(30s, 1, 3),
                                            written(45s, 1, 4), waits(60s, 1, 4, Stage::offline)}));
  EXPECT_TRUE(backlog.contains({1}));
}

TEST_F(BacklogTest, LooksFifteenTimesTwoSecondsApartForAConnectionAndIsThenOffline) {
  backlog.append({1}, tomorrow, at(0s));
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
  backlog.append({1}, tomorrow, at(0s));
  runUntil(backlog, 9s);
  backlog.connected(at(9s));
  EXPECT_EQ(tickAll(backlog, at(9s)), (Events{written(9s, 1, 1)}));
}

TEST_F(BacklogTest, LostConnectionIsNoticedWhenTheAttemptTimesOut) {
  backlog.connected(at(0s));
  backlog.append({1}, tomorrow, at(0s));
  tickAll(backlog, at(0s));
  backlog.disconnected();
  EXPECT_EQ(runUntil(backlog, 23h), (Events{waits(15s, 1, 1, Stage::retrying), waits(45s, 1, 1, Stage::offline)}));
}

TEST_F(BacklogTest, WorstCaseIsAHundredAndEightySeconds) {
  EXPECT_EQ(policy.worstCase(), 180s);
}

// A connection that comes just before patience ends and is lost at once, four times over.
TEST_F(BacklogTest, WorstCaseIsReachedAndNotExceeded) {
  backlog.append({1}, tomorrow, at(0s));
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
  EXPECT_EQ(events.back(), waits(180s - 4us, 1, 4, Stage::offline));
}

TEST_F(BacklogTest, IsOfflineWithin180SecondsOfItsFirstAttemptWhateverTheConnectionDoes) {
  Random random(testSeed("Backlog.IsOfflineWithin180Seconds"));
  for (int round = 0; round < 3000; ++round) {
    Backlog fresh(policy);
    fresh.append({1}, at(24h * 365), at(0s));
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
  backlog.append({3}, tomorrow, at(1s));
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
  backlog.append({1}, at(20s), at(0s));
  EXPECT_EQ(runUntil(backlog, 1h),
            (Events{written(0s, 1, 1), written(15s, 1, 2), {20s, Kind::settle, 1, 2, Stage::expired}}));
  EXPECT_EQ(backlog.size(), size_t{0});

  backlog.disconnected();
  backlog.append({2}, at(10h), at(1h));
  const Events events = runUntil(backlog, 24h);
  EXPECT_EQ(events.back(), (Event{10h, Kind::settle, 2, 0, Stage::expired}));
}

TEST_F(BacklogTest, ExpiredIsNeverWritten) {
  backlog.append({1}, at(10s), at(0s));
  backlog.append({2}, at(60s), at(0s));
  backlog.connected(at(10s));
  EXPECT_EQ(tickAll(backlog, at(10s)), (Events{{10s, Kind::settle, 1, 0, Stage::expired}, written(10s, 2, 1)}));
}

TEST_F(BacklogTest, ExpiryInTheMiddleDoesNotStopTheAcknowledgementOfTheRest) {
  backlog.connected(at(0s));
  backlog.append({1}, tomorrow, at(0s));
  backlog.append({2}, at(5s), at(0s));
  backlog.append({3}, tomorrow, at(0s));
  tickAll(backlog, at(0s));
  tickAll(backlog, at(5s));
  EXPECT_EQ(values(backlog.acknowledge({3})), (std::vector<uint64_t>{1, 3}));
}

TEST_F(BacklogTest, OldestMakesRoomForTheThousandAndFirst) {
  for (uint64_t i = 1; i <= 1000; ++i)
    ASSERT_FALSE(backlog.append({i}, tomorrow, at(0s)).has_value());
  EXPECT_EQ(backlog.append({1001}, tomorrow, at(0s)), Sequence{1});
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
  backlog.append({1}, tomorrow, at(0s));
  EXPECT_EQ(runUntil(backlog, 1h), (Events{written(0s, 1, 1), written(1s, 1, 2), waits(2s, 1, 2, Stage::offline)}));
}

TEST_F(BacklogTest, WithoutResendsIsWrittenOnce) {
  policy.maxResends = 0;
  backlog.connected(at(0s));
  backlog.append({1}, tomorrow, at(0s));
  EXPECT_EQ(runUntil(backlog, 1h), (Events{written(0s, 1, 1), waits(15s, 1, 1, Stage::offline)}));
}

} // namespace
} // namespace pushscope
