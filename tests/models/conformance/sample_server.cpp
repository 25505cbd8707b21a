#include "tests/models/conformance/sample_server.h"

#include "protocol/codec/admin_codec.h"
#include "protocol/codec/device_codec.h"
#include "protocol/codec/operator_codec.h"
#include "protocol/codec/proto_frame.h"
#include "protocol/codec/session_codec.h"
#include "pushscope/v1/admin.pb.h"

#include <algorithm>

namespace pushscope {
namespace {

uint64_t us(WallTime at) {
  return uint64_t(micros(at));
}

} // namespace

void SampleServer::opened(Line line, Port port) {
  m_lines[line].port = port;
  if (has(Fault::keepsALongHello))
    m_lines[line].decoder.setLimit(adminLimit);
}

void SampleServer::goodbye(Line line, ErrorCode code) {
  say(line, encodeGoodbye(m_lines[line].port, code, {}));
  say(line, {});
  phoneWent(line);
  m_lines.erase(line);
}

void SampleServer::heard(Line line, BytesView bytes, Now now) {
  m_now = now;
  const auto at = m_lines.find(line);
  if (at == m_lines.end())
    return;
  at->second.decoder.feed(bytes);
  while (m_lines.contains(line)) {
    const auto next = m_lines[line].decoder.next();
    if (!next)
      break;
    frame(line, *next);
  }
  if (!m_lines.contains(line) || !m_lines[line].decoder.failed())
    return;
  const ErrorCode why = m_lines[line].decoder.failure();
  if (m_lines[line].welcomed && ((why == ErrorCode::tooLarge && has(Fault::keepsALongFrame)) ||
                                 (why == ErrorCode::malformed && has(Fault::keepsAShortFrame))))
    return;
  goodbye(line, m_lines[line].decoder.failure());
}

void SampleServer::closed(Line line, Now now) {
  m_now = now;
  phoneWent(line);
  m_lines.erase(line);
}

void SampleServer::hello(Line line, const FrameView& frame) {
  Connection& connection = m_lines[line];
  const Result<Hello> hello = decodeHello(frame.body);
  if (!hello.ok())
    return has(Fault::welcomesUnreadableHellos)
               ? say(line, encodeWelcome(connection.port, frame.header.serial, Welcome{}))
               : goodbye(line, ErrorCode::malformed);
  if (hello.value().versionMin > protocolVersion && !has(Fault::welcomesAnyVersion))
    return goodbye(line, ErrorCode::version);
  const std::string& credential = hello.value().credential;
  if (connection.port == Port::admin && credential != token && credential != viewer && !has(Fault::welcomesAWrongToken))
    return goodbye(line, ErrorCode::unauthenticated);
  connection.isViewer = credential == viewer;
  connection.welcomed = true;
  connection.device = hello.value().device;
  connection.decoder.setLimit(connection.port == Port::admin ? adminLimit : deviceLimit);
  Welcome welcome;
  const bool isPhone = connection.port == Port::device;
  welcome.node = has(Fault::namesNoNode) ? "" : "sample";
  welcome.incarnation = {incarnation + (has(Fault::changesItsIncarnation) && m_welcomes > 0 ? m_welcomes : 0)};
  ++m_welcomes;
  welcome.heartbeat = {std::chrono::seconds(5), std::chrono::seconds(3), 3};
  if (has(Fault::wishesAnyHeartbeat) && !isPhone)
    welcome.heartbeat.misses = 0;
  welcome.session = has(Fault::givesPhonesNoSession) && isPhone ? 0 : 1234;
  welcome.role = has(Fault::namesNoRole) ? Role::none : connection.isViewer ? Role::view : Role::administer;
  if (has(Fault::namesNoRole) && m_welcomes > 1)
    welcome.role = Role::administer;
  welcome.capabilities = {"telemetry", "inject", "trace", "manage", "queue", "dead_letters", "history", "audit"};
  say(line, encodeWelcome(connection.port, frame.header.serial, welcome));
  if (connection.port == Port::device)
    phoneCame(line);
}

void SampleServer::frame(Line line, const FrameView& frame) {
  Connection& connection = m_lines[line];
  const Header& header = frame.header;
  if (header.command == command(connection.port, Common::hello)) {
    if (connection.welcomed && !has(Fault::welcomesASecondHello))
      return goodbye(line, ErrorCode::conflict);
    return hello(line, frame);
  }
  if (!connection.welcomed && !has(Fault::answersBeforeHello))
    return goodbye(line, ErrorCode::unauthenticated);
  if (header.command == command(connection.port, Common::goodbye))
    return closed(line, m_now);
  if (header.command == command(connection.port, Common::ping)) {
    const Result<Ping> ping = decodePing(frame.body);
    Pong pong{ping.value().sent, m_now.wall, m_now.wall, m_now.wall};
    if (connection.port == Port::admin && has(Fault::returnsNoSentStamp))
      pong.sent = {};
    if (has(connection.port == Port::admin ? Fault::leavesOutStamps : Fault::stampsNothingForPhones))
      pong.arrived = pong.running = pong.answered = {};
    const bool isFirst = m_pings++ == 0;
    return say(line, encodePong(connection.port,
                                header.serial + (isFirst && has(Fault::answersUnderAnotherSerial) ? 1 : 0), pong));
  }
  connection.port == Port::admin ? request(line, frame) : deviceFrame(line, frame);
}

void SampleServer::request(Line line, const FrameView& frame) {
  const Header& header = frame.header;
  if (header.command == command(Port::admin, telemetry::subscribe))
    return subscribe(line, frame);
  if (header.command == admin::inject)
    return inject(line, frame);
  if (header.command == admin::trace)
    return trace(line, frame);
  if (header.command == admin::manage) {
    const Manage manage = decodeManage(frame.body).value();
    for (const auto& delivery : m_deliveries)
      if (delivery->uuid == manage.uuid && !has(Fault::keepsWhatIsGivenUp))
        tellStage(*delivery, Stage::dead);
    return say(line, encodeChanged(header.serial, admin::manage, {1, 0}));
  }
  if (header.command >= admin::queue && header.command <= admin::audit)
    return list(line, frame);
  if (header.serial == 0)
    return has(Fault::closesOnUnknownOneWay) ? goodbye(line, ErrorCode::malformed) : void();
  if (has(Fault::ignoresUnknownCommands))
    return;
  if (has(Fault::closesOnUnknownCommands))
    return goodbye(line, ErrorCode::malformed);
  say(line, encodeRefusal(header, ErrorCode::unknownCommand, {}));
}

// ---- Telemetry

void SampleServer::subscribe(Line line, const FrameView& frame) {
  const Result<Subscribe> cursor = decodeSubscribe(frame.body);
  if (!cursor.ok() && !has(Fault::acceptsUnreadableBodies))
    return say(line, encodeRefusal(frame.header, ErrorCode::malformed, {}));
  m_lines[line].subscribed = true;
  const bool isOurs = cursor.ok() && cursor.value().incarnation.value == incarnation && cursor.value().sequence > 0 &&
                      cursor.value().sequence <= m_sequence;
  const bool resumes = isOurs || (has(Fault::resumesAnyCursor) && cursor.ok() && cursor.value().sequence > 0) ||
                       (has(Fault::resumesWithoutACursor) && cursor.ok() && cursor.value().sequence == 0);
  say(line, encodeSubscribed(Port::admin, frame.header.serial, {resumes, m_handles.size()}));
  if (!resumes)
    return snapshot(line);
  for (const v1::Block& block : m_blocks)
    if (block.sequence() > cursor.value().sequence + (has(Fault::forgetsBlocksWhenResumed) ? 1 : 0))
      say(line, codec::frameOf(0, command(Port::admin, telemetry::block), ErrorCode::ok, block));
}

void SampleServer::snapshot(Line line) {
  v1::SnapshotPage page;
  page.set_as_of(m_sequence);
  page.set_first(!has(Fault::marksNoFirstPage));
  if (has(Fault::sendsLongSnapshotPages) && m_handles.size() < 500)
    while (m_handles.size() < 501)
      m_handles["more-" + std::to_string(m_handles.size())] = uint32_t(m_handles.size() + 1);
  for (uint32_t place = 1; place <= m_handles.size(); ++place)
    for (const auto& [device, each] : m_handles)
      if (each == (has(Fault::sendsRecordsOutOfOrder) ? m_handles.size() + 1 - place : place)) {
        v1::DeviceRecord& record = *page.add_devices();
        record.set_handle(each);
        record.set_device(has(Fault::namesADeviceInTwoLines) && each == 1 ? "phone\n1" : device);
        record.set_link(m_online[device] ? v1::LINK_STATE_ONLINE : v1::LINK_STATE_OFFLINE);
      }
  page.set_last(!has(Fault::marksNoLastPage));
  say(line, codec::frameOf(0, command(Port::admin, telemetry::snapshotPage), ErrorCode::ok, page));
}

void SampleServer::tell(v1::Block block) {
  m_sequence += has(Fault::skipsABlockNumber) && m_sequence == 3 ? 2 : 1;
  block.set_node("sample");
  block.set_incarnation(incarnation + (has(Fault::tellsBlocksOfAnother) ? 1 : 0));
  block.set_sequence(m_sequence);
  block.set_wall_us(us(m_now.wall));
  m_blocks.push_back(block);
  for (const auto& [line, connection] : m_lines)
    if (connection.subscribed)
      say(line, codec::frameOf(0, command(Port::admin, telemetry::block), ErrorCode::ok, block));
}

void SampleServer::tellLink(const std::string& device, v1::LinkState link) {
  v1::Block block;
  const bool isOnline = link == v1::LINK_STATE_ONLINE;
  m_online[device] = isOnline;
  if (has(isOnline ? Fault::tellsNobodyWhoComes : Fault::tellsNobodyWhoGoes)) {
    m_handles.try_emplace(device, uint32_t(m_handles.size() + 1));
    return;
  }
  if (!m_handles.contains(device)) {
    const auto handle = has(Fault::reusesAHandle) ? 1 : uint32_t(m_handles.size() + 1);
    m_handles[device] = handle;
    v1::DeviceRecord& record = *block.add_devices();
    record.set_handle(handle);
    record.set_device(device);
    record.set_link(link);
    if (has(Fault::usesAHandleBeforeItsRecord)) {
      v1::Block early;
      early.mutable_queues()->add_handle(handle);
      early.mutable_queues()->add_waiting(0);
      tell(early);
    }
  }
  v1::Links& links = *block.mutable_links();
  links.add_handle(m_handles[device]);
  links.add_delta_us(0);
  links.add_link(link);
  links.add_closed_by(0);
  links.add_closed_code(0);
  if (!has(Fault::sendsUnequalColumns))
    links.add_closed_goodbye(0);
  tell(block);
}

void SampleServer::tellStage(Delivery& delivery, Stage stage, bool onTheWire) {
  v1::Block block;
  v1::Stages& stages = *block.mutable_stages();
  for (v1::Stages* each : {&stages, &delivery.stages}) {
    each->add_delivery(delivery.handle);
    each->add_at_us(us(m_now.wall));
    each->add_stage(uint32_t(stage));
    each->add_attempt(stage == Stage::written ? 1 : 0);
    each->add_error_us(0);
    each->add_code(0);
  }
  delivery.final = delivery.final || isFinal(stage);
  if (onTheWire && !has(Fault::tellsNoStages))
    tell(block);
}

// ---- Pushes

void SampleServer::inject(Line line, const FrameView& frame) {
  if (m_lines[line].isViewer && !has(Fault::letsAViewerPush))
    return say(line, encodeRefusal(frame.header, ErrorCode::forbidden, {"role", {}}));
  const Result<Inject> read = decodeInject(frame.body);
  if (!read.ok())
    return has(Fault::takesAnyPayload)
               ? say(line, encodeInjected(frame.header.serial, {{}, 1, 0}))
               : say(line, encodeRefusal(frame.header, read.error().code, {read.error().detail, {}}));
  const Inject& inject = read.value();
  if (inject.devices.empty() && has(Fault::takesNoTarget))
    return say(line, encodeInjected(frame.header.serial, {}));
  if (inject.devices.empty())
    return say(line, encodeRefusal(frame.header, ErrorCode::malformed, {"devices", {}}));
  const std::string& device = inject.devices.front();
  if (!m_handles.contains(device) && !has(Fault::takesUnknownDevices))
    return say(line, encodeInjected(frame.header.serial, {{{device, {}, ErrorCode::notFound, false}}, 0, 1}));
  for (const auto& delivery : m_deliveries)
    if (delivery->uuid == inject.uuid && !has(Fault::takesAUuidTwice))
      return say(line,
                 encodeInjected(frame.header.serial, {{{device, {delivery->sequence}, ErrorCode::ok, true}}, 1, 0}));
  auto made = std::make_unique<Delivery>();
  Delivery& delivery = *made;
  delivery.handle = uint32_t(m_deliveries.size() + 1);
  delivery.uuid = inject.uuid;
  delivery.device = device;
  delivery.sequence = m_deliveries.size() + 1;
  delivery.payload = has(Fault::sendsAnotherPayload) ? Bytes{'{', '}'} : inject.payload;
  if (inject.timeToLive > Duration::zero() && !has(Fault::neverExpires))
    delivery.expires = m_now.mono + inject.timeToLive;
  m_deliveries.push_back(std::move(made));
  say(line, encodeInjected(frame.header.serial, {{{device, {delivery.sequence}, ErrorCode::ok, false}}, 1, 0}));
  if (!has(Fault::tellsNoStages)) {
    v1::Block block;
    v1::DeliveryRecord& record = *block.add_deliveries();
    record.set_delivery(delivery.handle);
    record.set_uuid(delivery.uuid.bytes.data(), delivery.uuid.bytes.size());
    record.set_device(device);
    record.set_sequence(delivery.sequence);
    tell(block);
  }
  if (has(Fault::tellsStagesOutOfOrder))
    delivery.final = false, tellStage(delivery, Stage::written);
  tellStage(delivery, Stage::accepted);
  if (const Line phone = lineOf(device); phone != noLine)
    write(phone, delivery);
}

void SampleServer::write(Line line, Delivery& delivery) {
  tellStage(delivery, Stage::routed);
  tellStage(delivery, Stage::written);
  say(line, encodePush({delivery.uuid, {delivery.sequence}, 1, delivery.payload, false, {}, false}));
}

void SampleServer::trace(Line line, const FrameView& frame) {
  const Trace trace = decodeTrace(frame.body).value();
  v1::Traced traced;
  v1::Block& ladder = *traced.mutable_ladder();
  for (const auto& delivery : m_deliveries) {
    if (delivery->uuid != trace.uuid || ladder.deliveries_size() > 0)
      continue;
    v1::DeliveryRecord& record = *ladder.add_deliveries();
    record.set_delivery(delivery->handle);
    record.set_uuid(delivery->uuid.bytes.data(), delivery->uuid.bytes.size());
    record.set_device(delivery->device);
    record.set_sequence(delivery->sequence);
    *ladder.mutable_stages() = delivery->stages;
    if (has(Fault::tracesWithoutTheEnd))
      for (uint32_t& stage : *ladder.mutable_stages()->mutable_stage())
        stage = stage == uint32_t(Stage::acknowledged) ? uint32_t(Stage::written) : stage;
    if (has(Fault::tracesOutOfOrder))
      std::reverse(ladder.mutable_stages()->mutable_stage()->begin(), ladder.mutable_stages()->mutable_stage()->end());
  }
  if (ladder.deliveries_size() == 0 && !has(Fault::tracesWhatNobodyPushed))
    return say(line, encodeRefusal(frame.header, ErrorCode::notFound, {"uuid", {}}));
  say(line, codec::frameOf(frame.header.serial, answerTo(admin::trace), ErrorCode::ok, traced));
}

void SampleServer::list(Line line, const FrameView& frame) {
  const PageRequest page = decodePageRequest(frame.body).value();
  const uint32_t serial = frame.header.serial;
  if (frame.header.command == admin::queue)
    return say(line, encodeQueuePage(serial, {}));
  if (frame.header.command == admin::deadLetters) {
    DeadLetterPage dead;
    for (const auto& delivery : m_deliveries)
      if (!has(Fault::listsNoDeadLetters))
        for (const uint32_t stage : delivery->stages.stage())
          if (Stage(stage) == Stage::dead)
            dead.letters.push_back({delivery->device, delivery->uuid, {delivery->sequence}, {}, Reason::none, 0});
    return say(line, encodeDeadLetterPage(serial, dead));
  }
  if (frame.header.command == admin::audit && has(Fault::refusesAList))
    return say(line, encodeRefusal(frame.header, ErrorCode::forbidden, {"role", {}}));
  if (frame.header.command == admin::audit)
    return say(line, encodeAuditPage(serial, {{{1, {}, "me", Role::administer, {}, "inject", {}, {}, {}, 1}}, 0}));
  // The history has seven sessions, four on a page at most.
  HistoryPage history;
  uint64_t cursor = page.after;
  const uint64_t most = std::min(4u, page.count) + (has(Fault::sendsLongerPagesThanAskedFor) ? 1 : 0);
  while (cursor < 7 && history.sessions.size() < most) {
    PastSession session;
    session.cursor = ++cursor;
    session.device = "phone-1";
    history.sessions.push_back(session);
  }
  history.next = cursor < 7 ? cursor : has(Fault::neverEndsAList) ? 3 : 0;
  say(line, encodeHistoryPage(serial, history));
}

// ---- Phones

SampleServer::Line SampleServer::lineOf(const std::string& device) const {
  for (const auto& [line, connection] : m_lines)
    if (connection.port == Port::device && connection.welcomed && connection.device == device)
      return line;
  return noLine;
}

void SampleServer::phoneCame(Line line) {
  const std::string device = m_lines[line].device;
  if (const Line earlier = lineOf(device); earlier != line && !has(Fault::keepsTwoConnections))
    goodbye(earlier, ErrorCode::superseded);
  tellLink(device, v1::LINK_STATE_ONLINE);
  if (!has(Fault::pingsNoPhone))
    say(line, encodePing(Port::device, 1, {m_now.wall}));
  for (const auto& delivery : m_deliveries)
    if (delivery->device == device && !delivery->final && !has(Fault::forgetsWhatWaits))
      write(line, *delivery);
}

void SampleServer::phoneWent(Line line) {
  const auto at = m_lines.find(line);
  if (at == m_lines.end() || at->second.port != Port::device || !at->second.welcomed)
    return;
  at->second.welcomed = false;
  tellLink(at->second.device, v1::LINK_STATE_OFFLINE);
}

void SampleServer::deviceFrame(Line line, const FrameView& frame) {
  if (frame.header.command != device::acknowledge)
    return;
  const Acknowledge acknowledge = decodeAcknowledge(frame.body).value();
  for (const auto& delivery : m_deliveries) {
    if (delivery->device != m_lines[line].device || delivery->final || delivery->sequence > acknowledge.upTo.value)
      continue;
    const bool tellsPhone = !has(Fault::keepsPhoneStagesToItself);
    tellStage(*delivery, Stage::handled, tellsPhone);
    tellStage(*delivery, Stage::acknowledged);
    tellStage(*delivery, Stage::shown, tellsPhone);
    if (has(Fault::endsADeliveryTwice))
      tellStage(*delivery, Stage::expired);
  }
}

void SampleServer::tick(Now now) {
  m_now = now;
  for (const auto& delivery : m_deliveries)
    if (!delivery->final && delivery->expires <= now.mono)
      tellStage(*delivery, Stage::expired);
}

MonoTime SampleServer::due() const {
  MonoTime first = never;
  for (const auto& delivery : m_deliveries)
    if (!delivery->final)
      first = std::min(first, delivery->expires);
  return first;
}

} // namespace pushscope
