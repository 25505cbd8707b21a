#include "models/query/wake_scan.h"
#include "tests/models/sample_world.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

class DeviceWakes : public ::testing::Test {
 protected:
  SampleWorld sample;
  const LinkId node = sample.addLink(LinkKind::node, "stage");
  const LinkId fleet = sample.addLink(LinkKind::fleet, "fleet");

  void know(LinkId link, uint32_t handle, const std::string& device, uint32_t limit = 15) {
    DeviceRecord record = sample.record(handle, device);
    record.wakesOnData = true;
    record.mostResumes = limit;
    record.appState = AppState::suspended;
    sample.tell(link, record);
  }
  Row row(const std::string& device) const { return *sample.world.devices().find(device); }
  void pass(Duration span) {
    sample.now += span;
    sample.world.beatSecond(sample.now);
  }
};

TEST_F(DeviceWakes, TheBetterRoadIsTheTruthThatCanBeReached) {
  know(node, 1, "phone");
  EXPECT_EQ(betterRoad(sample.world, 0), LinkKind::node);
  know(fleet, 1, "phone");
  EXPECT_EQ(betterRoad(sample.world, 0), LinkKind::fleet);
  sample.say(fleet, LinkStatus::State::waiting);
  EXPECT_EQ(betterRoad(sample.world, 0), LinkKind::node);
  sample.say(node, LinkStatus::State::waiting);
  EXPECT_EQ(betterRoad(sample.world, 0), LinkKind::fleet) << "both are stale";
}

TEST_F(DeviceWakes, ResumesAreUnknownWhereThereIsNeitherALimitNorAWake) {
  know(node, 1, "desktop", 0);
  EXPECT_FALSE(resumesOf(sample.world, 0));
  sample.wake(node, 1, missedWake(sample.now));
  EXPECT_FALSE(resumesOf(sample.world, 0));
  sample.wake(node, 1, wakeOf(sample.now));
  ASSERT_TRUE(resumesOf(sample.world, 0));
  EXPECT_EQ(resumesOf(sample.world, 0)->used, 1u);
  EXPECT_EQ(resumesOf(sample.world, 0)->limit, 0u);
  know(node, 2, "phone");
  ASSERT_TRUE(resumesOf(sample.world, 1));
  EXPECT_EQ(resumesOf(sample.world, 1)->used, 0u);
  EXPECT_EQ(resumesOf(sample.world, 1)->limit, 15u);
}

TEST_F(DeviceWakes, ResumesLeaveTheWindowAsTimePasses) {
  know(node, 1, "phone");
  sample.wake(node, 1, wakeOf(sample.now));
  pass(299s);
  EXPECT_EQ(resumesOf(sample.world, 0)->used, 1u);
  pass(1s);
  EXPECT_EQ(resumesOf(sample.world, 0)->used, 0u);
}

TEST_F(DeviceWakes, WhatTheTruthCountsIsNotMixedWithWhatWasReported) {
  know(node, 1, "phone");
  know(fleet, 1, "phone");
  sample.wake(node, 1, wakeOf(sample.now, 1));
  sample.wake(fleet, 1, wakeOf(sample.now, 1));
  EXPECT_EQ(resumesOf(sample.world, 0)->used, 1u);
  EXPECT_EQ(recentWakes(sample.world, 0).size(), 1u);
  EXPECT_EQ(countWakes(sample.world, 0)->happened, 1u);
}

TEST_F(DeviceWakes, OfAllDevicesEachIsCountedOnceThoughTwoRoadsTellOfIt) {
  know(node, 1, "simulated");
  know(fleet, 1, "simulated");
  know(node, 2, "real");
  EXPECT_EQ(countWakes(sample.world), 0u);
  for (int i = 0; i < 3; ++i) {
    sample.wake(node, 1, wakeOf(sample.now));
    sample.wake(fleet, 1, wakeOf(sample.now));
  }
  sample.wake(node, 2, wakeOf(sample.now));
  sample.wake(node, 2, missedWake(sample.now));
  EXPECT_EQ(countWakes(sample.world), 4u);
}

TEST_F(DeviceWakes, MissedOnesAreTakenFromBothRoads) {
  know(node, 1, "phone");
  know(fleet, 1, "phone");
  sample.wake(fleet, 1, missedWake(sample.now, Reason::doze));
  sample.wake(node, 1, missedWake(sample.now - 5s, Reason::asleep));
  EXPECT_EQ(countWakes(sample.world, 0)->missed, 2u);
  ASSERT_EQ(recentWakes(sample.world, 0).size(), 2u);
  EXPECT_EQ(recentWakes(sample.world, 0)[0].missed, Reason::asleep) << "by time";
  EXPECT_EQ(lastWake(sample.world, 0), sample.now);
}

TEST_F(DeviceWakes, AreUnknownWhereNoneCanBe) {
  sample.tell(node, sample.record(1, "desktop"));
  EXPECT_FALSE(countWakes(sample.world, 0));
  EXPECT_EQ(lastWake(sample.world, 0), WallTime{});
  know(node, 1, "desktop");
  EXPECT_EQ(countWakes(sample.world, 0)->happened, 0u);
}

TEST_F(DeviceWakes, NamesThePhonesThatAreShortOfResumes) {
  know(node, 1, "calm");
  know(node, 2, "short");
  sample.wake(node, 1, wakeOf(sample.now, 10));
  sample.wake(node, 2, wakeOf(sample.now, 11));
  WakeScan scan;
  scan.step(sample.world, sample.now, sample.now);
  EXPECT_EQ(scan.found().shortOfResumes, std::vector<Row>{row("short")});
  EXPECT_EQ(scan.found().limited, 2u);
  EXPECT_EQ(scan.found().awake, 0u);
  EXPECT_FALSE(keepsItselfAwake(sample.world, row("short")));
  sample.wake(node, 2, wakeOf(sample.now, 14));
  EXPECT_TRUE(keepsItselfAwake(sample.world, row("short")));
  scan.step(sample.world, sample.now, sample.now);
  EXPECT_EQ(scan.found().awake, 0u) << "once a second";
  scan.step(sample.world, sample.now, sample.now + WakeScan::interval);
  EXPECT_EQ(scan.found().awake, 1u);
}

TEST_F(DeviceWakes, AreLookedAtInSlicesAndAnsweredWhenAllWere) {
  constexpr uint32_t phones = 50'000;
  for (uint32_t i = 1; i <= phones; ++i)
    know(node, i, "phone-" + std::to_string(i));
  WakeScan scan;
  do {
    EXPECT_FALSE(scan.isThrough());
    EXPECT_EQ(scan.found().limited, 0u);
    scan.step(sample.world, sample.now, sample.now);
  } while (scan.found().limited == 0);
  EXPECT_TRUE(scan.isThrough());
  EXPECT_EQ(scan.found().limited, phones) << "never a part";
  scan.restart();
  EXPECT_FALSE(scan.isThrough());
  EXPECT_EQ(scan.found().limited, 0u);
}

TEST_F(DeviceWakes, AnAppThatIsNeverSuspendedKeepsItselfAwakeUntilNobodyHearsOfIt) {
  know(fleet, 1, "phone");
  sample.app(fleet, 1, AppState::woken, Cause::data, sample.now);
  pass(30s);
  EXPECT_FALSE(keepsItselfAwake(sample.world, 0));
  sample.say(fleet, LinkStatus::State::waiting);
  pass(60s);
  EXPECT_FALSE(keepsItselfAwake(sample.world, 0)) << "what it did since then is not known";
  sample.say(fleet, LinkStatus::State::online);
  Batch resumed = sample.batchOf(fleet);
  resumed.snapshotEnds = true;
  sample.apply(std::move(resumed));
  EXPECT_TRUE(keepsItselfAwake(sample.world, 0));
}

TEST_F(DeviceWakes, TheBusiestComeInTheOrderOfTheirRows) {
  for (uint32_t i = 1; i <= 6; ++i)
    know(node, i, "phone-" + std::to_string(i));
  sample.wake(node, 2, missedWake(sample.now));
  for (int i = 0; i < 3; ++i)
    sample.wake(node, 5, wakeOf(sample.now));
  sample.app(node, 1, AppState::woken, Cause::data, sample.now);
  sample.app(node, 4, AppState::woken, Cause::data, sample.now + 1s);
  sample.app(node, 4, AppState::suspended, Cause::budget, sample.now + 2s);
  sample.wake(node, 3, wakeOf(sample.now - 1h));
  const auto busiest = [&](size_t most) {
    WakeScan scan(most);
    scan.step(sample.world, sample.now - 10min, sample.now);
    return scan.found().busiest;
  };
  EXPECT_EQ(busiest(0), (std::vector<Row>{}));
  EXPECT_EQ(busiest(1), (std::vector<Row>{row("phone-5")}));
  EXPECT_EQ(busiest(3), (std::vector<Row>{row("phone-2"), row("phone-5"), row("phone-4")}));
  EXPECT_EQ(busiest(9), (std::vector<Row>{row("phone-2"), row("phone-5"), row("phone-4")}))
      << "of the others nothing happened in this time";
}

TEST_F(DeviceWakes, ALaneHasWhatLiesInItsTime) {
  know(fleet, 1, "phone");
  const WallTime start = sample.now;
  sample.app(fleet, 1, AppState::woken, Cause::data, start + 100s);
  sample.app(fleet, 1, AppState::suspended, Cause::budget, start + 110s);
  sample.wake(fleet, 1, wakeOf(start + 100s));
  sample.wake(fleet, 1, missedWake(start + 150s));
  pass(200s);
  const auto lane = [&](Duration from, Duration to) { return wakeLane(sample.world, 0, start + from, start + to); };
  const WakeLane all = lane(0s, 200s);
  EXPECT_EQ(all.source, Source::truth);
  ASSERT_EQ(all.states.size(), 3u);
  EXPECT_EQ(all.states[1].state, AppState::woken);
  EXPECT_EQ(all.states[2].to, sample.now) << "what goes on goes on until now";
  EXPECT_EQ(all.wakes.size(), 2u);
  EXPECT_EQ(all.resumes->limit, 15u);
  EXPECT_EQ(lane(120s, 200s).wakes.size(), 1u);
  EXPECT_EQ(lane(105s, 140s).wakes.size(), 1u) << "it still ran";
  EXPECT_EQ(lane(105s, 140s).states.size(), 2u);
  EXPECT_TRUE(lane(-60s, 0s).states.empty());
}

TEST_F(DeviceWakes, ALaneEndsWhereNobodyHeardAnyMore) {
  know(fleet, 1, "phone");
  const WallTime start = sample.now;
  sample.app(fleet, 1, AppState::woken, Cause::data, start + 10s);
  pass(20s);
  sample.say(fleet, LinkStatus::State::waiting);
  pass(60s);
  const WakeLane lane = wakeLane(sample.world, 0, start, sample.now);
  ASSERT_EQ(lane.states.size(), 2u);
  EXPECT_EQ(lane.states.back().to, start + 20s);
}

} // namespace
} // namespace pushscope
