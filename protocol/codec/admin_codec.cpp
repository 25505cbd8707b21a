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
  out.set_collapse_key(inject.collapseKey);
  out.set_media(inject.media);
  out.set_not_before_us(uint64_t(micros(inject.notBefore)));
  out.set_tag(inject.tag);
  out.set_query(inject.query);
  return frameOf(serial, admin::inject, ErrorCode::ok, out);
}

Result<Inject> decodeInject(BytesView body) {
  codec::Reused<v1::Inject> reused(body.size());
  const v1::Inject& in = *reused;
  if (!parse(*reused, body))
    return {ErrorCode::malformed, "inject"};
  const Result<Uuid> uuid = Uuid::fromBytes(in.uuid());
  if (!uuid.ok())
    return uuid.error();
  if (size_t(in.devices_size()) > maxTargets)
    return {ErrorCode::limit, "devices"};
  if (in.payload().size() > maxPayloadBytes)
    return {ErrorCode::tooLarge, "payload"};
  if (in.collapse_key().size() > maxCollapseKey || !isValidUtf8(in.collapse_key()))
    return {ErrorCode::malformed, "collapse_key"};
  if (in.tag().size() > maxTag || !isValidUtf8(in.tag()))
    return {ErrorCode::malformed, "tag"};
  if (in.query().size() > maxQueryBytes || !isValidUtf8(in.query()))
    return {ErrorCode::malformed, "query"};
  Inject inject;
  inject.tag = in.tag();
  inject.query = in.query();
  inject.uuid = uuid.value();
  inject.devices.assign(in.devices().begin(), in.devices().end());
  inject.payload.assign(in.payload().begin(), in.payload().end());
  inject.composed = codec::wall(in.composed_us());
  inject.timeToLive = std::chrono::milliseconds(in.time_to_live_ms());
  inject.highPriority = in.high_priority();
  inject.collapseKey = in.collapse_key();
  inject.media = in.media();
  inject.notBefore = codec::wall(in.not_before_us());
  return inject;
}

Bytes encodeInjected(uint32_t serial, const Injected& injected) {
  constexpr size_t bytesPerDelivery = 64;
  codec::Reused<v1::Injected> reused(injected.deliveries.size() * bytesPerDelivery);
  v1::Injected& out = *reused;
  for (const InjectedDelivery& delivery : injected.deliveries) {
    v1::InjectedDelivery& d = *out.add_deliveries();
    d.set_device(delivery.device);
    d.set_sequence(delivery.sequence.value);
    d.set_code(static_cast<uint32_t>(delivery.code));
    d.set_known(delivery.known);
  }
  out.set_accepted(injected.accepted);
  out.set_failed(injected.failed);
  return frameOf(serial, answerTo(admin::inject), ErrorCode::ok, out);
}

Result<Injected> decodeInjected(BytesView body) {
  v1::Injected in;
  if (!parse(in, body))
    return {ErrorCode::malformed, "injected"};
  Injected injected;
  for (const v1::InjectedDelivery& d : in.deliveries())
    injected.deliveries.push_back({d.device(), {d.sequence()}, errorFromWire(d.code()), d.known()});
  injected.accepted = in.accepted();
  injected.failed = in.failed();
  return injected;
}

Bytes encodeManage(uint32_t serial, const Manage& manage) {
  v1::Manage out;
  out.set_uuid(manage.uuid.bytes.data(), manage.uuid.bytes.size());
  for (const std::string& device : manage.devices)
    out.add_devices(device);
  out.set_action(static_cast<v1::QueueAction>(manage.action));
  out.set_until_us(uint64_t(micros(manage.until)));
  if (manage.expected)
    out.set_expected(*manage.expected);
  return frameOf(serial, admin::manage, ErrorCode::ok, out);
}

Result<Manage> decodeManage(BytesView body) {
  v1::Manage in;
  if (!parse(in, body))
    return {ErrorCode::malformed, "manage"};
  const Result<Uuid> uuid = Uuid::fromBytes(in.uuid());
  if (!uuid.ok())
    return uuid.error();
  if (size_t(in.devices_size()) > maxTargets)
    return {ErrorCode::limit, "devices"};
  Manage manage{uuid.value(),
                {in.devices().begin(), in.devices().end()},
                codec::enumFrom(in.action(), QueueAction::purge),
                codec::wall(in.until_us()),
                in.has_expected() ? std::optional(in.expected()) : std::nullopt};
  if (manage.action == QueueAction::unknown)
    return {ErrorCode::malformed, "action"};
  return manage;
}

Bytes encodeTouch(uint32_t serial, const Touch& touch) {
  v1::Touch out;
  for (const std::string& device : touch.devices)
    out.add_devices(device);
  out.set_collection(touch.collection);
  out.set_changes(touch.changes);
  return frameOf(serial, admin::touch, ErrorCode::ok, out);
}

Result<Touch> decodeTouch(BytesView body) {
  v1::Touch in;
  if (!parse(in, body))
    return {ErrorCode::malformed, "touch"};
  if (size_t(in.devices_size()) > maxTargets)
    return {ErrorCode::limit, "devices"};
  if (in.collection().empty() || in.collection().size() > maxCollectionName || !isValidUtf8(in.collection()))
    return {ErrorCode::malformed, "collection"};
  return Touch{{in.devices().begin(), in.devices().end()}, in.collection(), in.changes()};
}

// Managed and Touched have one shape.
Bytes encodeChanged(uint32_t serial, uint32_t request, const Changed& changed) {
  v1::Managed out;
  out.set_changed(changed.changed);
  out.set_unknown(changed.unknown);
  return frameOf(serial, answerTo(request), ErrorCode::ok, out);
}

Result<Changed> decodeChanged(BytesView body) {
  v1::Managed in;
  if (!parse(in, body))
    return {ErrorCode::malformed, "changed"};
  return Changed{in.changed(), in.unknown()};
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
