#include "protocol/base/random.h"
#include "tests/simulation/audit.h"
#include "tests/simulation/simulation.h"
#include "tests/support/seed.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <unordered_map>
#include <vector>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

// Counts what a large fleet tells, and keeps nothing else.
class Tally : public FactSink {
 public:
  uint64_t wakes = 0, killed = 0, shown = 0;
  uint32_t mostResumes = 0;
  std::vector<WallTime> beats; // when bytes of a beat came to a sleeping phone

  void device(const DeviceRecord&) override {}
  void beat(Handle, WallTime, Duration) override {}
  void missed(Handle, WallTime, uint32_t) override {}
  void link(Handle, WallTime, LinkState, const Closing&) override {}
  void app(Handle, WallTime, AppState, Cause cause) override { killed += cause == Cause::wakeLimit; }
  void clock(Handle, Duration, Duration) override {}
  void waiting(Handle, uint32_t) override {}
  void delivery(const DeliveryRecord&) override {}
  void stage(const StageFact& fact) override { shown += fact.stage == Stage::shown; }
  void wake(Handle, const Wake& wake) override {
    if (wake.missed != Reason::none)
      return;
    ++wakes;
    mostResumes = std::max(mostResumes, wake.resumes);
    if (wake.cause == Cause::data && wake.pushes == 0)
      beats.push_back(wake.at);
  }
  void notice(Handle, const Notice&) override {}
  void network(Handle, WallTime, const Network&) override {}
  void sync(Handle, const SyncFact&) override {}
  void stall(Duration) override {}
};

std::vector<Phone::Config> fleetOf(const Profile& profile, uint32_t count) {
  const auto shared = std::make_shared<const Profile>(profile);
  std::vector<Phone::Config> phones;
  for (uint32_t i = 0; i < count; ++i) {
    Phone::Config phone;
    phone.device = "phone-" + std::to_string(i);
    phone.profile = shared;
    phones.push_back(std::move(phone));
  }
  return phones;
}

Profile sleeper() {
  Profile profile = *findProfile("ios-voip-classic");
  profile.habits.startsInBackground = true;
  return profile;
}

Inject pushOf(Random& random, Now now, const std::string& device) {
  Inject inject;
  inject.uuid = Uuid::make(now.wall, random);
  inject.devices = {device};
  inject.payload = {'{', '}'};
  return inject;
}

// ---- TC6, TD12: fleets of sleepers

// PUSHSCOPE_STEPS=10000 is the whole of it.
TEST(Semantics, BatchingKeepsAFleetUnderFifteenResumesFor24Hours) {
  const auto count = uint32_t(testSteps(500));
  Random random(testSeed("TC6"));
  Tally truth;
  Simulation::Options options;
  options.seed = random.next();
  options.phones = fleetOf(sleeper(), count);
  options.truth = &truth;
  Simulation simulation(std::move(options));
  simulation.run(1min);
  // Everybody gets a push now and then; and some get one in each of their wakes for ten minutes, which would be 25 in
  // 300 s. Three have to bear that for the whole day.
  constexpr Duration round = 12s; // longer than a wake
  uint64_t pushed = 0;
  std::vector<MonoTime> stormUntil(count);
  for (uint32_t i = 0; i < std::min(3u, count); ++i)
    stormUntil[i] = never;
  for (Duration time{}; time < 24h; time += round) {
    if (random.chance(400'000))
      stormUntil[size_t(random.below(count))] = simulation.now().mono + 10min;
    for (uint32_t i = 0; i < count; ++i) {
      if (stormUntil[i] <= simulation.now().mono && !random.chance(2'000))
        continue;
      Inject inject = pushOf(random, simulation.now(), "phone-" + std::to_string(i));
      inject.highPriority = random.chance(100'000);
      pushed += simulation.inject(inject).deliveries[0].code == ErrorCode::ok;
    }
    simulation.run(round);
  }
  simulation.run(20min);
  EXPECT_EQ(truth.killed, 0u);
  EXPECT_LE(truth.mostResumes, 15u);
  EXPECT_GE(truth.mostResumes, 11u) << "or nothing was asked of it";
  EXPECT_EQ(truth.shown, pushed) << "late, and all of them";
  std::printf("%u phones, %llu pushes, %llu resumes, at most %u in 300 s\n", count,
              static_cast<unsigned long long>(pushed), static_cast<unsigned long long>(truth.wakes), truth.mostResumes);
}

TEST(Semantics, WithoutTheGuardPhonesAreKilledAtTheSixteenthResume) {
  Random random(testSeed("TC6 unguarded"));
  Tally truth;
  Simulation::Options options;
  options.seed = random.next();
  options.server.guardsWakes = false;
  options.server.backgroundHeartbeat.interval = 1800s; // of pushes only
  Profile profile = sleeper();
  profile.system.keepAlive = 0s;
  options.phones = fleetOf(profile, 100);
  options.truth = &truth;
  Simulation simulation(std::move(options));
  simulation.run(1min);
  for (int i = 0; i < 15; ++i) {
    for (uint32_t phone = 0; phone < 100; ++phone)
      simulation.inject(pushOf(random, simulation.now(), "phone-" + std::to_string(phone)));
    simulation.run(15s); // each is a resume: budgets end after ten at most
  }
  EXPECT_EQ(truth.killed, 0u);
  EXPECT_EQ(truth.mostResumes, 15u);
  for (uint32_t phone = 0; phone < 100; ++phone)
    simulation.inject(pushOf(random, simulation.now(), "phone-" + std::to_string(phone)));
  simulation.run(5s);
  EXPECT_EQ(truth.killed, 100u);
  simulation.run(1min);
  EXPECT_EQ(truth.shown, 1600u) << "and what they were killed for comes when they are back";
}

// TD12: once spread, never more than twice the mean in any second.
TEST(Semantics, HeartbeatsOfTenThousandSleepersStaySpread) {
  constexpr uint32_t count = 10'000;
  Tally truth;
  Simulation::Options options;
  options.seed = testSeed("TD12");
  Profile profile = sleeper();
  profile.system.keepAlive = 0s; // of the server's own wakes only
  options.phones = fleetOf(profile, count);
  options.ramp = Duration(240s) / count;
  options.truth = &truth;
  Simulation simulation(std::move(options));
  simulation.run(600s);
  truth.beats.clear();
  const WallTime from = simulation.now().wall;
  constexpr int seconds = 1200;
  simulation.run(Duration(1s) * seconds);
  std::vector<int> perSecond(seconds);
  size_t counted = 0;
  for (const WallTime beat : truth.beats)
    if (beat >= from && beat < from + Duration(1s) * seconds) {
      ++perSecond[size_t((beat - from) / 1s)];
      ++counted;
    }
  const double mean = double(counted) / seconds;
  EXPECT_NEAR(mean, count / 240.0, 2.0);
  EXPECT_LE(*std::max_element(perSecond.begin(), perSecond.end()), 2 * mean);
}

// ---- The worst network: P2, P3, P4

struct Weather {
  Backlog::Retry retry;
  bool storms; // of the server and of clocks, too
};

class WorstNetwork : public ::testing::TestWithParam<Weather> {
 protected:
  static std::vector<Phone::Config> phones(uint32_t count) {
    std::vector<std::shared_ptr<const Profile>> kinds;
    for (Profile profile : pushscope::profiles()) {
      profile.network.shortestDelay = 20ms, profile.network.longestDelay = 400ms;
      profile.network.jitter = 200ms;
      profile.network.lossPerMillion = 300'000;
      profile.network.reorderPerMillion = 200'000;
      profile.network.duplicatePerMillion = 200'000;
      profile.network.natTimeout = 300s;
      profile.app.dropAcknowledgementsPerMillion = 200'000;
      profile.app.refusePerMillion = 300'000;
      profile.system.relaunchAfterCrash = profile.system.relaunchAfterBoot = true;
      profile.habits.foregroundMean = 3min, profile.habits.backgroundMean = 10min;
      profile.habits.dropEvery = 15min;
      profile.habits.crashEvery = 40min;
      profile.habits.rebootEvery = 3h;
      profile.habits.airplaneEvery = 1h;
      profile.habits.switchEvery = 45min;
      kinds.push_back(std::make_shared<const Profile>(std::move(profile)));
    }
    std::vector<Phone::Config> out;
    for (uint32_t i = 0; i < count; ++i) {
      Phone::Config phone;
      phone.device = "phone-" + std::to_string(i);
      phone.profile = kinds[i % kinds.size()];
      phone.gateway = "vendor";
      out.push_back(std::move(phone));
    }
    return out;
  }
};

// PUSHSCOPE_STEPS says how many phones.
TEST_P(WorstNetwork, EveryDeliveryEndsOnceIsShownAtMostOnceAndInOrder) {
  const auto count = uint32_t(testSteps(98));
  Random random(testSeed("worst network"));
  Audit audit;
  Simulation::Options options;
  options.seed = random.next();
  options.server.backlog.retry = GetParam().retry;
  options.server.backlog.capacity = 8; // so that some are evicted
  options.server.backlog.refusals = 3; // so that some are dead
  options.phones = phones(count);
  options.gateway = "vendor";
  options.belief = &audit.belief;
  options.truth = &audit.truth;
  Simulation simulation(std::move(options));
  audit.clock = [&] { return simulation.now().mono; };
  simulation.run(1min);

  std::vector<Uuid> pushes;
  const auto anyone = [&] { return "phone-" + std::to_string(random.below(count)); };
  const auto push = [&] {
    Inject inject = pushOf(random, simulation.now(), anyone());
    inject.highPriority = random.chance(200'000);
    inject.media = random.chance(100'000);
    if (random.chance(200'000))
      inject.collapseKey = "key-" + std::to_string(random.below(3));
    if (random.chance(100'000))
      inject.notBefore = simulation.now().wall + random.between(0s, 20min);
    const Duration timeToLive = random.chance(200'000) ? random.between(1s, 30min) : Duration(24h);
    inject.timeToLive = timeToLive;
    pushes.push_back(inject.uuid);
    audit.accepted(inject, simulation.inject(inject), timeToLive);
  };
  const auto disturb = [&] {
    Control control;
    control.devices = {anyone()};
    constexpr PhoneAction actions[] = {PhoneAction::halfOpen,   PhoneAction::forgetNat, PhoneAction::crash,
                                       PhoneAction::reboot,     PhoneAction::freeze,    PhoneAction::resetLink,
                                       PhoneAction::swipeAway,  PhoneAction::airplane,  PhoneAction::loggedIn,
                                       PhoneAction::foreground, PhoneAction::background};
    control.action = actions[random.below(std::size(actions))];
    control.value = random.below(2);
    simulation.control(control);
  };
  const auto manage = [&] {
    if (pushes.empty())
      return;
    const bool cancel = random.chance(500'000);
    (void)simulation.manage({pushes[size_t(random.below(pushes.size()))],
                             {},
                             cancel ? QueueAction::cancel : QueueAction::postpone,
                             simulation.now().wall + random.between(0s, 30min),
                             std::nullopt});
  };

  const uint64_t steps = 60 * count;
  for (uint64_t step = 0; step < steps; ++step) {
    push();
    if (random.chance(300'000))
      disturb();
    if (random.chance(200'000))
      manage();
    simulation.run(random.between(0s, Duration(3600s) / count));
    if (!GetParam().storms || !random.chance(4'000'000 / count))
      continue;
    if (random.chance(300'000)) { // an administrator, or a daemon
      simulation.jumpWallClock(random.chance(500'000) ? 1h : -1h);
    } else { // its process is stopped
      simulation.freezeServer(true);
      simulation.run(random.between(5s, 60s));
      simulation.freezeServer(false);
    }
  }
  for (const std::string& violation : audit.violations())
    ADD_FAILURE() << violation;

  // Fair weather: everybody comes back, and everything comes to its end.
  for (uint32_t i = 0; i < count; ++i) {
    const auto control = [&](PhoneAction action, uint64_t value) {
      simulation.control({{"phone-" + std::to_string(i)}, action, value, {}});
    };
    control(PhoneAction::loss, 0);
    control(PhoneAction::natTimeout, 0);
    control(PhoneAction::dropAcknowledgements, 0);
    control(PhoneAction::refuse, 0);
    control(PhoneAction::freeze, 0);
    control(PhoneAction::airplane, 0);
    control(PhoneAction::wifi, 1);
    control(PhoneAction::loggedIn, 1);
  }
  simulation.run(26h);
  for (const std::string& violation : audit.violations())
    ADD_FAILURE() << violation;
  EXPECT_EQ(audit.waiting(), 0u) << "nothing waits longer than it lives";
  EXPECT_GT(audit.accepted(), steps * 9 / 10);
  EXPECT_GT(audit.ended(Stage::acknowledged), audit.accepted() / 2);
  EXPECT_GT(audit.ended(Stage::expired), 0u);
  EXPECT_GT(audit.ended(Stage::cancelled), 0u);
  EXPECT_GT(audit.ended(Stage::evicted), 0u);
  EXPECT_GT(audit.ended(Stage::dead), 0u);
  EXPECT_GT(audit.duplicates(), 0u);
  const auto late = audit.shownLate();
  std::printf("%zu accepted: %zu acknowledged, %zu expired, %zu cancelled, %zu evicted, %zu dead; %zu shown, %zu "
              "duplicates; %zu shown after their time, by at most %.1f s\n",
              audit.accepted(), audit.ended(Stage::acknowledged), audit.ended(Stage::expired),
              audit.ended(Stage::cancelled), audit.ended(Stage::evicted), audit.ended(Stage::dead), audit.shown(),
              audit.duplicates(), late.size(),
              late.empty() ? 0.0 : double(std::max_element(late.begin(), late.end())->count()) / 1e6);
}

INSTANTIATE_TEST_SUITE_P(By, WorstNetwork,
                         ::testing::Values(Weather{Backlog::Retry::classic, false},
                                           Weather{Backlog::Retry::reconnect, false},
                                           Weather{Backlog::Retry::classic, true},
                                           Weather{Backlog::Retry::reconnect, true}),
                         [](const auto& tested) {
                           return std::string(tested.param.retry == Backlog::Retry::classic ? "Classic" : "Reconnect") +
                                  (tested.param.storms ? "WithStorms" : "");
                         });

// ---- TH1

TEST(Determinism, TheSameSeedTellsTheSameToTheByteAndAnotherOneDoesNot) {
  const uint64_t seed = testSeed("TH1");
  const auto live = [](uint64_t with) {
    Random random(with);
    Simulation::Options options;
    options.seed = with;
    for (uint32_t i = 0; i < 70; ++i) {
      Phone::Config phone;
      phone.device = "phone-" + std::to_string(i);
      Profile profile = pushscope::profiles()[i % pushscope::profiles().size()];
      profile.network.lossPerMillion = profile.network.duplicatePerMillion = 100'000;
      profile.habits.foregroundMean = profile.habits.backgroundMean = 5min;
      profile.habits.crashEvery = profile.habits.dropEvery = 20min;
      phone.profile = std::make_shared<const Profile>(std::move(profile));
      phone.gateway = "vendor";
      options.phones.push_back(std::move(phone));
    }
    options.gateway = "vendor";
    Simulation simulation(std::move(options));
    for (int step = 0; step < 300; ++step) {
      simulation.run(random.between(0s, 20s));
      simulation.inject(pushOf(random, simulation.now(), "phone-" + std::to_string(random.below(70))));
    }
    simulation.run(1h);
    simulation.flush();
    return std::pair(simulation.hash(), simulation.bytes());
  };
  const auto first = live(seed), second = live(seed), other = live(seed + 1);
  EXPECT_EQ(first, second);
  EXPECT_NE(first.first, other.first);
  EXPECT_GT(first.second, 10'000u);
}

} // namespace
} // namespace pushscope
