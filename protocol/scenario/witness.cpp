#include "protocol/scenario/witness.h"

namespace pushscope::scenario {
namespace {

// Handles are given from 1 upwards; one beyond this is not a handle but a way to make us allocate.
constexpr uint32_t greatestHandle = 4'000'000;

} // namespace

void Witness::forget() {
  m_phones.clear();
  m_deliveries.clear();
}

void Witness::device(const DeviceRecord& record) {
  if (record.handle.value == 0 || record.handle.value > greatestHandle)
    return;
  const auto phone = m_judge.roster().find(record.device);
  if (!phone)
    return;
  if (record.handle.value >= m_phones.size())
    m_phones.resize(record.handle.value + 1, nobody);
  m_phones[record.handle.value] = *phone;
  // A record is told at each new connection, which is nowhere else said, and in snapshots, of which the time is not
  // known.
  m_judge.device(m_source, *phone, seen(std::max(m_newest, record.connected)), record);
}

void Witness::link(Handle handle, WallTime at, LinkState state, const Closing& closing) {
  if (const uint32_t phone = phoneOf(handle); phone != nobody)
    m_judge.link(m_source, phone, seen(at), state, closing);
}

void Witness::app(Handle handle, WallTime at, AppState state, Cause cause) {
  if (const uint32_t phone = phoneOf(handle); phone != nobody)
    m_judge.app(m_source, phone, seen(at), state, cause);
}

void Witness::network(Handle handle, WallTime at, const Network& network) {
  if (const uint32_t phone = phoneOf(handle); phone != nobody)
    m_judge.network(m_source, phone, seen(at), network);
}

void Witness::wake(Handle handle, const Wake& wake) {
  if (const uint32_t phone = phoneOf(handle); phone != nobody)
    m_judge.wake(m_source, phone, wake);
}

void Witness::notice(Handle handle, const Notice& notice) {
  if (const uint32_t phone = phoneOf(handle); phone != nobody)
    m_judge.notice(m_source, phone, notice);
}

void Witness::sync(Handle handle, const SyncFact& sync) {
  if (const uint32_t phone = phoneOf(handle); phone != nobody)
    m_judge.sync(m_source, phone, sync);
}

void Witness::delivery(const DeliveryRecord& record) {
  const auto phone = m_judge.roster().find(record.device);
  const auto delivery = phone ? m_judge.deliveries().find(record.uuid, *phone) : std::nullopt;
  if (delivery)
    m_deliveries.insert_or_assign(record.delivery.value, *delivery);
}

void Witness::stage(DeliveryHandle delivery, WallTime at, Stage stage, uint32_t attempt, Reason reason) {
  if (const auto found = m_deliveries.find(delivery.value); found != m_deliveries.end())
    m_judge.stage(m_source, found->second, at, stage, attempt, reason);
}

} // namespace pushscope::scenario
