#include "protocol/codec/fleet_codec.h"

#include "protocol/codec/proto_frame.h"
#include "protocol/frame/command.h"
#include "protocol/message/admin.h"
#include "pushscope/v1/fleet.pb.h"

namespace pushscope {

Bytes encodeControl(uint32_t serial, const Control& control) {
  v1::Control out;
  for (const std::string& device : control.devices)
    out.add_devices(device);
  out.set_action(static_cast<v1::PhoneAction>(control.action));
  out.set_value(control.value);
  out.set_text(control.text);
  return codec::frameOf(serial, fleet::control, ErrorCode::ok, out);
}

Result<Control> decodeControl(BytesView body) {
  v1::Control in;
  if (!codec::parse(in, body))
    return {ErrorCode::malformed, "control"};
  if (size_t(in.devices_size()) > maxTargets)
    return {ErrorCode::limit, "devices"};
  Control control;
  control.devices.assign(in.devices().begin(), in.devices().end());
  control.action = codec::enumFrom(in.action(), PhoneAction::refuse);
  if (control.action == PhoneAction::unknown)
    return {ErrorCode::malformed, "action"};
  if (in.text().size() > maxCollectionName || !isValidUtf8(in.text()))
    return {ErrorCode::malformed, "text"};
  control.value = in.value();
  control.text = in.text();
  return control;
}

Bytes encodeControlled(uint32_t serial, const Controlled& controlled) {
  v1::Controlled out;
  out.set_changed(controlled.changed);
  out.set_unknown(controlled.unknown);
  return codec::frameOf(serial, answerTo(fleet::control), ErrorCode::ok, out);
}

Result<Controlled> decodeControlled(BytesView body) {
  v1::Controlled in;
  if (!codec::parse(in, body))
    return {ErrorCode::malformed, "controlled"};
  return Controlled{in.changed(), in.unknown()};
}

} // namespace pushscope
