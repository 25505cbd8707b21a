#include "app/telemetry/monitor.h"

#include "app/telemetry/subscriber.h"
#include "protocol/frame/header.h"
#include "pushscope/v1/telemetry.pb.h"

#include <gtest/gtest.h>

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
