#include "protocol/codec/session_codec.h"

#include "protocol/codec/policy_codec.h"

namespace pushscope {
namespace {

using codec::enumFrom;
using codec::frameOf;
using codec::parse;

using codec::read;
using codec::us;
using codec::wall;
using codec::write;

void readDevice(const v1::Hello& in, Hello& hello) {
  hello.session = in.session();
  hello.handled = {in.handled()};
  hello.sleep = {in.sleep().wakes_on_data(), in.sleep().resumes(), std::chrono::milliseconds(in.sleep().window_ms()),
                 std::chrono::milliseconds(in.sleep().budget_ms())};
  if (in.has_heartbeat())
    hello.heartbeat = read(in.heartbeat());
  if (in.has_background_heartbeat())
    hello.backgroundHeartbeat = read(in.background_heartbeat());
  hello.gateway = in.gateway();
  hello.lastEnd = enumFrom(in.last_end(), Cause::loggedOut);
}

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
  out.set_session(hello.session);
  out.set_handled(hello.handled.value);
  if (hello.sleep != Sleep{}) {
    out.mutable_sleep()->set_wakes_on_data(hello.sleep.wakesOnData);
    out.mutable_sleep()->set_resumes(hello.sleep.resumes);
    out.mutable_sleep()->set_window_ms(codec::toMillis(hello.sleep.window));
    out.mutable_sleep()->set_budget_ms(codec::toMillis(hello.sleep.budget));
  }
  if (hello.heartbeat)
    write(*hello.heartbeat, *out.mutable_heartbeat());
  if (hello.backgroundHeartbeat)
    write(*hello.backgroundHeartbeat, *out.mutable_background_heartbeat());
  for (const CollectionVersion& version : hello.collections) {
    v1::CollectionVersion& c = *out.add_collections();
    c.set_name(version.name);
    c.set_version(version.version);
  }
  out.set_gateway(hello.gateway);
  out.set_last_end(static_cast<v1::Cause>(hello.lastEnd));
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
  readDevice(in, hello);
  Result<std::vector<CollectionVersion>> versions = codec::versionsOf(in.collections());
  if (!versions.ok())
    return versions.error();
  hello.collections = std::move(versions).value();
  return hello;
}

Bytes encodeWelcome(Port port, uint32_t serial, const Welcome& welcome) {
  v1::Welcome out;
  out.set_version(welcome.version);
  for (const std::string& capability : welcome.capabilities)
    out.add_capabilities(capability);
  write(welcome.heartbeat, *out.mutable_heartbeat());
  out.set_node(welcome.node);
  out.set_incarnation(welcome.incarnation.value);
  out.set_server(welcome.server);
  out.set_open_door(welcome.openDoor);
  if (port == Port::device) {
    out.set_session(welcome.session);
    out.set_resumed(welcome.resumed);
    write(welcome.backgroundHeartbeat, *out.mutable_background_heartbeat());
    out.set_synced(welcome.synced);
  } else {
    out.set_role(static_cast<uint32_t>(welcome.role));
  }
  return frameOf(serial, answerTo(command(port, Common::hello)), ErrorCode::ok, out);
}

Result<Welcome> decodeWelcome(BytesView body) {
  v1::Welcome in;
  if (!parse(in, body))
    return {ErrorCode::malformed, "welcome"};
  Welcome welcome;
  welcome.version = in.version();
  welcome.capabilities.assign(in.capabilities().begin(), in.capabilities().end());
  welcome.heartbeat = read(in.heartbeat());
  if (Status status = checkPolicy(welcome.heartbeat); !status.ok())
    return status.error();
  welcome.node = in.node();
  welcome.incarnation = {in.incarnation()};
  welcome.server = in.server();
  welcome.openDoor = in.open_door();
  welcome.session = in.session();
  welcome.resumed = in.resumed();
  welcome.backgroundHeartbeat = in.has_background_heartbeat() ? read(in.background_heartbeat()) : welcome.heartbeat;
  if (Status status = checkPolicy(welcome.backgroundHeartbeat); !status.ok())
    return status.error();
  welcome.synced = in.synced();
  welcome.role = enumFrom(in.role(), Role::administer);
  return welcome;
}

Bytes encodePing(Port port, uint32_t serial, const Ping& ping) {
  v1::Ping out;
  out.set_sent_us(us(ping.sent));
  out.set_next_ms(codec::toMillis(ping.next));
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
  codec::Reused<v1::Ping> reused(body.size());
  const v1::Ping& in = *reused;
  if (!parse(*reused, body))
    return {ErrorCode::malformed, "ping"};
  Ping ping;
  ping.sent = wall(in.sent_us());
  ping.next = std::chrono::milliseconds(in.next_ms());
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
  codec::Reused<v1::Pong> reused(body.size());
  const v1::Pong& in = *reused;
  if (!parse(*reused, body))
    return {ErrorCode::malformed, "pong"};
  return Pong{wall(in.sent_us()), wall(in.arrived_us()), wall(in.running_us()), wall(in.answered_us())};
}

Bytes encodeGoodbye(Port port, ErrorCode code, const Goodbye& goodbye) {
  v1::Goodbye out;
  out.set_detail(goodbye.detail);
  out.set_retry_after_ms(codec::toMillis(goodbye.retryAfter));
  out.set_cause(static_cast<v1::Cause>(goodbye.cause));
  return frameOf(0, command(port, Common::goodbye), code, out);
}

Result<Goodbye> decodeGoodbye(BytesView body) {
  v1::Goodbye in;
  if (!parse(in, body))
    return {ErrorCode::malformed, "goodbye"};
  return Goodbye{in.detail(), std::chrono::milliseconds(in.retry_after_ms()), enumFrom(in.cause(), Cause::loggedOut)};
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
