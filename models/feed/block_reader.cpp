#include "models/feed/block_reader.h"

#include "pushscope/v1/admin.pb.h"
#include "pushscope/v1/telemetry.pb.h"

#include <algorithm>

namespace pushscope {
namespace {

constexpr uint64_t latest = uint64_t{1} << 53; // µs: the year 2255

class Clock {
 public:
  explicit Clock(Duration offset) : m_offset(std::clamp<Duration>(offset, -bound, bound)) {}
  WallTime local(uint64_t us) const { return wallFromMicros(int64_t(std::min(us, latest))) - m_offset; }
  // Zero stays zero: it means "never".
  WallTime localOrNever(uint64_t us) const { return us == 0 ? WallTime{} : local(us); }

 private:
  static constexpr Duration bound = std::chrono::hours(24 * 365 * 100);
  Duration m_offset;
};

template <class Enum>
Enum known(uint32_t value, Enum last) {
  return value <= static_cast<uint32_t>(last) ? static_cast<Enum>(value) : Enum{};
}
Stage stageOf(uint32_t value) {
  const auto stage = static_cast<Stage>(std::min<uint32_t>(value, 255));
  return stageName(stage) == "unknown" ? Stage::unknown : stage;
}
Reason reasonOf(uint32_t value) {
  return value <= static_cast<uint32_t>(Reason::refused) ? static_cast<Reason>(value) : otherReason;
}
constexpr Duration longestSpan = std::chrono::hours(24 * 365);
Duration span(uint32_t us) {
  return Duration(us);
}

DeviceRecord recordOf(const v1::DeviceRecord& in, const Clock& clock) {
  DeviceRecord out;
  out.handle = {in.handle()};
  out.device = in.device();
  out.profile = in.profile();
  out.address = in.address();
  out.client = in.client();
  out.link = known(in.link(), LinkState::offline);
  out.appState = known(in.app_state(), AppState::terminated);
  out.connected = clock.localOrNever(in.connected_us());
  out.lastBeat = clock.localOrNever(in.last_beat_us());
  out.roundTrip = span(in.round_trip_us());
  const std::string& buckets = in.round_trip_buckets();
  if (buckets.size() == LatencyHistogram::bucketCount)
    out.roundTrips.setBuckets(std::span<const uint8_t, LatencyHistogram::bucketCount>(
        reinterpret_cast<const uint8_t*>(buckets.data()), LatencyHistogram::bucketCount));
  out.missed = in.missed();
  out.waiting = in.waiting();
  out.closing = {known(in.closed_by(), Side::phone), errorFromWire(in.closed_code()), in.closed_goodbye()};
  out.closed = clock.localOrNever(in.closed_us());
  out.connects = in.connects();
  out.clockOffset = std::clamp<Duration>(Duration(in.clock_offset_us()), -longestSpan, longestSpan);
  out.clockError = span(in.clock_error_us());
  out.appCause = known(in.app_cause(), Cause::loggedOut);
  out.network = networkOf(in.network());
  out.resumed = in.resumed();
  out.wakesOnData = in.wakes_on_data();
  out.mostResumes = in.most_resumes();
  return out;
}

Status readRecords(const google::protobuf::RepeatedPtrField<v1::DeviceRecord>& records, const Clock& clock,
                   Batch& batch) {
  for (const v1::DeviceRecord& record : records) {
    if (const Status status = checkDeviceId(record.device()); !status.ok())
      return status;
    batch.devices.push_back(recordOf(record, clock));
  }
  return Done{};
}

// A column that older nodes do not send.
template <class Column>
bool isAbsentOr(const Column& column, int n) {
  return column.empty() || column.size() == n;
}

Status readDeliveries(const v1::Block& block, const Clock& clock, Batch& batch) {
  for (const v1::DeliveryRecord& in : block.deliveries()) {
    const Result<Uuid> uuid = Uuid::fromBytes(in.uuid());
    if (!uuid.ok())
      return uuid.error();
    if (const Status status = checkDeviceId(in.device()); !status.ok())
      return status;
    batch.deliveries.push_back(
        {{in.delivery()}, uuid.value(), in.device(), {in.sequence()}, in.payload_bytes(), in.payload_hash()});
  }
  const v1::Stages& s = block.stages();
  const int n = s.delivery_size();
  if (s.at_us_size() != n || s.stage_size() != n || s.attempt_size() != n || s.error_us_size() != n ||
      s.code_size() != n || !isAbsentOr(s.reason(), n))
    return {ErrorCode::malformed, "stages"};
  batch.stages.reserve(batch.stages.size() + size_t(n));
  for (int i = 0; i < n; ++i)
    batch.stages.push_back({{s.delivery(i)},
                            clock.local(s.at_us(i)),
                            stageOf(s.stage(i)),
                            s.attempt(i),
                            span(s.error_us(i)),
                            errorFromWire(s.code(i)),
                            s.reason().empty() ? Reason::none : reasonOf(s.reason(i))});
  return Done{};
}

template <class Column>
bool aligned(const Column& column, int n) {
  return column.delta_us_size() == n;
}

Status readColumns(const v1::Block& block, WallTime base, Batch& batch) {
  const auto at = [base](int32_t delta) { return base + Duration(delta); };

  const v1::Beats& beats = block.beats();
  if (!aligned(beats, beats.handle_size()) || beats.round_trip_us_size() != beats.handle_size())
    return {ErrorCode::malformed, "beats"};
  // Most of what comes: without a check a fact.
  batch.beats.resize(size_t(beats.handle_size()));
  const uint32_t* handles = beats.handle().data();
  const int32_t* deltas = beats.delta_us().data();
  const uint32_t* roundTrips = beats.round_trip_us().data();
  for (size_t i = 0; i < batch.beats.size(); ++i)
    batch.beats[i] = {{handles[i]}, at(deltas[i]), span(roundTrips[i])};

  const v1::Misses& misses = block.misses();
  if (!aligned(misses, misses.handle_size()) || misses.missed_size() != misses.handle_size())
    return {ErrorCode::malformed, "misses"};
  for (int i = 0; i < misses.handle_size(); ++i)
    batch.misses.push_back({{misses.handle(i)}, at(misses.delta_us(i)), misses.missed(i)});

  const v1::Links& links = block.links();
  const int n = links.handle_size();
  if (!aligned(links, n) || links.link_size() != n || links.closed_by_size() != n || links.closed_code_size() != n ||
      links.closed_goodbye_size() != n)
    return {ErrorCode::malformed, "links"};
  for (int i = 0; i < n; ++i)
    batch.links.push_back(
        {{links.handle(i)},
         at(links.delta_us(i)),
         known(links.link(i), LinkState::offline),
         {known(links.closed_by(i), Side::phone), errorFromWire(links.closed_code(i)), links.closed_goodbye(i) != 0}});

  const v1::Apps& apps = block.apps();
  if (!aligned(apps, apps.handle_size()) || apps.app_state_size() != apps.handle_size() ||
      !isAbsentOr(apps.cause(), apps.handle_size()))
    return {ErrorCode::malformed, "apps"};
  for (int i = 0; i < apps.handle_size(); ++i)
    batch.apps.push_back({{apps.handle(i)},
                          at(apps.delta_us(i)),
                          known(apps.app_state(i), AppState::terminated),
                          apps.cause().empty() ? Cause::unknown : known(apps.cause(i), Cause::loggedOut)});

  const v1::Clocks& clocks = block.clocks();
  if (clocks.offset_us_size() != clocks.handle_size() || clocks.error_us_size() != clocks.handle_size())
    return {ErrorCode::malformed, "clocks"};
  for (int i = 0; i < clocks.handle_size(); ++i)
    batch.clocks.push_back({{clocks.handle(i)},
                            std::clamp<Duration>(Duration(clocks.offset_us(i)), -longestSpan, longestSpan),
                            span(clocks.error_us(i))});

  const v1::Queues& queues = block.queues();
  if (queues.waiting_size() != queues.handle_size())
    return {ErrorCode::malformed, "queues"};
  for (int i = 0; i < queues.handle_size(); ++i)
    batch.queues.push_back({{queues.handle(i)}, queues.waiting(i)});
  return Done{};
}

Status readWakes(const v1::Wakes& wakes, const Clock& clock, Batch& batch) {
  const int n = wakes.handle_size();
  if (wakes.at_us_size() != n || wakes.cause_size() != n || wakes.missed_size() != n || wakes.latency_us_size() != n ||
      wakes.used_us_size() != n || wakes.budget_us_size() != n || wakes.resumes_size() != n ||
      wakes.pushes_size() != n || wakes.beats_size() != n)
    return {ErrorCode::malformed, "wakes"};
  batch.wakes.reserve(size_t(n));
  for (int i = 0; i < n; ++i) {
    Wake wake;
    wake.at = clock.local(wakes.at_us(i));
    wake.cause = known(wakes.cause(i), Cause::loggedOut);
    wake.missed = reasonOf(wakes.missed(i));
    wake.latency = span(wakes.latency_us(i));
    wake.used = span(wakes.used_us(i));
    wake.budget = span(wakes.budget_us(i));
    wake.resumes = wakes.resumes(i);
    wake.pushes = wakes.pushes(i);
    wake.beats = wakes.beats(i);
    batch.wakes.push_back({{wakes.handle(i)}, wake});
  }
  return Done{};
}

// What a phone's system and network did to it.
Status readPhoneColumns(const v1::Block& block, WallTime base, Batch& batch) {
  const auto at = [base](int32_t delta) { return base + Duration(delta); };

  const v1::Notices& notices = block.notices();
  const int n = notices.handle_size();
  if (!aligned(notices, n) || notices.kind_size() != n || notices.reason_size() != n || notices.badge_size() != n ||
      notices.pending_size() != n)
    return {ErrorCode::malformed, "notices"};
  for (int i = 0; i < n; ++i)
    batch.notices.push_back({{notices.handle(i)},
                             {at(notices.delta_us(i)), known(notices.kind(i), NoticeKind::replaced),
                              reasonOf(notices.reason(i)), notices.badge(i), notices.pending(i)}});

  const v1::Networks& networks = block.networks();
  if (!aligned(networks, networks.handle_size()) || networks.flags_size() != networks.handle_size())
    return {ErrorCode::malformed, "networks"};
  for (int i = 0; i < networks.handle_size(); ++i)
    batch.networks.push_back({{networks.handle(i)}, at(networks.delta_us(i)), networkOf(networks.flags(i))});

  const v1::Syncs& syncs = block.syncs();
  const int m = syncs.handle_size();
  if (!aligned(syncs, m) || syncs.resumed_size() != m || syncs.first_push_us_size() != m || syncs.sync_us_size() != m ||
      syncs.items_size() != m)
    return {ErrorCode::malformed, "syncs"};
  for (int i = 0; i < m; ++i)
    batch.syncs.push_back({{syncs.handle(i)},
                           {at(syncs.delta_us(i)), syncs.resumed(i) != 0, span(syncs.first_push_us(i)),
                            span(syncs.sync_us(i)), syncs.items(i)}});
  return Done{};
}

template <class Message>
bool parse(Message& message, BytesView body) {
  return message.ParseFromArray(body.data(), int(body.size()));
}

} // namespace

Result<BlockCursor> readBlock(BytesView body, Duration offset, Batch& batch) {
  // Kept by this thread, so that its columns need not be allocated anew; a frame of 1 MiB bounds them.
  thread_local v1::Block block;
  if (!parse(block, body))
    return {ErrorCode::malformed, "block"};
  const Clock clock(offset);
  if (Status status = readRecords(block.devices(), clock, batch); !status.ok())
    return status.error();
  if (Status status = readColumns(block, clock.local(block.wall_us()), batch); !status.ok())
    return status.error();
  if (Status status = readWakes(block.wakes(), clock, batch); !status.ok())
    return status.error();
  if (Status status = readPhoneColumns(block, clock.local(block.wall_us()), batch); !status.ok())
    return status.error();
  if (Status status = readDeliveries(block, clock, batch); !status.ok())
    return status.error();
  for (const v1::Stall& stall : block.stalls())
    batch.stalls.push_back(std::chrono::milliseconds(stall.stalled_ms()));
  return BlockCursor{{block.incarnation()}, block.sequence()};
}

Result<uint64_t> readSnapshotPage(BytesView body, Duration offset, Batch& batch) {
  v1::SnapshotPage page;
  if (!parse(page, body))
    return {ErrorCode::malformed, "snapshot page"};
  if (Status status = readRecords(page.devices(), Clock(offset), batch); !status.ok())
    return status.error();
  batch.snapshotBegins = page.first();
  batch.snapshotEnds = page.last();
  return page.as_of();
}

Result<uint64_t> readGap(BytesView body) {
  v1::Gap gap;
  if (!parse(gap, body))
    return {ErrorCode::malformed, "gap"};
  return gap.blocks();
}

Status readTraced(BytesView body, Duration offset, Batch& batch) {
  v1::Traced traced;
  if (!parse(traced, body))
    return {ErrorCode::malformed, "traced"};
  return readDeliveries(traced.ladder(), Clock(offset), batch);
}

} // namespace pushscope
