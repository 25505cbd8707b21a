#include "app/server/core/shard.h"

#include "protocol/codec/device_codec.h"
#include "protocol/codec/session_codec.h"

#include <algorithm>
#include <utility>

namespace pushscope {
namespace {

// Round trips above this are not of a network that a heartbeat could live on.
constexpr Duration longestRoundTrip = longestHeartbeat;
// An error of an hour says that nothing is known; it fits the 32 bits of telemetry.
constexpr Duration mostClockError = std::chrono::hours(1);

} // namespace

Shard::Shard(Config config, Store& store, FactSink& facts, Outlet& outlet)
    : m_config(std::move(config)), m_store(store), m_facts(facts), m_outlet(outlet) {}

Shard::Connection* Shard::find(ConnectionKey connection) {
  const auto found = m_connections.find(connection);
  return found == m_connections.end() ? nullptr : &found->second;
}

Device& Shard::deviceFor(const std::string& id) {
  auto& slot = m_devices[id];
  if (!slot) {
    slot = std::make_unique<Device>(m_config.backlog);
    slot->record.handle = {++m_lastHandle};
    slot->record.device = id;
    slot->record.link = LinkState::offline;
    slot->key = uint32_t(m_deviceByKey.size());
    m_deviceByKey.push_back(slot.get());
  }
  return *slot;
}

void Shard::arm(ConnectionKey key) {
  if (const Connection* connection = find(key))
    m_connectionDeadlines.set(key, connection->session.deadline());
}

void Shard::arm(const Device& device) {
  m_deviceDeadlines.set(device.key, device.backlog.deadline());
}

void Shard::connected(ConnectionKey key, std::string address, Now now) {
  m_connections.insert_or_assign(
      key, Connection{Session(Port::device, Session::End::server, now.mono), std::move(address), nullptr, {}});
  arm(key);
}

void Shard::frame(ConnectionKey key, const FrameView& frame, Now now) {
  Connection* connection = find(key);
  if (!connection)
    return;
  const ErrorCode admitted = connection->session.admit(frame.header.command);
  if (admitted != ErrorCode::ok && admitted != ErrorCode::unknownCommand)
    return end(key, admitted, "hello", now);
  if (connection->session.heard(now.mono))
    m_facts.link(connection->device->record.handle, now.wall, connection->device->record.link = LinkState::online, {});
  if (admitted == ErrorCode::unknownCommand) {
    if (frame.header.serial != 0)
      m_outlet.send(key, encodeRefusal(frame.header, admitted, {"command", {}}));
  } else if (connection->session.isOpen()) {
    dispatch(key, *connection, frame, now);
  } else {
    hello(key, *connection, frame, now);
  }
  arm(key);
}

void Shard::undecodable(ConnectionKey key, ErrorCode cause, Now now) {
  end(key, cause, "length", now);
}

void Shard::disconnected(ConnectionKey key, ErrorCode cause, Now now) {
  // A phone that does not read is cut by this side; everything else was its end's doing, without a word.
  const Closing closing =
      cause == ErrorCode::limit ? Closing{Side::server, cause, false} : Closing{Side::phone, ErrorCode::ok, false};
  gone(key, closing, now);
}

void Shard::hello(ConnectionKey key, Connection& connection, const FrameView& frame, Now now) {
  const Result<Hello> decoded = decodeHello(frame.body);
  if (!decoded.ok())
    return end(key, decoded.error().code, decoded.error().detail, now);
  const Hello& hello = decoded.value();
  if (hello.versionMin > protocolVersion || hello.versionMax < protocolVersion)
    return end(key, ErrorCode::version, "this side speaks version " + std::to_string(protocolVersion), now);
  if (const Status id = checkDeviceId(hello.device); !id.ok())
    return end(key, id.error().code, id.error().detail, now);
  if (m_config.admitsDevice && !m_config.admitsDevice(hello.credential))
    return end(key, ErrorCode::unauthenticated, "credential", now);
  if (m_devices.size() >= m_config.maxDevices && !m_devices.contains(hello.device))
    return end(key, ErrorCode::limit, "devices", now);
  welcome(key, connection, hello, frame.header, now);
}

void Shard::welcome(ConnectionKey key, Connection& connection, const Hello& hello, const Header& header, Now now) {
  Device& device = deviceFor(hello.device);
  if (device.connection)
    end(*device.connection, ErrorCode::superseded, "device", now);
  device.connection = key;
  connection.device = &device;
  connection.session.open(m_config.heartbeat, now.mono);
  m_outlet.setFrameLimit(key, deviceLimit);

  DeviceRecord& record = device.record;
  record.profile = labelOf(hello.profile);
  record.client = labelOf(hello.client);
  record.address = connection.address;
  record.link = LinkState::online;
  record.appState = hello.appState;
  record.connected = now.wall;
  ++record.connects;
  m_facts.device(record);

  m_outlet.send(key, encodeWelcome(Port::device, header.serial,
                                   {protocolVersion,
                                    {},
                                    m_config.heartbeat,
                                    m_config.node,
                                    m_config.incarnation,
                                    m_config.server,
                                    !m_config.admitsDevice}));
  connection.openingPing = Ping{m_outlet.wallNow()};
  m_outlet.send(key, encodePing(Port::device, connection.session.takeSerial(), *connection.openingPing));
  device.backlog.connected(now.mono);
  pump(device, now);
}

void Shard::dispatch(ConnectionKey key, Connection& connection, const FrameView& frame, Now now) {
  switch (frame.header.command) {
  case command(Port::device, Common::ping):
    return ping(key, connection, frame, now);
  case answerTo(command(Port::device, Common::ping)):
    return pong(connection, frame, now);
  case device::acknowledge:
    return acknowledge(key, connection, frame, now);
  case device::report:
    return report(key, connection, frame, now);
  case command(Port::device, Common::goodbye):
    m_outlet.close(key, ErrorCode::ok, "goodbye");
    return gone(key, {Side::phone, errorFromWire(frame.header.code), true}, now);
  }
  if (frame.header.serial != 0 && !isAnswer(frame.header.command))
    m_outlet.send(key, encodeRefusal(frame.header, ErrorCode::unknownCommand, {"command", {}}));
}

void Shard::ping(ConnectionKey key, Connection& connection, const FrameView& frame, Now now) {
  const Result<Ping> ping = decodePing(frame.body);
  if (!ping.ok())
    return end(key, ping.error().code, ping.error().detail, now);
  m_outlet.send(
      key, encodePong(Port::device, frame.header.serial, {ping.value().sent, now.wall, now.wall, m_outlet.wallNow()}));
  if (ping.value().hasPrevious)
    learnExchange(*connection.device, ping.value().previous, true, now);
}

void Shard::pong(Connection& connection, const FrameView& frame, Now now) {
  const Result<Pong> pong = decodePong(frame.body);
  const auto sent = std::exchange(connection.openingPing, std::nullopt);
  if (!pong.ok() || !sent || pong.value().sent != sent->sent)
    return;
  learnExchange(*connection.device,
                {sent->sent, pong.value().arrived, pong.value().running, pong.value().answered, now.wall}, false, now);
}

void Shard::learnExchange(Device& device, const Exchange& exchange, bool begunByPhone, Now now) {
  const Duration roundTrip = exchange.roundTrip();
  if (roundTrip <= Duration::zero() || roundTrip > longestRoundTrip)
    return;
  if (!(begunByPhone ? device.clock.addTheirs(exchange, now.wall) : device.clock.add(exchange)))
    return;
  m_facts.beat(device.record.handle, now.wall, roundTrip);
  device.record.lastBeat = now.wall;
  device.record.roundTrip = roundTrip;
  device.record.roundTrips.add(roundTrip);
  const auto estimate = device.clock.estimate(now.wall);
  if (estimate->offset != device.record.clockOffset) {
    device.record.clockOffset = estimate->offset;
    device.record.clockError = std::min(estimate->error, mostClockError);
    m_facts.clock(device.record.handle, device.record.clockOffset, device.record.clockError);
  }
}

void Shard::acknowledge(ConnectionKey key, Connection& connection, const FrameView& frame, Now now) {
  const Result<Acknowledge> decoded = decodeAcknowledge(frame.body);
  if (!decoded.ok())
    return end(key, decoded.error().code, decoded.error().detail, now);
  Device& device = *connection.device;
  for (const PhoneStages& stages : decoded.value().stages)
    phoneStages(device, stages, now);
  const std::vector<Sequence> settled = device.backlog.acknowledge(decoded.value().upTo);
  if (settled.empty())
    return;
  for (Sequence sequence : settled) {
    if (const auto waiting = device.deliveries.find(sequence); waiting != device.deliveries.end()) {
      m_facts.stage({waiting->second.delivery, now.wall, Stage::acknowledged});
      device.deliveries.erase(waiting);
    }
  }
  m_store.acknowledge(device.record.device, settled.back());
  waitingChanged(device);
  pump(device, now);
}

void Shard::phoneStages(Device& device, const PhoneStages& stages, Now now) {
  const auto waiting = device.deliveries.find(stages.sequence);
  if (waiting == device.deliveries.end())
    return;
  const auto tell = [&](Stage stage, WallTime phoneTime) {
    if (const auto corrected = device.onNodeClock(phoneTime, now.wall))
      m_facts.stage({waiting->second.delivery, corrected->at, stage, 0, std::min(corrected->error, mostClockError)});
  };
  tell(Stage::woken, stages.woken);
  tell(Stage::handled, stages.handled);
  if (!stages.duplicate)
    tell(Stage::shown, stages.shown);
}

void Shard::report(ConnectionKey key, Connection& connection, const FrameView& frame, Now now) {
  const Result<Report> report = decodeReport(frame.body);
  if (!report.ok())
    return end(key, report.error().code, report.error().detail, now);
  connection.device->record.appState = report.value().appState;
  m_facts.app(connection.device->record.handle, now.wall, report.value().appState);
}

void Shard::inject(const Inject& inject, Now now, std::function<void(Injected)> done) {
  // Engines may answer later and in any order; the last answer completes the whole.
  struct Pending {
    Injected answer;
    size_t open;
    std::function<void(Injected)> done;
  };
  auto pending = std::make_shared<Pending>();
  pending->open = inject.devices.size();
  pending->done = std::move(done);
  for (const std::string& id : inject.devices)
    pending->answer.deliveries.push_back({id, {}, ErrorCode::ok, false});
  if (inject.devices.empty())
    return pending->done(pending->answer);
  const Duration asked = inject.timeToLive > Duration::zero() ? inject.timeToLive : m_config.timeToLive;
  const Duration timeToLive = std::min(asked, m_config.longestTimeToLive);
  auto shared = std::make_shared<const Inject>(inject);
  for (size_t i = 0; i < inject.devices.size(); ++i) {
    const auto settleOne = [pending, i](ErrorCode code, Sequence sequence, bool known) {
      pending->answer.deliveries[i] = {pending->answer.deliveries[i].device, sequence, code, known};
      if (--pending->open == 0)
        pending->done(pending->answer);
    };
    const auto found = m_devices.find(inject.devices[i]);
    if (found == m_devices.end()) {
      settleOne(ErrorCode::notFound, {}, false);
      continue;
    }
    Device& device = *found->second;
    m_store.append(device.record.device, {inject.uuid, inject.payload, inject.highPriority, now.wall + timeToLive},
                   [this, &device, shared, settleOne, now](Result<Store::Appended> appended) {
                     if (!appended.ok())
                       return settleOne(appended.error().code, {}, false);
                     if (!appended.value().known)
                       accepted(device, *shared, appended.value().sequence, now);
                     settleOne(ErrorCode::ok, appended.value().sequence, appended.value().known);
                   });
  }
}

void Shard::accepted(Device& device, const Inject& inject, Sequence sequence, Now now) {
  const DeliveryHandle delivery{++m_lastDelivery};
  device.deliveries[sequence] = {delivery, inject.uuid};
  m_facts.delivery({delivery, inject.uuid, device.record.device, sequence, uint32_t(inject.payload.size()),
                    keyedHash(m_config.payloadKey0, m_config.payloadKey1, inject.payload)});
  if (inject.composed > WallTime{})
    m_facts.stage({delivery, inject.composed, Stage::composed});
  m_facts.stage({delivery, m_outlet.wallNow(), Stage::accepted});
  const Duration asked = inject.timeToLive > Duration::zero() ? inject.timeToLive : m_config.timeToLive;
  const auto evicted =
      device.backlog.append(sequence, now.mono + std::min(asked, m_config.longestTimeToLive), now.mono);
  if (evicted)
    settle(device, *evicted, Stage::evicted, 0, now);
  waitingChanged(device);
  pump(device, now);
}

void Shard::pump(Device& device, Now now) {
  for (;;) {
    const Backlog::Action action = device.backlog.tick(now.mono);
    switch (action.kind) {
    case Backlog::Action::Kind::none:
      return arm(device);
    case Backlog::Action::Kind::send:
      write(device, action.sequence, action.attempt);
      break;
    case Backlog::Action::Kind::settle:
      settle(device, action.sequence, action.stage, action.attempt, now);
      waitingChanged(device);
      break;
    case Backlog::Action::Kind::wait:
      if (const auto waiting = device.deliveries.find(action.sequence); waiting != device.deliveries.end())
        m_facts.stage({waiting->second.delivery, m_outlet.wallNow(), action.stage, action.attempt});
      break;
    }
  }
}

void Shard::write(Device& device, Sequence sequence, uint32_t attempt) {
  const auto waiting = device.deliveries.find(sequence);
  const std::vector<Store::Stored> stored = m_store.read(device.record.device, {sequence.value - 1}, 1);
  if (waiting == device.deliveries.end() || stored.empty() || stored.front().sequence != sequence || !device.connection)
    return;
  const DeliveryHandle delivery = waiting->second.delivery;
  const Store::Body& body = stored.front().body;
  if (attempt == 1)
    m_facts.stage({delivery, m_outlet.wallNow(), Stage::routed});
  m_outlet.send(*device.connection, encodePush({body.uuid, sequence, attempt, body.payload, body.highPriority}));
  m_facts.stage({delivery, m_outlet.wallNow(), Stage::written, attempt});
}

void Shard::settle(Device& device, Sequence sequence, Stage stage, uint32_t attempt, Now now) {
  if (const auto waiting = device.deliveries.find(sequence); waiting != device.deliveries.end()) {
    m_facts.stage({waiting->second.delivery, now.wall, stage, attempt});
    device.deliveries.erase(waiting);
  }
  m_store.settle(device.record.device, sequence, stage);
}

void Shard::waitingChanged(Device& device) {
  device.record.waiting = uint32_t(device.backlog.size());
  m_facts.waiting(device.record.handle, device.record.waiting);
}

void Shard::tick(Now now) {
  while (const auto key = m_connectionDeadlines.pop(now.mono)) {
    Connection* connection = find(*key);
    if (!connection)
      continue;
    switch (connection->session.tick(now.mono)) {
    case Session::Step::none:
    case Session::Step::sendPing:
      break;
    case Session::Step::miss: {
      DeviceRecord& record = connection->device->record;
      m_facts.missed(record.handle, now.wall, ++record.missed);
      if (record.link == LinkState::online)
        m_facts.link(record.handle, now.wall, record.link = LinkState::suspect, {});
      break;
    }
    case Session::Step::handshakeLate:
      end(*key, ErrorCode::busy, "no hello in time", now);
      continue;
    case Session::Step::heartbeatLost: {
      DeviceRecord& record = connection->device->record;
      m_facts.missed(record.handle, now.wall, ++record.missed);
      end(*key, ErrorCode::heartbeatLost, "heartbeat", now);
      continue;
    }
    }
    arm(*key);
  }
  while (const auto key = m_deviceDeadlines.pop(now.mono))
    pump(*m_deviceByKey[*key], now);
}

MonoTime Shard::deadline() const {
  return std::min(m_connectionDeadlines.next(), m_deviceDeadlines.next());
}

void Shard::stalled(Duration stalled, Now now) {
  m_facts.stall(stalled);
  for (auto& [key, connection] : m_connections) {
    connection.session.forgive(now.mono);
    m_connectionDeadlines.set(key, connection.session.deadline());
  }
}

void Shard::drain(Now now) {
  std::vector<ConnectionKey> keys;
  for (const auto& [key, connection] : m_connections)
    keys.push_back(key);
  for (ConnectionKey key : keys)
    end(key, ErrorCode::draining, "the server is going down", now);
}

void Shard::end(ConnectionKey key, ErrorCode code, const std::string& detail, Now now) {
  m_outlet.send(key, encodeGoodbye(Port::device, code, {detail, {}}));
  m_outlet.close(key, code, detail);
  gone(key, {Side::server, code, true}, now);
}

void Shard::gone(ConnectionKey key, const Closing& closing, Now now) {
  const auto found = m_connections.find(key);
  if (found == m_connections.end())
    return;
  Device* device = found->second.device;
  m_connections.erase(found);
  m_connectionDeadlines.set(key, never);
  if (!device || device->connection != key)
    return;
  device->connection.reset();
  device->backlog.disconnected();
  device->record.link = LinkState::offline;
  device->record.closing = closing;
  device->record.closed = now.wall;
  m_facts.link(device->record.handle, now.wall, LinkState::offline, closing);
  pump(*device, now);
}

} // namespace pushscope
