#include "app/telemetry/monitor.h"

#include "app/telemetry/subscriber.h"
#include "protocol/frame/header.h"
#include "pushscope/v1/telemetry.pb.h"

#include <gtest/gtest.h>

#include <limits>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

const Now now{MonoTime(5s), WallTime(1'000'000s)};

Monitor::Identity identity() {
  return {"n", {77}, Port::admin};
}

DeviceRecord device(uint32_t handle) {
  DeviceRecord record;
  record.handle = {handle};
  record.device = "d" + std::to_string(handle);
  record.link = LinkState::online;
  return record;
}

uint32_t commandOf(const SharedFrame& frame) {
  return readHeader(*frame).command;
}

template <class Message>
Message bodyOf(const SharedFrame& frame) {
  Message message;
  EXPECT_TRUE(message.ParseFromArray(frame->data() + headerBytes, int(frame->size() - headerBytes)));
  return message;
}

constexpr uint32_t blockCommand = command(Port::admin, telemetry::block);
constexpr uint32_t pageCommand = command(Port::admin, telemetry::snapshotPage);
constexpr uint32_t gapCommand = command(Port::admin, telemetry::gap);

TEST(Monitor, NumbersBlocksAndNamesTheNode) {
  Monitor monitor(identity());
  monitor.device(device(1));
  monitor.beat({1}, now.wall + 3ms, 42ms);
  monitor.flush(now);
  monitor.flush(now); // nothing new: no block
  ASSERT_EQ(monitor.lastSequence(), 1u);
  const auto block = bodyOf<v1::Block>(monitor.block(1));
  EXPECT_EQ(block.node(), "n");
  EXPECT_EQ(block.incarnation(), 77u);
  EXPECT_EQ(block.sequence(), 1u);
  ASSERT_EQ(block.beats().handle_size(), 1);
  EXPECT_EQ(block.beats().round_trip_us(0), 42'000u);
  EXPECT_EQ(int64_t(block.wall_us()) + block.beats().delta_us(0), micros(now.wall + 3ms));
}

TEST(Monitor, TellsAnAppsStateWithItsCause) {
  Monitor monitor(identity());
  monitor.device(device(1));
  monitor.app({1}, now.wall + 5ms, AppState::terminated, Cause::user);
  monitor.flush(now);
  const auto block = bodyOf<v1::Block>(monitor.block(1));
  ASSERT_EQ(block.apps().handle_size(), 1);
  EXPECT_EQ(block.apps().handle(0), 1u);
  EXPECT_EQ(block.apps().app_state(0), uint32_t(AppState::terminated));
  EXPECT_EQ(block.apps().cause(0), uint32_t(Cause::user));
  EXPECT_EQ(int64_t(block.wall_us()) + block.apps().delta_us(0), micros(now.wall + 5ms));
  const auto page = bodyOf<v1::SnapshotPage>(monitor.snapshotPage({}, true).frame);
  EXPECT_EQ(uint32_t(page.devices(0).app_cause()), uint32_t(Cause::user)) << "and keeps its record true";
}

TEST(Monitor, TellsEveryNumberOfAWake) {
  Monitor monitor(identity());
  monitor.device(device(1));
  Wake wake{now.wall, Cause::data, Reason::none, 120ms, 9s, 10s, 11, 3, 1};
  monitor.wake({1}, wake);
  wake.at += 20min; // far from the block's base: these times are whole
  wake.missed = Reason::notMarked;
  wake.used = 200h; // more than 32 bits of microseconds
  monitor.wake({1}, wake);
  monitor.flush(now);
  const v1::Wakes wakes = bodyOf<v1::Block>(monitor.block(1)).wakes();
  ASSERT_EQ(wakes.handle_size(), 2);
  EXPECT_EQ(int64_t(wakes.at_us(0)), micros(now.wall));
  EXPECT_EQ(wakes.cause(0), uint32_t(Cause::data));
  EXPECT_EQ(wakes.missed(0), uint32_t(Reason::none));
  EXPECT_EQ(wakes.latency_us(0), 120'000u);
  EXPECT_EQ(wakes.used_us(0), 9'000'000u);
  EXPECT_EQ(wakes.budget_us(0), 10'000'000u);
  EXPECT_EQ(wakes.resumes(0), 11u);
  EXPECT_EQ(wakes.pushes(0), 3u);
  EXPECT_EQ(wakes.beats(0), 1u);
  EXPECT_EQ(int64_t(wakes.at_us(1)), micros(now.wall + 20min));
  EXPECT_EQ(wakes.missed(1), uint32_t(Reason::notMarked));
  EXPECT_EQ(wakes.used_us(1), std::numeric_limits<uint32_t>::max());
}

TEST(Monitor, TellsNoticesNetworksAndSyncs) {
  Monitor monitor(identity());
  monitor.device(device(1));
  monitor.notice({1}, {now.wall + 1ms, NoticeKind::suppressed, Reason::alertsOff, 7, 64});
  monitor.network({1}, now.wall + 2ms, {true, false, true, true});
  monitor.sync({1}, {now.wall + 3ms, true, 250ms, 100ms, 50});
  monitor.flush(now);
  const auto block = bodyOf<v1::Block>(monitor.block(1));
  const auto base = int64_t(block.wall_us());
  ASSERT_EQ(block.notices().handle_size(), 1);
  EXPECT_EQ(base + block.notices().delta_us(0), micros(now.wall + 1ms));
  EXPECT_EQ(block.notices().kind(0), uint32_t(NoticeKind::suppressed));
  EXPECT_EQ(block.notices().reason(0), uint32_t(Reason::alertsOff));
  EXPECT_EQ(block.notices().badge(0), 7u);
  EXPECT_EQ(block.notices().pending(0), 64u);
  ASSERT_EQ(block.networks().handle_size(), 1);
  EXPECT_EQ(base + block.networks().delta_us(0), micros(now.wall + 2ms));
  EXPECT_EQ(networkOf(block.networks().flags(0)), (Network{true, false, true, true}));
  ASSERT_EQ(block.syncs().handle_size(), 1);
  EXPECT_EQ(base + block.syncs().delta_us(0), micros(now.wall + 3ms));
  EXPECT_TRUE(block.syncs().resumed(0));
  EXPECT_EQ(block.syncs().first_push_us(0), 250'000u);
  EXPECT_EQ(block.syncs().sync_us(0), 100'000u);
  EXPECT_EQ(block.syncs().items(0), 50u);
}

TEST(Monitor, KeepsTheNetworkOfARecordTrue) {
  Monitor monitor(identity());
  monitor.device(device(1));
  monitor.network({1}, now.wall, {false, true, false, true});
  const auto page = bodyOf<v1::SnapshotPage>(monitor.snapshotPage({}, true).frame);
  EXPECT_EQ(networkOf(page.devices(0).network()), (Network{false, true, false, true}));
}

TEST(Monitor, ARecordAfterAFactOfTheSameDeviceBeginsANewBlock) {
  Monitor monitor(identity());
  monitor.device(device(1));
  monitor.link({1}, now.wall, LinkState::offline, {Side::phone, ErrorCode::ok, false});
  monitor.device(device(2)); // another device: same block
  EXPECT_EQ(monitor.lastSequence(), 0u);
  monitor.device(device(1)); // back again: readers take records first, so it must not share the block
  EXPECT_EQ(monitor.lastSequence(), 1u);
}

TEST(Monitor, ClosesABlockBeforeItOutgrowsAFrame) {
  Monitor monitor(identity());
  DeviceRecord big = device(1);
  big.device = std::string(maxDeviceIdBytes, 'x');
  big.profile = big.client = big.address = std::string(64, 'y');
  for (uint32_t i = 1; i <= 3000; ++i) {
    big.handle = {i};
    monitor.device(big);
  }
  monitor.flush(now);
  EXPECT_GT(monitor.lastSequence(), 5u);
  for (uint64_t n = 1; n <= monitor.lastSequence(); ++n)
    EXPECT_LE(monitor.block(n)->size(), adminLimit);
}

TEST(Monitor, TheRingIsBounded) {
  Monitor monitor(identity(), 10'000);
  for (int i = 0; i < 1000; ++i) {
    monitor.beat({1}, now.wall, 1ms);
    monitor.flush(now);
    EXPECT_LE(monitor.ringBytes(), 10'000u);
  }
  EXPECT_GT(monitor.firstSequence(), 1u);
  EXPECT_EQ(monitor.block(monitor.firstSequence() - 1), nullptr);
  EXPECT_NE(monitor.block(monitor.lastSequence()), nullptr);
}

TEST(Subscriber, SendsASnapshotInPagesAndThenBlocks) {
  Monitor monitor(identity());
  for (uint32_t i = 1; i <= 1200; ++i)
    monitor.device(device(i));
  Subscriber subscriber(monitor);
  EXPECT_EQ(subscriber.next(now), nullptr) << "nothing before it subscribed";
  EXPECT_FALSE(subscriber.subscribe({}, now).resumed);
  size_t devices = 0, pages = 0;
  for (bool last = false; !last;) {
    const SharedFrame frame = subscriber.next(now);
    ASSERT_EQ(commandOf(frame), pageCommand);
    const auto page = bodyOf<v1::SnapshotPage>(frame);
    EXPECT_EQ(page.first(), pages == 0);
    devices += size_t(page.devices_size());
    last = page.last();
    ++pages;
  }
  EXPECT_EQ(devices, 1200u);
  EXPECT_EQ(pages, 3u);
  EXPECT_EQ(subscriber.next(now), nullptr);
  monitor.beat({1}, now.wall, 1ms);
  monitor.flush(now);
  EXPECT_EQ(commandOf(subscriber.next(now)), blockCommand);
}

TEST(Subscriber, APageHoldsWhatIsTrueAfterTheBlockBeforeIt) {
  Monitor monitor(identity());
  for (uint32_t i = 1; i <= 600; ++i)
    monitor.device(device(i));
  Subscriber subscriber(monitor);
  (void)subscriber.subscribe({}, now);
  ASSERT_EQ(commandOf(subscriber.next(now)), pageCommand);
  monitor.link({600}, now.wall, LinkState::offline, {Side::phone, ErrorCode::ok, true});
  EXPECT_EQ(commandOf(subscriber.next(now)), blockCommand) << "what happened between two pages comes between them";
  const auto page = bodyOf<v1::SnapshotPage>(subscriber.next(now));
  EXPECT_EQ(page.devices(page.devices_size() - 1).link(), v1::LINK_STATE_OFFLINE);
  EXPECT_EQ(page.as_of(), monitor.lastSequence());
}

TEST(Subscriber, ResumesFromACursorThatIsStillHeld) {
  Monitor monitor(identity());
  monitor.device(device(1));
  monitor.flush(now);
  monitor.beat({1}, now.wall, 1ms);
  monitor.flush(now);
  Subscriber subscriber(monitor);
  EXPECT_TRUE(subscriber.subscribe({{77}, 1}, now).resumed);
  EXPECT_EQ(bodyOf<v1::Block>(subscriber.next(now)).sequence(), 2u);
  Subscriber stranger(monitor);
  EXPECT_FALSE(stranger.subscribe({{78}, 1}, now).resumed) << "another incarnation";
  Subscriber future(monitor);
  EXPECT_FALSE(future.subscribe({{77}, 99}, now).resumed) << "a block that was never made";
}

TEST(Subscriber, ASlowConsoleIsToldItsGapAndGetsANewSnapshot) {
  Monitor monitor(identity(), 5'000);
  monitor.device(device(1));
  Subscriber subscriber(monitor);
  (void)subscriber.subscribe({}, now);
  ASSERT_EQ(commandOf(subscriber.next(now)), pageCommand);
  const uint64_t before = monitor.lastSequence();
  for (int i = 0; i < 500; ++i) {
    monitor.beat({1}, now.wall, 1ms);
    monitor.flush(now);
  }
  const SharedFrame gap = subscriber.next(now);
  ASSERT_EQ(commandOf(gap), gapCommand);
  EXPECT_EQ(bodyOf<v1::Gap>(gap).blocks(), monitor.firstSequence() - before - 1);
  EXPECT_EQ(commandOf(subscriber.next(now)), pageCommand);
  EXPECT_EQ(subscriber.next(now), nullptr);
}

} // namespace
} // namespace pushscope
