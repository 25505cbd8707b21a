#include "tests/app/fleet/phone_world.h"
#include "tests/support/seed.h"

#include <gtest/gtest.h>

#include <set>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

// Networks that vanish, change, forget and crawl, and what phone and server make of it.

PhoneWorld::Options optionsOf(const char* profile, const char* test) {
  PhoneWorld::Options options;
  options.profile = *findProfile(profile);
  options.seed = testSeed(test);
  return options;
}

// ---- Airplane mode, Wi-Fi, switches

TEST(PhoneNetwork, ARunningAppReconnectsAtOnceWhenTheNetworkIsBack) {
  PhoneWorld world(optionsOf("android-exempt", "running"));
  world.run(10s);
  world.control(PhoneAction::airplane, 1);
  world.run(1s);
  EXPECT_EQ(world.record().link, LinkState::offline) << "its system tells it";
  EXPECT_EQ(world.believed().link, LinkState::online) << "nobody tells the server";
  world.run(10min);
  EXPECT_EQ(world.record().connects, 1u) << "it does not try without a network";
  world.control(PhoneAction::airplane, 0);
  world.run(500ms);
  EXPECT_EQ(world.record().connects, 2u) << "no backoff after a change of network";
}

TEST(PhoneNetwork, ASwitchEndsTheConnectionAndTheAppReconnectsOnTheCallback) {
  PhoneWorld world(optionsOf("android-exempt", "switch"));
  world.run(10s);
  for (uint32_t i = 1; i <= 5; ++i) {
    world.control(PhoneAction::wifi, i % 2 == 0);
    world.run(500ms);
    EXPECT_EQ(world.record().connects, 1 + i);
  }
  EXPECT_TRUE(world.belief.has("link phone-0 offline by server superseded goodbye"));
}

TEST(PhoneNetwork, AnExtensionThatServesWifiOnlyIsOfflineOnCellular) {
  PhoneWorld world(optionsOf("ios-localpush", "wifi only"));
  world.run(10s);
  EXPECT_EQ(world.record().link, LinkState::online);
  world.control(PhoneAction::wifi, 0);
  world.run(1h);
  EXPECT_EQ(world.record().link, LinkState::offline);
  EXPECT_EQ(world.record().connects, 1u);
  world.control(PhoneAction::wifi, 1);
  world.run(1s);
  EXPECT_EQ(world.record().link, LinkState::online);
}

class LostInItsSleep : public ::testing::TestWithParam<PhoneAction> {};

// Nothing happens until the next keep-alive wake (3-behaviour 2.2).
TEST_P(LostInItsSleep, ASuspendedPhoneReconnectsInItsHandler) {
  PhoneWorld::Options options = optionsOf("ios-voip-classic", "lost asleep");
  options.profile.habits.startsInBackground = true;
  PhoneWorld world(options);
  ASSERT_TRUE(world.runUntilState(AppState::suspended, 10s));
  world.run(5s);
  const bool wifi = GetParam() == PhoneAction::wifi;
  world.control(GetParam(), wifi ? 0 : 1);
  world.run(10s);
  world.control(GetParam(), wifi ? 1 : 0);
  ASSERT_TRUE(world.runUntil([&] { return world.record().connects == 2; }, 10min));
  const auto apps = world.truth.appsOf("phone-0");
  EXPECT_EQ(apps.back().state, AppState::handler);
  EXPECT_LE(world.now().wall - apps.back().at, 2s);
  world.run(15s);
  EXPECT_EQ(world.record().appState, AppState::suspended);
  world.push(1);
  world.run(5s);
  EXPECT_EQ(world.truth.count(Stage::shown), 1u) << "and is reachable again";
}

INSTANTIATE_TEST_SUITE_P(Network, LostInItsSleep, ::testing::Values(PhoneAction::airplane, PhoneAction::wifi),
                         [](const auto& tested) { return std::string(phoneActionName(tested.param)); });

TEST(PhoneNetwork, AHandlerWithoutANetworkDoesNothing) {
  PhoneWorld::Options options = optionsOf("ios-voip-classic", "handler airplane");
  options.profile.habits.startsInBackground = true;
  PhoneWorld world(options);
  ASSERT_TRUE(world.runUntilState(AppState::suspended, 10s));
  world.run(5s);
  world.control(PhoneAction::airplane, 1);
  world.run(12h);
  EXPECT_EQ(world.record().connects, 1u);
  EXPECT_EQ(world.believed().link, LinkState::offline);
  world.control(PhoneAction::airplane, 0);
  ASSERT_TRUE(world.runUntil([&] { return world.record().connects == 2; }, 601s));
}

// ---- Half-open

TEST(PhoneNetwork, ANatThatForgetsIsFoundOutByTheServersHeartbeat) {
  PhoneWorld::Options options = optionsOf("ios-voip-classic", "nat asleep");
  options.profile.habits.startsInBackground = true;
  options.profile.system.keepAlive = 0s;
  PhoneWorld world(options);
  world.run(30min);
  ASSERT_EQ(world.record().link, LinkState::online);
  world.control(PhoneAction::forgetNat);
  EXPECT_TRUE(world.record().network.blackHole);
  const WallTime lastSign = world.belief.beats.back().at;
  world.push(1);
  world.run(10s);
  EXPECT_TRUE(world.truth.wakesOf("phone-0", true).back().missed == Reason::natExpired);
  EXPECT_EQ(world.believed().link, LinkState::online) << "half-open";
  ASSERT_TRUE(world.runUntil([&] { return world.believed().link == LinkState::offline; }, 10min));
  EXPECT_GE(world.now().wall - lastSign, 285s - 24s);
  EXPECT_LE(world.now().wall - lastSign, 285s + 24s + 1s);
  EXPECT_EQ(world.record().link, LinkState::online) << "the phone sleeps and still believes in it";
}

TEST(PhoneNetwork, ANatThatForgetsIsFoundOutByTheAppsOwnHeartbeat) {
  PhoneWorld world(optionsOf("desktop", "nat awake"));
  world.run(1min);
  world.control(PhoneAction::forgetNat);
  const MonoTime forgot = world.now().mono;
  ASSERT_TRUE(world.runUntil([&] { return world.record().link == LinkState::offline; }, 5min));
  EXPECT_LE(world.now().mono - forgot, 75s);
  EXPECT_EQ(world.record().closing.code, ErrorCode::heartbeatLost);
  ASSERT_TRUE(world.runUntilOnline(30s));
}

TEST(PhoneNetwork, AnIntervalBelowTheNatsTimeKeepsTheConnectionAndOneAboveDoesNot) {
  // Never; two hours and more as RFC 5382 asks; an address translator of a data centre; carriers.
  for (const Duration timeout : {0s, 7440s, 350s, 300s, 200s, 120s}) {
    PhoneWorld::Options options = optionsOf("ios-voip-classic", "nat timeout");
    options.profile.habits.startsInBackground = true;
    options.profile.system.keepAlive = 0s;
    options.profile.network.natTimeout = timeout;
    PhoneWorld world(options);
    world.run(6h); // pinged each 240 s
    const bool outlives = timeout == 0s || timeout > 264s;
    EXPECT_EQ(world.believed().link, outlives ? LinkState::online : LinkState::offline) << timeout.count();
    EXPECT_EQ(world.belief.has("link phone-0 suspect"), !outlives);
  }
}

TEST(PhoneNetwork, ANatThatResetsTellsBothSides) {
  PhoneWorld::Options options = optionsOf("ios-voip-classic", "nat reset");
  options.profile.habits.startsInBackground = true;
  options.profile.system.keepAlive = 0s;
  options.profile.network.natTimeout = 200s;
  options.profile.network.natResets = true;
  PhoneWorld world(options);
  ASSERT_TRUE(world.runUntil([&] { return world.believed().link == LinkState::offline; }, 1h));
  EXPECT_TRUE(world.belief.has("link phone-0 offline by phone ok")) << "at once, and not by a heartbeat";
  EXPECT_FALSE(world.belief.has("link phone-0 suspect"));
  world.run(3s);
  EXPECT_TRUE(world.truth.has("app phone-0 woken peer_closed")) << "the end of a marked stream wakes it";
  EXPECT_EQ(world.record().connects, 2u) << "to make a new one";
}

TEST(PhoneNetwork, HalfOpenEachSideFindsOutByItself) {
  PhoneWorld world(optionsOf("desktop", "half-open"));
  world.run(1min);
  const size_t connections = world.simulation->shard().connectionCount();
  world.control(PhoneAction::halfOpen);
  world.run(2min);
  EXPECT_EQ(world.record().connects, 2u);
  EXPECT_EQ(world.record().link, LinkState::online);
  EXPECT_EQ(world.simulation->shard().connectionCount(), connections) << "nothing is left behind";
}

TEST(PhoneNetwork, AResetIsSeenByBothSidesAtOnce) {
  PhoneWorld world(optionsOf("desktop", "reset"));
  world.run(1min);
  world.control(PhoneAction::resetLink);
  EXPECT_EQ(world.record().link, LinkState::offline);
  EXPECT_EQ(world.believed().link, LinkState::offline);
  world.run(5s);
  EXPECT_EQ(world.record().link, LinkState::online);
}

// ---- An app that runs and does nothing (14)

TEST(PhoneNetwork, AFrozenAppIsDeclaredDeadThoughItsConnectionLives) {
  PhoneWorld world(optionsOf("desktop", "frozen"));
  world.run(1min);
  world.control(PhoneAction::freeze, 1);
  const MonoTime frozen = world.now().mono;
  world.push(1);
  ASSERT_TRUE(world.runUntil([&] { return world.believed().link == LinkState::offline; }, 5min));
  EXPECT_LE(world.now().mono - frozen, 75s);
  EXPECT_TRUE(world.belief.has("link phone-0 offline by server heartbeat_lost goodbye"));
  EXPECT_FALSE(world.record().network.blackHole) << "the network was well";
  EXPECT_EQ(world.truth.count(Stage::shown), 0u);
  world.run(10min);
  EXPECT_EQ(world.record().connects, 1u);
  world.control(PhoneAction::freeze, 0);
  world.run(10s);
  EXPECT_EQ(world.record().connects, 2u) << "it reads the goodbye, and comes back";
  EXPECT_EQ(world.truth.count(Stage::shown), 1u);
  EXPECT_EQ(world.belief.count(Stage::acknowledged), 1u);
}

// ---- Slow readers

TEST(PhoneNetwork, ASlowReaderGetsEverythingInOrderAtItsRateAndOthersDoNotWait) {
  PhoneWorld::Options options = optionsOf("desktop", "slow reader");
  options.phones = 2;
  options.server.backlog.retry = Backlog::Retry::reconnect; // no resends in between
  PhoneWorld world(options);
  world.run(10s);
  world.control(PhoneAction::slowReader, 1024);
  const MonoTime begun = world.now().mono;
  for (uint8_t id = 1; id <= 10; ++id)
    for (const uint32_t phone : {0u, 1u}) {
      Inject inject = world.make(id, phone);
      inject.payload = Bytes(2048);
      world.push(inject);
    }
  world.run(1s);
  size_t other = 0;
  for (const auto& step : world.truth.stepsAt(Stage::shown))
    other += step.device == "phone-1";
  EXPECT_EQ(other, 10u);
  ASSERT_TRUE(world.runUntil([&] { return world.truth.count(Stage::shown) == 20; }, 2min));
  EXPECT_GE(world.now().mono - begun, 20s);
  EXPECT_LE(world.now().mono - begun, 25s);
  uint64_t last = 0;
  for (const auto& step : world.truth.stepsAt(Stage::shown))
    if (step.device == "phone-0") {
      EXPECT_GT(step.sequence.value, last);
      last = step.sequence.value;
    }
}

// ---- Bad networks

TEST(PhoneNetwork, LossOnlyDelays) {
  PhoneWorld::Options options = optionsOf("android-exempt", "loss");
  options.profile.network.lossPerMillion = 300'000;
  PhoneWorld world(options);
  world.run(1min);
  for (uint8_t id = 1; id <= 100; ++id) {
    world.push(id);
    world.run(30s);
  }
  world.run(10min);
  EXPECT_EQ(world.truth.count(Stage::shown), 100u);
  EXPECT_EQ(world.belief.count(Stage::acknowledged), 100u);
}

TEST(PhoneNetwork, ARelayThatRepeatsPushesMakesDuplicatesThatAreNotShown) {
  PhoneWorld::Options options = optionsOf("android-exempt", "duplicate");
  options.profile.network.duplicatePerMillion = 1'000'000;
  PhoneWorld world(options);
  world.run(1min);
  for (uint8_t id = 1; id <= 50; ++id) {
    world.push(id);
    world.run(1s);
  }
  EXPECT_EQ(world.truth.count(Stage::shown), 50u);
  EXPECT_EQ(world.truth.count(Stage::duplicate), 50u);
  EXPECT_EQ(world.belief.count(Stage::duplicate), 50u);
}

// ---- Reconnecting

TEST(PhoneNetwork, AFleetThatLostItsServerComesBackSpreadOverItsBackoff) { // TD1
  PhoneWorld::Options options = optionsOf("desktop", "backoff");
  options.phones = 500;
  PhoneWorld world(options);
  world.run(1min);
  world.simulation->restartServer();
  world.run(60s);
  EXPECT_EQ(world.simulation->shard().connectionCount(), 500u);
  std::map<int64_t, int> perTenth;
  std::set<WallTime> moments;
  for (const auto& [name, record] : world.truth.records) {
    ++perTenth[(record.connected - WallTime{}) / 100ms];
    moments.insert(record.connected);
  }
  EXPECT_GT(perTenth.size(), 8u) << "over the first second";
  for (const auto& [tenth, count] : perTenth)
    EXPECT_LT(count, 100);
}

// ---- The adaptive interval

TEST(PhoneNetwork, AnAdaptiveIntervalGrowsAndNobodyIsThoughtDead) {
  PhoneWorld::Options options = optionsOf("android-doze", "adaptive");
  options.profile.system.toSuspend = endless; // runs in the background, as the exempt do
  options.profile.habits.startsInBackground = true;
  PhoneWorld world(options);
  world.run(24h);
  EXPECT_EQ(world.record().connects, 1u);
  EXPECT_FALSE(world.belief.has("link phone-0 suspect")) << "the server knows how long it has to wait";
  const auto& beats = world.belief.beats;
  ASSERT_GT(beats.size(), 20u);
  EXPECT_LE(beats[3].at - beats[2].at, 211s);
  EXPECT_GE(beats.back().at - beats[beats.size() - 2].at, 599s) << "to the longest";
}

TEST(PhoneNetwork, AnAdaptiveIntervalSettlesUnderTheNatsTime) {
  PhoneWorld::Options options = optionsOf("android-doze", "adaptive nat");
  options.profile.system.toSuspend = endless;
  options.profile.habits.startsInBackground = true;
  options.profile.network.natTimeout = 420s;
  PhoneWorld world(options);
  world.run(24h);
  EXPECT_EQ(world.record().connects, 2u) << "one step too far";
  EXPECT_EQ(world.record().link, LinkState::online);
  const auto& beats = world.belief.beats;
  const Duration settled = beats.back().at - beats[beats.size() - 2].at;
  EXPECT_GE(settled, 300s);
  EXPECT_LT(settled, 420s);
  const size_t links = world.belief.links.size();
  world.run(72h);
  EXPECT_EQ(world.belief.links.size(), links);
}

} // namespace
} // namespace pushscope
