#include "app/server/core/shard.h"

#include "protocol/codec/device_codec.h"
#include "protocol/codec/session_codec.h"
#include "protocol/message/device_query.h"

#include <algorithm>
#include <array>
#include <unordered_set>
#include <utility>

namespace pushscope {
namespace {

// Round trips above this are not of a network that a heartbeat could live on.
constexpr Duration longestRoundTrip = longestHeartbeat;
// An error of an hour says that nothing is known; it fits the 32 bits of telemetry.
constexpr Duration mostClockError = std::chrono::hours(1);
// A phone that says when its next ping comes may be so much later: its timers are aligned with others (3-behaviour 3).
constexpr Duration nextPingSlack = std::chrono::seconds(20);

// Of Shard::queue(): shard (6 bits, see mostShards), device (20 bits, enough for maxDevices), sequence (38 bits, enough
// for 3,000 pushes a second during three years).
constexpr uint32_t sequenceBits = 38, deviceBits = 20;
uint64_t queueCursor(uint32_t shard, uint32_t device, Sequence sequence) {
  const uint64_t sequenceMask = (uint64_t{1} << sequenceBits) - 1;
  return uint64_t{shard} << (deviceBits + sequenceBits) | uint64_t{device} << sequenceBits |
         (sequence.value & sequenceMask);
}
uint32_t deviceOf(uint64_t cursor) {
  return uint32_t(cursor >> sequenceBits) & ((1u << deviceBits) - 1);
}
Sequence sequenceOf(uint64_t cursor) {
  return {cursor & ((uint64_t{1} << sequenceBits) - 1)};
}

// 9-wire: intervals asked by a client are clamped, never refused.
HeartbeatPolicy clamped(const std::optional<HeartbeatPolicy>& wish, const HeartbeatPolicy& own) {
  if (!wish)
    return own;
  return {std::clamp(wish->interval, shortestHeartbeat, longestHeartbeat),
          std::clamp(wish->timeout, shortestHeartbeat, longestHeartbeat), std::clamp(wish->misses, 1u, mostMisses)};
}

constexpr size_t rememberedFailures = 4096; // device ids with wrong credentials; the least recent pays for the next
constexpr Duration failureWindow = std::chrono::minutes(1);

} // namespace

uint32_t shardOfCursor(uint64_t cursor) {
  return uint32_t(cursor >> (deviceBits + sequenceBits));
}

uint64_t firstCursorOf(uint32_t shard) {
  return queueCursor(shard, 0, {});
}

uint32_t shardOf(std::string_view device, uint32_t shards) {
  return shards <= 1 ? 0 : uint32_t(keyedHash(0, 0, asBytes(device)) % shards);
}

Shard::Shard(CoreConfig config, Store& store, FactSink& facts, Outlet& outlet)
    : m_config(std::move(config)), m_facts(facts), m_outlet(outlet), m_deliveries(m_config, store, facts, outlet),
      m_account(m_config), m_random(m_config.seed) {
  m_deliveries.onUnreachable = [this](Device& device, const Nudge& push) { m_outlet.nudge(device.gateway, push); };
  m_deliveries.onDead = [this](Device& device, Now now) {
    if (!device.connection)
      return;
    // While this process stood still no acknowledgement could be read: what was written before is written once more.
    if (now.mono < m_stalledAt + m_config.backlog.connectionTimeout)
      return device.backlog.connected(now.mono);
    end(*device.connection, ErrorCode::heartbeatLost, "no acknowledgement", now);
  };
  m_deliveries.onLater = [this](const Device& device) { arm(device); };
}

Shard::Connection* Shard::find(ConnectionKey connection) {
  return connection < m_connections.size() ? m_connections[connection].get() : nullptr;
}

void Shard::erase(ConnectionKey connection) {
  m_connections[connection] = nullptr;
  --m_connectionCount;
  m_connectionDeadlines.set(connection, never);
}

Device* Shard::findDevice(const std::string& id) const {
  const uint32_t key =
      m_keyOf.find(NumberTable::hashOf(id), [&](uint32_t k) { return m_deviceByKey[k]->record.device == id; });
  return key == NumberTable::none ? nullptr : m_deviceByKey[key].get();
}

Device& Shard::deviceFor(const std::string& id) {
  if (Device* device = findDevice(id))
    return *device;
  const auto& device = m_deviceByKey.emplace_back(std::make_unique<Device>(m_config.backlog));
  device->record.handle = {m_config.shard + 1 + m_config.shards * m_handles++};
  device->record.device = id;
  device->record.link = LinkState::offline;
  device->key = uint32_t(m_deviceByKey.size() - 1);
  m_keyOf.add(NumberTable::hashOf(id), device->key);
  return *device;
}

Status Shard::recover(Now now) {
  Status status = m_deliveries.recover(
      [&](const std::string& id) -> Device* {
        return shardOf(id, m_config.shards) == m_config.shard && checkDeviceId(id).ok() ? &deviceFor(id) : nullptr;
      },
      now);
  for (const auto& device : m_deviceByKey)
    if (device->record.waiting > 0) {
      m_facts.device(device->record);
      pump(*device, now);
    }
  return status;
}

void Shard::recoverTags(const std::string& device, std::vector<std::string> tags) {
  if (checkDeviceId(device).ok() && m_deviceByKey.size() < m_config.maxDevices)
    deviceFor(device).record.tags = std::move(tags);
}

void Shard::arm(ConnectionKey key) {
  if (const Connection* connection = find(key))
    m_connectionDeadlines.set(key, connection->session.deadline());
}

void Shard::arm(const Device& device) {
  m_deviceDeadlines.set(device.key, device.backlog.deadline());
}

void Shard::pump(Device& device, Now now) {
  m_deliveries.pump(device, now);
  arm(device);
}

void Shard::connected(ConnectionKey key, std::string address, Now now) {
  if (key >= m_connections.size())
    m_connections.resize(key + 1);
  std::unique_ptr<Connection>& connection = m_connections[key];
  m_connectionCount += !connection;
  connection.reset(
      new Connection{Session(Port::device, Session::End::server, now.mono), std::move(address), {}, {}, {}});
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
  if (const uint32_t owner = shardOf(hello.device, m_config.shards); owner != m_config.shard) {
    erase(key); // `connection` is gone
    return m_outlet.handOver(key, owner, frame);
  }
  if (turnedAway(key, hello, now))
    return;
  if (m_deviceByKey.size() >= m_config.maxDevices && !findDevice(hello.device))
    return end(key, ErrorCode::limit, "devices", now);
  welcome(key, connection, hello, frame.header, now);
}

bool Shard::turnedAway(ConnectionKey key, const Hello& hello, Now now) {
  const auto failed = m_wrongCredentials.find(hello.device);
  if (failed != m_wrongCredentials.end() && failed->second.since + failureWindow <= now.mono)
    m_wrongCredentials.erase(failed);
  else if (failed != m_wrongCredentials.end() && failed->second.count >= m_config.mostWrongCredentials)
    return end(key, ErrorCode::banned, "credential", now, failed->second.since + failureWindow - now.mono), true;
  if (m_config.admitsDevice && !m_config.admitsDevice(hello.credential)) {
    triedWrongly(hello.device, now);
    return end(key, ErrorCode::unauthenticated, "credential", now), true;
  }
  if (Device* device = findDevice(hello.device); device && flaps(*device, now))
    return end(key, ErrorCode::banned, "connects too often", now, device->bannedUntil - now.mono), true;
  return false;
}

void Shard::triedWrongly(const std::string& device, Now now) {
  if (m_wrongCredentials.size() >= rememberedFailures && !m_wrongCredentials.contains(device))
    m_wrongCredentials.erase(std::min_element(m_wrongCredentials.begin(), m_wrongCredentials.end(),
                                              [](auto& a, auto& b) { return a.second.since < b.second.since; }));
  Failures& failures = m_wrongCredentials.try_emplace(device, Failures{0, now.mono}).first->second;
  ++failures.count;
}

bool Shard::flaps(Device& device, Now now) {
  if (now.mono < device.bannedUntil)
    return true;
  if (device.flapConnects == 0 || now.mono - device.flapSince > m_config.flapWindow) {
    device.flapSince = now.mono;
    device.flapConnects = 0;
  }
  if (++device.flapConnects <= m_config.flapConnects)
    return false;
  device.flapConnects = 0;
  device.bannedUntil = now.mono + m_config.flapBan;
  return true;
}

void Shard::welcome(ConnectionKey key, Connection& connection, const Hello& hello, const Header& header, Now now) {
  Device& device = deviceFor(hello.device);
  if (device.flapConnects == 0) { // its first: turnedAway() counts those of devices that are known
    device.flapSince = now.mono;
    device.flapConnects = 1;
  }
  if (device.connection)
    end(*device.connection, ErrorCode::superseded, "device", now);
  const bool resumed = resume(device, hello, now);
  device.connection = key;
  connection.device = &device;
  m_outlet.setFrameLimit(key, deviceLimit);
  describe(device, connection, hello, resumed, now);
  connection.session.open(device.foreground, now.mono);
  rule(connection, now);

  const bool current = m_account.current(device, hello.collections);
  Welcome welcome{protocolVersion,       {}, device.foreground, m_config.node, m_config.incarnation, m_config.server,
                  !m_config.admitsDevice};
  welcome.session = device.session;
  welcome.resumed = resumed;
  welcome.backgroundHeartbeat = device.background;
  welcome.synced = current;
  m_outlet.send(key, encodeWelcome(Port::device, header.serial, welcome));
  bringUpToDate(key, connection, hello, current, now);
}

// Nobody who knows some of them can guess another.
uint64_t Shard::newSession() {
  std::array<uint8_t, 8> count{};
  for (size_t i = 0; i < count.size(); ++i)
    count[i] = uint8_t(m_sessions >> (8 * i));
  ++m_sessions;
  return std::max<uint64_t>(1, keyedHash(m_config.sessionKey0, m_config.sessionKey1, count));
}

// What an earlier connection of the same session had handled need not be written again.
bool Shard::resume(Device& device, const Hello& hello, Now now) {
  if (hello.session != 0 && hello.session == device.session && now.mono < device.sessionUntil) {
    m_deliveries.acknowledge(device, hello.handled, now);
    return true;
  }
  device.session = newSession();
  return false;
}

void Shard::describe(Device& device, const Connection& connection, const Hello& hello, bool resumed, Now now) {
  device.sessionUntil = never;
  device.foreground = device.ruled ? device.ruled->first : clamped(hello.heartbeat, m_config.heartbeat);
  device.background =
      device.ruled ? device.ruled->second : clamped(hello.backgroundHeartbeat, m_config.backgroundHeartbeat);
  device.beats = device.acknowledged = 0;
  device.missedBefore = device.record.missed;
  device.sleep = hello.sleep;
  device.budget.set(hello.sleep);
  device.gateway = hello.gateway;
  DeviceRecord& record = device.record;
  record.profile = labelOf(hello.profile);
  record.client = labelOf(hello.client);
  record.address = connection.address;
  record.link = LinkState::online;
  record.appState = hello.appState;
  record.appCause = hello.lastEnd;
  record.connected = now.wall;
  record.resumed = resumed;
  record.wakesOnData = hello.sleep.wakesOnData;
  record.mostResumes = hello.sleep.resumes;
  ++record.connects;
  m_facts.device(record);
}

// Changes of collections first, because they are small and the pushes may speak of them; then what waits. The ping
// behind them tells when all has arrived, and how the clocks stand.
void Shard::bringUpToDate(ConnectionKey key, Connection& connection, const Hello& hello, bool current, Now now) {
  Device& device = *connection.device;
  connection.syncing = std::make_unique<Connection::Syncing>(Connection::Syncing{now.mono, {}});
  connection.syncing->fact.resumed = device.record.resumed;
  if (!current) {
    const Account::Update update = m_account.since(device, hello.collections);
    connection.syncing->fact.items = update.items;
    for (const Bytes& page : update.frames)
      m_outlet.send(key, page);
    m_outlet.send(key, encodeSynced(0, update.synced));
  }
  sendPing(key, connection, now);
  device.backlog.connected(now.mono);
  if (connection.syncing) // else the ping was answered within the call that sent it
    connection.syncing->awaitsFirstPush = device.backlog.ready(now.mono);
  pump(device, now);
}

// Heartbeats follow the state of the device; see the class comment.
void Shard::rule(Connection& connection, Now now) {
  const Device& device = *connection.device;
  const bool serverPings = device.asleep() && device.sleep.wakesOnData;
  const bool inFront = device.record.appState == AppState::foreground || device.record.appState == AppState::unknown;
  connection.session.change(inFront ? device.foreground : device.background,
                            serverPings ? Heartbeat::Role::keeper : Heartbeat::Role::listener, now.mono,
                            serverPings ? m_random.next() : 0);
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
  case device::sync:
    return sync(key, connection, frame, now);
  case command(Port::device, Common::goodbye):
    return goodbye(key, connection, frame, now);
  }
  if (frame.header.serial != 0 && !isAnswer(frame.header.command))
    m_outlet.send(key, encodeRefusal(frame.header, ErrorCode::unknownCommand, {"command", {}}));
}

void Shard::goodbye(ConnectionKey key, Connection& connection, const FrameView& frame, Now now) {
  const Result<Goodbye> goodbye = decodeGoodbye(frame.body);
  if (goodbye.ok() && goodbye.value().cause != Cause::unknown) {
    const AppState after =
        goodbye.value().cause == Cause::loggedOut ? connection.device->record.appState : AppState::terminated;
    tellApp(*connection.device, {after, goodbye.value().cause, {}}, now);
  }
  m_outlet.close(key, ErrorCode::ok, "goodbye");
  gone(key, {Side::phone, errorFromWire(frame.header.code), true}, now);
}

void Shard::sendPing(ConnectionKey key, Connection& connection, Now now) {
  const WallTime sent = m_outlet.clocks().wall;
  connection.pinged = sent;
  if (connection.device->asleep())
    m_deliveries.beatWritten(*connection.device, now);
  m_outlet.send(key, encodePing(Port::device, connection.session.takeSerial(), {sent, false, {}, {}}));
}

void Shard::ping(ConnectionKey key, Connection& connection, const FrameView& frame, Now now) {
  const Result<Ping> ping = decodePing(frame.body);
  if (!ping.ok())
    return end(key, ping.error().code, ping.error().detail, now);
  const Duration next = ping.value().next;
  connection.session.expectWithin(next > Duration::zero()
                                      ? std::clamp(next, shortestHeartbeat, longestHeartbeat) + nextPingSlack
                                      : Duration::zero(),
                                  now.mono);
  if (frame.header.serial != 0) // else it is one-way: nobody waits for an answer
    m_outlet.send(key, encodePong(Port::device, frame.header.serial,
                                  {ping.value().sent, now.wall, now.wall, m_outlet.clocks().wall}));
  if (ping.value().hasPrevious)
    learnExchange(*connection.device, ping.value().previous, true, now);
}

void Shard::pong(Connection& connection, const FrameView& frame, Now now) {
  const Result<Pong> pong = decodePong(frame.body);
  if (!pong.ok() || pong.value().sent != connection.pinged)
    return;
  connection.pinged.reset();
  learnExchange(*connection.device,
                {pong.value().sent, pong.value().arrived, pong.value().running, pong.value().answered, now.wall}, false,
                now);
  if (connection.syncing && connection.syncing->fact.sync == Duration::zero()) {
    connection.syncing->fact.sync = std::max(now.mono - connection.syncing->since, Duration(1));
    syncProgress(connection, now);
  }
}

void Shard::syncProgress(Connection& connection, Now now) {
  if (connection.syncing->fact.sync == Duration::zero() || connection.syncing->awaitsFirstPush)
    return;
  const std::unique_ptr<Connection::Syncing> done = std::move(connection.syncing);
  done->fact.at = now.wall;
  m_facts.sync(connection.device->record.handle, done->fact);
}

void Shard::learnExchange(Device& device, const Exchange& exchange, bool begunByPhone, Now now) {
  const Duration roundTrip = exchange.roundTrip();
  if (roundTrip <= Duration::zero() || roundTrip > longestRoundTrip)
    return;
  if (!(begunByPhone ? device.clock.addTheirs(exchange, now.wall) : device.clock.add(exchange)))
    return;
  ++device.beats;
  m_facts.beat(device.record.handle, now.wall, roundTrip);
  device.record.lastBeat = now.wall;
  device.record.roundTrip = roundTrip;
  device.record.roundTrips.add(roundTrip);
  const auto estimate = device.clock.estimate(now.wall);
  const Duration error = std::min(estimate->error, mostClockError);
  // The best exchange of the last ones grows old: what was said of its error is too little then.
  if (estimate->offset != device.record.clockOffset || error > device.record.clockError) {
    device.record.clockOffset = estimate->offset;
    device.record.clockError = error;
    m_facts.clock(device.record.handle, device.record.clockOffset, device.record.clockError);
  }
}

void Shard::acknowledge(ConnectionKey key, Connection& connection, const FrameView& frame, Now now) {
  const Result<Acknowledge> decoded = decodeAcknowledge(frame.body);
  if (!decoded.ok())
    return end(key, decoded.error().code, decoded.error().detail, now);
  Device& device = *connection.device;
  for (const PhoneStages& stages : decoded.value().stages)
    m_deliveries.phoneStages(device, stages, now);
  bool moved = false;
  for (Sequence sequence : decoded.value().refused)
    moved |= m_deliveries.refuse(device, sequence, now);
  moved |= m_deliveries.acknowledge(device, decoded.value().upTo, now);
  if (!moved)
    return;
  if (connection.syncing && std::exchange(connection.syncing->awaitsFirstPush, false)) {
    connection.syncing->fact.firstPush = std::max(now.mono - connection.syncing->since, Duration(1));
    syncProgress(connection, now);
  }
  pump(device, now);
}

void Shard::tellApp(Device& device, const AppChange& change, Now now) {
  const auto corrected = device.onNodeClock(change.at, now.wall);
  device.record.appState = change.appState;
  device.record.appCause = change.cause;
  m_facts.app(device.record.handle, corrected ? std::min(corrected->at, now.wall) : now.wall, change.appState,
              change.cause);
}

void Shard::report(ConnectionKey key, Connection& connection, const FrameView& frame, Now now) {
  const Result<Report> decoded = decodeReport(frame.body);
  if (!decoded.ok())
    return end(key, decoded.error().code, decoded.error().detail, now);
  const Report& report = decoded.value();
  Device& device = *connection.device;
  for (const AppChange& change : report.changes)
    tellApp(device, change, now);
  for (Wake wake : report.wakes) {
    const auto corrected = device.onNodeClock(wake.at, now.wall);
    wake.at = corrected ? std::min(corrected->at, now.wall) : now.wall;
    m_facts.wake(device.record.handle, wake);
  }
  if (!report.wakes.empty())
    device.budget.told(report.wakes.back().resumes, now.mono);
  for (const PhoneStages& stages : report.stages)
    m_deliveries.phoneStages(device, stages, now);
  if (report.appState != AppState::unknown && report.appState != device.record.appState)
    tellApp(device, {report.appState, report.cause, {}}, now);
  if (report.appState != AppState::unknown || !report.changes.empty()) {
    rule(connection, now);
    pump(device, now);
  }
}

void Shard::sync(ConnectionKey key, Connection& connection, const FrameView& frame, Now) {
  if (frame.header.serial == 0)
    return; // one-way: nobody waits for an answer
  const Result<Sync> sync = decodeSync(frame.body);
  if (!sync.ok())
    return m_outlet.send(key, encodeRefusal(frame.header, sync.error().code, {sync.error().detail, {}}));
  Device& device = *connection.device;
  for (const CollectionVersion& version : sync.value().collections)
    if (!m_account.collection(device, version.name))
      return m_outlet.send(key, encodeRefusal(frame.header, ErrorCode::notFound, {version.name, {}}));
  const Account::Update update = m_account.since(device, sync.value().collections);
  for (const Bytes& page : update.frames)
    m_outlet.send(key, page);
  m_outlet.send(key, encodeSynced(frame.header.serial, update.synced));
}

void Shard::inject(Inject inject, Now now, std::function<void(Injected)> done) {
  std::vector<Device*> targets;
  for (const std::string& id : inject.devices)
    targets.push_back(findDevice(id));
  addMatching(inject, targets);
  const auto asked = m_deliveries.ask(std::move(inject), std::move(done));
  const std::vector<std::string>& named = asked->inject.devices;
  asked->answer.deliveries.resize(targets.size());
  for (size_t i = 0; i < targets.size(); ++i)
    asked->answer.deliveries[i].device = i < named.size() ? named[i] : targets[i]->record.device;
  if (targets.empty())
    return asked->done(std::move(asked->answer));
  asked->open = targets.size();
  for (size_t i = 0; i < targets.size(); ++i) {
    if (targets[i])
      m_deliveries.inject(*targets[i], asked, i, now);
    else
      asked->answered(i, ErrorCode::notFound, {}, false);
  }
}

// Those that the tag or the query means and that are not named already.
void Shard::addMatching(const Inject& inject, std::vector<Device*>& targets) const {
  if (inject.tag.empty() && inject.query.empty())
    return;
  const Result<DeviceQuery> query = DeviceQuery::parse(inject.query);
  const std::unordered_set<Device*> named(targets.begin(), targets.end());
  for (const auto& device : m_deviceByKey) {
    const auto& tags = device->record.tags;
    const bool tagged = !inject.tag.empty() && std::find(tags.begin(), tags.end(), inject.tag) != tags.end();
    const bool fits = !inject.query.empty() && query.ok() && query.value().matches(device->record);
    if ((tagged || fits) && !named.contains(device.get()))
      targets.push_back(device.get());
  }
}

void Shard::manage(const Manage& manage, Now now, std::function<void(Changed)> done) {
  struct Pending {
    Changed answer;
    size_t open = 1; // this call itself
    std::function<void(Changed)> done;
    void close() {
      if (--open == 0)
        done(answer);
    }
  };
  auto pending = std::make_shared<Pending>();
  pending->done = std::move(done);
  const bool named = !manage.devices.empty();
  const auto apply = [&](Device& device) {
    if (manage.action == QueueAction::purge && manage.uuid.isNull()) {
      pending->answer.changed += m_deliveries.purge(device, now);
      return arm(device);
    }
    ++pending->open;
    m_deliveries.manage(device, manage.uuid, manage.action, manage.until, now,
                        [this, &device, pending, named](bool changed) {
                          arm(device);
                          pending->answer.changed += changed;
                          pending->answer.unknown += named && !changed;
                          pending->close();
                        });
  };
  for (const std::string& id : manage.devices) {
    if (Device* device = findDevice(id))
      apply(*device);
    else
      ++pending->answer.unknown;
  }
  if (!named)
    for (const auto& device : m_deviceByKey)
      apply(*device);
  pending->close();
}

uint32_t Shard::purgeable(const Manage& manage) const {
  const auto count = [&](const Device& device) {
    return manage.uuid.isNull() ? uint32_t(device.deliveries.size())
                                : uint32_t(m_deliveries.find(device, manage.uuid).has_value());
  };
  uint32_t total = 0;
  for (const std::string& id : manage.devices)
    if (const Device* device = findDevice(id))
      total += count(*device);
  if (manage.devices.empty())
    for (const auto& device : m_deviceByKey)
      total += count(*device);
  return total;
}

Changed Shard::touch(const Touch& touch, Now) {
  Changed answer;
  for (const std::string& id : touch.devices) {
    Device* device = findDevice(id);
    CollectionSource* source = device ? m_account.collection(*device, touch.collection) : nullptr;
    if (source)
      source->touch(touch.changes);
    ++(source ? answer.changed : answer.unknown);
  }
  return answer;
}

Changed Shard::control(const SessionControl& control, Now now) {
  Changed answer;
  for (const std::string& id : control.devices) {
    Device* device = findDevice(id);
    const bool applies = device && (device->connection || control.action == SessionAction::heartbeat);
    ++(applies ? answer.changed : answer.unknown);
    if (!applies)
      continue;
    switch (control.action) {
    case SessionAction::ping:
      sendPing(*device->connection, *find(*device->connection), now);
      break;
    case SessionAction::kick:
      end(*device->connection, ErrorCode::ok, "an operator ended this connection", now);
      break;
    case SessionAction::heartbeat:
      rule(*device, control, now);
      break;
    case SessionAction::unknown:
      break;
    }
  }
  return answer;
}

void Shard::rule(Device& device, const SessionControl& control, Now now) {
  device.ruled = {control.foreground, control.background};
  device.foreground = control.foreground;
  device.background = control.background;
  if (!device.connection)
    return;
  m_outlet.send(*device.connection, encodeRule({control.foreground, control.background}));
  rule(*find(*device.connection), now);
  arm(*device.connection);
}

Changed Shard::tag(const Tag& tag,
                   const std::function<void(const std::string&, const std::vector<std::string>&)>& changed) {
  Changed answer;
  for (const std::string& id : tag.devices) {
    Device* device = findDevice(id);
    ++(device ? answer.changed : answer.unknown);
    if (!device)
      continue;
    std::vector<std::string>& tags = device->record.tags;
    for (const std::string& name : tag.remove)
      std::erase(tags, name);
    for (const std::string& name : tag.add)
      if (tags.size() < maxTagsPerDevice && std::find(tags.begin(), tags.end(), name) == tags.end())
        tags.push_back(name);
    m_facts.device(device->record);
    changed(id, tags);
  }
  return answer;
}

Result<Peeked> Shard::peek(const Peek& peek) const {
  const Device* device = findDevice(peek.device);
  if (!device)
    return {ErrorCode::notFound, "device"};
  const auto stored = m_deliveries.peek(*device, peek.uuid);
  if (!stored)
    return {ErrorCode::notFound, "uuid"};
  const Store::Body& body = stored->body;
  return Peeked{stored->sequence, *body.payload, body.highPriority, body.collapseKey,
                body.media,       body.accepted, body.expires,      body.notBefore};
}

// The cursor is device and sequence: what is settled between two pages moves nothing else.
QueuePage Shard::queue(const PageRequest& request, Now now) const {
  QueuePage page;
  const size_t first = deviceOf(request.after);
  const Sequence after = sequenceOf(request.after);
  const auto add = [&](const Device& device, Sequence from) {
    const auto& all = device.deliveries;
    for (auto it = std::upper_bound(all.begin(), all.end(), from,
                                    [](Sequence wanted, const Device::Waiting&w) { return wanted < w.sequence; });
         it != all.end(); ++it) {
      if (page.queued.size() >= request.count)
        return;
      const auto view = device.backlog.view(it->sequence);
      if (!view)
        continue;
      const Device::Waiting& waiting = *it;
      const bool planned = view->due != never;
      page.queued.push_back({device.record.device, waiting.uuid, it->sequence, view->stage, view->reason, view->attempt,
                             waiting.accepted, now.wall + (waiting.expires - now.mono),
                             planned ? now.wall + std::max(view->due - now.mono, Duration::zero()) : WallTime{},
                             waiting.payloadBytes, view->highPriority});
      page.next = queueCursor(m_config.shard, device.key, it->sequence);
    }
  };
  if (!request.device.empty()) {
    if (const Device* device = findDevice(request.device))
      add(*device, after);
  } else {
    for (size_t key = first; key < m_deviceByKey.size() && page.queued.size() < request.count; ++key)
      add(*m_deviceByKey[key], key == first ? after : Sequence{});
  }
  if (page.queued.size() < request.count)
    page.next = 0;
  return page;
}

void Shard::nudged(const std::string& gateway, const Nudge& nudge) {
  if (const Device* device = findDevice(gateway); device && device->connection)
    m_outlet.send(*device->connection, encodeNudge(nudge));
}

void Shard::miss(Connection& connection, Now now) {
  DeviceRecord& record = connection.device->record;
  m_facts.missed(record.handle, now.wall, ++record.missed);
  if (record.link == LinkState::online)
    m_facts.link(record.handle, now.wall, record.link = LinkState::suspect, {});
}

void Shard::beat(ConnectionKey key, Connection& connection, Now now) {
  Device* device = connection.device;
  if (device && device->asleep() && !connection.pinged) {
    const MonoTime from = m_deliveries.mayBeat(*device, now);
    if (from > now.mono)
      return m_connectionDeadlines.set(key, from);
  }
  switch (connection.session.tick(now.mono)) {
  case Session::Step::none:
    break;
  case Session::Step::sendPing:
    sendPing(key, connection, now);
    pump(*device, now); // what was held for the budget goes with the beat
    break;
  case Session::Step::miss:
    miss(connection, now);
    break;
  case Session::Step::handshakeLate:
    return end(key, ErrorCode::busy, "no hello in time", now);
  case Session::Step::heartbeatLost:
    m_facts.missed(device->record.handle, now.wall, ++device->record.missed);
    return end(key, ErrorCode::heartbeatLost, "heartbeat", now);
  }
  arm(key);
}

void Shard::tick(Now now) {
  while (const auto key = m_connectionDeadlines.pop(now.mono))
    if (Connection* connection = find(*key))
      beat(*key, *connection, now);
  while (const auto key = m_deviceDeadlines.pop(now.mono))
    pump(*m_deviceByKey[*key], now);
}

MonoTime Shard::deadline() const {
  return std::min(m_connectionDeadlines.next(), m_deviceDeadlines.next());
}

void Shard::stalled(Duration stalled, Now now) {
  m_facts.stall(stalled);
  m_stalledAt = now.mono;
  for (ConnectionKey key = 0; key < m_connections.size(); ++key)
    if (Connection* connection = find(key)) {
      connection->session.forgive(now.mono);
      m_connectionDeadlines.set(key, connection->session.deadline());
    }
}

size_t Shard::unacknowledgedCount() const {
  size_t count = 0;
  for (const auto& connection : m_connections)
    if (connection && connection->device)
      count += connection->device->backlog.unacknowledged();
  return count;
}

void Shard::drain(Now now) {
  std::vector<ConnectionKey> keys;
  for (ConnectionKey key = 0; key < m_connections.size(); ++key)
    if (find(key))
      keys.push_back(key);
  for (ConnectionKey key : keys)
    end(key, ErrorCode::draining, "the server is going down", now);
}

void Shard::end(ConnectionKey key, ErrorCode code, const std::string& detail, Now now, Duration retryAfter) {
  m_outlet.send(key, encodeGoodbye(Port::device, code, {detail, retryAfter, Cause::unknown}));
  m_outlet.close(key, code, detail);
  gone(key, {Side::server, code, true}, now);
}

void Shard::gone(ConnectionKey key, const Closing& closing, Now now) {
  const Connection* connection = find(key);
  if (!connection)
    return;
  Device* device = connection->device;
  erase(key);
  if (!device || device->connection != key)
    return;
  device->connection.reset();
  device->sessionUntil = now.mono + m_config.sessionKept;
  device->backlog.disconnected();
  device->record.link = LinkState::offline;
  device->record.closing = closing;
  device->record.closed = now.wall;
  m_facts.link(device->record.handle, now.wall, LinkState::offline, closing);
  const DeviceRecord& record = device->record;
  m_facts.session({0, record.device, record.address, record.client, record.connected, now.wall, closing, record.resumed,
                   device->beats, record.missed - device->missedBefore, device->acknowledged});
  pump(*device, now);
}

} // namespace pushscope
