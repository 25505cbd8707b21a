#include "tests/app/fleet/phone_world.h"
#include "tests/support/seed.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

// Each kind of phone as a whole does what its column of 3-behaviour section 9 says.

PhoneWorld::Options optionsOf(const std::string& profile, const char* test) {
  PhoneWorld::Options options;
  options.profile = *findProfile(profile);
  options.profile.system.keepAlive = 0s; // its beats are told apart from the others' in LifecycleTest and PhoneSleep
  options.gateway = "vendor";
  options.seed = testSeed(test);
  return options;
}

// The usual time between two beats of a phone since then; zero if there were none.
Duration interval(const PhoneWorld& world, WallTime since) {
  std::vector<Duration> gaps;
  WallTime last{};
  for (const auto& beat : world.belief.beats) {
    if (beat.device != "phone-0" || beat.at < since)
      continue;
    if (last > WallTime{})
      gaps.push_back(beat.at - last);
    last = beat.at;
  }
  if (gaps.empty())
    return {};
  std::nth_element(gaps.begin(), gaps.begin() + std::ptrdiff_t(gaps.size() / 2), gaps.end());
  return gaps[gaps.size() / 2];
}

struct Kind {
  const char* profile;
  Duration front, back;     // between heartbeats; zero is none
  Duration jitter;          // of the latter
  Duration sleepsAfter;     // in the background; endless is never
  LinkState asleep;         // what its server believes of a phone that is left for two hours
  Duration atLeast, atMost; // until it shows a push of normal priority that comes then; endless: not within half a day
};

std::ostream& operator<<(std::ostream& out, const Kind& kind) {
  return out << kind.profile;
}

class EachProfile : public ::testing::TestWithParam<Kind> {};

TEST_P(EachProfile, BeatsAsItsColumnSaysInFrontAndBehind) {
  const Kind& kind = GetParam();
  PhoneWorld world(optionsOf(kind.profile, "beats"));
  world.run(1h);
  EXPECT_NEAR(double(interval(world, {}).count()), double(kind.front.count()), 1e6);
  world.control(PhoneAction::background);
  world.run(1min);
  const WallTime left = world.now().wall;
  world.run(50min); // Doze begins after an hour
  EXPECT_NEAR(double(interval(world, left).count()), double(kind.back.count()),
              double(std::max<Duration>(kind.jitter, 1s).count()));
}

TEST_P(EachProfile, SleepsAsItsColumnSays) {
  const Kind& kind = GetParam();
  PhoneWorld world(optionsOf(kind.profile, "sleeps"));
  world.run(1min);
  world.control(PhoneAction::background);
  const MonoTime left = world.now().mono;
  if (kind.sleepsAfter == endless) {
    world.run(24h);
    EXPECT_EQ(world.record().appState, AppState::background);
    EXPECT_TRUE(world.truth.wakesOf("phone-0").empty());
    return;
  }
  ASSERT_TRUE(world.runUntilState(AppState::suspended, 2h));
  EXPECT_EQ(world.now().mono - left, kind.sleepsAfter);
}

TEST_P(EachProfile, GetsAPushInItsSleepAsItsColumnSays) {
  const Kind& kind = GetParam();
  PhoneWorld world(optionsOf(kind.profile, "push"));
  world.run(1min);
  world.control(PhoneAction::background);
  world.run(110min);
  EXPECT_EQ(world.believed().link, kind.asleep);
  world.push(1);
  const MonoTime pushed = world.now().mono;
  const bool shown = world.runUntil([&] { return world.truth.count(Stage::shown) == 1; }, 12h);
  EXPECT_EQ(shown, kind.atMost != endless);
  if (shown) {
    EXPECT_GE(world.now().mono - pushed, kind.atLeast);
    EXPECT_LE(world.now().mono - pushed, kind.atMost);
    return;
  }
  world.control(PhoneAction::foreground);
  world.run(5s);
  EXPECT_EQ(world.truth.count(Stage::shown), 1u);
}

INSTANTIATE_TEST_SUITE_P(
    Of, EachProfile,
    ::testing::Values(Kind{"ios-voip-classic", 30s, 240s, 24s, 5s, LinkState::online, 20ms, 1s},
                      Kind{"ios-plain-modern", 30s, 0s, 0s, 5s, LinkState::offline, 0s, endless},
                      Kind{"ios-localpush", 60s, 60s, 0s, endless, LinkState::online, 1ms, 100ms},
                      // The vendor is asked once the push is offline: fifteen looks, two seconds apart.
                      Kind{"ios-apns-fallback", 30s, 0s, 0s, 5s, LinkState::offline, 30s, 32s},
                      // The second window opens two hours after the first, which was an hour after it fell asleep.
                      Kind{"android-doze", 30s, 210s, 0s, 1h, LinkState::offline, 10min, 131min},
                      Kind{"android-exempt", 270s, 270s, 0s, endless, LinkState::online, 15ms, 200ms},
                      Kind{"desktop", 30s, 240s, 0s, endless, LinkState::online, 1ms, 100ms}),
    [](const auto& tested) {
      std::string name = tested.param.profile;
      std::replace(name.begin(), name.end(), '-', '_');
      return name;
    });

// ---- Habits

struct Habit {
  const char* setting;
  size_t (*events)(const Chronicle& truth);
};

std::ostream& operator<<(std::ostream& out, const Habit& habit) {
  return out << habit.setting;
}

size_t ended(const Chronicle& truth, Cause cause) {
  return size_t(std::count_if(truth.apps.begin(), truth.apps.end(), [cause](const Chronicle::App& app) {
    return app.state == AppState::terminated && app.cause == cause;
  }));
}

class EachHabit : public ::testing::TestWithParam<Habit> {};

TEST_P(EachHabit, HappensAboutAsOftenAsItIsSet) {
  PhoneWorld::Options options = optionsOf("android-exempt", GetParam().setting);
  options.profile.system.relaunchAfterKill = true;
  options.phones = 20;
  ASSERT_TRUE(set(options.profile, GetParam().setting, "30m").ok());
  PhoneWorld world(options);
  world.run(48h);
  EXPECT_NEAR(double(GetParam().events(world.truth)), 20 * 96, 20 * 96 * 0.06);
}

INSTANTIATE_TEST_SUITE_P(
    Of, EachHabit,
    ::testing::Values(Habit{"crash_every", [](const Chronicle& truth) { return ended(truth, Cause::crash); }},
                      Habit{"reboot_every", [](const Chronicle& truth) { return ended(truth, Cause::boot); }},
                      Habit{"kill_every", [](const Chronicle& truth) { return ended(truth, Cause::user); }},
                      Habit{"drop_every", [](const Chronicle& truth) { return truth.links.size(); }},
                      Habit{"switch_every", [](const Chronicle& truth) { return truth.links.size(); }}),
    [](const auto& tested) { return std::string(tested.param.setting); });

TEST(Habits, ThePhoneIsUsedAndLeftForAboutAsLongAsItIsSet) {
  PhoneWorld::Options options = optionsOf("android-exempt", "use");
  options.profile.habits.foregroundMean = 5min;
  options.profile.habits.backgroundMean = 25min;
  options.phones = 20;
  PhoneWorld world(options);
  world.run(48h);
  size_t opened = 0, left = 0;
  for (const auto& app : world.truth.apps) {
    opened += app.state == AppState::foreground;
    left += app.state == AppState::background;
  }
  EXPECT_NEAR(double(opened), 20 * 96, 20 * 96 * 0.06);
  EXPECT_NEAR(double(left), double(opened), 20.0);
}

TEST(Habits, AirplaneModeComesAndLastsAsItIsSet) {
  PhoneWorld::Options options = optionsOf("android-exempt", "airplane");
  options.profile.habits.airplaneEvery = 25min;
  options.profile.habits.airplaneFor = 5min;
  options.phones = 20;
  PhoneWorld world(options);
  world.run(48h);
  EXPECT_NEAR(double(world.truth.links.size()), 20 * 96, 20 * 96 * 0.06);
  world.run(10min);
  EXPECT_GT(world.simulation->shard().connectionCount(), 10u) << "most of the time most of them are online";
}

} // namespace
} // namespace pushscope
