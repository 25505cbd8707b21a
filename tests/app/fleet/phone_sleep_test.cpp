#include "tests/app/fleet/phone_world.h"
#include "tests/support/seed.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

// How phones sleep, wake, end and come back, with a real server core at the other end of their networks.

PhoneWorld::Options optionsOf(const char* profile, const char* test) {
  PhoneWorld::Options options;
  options.profile = *findProfile(profile);
  options.profile.habits.startsInBackground = true;
  options.seed = testSeed(test);
  return options;
}

// ---- A marked socket (1, 2, 21)

TEST(PhoneSleep, AMarkedPhoneWakesForAPushShowsItAndSleepsAgain) {
  PhoneWorld world(optionsOf("ios-voip-classic", "marked"));
  ASSERT_TRUE(world.runUntilState(AppState::suspended, 10s));
  world.run(20s);
  EXPECT_EQ(world.record().link, LinkState::online) << "its connection is kept";
  EXPECT_EQ(world.believed().appState, AppState::suspended);
  const size_t before = world.truth.appsOf("phone-0").size();
  world.push(1);
  world.run(30s);
  const auto apps = world.truth.appsOf("phone-0");
  ASSERT_EQ(apps.size(), before + 2);
  EXPECT_EQ(apps[before].state, AppState::woken);
  EXPECT_EQ(apps[before].cause, Cause::data);
  EXPECT_EQ(apps[before + 1].state, AppState::suspended);
  EXPECT_EQ(apps[before + 1].cause, Cause::budget);
  ASSERT_EQ(world.truth.wakesOf("phone-0").size(), 1u);
  const Wake wake = world.truth.wakesOf("phone-0")[0];
  EXPECT_GE(wake.latency, 20ms);
  EXPECT_LE(wake.latency, 300ms);
  EXPECT_GE(wake.used, 8s);
  EXPECT_LE(wake.used, 10s);
  EXPECT_EQ(wake.pushes, 1u);
  EXPECT_EQ(wake.resumes, 1u);
  ASSERT_EQ(world.truth.noticesOf("phone-0").size(), 1u);
  EXPECT_EQ(world.truth.noticesOf("phone-0")[0].kind, NoticeKind::banner);
  EXPECT_EQ(world.truth.noticesOf("phone-0")[0].badge, 1u);
  EXPECT_EQ(world.belief.count(Stage::acknowledged), 1u);
  EXPECT_EQ(world.belief.count(Stage::held), 0u);
  EXPECT_EQ(world.believed().appState, AppState::suspended) << "it knows of wakes from its own writes";
}

TEST(PhoneSleep, InFrontTheAppDrawsThePushItself) {
  PhoneWorld::Options options = optionsOf("ios-voip-classic", "front");
  options.profile.habits.startsInBackground = false;
  PhoneWorld world(options);
  ASSERT_TRUE(world.runUntilOnline(10s));
  world.push(1);
  world.run(5s);
  ASSERT_EQ(world.truth.noticesOf("phone-0").size(), 1u);
  EXPECT_EQ(world.truth.noticesOf("phone-0")[0].kind, NoticeKind::inApp);
}

TEST(PhoneSleep, ItsWakesAreReportedWithTheNextFrameAndNeverByOneOfTheirOwn) {
  PhoneWorld world(optionsOf("ios-voip-classic", "reported"));
  ASSERT_TRUE(world.runUntilState(AppState::suspended, 10s));
  world.run(20s);
  world.push(1);
  world.run(1min);
  EXPECT_TRUE(world.belief.wakesOf("phone-0").empty()) << "it slept again before it could be told";
  world.push(2);
  world.run(1min);
  ASSERT_EQ(world.belief.wakesOf("phone-0").size(), 1u);
  const Wake truth = world.truth.wakesOf("phone-0")[0], told = world.belief.wakesOf("phone-0")[0];
  EXPECT_EQ(told.latency, truth.latency);
  EXPECT_EQ(told.used, truth.used);
  EXPECT_EQ(told.resumes, truth.resumes);
  EXPECT_EQ(told.pushes, truth.pushes);
  EXPECT_LE(std::chrono::abs(told.at - truth.at), 200ms) << "by the phone's clock, corrected";
}

TEST(PhoneSleep, ASleepingPhoneAnswersTheServersBeatsForADay) {
  PhoneWorld world(optionsOf("ios-voip-classic", "a day"));
  world.run(24h);
  EXPECT_EQ(world.record().connects, 1u);
  EXPECT_FALSE(world.belief.has("link phone-0 suspect"));
  const auto wakes = world.truth.wakesOf("phone-0");
  EXPECT_GT(wakes.size(), 24u * 3600 / 264 - 2);
  EXPECT_LT(wakes.size(), 24u * 3600 / 216 + 24 * 12 + 2) << "beats and handlers";
  for (const Wake& wake : wakes)
    EXPECT_LE(wake.resumes, 4u);
}

TEST(PhoneSleep, WithATaskOneResumeIsEnoughForRequestReplyAndFollowUp) {
  PhoneWorld::Options options = optionsOf("ios-voip-classic", "task on wake");
  options.profile.app.taskOnWake = true;
  options.profile.system.shortestBudget = options.profile.system.longestBudget = 1s;
  PhoneWorld world(options);
  ASSERT_TRUE(world.runUntilState(AppState::suspended, 10s));
  world.run(20s);
  for (uint8_t id = 1; id <= 10; ++id) {
    world.push(id);
    world.run(1500ms); // longer than its budget
  }
  world.run(10s);
  ASSERT_EQ(world.truth.wakesOf("phone-0").size(), 1u);
  EXPECT_EQ(world.truth.wakesOf("phone-0")[0].pushes, 10u);
  EXPECT_EQ(world.record().appState, AppState::suspended) << "and it ends its task when the work is done";
}

TEST(PhoneSleep, ATaskThatItNeverEndsCostsItsLife) {
  PhoneWorld::Options options = optionsOf("ios-voip-classic", "leak");
  options.profile.app.taskLeaks = true;
  options.profile.system.taskLimit = 180s;
  PhoneWorld world(options);
  world.run(170s);
  EXPECT_EQ(world.record().appState, AppState::background);
  world.run(11s);
  EXPECT_TRUE(world.truth.has("app phone-0 terminated task_leaked"));
}

// ---- A plain socket (19)

TEST(PhoneSleep, APushForAPlainSleepingPhoneWaitsOfflineAndArrivesOnItsReturn) {
  PhoneWorld world(optionsOf("ios-plain-modern", "plain"));
  ASSERT_TRUE(world.runUntilState(AppState::suspended, 10s));
  world.run(5s);
  EXPECT_EQ(world.record().link, LinkState::offline) << "the system has closed its socket";
  EXPECT_EQ(world.believed().link, LinkState::offline);
  EXPECT_EQ(world.believed().appState, AppState::suspended);
  world.push(1);
  world.run(8h);
  EXPECT_EQ(world.belief.count(Stage::offline, Reason::asleep), 1u);
  EXPECT_EQ(world.belief.count(Stage::written), 0u);
  EXPECT_TRUE(world.truth.wakesOf("phone-0").empty());
  world.control(PhoneAction::foreground);
  world.run(10s);
  EXPECT_EQ(world.truth.count(Stage::shown), 1u);
  EXPECT_EQ(world.belief.count(Stage::acknowledged), 1u);
}

TEST(PhoneSleep, ASocketThatTheSystemReclaimsSilentlyIsHalfOpen) {
  PhoneWorld::Options options = optionsOf("ios-plain-modern", "silent");
  options.profile.system.socket = SocketOnSuspend::silent;
  PhoneWorld world(options);
  ASSERT_TRUE(world.runUntilState(AppState::suspended, 10s));
  world.run(60s);
  EXPECT_EQ(world.record().link, LinkState::offline);
  EXPECT_EQ(world.believed().link, LinkState::online) << "truth and belief differ: that is what people come to find";
  world.run(10min);
  EXPECT_EQ(world.believed().link, LinkState::offline);
  EXPECT_TRUE(world.belief.has("link phone-0 offline by server heartbeat_lost goodbye"));
}

// ---- Ends (7, 8)

TEST(PhoneSleep, SwipedAwayWhileItRunsItSaysWhy) {
  PhoneWorld::Options options = optionsOf("ios-voip-classic", "swiped");
  options.profile.habits.startsInBackground = false;
  PhoneWorld world(options);
  world.run(10s);
  world.control(PhoneAction::swipeAway);
  world.run(1s);
  EXPECT_TRUE(world.belief.has("link phone-0 offline by phone ok goodbye"));
  EXPECT_EQ(world.believed().appState, AppState::terminated);
  EXPECT_EQ(world.believed().appCause, Cause::user);
  world.push(1);
  world.run(24h - 1min);
  EXPECT_EQ(world.belief.count(Stage::offline, Reason::terminatedByUser), 1u);
  EXPECT_EQ(world.record().connects, 1u) << "not even its handler brings it back";
  world.control(PhoneAction::foreground);
  world.run(30s);
  EXPECT_EQ(world.truth.count(Stage::shown), 1u);
}

TEST(PhoneSleep, SwipedAwayInItsSleepItSaysNothing) {
  PhoneWorld world(optionsOf("ios-voip-classic", "swiped asleep"));
  ASSERT_TRUE(world.runUntilState(AppState::suspended, 10s));
  world.run(5s);
  world.control(PhoneAction::swipeAway);
  world.run(1s);
  EXPECT_TRUE(world.belief.has("link phone-0 offline by phone ok")) << "the kernel closes its socket";
  EXPECT_EQ(world.believed().appState, AppState::suspended) << "which is all that the server can believe";
}

TEST(PhoneSleep, ACrashInItsSleepIsRelaunchedAndShowsNothingTwice) {
  PhoneWorld world(optionsOf("ios-voip-classic", "crash"));
  ASSERT_TRUE(world.runUntilState(AppState::suspended, 10s));
  world.run(5s);
  world.control(PhoneAction::dropAcknowledgements, 1'000'000);
  for (uint8_t id = 1; id <= 5; ++id)
    world.push(id);
  world.run(10s);
  EXPECT_EQ(world.truth.count(Stage::shown), 5u);
  EXPECT_EQ(world.belief.count(Stage::acknowledged), 0u);
  ASSERT_TRUE(world.runUntilState(AppState::suspended, 20s));
  world.control(PhoneAction::crash);
  world.control(PhoneAction::dropAcknowledgements, 0);
  world.run(15s);
  EXPECT_EQ(world.record().connects, 2u);
  EXPECT_TRUE(world.truth.has("app phone-0 background crash"));
  EXPECT_EQ(world.belief.count(Stage::acknowledged), 5u);
  EXPECT_EQ(world.truth.count(Stage::shown), 5u) << "what it has shown is on its disk";
  EXPECT_GE(world.truth.count(Stage::duplicate), 5u);
  EXPECT_FALSE(world.belief.syncs.back().second.resumed) << "its session was in its memory";
}

TEST(PhoneSleep, APhoneThatRebootsIsHalfOpenForItsServerUntilTheHeartbeatFindsOut) {
  PhoneWorld::Options options = optionsOf("ios-voip-classic", "reboot");
  options.profile.system.relaunchAfterBoot = false;
  options.profile.system.keepAlive = 0s;
  PhoneWorld world(options);
  ASSERT_TRUE(world.runUntilState(AppState::suspended, 10s));
  world.run(30min);
  const WallTime lastSign = world.belief.beats.back().at;
  world.control(PhoneAction::reboot);
  world.run(1min);
  EXPECT_EQ(world.record().link, LinkState::offline);
  EXPECT_NE(world.believed().link, LinkState::offline);
  ASSERT_TRUE(world.runUntil([&] { return world.believed().link == LinkState::offline; }, 10min));
  EXPECT_TRUE(world.belief.has("link phone-0 offline by server heartbeat_lost goodbye"));
  EXPECT_GE(world.now().wall - lastSign, 285s - 24s);
  EXPECT_LE(world.now().wall - lastSign, 285s + 24s + 1s);
}

TEST(PhoneSleep, ARebootedPhoneThatComesBackTakesTheDeadConnectionsPlace) {
  PhoneWorld world(optionsOf("ios-voip-classic", "boot"));
  ASSERT_TRUE(world.runUntilState(AppState::suspended, 10s));
  world.run(5s);
  world.control(PhoneAction::reboot);
  world.run(1min);
  EXPECT_EQ(world.record().connects, 2u);
  EXPECT_TRUE(world.truth.has("app phone-0 background boot"));
  EXPECT_TRUE(world.belief.has("link phone-0 offline by server superseded goodbye"));
}

TEST(PhoneSleep, TheLimitOfResumesEndsAPhoneOfAServerThatDoesNotKnowOfIt) {
  PhoneWorld::Options options = optionsOf("ios-voip-classic", "limit");
  options.server.guardsWakes = false;
  PhoneWorld world(options);
  ASSERT_TRUE(world.runUntilState(AppState::suspended, 10s));
  for (uint8_t id = 1; id <= 15; ++id) {
    world.run(15s);
    world.push(id);
  }
  world.run(14s);
  EXPECT_FALSE(world.truth.has("app phone-0 terminated wake_limit"));
  EXPECT_EQ(world.truth.wakesOf("phone-0").back().resumes, 15u);
  world.push(16);
  world.run(1s);
  EXPECT_TRUE(world.truth.has("app phone-0 terminated wake_limit"));
  world.run(20s);
  EXPECT_EQ(world.truth.count(Stage::shown), 16u) << "relaunched, it gets what it was killed for";
}

// What a server believes of an app's sleep decides about beats and budget; a connection that was made in a moment of
// wakefulness must not leave it with "woken" for ever.
TEST(PhoneSleep, AConnectionMadeInAWakeIsKnownToSleepAfterwards) {
  PhoneWorld world(optionsOf("ios-voip-classic", "made awake"));
  ASSERT_TRUE(world.runUntilState(AppState::suspended, 10s));
  world.run(5s);
  world.control(PhoneAction::airplane, 1);
  world.run(1min);
  world.control(PhoneAction::airplane, 0);
  ASSERT_TRUE(world.runUntil([&] { return world.record().connects == 2; }, 11min));
  ASSERT_TRUE(world.runUntilState(AppState::suspended, 1min));
  world.run(10s);
  EXPECT_EQ(world.believed().appState, AppState::suspended);
  const size_t links = world.belief.links.size();
  world.run(2h);
  EXPECT_EQ(world.record().connects, 2u);
  EXPECT_EQ(world.belief.links.size(), links) << "pinged in its sleep, it is never suspect";
}

// An app may fall asleep between its hello and the welcome.
TEST(PhoneSleep, AStateThatChangesDuringTheGreetingIsTold) {
  for (const auto& [action, state] : {std::pair{PhoneAction::background, AppState::background},
                                      std::pair{PhoneAction::swipeAway, AppState::terminated}}) {
    PhoneWorld::Options options = optionsOf("android-exempt", "greeting");
    options.profile.habits.startsInBackground = false;
    options.profile.network.shortestDelay = options.profile.network.longestDelay = 500ms;
    PhoneWorld world(options);
    world.run(700ms); // hello is there, its welcome is under way
    ASSERT_EQ(world.believed().appState, AppState::foreground);
    ASSERT_EQ(world.record().connects, 0u);
    world.control(action);
    world.run(10s);
    EXPECT_EQ(world.believed().appState, state);
  }
}

// ---- The keep-alive handler (3 to 5)

TEST(PhoneSleep, ItsHandlerTellsTheServerThatItLives) {
  PhoneWorld::Options options = optionsOf("ios-voip-classic", "handler");
  options.server.backgroundHeartbeat = {1800s, 15s, 3}; // the server is silent for longer
  PhoneWorld world(options);
  world.run(24h);
  const auto wakes = world.truth.wakesOf("phone-0");
  size_t handlers = 0;
  for (const Wake& wake : wakes) {
    handlers += wake.cause == Cause::keepAlive;
    EXPECT_LE(wake.used, 10s);
    EXPECT_GE(wake.beats, 1u);
  }
  EXPECT_GT(handlers, 24u * 6 - 1);
  EXPECT_FALSE(world.belief.has("link phone-0 suspect"));
}

TEST(PhoneSleep, AHandlerThatAlwaysMakesANewSocketDoesSo) {
  PhoneWorld::Options options = optionsOf("ios-voip-classic", "new socket");
  options.profile.app.alwaysNewSocket = true;
  PhoneWorld world(options);
  world.run(1h);
  EXPECT_GE(world.record().connects, 6u);
  EXPECT_EQ(world.record().link, LinkState::online);
  size_t resumed = 0;
  for (const auto& [handle, sync] : world.belief.syncs)
    resumed += sync.resumed;
  EXPECT_EQ(resumed + 1, world.belief.syncs.size()) << "its session goes on each time";
}

TEST(PhoneSleep, ByTheOlderTextTheHandlerIsKilledAfterThirtySecondsAndRelaunched) {
  PhoneWorld::Options options = optionsOf("ios-voip-classic", "ios 4");
  options.profile.system.keepAliveBudget = 30s;
  options.profile.system.keepAliveKills = true;
  options.server.backgroundHeartbeat = {1800s, 15s, 3}; // no other wake, with which it could be merged
  PhoneWorld world(options);
  world.run(11min);
  EXPECT_TRUE(world.truth.has("app phone-0 terminated budget"));
  EXPECT_TRUE(world.truth.has("app phone-0 background crash"));
}

// ---- Doze and the vendor's channel (23)

TEST(PhoneSleep, InDozeAPushWaitsForTheWindow) {
  PhoneWorld::Options options = optionsOf("android-doze", "doze");
  options.profile.app.gateway = false;
  PhoneWorld world(options);
  ASSERT_TRUE(world.runUntilState(AppState::suspended, 61min));
  const MonoTime asleep = world.now().mono;
  world.run(1min);
  world.push(1);
  ASSERT_TRUE(world.runUntil([&] { return world.truth.count(Stage::shown) == 1; }, 3h));
  EXPECT_GE(world.now().mono, asleep + 1h);
  EXPECT_LE(world.now().mono, asleep + 1h + 1min);
  EXPECT_EQ(world.belief.count(Stage::held, Reason::asleep), 1u);
  EXPECT_EQ(world.belief.count(Stage::offline, Reason::asleep), 1u) << "its silence has ended the connection meanwhile";
}

TEST(PhoneSleep, HighPriorityPassesDozeByTheVendorsChannelAndNormalWaits) {
  PhoneWorld::Options options = optionsOf("android-doze", "doze high");
  options.gateway = "vendor";
  PhoneWorld world(options);
  ASSERT_TRUE(world.runUntilState(AppState::suspended, 61min));
  world.run(1min);
  world.push(1);
  world.run(5min);
  EXPECT_EQ(world.truth.count(Stage::shown), 0u);
  EXPECT_EQ(world.truth.wakesOf("phone-0", true).back().missed, Reason::doze);
  Inject urgent = world.make(2);
  urgent.highPriority = true;
  const MonoTime pushed = world.now().mono;
  world.push(urgent);
  ASSERT_TRUE(world.runUntil([&] { return world.truth.count(Stage::shown) == 2; }, 5min));
  EXPECT_LE(world.now().mono - pushed, 40s) << "and one resume delivers both";
}

TEST(PhoneSleep, TheVendorsChannelShowsAnAlertAndWakesThreeTimesAnHour) {
  PhoneWorld::Options options = optionsOf("ios-apns-fallback", "apns");
  options.gateway = "vendor";
  PhoneWorld world(options);
  ASSERT_TRUE(world.runUntilState(AppState::suspended, 10s));
  world.run(1min);
  for (uint8_t id = 1; id <= 5; ++id) {
    world.push(id);
    world.run(2min);
  }
  EXPECT_EQ(world.truth.wakesOf("phone-0").size(), 3u);
  for (const Wake& wake : world.truth.wakesOf("phone-0"))
    EXPECT_EQ(wake.cause, Cause::vendorPush);
  EXPECT_EQ(world.truth.wakesOf("phone-0", true).back().missed, Reason::vendorLimit);
  EXPECT_EQ(world.truth.count(Stage::shown), 3u) << "by the app; the rest waits";
  size_t alerts = 0;
  for (const Notice& notice : world.truth.noticesOf("phone-0"))
    alerts += notice.kind == NoticeKind::banner || notice.kind == NoticeKind::replaced;
  EXPECT_EQ(alerts, 5u + 3u) << "the system shows an alert for each, whatever the app does";
  world.control(PhoneAction::foreground);
  world.run(10s);
  EXPECT_EQ(world.truth.count(Stage::shown), 5u);
}

TEST(PhoneSleep, TheVendorKeepsOnePushForAPhoneWithoutANetwork) {
  PhoneWorld::Options options = optionsOf("ios-apns-fallback", "apns airplane");
  options.gateway = "vendor";
  PhoneWorld world(options);
  ASSERT_TRUE(world.runUntilState(AppState::suspended, 10s));
  world.run(1min);
  world.control(PhoneAction::airplane, 1);
  for (uint8_t id = 1; id <= 3; ++id)
    world.push(id);
  world.run(5min);
  EXPECT_EQ(world.truth.wakesOf("phone-0", true).back().missed, Reason::airplane);
  EXPECT_TRUE(world.truth.noticesOf("phone-0").empty());
  world.control(PhoneAction::airplane, 0);
  world.run(1min);
  EXPECT_EQ(world.truth.wakesOf("phone-0").size(), 1u) << "one of the three";
  EXPECT_EQ(world.truth.count(Stage::shown), 3u) << "and the app gets all of them";
}

} // namespace
} // namespace pushscope
