#include "app/fleet/lifecycle/lifecycle.h"

#include "tests/support/seed.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

// An app alone with its system, on virtual time; what the system does is written down. The numbers in brackets are
// those of the claims in 3-behaviour section 8.
class LifecycleTest : public ::testing::Test, public Lifecycle::Host {
 protected:
  struct Change {
    AppState state;
    Cause cause;
    MonoTime at;
  };
  struct End {
    Cause cause;
    bool couldSpeak;
    MonoTime at;
  };

  // Wakes take no time and last as long as is said, unless a test asks for the usual.
  static SystemTraits plainTraits() {
    SystemTraits traits;
    traits.toSuspend = 5s;
    traits.shortestBudget = traits.longestBudget = 8s;
    return traits;
  }
  static SystemTraits markedTraits() {
    SystemTraits traits = plainTraits();
    traits.marked = true;
    return traits;
  }
  void live(const SystemTraits& traits, bool inBackground = true) {
    m_traits = traits;
    m_life.emplace(m_traits, m_random, *this);
    changes.clear(), ends.clear(), starts.clear(), handlers.clear(), wakes.clear(), missed.clear();
    life().launch(inBackground, now);
  }
  // In the background until its system suspends it.
  void sleep(const SystemTraits& traits) {
    live(traits);
    pass(traits.toSuspend);
    ASSERT_EQ(life().state(), AppState::suspended);
  }
  void passUntil(MonoTime end) {
    while (life().deadline() <= end) {
      set(std::max(life().deadline(), now.mono));
      life().tick(now);
    }
    set(end);
  }
  void pass(Duration time) { passUntil(now.mono + time); }
  bool data() { return life().data(Cause::data, now); }
  // Bytes for a sleeping app, whose wake takes no time here.
  void wakeByData() {
    EXPECT_TRUE(data());
    pass(0s);
  }
  Lifecycle& life() { return *m_life; }

  // Lifecycle::Host
  void stateChanged(AppState state, Cause cause, Now at) override { changes.push_back({state, cause, at.mono}); }
  void ended(Cause cause, bool couldSpeak, Now at) override { ends.push_back({cause, couldSpeak, at.mono}); }
  void started(Now at) override { starts.push_back(at.mono); }
  void handler(Now at) override { handlers.push_back(at.mono); }
  void woke(const Wake& wake) override { (wake.missed == Reason::none ? wakes : missed).push_back(wake); }

  Now now{MonoTime(1h), WallTime(1'000'000s)};
  std::vector<Change> changes;
  std::vector<End> ends;
  std::vector<MonoTime> starts, handlers;
  std::vector<Wake> wakes, missed;

 private:
  void set(MonoTime to) {
    now.wall += to - now.mono;
    now.mono = to;
  }
  SystemTraits m_traits;
  Random m_random{testSeed("lifecycle")};
  std::optional<Lifecycle> m_life;
};

// ---- Sleep

TEST_F(LifecycleTest, AnAppThatIsLeftIsSuspendedAfterFiveSeconds) {
  live(plainTraits(), false);
  pass(1h);
  EXPECT_EQ(life().state(), AppState::foreground);
  life().leaves(now);
  EXPECT_EQ(life().state(), AppState::background);
  pass(5s - 1us);
  EXPECT_TRUE(life().runs());
  pass(1us);
  EXPECT_EQ(life().state(), AppState::suspended);
  EXPECT_EQ(changes.back().cause, Cause::system);
  EXPECT_EQ(life().deadline(), never) << "it executes nothing (9)";
}

TEST_F(LifecycleTest, AnAppThatIsNeverSuspendedRunsOn) {
  SystemTraits traits = plainTraits();
  traits.toSuspend = endless;
  live(traits);
  pass(24h);
  EXPECT_EQ(life().state(), AppState::background);
}

TEST_F(LifecycleTest, OpenedAndLeftTheTimeToSuspensionCountsAnew) {
  live(plainTraits());
  pass(4s);
  life().opens(now);
  life().leaves(now);
  pass(4s);
  EXPECT_EQ(life().state(), AppState::background);
  pass(1s);
  EXPECT_EQ(life().state(), AppState::suspended);
}

// ---- Wakes (1, 2)

TEST_F(LifecycleTest, BytesWakeAMarkedAppAndNoOther) {
  sleep(markedTraits());
  wakeByData();
  EXPECT_EQ(life().state(), AppState::woken);
  EXPECT_EQ(changes.back().cause, Cause::data);
  sleep(plainTraits());
  EXPECT_FALSE(data());
  pass(1h);
  EXPECT_EQ(life().state(), AppState::suspended);
  ASSERT_EQ(missed.size(), 1u);
  EXPECT_EQ(missed[0].missed, Reason::notMarked);
}

TEST_F(LifecycleTest, AWakeTakesAMomentAndLastsEightToTenSecondsDrawnAnew) {
  SystemTraits traits = markedTraits();
  traits.shortestWake = 20ms, traits.longestWake = 300ms;
  traits.shortestBudget = SystemTraits().shortestBudget, traits.longestBudget = SystemTraits().longestBudget;
  sleep(traits);
  for (int i = 0; i < 1000; ++i) {
    const WallTime bytes = now.wall;
    data();
    pass(15s);
    ASSERT_EQ(wakes.size(), size_t(i + 1));
    EXPECT_EQ(wakes.back().at, bytes);
    EXPECT_EQ(wakes.back().used, wakes.back().budget);
  }
  const auto [shortest, longest] =
      std::minmax_element(wakes.begin(), wakes.end(), [](const Wake& a, const Wake& b) { return a.budget < b.budget; });
  EXPECT_GE(shortest->budget, 8s);
  EXPECT_LT(shortest->budget, 8100ms);
  EXPECT_LE(longest->budget, 10s);
  EXPECT_GT(longest->budget, 9900ms);
  const auto [soonest, latest] = std::minmax_element(
      wakes.begin(), wakes.end(), [](const Wake& a, const Wake& b) { return a.latency < b.latency; });
  EXPECT_GE(soonest->latency, 20ms);
  EXPECT_LT(soonest->latency, 40ms);
  EXPECT_LE(latest->latency, 300ms);
  EXPECT_GT(latest->latency, 280ms);
}

TEST_F(LifecycleTest, BytesThatComeWhileItWakesAreOfTheSameWake) {
  SystemTraits traits = markedTraits();
  traits.shortestWake = traits.longestWake = 300ms;
  sleep(traits);
  data();
  pass(200ms);
  data();
  pass(100ms);
  EXPECT_EQ(life().state(), AppState::woken);
  pass(1min);
  ASSERT_EQ(wakes.size(), 1u);
  EXPECT_EQ(wakes[0].latency, 300ms) << "since the first of them";
}

TEST_F(LifecycleTest, BytesForAnAppThatIsAwakeGiveItItsTimeAnewAndCostNoResume) {
  sleep(markedTraits());
  wakeByData();
  for (int i = 0; i < 100; ++i) {
    pass(7s);
    EXPECT_TRUE(data());
  }
  pass(8s);
  EXPECT_EQ(life().state(), AppState::suspended);
  ASSERT_EQ(wakes.size(), 1u);
  EXPECT_EQ(wakes[0].resumes, 1u);
  EXPECT_EQ(wakes[0].used, 708s);
}

// A source text's trick (11): it lasts as long as every ping lands in the awake window.
TEST_F(LifecycleTest, APingEachNineSecondsKeepsItAwakeOnlyIfItsBudgetIsAlwaysLonger) {
  SystemTraits traits = markedTraits();
  traits.wakeLimit = 15;
  traits.shortestBudget = traits.longestBudget = 10s;
  sleep(traits);
  for (int i = 0; i < 400; ++i) {
    wakeByData();
    pass(9s);
  }
  EXPECT_EQ(life().state(), AppState::woken);
  EXPECT_TRUE(ends.empty());
  traits.shortestBudget = 8s; // not guaranteed
  sleep(traits);
  for (int i = 0; i < 400 && ends.empty(); ++i) {
    data();
    pass(9s);
  }
  ASSERT_EQ(ends.size(), 1u);
  EXPECT_EQ(ends[0].cause, Cause::wakeLimit);
}

// ---- The limit of resumes

TEST_F(LifecycleTest, TheSixteenthResumeWithin300SecondsEndsTheAppAtThatWake) {
  SystemTraits traits = markedTraits();
  traits.wakeLimit = 15;
  sleep(traits);
  const MonoTime first = now.mono;
  for (uint32_t i = 1; i <= 15; ++i) {
    wakeByData();
    EXPECT_EQ(life().state(), AppState::woken);
    pass(20s);
    EXPECT_EQ(wakes.back().resumes, i);
  }
  passUntil(first + 300s - 1us);
  wakeByData();
  EXPECT_EQ(life().state(), AppState::terminated);
  EXPECT_EQ(changes.back().cause, Cause::wakeLimit);
  ASSERT_EQ(ends.size(), 1u);
  EXPECT_FALSE(ends[0].couldSpeak) << "0xbad22222: nothing runs any more";
  EXPECT_EQ(ends[0].at, first + 300s - 1us);
}

TEST_F(LifecycleTest, AResumeThatHasLeftTheWindowDoesNotCount) {
  SystemTraits traits = markedTraits();
  traits.wakeLimit = 15;
  sleep(traits);
  for (int i = 0; i < 200; ++i) { // each 20 s: fifteen in any 300 s
    wakeByData();
    ASSERT_EQ(life().state(), AppState::woken);
    pass(20s);
  }
  EXPECT_TRUE(ends.empty());
}

TEST_F(LifecycleTest, AtRandomTimesItIsEndedBySixteenResumesAndNeverByFewer) {
  SystemTraits traits = markedTraits();
  traits.wakeLimit = 15;
  Random random(testSeed("resumes"));
  int killed = 0;
  for (int round = 0; round < 200; ++round) {
    sleep(traits);
    std::vector<MonoTime> resumes;
    for (int step = 0; step < 100 && ends.empty(); ++step) {
      pass(random.between(0us, 40s));
      if (life().state() == AppState::suspended) {
        const auto inWindow =
            size_t(std::count_if(resumes.begin(), resumes.end(), [&](MonoTime t) { return t > now.mono - 300s; }));
        wakeByData();
        EXPECT_EQ(ends.size(), size_t(inWindow >= 15)) << inWindow << " resumes were in the window";
        resumes.push_back(now.mono);
      } else {
        data();
      }
    }
    killed += !ends.empty();
  }
  EXPECT_GT(killed, 0);
}

TEST_F(LifecycleTest, AProcessBeginsWithTheResumesOfTheOneBefore) {
  SystemTraits traits = markedTraits();
  traits.wakeLimit = 3;
  traits.relaunchAfterCrash = true;
  sleep(traits);
  for (int i = 0; i < 4; ++i) {
    wakeByData();
    pass(10s);
  }
  ASSERT_EQ(ends.size(), 1u);
  EXPECT_EQ(starts.size(), 2u);
  pass(10s);
  ASSERT_EQ(life().state(), AppState::suspended);
  wakeByData();
  EXPECT_EQ(ends.size(), 2u) << "the system counts for the app, not for its process";
}

// ---- The keep-alive handler (3, 4, 5, 6)

TEST_F(LifecycleTest, TheHandlerIsCalledWithinTheSecondHalfOfItsTimeout) {
  for (const Duration timeout : {Duration(600s), Duration(86'400s)}) {
    SystemTraits traits = plainTraits();
    traits.keepAlive = timeout;
    sleep(traits);
    const MonoTime planned = starts.back();
    pass(timeout * 1000);
    ASSERT_GT(handlers.size(), 1200u);
    Duration sum{}, shortest = endless, longest{};
    for (size_t i = 0; i < handlers.size(); ++i) {
      const Duration gap = handlers[i] - (i == 0 ? planned : handlers[i - 1]);
      shortest = std::min(shortest, gap), longest = std::max(longest, gap), sum += gap;
    }
    EXPECT_GE(shortest, timeout / 2);
    EXPECT_LE(longest, timeout);
    EXPECT_LT(shortest, timeout * 51 / 100) << "uniform: its ends are reached";
    EXPECT_GT(longest, timeout * 99 / 100);
    EXPECT_NEAR(double((sum / int64_t(handlers.size())).count()), double(timeout.count()) * 0.75,
                double(timeout.count()) * 0.02);
  }
}

TEST_F(LifecycleTest, TheHandlerHasTenSecondsThenTheAppIsSuspended) {
  SystemTraits traits = plainTraits();
  traits.keepAlive = 600s;
  sleep(traits);
  while (wakes.empty())
    pass(1s);
  ASSERT_EQ(wakes.size(), 1u);
  EXPECT_EQ(wakes[0].cause, Cause::keepAlive);
  EXPECT_EQ(wakes[0].used, 10s);
  const auto woken =
      std::find_if(changes.begin(), changes.end(), [](const Change& c) { return c.state == AppState::handler; });
  ASSERT_NE(woken, changes.end());
  EXPECT_EQ((woken + 1)->state, AppState::suspended);
  EXPECT_EQ((woken + 1)->cause, Cause::budget);
  EXPECT_EQ((woken + 1)->at - woken->at, 10s);
}

TEST_F(LifecycleTest, ByTheOlderTextTheHandlerHasThirtySecondsThenTheAppIsKilled) {
  SystemTraits traits = plainTraits();
  traits.keepAlive = 600s;
  traits.keepAliveBudget = 30s;
  traits.keepAliveKills = true;
  sleep(traits);
  pass(631s);
  ASSERT_EQ(ends.size(), 1u);
  EXPECT_EQ(ends[0].cause, Cause::budget);
  EXPECT_EQ(ends[0].at - handlers.at(0), 30s);
}

TEST_F(LifecycleTest, TheHandlerIsMergedWithAWakeInTheSecondHalfOfItsTime) {
  SystemTraits traits = markedTraits();
  traits.keepAlive = 600s;
  Random random(testSeed("merged"));
  int merged = 0;
  for (int round = 0; round < 300; ++round) {
    sleep(traits);
    const MonoTime planned = starts.back();
    pass(random.between(0us, 590s));
    if (!handlers.empty())
      continue; // it has been called by itself
    const bool due = now.mono >= planned + 300s;
    wakeByData();
    ASSERT_EQ(handlers.size(), size_t(due));
    if (!due)
      continue;
    ++merged;
    EXPECT_EQ(handlers[0], now.mono);
    EXPECT_EQ(life().state(), AppState::woken) << "one resume for both";
    pass(300s - 1us);
    EXPECT_EQ(handlers.size(), 1u) << "its time counts anew";
    pass(300s + 1us);
    EXPECT_EQ(handlers.size(), 2u);
  }
  EXPECT_GT(merged, 10);
}

TEST_F(LifecycleTest, TheHandlerOfARunningAppCostsNoResume) {
  SystemTraits traits = plainTraits();
  traits.keepAlive = 600s;
  live(traits, false);
  pass(1h);
  EXPECT_GE(handlers.size(), 6u);
  EXPECT_TRUE(wakes.empty());
}

TEST_F(LifecycleTest, TheHandlerIsLostWithItsProcess) {
  SystemTraits traits = plainTraits();
  traits.keepAlive = 600s;
  sleep(traits);
  life().swipedAway(now);
  pass(24h);
  EXPECT_TRUE(handlers.empty());
  life().opens(now);
  pass(600s);
  EXPECT_GE(handlers.size(), 1u) << "a new process sets its own";
}

TEST_F(LifecycleTest, TheHandlersResumesCountAgainstTheLimit) {
  SystemTraits traits = markedTraits();
  traits.wakeLimit = 1;
  traits.keepAlive = 600s;
  traits.shortestBudget = traits.longestBudget = 1us; // else it could be called within that wake
  sleep(traits);
  passUntil(starts.back() + 300s - 1us);
  wakeByData();
  EXPECT_EQ(life().state(), AppState::woken);
  pass(300s);
  ASSERT_EQ(ends.size(), 1u);
  EXPECT_EQ(ends[0].cause, Cause::wakeLimit);
}

// ---- Ends and relaunches (7, 8)

TEST_F(LifecycleTest, IsRelaunchedOneToFiveSecondsAfterACrash) {
  SystemTraits traits = plainTraits();
  traits.relaunchAfterCrash = true;
  Duration shortest = endless, longest{};
  for (int i = 0; i < 500; ++i) {
    sleep(traits);
    life().crashes(now);
    const MonoTime crash = now.mono;
    EXPECT_EQ(life().state(), AppState::terminated);
    EXPECT_FALSE(ends.back().couldSpeak);
    pass(6s);
    ASSERT_EQ(starts.size(), 2u);
    const auto relaunched = std::find_if(changes.begin(), changes.end(), [](const Change& c) {
      return c.cause == Cause::crash && c.state != AppState::terminated;
    });
    ASSERT_NE(relaunched, changes.end());
    EXPECT_EQ(relaunched->state, AppState::background) << "nobody looks at it";
    shortest = std::min(shortest, starts[1] - crash), longest = std::max(longest, starts[1] - crash);
    pass(5s);
    EXPECT_EQ(life().state(), AppState::suspended);
  }
  EXPECT_GE(shortest, 1s);
  EXPECT_LT(shortest, 1200ms);
  EXPECT_LE(longest, 5s);
  EXPECT_GT(longest, 4800ms);
}

TEST_F(LifecycleTest, IsRelaunchedAfterTheSystemEndedIt) {
  SystemTraits traits = plainTraits();
  traits.relaunchAfterCrash = true;
  sleep(traits);
  life().systemKills(now);
  EXPECT_EQ(ends.back().cause, Cause::system);
  pass(5s);
  EXPECT_EQ(starts.size(), 2u);
}

TEST_F(LifecycleTest, IsRelaunchedOneToFiveSecondsAfterThePhoneHasBooted) {
  SystemTraits traits = plainTraits();
  traits.relaunchAfterBoot = true;
  sleep(traits);
  life().reboots(now);
  EXPECT_EQ(ends.back().cause, Cause::boot);
  EXPECT_FALSE(ends.back().couldSpeak);
  const MonoTime off = now.mono;
  pass(1min);
  ASSERT_EQ(starts.size(), 2u);
  EXPECT_GE(starts[1] - off, traits.bootTime + 1s);
  EXPECT_LE(starts[1] - off, traits.bootTime + 5s);
}

TEST_F(LifecycleTest, IsRelaunchedOnlyAsItsSystemDoes) {
  for (int flags = 0; flags < 8; ++flags) {
    SystemTraits traits = plainTraits();
    traits.relaunchAfterCrash = flags & 1;
    traits.relaunchAfterBoot = flags & 2;
    traits.relaunchAfterKill = flags & 4;
    sleep(traits);
    life().crashes(now);
    pass(2min);
    EXPECT_EQ(starts.size() == 2, traits.relaunchAfterCrash);
    sleep(traits);
    life().reboots(now);
    pass(2min);
    EXPECT_EQ(starts.size() == 2, traits.relaunchAfterBoot);
    sleep(traits);
    life().swipedAway(now);
    pass(2min);
    EXPECT_EQ(starts.size() == 2, traits.relaunchAfterKill);
  }
}

TEST_F(LifecycleTest, SwipedAwayItStaysAwayUntilItIsOpened) {
  SystemTraits traits = markedTraits();
  traits.relaunchAfterCrash = traits.relaunchAfterBoot = true;
  traits.keepAlive = 600s;
  sleep(traits);
  life().swipedAway(now);
  EXPECT_EQ(ends.back().cause, Cause::user);
  EXPECT_FALSE(data()) << "and bytes do not wake it";
  pass(24h);
  EXPECT_EQ(life().state(), AppState::terminated);
  life().opens(now);
  EXPECT_EQ(life().state(), AppState::foreground);
  EXPECT_EQ(starts.size(), 2u);
}

TEST_F(LifecycleTest, SwipedAwayAfterACrashItIsNotRelaunched) {
  SystemTraits traits = plainTraits();
  traits.relaunchAfterCrash = true;
  sleep(traits);
  life().crashes(now);
  pass(500ms);
  life().swipedAway(now);
  pass(1h);
  EXPECT_EQ(starts.size(), 1u);
}

TEST_F(LifecycleTest, OnlyAnAppThatRanCanSayGoodbye) {
  live(plainTraits(), false);
  life().swipedAway(now);
  EXPECT_TRUE(ends.back().couldSpeak);
  sleep(plainTraits());
  life().swipedAway(now);
  EXPECT_FALSE(ends.back().couldSpeak);
  live(plainTraits(), false);
  life().crashes(now);
  EXPECT_FALSE(ends.back().couldSpeak);
}

// ---- Background tasks and modes (10)

TEST_F(LifecycleTest, ABackgroundTaskExtendsItsTimeUntilItIsEnded) {
  live(plainTraits(), false);
  life().beginTask(now);
  life().leaves(now);
  pass(29s);
  EXPECT_EQ(life().state(), AppState::background);
  life().endTask(now);
  pass(0s);
  EXPECT_EQ(life().state(), AppState::suspended);
}

TEST_F(LifecycleTest, AnEndedTaskLeavesTheTimeThatTheAppHadAnyway) {
  live(plainTraits(), false);
  life().beginTask(now);
  life().leaves(now);
  pass(2s);
  life().endTask(now);
  pass(3s - 1us);
  EXPECT_EQ(life().state(), AppState::background);
  pass(1us);
  EXPECT_EQ(life().state(), AppState::suspended);
}

TEST_F(LifecycleTest, ATaskThatIsNeverEndedEndsTheAppAtTheLimitOfItsEra) {
  for (const Duration limit : {600s, 180s, 30s}) { // to iOS 6; iOS 7 and 8; since
    SystemTraits traits = plainTraits();
    traits.taskLimit = limit;
    live(traits, false);
    life().beginTask(now);
    pass(1h);
    EXPECT_TRUE(ends.empty()) << "in front nothing is limited";
    life().leaves(now);
    const MonoTime left = now.mono;
    pass(1h);
    ASSERT_EQ(ends.size(), 1u);
    EXPECT_EQ(ends[0].cause, Cause::taskLeaked);
    EXPECT_EQ(ends[0].at - left, limit);
  }
}

TEST_F(LifecycleTest, ATaskInAWakeMakesOneResumeOfALongWork) {
  sleep(markedTraits());
  wakeByData();
  life().beginTask(now);
  pass(25s);
  EXPECT_EQ(life().state(), AppState::woken);
  life().endTask(now);
  pass(0s);
  EXPECT_EQ(life().state(), AppState::suspended);
  ASSERT_EQ(wakes.size(), 1u);
  EXPECT_EQ(wakes[0].used, 25s);
}

TEST_F(LifecycleTest, ASuspendedAppCannotBeginATask) {
  sleep(plainTraits());
  life().beginTask(now);
  EXPECT_FALSE(life().holdsTask());
}

TEST_F(LifecycleTest, AudioOrLocationKeepsItRunning) {
  for (const bool audio : {true, false}) {
    live(plainTraits(), false);
    life().setMode(audio, !audio, now);
    life().leaves(now);
    pass(24h);
    EXPECT_EQ(life().state(), AppState::background);
    life().setMode(false, false, now);
    pass(5s - 1us);
    EXPECT_EQ(life().state(), AppState::background);
    pass(1us);
    EXPECT_EQ(life().state(), AppState::suspended);
  }
}

// ---- Doze

class DozeTest : public LifecycleTest {
 protected:
  static SystemTraits traits() { return findProfile("android-doze")->system; }
  std::vector<Duration> windowsAfter(MonoTime asleep) const {
    std::vector<Duration> windows;
    for (const Change& change : changes)
      if (change.state == AppState::woken && change.cause == Cause::timer)
        windows.push_back(change.at - asleep);
    return windows;
  }
};

TEST_F(DozeTest, WindowsOpenAfterOneTwoFourAndEachSixHours) {
  sleep(traits());
  const MonoTime asleep = now.mono;
  const Duration length = traits().windowLength;
  pass(20h);
  const Duration first = 1h, second = first + length + 2h, third = second + length + 4h, fourth = third + length + 6h,
                 fifth = fourth + length + 6h;
  EXPECT_EQ(windowsAfter(asleep), (std::vector<Duration>{first, second, third, fourth, fifth}));
  for (const Wake& wake : wakes) {
    EXPECT_EQ(wake.cause, Cause::timer);
    EXPECT_EQ(wake.used, length);
  }
}

TEST_F(DozeTest, ItBeginsAnewWhenSomebodyHasLookedAtThePhone) {
  sleep(traits());
  pass(4h);
  life().opens(now);
  life().leaves(now);
  pass(1h);
  ASSERT_EQ(life().state(), AppState::suspended);
  const MonoTime asleep = now.mono;
  pass(2h);
  EXPECT_EQ(windowsAfter(asleep).back(), 1h);
}

TEST_F(DozeTest, BytesStayUnread) {
  sleep(traits());
  EXPECT_FALSE(data());
  EXPECT_EQ(missed.at(0).missed, Reason::doze);
}

TEST_F(DozeTest, HighPriorityPassesAndNormalWaits) {
  sleep(traits());
  EXPECT_FALSE(life().vendorPush(false, now));
  EXPECT_EQ(missed.at(0).missed, Reason::doze);
  EXPECT_EQ(missed.at(0).cause, Cause::vendorPush);
  for (int i = 0; i < 20; ++i) {
    EXPECT_TRUE(life().vendorPush(true, now)) << "not rationed";
    EXPECT_EQ(life().state(), AppState::woken);
    pass(1min);
    EXPECT_EQ(life().state(), AppState::suspended);
  }
}

TEST_F(DozeTest, HighPriorityDoesNotMoveTheWindows) {
  sleep(traits());
  const MonoTime asleep = now.mono;
  for (int i = 0; i < 5; ++i) {
    pass(10min);
    life().vendorPush(true, now);
  }
  pass(2h);
  ASSERT_EQ(windowsAfter(asleep).size(), 1u);
  EXPECT_EQ(windowsAfter(asleep)[0], 1h);
}

// ---- The vendor's channel (23)

class VendorTest : public LifecycleTest {
 protected:
  static SystemTraits traits() { return findProfile("ios-apns-fallback")->system; }
};

TEST_F(VendorTest, WakesThreeTimesAnHour) {
  sleep(traits());
  const MonoTime first = now.mono;
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(life().vendorPush(false, now));
    EXPECT_EQ(life().state(), AppState::woken);
    pass(5min);
  }
  passUntil(first + 1h - 1us);
  EXPECT_FALSE(life().vendorPush(true, now)) << "its priority changes nothing here";
  EXPECT_EQ(missed.back().missed, Reason::vendorLimit);
  pass(1us);
  EXPECT_TRUE(life().vendorPush(false, now));
}

TEST_F(VendorTest, LaunchesAnAppThatTheSystemHasEnded) {
  sleep(traits());
  life().systemKills(now);
  pass(1h);
  ASSERT_EQ(life().state(), AppState::terminated);
  EXPECT_TRUE(life().vendorPush(false, now));
  EXPECT_EQ(starts.size(), 2u);
  EXPECT_TRUE(life().runs());
  pass(10s);
  EXPECT_EQ(life().state(), AppState::suspended);
}

TEST_F(VendorTest, DoesNothingForAnAppThatItsUserHasSwipedAway) {
  sleep(traits());
  life().swipedAway(now);
  EXPECT_FALSE(life().vendorPush(true, now));
  EXPECT_EQ(missed.back().missed, Reason::terminatedByUser);
  pass(1h);
  EXPECT_EQ(starts.size(), 1u);
}

TEST_F(VendorTest, CostsNothingWhileTheAppRuns) {
  live(traits(), false);
  for (int i = 0; i < 10; ++i)
    EXPECT_TRUE(life().vendorPush(false, now));
  EXPECT_TRUE(wakes.empty());
  EXPECT_TRUE(missed.empty());
}

} // namespace
} // namespace pushscope
