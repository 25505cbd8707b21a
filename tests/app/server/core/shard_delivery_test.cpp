#include "tests/app/server/core/shard_fixture.h"

#include "protocol/base/random.h"
#include "tests/support/seed.h"

#include <map>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

// The way of a delivery: waiting and why, cancelled, postponed, collapsed, retried, expired.
class ShardDelivery : public ShardTest {
 protected:
  void configure(Backlog::Retry retry) {
    config.backlog.retry = retry;
    begin();
  }
  std::vector<Nudge> nudgesTo(ConnectionKey key) { return allTo(key, device::nudge, decodeNudge); }
};

// ---- Why a device is offline

struct End {
  Cause cause;
  Reason reason;
};

TEST_F(ShardDelivery, WaitsWithTheReasonThatThePhoneGaveWhenItSaidGoodbye) {
  const End ends[] = {
      {Cause::user, Reason::terminatedByUser},
      {Cause::crash, Reason::crashed},
      {Cause::boot, Reason::rebooting},
      {Cause::system, Reason::terminatedBySystem},
      {Cause::wakeLimit, Reason::terminatedBySystem},
      {Cause::taskLeaked, Reason::terminatedBySystem},
      {Cause::loggedOut, Reason::loggedOut},
      {Cause::unknown, Reason::notConnected},
  };
  ConnectionKey key = 0;
  for (const End& end : ends) {
    SCOPED_TRACE(causeName(end.cause));
    const std::string device = "phone-" + std::to_string(++key);
    hello(key, device);
    goodbye(key, end.cause);
    EXPECT_EQ(closed[key], ErrorCode::ok);
    EXPECT_TRUE(facts.has("link " + device + " offline by phone ok goodbye"));
    const size_t before = count(Stage::offline, end.reason);
    push(device);
    pass(config.backlog.checkEvery * config.backlog.checks);
    EXPECT_EQ(count(Stage::offline, end.reason), before + 1);
  }
}

TEST_F(ShardDelivery, WaitsBecauseItsPhoneSleepsIfNothingCanWakeIt) {
  hello(1, "a");
  sleeps(1);
  push("a", 1);
  EXPECT_TRUE(pushesTo(1).empty());
  EXPECT_EQ(count(Stage::held, Reason::asleep), 1u);
  drop(1); // the system closed the socket of the suspended app
  push("a", 2);
  pass(30s);
  EXPECT_EQ(count(Stage::offline, Reason::asleep), 2u);
  hello(2, "a");
  EXPECT_EQ(sequencesTo(2), (std::vector<uint64_t>{1, 2})) << "delivered when it is back";
}

TEST_F(ShardDelivery, AMarkedPhoneThatVanishedInItsSleepIsOnlyNotConnected) {
  hello(1, marked("a"));
  sleeps(1);
  drop(1);
  push("a", 1);
  pass(30s);
  EXPECT_EQ(count(Stage::offline, Reason::notConnected), 1u);
}

TEST_F(ShardDelivery, AReasonIsForgottenWhenThePhoneIsBack) {
  hello(1, "a");
  goodbye(1, Cause::loggedOut);
  hello(2, "a");
  drop(2);
  push("a", 1);
  pass(30s);
  EXPECT_EQ(count(Stage::offline, Reason::notConnected), 1u);
}

// ---- The vendor's channel

TEST_F(ShardDelivery, NudgesTheVendorsChannelWhenItsPhoneCannotBeReached) {
  hello(9, "vendor");
  Hello phone = helloOf("a");
  phone.gateway = "vendor";
  hello(1, phone);
  goodbye(1, Cause::user);
  Inject urgent = pushOf(7, "a");
  urgent.highPriority = true;
  push(urgent);
  EXPECT_TRUE(nudgesTo(9).empty()) << "it may be back in a moment";
  pass(30s);
  ASSERT_EQ(nudgesTo(9).size(), 1u);
  EXPECT_EQ(nudgesTo(9)[0].device, "a");
  EXPECT_EQ(nudgesTo(9)[0].uuid, urgent.uuid);
  EXPECT_TRUE(nudgesTo(9)[0].highPriority);
  EXPECT_TRUE(facts.has("wake a data missed terminated_by_user"));
}

TEST_F(ShardDelivery, NudgesAtOnceForAPhoneThatSleepsAndIsNotWokenByBytes) {
  hello(9, "vendor");
  Hello phone = helloOf("a");
  phone.gateway = "vendor";
  hello(1, phone);
  sleeps(1);
  push("a", 7);
  ASSERT_EQ(nudgesTo(9).size(), 1u);
  EXPECT_FALSE(nudgesTo(9)[0].highPriority);
  EXPECT_TRUE(facts.has("wake a data missed asleep"));
}

TEST_F(ShardDelivery, NudgesNobodyIfThePhoneHasNoChannelOrTheChannelIsAway) {
  hello(9, "vendor");
  hello(1, "plain");
  Hello astray = helloOf("astray");
  astray.gateway = "another vendor";
  hello(2, astray);
  Hello late = helloOf("late");
  late.gateway = "vendor";
  hello(3, late);
  for (ConnectionKey key : {1u, 2u, 3u})
    goodbye(key, Cause::user);
  push("plain");
  push("astray");
  drop(9);
  push("late");
  pass(1min);
  EXPECT_TRUE(nudgesTo(9).empty());
  EXPECT_EQ(facts.count(Stage::offline), 3u);
}

// ---- Cancel and postpone

TEST_F(ShardDelivery, CancelledWhileItWaitsItIsNeverWritten) {
  hello(1, "a");
  drop(1);
  push("a", 1);
  push("a", 2);
  EXPECT_EQ(manage(QueueAction::cancel, 1).changed, 1u);
  EXPECT_EQ(count(Stage::cancelled, Reason::operatorAsked), 1u);
  hello(2, "a");
  EXPECT_EQ(sequencesTo(2), std::vector<uint64_t>{2});
  EXPECT_EQ(manage(QueueAction::cancel, 1).changed, 0u) << "it is final";
  EXPECT_EQ(store->read("a", {}, 10).size(), 1u);
}

TEST_F(ShardDelivery, ManagesThePushOfNamedDevicesOrOfAll) {
  for (ConnectionKey key : {1u, 2u, 3u}) {
    const std::string device = "phone-" + std::to_string(key);
    hello(key, device);
    drop(key);
    push(device, 1);
  }
  Manage manage;
  manage.uuid.bytes[0] = 1;
  manage.action = QueueAction::cancel;
  manage.devices = {"phone-2", "nobody"};
  const Changed some = ShardTest::manage(manage);
  EXPECT_EQ(some.changed, 1u);
  EXPECT_EQ(some.unknown, 1u);
  manage.devices.clear();
  EXPECT_EQ(ShardTest::manage(manage).changed, 2u);
}

TEST_F(ShardDelivery, PostponedItTakesANewPlaceUnderTheSameUuid) {
  hello(1, "a");
  drop(1);
  const Sequence first = push("a", 1);
  push("a", 2);
  EXPECT_EQ(manage(QueueAction::postpone, 1, now.wall + 10min).changed, 1u);
  EXPECT_EQ(count(Stage::held, Reason::postponed), 1u);
  hello(2, "a");
  EXPECT_EQ(sequencesTo(2), std::vector<uint64_t>{2});
  acknowledge(2);
  for (int i = 0; i < 20; ++i) {
    pass(30s - 1us);
    report(2, AppState::foreground, Cause::user);
  }
  EXPECT_EQ(pushesTo(2).size(), 1u);
  pass(20us);
  ASSERT_EQ(pushesTo(2).size(), 2u);
  EXPECT_EQ(count(Stage::cancelled, Reason::postponed), 1u) << "the old delivery is final";
  const Push again = pushesTo(2)[1];
  EXPECT_EQ(again.uuid, pushesTo(2)[1].uuid);
  EXPECT_EQ(again.uuid.bytes[0], 1);
  EXPECT_GT(again.sequence, first);
  EXPECT_GT(again.sequence.value, 2u);
  acknowledge(2);
  EXPECT_EQ(facts.count(Stage::acknowledged), 2u);
  EXPECT_TRUE(store->read("a", {}, 10).empty());
}

TEST_F(ShardDelivery, TheAcknowledgementOfALaterOneDoesNotSwallowAPostponedOne) {
  hello(1, "a");
  drop(1);
  push("a", 1);
  push("a", 2);
  push("a", 3);
  (void)manage(QueueAction::postpone, 1, now.wall + 1min);
  hello(2, "a");
  acknowledge(2, {3});
  EXPECT_EQ(facts.count(Stage::acknowledged), 2u);
  ASSERT_EQ(store->read("a", {}, 10).size(), 1u);
  EXPECT_EQ(store->read("a", {}, 10)[0].sequence.value, 1u);
  pass(30s);
  report(2, AppState::foreground, Cause::user);
  pass(30s);
  ASSERT_EQ(pushesTo(2).size(), 3u);
  EXPECT_EQ(pushesTo(2).back().uuid.bytes[0], 1);
}

TEST_F(ShardDelivery, PostponedOnceMoreItComesAtTheLaterTime) {
  hello(1, "a");
  drop(1);
  push("a", 1);
  (void)manage(QueueAction::postpone, 1, now.wall + 1min);
  pass(10s);
  EXPECT_EQ(manage(QueueAction::postpone, 1, now.wall + 10min).changed, 1u);
  pass(9min);
  EXPECT_EQ(facts.count(Stage::cancelled), 0u);
  pass(1min);
  EXPECT_EQ(facts.count(Stage::cancelled), 1u);
  EXPECT_EQ(manage(QueueAction::cancel, 1).changed, 1u) << "found under its uuid in its new place";
}

TEST_F(ShardDelivery, APushThatIsNotToComeBeforeATimeWaitsUntilThen) {
  hello(1, "a");
  Inject later = pushOf(1, "a");
  later.notBefore = now.wall + 20s;
  push(later);
  push("a", 2);
  EXPECT_EQ(count(Stage::held, Reason::postponed), 1u);
  EXPECT_EQ(sequencesTo(1), std::vector<uint64_t>{2}) << "it holds up nobody";
  acknowledge(1);
  pass(20s - 1us);
  EXPECT_EQ(pushesTo(1).size(), 1u);
  pass(1us);
  ASSERT_EQ(pushesTo(1).size(), 2u);
  EXPECT_EQ(pushesTo(1)[1].uuid, later.uuid);
  EXPECT_EQ(pushesTo(1)[1].sequence.value, 3u);
  Inject past = pushOf(3, "a");
  past.notBefore = now.wall - 1h;
  push(past);
  EXPECT_EQ(pushesTo(1).size(), 3u);
}

// ---- Collapse keys, priority

TEST_F(ShardDelivery, TheNewestOfACollapseKeyTakesThePlaceOfThoseThatWait) {
  hello(1, "a");
  drop(1);
  const auto keyed = [&](uint8_t id, const std::string& key) {
    Inject inject = pushOf(id, "a");
    inject.collapseKey = key;
    push(inject);
  };
  keyed(1, "score");
  keyed(2, "weather");
  push("a", 3);
  keyed(4, "score");
  keyed(5, "score");
  EXPECT_EQ(count(Stage::cancelled, Reason::collapsed), 2u);
  hello(2, "a");
  EXPECT_EQ(sequencesTo(2), (std::vector<uint64_t>{2, 3, 5}));
  EXPECT_EQ(pushesTo(2)[2].collapseKey, "score");
  EXPECT_EQ(facts.devices.begin()->second.waiting, 3u);
}

TEST_F(ShardDelivery, WhatIsOnItsWayIsNotCollapsed) {
  hello(1, "a");
  Inject first = pushOf(1, "a"), second = pushOf(2, "a");
  first.collapseKey = second.collapseKey = "score";
  push(first);
  push(second);
  EXPECT_EQ(sequencesTo(1), (std::vector<uint64_t>{1, 2})) << "it may be on the screen already";
  EXPECT_EQ(facts.count(Stage::cancelled), 0u);
}

TEST_F(ShardDelivery, PriorityDecidesWhenAndNeverTheOrder) {
  hello(1, "a");
  drop(1);
  push("a", 1);
  Inject urgent = pushOf(2, "a");
  urgent.highPriority = true;
  push(urgent);
  push("a", 3);
  hello(2, "a");
  EXPECT_EQ(sequencesTo(2), (std::vector<uint64_t>{1, 2, 3}));
  EXPECT_TRUE(pushesTo(2)[1].highPriority);
  EXPECT_FALSE(pushesTo(2)[0].highPriority);
}

TEST_F(ShardDelivery, MediaIsPassedOn) {
  hello(1, "a");
  Inject call = pushOf(1, "a");
  call.media = true;
  push(call);
  EXPECT_TRUE(pushesTo(1)[0].media);
}

// ---- Retry policies

TEST_F(ShardDelivery, ClassicWritesFourTimes15SecondsApartAndIsOfflineAfter60) { // TC2, connected
  hello(1, "a");
  push("a");
  const MonoTime accepted = now.mono;
  for (int i = 0; i < 8; ++i) {
    pass(7'500ms);
    report(1, AppState::foreground, Cause::user);
  }
  const auto times = pushTimes(1);
  ASSERT_EQ(times.size(), 4u);
  for (size_t i = 0; i < 4; ++i)
    EXPECT_EQ(times[i], accepted + i * 15s);
  ASSERT_EQ(count(Stage::offline, Reason::attemptsUsed), 1u);
  EXPECT_EQ(now.mono, accepted + 60s);
}

TEST_F(ShardDelivery, ClassicNeverTakesLongerThan180SecondsToTheBacklog) { // TC2, at its worst
  EXPECT_EQ(Backlog::Policy().worstCase(), 180s);
  Random random(testSeed("classic worst case"));
  Duration longest{};
  ConnectionKey key = 0;
  for (int round = 0; round < 200; ++round) {
    const std::string device = "phone-" + std::to_string(round);
    hello(++key, device);
    drop(key);
    push(device, 1);
    const MonoTime accepted = now.mono;
    const size_t before = facts.count(Stage::offline);
    const auto isOffline = [&] { return facts.count(Stage::offline) > before; };
    // For each attempt it comes as late as it may, takes what is written, and is gone.
    for (int attempt = 0; attempt < 4; ++attempt) {
      pass(round == 0 ? 29'999ms : random.between(0us, 29'999ms));
      ASSERT_FALSE(isOffline());
      hello(++key, device);
      EXPECT_EQ(pushesTo(key).size(), 1u);
      drop(key);
      pass(15s);
    }
    EXPECT_TRUE(isOffline());
    longest = std::max(longest, since(accepted));
  }
  EXPECT_GT(longest, 179s);
  EXPECT_LE(longest, 180s);
}

TEST_F(ShardDelivery, ClassicLooksEvery2SecondsAndGivesUpAfter15Times) {
  hello(1, "a");
  drop(1);
  push("a");
  EXPECT_EQ(count(Stage::queued, Reason::notConnected), 1u);
  pass(30s - 1us);
  EXPECT_EQ(facts.count(Stage::offline), 0u);
  pass(1us);
  EXPECT_EQ(count(Stage::offline, Reason::notConnected), 1u);
}

TEST_F(ShardDelivery, ReconnectWritesOnceAConnectionAndEndsOneThatCarriesNothing) {
  configure(Backlog::Retry::reconnect);
  hello(1, "a");
  push("a");
  for (int i = 0; i < 59; ++i) {
    pass(1s);
    report(1, AppState::foreground, Cause::user);
  }
  EXPECT_EQ(pushesTo(1).size(), 1u);
  EXPECT_FALSE(closed.contains(1));
  pass(1s);
  EXPECT_EQ(closed[1], ErrorCode::heartbeatLost) << "it says that it lives, and acknowledges nothing";
  EXPECT_EQ(facts.count(Stage::offline), 1u);
  hello(2, "a");
  ASSERT_EQ(pushesTo(2).size(), 1u);
  EXPECT_EQ(pushesTo(2)[0].attempt, 2u);
}

TEST_F(ShardDelivery, ReconnectIsOfflineAtOnceWithoutAConnection) {
  configure(Backlog::Retry::reconnect);
  hello(1, "a");
  goodbye(1, Cause::user);
  push("a");
  EXPECT_EQ(count(Stage::offline, Reason::terminatedByUser), 1u);
  EXPECT_EQ(facts.count(Stage::queued), 0u);
}

// ---- Time to live

TEST_F(ShardDelivery, ATimeToLiveIsThatOfThePushOrTheServersAndAtMost7Days) {
  hello(1, "a");
  drop(1);
  push("a", 1);
  push("a", 2, 30 * 24h);
  push("a", 3, 1h);
  const auto finals = [&] { return facts.count(Stage::expired); };
  passUntil(at(1h) - 1us);
  EXPECT_EQ(finals(), 0u);
  pass(1us);
  EXPECT_EQ(finals(), 1u);
  passUntil(at(24h) - 1us);
  EXPECT_EQ(finals(), 1u);
  pass(1us);
  EXPECT_EQ(finals(), 2u);
  passUntil(at(168h) - 1us);
  EXPECT_EQ(finals(), 2u);
  pass(1us);
  EXPECT_EQ(finals(), 3u);
  EXPECT_TRUE(store->read("a", {}, 10).empty());
}

// TC7, the server's half: whatever happens, nothing is written when its time is over.
TEST_F(ShardDelivery, NothingIsWrittenAfterItsTimeToLive) {
  const uint64_t seed = testSeed("expiry");
  Random random(seed);
  for (const Backlog::Retry retry : {Backlog::Retry::classic, Backlog::Retry::reconnect}) {
    configure(retry);
    std::map<uint8_t, MonoTime> expires;
    ConnectionKey key = 1;
    hello(key, marked("a"));
    bool connected = true;
    for (int step = 0; step < 2000; ++step) {
      pass(random.between(0us, 20s));
      if (closed.contains(key))
        connected = false;
      switch (random.below(5)) {
      case 0:
        if (expires.size() < 250) {
          const auto id = uint8_t(expires.size() + 1);
          const Duration timeToLive = random.between(1ms, 90s);
          expires[id] = now.mono + timeToLive;
          push("a", id, timeToLive);
        }
        break;
      case 1:
        if (connected)
          drop(key);
        else
          hello(++key, marked("a"));
        connected = !connected;
        break;
      case 2:
        if (connected && random.chance(500'000))
          acknowledge(key);
        break;
      case 3:
        if (connected)
          report(key, random.chance(500'000) ? AppState::suspended : AppState::foreground);
        break;
      case 4:
        if (!expires.empty())
          (void)manage(QueueAction::postpone, uint8_t(random.below(expires.size()) + 1),
                       now.wall + random.between(1s, 60s));
        break;
      }
    }
    size_t written = 0;
    for (const auto& [connection, frames] : sent)
      for (const Sent& frame : frames)
        if (frame.header.command == device::push) {
          ++written;
          EXPECT_LT(frame.at, expires.at(decodePush(frame.body).value().uuid.bytes[0]));
        }
    EXPECT_GT(written, 50u);
    EXPECT_GT(facts.count(Stage::expired), 10u);
  }
}

// ---- What the phone says of it

TEST_F(ShardDelivery, ADuplicateIsToldAsSuch) {
  hello(1, "a");
  pass(1ms);
  answersPings(1); // its clock is known
  push("a", 1);
  pass(15s); // its acknowledgement was lost: written again
  ASSERT_EQ(pushesTo(1).size(), 2u);
  PhoneStages stages;
  stages.sequence = {1};
  stages.handled = now.wall;
  stages.duplicate = true;
  receive(1, encodeAcknowledge({{1}, {stages}}));
  EXPECT_EQ(facts.count(Stage::duplicate), 1u);
  EXPECT_EQ(facts.count(Stage::handled), 0u);
  EXPECT_EQ(facts.count(Stage::acknowledged), 1u);
}

TEST_F(ShardDelivery, WhatThePhoneDidNotShowIsToldWithItsReason) {
  hello(1, "a");
  pass(1ms);
  answersPings(1); // its clock is known
  push("a", 1);
  PhoneStages stages;
  stages.sequence = {1};
  stages.woken = stages.handled = now.wall;
  stages.notShown = Reason::alertsOff;
  receive(1, encodeAcknowledge({{1}, {stages}}));
  EXPECT_EQ(count(Stage::notShown, Reason::alertsOff), 1u);
  EXPECT_EQ(facts.count(Stage::shown), 0u);
}

TEST_F(ShardDelivery, WhatComesAfterTheAcknowledgementIsStillTold) {
  hello(1, "a");
  pass(1ms);
  answersPings(1); // its clock is known
  push("a", 1);
  acknowledge(1);
  pass(120ms);
  PhoneStages late;
  late.sequence = {1};
  late.mediaReady = now.wall;
  Report report;
  report.stages.push_back(late);
  receive(1, encodeReport(report));
  EXPECT_EQ(facts.count(Stage::mediaReady), 1u);
}

TEST_F(ShardDelivery, TheOldestIsEvictedWhenTheBacklogIsFull) {
  config.backlog.capacity = 3;
  begin();
  hello(1, "a");
  drop(1);
  for (uint8_t id = 1; id <= 5; ++id)
    push("a", id);
  EXPECT_EQ(facts.count(Stage::evicted), 2u);
  hello(2, "a");
  EXPECT_EQ(sequencesTo(2), (std::vector<uint64_t>{3, 4, 5}));
}

} // namespace
} // namespace pushscope
