#include "tests/app/fleet/phone_world.h"
#include "tests/support/seed.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

PhoneWorld::Options some(uint64_t seed, uint32_t phones, const Profile& profile = *findProfile("android-exempt")) {
  PhoneWorld::Options options;
  options.profile = profile;
  options.phones = phones;
  options.seed = seed;
  return options;
}

Profile exempt() {
  return *findProfile("android-exempt");
}

TEST(Phone, ConnectsAndStaysOnlineForAnHourOfHeartbeats) {
  PhoneWorld world(some(testSeed("phone"), 20));
  world.run(1h);
  EXPECT_EQ(world.simulation->shard().connectionCount(), 20u);
  for (uint32_t phone = 0; phone < 20; ++phone)
    EXPECT_EQ(world.record(phone).connects, 1u) << "nobody connected twice";
  for (const std::string& line : world.belief.lines)
    ASSERT_EQ(line.find("missed"), std::string::npos) << line;
}

TEST(Phone, ServerEstimatesItsClockWithinTheRoundTrip) {
  PhoneWorld world(some(testSeed("phone clock"), 50));
  world.run(10min);
  ASSERT_EQ(world.belief.clockOffsets.size(), 50u);
  bool someAreFarOff = false;
  for (const auto& [handle, offset] : world.belief.clockOffsets) {
    EXPECT_LE(std::chrono::abs(offset), PhoneClock::mostOffset + 1s);
    someAreFarOff |= std::chrono::abs(offset) > 500ms;
  }
  EXPECT_TRUE(someAreFarOff);
}

TEST(Phone, HandlesAPushOnceAndAcknowledgesIt) {
  PhoneWorld world(some(testSeed("phone push"), 1));
  world.run(5s);
  world.push(1);
  world.run(5s);
  EXPECT_EQ(world.belief.count(Stage::acknowledged), 1u);
  EXPECT_EQ(world.truth.count(Stage::shown), 1u);
  for (Stage stage : {Stage::woken, Stage::handled, Stage::shown})
    EXPECT_EQ(world.belief.count(stage), 1u) << stageName(stage);
}

TEST(Phone, ShowsAPushOnceThoughItsLinkIsLostAgainAndAgain) {
  Profile flaky = exempt();
  flaky.habits.dropEvery = 700ms; // hardly time for one round trip
  PhoneWorld world(some(testSeed("phone flaky"), 10, flaky));
  for (uint8_t id = 1; id <= 50; ++id) {
    for (uint32_t phone = 0; phone < 10; ++phone)
      world.push(id, phone);
    world.run(500ms);
  }
  world.run(10min);
  EXPECT_EQ(world.truth.count(Stage::shown), world.belief.count(Stage::accepted));
  EXPECT_EQ(world.belief.count(Stage::acknowledged), world.belief.count(Stage::accepted));
}

TEST(Phone, LeavesAServerThatIsFrozenAndComesBack) {
  PhoneWorld world(some(testSeed("phone frozen"), 5, *findProfile("desktop")));
  world.run(10s);
  world.simulation->freezeServer(true);
  world.run(30s + 3 * 15s + 1s);
  for (uint32_t phone = 0; phone < 5; ++phone)
    EXPECT_EQ(world.record(phone).link, LinkState::offline) << "dead by heartbeat, though no connection ended";
  world.simulation->freezeServer(false);
  world.run(2min);
  for (uint32_t phone = 0; phone < 5; ++phone)
    EXPECT_EQ(world.record(phone).link, LinkState::online);
}

TEST(Phone, ReportsForegroundAndBackgroundAsItLives) {
  Profile restless = exempt();
  restless.habits.foregroundMean = restless.habits.backgroundMean = 10s;
  PhoneWorld world(some(testSeed("phone life"), 3, restless));
  world.run(2min);
  EXPECT_TRUE(world.belief.has("app phone-0 background user"));
  EXPECT_TRUE(world.belief.has("app phone-0 foreground user"));
  world.control(PhoneAction::background, 1, {}, 1);
  world.run(1us); // before it does anything else by itself
  EXPECT_EQ(world.record(1).appState, AppState::background);
}

TEST(Phone, TheSameSeedLivesTheSameLife) {
  const uint64_t seed = testSeed("phone twice");
  Profile config = exempt();
  config.habits.foregroundMean = config.habits.backgroundMean = 5s;
  config.habits.dropEvery = 20s;
  PhoneWorld a(some(seed, 10, config)), b(some(seed, 10, config));
  for (PhoneWorld* world : {&a, &b}) {
    world->run(1min);
    world->push(1, 3);
    world->run(5min);
  }
  EXPECT_EQ(a.truth.lines, b.truth.lines);
  EXPECT_EQ(a.belief.lines, b.belief.lines);
  EXPECT_EQ(a.simulation->hash(), b.simulation->hash());
}

// A memory store that starts anew counts from one again; a number from before would acknowledge what was never handled.
TEST(Phone, AcknowledgesNothingOfANewServerBeforeItHasHandledIt) {
  PhoneWorld world(some(testSeed("phone new server"), 1));
  world.run(5s);
  for (uint8_t id = 1; id <= 30; ++id)
    world.push(id);
  world.run(10s);
  EXPECT_EQ(world.truth.count(Stage::shown), 30u);
  world.simulation->restartServer();
  world.run(5min);
  const size_t before = world.belief.count(Stage::acknowledged);
  for (uint8_t id = 101; id <= 110; ++id)
    world.push(id);
  // The first acknowledgement comes when some are handled and the others still on their way.
  while (world.belief.count(Stage::acknowledged) == before)
    world.run(1ms);
  EXPECT_LE(world.belief.count(Stage::acknowledged) - before, world.truth.count(Stage::shown) - 30);
  world.run(10s);
  EXPECT_EQ(world.belief.count(Stage::acknowledged) - before, 10u);
}

} // namespace
} // namespace pushscope
