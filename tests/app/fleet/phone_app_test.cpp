#include "tests/app/fleet/phone_world.h"
#include "tests/support/seed.h"

#include <gtest/gtest.h>

#include <map>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

// What the app itself does: acknowledging, showing, its account, its clock.

PhoneWorld::Options optionsOf(const char* profile, const char* test) {
  PhoneWorld::Options options;
  options.profile = *findProfile(profile);
  options.seed = testSeed(test);
  return options;
}

// ---- Logged in and out

TEST(PhoneApp, LoggedOutItStaysAwayAndItsHandlerDoesNothing) {
  PhoneWorld world(optionsOf("ios-voip-classic", "logged out"));
  world.run(10s);
  world.control(PhoneAction::loggedIn, 0);
  world.run(1s);
  EXPECT_TRUE(world.belief.has("link phone-0 offline by phone ok goodbye"));
  EXPECT_EQ(world.believed().appCause, Cause::loggedOut);
  world.control(PhoneAction::background);
  world.push(1);
  const size_t said = world.belief.lines.size();
  world.run(12h);
  EXPECT_EQ(world.record().connects, 1u);
  EXPECT_EQ(world.belief.count(Stage::offline, Reason::loggedOut), 1u);
  size_t handlers = 0;
  for (const Wake& wake : world.truth.wakesOf("phone-0")) {
    handlers += wake.cause == Cause::keepAlive;
    EXPECT_EQ(wake.beats, 0u);
  }
  EXPECT_GE(handlers, 12u * 6);
  EXPECT_LE(world.belief.lines.size(), said + 3) << "nothing but the push's own waiting";
  world.control(PhoneAction::foreground);
  world.run(1min);
  EXPECT_EQ(world.record().connects, 1u) << "opening it is not logging in";
  world.control(PhoneAction::loggedIn, 1);
  world.run(5s);
  EXPECT_EQ(world.record().connects, 2u);
  EXPECT_EQ(world.truth.count(Stage::shown), 1u);
}

// ---- Acknowledging and showing (16, 21)

TEST(PhoneApp, WithAlertsOffAPushIsAcknowledgedAndNotShown) {
  PhoneWorld::Options options = optionsOf("android-exempt", "alerts off");
  options.profile.habits.startsInBackground = true;
  options.profile.habits.alertStyle = 0;
  PhoneWorld world(options);
  world.run(1min);
  world.push(1);
  world.run(5s);
  EXPECT_EQ(world.belief.count(Stage::acknowledged), 1u);
  EXPECT_EQ(world.truth.count(Stage::notShown, Reason::alertsOff), 1u);
  EXPECT_EQ(world.belief.count(Stage::notShown, Reason::alertsOff), 1u);
  EXPECT_EQ(world.truth.count(Stage::shown), 0u);
  world.control(PhoneAction::alertStyle, 2);
  world.push(2);
  world.run(5s);
  EXPECT_EQ(world.belief.count(Stage::shown), 1u);
  EXPECT_EQ(world.truth.noticesOf("phone-0").back().kind, NoticeKind::alert);
}

TEST(PhoneApp, DroppedAcknowledgementsMakeDuplicatesThatAreCountedAndShownOnce) {
  std::map<Backlog::Retry, size_t> duplicates;
  for (const Backlog::Retry retry : {Backlog::Retry::classic, Backlog::Retry::reconnect}) {
    PhoneWorld::Options options = optionsOf("android-exempt", "dropped");
    options.server.backlog.retry = retry;
    options.profile.app.dropAcknowledgementsPerMillion = 500'000;
    PhoneWorld world(options);
    world.run(1min);
    for (uint8_t id = 1; id <= 100; ++id) {
      world.push(id);
      world.run(20s);
    }
    world.run(30min);
    world.control(PhoneAction::dropAcknowledgements, 0);
    world.control(PhoneAction::resetLink);
    world.run(1min);
    EXPECT_EQ(world.truth.count(Stage::shown), 100u);
    EXPECT_EQ(world.belief.count(Stage::acknowledged), 100u);
    EXPECT_LE(world.belief.count(Stage::duplicate), world.truth.count(Stage::duplicate));
    duplicates[retry] = world.belief.count(Stage::duplicate);
  }
  EXPECT_GT(duplicates[Backlog::Retry::classic], 10u);
  EXPECT_LT(duplicates[Backlog::Retry::reconnect], duplicates[Backlog::Retry::classic])
      << "a later acknowledgement covers what a timer would have repeated";
}

TEST(PhoneApp, WhatItRefusesIsNotShownAndComesAgain) {
  PhoneWorld::Options options = optionsOf("desktop", "refused");
  options.profile.app.refusePerMillion = 1'000'000;
  PhoneWorld world(options);
  world.run(10s);
  world.push(1);
  world.run(5s);
  EXPECT_EQ(world.truth.count(Stage::notShown, Reason::refused), 1u);
  EXPECT_EQ(world.truth.count(Stage::handled), 0u);
  EXPECT_EQ(world.belief.count(Stage::held, Reason::refused), 1u);
  world.control(PhoneAction::refuse, 0);
  world.run(15s);
  EXPECT_EQ(world.truth.count(Stage::shown), 1u);
  EXPECT_EQ(world.truth.count(Stage::duplicate), 0u) << "it was not remembered";
  EXPECT_EQ(world.belief.count(Stage::acknowledged), 1u);
}

TEST(PhoneApp, WhatItRefusesFiveTimesIsDead) {
  PhoneWorld world(optionsOf("desktop", "dead"));
  world.run(10s);
  world.control(PhoneAction::refuse, 1'000'000);
  world.push(1);
  world.run(2min);
  EXPECT_EQ(world.truth.count(Stage::notShown, Reason::refused), 5u);
  EXPECT_EQ(world.belief.count(Stage::cancelled, Reason::refused), 4u);
  EXPECT_EQ(world.belief.count(Stage::dead, Reason::refused), 1u);
  EXPECT_EQ(world.truth.count(Stage::shown), 0u);
}

TEST(PhoneApp, RefusedPushesAreTakenInTheOrderOfTheirSequences) {
  PhoneWorld::Options options = optionsOf("desktop", "order");
  options.profile.app.refusePerMillion = 400'000;
  options.profile.app.acknowledgeDelay = 20s; // longer than the server waits: it writes again what was refused
  PhoneWorld world(options);
  world.run(10s);
  for (uint8_t id = 1; id <= 100; ++id) {
    world.push(id);
    world.run(5s);
  }
  world.control(PhoneAction::refuse, 0);
  world.run(10min);
  const auto handled = world.truth.stepsAt(Stage::handled);
  EXPECT_TRUE(std::is_sorted(handled.begin(), handled.end(),
                             [](const auto& a, const auto& b) { return a.sequence < b.sequence; }));
  EXPECT_GT(world.truth.count(Stage::notShown, Reason::refused), 20u);
  EXPECT_EQ(world.truth.count(Stage::shown) + world.belief.count(Stage::dead), 100u);
}

TEST(PhoneApp, AcknowledgesOnceForEachBatchAtOnceOrAfterADelay) {
  for (const Duration delay : {Duration(0s), Duration(1s)}) {
    PhoneWorld::Options options = optionsOf("desktop", "batches");
    options.profile.app.acknowledgeDelay = delay;
    PhoneWorld world(options);
    world.run(10s);
    for (uint8_t id = 1; id <= 5; ++id)
      world.push(id);
    const WallTime pushed = world.now().wall;
    world.run(10s);
    const auto acknowledged = world.belief.stepsAt(Stage::acknowledged);
    ASSERT_EQ(acknowledged.size(), 5u);
    EXPECT_GE(acknowledged.front().fact.at - pushed, delay);
    EXPECT_LE(acknowledged.back().fact.at - pushed, delay + 200ms);
    if (delay == 0s)
      continue;
    EXPECT_EQ(acknowledged.front().fact.at, acknowledged.back().fact.at) << "one for all";
  }
}

TEST(PhoneApp, AFullBatchIsAcknowledgedBeforeItsDelay) {
  PhoneWorld::Options options = optionsOf("desktop", "full batch");
  options.profile.app.acknowledgeDelay = 10s;
  PhoneWorld world(options);
  world.run(10s);
  for (uint8_t id = 1; id <= 16; ++id)
    world.push(id);
  world.run(1s);
  EXPECT_EQ(world.belief.count(Stage::acknowledged), 16u);
}

TEST(PhoneApp, TellsWhenTheSecondPathWasReady) {
  PhoneWorld::Options options = optionsOf("ios-voip-classic", "media");
  options.profile.habits.startsInBackground = true;
  options.profile.app.mediaDelay = 150ms;
  PhoneWorld world(options);
  ASSERT_TRUE(world.runUntilState(AppState::suspended, 10s));
  world.run(20s);
  Inject call = world.make(1);
  call.media = call.highPriority = true;
  world.push(call);
  world.run(5s);
  const auto handled = world.truth.stepsAt(Stage::handled), ready = world.truth.stepsAt(Stage::mediaReady);
  ASSERT_EQ(ready.size(), 1u);
  EXPECT_EQ(ready[0].fact.at - handled.at(0).fact.at, 150ms);
  world.run(10min);
  const auto told = world.belief.stepsAt(Stage::mediaReady);
  ASSERT_EQ(told.size(), 1u) << "with a later frame";
  EXPECT_LE(std::chrono::abs(told[0].fact.at - ready[0].fact.at), told[0].fact.error);
}

TEST(PhoneApp, ASecondPathThatIsLostIsNeverReady) {
  PhoneWorld::Options options = optionsOf("desktop", "no media");
  options.profile.app.mediaLossPerMillion = 1'000'000;
  PhoneWorld world(options);
  world.run(10s);
  Inject call = world.make(1);
  call.media = true;
  world.push(call);
  world.run(1min);
  EXPECT_EQ(world.truth.count(Stage::mediaReady), 0u);
  EXPECT_EQ(world.truth.count(Stage::shown), 1u);
}

TEST(PhoneApp, RemindersBeyondTheSystemsLimitAreDropped) {
  PhoneWorld world(optionsOf("ios-voip-classic", "reminders"));
  world.run(10s);
  world.control(PhoneAction::remind, 70);
  std::map<NoticeKind, int> kinds;
  for (const Notice& notice : world.truth.noticesOf("phone-0"))
    ++kinds[notice.kind];
  EXPECT_EQ(kinds[NoticeKind::scheduled], 64);
  EXPECT_EQ(kinds[NoticeKind::dropped], 6);
  world.run(2h);
  kinds.clear();
  for (const Notice& notice : world.truth.noticesOf("phone-0"))
    ++kinds[notice.kind];
  EXPECT_EQ(kinds[NoticeKind::banner], 64) << "each a minute after the one before";
}

TEST(PhoneApp, APushWithACollapseKeyReplacesTheOneThatIsShown) {
  PhoneWorld::Options options = optionsOf("android-exempt", "replaces");
  options.profile.habits.startsInBackground = true;
  PhoneWorld world(options);
  world.run(10s);
  for (uint8_t id = 1; id <= 3; ++id) {
    Inject score = world.make(id);
    score.collapseKey = "score";
    world.push(score);
    world.run(5s);
  }
  const auto notices = world.truth.noticesOf("phone-0");
  ASSERT_EQ(notices.size(), 3u);
  EXPECT_EQ(notices[0].kind, NoticeKind::banner);
  EXPECT_EQ(notices[1].kind, NoticeKind::replaced);
  EXPECT_EQ(notices[2].badge, 1u);
}

// A handler of pushes may still be busy with those of a server that is gone when the next one says welcome.
TEST(PhoneApp, WhatANewServerNeverWroteIsNotAcknowledgedToIt) {
  PhoneWorld::Options options = optionsOf("desktop", "new server");
  options.backoff = {1ms, 1ms};
  for (int round = 0; round < 200; ++round) {
    ++options.seed;
    options.profile.network.shortestDelay = options.profile.network.longestDelay = 1ms;
    options.profile.network.jitter = 0ms;
    PhoneWorld world(options);
    world.run(5s);
    for (uint8_t id = 1; id <= 16; ++id)
      world.push(id);
    world.run(2ms);
    world.simulation->restartServer(); // its store is empty: sequences begin with one again
    ASSERT_TRUE(world.runUntil([&] { return world.record().connects == 2; }, 10s));
    const size_t before = world.belief.count(Stage::acknowledged);
    for (uint8_t id = 101; id <= 116; ++id)
      world.push(id);
    for (int i = 0; i < 60; ++i) {
      world.run(500us);
      size_t handled = 0;
      for (const auto& step : world.truth.stepsAt(Stage::handled))
        handled += step.uuid.bytes[0] > 100;
      ASSERT_LE(world.belief.count(Stage::acknowledged) - before, handled);
    }
    world.run(10s);
    EXPECT_EQ(world.belief.count(Stage::acknowledged) - before, 16u);
  }
}

// ---- Its account

PhoneWorld::Options withAccount(const char* test) {
  PhoneWorld::Options options = optionsOf("android-exempt", test);
  options.server.collections["friends"].items = 250;
  options.server.collections["groups"].items = 20;
  options.server.collections["profiles"].items = 30;
  options.server.collections["members"].items = 40;
  options.profile.app.collections = {"friends", "groups"};
  options.profile.app.deferred = {"profiles"};
  options.profile.app.onDemand = {"members"};
  return options;
}

TEST(PhoneApp, ANewPhoneGetsItsWholeAccountAndAfterwardsOnlyWhatChanged) {
  PhoneWorld world(withAccount("account"));
  world.run(5s);
  ASSERT_EQ(world.belief.syncs.size(), 1u);
  EXPECT_EQ(world.belief.syncs[0].second.items, 270u);
  EXPECT_GT(world.belief.syncs[0].second.sync, 0us);
  world.control(PhoneAction::resetLink);
  world.run(5s);
  ASSERT_EQ(world.belief.syncs.size(), 2u);
  EXPECT_EQ(world.belief.syncs[1].second.items, 0u) << "equal versions skip it all";
  EXPECT_TRUE(world.belief.syncs[1].second.resumed);
  world.simulation->touch({{"phone-0"}, "friends", 3});
  world.control(PhoneAction::resetLink);
  world.run(5s);
  ASSERT_EQ(world.belief.syncs.size(), 3u);
  EXPECT_EQ(world.belief.syncs[2].second.items, 3u);
}

TEST(PhoneApp, ItsAccountSurvivesTheEndOfItsProcess) {
  PhoneWorld world(withAccount("account on disk"));
  world.run(5s);
  world.control(PhoneAction::crash);
  world.run(10s);
  ASSERT_EQ(world.belief.syncs.size(), 2u);
  EXPECT_FALSE(world.belief.syncs[1].second.resumed);
  EXPECT_EQ(world.belief.syncs[1].second.items, 0u);
}

TEST(PhoneApp, AnInterruptedSyncEndsWithTheVersionsOfTheServer) {
  PhoneWorld::Options options = withAccount("interrupted");
  options.server.collections["friends"].items = 2000; // twenty pages
  options.profile.network.slowReaderBytes = 20'000;   // a whole copy takes seconds
  options.server.flapConnects = 1000;                 // here a link that flaps is the point
  PhoneWorld world(options);
  Random random(options.seed);
  for (int i = 0; i < 40; ++i) {
    world.run(random.between(100ms, 8s));
    world.simulation->touch({{"phone-0"}, "friends", uint32_t(random.between(1us, 130us).count())});
    world.control(PhoneAction::resetLink);
  }
  world.run(2min);
  world.control(PhoneAction::resetLink);
  world.run(10s);
  EXPECT_EQ(world.belief.syncs.back().second.items, 0u) << "it has everything";
}

} // namespace
} // namespace pushscope
