#include "app/fleet/lifecycle/phone.h"

#include "app/server/core/shard.h"
#include "app/server/store/memory_store.h"
#include "tests/support/fact_log.h"
#include "tests/support/seed.h"

#include <gtest/gtest.h>

#include <memory>
#include <vector>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

// Phones and a real server core in one process on virtual time; the network between them is a function call. Connection
// keys are phone numbers: a phone has one connection.
class TestWorld {
 public:
  TestWorld(uint64_t seed, size_t count, Phone::Config base = {}) {
    replaceServer();
    if (!base.profile)
      base.profile = findProfile("android-exempt");
    for (size_t i = 0; i < count; ++i) {
      base.device = "phone-" + std::to_string(i);
      phones.push_back(std::make_unique<Phone>(uint32_t(i), base, seed, m_phoneSide, truth, now));
      phones.back()->start(now, Duration::zero());
    }
  }

  // Another incarnation with an empty store; every connection is lost.
  void replaceServer() {
    Shard::Config config;
    config.heartbeat = {30s, 15s, 3};
    config.incarnation = {++m_incarnations};
    m_store = std::make_unique<MemoryStore>();
    shard = std::make_unique<Shard>(config, *m_store, belief, m_serverSide);
    for (const auto& phone : phones)
      phone->disconnected(now);
  }

  void run(Duration time) {
    const MonoTime end = now.mono + time;
    for (;;) {
      MonoTime due = frozen ? never : shard->deadline();
      for (const auto& phone : phones)
        due = std::min(due, phone->deadline());
      if (due > end)
        break;
      const Duration step = std::max(due - now.mono, Duration::zero());
      now.mono += step, now.wall += step;
      if (!frozen)
        shard->tick(now);
      for (const auto& phone : phones)
        if (phone->deadline() <= now.mono)
          phone->tick(now);
    }
    now.wall += end - now.mono;
    now.mono = end;
  }

  void push(uint32_t phone, uint8_t id) {
    Inject inject;
    inject.uuid.bytes[0] = id;
    inject.devices = {"phone-" + std::to_string(phone)};
    inject.payload = {'{', '}'};
    shard->inject(inject, now, [](const Injected&) {});
  }

  Now now{MonoTime(100s), WallTime(1'000'000s)};
  FactLog belief, truth;
  bool refuse = false; // no connection can be made
  bool frozen = false; // the server runs nothing, while its kernel keeps every connection
  std::vector<MonoTime> attempts;
  std::unique_ptr<Shard> shard;
  std::vector<std::unique_ptr<Phone>> phones;

 private:
  static FrameView view(const Bytes& frame) { return {readHeader(frame), BytesView(frame).subspan(headerBytes)}; }

  struct ServerSide : Shard::Outlet {
    explicit ServerSide(TestWorld& w) : world(w) {}
    void send(ConnectionKey key, Bytes frame) override { world.phones[key]->frame(view(frame), world.now); }
    void close(ConnectionKey key, ErrorCode, const std::string&) override {
      world.phones[key]->disconnected(world.now);
    }
    void setFrameLimit(ConnectionKey, uint32_t) override {}
    WallTime wallNow() override { return world.now.wall; }
    TestWorld& world;
  };
  struct PhoneSide : Phone::Outlet {
    explicit PhoneSide(TestWorld& w) : world(w) {}
    void connect(uint32_t phone, uint32_t) override {
      world.attempts.push_back(world.now.mono);
      if (world.refuse)
        return world.phones[phone]->connectFailed(world.now);
      world.shard->connected(phone, "loop", world.now);
      world.phones[phone]->connected(world.now);
    }
    void send(uint32_t phone, Bytes frame) override {
      if (!world.frozen)
        world.shard->frame(phone, view(frame), world.now);
    }
    void close(uint32_t phone) override { world.shard->disconnected(phone, ErrorCode::connectionClosed, world.now); }
    void reset(uint32_t phone) override { close(phone); }
    DeliveryHandle nextDelivery() override { return {++last}; }
    TestWorld& world;
    uint32_t last = 0;
  };

  std::unique_ptr<MemoryStore> m_store;
  uint64_t m_incarnations = 0;
  ServerSide m_serverSide{*this};
  PhoneSide m_phoneSide{*this};
};

TEST(Phone, ConnectsAndStaysOnlineForAnHourOfHeartbeats) {
  TestWorld world(testSeed("phone"), 20);
  world.run(1h);
  EXPECT_EQ(world.shard->connectionCount(), 20u);
  EXPECT_EQ(world.attempts.size(), 20u) << "nobody connected twice";
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
  Phone::Config flaky;
  flaky.dropEvery = 700ms; // hardly time for one round trip
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
  TestWorld world(testSeed("phone frozen"), 5);
  world.run(10s);
  world.frozen = true;
  world.run(30s + 3 * 15s + 1s);
  for (const auto& phone : world.phones)
    EXPECT_EQ(phone->record().link, LinkState::offline) << "dead by heartbeat, though no connection ended";
  world.frozen = false;
  world.run(2min);
  for (const auto& phone : world.phones)
    EXPECT_EQ(phone->record().link, LinkState::online);
}

TEST(Phone, WaitsLongerAfterEachFailureButNeverLongerThanItsCap) {
  Phone::Config config;
  config.backoff = {1s, 20s};
  TestWorld world(testSeed("phone backoff"), 1, config);
  world.refuse = true;
  world.run(10min);
  ASSERT_GT(world.attempts.size(), 30u);
  for (size_t i = 1; i < world.attempts.size(); ++i)
    EXPECT_LE(world.attempts[i] - world.attempts[i - 1], 20s);
  world.refuse = false;
  world.run(30s);
  EXPECT_EQ(world.phones[0]->record().link, LinkState::online);
}

TEST(Phone, ReportsForegroundAndBackgroundAsItLives) {
  Phone::Config config;
  config.dwell = 10s;
  TestWorld world(testSeed("phone life"), 3, config);
  world.run(2min);
  EXPECT_TRUE(world.belief.has("app phone-0 background"));
  EXPECT_TRUE(world.belief.has("app phone-0 foreground"));
  world.phones[1]->control(PhoneAction::background, world.now);
  world.run(1s);
  EXPECT_EQ(world.phones[1]->record().appState, AppState::background);
}

TEST(Phone, TheSameSeedLivesTheSameLife) {
  const uint64_t seed = testSeed("phone twice");
  Phone::Config config;
  config.dwell = 5s;
  config.dropEvery = 20s;
  TestWorld a(seed, 10, config), b(seed, 10, config);
  for (TestWorld* world : {&a, &b}) {
    world->run(1min);
    world->push(3, 1);
    world->run(5min);
  }
  EXPECT_EQ(a.truth.lines, b.truth.lines);
  EXPECT_EQ(a.belief.lines, b.belief.lines);
}

// A memory store that starts anew counts from one again; a number from before would acknowledge what was never handled.
TEST(Phone, AcknowledgesNothingOfANewServerBeforeItHasHandledIt) {
  TestWorld world(testSeed("phone new server"), 1);
  world.run(5s);
  for (uint8_t id = 1; id <= 30; ++id)
    world.push(0, id);
  world.run(10s);
  EXPECT_EQ(world.truth.count(Stage::shown), 30u);
  world.replaceServer();
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

TEST(Phone, SaysGoodbyeWhenTheFleetEnds) {
  TestWorld world(testSeed("phone goodbye"), 1);
  world.run(5s);
  world.phones[0]->goodbye(world.now);
  EXPECT_TRUE(world.belief.has("link phone-0 offline by phone ok goodbye"));
  world.run(10min);
  EXPECT_EQ(world.attempts.size(), 1u);
}

} // namespace
} // namespace pushscope
