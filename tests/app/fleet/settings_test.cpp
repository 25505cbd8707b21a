#include "app/fleet/lifecycle/profile.h"

#include "app/server/core/core_config.h"

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

// ---- What the profiles begin with: the table of 3-behaviour section 9, column by column.

struct Defaults {
  const char* name;
  Duration toSuspend;
  SocketOnSuspend socket;
  bool marked;
  uint32_t wakeLimit;
  Duration keepAlive;
  std::vector<Duration> windows;
  bool afterCrash, afterBoot, afterKill;
  HeartbeatPolicy front, back;
  bool adaptive;
  uint32_t pending;
  bool gateway;
};

const HeartbeatPolicy beat30{30s, 15s, 3}, beat60{60s, 15s, 3}, beat240{240s, 15s, 3}, beat270{270s, 15s, 3};

TEST(Profiles, BeginAsTheTableOfTheDesignHasThem) {
  const std::vector<Duration> never{}, doze{1h, 2h, 4h, 6h};
  constexpr auto kept = SocketOnSuspend::kept, closed = SocketOnSuspend::closed, stalls = SocketOnSuspend::stalls;
  const Defaults table[] = {
      {"ios-voip-classic", 5s, kept, true, 15, 600s, never, true, true, false, beat30, beat240, false, 64, false},
      {"ios-plain-modern", 5s, closed, false, 0, 0s, never, false, false, false, beat30, beat240, false, 64, false},
      {"ios-localpush", endless, kept, false, 0, 0s, never, true, true, true, beat60, beat60, false, 64, false},
      {"ios-apns-fallback", 5s, closed, false, 0, 0s, never, false, false, false, beat30, beat240, false, 64, true},
      {"android-doze", 1h, stalls, false, 0, 0s, doze, false, true, false, beat30, beat270, true, 0, true},
      {"android-exempt", endless, kept, false, 0, 0s, never, true, true, false, beat270, beat270, false, 0, false},
      {"desktop", endless, kept, false, 0, 0s, never, false, false, false, beat30, beat240, false, 0, false},
  };
  ASSERT_EQ(profiles().size(), std::size(table));
  for (const Defaults& expected : table) {
    SCOPED_TRACE(expected.name);
    const Profile* profile = findProfile(expected.name);
    ASSERT_NE(profile, nullptr);
    EXPECT_EQ(profile->name, expected.name);
    const SystemTraits& system = profile->system;
    EXPECT_EQ(system.toSuspend, expected.toSuspend);
    EXPECT_EQ(system.socket, expected.socket);
    EXPECT_EQ(system.marked, expected.marked);
    EXPECT_EQ(system.wakeLimit, expected.wakeLimit);
    EXPECT_EQ(system.keepAlive, expected.keepAlive);
    EXPECT_EQ(system.windows, expected.windows);
    EXPECT_EQ(system.relaunchAfterCrash, expected.afterCrash);
    EXPECT_EQ(system.relaunchAfterBoot, expected.afterBoot);
    EXPECT_EQ(system.relaunchAfterKill, expected.afterKill);
    // What an app does not ask for, its server decides.
    EXPECT_EQ(profile->app.heartbeat.value_or(CoreConfig().heartbeat), expected.front);
    EXPECT_EQ(profile->app.backgroundHeartbeat.value_or(CoreConfig().backgroundHeartbeat), expected.back);
    EXPECT_EQ(profile->app.adaptive, expected.adaptive);
    EXPECT_EQ(system.pendingLimit, expected.pending);
    EXPECT_EQ(profile->app.gateway, expected.gateway);
    // What is the same for all that have it at all.
    EXPECT_EQ(system.wakeWindow, 300s);
    EXPECT_EQ(system.shortestBudget, 8s);
    EXPECT_EQ(system.longestBudget, 10s);
    EXPECT_EQ(system.keepAliveBudget, 10s);
    EXPECT_FALSE(system.keepAliveKills);
    EXPECT_EQ(system.shortestRelaunch, 1s);
    EXPECT_EQ(system.longestRelaunch, 5s);
    EXPECT_EQ(profile->network.natTimeout, 0s);
    EXPECT_EQ(profile->network.lossPerMillion, 0u);
    EXPECT_LT(profile->network.shortestDelay, profile->network.longestDelay);
  }
}

TEST(Profiles, WhatOnlySomeHave) {
  EXPECT_EQ(findProfile("ios-voip-classic")->system.taskLimit, 600s) << "to iOS 6";
  EXPECT_EQ(findProfile("ios-plain-modern")->system.taskLimit, 30s);
  EXPECT_TRUE(findProfile("ios-localpush")->system.wifiOnly);
  EXPECT_FALSE(findProfile("android-exempt")->system.wifiOnly);
  EXPECT_TRUE(findProfile("ios-apns-fallback")->system.vendorAlerts);
  EXPECT_EQ(findProfile("ios-apns-fallback")->system.vendorWakesPerHour, 3u);
  EXPECT_TRUE(findProfile("android-doze")->system.vendorHighWakes);
  EXPECT_EQ(findProfile("android-doze")->system.vendorWakesPerHour, 0u);
  EXPECT_FALSE(findProfile("ios-voip-classic")->system.pendingKeepsLatest) << "the old interface";
  EXPECT_TRUE(findProfile("ios-plain-modern")->system.pendingKeepsLatest) << "the new one";
  EXPECT_EQ(findProfile("nokia"), nullptr);
}

// ---- What a scenario may set otherwise

template <class Field>
std::function<bool(const Profile&)> is(Field field, std::decay_t<std::invoke_result_t<Field, const Profile&>> value) {
  return [field, value](const Profile& profile) { return field(profile) == value; };
}
#define FIELD(path) [](const Profile& p) { return p.path; }

struct Setting {
  const char* name;
  const char* good;
  std::function<bool(const Profile&)> took; // false for what every profile begins with
  const char* bad;
};

const std::vector<Setting>& settings() {
  using Names = std::vector<std::string>;
  static const std::vector<Setting> all{
      {"delay", "81ms", is(FIELD(network.shortestDelay), 81ms), "never"},
      {"jitter", "82ms", is(FIELD(network.jitter), 82ms), "much"},
      {"loss", "2.5%", is(FIELD(network.lossPerMillion), 25'000), "101%"},
      {"reorder", "0.0001%", is(FIELD(network.reorderPerMillion), 1), "-1%"},
      {"duplicate", "100%", is(FIELD(network.duplicatePerMillion), 1'000'000), "100.1%"},
      {"nat_timeout", "300s", is(FIELD(network.natTimeout), 300s), "soon"},
      {"nat_reset", "true", is(FIELD(network.natResets), true), "yes"},
      {"slow_reader", "1024", is(FIELD(network.slowReaderBytes), 1024), "1 KiB"},
      {"to_suspend", "1m", is(FIELD(system.toSuspend), 1min), ""},
      {"socket_on_suspend", "silent", is(FIELD(system.socket), SocketOnSuspend::silent), "open"},
      {"marked", "true", is(FIELD(system.marked), true), "1"},
      {"wake_latency_min", "7s", is(FIELD(system.shortestWake), 7s), "never"},
      {"wake_latency_max", "6s", is(FIELD(system.longestWake), 6s), "never"},
      {"wake_budget_min", "12s", is(FIELD(system.shortestBudget), 12s), "never"},
      {"wake_budget_max", "6s", is(FIELD(system.longestBudget), 6s), "-6s"},
      {"wake_limit", "7", is(FIELD(system.wakeLimit), 7), "4294967296"},
      {"wake_window", "61s", is(FIELD(system.wakeWindow), 61s), "never"},
      {"task_limit", "180s", is(FIELD(system.taskLimit), 180s), "never"},
      {"keep_alive", "86400s", is(FIELD(system.keepAlive), 86'400s), "599s"}, // claims 3 and 6
      {"keep_alive_budget", "30s", is(FIELD(system.keepAliveBudget), 30s), "never"},
      {"keep_alive_kill", "true", is(FIELD(system.keepAliveKills), true), ""},
      {"windows", "9m,11m", is(FIELD(system.windows), std::vector<Duration>{9min, 11min}), "1h,,2h"},
      {"window_length", "9s", is(FIELD(system.windowLength), 9s), "never"},
      {"relaunch_after_crash", "true", is(FIELD(system.relaunchAfterCrash), true), "1"},
      {"relaunch_after_boot", "true", is(FIELD(system.relaunchAfterBoot), true), "1"},
      {"relaunch_after_kill", "true", is(FIELD(system.relaunchAfterKill), true), "1"},
      {"boot_time", "41s", is(FIELD(system.bootTime), 41s), "never"},
      {"wifi_only", "true", is(FIELD(system.wifiOnly), true), "1"},
      {"vendor_alerts", "true", is(FIELD(system.vendorAlerts), true), "1"},
      {"vendor_wakes_per_hour", "2", is(FIELD(system.vendorWakesPerHour), 2), "two"},
      {"vendor_high_wakes", "true", is(FIELD(system.vendorHighWakes), true), "1"},
      {"pending_limit", "128", is(FIELD(system.pendingLimit), 128), "-1"},
      {"pending_keeps_latest", "true", is(FIELD(system.pendingKeepsLatest), true), "1"},
      {"heartbeat", "9s/5s/3", is(FIELD(app.heartbeat), HeartbeatPolicy{9s, 5s, 3}), "9s/5s"},
      {"background_heartbeat", "500ms/5s/1", is(FIELD(app.backgroundHeartbeat), HeartbeatPolicy{500ms, 5s, 1}),
       "2h/5s/3"},
      {"adaptive", "true", is(FIELD(app.adaptive), true), "1"},
      {"task_on_wake", "true", is(FIELD(app.taskOnWake), true), "1"},
      {"task_leaks", "true", is(FIELD(app.taskLeaks), true), "1"},
      {"always_new_socket", "true", is(FIELD(app.alwaysNewSocket), true), "1"},
      {"media_delay", "83ms", is(FIELD(app.mediaDelay), 83ms), "never"},
      {"media_loss", "5%", is(FIELD(app.mediaLossPerMillion), 50'000), "5"},
      {"acknowledge_delay", "1s", is(FIELD(app.acknowledgeDelay), 1s), "never"},
      {"acknowledge_batch", "17", is(FIELD(app.acknowledgeBatch), 17), "1.5"},
      {"drop_acknowledgements", "10%", is(FIELD(app.dropAcknowledgementsPerMillion), 100'000), "10.00001%"},
      {"refuse", "20%", is(FIELD(app.refusePerMillion), 200'000), "101%"},
      {"gateway", "true", is(FIELD(app.gateway), true), "1"},
      {"collections", "friends,groups", is(FIELD(app.collections), Names{"friends", "groups"}), "friends,,groups"},
      {"deferred", "profiles", is(FIELD(app.deferred), Names{"profiles"}), "a23456789012345678901234567890123"},
      {"on_demand", "members", is(FIELD(app.onDemand), Names{"members"}), "a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q"},
      {"foreground_mean", "5m", is(FIELD(habits.foregroundMean), 5min), "often"},
      {"background_mean", "55m", is(FIELD(habits.backgroundMean), 55min), "5 m"},
      {"start", "background", is(FIELD(habits.startsInBackground), true), "suspended"},
      {"alert_style", "none", is(FIELD(habits.alertStyle), 0), "0"},
      {"drop_every", "20s", is(FIELD(habits.dropEvery), 20s), "often"},
      {"crash_every", "1h", is(FIELD(habits.crashEvery), 1h), "often"},
      {"reboot_every", "72h", is(FIELD(habits.rebootEvery), 72h), "often"},
      {"kill_every", "73h", is(FIELD(habits.killEvery), 73h), "often"},
      {"airplane_every", "24h", is(FIELD(habits.airplaneEvery), 24h), "often"},
      {"airplane_for", "20m", is(FIELD(habits.airplaneFor), 20min), "long"},
      {"switch_every", "3h", is(FIELD(habits.switchEvery), 3h), "often"},
  };
  return all;
}

TEST(Settings, EachNameIsTestedHere) {
  std::set<std::string_view> known, tested{"media_marked"}; // which has a test of its own
  for (const std::string_view name : settingNames())
    EXPECT_TRUE(known.insert(name).second) << name << " twice";
  for (const Setting& setting : settings())
    tested.insert(setting.name);
  EXPECT_EQ(known, tested);
}

TEST(Settings, EachTakesAGoodValue) {
  for (const Setting& setting : settings()) {
    Profile profile = *findProfile("desktop");
    EXPECT_FALSE(setting.took(profile)) << setting.name << " proves nothing";
    EXPECT_TRUE(set(profile, setting.name, setting.good).ok()) << setting.name;
    EXPECT_TRUE(setting.took(profile)) << setting.name;
  }
}

TEST(Settings, EachRefusesABadValueWithASentenceThatNamesIt) {
  for (const Setting& setting : settings()) {
    Profile profile = *findProfile("desktop");
    const Status status = set(profile, setting.name, setting.bad);
    ASSERT_FALSE(status.ok()) << setting.name;
    EXPECT_EQ(status.error().code, ErrorCode::usage);
    const std::string begin = std::string(setting.name) + " = " + setting.bad + ": ";
    EXPECT_EQ(status.error().detail.substr(0, begin.size()), begin);
    EXPECT_GT(status.error().detail.size(), begin.size() + 5) << "and says what it takes";
    EXPECT_FALSE(setting.took(profile)) << setting.name;
  }
}

TEST(Settings, OnlyAStreamOfTcpCanBeMarked) { // claim 22
  Profile profile = *findProfile("ios-voip-classic");
  EXPECT_TRUE(set(profile, "media_marked", "false").ok());
  const Status status = set(profile, "media_marked", "true");
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().detail.find("media_marked = true: "), 0u);
  EXPECT_NE(status.error().detail.find("UDP"), std::string::npos);
}

TEST(Settings, AnUnknownNameIsRefusedWithTheKnownOnes) {
  Profile profile = *findProfile("desktop");
  const Status status = set(profile, "battery", "5%");
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().detail.find("battery: "), 0u);
  for (const std::string_view name : settingNames())
    EXPECT_NE(status.error().detail.find(name), std::string::npos) << name;
}

TEST(Settings, NeverAndZeroAreTakenWhereTheyMakeSense) {
  Profile profile = *findProfile("ios-voip-classic");
  for (const char* name : {"nat_timeout", "to_suspend", "foreground_mean", "drop_every", "airplane_for"})
    EXPECT_TRUE(set(profile, name, "never").ok()) << name;
  EXPECT_TRUE(set(profile, "keep_alive", "0").ok());
  EXPECT_EQ(profile.system.keepAlive, 0s);
  EXPECT_TRUE(set(profile, "windows", "").ok());
  EXPECT_TRUE(set(profile, "loss", "0").ok());
}

TEST(Settings, TheDelayIsTheSameForEachPhone) {
  Profile profile = *findProfile("android-exempt");
  EXPECT_TRUE(set(profile, "delay", "80ms").ok());
  EXPECT_EQ(profile.network.shortestDelay, 80ms);
  EXPECT_EQ(profile.network.longestDelay, 80ms);
}

TEST(Settings, OfTwoBoundsTheOtherFollowsInWhicheverOrderTheyAreSet) {
  Profile profile = *findProfile("ios-voip-classic");
  EXPECT_TRUE(set(profile, "wake_budget_min", "12s").ok());
  EXPECT_EQ(profile.system.longestBudget, 12s) << "not below the shortest";
  EXPECT_TRUE(set(profile, "wake_budget_max", "6s").ok());
  EXPECT_EQ(profile.system.shortestBudget, 6s);
  EXPECT_TRUE(set(profile, "wake_budget_min", "5s").ok());
  EXPECT_EQ(profile.system.longestBudget, 6s);
  EXPECT_TRUE(set(profile, "wake_latency_max", "1ms").ok());
  EXPECT_EQ(profile.system.shortestWake, 1ms);
}

} // namespace
} // namespace pushscope
