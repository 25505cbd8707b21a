#include "app/telemetry/monitor.h"

#include "app/telemetry/record_codec.h"
#include "protocol/codec/proto_frame.h"

#include <algorithm>
#include <limits>

namespace pushscope {
namespace {

uint32_t span(Duration d) {
  return uint32_t(std::clamp<int64_t>(d.count(), 0, std::numeric_limits<uint32_t>::max()));
}

} // namespace

Monitor::Monitor(Identity identity, size_t ringBytes)
    : m_identity(std::move(identity)), m_ringBound(ringBytes), m_open(std::make_unique<v1::Block>()) {}

Monitor::~Monitor() = default;

DeviceRecord* Monitor::touch(Handle handle) {
  if (handle.value >= m_devices.size() || m_devices[handle.value].record.handle != handle)
    return nullptr;
  Kept& kept = m_devices[handle.value];
  kept.lastFactIn = lastSequence() + 1;
  return &kept.record;
}

// The first fact of a block gives its base time; facts lie around it, so that 32 bits of microseconds (± 35 minutes)
// are enough. A wall clock that jumped further is held at the edge.
int32_t Monitor::delta(WallTime at) {
  if (!m_baseKnown) {
    m_baseKnown = true;
    m_openBase = at;
  }
  m_lastSeen = std::max(m_lastSeen, at);
  constexpr int64_t low = std::numeric_limits<int32_t>::min(), high = std::numeric_limits<int32_t>::max();
  return int32_t(std::clamp<int64_t>((at - m_openBase).count(), low, high));
}

Now Monitor::lastKnown() const {
  if (m_lastFlush.wall == WallTime{})
    return {MonoTime{}, m_lastSeen};
  const WallTime wall = std::max(m_lastSeen, m_lastFlush.wall);
  return {m_lastFlush.mono + (wall - m_lastFlush.wall), wall};
}

void Monitor::count() {
  if (++m_openFacts == 1 && onPending)
    onPending();
  if (m_openFacts >= factsPerBlock || size_t(m_open->devices_size()) >= recordsPerFrame)
    flush(lastKnown());
}

void Monitor::device(const DeviceRecord& record) {
  if (record.handle.value >= m_devices.size())
    m_devices.resize(record.handle.value + 1);
  Kept& kept = m_devices[record.handle.value];
  // Readers take the records of a block before its columns, so a record that comes after a fact needs a new block.
  if (kept.lastFactIn == lastSequence() + 1)
    flush(lastKnown());
  m_deviceCount += kept.record.handle.value == 0;
  kept.record = record;
  writeRecord(record, *m_open->add_devices());
  count();
}

void Monitor::beat(Handle handle, WallTime at, Duration roundTrip) {
  if (DeviceRecord* record = touch(handle)) {
    record->lastBeat = at;
    record->roundTrip = roundTrip;
    record->roundTrips.add(roundTrip);
  }
  v1::Beats& beats = *m_open->mutable_beats();
  beats.add_handle(handle.value);
  beats.add_delta_us(delta(at));
  beats.add_round_trip_us(uint32_t(roundTrip.count()));
  count();
}

void Monitor::missed(Handle handle, WallTime at, uint32_t total) {
  if (DeviceRecord* record = touch(handle))
    record->missed = total;
  v1::Misses& misses = *m_open->mutable_misses();
  misses.add_handle(handle.value);
  misses.add_delta_us(delta(at));
  misses.add_missed(total);
  count();
}

void Monitor::link(Handle handle, WallTime at, LinkState state, const Closing& closing) {
  if (DeviceRecord* record = touch(handle)) {
    record->link = state;
    if (state == LinkState::offline) {
      record->closing = closing;
      record->closed = at;
    }
  }
  v1::Links& links = *m_open->mutable_links();
  links.add_handle(handle.value);
  links.add_delta_us(delta(at));
  links.add_link(static_cast<uint32_t>(state));
  links.add_closed_by(static_cast<uint32_t>(closing.side));
  links.add_closed_code(static_cast<uint32_t>(closing.code));
  links.add_closed_goodbye(closing.goodbye);
  count();
}

void Monitor::app(Handle handle, WallTime at, AppState state, Cause cause) {
  if (DeviceRecord* record = touch(handle)) {
    record->appState = state;
    record->appCause = cause;
  }
  v1::Apps& apps = *m_open->mutable_apps();
  apps.add_handle(handle.value);
  apps.add_delta_us(delta(at));
  apps.add_app_state(static_cast<uint32_t>(state));
  apps.add_cause(static_cast<uint32_t>(cause));
  count();
}

void Monitor::clock(Handle handle, Duration offset, Duration error) {
  if (DeviceRecord* record = touch(handle)) {
    record->clockOffset = offset;
    record->clockError = error;
  }
  v1::Clocks& clocks = *m_open->mutable_clocks();
  clocks.add_handle(handle.value);
  clocks.add_offset_us(offset.count());
  clocks.add_error_us(uint32_t(error.count()));
  count();
}

void Monitor::waiting(Handle handle, uint32_t deliveries) {
  if (DeviceRecord* record = touch(handle))
    record->waiting = deliveries;
  v1::Queues& queues = *m_open->mutable_queues();
  queues.add_handle(handle.value);
  queues.add_waiting(deliveries);
  count();
}

void Monitor::delivery(const DeliveryRecord& record) {
  writeRecord(record, *m_open->add_deliveries());
  count();
}

void Monitor::stage(const StageFact& fact) {
  appendStage(fact, *m_open->mutable_stages());
  count();
}

void Monitor::wake(Handle handle, const Wake& wake) {
  touch(handle);
  v1::Wakes& wakes = *m_open->mutable_wakes();
  wakes.add_handle(handle.value);
  wakes.add_at_us(uint64_t(micros(wake.at)));
  wakes.add_cause(static_cast<uint32_t>(wake.cause));
  wakes.add_missed(static_cast<uint32_t>(wake.missed));
  wakes.add_latency_us(span(wake.latency));
  wakes.add_used_us(span(wake.used));
  wakes.add_budget_us(span(wake.budget));
  wakes.add_resumes(wake.resumes);
  wakes.add_pushes(wake.pushes);
  wakes.add_beats(wake.beats);
  count();
}

void Monitor::notice(Handle handle, const Notice& notice) {
  touch(handle);
  v1::Notices& notices = *m_open->mutable_notices();
  notices.add_handle(handle.value);
  notices.add_delta_us(delta(notice.at));
  notices.add_kind(static_cast<uint32_t>(notice.kind));
  notices.add_reason(static_cast<uint32_t>(notice.reason));
  notices.add_badge(notice.badge);
  notices.add_pending(notice.pending);
  count();
}

void Monitor::network(Handle handle, WallTime at, const Network& network) {
  if (DeviceRecord* record = touch(handle))
    record->network = network;
  v1::Networks& networks = *m_open->mutable_networks();
  networks.add_handle(handle.value);
  networks.add_delta_us(delta(at));
  networks.add_flags(networkBits(network));
  count();
}

void Monitor::sync(Handle handle, const SyncFact& sync) {
  touch(handle);
  v1::Syncs& syncs = *m_open->mutable_syncs();
  syncs.add_handle(handle.value);
  syncs.add_delta_us(delta(sync.at));
  syncs.add_resumed(sync.resumed);
  syncs.add_first_push_us(span(sync.firstPush));
  syncs.add_sync_us(span(sync.sync));
  syncs.add_items(sync.items);
  count();
}

void Monitor::stall(Duration stalled) {
  m_open->add_stalls()->set_stalled_ms(
      uint32_t(std::chrono::duration_cast<std::chrono::milliseconds>(stalled).count()));
  count();
}

void Monitor::flush(Now now) {
  if (m_openFacts == 0)
    return;
  v1::Block& block = *m_open;
  block.set_node(m_identity.node);
  block.set_incarnation(m_identity.incarnation.value);
  block.set_sequence(lastSequence() + 1);
  block.set_wall_us(uint64_t(micros(m_baseKnown ? m_openBase : now.wall)));
  block.set_mono_us(uint64_t(micros(now.mono)));
  m_ring.push_back(std::make_shared<const Bytes>(
      codec::frameOf(0, command(m_identity.port, telemetry::block), ErrorCode::ok, block)));
  m_ringUsed += m_ring.back()->size();
  while (m_ringUsed > m_ringBound && m_ring.size() > 1) {
    m_ringUsed -= m_ring.front()->size();
    m_ring.pop_front();
    ++m_firstSequence;
  }
  m_lastFlush = now;
  block.Clear();
  m_openFacts = 0;
  m_baseKnown = false;
  if (onBlock)
    onBlock();
}

SharedFrame Monitor::block(uint64_t sequence) const {
  if (sequence < m_firstSequence || sequence > lastSequence())
    return nullptr;
  return m_ring[size_t(sequence - m_firstSequence)];
}

Monitor::Page Monitor::snapshotPage(Handle from, bool first) const {
  SnapshotPage page;
  size_t index = from.value;
  for (; index < m_devices.size() && !page.isFull(); ++index)
    if (m_devices[index].record.handle.value != 0)
      page.add(m_devices[index].record);
  const bool last = index >= m_devices.size();
  return {
      std::make_shared<const Bytes>(page.frame(m_identity.port, lastSequence(), first, last)), {uint32_t(index)}, last};
}

} // namespace pushscope
