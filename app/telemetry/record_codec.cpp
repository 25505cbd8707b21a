#include "app/telemetry/record_codec.h"

namespace pushscope {

void writeRecord(const DeviceRecord& record, v1::DeviceRecord& out) {
  out.set_handle(record.handle.value);
  out.set_device(record.device);
  out.set_profile(record.profile);
  out.set_address(record.address);
  out.set_client(record.client);
  out.set_link(static_cast<v1::LinkState>(record.link));
  out.set_app_state(static_cast<v1::AppState>(record.appState));
  out.set_connected_us(uint64_t(micros(record.connected)));
  out.set_last_beat_us(uint64_t(micros(record.lastBeat)));
  out.set_round_trip_us(uint32_t(record.roundTrip.count()));
  if (!record.roundTrips.empty())
    out.set_round_trip_buckets(record.roundTrips.buckets().data(), LatencyHistogram::bucketCount);
  out.set_missed(record.missed);
  out.set_waiting(record.waiting);
  out.set_closed_by(static_cast<v1::Side>(record.closing.side));
  out.set_closed_code(static_cast<uint32_t>(record.closing.code));
  out.set_closed_goodbye(record.closing.goodbye);
  out.set_closed_us(uint64_t(micros(record.closed)));
  out.set_connects(record.connects);
  out.set_clock_offset_us(record.clockOffset.count());
  out.set_clock_error_us(uint32_t(record.clockError.count()));
  out.set_app_cause(static_cast<v1::Cause>(record.appCause));
  out.set_network(networkBits(record.network));
  out.set_resumed(record.resumed);
  out.set_wakes_on_data(record.wakesOnData);
  out.set_most_resumes(record.mostResumes);
  for (const std::string& tag : record.tags)
    out.add_tags(tag);
}

void writeRecord(const DeliveryRecord& record, v1::DeliveryRecord& out) {
  out.set_delivery(record.delivery.value);
  out.set_uuid(record.uuid.bytes.data(), record.uuid.bytes.size());
  out.set_device(record.device);
  out.set_sequence(record.sequence.value);
  out.set_payload_bytes(record.payloadBytes);
  out.set_payload_hash(record.payloadHash);
}

void appendStage(const StageFact& fact, v1::Stages& out) {
  out.add_delivery(fact.delivery.value);
  out.add_at_us(uint64_t(micros(fact.at)));
  out.add_stage(static_cast<uint32_t>(fact.stage));
  out.add_attempt(fact.attempt);
  out.add_error_us(uint32_t(fact.error.count()));
  out.add_code(static_cast<uint32_t>(fact.code));
  out.add_reason(static_cast<uint32_t>(fact.reason));
}

} // namespace pushscope
