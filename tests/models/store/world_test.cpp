#include "tests/models/sample_world.h"

#include <gtest/gtest.h>

#include <numeric>

namespace pushscope {
namespace {

using namespace std::chrono_literals;
using State = LinkStatus::State;

class WorldTest : public ::testing::Test {
 protected:
  SampleWorld sample;
  World& world = sample.world;
  const LinkId node = sample.addLink(LinkKind::node, "stage");

  const DeviceTable::Belief& belief(const std::string& device) const {
    return world.devices().belief(*world.devices().find(device));
  }
  const DeviceTable::Truth& truth(const std::string& device) const {
    return world.devices().truth(*world.devices().find(device));
  }
  void fact(LinkId link, LinkFact fact) {
    Batch batch = sample.batchOf(link);
    batch.links.push_back(fact);
    sample.apply(std::move(batch));
  }
};

TEST_F(WorldTest, IgnoresABatchOfALinkThatWasNeverAdded) {
  Batch batch;
  batch.link = {7};
  batch.devices.push_back(sample.record(1, "phone"));
  sample.apply(std::move(batch));
  EXPECT_EQ(world.devices().size(), 0u);
  EXPECT_EQ(world.factCount(), 0u);
}

TEST_F(WorldTest, ALostLinkMakesItsDevicesStaleAndNothingElse) {
  const LinkId other = sample.addLink(LinkKind::node, "other");
  sample.tell(node, sample.record(1, "mine"));
  sample.tell(other, sample.record(1, "theirs"));
  sample.say(node, State::waiting);
  EXPECT_TRUE(belief("mine").stale);
  EXPECT_EQ(belief("mine").link, LinkState::online) << "what was last known stays readable";
  EXPECT_FALSE(belief("theirs").stale);
  EXPECT_EQ(world.countByLink()[size_t(LinkState::online)], 1u);
  EXPECT_EQ(world.countByLink()[size_t(LinkState::unknown)], 1u);
  sample.say(node, State::online);
  EXPECT_FALSE(belief("mine").stale);
}

TEST_F(WorldTest, KeepsTheNameOfALinkThatSaysNothingNew) {
  sample.say(node, State::waiting);
  EXPECT_EQ(world.links()[0].status.name, "stage");
  EXPECT_TRUE(world.links()[0].wasOnline);
}

TEST_F(WorldTest, ANewSnapshotForgetsWhatTheLinkSaidAndKeepsTheRow) {
  sample.tell(node, sample.record(1, "phone"));
  const auto row = world.devices().find("phone");
  Batch page = sample.batchOf(node);
  page.snapshotBegins = page.snapshotEnds = true;
  sample.apply(std::move(page));
  EXPECT_FALSE(belief("phone").known);
  EXPECT_TRUE(world.links()[0].snapshotComplete);
  fact(node, {{1}, sample.now, LinkState::offline, {}});
  EXPECT_FALSE(belief("phone").known) << "the old handle means nothing any more";
  sample.tell(node, sample.record(9, "phone"));
  EXPECT_EQ(world.devices().find("phone"), row);
  EXPECT_TRUE(belief("phone").known);
}

TEST_F(WorldTest, HandlesOfDeliveriesOutliveASnapshotButNotTheServersLife) {
  const auto stages = [&] { return world.deliveries().at(0).stages.size(); };
  const auto tellStage = [&](Stage stage) {
    Batch batch = sample.batchOf(node);
    batch.stages.push_back(stageFact(1, stage, sample.now));
    sample.apply(std::move(batch));
  };
  sample.deliver(node, 1, uuidOf(1), "phone");
  Batch page = sample.batchOf(node);
  page.snapshotBegins = page.snapshotEnds = true;
  sample.apply(std::move(page));
  tellStage(Stage::accepted);
  EXPECT_EQ(stages(), 1u);
  Batch restarted = sample.batchOf(node);
  restarted.status = world.links()[node.value].status;
  restarted.status->incarnation = {2};
  sample.apply(std::move(restarted));
  tellStage(Stage::acknowledged);
  EXPECT_EQ(stages(), 1u);
}

TEST_F(WorldTest, ASnapshotIsCompleteWithItsLastPageOnly) {
  Batch first = sample.batchOf(node);
  first.snapshotBegins = true;
  sample.apply(std::move(first));
  EXPECT_FALSE(world.links()[0].snapshotComplete);
  Batch last = sample.batchOf(node);
  last.snapshotEnds = true;
  sample.apply(std::move(last));
  EXPECT_TRUE(world.links()[0].snapshotComplete);
  sample.say(node, State::waiting);
  EXPECT_FALSE(world.links()[0].snapshotComplete);
}

TEST_F(WorldTest, BelievesTheNodeThatTheDeviceConnectedToLast) {
  const LinkId other = sample.addLink(LinkKind::node, "other");
  DeviceRecord older = sample.record(1, "phone"), newer = sample.record(5, "phone");
  older.connected = sample.now - 10s;
  sample.tell(node, newer);
  sample.tell(other, older);
  EXPECT_EQ(belief("phone").teller, node);
  newer.connected = sample.now;
  sample.tell(other, newer);
  EXPECT_EQ(belief("phone").teller, other);
}

TEST_F(WorldTest, ANodeThatTheDeviceHasLeftDoesNotDescribeItAnyMore) {
  const LinkId other = sample.addLink(LinkKind::node, "other");
  sample.tell(node, sample.record(1, "phone"));
  DeviceRecord moved = sample.record(5, "phone");
  moved.connected = sample.now;
  sample.tell(other, moved);
  fact(node, {{1}, sample.now, LinkState::offline, {Side::server, ErrorCode::heartbeatLost, false}});
  EXPECT_EQ(belief("phone").link, LinkState::online);
  EXPECT_EQ(belief("phone").closing, Closing{});
  EXPECT_EQ(world.series().totals(sample.now + 1s, 1).deaths, 1u) << "the death happened all the same";
}

TEST_F(WorldTest, ANodeThatCannotBeReachedGivesWayToOneThatCan) {
  const LinkId other = sample.addLink(LinkKind::node, "other");
  sample.tell(node, sample.record(1, "phone"));
  sample.say(node, State::waiting);
  DeviceRecord older = sample.record(5, "phone");
  older.connected = sample.now - 1h;
  sample.tell(other, older);
  EXPECT_EQ(belief("phone").teller, other);
}

TEST_F(WorldTest, AFleetSaysTheTruthAndNeverTouchesTheBelief) {
  const LinkId fleet = sample.addLink(LinkKind::fleet, "fleet");
  sample.tell(node, sample.record(1, "phone"));
  sample.tell(fleet, sample.record(3, "phone"));
  fact(fleet, {{3}, sample.now, LinkState::offline, {}});
  EXPECT_EQ(truth("phone").link, LinkState::offline);
  EXPECT_EQ(belief("phone").link, LinkState::online);
  EXPECT_TRUE(world.devices().differs(0));
}

TEST_F(WorldTest, AWakeIsARowByEachRoadThatTellsOfIt) {
  const LinkId fleet = sample.addLink(LinkKind::fleet, "fleet");
  sample.tell(node, sample.record(1, "phone"));
  sample.tell(fleet, sample.record(3, "phone"));
  sample.changes();
  sample.wake(fleet, 3, wakeOf(sample.now - 10s));
  sample.wake(node, 1, wakeOf(sample.now - 10s));
  sample.wake(node, 1, missedWake(sample.now));
  sample.wake(node, 99, wakeOf(sample.now));
  ASSERT_EQ(world.wakes().size(), 3u);
  EXPECT_EQ(world.wakes().find(0)->source, Source::truth);
  EXPECT_EQ(world.wakes().find(1)->source, Source::reported);
  EXPECT_EQ(world.wakes().find(2)->source, Source::server) << "a phone cannot report what did not happen to it";
  const Row row = *world.devices().find("phone");
  EXPECT_EQ(world.devices().activity(row, LinkKind::fleet)->wakes, 1u);
  EXPECT_EQ(world.devices().activity(row, LinkKind::node)->wakes, 1u);
  EXPECT_EQ(world.devices().activity(row, LinkKind::node)->missedWakes, 1u);
  EXPECT_EQ(world.devices().activity(row, LinkKind::node)->lastWake, sample.now);
  const World::Changes changes = world.takeChanges();
  EXPECT_TRUE(changes.wakes);
  EXPECT_TRUE(changes.devices);
  EXPECT_TRUE(changes.series);
}

TEST_F(WorldTest, AWakeThatComesByTwoRoadsIsCountedOnce) {
  const LinkId fleet = sample.addLink(LinkKind::fleet, "fleet");
  sample.tell(node, sample.record(1, "phone"));
  sample.tell(node, sample.record(2, "stranger"));
  sample.tell(fleet, sample.record(3, "phone"));
  sample.wake(fleet, 3, wakeOf(sample.now));
  sample.wake(node, 1, wakeOf(sample.now));
  sample.wake(node, 2, wakeOf(sample.now));
  sample.wake(fleet, 3, missedWake(sample.now, Reason::doze));
  sample.wake(node, 1, missedWake(sample.now, Reason::asleep));
  Series::Totals totals = world.series().totals(sample.now + 1s, 1);
  EXPECT_EQ(totals.wakes, 2u);
  EXPECT_EQ(totals.missedWakes, 2u) << "what a phone did not grant and what its server could not call for";
  ASSERT_TRUE(totals.wakeLatencyP50 && totals.wakeUseP50);
  EXPECT_NEAR(double(totals.wakeLatencyP50->count()), 300'000, 300'000 * 0.032);
  EXPECT_NEAR(double(totals.wakeUseP50->count()), 9'000'000, 9'000'000 * 0.032);
  sample.say(fleet, State::waiting);
  sample.wake(node, 1, wakeOf(sample.now));
  EXPECT_EQ(world.series().totals(sample.now + 1s, 1).wakes, 3u) << "who knows better says nothing now";
}

TEST_F(WorldTest, KeepsTheNewestWakesOfADeviceAsTheyWereTold) {
  sample.tell(node, sample.record(1, "phone"));
  for (int i = 0; i < 80; ++i)
    sample.wake(node, 1, wakeOf(sample.now + i * 10s));
  sample.wake(node, 1, wakeOf(sample.now + 405s)); // reported late
  const Activity& activity = *world.devices().activity(0, LinkKind::node);
  EXPECT_EQ(activity.wakes, 81u);
  std::vector<WakeTable::Number> newest(Activity::wakesKept);
  std::iota(newest.begin(), newest.end(), 81 - Activity::wakesKept);
  EXPECT_EQ(world.wakes().of(activity), newest);
}

TEST_F(WorldTest, AnAppsStateHasACauseAndABeginning) {
  sample.tell(node, sample.record(1, "phone"));
  EXPECT_EQ(belief("phone").appSince, sample.now) << "known from now on";
  sample.app(node, 1, AppState::suspended, Cause::system, sample.now + 5s);
  EXPECT_EQ(belief("phone").app, AppState::suspended);
  EXPECT_EQ(belief("phone").cause, Cause::system);
  ASSERT_EQ(world.devices().states(0, LinkKind::node).size(), 1u);
  EXPECT_EQ(world.devices().states(0, LinkKind::node)[0].state, AppState::foreground);
  sample.now += 20s;
  sample.tell(node, sample.record(1, "phone"));
  EXPECT_EQ(belief("phone").app, AppState::foreground) << "a record is news, too";
  EXPECT_EQ(belief("phone").appSince, sample.now);
  ASSERT_EQ(world.devices().states(0, LinkKind::node).size(), 2u);
  EXPECT_EQ(world.devices().states(0, LinkKind::node)[1].to, sample.now);
}

TEST_F(WorldTest, WhatNobodyHeardIsNoStateOfAnApp) {
  sample.tell(node, sample.record(1, "phone"));
  sample.app(node, 1, AppState::suspended, Cause::system, sample.now + 5s);
  const WallTime lostAt = sample.now += 10s;
  sample.say(node, State::waiting);
  sample.now += 30s;
  sample.say(node, State::online);
  Batch page = sample.batchOf(node);
  page.snapshotBegins = page.snapshotEnds = true;
  page.devices.push_back(sample.record(1, "phone"));
  page.devices[0].appState = AppState::suspended;
  page.devices[0].appCause = Cause::system;
  sample.apply(std::move(page));
  const std::vector<AppSpan> states = world.devices().states(0, LinkKind::node);
  ASSERT_EQ(states.size(), 2u);
  EXPECT_EQ(states[1].state, AppState::suspended);
  EXPECT_EQ(states[1].to, lostAt);
  EXPECT_EQ(belief("phone").appSince, sample.now);
}

TEST_F(WorldTest, ALinkThatGoesOnWhereItWasHasLostNothing) {
  sample.tell(node, sample.record(1, "phone"));
  sample.app(node, 1, AppState::suspended, Cause::system, sample.now + 5s);
  const WallTime since = belief("phone").appSince;
  sample.say(node, State::waiting);
  EXPECT_EQ(world.links()[0].silentSince, sample.now);
  sample.now += 30s;
  sample.say(node, State::online);
  Batch resumed = sample.batchOf(node);
  resumed.snapshotEnds = true;
  sample.apply(std::move(resumed));
  EXPECT_EQ(world.links()[0].silentSince, WallTime{});
  EXPECT_EQ(belief("phone").appSince, since);
  EXPECT_EQ(world.devices().states(0, LinkKind::node).size(), 1u);
}

TEST_F(WorldTest, ADeviceThatMovesKeepsItsHistory) {
  const LinkId other = sample.addLink(LinkKind::node, "other");
  sample.tell(node, sample.record(1, "phone"));
  sample.app(node, 1, AppState::suspended, Cause::system, sample.now + 5s);
  sample.now += 10s;
  sample.say(node, State::waiting);
  const WallTime lostAt = sample.now;
  sample.now += 10s;
  sample.tell(other, sample.record(7, "phone"));
  const std::vector<AppSpan> states = world.devices().states(0, LinkKind::node);
  ASSERT_EQ(states.size(), 2u);
  EXPECT_EQ(states[1].to, lostAt);
  EXPECT_EQ(belief("phone").app, AppState::foreground);
}

TEST_F(WorldTest, AFleetTellsOfNetworkAndNotifications) {
  const LinkId fleet = sample.addLink(LinkKind::fleet, "fleet");
  DeviceRecord phone = sample.record(3, "phone");
  phone.network.wifi = true;
  phone.mostResumes = 15;
  sample.tell(fleet, phone);
  EXPECT_TRUE(truth("phone").network.wifi);
  EXPECT_EQ(truth("phone").mostResumes, 15u);
  Batch batch = sample.batchOf(fleet);
  batch.networks.push_back({{3}, sample.now, {true, false, false, false}});
  batch.notices.push_back({{3}, {sample.now, NoticeKind::banner, Reason::none, 4, 0}});
  batch.notices.push_back({{3}, {sample.now - 1s, NoticeKind::alert, Reason::none, 3, 0}});
  batch.syncs.push_back({{3}, {sample.now, true, 40ms, 90ms, 12}});
  sample.apply(std::move(batch));
  EXPECT_TRUE(truth("phone").network.airplane);
  EXPECT_TRUE(truth("phone").resumed);
  const Notice* notice = world.devices().notice(0, LinkKind::fleet);
  EXPECT_EQ(notice->kind, NoticeKind::banner) << "the newest, not the last told";
  EXPECT_EQ(notice->badge, 4u);
  EXPECT_EQ(world.devices().sync(0, LinkKind::fleet)->items, 12u);
  EXPECT_TRUE(world.takeChanges().devices);
}

TEST_F(WorldTest, KeepsEachNotificationWithThePushThatCausedIt) {
  const LinkId fleet = sample.addLink(LinkKind::fleet, "fleet");
  sample.tell(fleet, sample.record(3, "phone"));
  sample.changes();
  Batch batch = sample.batchOf(fleet);
  batch.notices.push_back({{3}, {sample.now, NoticeKind::banner, Reason::none, 1, 0}});
  batch.notices.push_back({{3}, {sample.now + 1s, NoticeKind::suppressed, Reason::alertsOff, 2, 0}});
  batch.notices.push_back({{3}, {sample.now + 2s, NoticeKind::banner, Reason::none, 3, 0}});
  sample.apply(std::move(batch));
  EXPECT_TRUE(sample.changes().notices);
  ASSERT_EQ(world.notices().endNumber(), 3u);
  // The stage of another push at nearly the same time is not its cause, nor is another stage at the same time.
  sample.deliver(fleet, 7, uuidOf(7), "phone", {stageFact(7, Stage::handled, sample.now + 1s)});
  sample.deliver(fleet, 8, uuidOf(8), "phone", {stageFact(8, Stage::shown, sample.now + 1s + 1us)});
  EXPECT_FALSE(sample.changes().notices);
  sample.deliver(fleet, 9, uuidOf(9), "phone", {stageFact(9, Stage::notShown, sample.now + 1s)});
  EXPECT_TRUE(sample.changes().notices);
  sample.deliver(fleet, 10, uuidOf(10), "phone", {stageFact(10, Stage::shown, sample.now)});
  EXPECT_EQ(world.deliveries().find(world.notices().find(0)->delivery)->uuid, uuidOf(10));
  EXPECT_EQ(world.deliveries().find(world.notices().find(1)->delivery)->uuid, uuidOf(9));
  EXPECT_EQ(world.deliveries().find(world.notices().find(2)->delivery), nullptr) << "nobody told of a push";
  EXPECT_EQ(world.notices().find(1)->previous, 0u);
}

TEST_F(WorldTest, HandsOutTheAnswerOfALinkThatIsNotThere) {
  Batch batch;
  batch.link = {9};
  batch.answers.push_back({{4}, Error{ErrorCode::cannotConnect, {}}});
  sample.apply(std::move(batch));
  EXPECT_EQ(world.takeChanges().answers.size(), 1u);
}

TEST_F(WorldTest, SaysOnceWhatChanged) {
  sample.changes();
  EXPECT_FALSE(world.takeChanges().devices);
  sample.tell(node, sample.record(1, "phone"));
  World::Changes changes = world.takeChanges();
  EXPECT_TRUE(changes.devices);
  EXPECT_TRUE(changes.newDevices);
  EXPECT_TRUE(changes.links);
  EXPECT_FALSE(changes.deliveries);
  sample.tell(node, sample.record(1, "phone"));
  EXPECT_FALSE(world.takeChanges().newDevices);
  sample.deliver(node, 1, uuidOf(1), "phone");
  changes = world.takeChanges();
  EXPECT_TRUE(changes.deliveries);
  EXPECT_FALSE(changes.devices);
  fact(node, {{1}, sample.now, LinkState::suspect, {}});
  changes = world.takeChanges();
  EXPECT_TRUE(changes.devices);
  EXPECT_TRUE(changes.series);
}

TEST_F(WorldTest, HandsOutEachAnswerOnce) {
  Batch batch = sample.batchOf(node);
  batch.answers.push_back({{4}, Controlled{1, 0}});
  batch.answers.push_back({{5}, Error{ErrorCode::busy, {}}});
  sample.apply(std::move(batch));
  const World::Changes changes = world.takeChanges();
  ASSERT_EQ(changes.answers.size(), 2u);
  EXPECT_EQ(changes.answers[0].request.value, 4u);
  EXPECT_TRUE(world.takeChanges().answers.empty());
}

TEST_F(WorldTest, CountsWhatALinkMissedAndWhenItStoodStill) {
  Batch batch = sample.batchOf(node);
  batch.missedBlocks = 12;
  batch.stalls = {2s, 3s};
  sample.apply(std::move(batch));
  EXPECT_EQ(world.links()[0].missedBlocks, 12u);
  EXPECT_EQ(world.links()[0].stalls, 2u);
  EXPECT_EQ(world.links()[0].lastHeard, WallTime{}) << "neither is a fact about a device";
}

TEST_F(WorldTest, CountsPushesAndHowLongTheirAcknowledgementsTook) {
  sample.deliver(node, 1, uuidOf(1), "phone",
                 {stageFact(1, Stage::accepted, sample.now), stageFact(1, Stage::acknowledged, sample.now + 40ms),
                  stageFact(1, Stage::acknowledged, sample.now + 40ms)});
  const Series::Totals totals = world.series().totals(sample.now + 1s, 1);
  EXPECT_EQ(totals.pushes, 1u);
  EXPECT_EQ(totals.acknowledged, 1u);
  ASSERT_TRUE(totals.acknowledgeP99);
  EXPECT_NEAR(double(totals.acknowledgeP99->count()), 40'000, 40'000 * 0.032);
}

TEST_F(WorldTest, ASecondIsHeardWhileAServerIsOnline) {
  sample.tell(node, sample.record(1, "phone"));
  world.beatSecond(sample.now);
  const int64_t second = micros(sample.now) / 1'000'000;
  EXPECT_TRUE(world.series().second(second).heard);
  EXPECT_EQ(world.series().second(second).online, 1u);
  sample.say(node, State::waiting);
  world.beatSecond(sample.now + 1s);
  EXPECT_FALSE(world.series().second(second + 1).heard);
  EXPECT_EQ(world.series().second(second + 1).online, 0u);
}

TEST_F(WorldTest, CountsNoDeliveriesOfAServerThatCannotBeReached) {
  DeviceRecord record = sample.record(1, "phone");
  record.waiting = 3;
  sample.tell(node, record);
  EXPECT_EQ(world.waitingDeliveries(), 3u);
  sample.say(node, State::waiting);
  EXPECT_EQ(world.waitingDeliveries(), 0u);
}

TEST_F(WorldTest, OffersALinkOfTheKindAskedForOnlyWhileItIsOnline) {
  EXPECT_FALSE(world.onlineLink(LinkKind::fleet));
  const LinkId fleet = sample.addLink(LinkKind::fleet, "fleet");
  EXPECT_EQ(world.onlineLink(LinkKind::fleet), std::optional(fleet));
  EXPECT_EQ(world.onlineLink(LinkKind::node), std::optional(node));
  sample.say(node, State::refused);
  EXPECT_FALSE(world.onlineLink(LinkKind::node));
}

} // namespace
} // namespace pushscope
