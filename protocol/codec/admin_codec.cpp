#include "protocol/codec/admin_codec.h"

#include "protocol/codec/proto_frame.h"
#include "pushscope/v1/admin.pb.h"
#include "pushscope/v1/telemetry.pb.h"

namespace pushscope {

using codec::frameOf;
using codec::parse;

Bytes encodeInject(uint32_t serial, const Inject& inject) {
  v1::Inject out;
  out.set_uuid(inject.uuid.bytes.data(), inject.uuid.bytes.size());
  for (const std::string& device : inject.devices)
    out.add_devices(device);
  out.set_payload(inject.payload.data(), inject.payload.size());
  out.set_composed_us(uint64_t(micros(inject.composed)));
  out.set_time_to_live_ms(codec::toMillis(inject.timeToLive));
  out.set_high_priority(inject.highPriority);
  return frameOf(serial, admin::inject, ErrorCode::ok, out);
}

Result<Inject> decodeInject(BytesView body) {
  v1::Inject in;
  if (!parse(in, body))
    return {ErrorCode::malformed, "inject"};
  const Result<Uuid> uuid = Uuid::fromBytes(in.uuid());
  if (!uuid.ok())
    return uuid.error();
  if (size_t(in.devices_size()) > maxTargets)
    return {ErrorCode::limit, "devices"};
  if (in.payload().size() > maxPayloadBytes)
    return {ErrorCode::tooLarge, "payload"};
  Inject inject;
  inject.uuid = uuid.value();
  inject.devices.assign(in.devices().begin(), in.devices().end());
  inject.payload.assign(in.payload().begin(), in.payload().end());
  inject.composed = codec::wall(in.composed_us());
  inject.timeToLive = std::chrono::milliseconds(in.time_to_live_ms());
  inject.highPriority = in.high_priority();
  return inject;
}

Bytes encodeInjected(uint32_t serial, const Injected& injected) {
  v1::Injected out;
  for (const InjectedDelivery& delivery : injected.deliveries) {
    v1::InjectedDelivery& d = *out.add_deliveries();
    d.set_device(delivery.device);
    d.set_sequence(delivery.sequence.value);
    d.set_code(static_cast<uint32_t>(delivery.code));
    d.set_known(delivery.known);
  }
  return frameOf(serial, answerTo(admin::inject), ErrorCode::ok, out);
}

Result<Injected> decodeInjected(BytesView body) {
  v1::Injected in;
  if (!parse(in, body))
    return {ErrorCode::malformed, "injected"};
  Injected injected;
  for (const v1::InjectedDelivery& d : in.deliveries())
    injected.deliveries.push_back({d.device(), {d.sequence()}, errorFromWire(d.code()), d.known()});
  return injected;
}

Bytes encodeTrace(uint32_t serial, const Trace& trace) {
  v1::Trace out;
  out.set_uuid(trace.uuid.bytes.data(), trace.uuid.bytes.size());
  return frameOf(serial, admin::trace, ErrorCode::ok, out);
}

Result<Trace> decodeTrace(BytesView body) {
  v1::Trace in;
  if (!parse(in, body))
    return {ErrorCode::malformed, "trace"};
  const Result<Uuid> uuid = Uuid::fromBytes(in.uuid());
  if (!uuid.ok())
    return uuid.error();
  return Trace{uuid.value()};
}

Bytes encodeSubscribe(Port port, uint32_t serial, const Subscribe& subscribe) {
  v1::Subscribe out;
  out.set_incarnation(subscribe.incarnation.value);
  out.set_sequence(subscribe.sequence);
  return frameOf(serial, command(port, telemetry::subscribe), ErrorCode::ok, out);
}

Result<Subscribe> decodeSubscribe(BytesView body) {
  v1::Subscribe in;
  if (!parse(in, body))
    return {ErrorCode::malformed, "subscribe"};
  return Subscribe{{in.incarnation()}, in.sequence()};
}

Bytes encodeSubscribed(Port port, uint32_t serial, const Subscribed& subscribed) {
  v1::Subscribed out;
  out.set_resumed(subscribed.resumed);
  out.set_devices(subscribed.devices);
  return frameOf(serial, answerTo(command(port, telemetry::subscribe)), ErrorCode::ok, out);
}

Result<Subscribed> decodeSubscribed(BytesView body) {
  v1::Subscribed in;
  if (!parse(in, body))
    return {ErrorCode::malformed, "subscribed"};
  return Subscribed{in.resumed(), in.devices()};
}

} // namespace pushscope
