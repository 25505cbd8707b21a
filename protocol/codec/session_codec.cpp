#include "protocol/codec/session_codec.h"

#include "protocol/codec/proto_frame.h"
#include "pushscope/v1/device.pb.h"

namespace pushscope {
namespace {

using codec::enumFrom;
using codec::frameOf;
using codec::parse;

using codec::us;
using codec::wall;

} // namespace

Bytes encodeHello(Port port, uint32_t serial, const Hello& hello) {
  v1::Hello out;
  out.set_version_min(hello.versionMin);
  out.set_version_max(hello.versionMax);
  out.set_credential(hello.credential);
  for (const std::string& capability : hello.capabilities)
    out.add_capabilities(capability);
  out.set_device(hello.device);
  out.set_profile(hello.profile);
  out.set_client(hello.client);
  out.set_app_state(static_cast<v1::AppState>(hello.appState));
  return frameOf(serial, command(port, Common::hello), ErrorCode::ok, out);
}

Result<Hello> decodeHello(BytesView body) {
  v1::Hello in;
  if (!parse(in, body))
    return {ErrorCode::malformed, "hello"};
  Hello hello;
  hello.versionMin = in.version_min();
  hello.versionMax = in.version_max();
  hello.credential = in.credential();
  hello.capabilities.assign(in.capabilities().begin(), in.capabilities().end());
  hello.device = in.device();
  hello.profile = in.profile();
  hello.client = in.client();
  hello.appState = enumFrom(in.app_state(), AppState::terminated);
  return hello;
}

Bytes encodeWelcome(Port port, uint32_t serial, const Welcome& welcome) {
  v1::Welcome out;
  out.set_version(welcome.version);
  for (const std::string& capability : welcome.capabilities)
    out.add_capabilities(capability);
  out.mutable_heartbeat()->set_interval_ms(codec::toMillis(welcome.heartbeat.interval));
  out.mutable_heartbeat()->set_timeout_ms(codec::toMillis(welcome.heartbeat.timeout));
  out.mutable_heartbeat()->set_misses(welcome.heartbeat.misses);
  out.set_node(welcome.node);
  out.set_incarnation(welcome.incarnation.value);
  out.set_server(welcome.server);
  out.set_open_door(welcome.openDoor);
  return frameOf(serial, answerTo(command(port, Common::hello)), ErrorCode::ok, out);
}

Result<Welcome> decodeWelcome(BytesView body) {
  v1::Welcome in;
  if (!parse(in, body))
    return {ErrorCode::malformed, "welcome"};
  Welcome welcome;
  welcome.version = in.version();
  welcome.capabilities.assign(in.capabilities().begin(), in.capabilities().end());
  welcome.heartbeat = {std::chrono::milliseconds(in.heartbeat().interval_ms()),
                       std::chrono::milliseconds(in.heartbeat().timeout_ms()), in.heartbeat().misses()};
  if (Status status = checkPolicy(welcome.heartbeat); !status.ok())
    return status.error();
  welcome.node = in.node();
  welcome.incarnation = {in.incarnation()};
  welcome.server = in.server();
  welcome.openDoor = in.open_door();
  return welcome;
}

Bytes encodePing(Port port, uint32_t serial, const Ping& ping) {
  v1::Ping out;
  out.set_sent_us(us(ping.sent));
  if (ping.hasPrevious) {
    v1::Exchange& previous = *out.mutable_previous();
    previous.set_sent_us(us(ping.previous.sent));
    previous.set_arrived_us(us(ping.previous.arrived));
    previous.set_running_us(us(ping.previous.running));
    previous.set_answered_us(us(ping.previous.answered));
    previous.set_received_us(us(ping.previous.received));
  }
  return frameOf(serial, command(port, Common::ping), ErrorCode::ok, out);
}

Result<Ping> decodePing(BytesView body) {
  v1::Ping in;
  if (!parse(in, body))
    return {ErrorCode::malformed, "ping"};
  Ping ping;
  ping.sent = wall(in.sent_us());
  ping.hasPrevious = in.has_previous();
  if (ping.hasPrevious) {
    const v1::Exchange& p = in.previous();
    ping.previous = {wall(p.sent_us()), wall(p.arrived_us()), wall(p.running_us()), wall(p.answered_us()),
                     wall(p.received_us())};
  }
  return ping;
}

Bytes encodePong(Port port, uint32_t serial, const Pong& pong) {
  v1::Pong out;
  out.set_sent_us(us(pong.sent));
  out.set_arrived_us(us(pong.arrived));
  out.set_running_us(us(pong.running));
  out.set_answered_us(us(pong.answered));
  return frameOf(serial, answerTo(command(port, Common::ping)), ErrorCode::ok, out);
}

Result<Pong> decodePong(BytesView body) {
  v1::Pong in;
  if (!parse(in, body))
    return {ErrorCode::malformed, "pong"};
  return Pong{wall(in.sent_us()), wall(in.arrived_us()), wall(in.running_us()), wall(in.answered_us())};
}

Bytes encodeGoodbye(Port port, ErrorCode code, const Goodbye& goodbye) {
  v1::Goodbye out;
  out.set_detail(goodbye.detail);
  out.set_retry_after_ms(codec::toMillis(goodbye.retryAfter));
  return frameOf(0, command(port, Common::goodbye), code, out);
}

Result<Goodbye> decodeGoodbye(BytesView body) {
  v1::Goodbye in;
  if (!parse(in, body))
    return {ErrorCode::malformed, "goodbye"};
  return Goodbye{in.detail(), std::chrono::milliseconds(in.retry_after_ms())};
}

Bytes encodeRefusal(const Header& request, ErrorCode code, const Refusal& refusal) {
  v1::Refusal out;
  out.set_detail(refusal.detail);
  out.set_retry_after_ms(codec::toMillis(refusal.retryAfter));
  return frameOf(request.serial, answerTo(request.command), code, out);
}

Refusal decodeRefusal(BytesView body) {
  v1::Refusal in;
  if (!parse(in, body))
    return {};
  return {in.detail(), std::chrono::milliseconds(in.retry_after_ms())};
}

} // namespace pushscope
