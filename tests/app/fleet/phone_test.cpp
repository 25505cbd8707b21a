#include "app/fleet/lifecycle/phone.h"

#include "tests/simulation/simulation.h"
#include "tests/support/fact_log.h"
#include "tests/support/seed.h"

#include <gtest/gtest.h>

#include <memory>
#include <vector>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

// Phones of one kind and a real server core on virtual time.
class TestWorld {
 public:
  TestWorld(uint64_t seed, uint32_t count, Profile profile = *findProfile("android-exempt"),
            Backoff::Policy backoff = {})
      : m_random(seed) {
    Simulation::Options options;
    options.seed = seed;
    options.server.heartbeat = {30s, 15s, 3};
    const auto shared = std::make_shared<const Profile>(std::move(profile));
    for (uint32_t i = 0; i < count; ++i)
      options.phones.push_back({"phone-" + std::to_string(i), shared, {}, {}, backoff});
    options.ramp = {};
    options.belief = &belief;
    options.truth = &truth;
    simulation = std::make_unique<Simulation>(std::move(options));
  }

  void run(Duration time) { simulation->run(time); }
  void push(uint32_t phone, uint8_t id) {
    Inject inject;
    inject.uuid.bytes[0] = id;
    inject.devices = {"phone-" + std::to_string(phone)};
    inject.payload = {'{', '}'};
    simulation->inject(inject);
  }
  void control(uint32_t phone, PhoneAction action, uint64_t value = 1) {
    simulation->control({{"phone-" + std::to_string(phone)}, action, value, {}});
  }
  const DeviceRecord& record(uint32_t phone) const { return simulation->phone(phone).record(); }

  FactLog belief, truth;
  std::unique_ptr<Simulation> simulation;

 private:
  Random m_random;
};

Profile exempt() {
  return *findProfile("android-exempt");
}

TEST(Phone, ConnectsAndStaysOnlineForAnHourOfHeartbeats) {
  TestWorld world(testSeed("phone"), 20);
  world.run(1h);
  EXPECT_EQ(world.simulation->shard().connectionCount(), 20u);
  for (uint32_t phone = 0; phone < 20; ++phone)
    EXPECT_EQ(world.record(phone).connects, 1u) << "nobody connected twice";
  for (const std::string& line : world.belief.lines)
    ASSERT_EQ(line.find("missed"), std::string::npos) << line;
}

TEST(Phone, ServerEstimatesItsClockWithinTheRoundTrip) {
  TestWorld world(testSeed("phone clock"), 50);
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
  TestWorld world(testSeed("phone push"), 1);
  world.run(5s);
  world.push(0, 1);
  world.run(5s);
  EXPECT_EQ(world.belief.count(Stage::acknowledged), 1u);
  EXPECT_EQ(world.truth.count(Stage::shown), 1u);
  for (Stage stage : {Stage::woken, Stage::handled, Stage::shown})
    EXPECT_EQ(world.belief.count(stage), 1u) << stageName(stage);
}

TEST(Phone, ShowsAPushOnceThoughItsLinkIsLostAgainAndAgain) {
  Profile flaky = exempt();
  flaky.habits.dropEvery = 700ms; // hardly time for one round trip
  TestWorld world(testSeed("phone flaky"), 10, flaky);
  for (uint8_t id = 1; id <= 50; ++id) {
    for (uint32_t phone = 0; phone < 10; ++phone)
      world.push(phone, id);
    world.run(500ms);
  }
  world.run(10min);
  EXPECT_EQ(world.truth.count(Stage::shown), world.belief.count(Stage::accepted));
  EXPECT_EQ(world.belief.count(Stage::acknowledged), world.belief.count(Stage::accepted));
}

TEST(Phone, LeavesAServerThatIsFrozenAndComesBack) {
  TestWorld world(testSeed("phone frozen"), 5, *findProfile("desktop"));
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
  TestWorld world(testSeed("phone life"), 3, restless);
  world.run(2min);
  EXPECT_TRUE(world.belief.has("app phone-0 background user"));
  EXPECT_TRUE(world.belief.has("app phone-0 foreground user"));
  world.control(1, PhoneAction::background);
  world.run(1us); // before it does anything else by itself
  EXPECT_EQ(world.record(1).appState, AppState::background);
}

TEST(Phone, TheSameSeedLivesTheSameLife) {
  const uint64_t seed = testSeed("phone twice");
  Profile config = exempt();
  config.habits.foregroundMean = config.habits.backgroundMean = 5s;
  config.habits.dropEvery = 20s;
  TestWorld a(seed, 10, config), b(seed, 10, config);
  for (TestWorld* world : {&a, &b}) {
    world->run(1min);
    world->push(3, 1);
    world->run(5min);
  }
  EXPECT_EQ(a.truth.lines, b.truth.lines);
  EXPECT_EQ(a.belief.lines, b.belief.lines);
  EXPECT_EQ(a.simulation->hash(), b.simulation->hash());
}

// A memory store that starts anew counts from one again; a number from before would acknowledge what was never handled.
TEST(Phone, AcknowledgesNothingOfANewServerBeforeItHasHandledIt) {
  TestWorld world(testSeed("phone new server"), 1);
  world.run(5s);
  for (uint8_t id = 1; id <= 30; ++id)
    world.push(0, id);
  world.run(10s);
  EXPECT_EQ(world.truth.count(Stage::shown), 30u);
  world.simulation->restartServer();
  world.run(5min);
  const size_t before = world.belief.count(Stage::acknowledged);
  for (uint8_t id = 101; id <= 110; ++id)
    world.push(0, id);
  // The first acknowledgement comes when some are handled and the others still on their way.
  while (world.belief.count(Stage::acknowledged) == before)
    world.run(1ms);
  EXPECT_LE(world.belief.count(Stage::acknowledged) - before, world.truth.count(Stage::shown) - 30);
  world.run(10s);
  EXPECT_EQ(world.belief.count(Stage::acknowledged) - before, 10u);
}

} // namespace
} // namespace pushscope
