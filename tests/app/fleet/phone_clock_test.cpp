#include "tests/app/fleet/phone_world.h"
#include "tests/support/seed.h"

#include <gtest/gtest.h>

#include <map>
#include <tuple>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

// Phones' clocks are off by up to 5 s and drift by up to 50 ppm (9-wire). What their server makes of it is held against
// the truth, for every kind of phone, on good networks and bad ones.
class PhoneClocks : public ::testing::TestWithParam<std::string> {
 protected:
  static constexpr uint32_t phones = 30;

  static PhoneWorld::Options options(bool badNetwork) {
    PhoneWorld::Options options;
    options.profile = *findProfile(GetParam());
    options.profile.habits.foregroundMean = 2min;
    options.profile.habits.backgroundMean = 20min;
    options.phones = phones;
    options.seed = testSeed("clocks");
    if (badNetwork) {
      options.profile.network.jitter = 200ms;
      options.profile.network.lossPerMillion = 200'000;
      options.profile.network.reorderPerMillion = 200'000;
      options.profile.habits.dropEvery = 5min;
    }
    return options;
  }
  // A phone draws its clock first of all, from its own stream of the fleet's seed.
  static std::vector<PhoneClock> clocksOf(const PhoneWorld& world) {
    std::vector<PhoneClock> clocks;
    for (uint32_t i = 0; i < phones; ++i) {
      Random random = Random::stream(world.seed + 1, i);
      clocks.emplace_back(random, world.now());
    }
    return clocks;
  }
};

TEST_P(PhoneClocks, LieWithinTheStatedErrorOfTheirEstimateAtEveryTime) {
  for (const bool badNetwork : {false, true}) {
    PhoneWorld world(options(badNetwork));
    const std::vector<PhoneClock> clocks = clocksOf(world);
    std::map<std::string, WallTime> told; // the last exchange, and with it the last estimate
    size_t seen = 0, checked = 0;
    for (int step = 0; step < 3 * 360; ++step) {
      world.run(10s);
      for (; seen < world.belief.beats.size(); ++seen)
        told[world.belief.beats[seen].device] = world.belief.beats[seen].at;
      for (uint32_t i = 0; i < phones; ++i) {
        const DeviceRecord& believed = world.believed(i);
        if (believed.clockError == Duration::zero())
          continue;
        const Duration truth = clocks[i].read(world.now()) - world.now().wall;
        // What an estimate says of itself is of its time; since then both clocks drift on.
        const Duration since = world.now().wall - told[believed.device];
        ASSERT_LE(std::chrono::abs(truth - believed.clockOffset),
                  believed.clockError + since * ClockOffset::driftPerMillion / 1'000'000)
            << believed.device;
        ++checked;
      }
    }
    EXPECT_GT(checked, 10'000u);
  }
}

TEST_P(PhoneClocks, WhatAPhoneTellsOfAPushIsPutOnTheServersClockWithinItsError) {
  for (const bool badNetwork : {false, true}) {
    PhoneWorld world(options(badNetwork));
    world.run(1min);
    for (uint8_t id = 1; id <= 100; ++id) {
      for (uint32_t phone = 0; phone < phones; ++phone)
        world.push(id, phone);
      world.run(2min);
    }
    using Key = std::tuple<std::string, Uuid, Stage>;
    std::map<Key, WallTime> truth;
    for (const auto& step : world.truth.steps)
      truth.try_emplace(Key{step.device, step.uuid, step.fact.stage}, step.fact.at);
    size_t checked = 0;
    for (const auto& step : world.belief.steps) {
      if (step.fact.stage != Stage::woken && step.fact.stage != Stage::handled && step.fact.stage != Stage::shown)
        continue;
      const auto happened = truth.find(Key{step.device, step.uuid, step.fact.stage});
      ASSERT_NE(happened, truth.end());
      ASSERT_LE(std::chrono::abs(step.fact.at - happened->second), step.fact.error)
          << step.device << " " << stageName(step.fact.stage);
      ++checked;
    }
    EXPECT_GT(checked, 500u);
  }
}

INSTANTIATE_TEST_SUITE_P(Of, PhoneClocks,
                         ::testing::Values("ios-voip-classic", "ios-plain-modern", "ios-localpush", "ios-apns-fallback",
                                           "android-doze", "android-exempt", "desktop"),
                         [](const auto& tested) {
                           std::string name = tested.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

} // namespace
} // namespace pushscope
