#include "app/link/service_port.h"

#include "app/link/address.h"
#include "protocol/codec/admin_codec.h"
#include "protocol/codec/session_codec.h"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace pushscope {
namespace {

// More than this waiting to be written and the console gets no further block: its cursor falls behind instead.
constexpr size_t highWater = 256 * 1024;
// Answers and one block may come on top; a console that lets even those pile up is cut.
constexpr size_t unwrittenBound = 8 * 1024 * 1024;
// 6-trust TE6: ten wrong tokens in a minute close the door to an address for the rest of it.
constexpr uint32_t mostFailures = 10;
constexpr Duration failureWindow = std::chrono::minutes(1);
constexpr size_t rememberedAddresses = 1024;

} // namespace

class ServicePort::Client : public Connection::Handler, public std::enable_shared_from_this<Client> {
 public:
  Client(ServicePort& port, uint32_t key, std::shared_ptr<Connection> connection, std::string address, Now now)
      : m_port(port), m_key(key), m_connection(std::move(connection)), m_address(std::move(address)),
        m_session(kind(), Session::End::server, now.mono), m_subscriber(port.m_monitor) {}

  void start() {
    m_connection->start(*this);
    arm();
  }

  void send(Bytes frame) {
    if (m_connection)
      m_connection->send(std::move(frame));
  }

  void frame(const FrameView& frame) override {
    const auto keep = shared_from_this(); // end() lets go of it
    const Now now = readClocks();
    const ErrorCode admitted = m_session.admit(frame.header.command);
    if (admitted == ErrorCode::unknownCommand)
      return refuse(frame.header, {admitted, "command"});
    if (admitted != ErrorCode::ok)
      return end(admitted, "the first frame must be a hello, and there is only one");
    m_session.heard(now.mono);
    if (!m_session.isOpen())
      hello(frame, now);
    else
      dispatch(frame, now);
    if (m_connection)
      arm();
  }

  void drained() override { pump(); }
  void undecodable(ErrorCode cause) override { end(cause, "length"); }
  void ended(ErrorCode cause) override {
    spdlog::info("console {} is gone: {}", m_address, errorName(cause));
    forget();
  }

  void tick(Now now, Duration late) {
    if (late > std::chrono::seconds(1))
      m_session.forgive(now.mono);
    for (;;) {
      switch (m_session.tick(now.mono)) {
      case Session::Step::none:
        return arm();
      case Session::Step::sendPing:
      case Session::Step::miss:
        break;
      case Session::Step::handshakeLate:
        return end(ErrorCode::busy, "no hello in time");
      case Session::Step::heartbeatLost:
        return end(ErrorCode::heartbeatLost, "heartbeat");
      }
    }
  }

  void pump() {
    while (m_connection && m_connection->unwritten() < highWater) {
      const SharedFrame next = m_subscriber.next(readClocks());
      if (!next)
        return;
      m_connection->send(next);
    }
  }

  void end(ErrorCode code, const std::string& detail) {
    if (!m_connection)
      return;
    if (code != ErrorCode::ok && code != ErrorCode::draining)
      spdlog::warn("console {} is turned away: {} ({})", m_address, errorName(code), detail);
    m_connection->send(encodeGoodbye(kind(), code, {detail, {}}));
    m_connection->close();
    forget();
  }

  void refuse(const Header& request, const Error& error) {
    if (request.serial != 0) // else it is one-way: nobody waits for an answer
      send(encodeRefusal(request, error.code, {error.detail, {}}));
  }

 private:
  Port kind() const { return m_port.m_monitor.identity().port; }

  void arm() { m_port.m_deadlines.set(m_key, m_session.deadline()), m_port.m_timer.armFor(m_port.m_deadlines.next()); }

  void forget() {
    m_connection = nullptr;
    m_session.close();
    m_port.m_deadlines.set(m_key, never);
    m_port.m_keys.give(m_key);
    m_port.m_clients.erase(m_key); // *this may be gone after this line, unless the caller holds it
  }

  void hello(const FrameView& frame, Now now) {
    const Result<Hello> hello = decodeHello(frame.body);
    if (!hello.ok())
      return end(ErrorCode::malformed, hello.error().detail);
    if (hello.value().versionMin > protocolVersion || hello.value().versionMax < protocolVersion)
      return end(ErrorCode::version, "this side speaks version " + std::to_string(protocolVersion));
    if (!m_port.mayTry(m_address, now))
      return end(ErrorCode::banned, "token");
    if (!m_port.m_config.token.admits(hello.value().credential)) {
      m_port.triedWrongly(m_address, now);
      return end(ErrorCode::unauthenticated, "token");
    }
    m_connection->setFrameLimit(adminLimit);
    m_session.open(m_port.m_config.welcome.heartbeat, now.mono);
    m_connection->send(encodeWelcome(kind(), frame.header.serial, m_port.m_config.welcome));
    spdlog::info("console {} is welcome: {}", m_address, labelOf(hello.value().client));
  }

  void dispatch(const FrameView& frame, Now now) {
    const uint32_t code = frame.header.command;
    if (code == command(kind(), Common::ping))
      return ping(frame, now);
    if (code == command(kind(), Common::goodbye)) {
      m_connection->close();
      spdlog::info("console {} said goodbye", m_address);
      return forget();
    }
    if (code == command(kind(), telemetry::subscribe))
      return subscribe(frame, now);
    const bool known = m_port.m_requests.request(frame, now, Reply(weak_from_this(), frame.header));
    if (!known)
      refuse(frame.header, {ErrorCode::unknownCommand, "command"});
  }

  void ping(const FrameView& frame, Now now) {
    const Result<Ping> ping = decodePing(frame.body);
    if (!ping.ok())
      return refuse(frame.header, ping.error());
    const WallTime answered = readClocks().wall;
    m_connection->send(encodePong(kind(), frame.header.serial, {ping.value().sent, now.wall, now.wall, answered}));
  }

  void subscribe(const FrameView& frame, Now now) {
    const Result<Subscribe> cursor = decodeSubscribe(frame.body);
    if (!cursor.ok())
      return refuse(frame.header, cursor.error());
    m_connection->send(encodeSubscribed(kind(), frame.header.serial, m_subscriber.subscribe(cursor.value(), now)));
    pump();
  }

  ServicePort& m_port;
  uint32_t m_key;
  std::shared_ptr<Connection> m_connection; // null once ended
  std::string m_address;
  Session m_session;
  Subscriber m_subscriber;
};

void ServicePort::Reply::operator()(Bytes frame) const {
  if (const auto client = m_client.lock())
    client->send(std::move(frame));
}

void ServicePort::Reply::refuse(const Error& error) const {
  if (const auto client = m_client.lock())
    client->refuse(m_request, error);
}

ServicePort::ServicePort(asio::any_io_executor executor, Config config, Monitor& monitor, Requests& requests,
                         std::span<uint8_t> scratch)
    : m_config(std::move(config)), m_monitor(monitor), m_requests(requests), m_scratch(scratch), m_executor(executor),
      m_listener(executor, [this](auto socket, const auto& peer) { accepted(std::move(socket), peer); }),
      m_timer(executor, [this](Now now, Duration late) { woke(now, late); }), m_flushTimer(executor) {
  m_monitor.onPending = [this] { armFlush(); };
  m_monitor.onBlock = [this] { blocksReady(); };
}

ServicePort::~ServicePort() {
  m_monitor.onPending = nullptr;
  m_monitor.onBlock = nullptr;
}

Status ServicePort::listen(const asio::ip::tcp::endpoint& endpoint) {
  return m_listener.listen(endpoint);
}

void ServicePort::stop(ErrorCode why) {
  m_listener.stop();
  m_flushTimer.cancel();
  m_monitor.flush(readClocks());
  const auto clients = m_clients;
  for (const auto& [key, client] : clients) {
    client->pump();
    client->end(why, "the server is going down");
  }
}

void ServicePort::accepted(asio::ip::tcp::socket socket, const asio::ip::tcp::endpoint& peer) {
  const Connection::Limits limits{helloLimit, unwrittenBound};
  auto connection = std::make_shared<Connection>(std::move(socket), limits, m_scratch);
  const uint32_t key = m_keys.take();
  auto client = std::make_shared<Client>(*this, key, std::move(connection), addressText(peer), readClocks());
  m_clients.emplace(key, client);
  client->start();
  if (m_clients.size() > maxClients)
    client->end(ErrorCode::limit, "consoles at once: " + std::to_string(maxClients));
}

void ServicePort::woke(Now now, Duration late) {
  while (const auto key = m_deadlines.pop(now.mono))
    if (const auto found = m_clients.find(*key); found != m_clients.end()) {
      const auto keep = found->second;
      keep->tick(now, late);
    }
  m_timer.armFor(m_deadlines.next());
}

void ServicePort::armFlush() {
  m_flushTimer.expires_after(Monitor::blockInterval);
  m_flushTimer.async_wait([this](const asio::error_code& error) {
    if (!error)
      m_monitor.flush(readClocks());
  });
}

// Posted, because a block may be closed in the middle of somebody's work.
void ServicePort::blocksReady() {
  asio::post(m_executor, [this] {
    const auto clients = m_clients;
    for (const auto& [key, client] : clients)
      client->pump();
  });
}

bool ServicePort::mayTry(const std::string& address, Now now) {
  const auto found = m_failures.find(address.substr(0, address.rfind(':')));
  if (found == m_failures.end())
    return true;
  if (found->second.since + failureWindow <= now.mono) {
    m_failures.erase(found);
    return true;
  }
  return found->second.count < mostFailures;
}

void ServicePort::triedWrongly(const std::string& address, Now now) {
  if (m_failures.size() >= rememberedAddresses)
    m_failures.erase(m_failures.begin());
  auto [entry, isNew] = m_failures.try_emplace(address.substr(0, address.rfind(':')));
  if (isNew)
    entry->second.since = now.mono;
  ++entry->second.count;
}

} // namespace pushscope
