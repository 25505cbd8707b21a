#include "protocol/codec/device_codec.h"

#include "protocol/codec/proto_frame.h"
#include "protocol/frame/command.h"
#include "pushscope/v1/device.pb.h"

namespace pushscope {
namespace {

using codec::us;
using codec::wall;

} // namespace

Bytes encodePush(const Push& push) {
  v1::Push out;
  out.set_uuid(push.uuid.bytes.data(), push.uuid.bytes.size());
  out.set_sequence(push.sequence.value);
  out.set_attempt(push.attempt);
  out.set_payload(push.payload.data(), push.payload.size());
  out.set_high_priority(push.highPriority);
  return codec::frameOf(0, device::push, ErrorCode::ok, out);
}

Result<Push> decodePush(BytesView body) {
  v1::Push in;
  if (!codec::parse(in, body))
    return {ErrorCode::malformed, "push"};
  const Result<Uuid> uuid = Uuid::fromBytes(in.uuid());
  if (!uuid.ok())
    return uuid.error();
  const std::string& payload = in.payload();
  return Push{uuid.value(), {in.sequence()}, in.attempt(), Bytes(payload.begin(), payload.end()), in.high_priority()};
}

Bytes encodeAcknowledge(const Acknowledge& acknowledge) {
  v1::Acknowledge out;
  out.set_up_to(acknowledge.upTo.value);
  for (const PhoneStages& stages : acknowledge.stages) {
    v1::PhoneStages& s = *out.add_stages();
    s.set_sequence(stages.sequence.value);
    s.set_woken_us(us(stages.woken));
    s.set_handled_us(us(stages.handled));
    s.set_shown_us(us(stages.shown));
    s.set_duplicate(stages.duplicate);
  }
  return codec::frameOf(0, device::acknowledge, ErrorCode::ok, out);
}

Result<Acknowledge> decodeAcknowledge(BytesView body) {
  v1::Acknowledge in;
  if (!codec::parse(in, body))
    return {ErrorCode::malformed, "acknowledge"};
  Acknowledge acknowledge{{in.up_to()}, {}};
  acknowledge.stages.reserve(size_t(in.stages_size()));
  for (const v1::PhoneStages& s : in.stages())
    acknowledge.stages.push_back(
        {{s.sequence()}, wall(s.woken_us()), wall(s.handled_us()), wall(s.shown_us()), s.duplicate()});
  return acknowledge;
}

Bytes encodeReport(const Report& report) {
  v1::Report out;
  out.set_app_state(static_cast<v1::AppState>(report.appState));
  return codec::frameOf(0, device::report, ErrorCode::ok, out);
}

Result<Report> decodeReport(BytesView body) {
  v1::Report in;
  if (!codec::parse(in, body))
    return {ErrorCode::malformed, "report"};
  return Report{codec::enumFrom(in.app_state(), AppState::terminated)};
}

} // namespace pushscope
