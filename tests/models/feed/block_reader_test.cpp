#include "models/feed/block_reader.h"
#include "models/store/world.h"
#include "protocol/base/random.h"
#include "protocol/codec/quiet_protobuf.h"
#include "pushscope/v1/admin.pb.h"
#include "pushscope/v1/telemetry.pb.h"
#include "tests/models/sample_world.h"
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
  record.set_app_cause(v1::CAUSE_BUDGET);
  record.set_network(0b1010);
  record.set_resumed(true);
  record.set_wakes_on_data(true);
  record.set_most_resumes(15);
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
  stages.add_reason(2);
}

void addWake(v1::Wakes& wakes, uint32_t handle, uint64_t at, uint32_t missed) {
  wakes.add_handle(handle);
  wakes.add_at_us(at);
  wakes.add_cause(3);
  wakes.add_missed(missed);
  wakes.add_latency_us(300'000);
  wakes.add_used_us(8'200'000);
  wakes.add_budget_us(9'000'000);
  wakes.add_resumes(11);
  wakes.add_pushes(4);
  wakes.add_beats(5);
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
  apps.add_handle(1), apps.add_delta_us(400), apps.add_app_state(2), apps.add_cause(1);
  v1::Clocks& clocks = *block.mutable_clocks();
  clocks.add_handle(1), clocks.add_offset_us(-5000), clocks.add_error_us(70);
  v1::Queues& queues = *block.mutable_queues();
  queues.add_handle(1), queues.add_waiting(8);
  addDelivery(block, 21, uuidOf(5), "phone");
  addStage(*block.mutable_stages(), 21, base + 500, 4);
  block.add_stalls()->set_stalled_ms(2500);
  addWake(*block.mutable_wakes(), 1, base - 3'600'000'000, 0);
  v1::Notices& notices = *block.mutable_notices();
  notices.add_handle(1), notices.add_delta_us(600), notices.add_kind(4);
  notices.add_reason(20), notices.add_badge(3), notices.add_pending(64);
  v1::Networks& networks = *block.mutable_networks();
  networks.add_handle(1), networks.add_delta_us(700), networks.add_flags(0b0110);
  v1::Syncs& syncs = *block.mutable_syncs();
  syncs.add_handle(1), syncs.add_delta_us(800), syncs.add_resumed(1);
  syncs.add_first_push_us(40'000), syncs.add_sync_us(90'000), syncs.add_items(12);
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
  EXPECT_EQ(batch.factCount(), 13u);

  const WallTime at = wallFromMicros(base);
  EXPECT_EQ(batch.beats.at(0).at, at - 100us);
  EXPECT_EQ(batch.beats.at(0).roundTrip, 2ms);
  EXPECT_EQ(batch.misses.at(0).missed, 5u);
  EXPECT_EQ(batch.links.at(0).at, at + 300us);
  EXPECT_EQ(batch.links.at(0).state, LinkState::offline);
  EXPECT_EQ(batch.links.at(0).closing, (Closing{Side::server, ErrorCode::superseded, true}));
  EXPECT_EQ(batch.apps.at(0).state, AppState::background);
  EXPECT_EQ(batch.apps.at(0).cause, Cause::user);
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
  EXPECT_EQ(batch.stages.at(0).reason, Reason::attemptsUsed);
  EXPECT_EQ(batch.stalls.at(0), 2500ms);
}

TEST(BlockReader, ReadsWhatAPhonesSystemDid) {
  Batch batch;
  ASSERT_TRUE(read(wholeBlock(), batch).ok());
  const WallTime at = wallFromMicros(base);
  const Wake& wake = batch.wakes.at(0).wake;
  EXPECT_EQ(batch.wakes[0].handle.value, 1u);
  EXPECT_EQ(wake.at, at - 1h) << "a report may come hours later";
  EXPECT_EQ(wake.cause, Cause::data);
  EXPECT_EQ(wake.missed, Reason::none);
  EXPECT_EQ(wake.latency, 300ms);
  EXPECT_EQ(wake.used, 8200ms);
  EXPECT_EQ(wake.budget, 9s);
  EXPECT_EQ(wake.resumes, 11u);
  EXPECT_EQ(wake.pushes, 4u);
  EXPECT_EQ(wake.beats, 5u);
  const Notice& notice = batch.notices.at(0).notice;
  EXPECT_EQ(notice.at, at + 600us);
  EXPECT_EQ(notice.kind, NoticeKind::suppressed);
  EXPECT_EQ(notice.reason, Reason::alertsOff);
  EXPECT_EQ(notice.badge, 3u);
  EXPECT_EQ(notice.pending, 64u);
  EXPECT_EQ(batch.networks.at(0).at, at + 700us);
  EXPECT_EQ(batch.networks[0].network, (Network{false, true, true, false}));
  const SyncFact& sync = batch.syncs.at(0).sync;
  EXPECT_EQ(sync.at, at + 800us);
  EXPECT_TRUE(sync.resumed);
  EXPECT_EQ(sync.firstPush, 40ms);
  EXPECT_EQ(sync.sync, 90ms);
  EXPECT_EQ(sync.items, 12u);
}

// A node that knows nothing of causes and reasons leaves their columns out.
TEST(BlockReader, ReadsABlockOfAnOlderNode) {
  v1::Block block = wholeBlock();
  block.mutable_apps()->clear_cause();
  block.mutable_stages()->clear_reason();
  for (auto* record : {block.mutable_devices(0)}) {
    record->clear_app_cause();
    record->clear_network();
    record->clear_resumed();
    record->clear_wakes_on_data();
    record->clear_most_resumes();
  }
  block.clear_wakes();
  block.clear_notices();
  block.clear_networks();
  block.clear_syncs();
  Batch batch;
  ASSERT_TRUE(read(block, batch).ok());
  EXPECT_EQ(batch.apps.at(0).state, AppState::background);
  EXPECT_EQ(batch.apps[0].cause, Cause::unknown);
  EXPECT_EQ(batch.stages.at(0).reason, Reason::none);
  EXPECT_EQ(batch.devices.at(0).appCause, Cause::unknown);
  EXPECT_EQ(batch.devices[0].mostResumes, 0u);
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
  EXPECT_EQ(record.appCause, Cause::budget);
  EXPECT_EQ(record.network, (Network{false, true, false, true}));
  EXPECT_TRUE(record.resumed);
  EXPECT_TRUE(record.wakesOnData);
  EXPECT_EQ(record.mostResumes, 15u);
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
  EXPECT_EQ(batch.wakes[0].wake.at, at - 1h);
  EXPECT_EQ(batch.notices[0].notice.at, at + 600us);
  EXPECT_EQ(batch.networks[0].at, at + 700us);
  EXPECT_EQ(batch.syncs[0].sync.at, at + 800us);
}

TEST(BlockReader, HoldsTimesInARangeThatCannotOverflow) {
  v1::Block block = wholeBlock();
  block.set_wall_us(~uint64_t{0});
  block.mutable_devices(0)->set_connected_us(~uint64_t{0});
  block.mutable_devices(0)->set_clock_offset_us(std::numeric_limits<int64_t>::min());
  block.mutable_clocks()->set_offset_us(0, std::numeric_limits<int64_t>::max());
  block.mutable_stages()->set_at_us(0, ~uint64_t{0});
  block.mutable_wakes()->set_at_us(0, ~uint64_t{0});
  block.mutable_notices()->set_delta_us(0, std::numeric_limits<int32_t>::max());
  for (const Duration offset : {Duration::min(), Duration::max()}) {
    Batch batch;
    ASSERT_TRUE(read(block, batch, offset).ok());
    const auto farthest = wallFromMicros(int64_t(latest)) + std::chrono::hours(24 * 366 * 100);
    EXPECT_LE(batch.devices[0].connected, farthest);
    EXPECT_GE(batch.devices[0].connected, WallTime{});
    EXPECT_LE(std::chrono::abs(batch.devices[0].clockOffset), std::chrono::hours(24 * 365));
    EXPECT_LE(std::chrono::abs(batch.clocks[0].offset), std::chrono::hours(24 * 365));
    EXPECT_LE(batch.stages[0].at, farthest);
    EXPECT_LE(batch.wakes[0].wake.at, farthest);
    EXPECT_LE(batch.notices[0].notice.at, farthest + 1h);
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
  block.mutable_stages()->set_stage(0, 12);
  block.mutable_stages()->set_reason(0, reasonCount);
  block.mutable_apps()->set_cause(0, 14);
  block.mutable_devices(0)->set_app_cause(static_cast<v1::Cause>(-1));
  block.mutable_wakes()->set_cause(0, ~0u);
  block.mutable_wakes()->set_missed(0, 255 + 256);
  block.mutable_notices()->set_kind(0, 8);
  block.mutable_networks()->set_flags(0, ~0u);
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
  EXPECT_EQ(batch.stages[0].reason, otherReason);
  EXPECT_EQ(batch.apps[0].cause, Cause::unknown);
  EXPECT_EQ(batch.devices[0].appCause, Cause::unknown);
  EXPECT_EQ(batch.wakes[0].wake.cause, Cause::unknown);
  EXPECT_EQ(batch.wakes[0].wake.missed, otherReason) << "a wake that was missed did not happen, whatever the reason";
  EXPECT_EQ(batch.notices[0].notice.kind, NoticeKind::unknown);
  EXPECT_EQ(batch.networks[0].network, (Network{true, true, true, true}));
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
                      UnequalCase{"apps", [](v1::Block& b) { b.mutable_apps()->add_cause(2); }},
                      UnequalCase{"clocks", [](v1::Block& b) { b.mutable_clocks()->add_handle(2); }},
                      UnequalCase{"clocks", [](v1::Block& b) { b.mutable_clocks()->clear_error_us(); }},
                      UnequalCase{"queues", [](v1::Block& b) { b.mutable_queues()->add_waiting(2); }},
                      UnequalCase{"stages", [](v1::Block& b) { b.mutable_stages()->add_delivery(2); }},
                      UnequalCase{"stages", [](v1::Block& b) { b.mutable_stages()->clear_at_us(); }},
                      UnequalCase{"stages", [](v1::Block& b) { b.mutable_stages()->clear_stage(); }},
                      UnequalCase{"stages", [](v1::Block& b) { b.mutable_stages()->clear_attempt(); }},
                      UnequalCase{"stages", [](v1::Block& b) { b.mutable_stages()->clear_error_us(); }},
                      UnequalCase{"stages", [](v1::Block& b) { b.mutable_stages()->clear_code(); }},
                      UnequalCase{"stages", [](v1::Block& b) { b.mutable_stages()->add_reason(2); }},
                      UnequalCase{"wakes", [](v1::Block& b) { b.mutable_wakes()->add_handle(2); }},
                      UnequalCase{"wakes", [](v1::Block& b) { b.mutable_wakes()->clear_at_us(); }},
                      UnequalCase{"wakes", [](v1::Block& b) { b.mutable_wakes()->clear_cause(); }},
                      UnequalCase{"wakes", [](v1::Block& b) { b.mutable_wakes()->clear_missed(); }},
                      UnequalCase{"wakes", [](v1::Block& b) { b.mutable_wakes()->clear_latency_us(); }},
                      UnequalCase{"wakes", [](v1::Block& b) { b.mutable_wakes()->clear_used_us(); }},
                      UnequalCase{"wakes", [](v1::Block& b) { b.mutable_wakes()->clear_budget_us(); }},
                      UnequalCase{"wakes", [](v1::Block& b) { b.mutable_wakes()->clear_resumes(); }},
                      UnequalCase{"wakes", [](v1::Block& b) { b.mutable_wakes()->clear_pushes(); }},
                      UnequalCase{"wakes", [](v1::Block& b) { b.mutable_wakes()->clear_beats(); }},
                      UnequalCase{"notices", [](v1::Block& b) { b.mutable_notices()->add_handle(2); }},
                      UnequalCase{"notices", [](v1::Block& b) { b.mutable_notices()->clear_delta_us(); }},
                      UnequalCase{"notices", [](v1::Block& b) { b.mutable_notices()->clear_kind(); }},
                      UnequalCase{"notices", [](v1::Block& b) { b.mutable_notices()->clear_reason(); }},
                      UnequalCase{"notices", [](v1::Block& b) { b.mutable_notices()->clear_badge(); }},
                      UnequalCase{"notices", [](v1::Block& b) { b.mutable_notices()->clear_pending(); }},
                      UnequalCase{"networks", [](v1::Block& b) { b.mutable_networks()->add_handle(2); }},
                      UnequalCase{"networks", [](v1::Block& b) { b.mutable_networks()->clear_delta_us(); }},
                      UnequalCase{"networks", [](v1::Block& b) { b.mutable_networks()->clear_flags(); }},
                      UnequalCase{"syncs", [](v1::Block& b) { b.mutable_syncs()->add_handle(2); }},
                      UnequalCase{"syncs", [](v1::Block& b) { b.mutable_syncs()->clear_delta_us(); }},
                      UnequalCase{"syncs", [](v1::Block& b) { b.mutable_syncs()->clear_resumed(); }},
                      UnequalCase{"syncs", [](v1::Block& b) { b.mutable_syncs()->clear_first_push_us(); }},
                      UnequalCase{"syncs", [](v1::Block& b) { b.mutable_syncs()->clear_sync_us(); }},
                      UnequalCase{"syncs", [](v1::Block& b) { b.mutable_syncs()->clear_items(); }}),
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
  quietProtobuf();
  Random random(testSeed("BlockReaderMutations"));
  v1::Block block = wholeBlock();
  for (uint32_t i = 2; i < 6; ++i) {
    fill(*block.add_devices(), i, "phone-" + std::to_string(i));
    addDelivery(block, 20 + i, uuidOf(i), "phone-" + std::to_string(i));
    addStage(*block.mutable_stages(), 20 + i, base, i);
    addWake(*block.mutable_wakes(), i, base, i % 3);
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
