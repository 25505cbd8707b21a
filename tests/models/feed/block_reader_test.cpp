#include "models/feed/block_reader.h"
#include "models/store/world.h"
#include "protocol/base/random.h"
#include "pushscope/v1/admin.pb.h"
#include "pushscope/v1/telemetry.pb.h"
#include "tests/models/sample_world.h"
#include "tests/support/quiet_protobuf.h"
#include "tests/support/seed.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

constexpr int64_t base = 1'700'000'000'000'000;
constexpr uint64_t latest = uint64_t{1} << 53;

void fill(v1::DeviceRecord& record, uint32_t handle, const std::string& device) {
  record.set_handle(handle);
  record.set_device(device);
  record.set_profile("ios");
  record.set_address("10.0.0.1:5000");
  record.set_client("phone/1");
  record.set_link(v1::LINK_STATE_SUSPECT);
  record.set_app_state(v1::APP_STATE_SUSPENDED);
  record.set_connected_us(base);
  record.set_last_beat_us(base + 5);
  record.set_round_trip_us(1234);
  std::string buckets(LatencyHistogram::bucketCount, '\0');
  buckets[7] = 9;
  record.set_round_trip_buckets(buckets);
  record.set_missed(3);
  record.set_waiting(4);
  record.set_closed_by(v1::SIDE_PHONE);
  record.set_closed_code(15);
  record.set_closed_goodbye(true);
  record.set_closed_us(base - 7);
  record.set_connects(6);
  record.set_clock_offset_us(-250'000);
  record.set_clock_error_us(900);
}

void addDelivery(v1::Block& block, uint32_t handle, const Uuid& uuid, const std::string& device) {
  v1::DeliveryRecord& delivery = *block.add_deliveries();
  delivery.set_delivery(handle);
  delivery.set_uuid(uuid.bytes.data(), uuid.bytes.size());
  delivery.set_device(device);
  delivery.set_sequence(11);
  delivery.set_payload_bytes(120);
  delivery.set_payload_hash(0xfeed);
}

void addStage(v1::Stages& stages, uint32_t delivery, uint64_t at, uint32_t stage) {
  stages.add_delivery(delivery);
  stages.add_at_us(at);
  stages.add_stage(stage);
  stages.add_attempt(2);
  stages.add_error_us(50);
  stages.add_code(8);
}

// One fact of every kind.
v1::Block wholeBlock() {
  v1::Block block;
  block.set_node("stage");
  block.set_incarnation(99);
  block.set_sequence(7);
  block.set_wall_us(base);
  block.set_mono_us(1);
  fill(*block.add_devices(), 1, "phone");
  v1::Beats& beats = *block.mutable_beats();
  beats.add_handle(1), beats.add_delta_us(-100), beats.add_round_trip_us(2000);
  v1::Misses& misses = *block.mutable_misses();
  misses.add_handle(1), misses.add_delta_us(200), misses.add_missed(5);
  v1::Links& links = *block.mutable_links();
  links.add_handle(1), links.add_delta_us(300), links.add_link(3);
  links.add_closed_by(1), links.add_closed_code(14), links.add_closed_goodbye(1);
  v1::Apps& apps = *block.mutable_apps();
  apps.add_handle(1), apps.add_delta_us(400), apps.add_app_state(2);
  v1::Clocks& clocks = *block.mutable_clocks();
  clocks.add_handle(1), clocks.add_offset_us(-5000), clocks.add_error_us(70);
  v1::Queues& queues = *block.mutable_queues();
  queues.add_handle(1), queues.add_waiting(8);
  addDelivery(block, 21, uuidOf(5), "phone");
  addStage(*block.mutable_stages(), 21, base + 500, 4);
  block.add_stalls()->set_stalled_ms(2500);
  return block;
}

Result<BlockCursor> read(const v1::Block& block, Batch& batch, Duration offset = {}) {
  const std::string body = block.SerializeAsString();
  return readBlock(asBytes(body), offset, batch);
}

Error errorOf(const v1::Block& block) {
  Batch batch;
  const Result<BlockCursor> result = read(block, batch);
  return result.ok() ? Error{} : result.error();
}

TEST(BlockReader, ReadsEveryKindOfFact) {
  Batch batch;
  const Result<BlockCursor> cursor = read(wholeBlock(), batch);
  ASSERT_TRUE(cursor.ok());
  EXPECT_EQ(cursor.value().incarnation.value, 99u);
  EXPECT_EQ(cursor.value().sequence, 7u);
  EXPECT_EQ(batch.factCount(), 9u);

  const WallTime at = wallFromMicros(base);
  EXPECT_EQ(batch.beats.at(0).at, at - 100us);
  EXPECT_EQ(batch.beats.at(0).roundTrip, 2ms);
  EXPECT_EQ(batch.misses.at(0).missed, 5u);
  EXPECT_EQ(batch.links.at(0).at, at + 300us);
  EXPECT_EQ(batch.links.at(0).state, LinkState::offline);
  EXPECT_EQ(batch.links.at(0).closing, (Closing{Side::server, ErrorCode::superseded, true}));
  EXPECT_EQ(batch.apps.at(0).state, AppState::background);
  EXPECT_EQ(batch.clocks.at(0).offset, -5ms);
  EXPECT_EQ(batch.clocks.at(0).error, 70us);
  EXPECT_EQ(batch.queues.at(0).waiting, 8u);
  EXPECT_EQ(batch.deliveries.at(0).uuid, uuidOf(5));
  EXPECT_EQ(batch.deliveries.at(0).sequence.value, 11u);
  EXPECT_EQ(batch.deliveries.at(0).payloadBytes, 120u);
  EXPECT_EQ(batch.stages.at(0).stage, Stage::written);
  EXPECT_EQ(batch.stages.at(0).at, at + 500us);
  EXPECT_EQ(batch.stages.at(0).attempt, 2u);
  EXPECT_EQ(batch.stages.at(0).error, 50us);
  EXPECT_EQ(batch.stages.at(0).code, ErrorCode::busy);
  EXPECT_EQ(batch.stalls.at(0), 2500ms);
}

TEST(BlockReader, ReadsEveryFieldOfARecord) {
  Batch batch;
  ASSERT_TRUE(read(wholeBlock(), batch).ok());
  const DeviceRecord& record = batch.devices.at(0);
  EXPECT_EQ(record.handle.value, 1u);
  EXPECT_EQ(record.device, "phone");
  EXPECT_EQ(record.profile, "ios");
  EXPECT_EQ(record.address, "10.0.0.1:5000");
  EXPECT_EQ(record.client, "phone/1");
  EXPECT_EQ(record.link, LinkState::suspect);
  EXPECT_EQ(record.appState, AppState::suspended);
  EXPECT_EQ(micros(record.connected), base);
  EXPECT_EQ(micros(record.lastBeat), base + 5);
  EXPECT_EQ(record.roundTrip, 1234us);
  EXPECT_EQ(record.roundTrips.buckets()[7], 9);
  EXPECT_EQ(record.missed, 3u);
  EXPECT_EQ(record.waiting, 4u);
  EXPECT_EQ(record.closing, (Closing{Side::phone, ErrorCode::heartbeatLost, true}));
  EXPECT_EQ(micros(record.closed), base - 7);
  EXPECT_EQ(record.connects, 6u);
  EXPECT_EQ(record.clockOffset, -250ms);
  EXPECT_EQ(record.clockError, 900us);
}

TEST(BlockReader, TakesTheOtherSidesClockOutOfEveryTime) {
  v1::Block block = wholeBlock();
  block.mutable_devices(0)->set_closed_us(0);
  Batch batch;
  ASSERT_TRUE(read(block, batch, 2s).ok());
  const WallTime at = wallFromMicros(base) - 2s;
  EXPECT_EQ(batch.devices[0].connected, at);
  EXPECT_EQ(batch.devices[0].closed, WallTime{}) << "never stays never";
  EXPECT_EQ(batch.beats[0].at, at - 100us);
  EXPECT_EQ(batch.stages[0].at, at + 500us);
}

TEST(BlockReader, HoldsTimesInARangeThatCannotOverflow) {
  v1::Block block = wholeBlock();
  block.set_wall_us(~uint64_t{0});
  block.mutable_devices(0)->set_connected_us(~uint64_t{0});
  block.mutable_devices(0)->set_clock_offset_us(std::numeric_limits<int64_t>::min());
  block.mutable_clocks()->set_offset_us(0, std::numeric_limits<int64_t>::max());
  block.mutable_stages()->set_at_us(0, ~uint64_t{0});
  for (const Duration offset : {Duration::min(), Duration::max()}) {
    Batch batch;
    ASSERT_TRUE(read(block, batch, offset).ok());
    const auto farthest = wallFromMicros(int64_t(latest)) + std::chrono::hours(24 * 366 * 100);
    EXPECT_LE(batch.devices[0].connected, farthest);
    EXPECT_GE(batch.devices[0].connected, WallTime{});
    EXPECT_LE(std::chrono::abs(batch.devices[0].clockOffset), std::chrono::hours(24 * 365));
    EXPECT_LE(std::chrono::abs(batch.clocks[0].offset), std::chrono::hours(24 * 365));
    EXPECT_LE(batch.stages[0].at, farthest);
  }
}

TEST(BlockReader, ReadsEnumeratorsThatItDoesNotKnowAsUnknown) {
  v1::Block block = wholeBlock();
  block.mutable_devices(0)->set_link(static_cast<v1::LinkState>(4));
  block.mutable_devices(0)->set_app_state(static_cast<v1::AppState>(-1));
  block.mutable_devices(0)->set_closed_by(static_cast<v1::Side>(99));
  block.mutable_links()->set_link(0, 4);
  block.mutable_links()->set_closed_by(0, ~0u);
  block.mutable_apps()->set_app_state(0, 7);
  block.mutable_stages()->set_stage(0, 9);
  addStage(*block.mutable_stages(), 21, base, 0xffff'ff04);
  Batch batch;
  ASSERT_TRUE(read(block, batch).ok());
  EXPECT_EQ(batch.devices[0].link, LinkState::unknown);
  EXPECT_EQ(batch.devices[0].appState, AppState::unknown);
  EXPECT_EQ(batch.devices[0].closing.side, Side::unknown);
  EXPECT_EQ(batch.links[0].state, LinkState::unknown);
  EXPECT_EQ(batch.links[0].closing.side, Side::unknown);
  EXPECT_EQ(batch.apps[0].state, AppState::unknown);
  EXPECT_EQ(batch.stages[0].stage, Stage::unknown);
  EXPECT_EQ(batch.stages[1].stage, Stage::unknown);
}

TEST(BlockReader, IgnoresAHistogramOfAnotherSize) {
  v1::Block block = wholeBlock();
  block.mutable_devices(0)->set_round_trip_buckets("xx");
  Batch batch;
  ASSERT_TRUE(read(block, batch).ok());
  EXPECT_TRUE(batch.devices[0].roundTrips.empty());
}

struct UnequalCase {
  const char* column;
  void (*spoil)(v1::Block&);
};
class UnequalColumns : public ::testing::TestWithParam<UnequalCase> {};

TEST_P(UnequalColumns, AreAnErrorThatNamesTheGroup) {
  v1::Block block = wholeBlock();
  GetParam().spoil(block);
  const Error error = errorOf(block);
  EXPECT_EQ(error.code, ErrorCode::malformed);
  EXPECT_EQ(error.detail, GetParam().column);
}

INSTANTIATE_TEST_SUITE_P(
    EachColumn, UnequalColumns,
    ::testing::Values(UnequalCase{"beats", [](v1::Block& b) { b.mutable_beats()->add_handle(2); }},
                      UnequalCase{"beats", [](v1::Block& b) { b.mutable_beats()->clear_delta_us(); }},
                      UnequalCase{"beats", [](v1::Block& b) { b.mutable_beats()->add_round_trip_us(2); }},
                      UnequalCase{"misses", [](v1::Block& b) { b.mutable_misses()->add_handle(2); }},
                      UnequalCase{"misses", [](v1::Block& b) { b.mutable_misses()->add_delta_us(2); }},
                      UnequalCase{"misses", [](v1::Block& b) { b.mutable_misses()->clear_missed(); }},
                      UnequalCase{"links", [](v1::Block& b) { b.mutable_links()->add_handle(2); }},
                      UnequalCase{"links", [](v1::Block& b) { b.mutable_links()->clear_delta_us(); }},
                      UnequalCase{"links", [](v1::Block& b) { b.mutable_links()->clear_link(); }},
                      UnequalCase{"links", [](v1::Block& b) { b.mutable_links()->add_closed_by(2); }},
                      UnequalCase{"links", [](v1::Block& b) { b.mutable_links()->clear_closed_code(); }},
                      UnequalCase{"links", [](v1::Block& b) { b.mutable_links()->clear_closed_goodbye(); }},
                      UnequalCase{"apps", [](v1::Block& b) { b.mutable_apps()->add_handle(2); }},
                      UnequalCase{"apps", [](v1::Block& b) { b.mutable_apps()->clear_delta_us(); }},
                      UnequalCase{"apps", [](v1::Block& b) { b.mutable_apps()->clear_app_state(); }},
                      UnequalCase{"clocks", [](v1::Block& b) { b.mutable_clocks()->add_handle(2); }},
                      UnequalCase{"clocks", [](v1::Block& b) { b.mutable_clocks()->clear_error_us(); }},
                      UnequalCase{"queues", [](v1::Block& b) { b.mutable_queues()->add_waiting(2); }},
                      UnequalCase{"stages", [](v1::Block& b) { b.mutable_stages()->add_delivery(2); }},
                      UnequalCase{"stages", [](v1::Block& b) { b.mutable_stages()->clear_at_us(); }},
                      UnequalCase{"stages", [](v1::Block& b) { b.mutable_stages()->clear_stage(); }},
                      UnequalCase{"stages", [](v1::Block& b) { b.mutable_stages()->clear_attempt(); }},
                      UnequalCase{"stages", [](v1::Block& b) { b.mutable_stages()->clear_error_us(); }},
                      UnequalCase{"stages", [](v1::Block& b) { b.mutable_stages()->clear_code(); }}),
    [](const auto& test) { return test.param.column + std::to_string(test.index); });

TEST(BlockReader, RefusesAUuidOfAnotherLength) {
  v1::Block block = wholeBlock();
  block.mutable_deliveries(0)->set_uuid("short");
  EXPECT_EQ(errorOf(block), (Error{ErrorCode::malformed, "uuid"}));
}

TEST(BlockReader, RefusesADeviceIdThatCannotBeOne) {
  for (const std::string& bad : {std::string(), std::string(129, 'x'), std::string("a\nb"), std::string("a\0b", 3)}) {
    v1::Block asRecord = wholeBlock(), asTarget = wholeBlock();
    asRecord.mutable_devices(0)->set_device(bad);
    asTarget.mutable_deliveries(0)->set_device(bad);
    EXPECT_EQ(errorOf(asRecord).detail, "device");
    EXPECT_EQ(errorOf(asTarget).detail, "device");
  }
}

TEST(BlockReader, ReadsAPageOfASnapshot) {
  v1::SnapshotPage page;
  fill(*page.add_devices(), 4, "phone");
  page.set_as_of(12);
  page.set_first(true);
  std::string body = page.SerializeAsString();
  Batch batch;
  const Result<uint64_t> asOf = readSnapshotPage(asBytes(body), 2s, batch);
  ASSERT_TRUE(asOf.ok());
  EXPECT_EQ(asOf.value(), 12u);
  EXPECT_TRUE(batch.snapshotBegins);
  EXPECT_FALSE(batch.snapshotEnds);
  EXPECT_EQ(batch.devices.at(0).connected, wallFromMicros(base) - 2s);
  page.mutable_devices(0)->set_device("");
  body = page.SerializeAsString();
  EXPECT_FALSE(readSnapshotPage(asBytes(body), {}, batch).ok());
}

TEST(BlockReader, ReadsAGap) {
  v1::Gap gap;
  gap.set_blocks(40);
  const std::string body = gap.SerializeAsString();
  EXPECT_EQ(readGap(asBytes(body)).value(), 40u);
  EXPECT_FALSE(readGap(asBytes("\xff\xff")).ok());
}

TEST(BlockReader, ReadsTheLadderOfATrace) {
  v1::Traced traced;
  addDelivery(*traced.mutable_ladder(), 21, uuidOf(5), "phone");
  addStage(*traced.mutable_ladder()->mutable_stages(), 21, base, 7);
  const std::string body = traced.SerializeAsString();
  Batch batch;
  ASSERT_TRUE(readTraced(asBytes(body), {}, batch).ok());
  EXPECT_EQ(batch.deliveries.size(), 1u);
  EXPECT_EQ(batch.stages.at(0).stage, Stage::acknowledged);
}

std::string mutated(std::string body, Random& random) {
  for (uint64_t changes = 1 + random.below(6); changes > 0 && !body.empty(); --changes) {
    const size_t at = random.below(body.size());
    switch (random.below(4)) {
    case 0:
      body[at] = char(random.below(256));
      break;
    case 1:
      body[at] = char(body[at] ^ (1 << random.below(8)));
      break;
    case 2:
      body.erase(at, 1 + random.below(8));
      break;
    default:
      body.insert(at, 1 + random.below(8), char(random.below(256)));
    }
  }
  return body;
}

TEST(BlockReader, MutationsOfABlockAreErrorsOrFactsButNeverMore) {
  const QuietProtobuf quiet;
  Random random(testSeed("BlockReaderMutations"));
  v1::Block block = wholeBlock();
  for (uint32_t i = 2; i < 6; ++i) {
    fill(*block.add_devices(), i, "phone-" + std::to_string(i));
    addDelivery(block, 20 + i, uuidOf(i), "phone-" + std::to_string(i));
    addStage(*block.mutable_stages(), 20 + i, base, i);
  }
  const std::string valid = block.SerializeAsString();
  v1::Traced traced;
  *traced.mutable_ladder() = block;
  const std::string validTrace = traced.SerializeAsString();
  SampleWorld sample;
  const LinkId node = sample.addLink(LinkKind::node, "stage");
  uint64_t read = 0;
  for (uint64_t step = 0; step < testSteps(50'000); ++step) {
    const std::string body = mutated(random.below(4) == 0 ? validTrace : valid, random);
    Batch asBlock = sample.batchOf(node), asPage = sample.batchOf(node), asTrace = sample.batchOf(node);
    const bool ok = readBlock(asBytes(body), random.between(-5s, 5s), asBlock).ok();
    const bool pageOk = readSnapshotPage(asBytes(body), {}, asPage).ok();
    const bool traceOk = readTraced(asBytes(body), {}, asTrace).ok();
    (void)readGap(asBytes(body)).ok();
    for (auto [good, batch] : {std::pair{ok, &asBlock}, {pageOk, &asPage}, {traceOk, &asTrace}})
      if (good)
        sample.apply(std::move(*batch));
    read += ok;
  }
  EXPECT_GT(read, 0u) << "a mutation of a value is still a block";
}

} // namespace
} // namespace pushscope
