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

} // namespace

class ServicePort::Client : public Connection::Handler, public std::enable_shared_from_this<Client> {
 public:
  Client(ServicePort& port, uint32_t key, std::shared_ptr<Connection> connection, const asio::ip::tcp::endpoint& peer,
         Now now)
      : m_port(port), m_key(key), m_connection(std::move(connection)), m_peer(peer.address()),
        m_address(addressText(peer)), m_session(kind(), Session::End::server, now.mono), m_subscriber(port.m_monitor) {}

  void start() {
    m_connection->start(*this);
    arm();
  }

  void send(Bytes frame) {
    if (m_connection)
      m_connection->send(std::move(frame));
  }

  void frame(const FrameView& frame) override {
    if (m_turnAwayAt != never)
      return;                             // its time is over
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
    const std::string trouble = m_connection->tlsTrouble().detail;
    if (isWelcome() || m_port.m_log.admits(readClocks().mono))
      spdlog::info("console {} is gone: {}{}", m_address, errorName(cause),
                   trouble.empty() ? "" : " (" + trouble + ")");
    forget();
  }
  bool isWelcome() const { return m_asker != nullptr; }
  bool cameWith(const std::string& tokenName) const { return isWelcome() && m_asker->principal.name == tokenName; }

  void tick(Now now, Duration late) {
    if (now.mono >= m_turnAwayAt)
      return end(ErrorCode::unauthenticated, "token");
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
    if (code != ErrorCode::ok && code != ErrorCode::draining && (isWelcome() || m_port.m_log.admits(readClocks().mono)))
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

  void arm() {
    m_port.m_deadlines.set(m_key, std::min(m_session.deadline(), m_turnAwayAt));
    m_port.m_timer.armFor(m_port.m_deadlines.next());
  }

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
    const std::string& token = hello.value().credential;
    const bool isBlocked = m_port.m_guesses.isBlocked(m_peer, now.mono);
    const bool isLookedAt = !isBlocked || isMadeToken(token);
    std::optional<Principal> principal = isLookedAt ? m_port.m_config.tokens.admits(token) : std::nullopt;
    if (!principal) {
      const Duration wait = m_port.m_guesses.failed(m_peer, now.mono);
      return isBlocked ? end(ErrorCode::banned, "token") : turnAwayIn(wait, now);
    }
    m_asker = std::make_shared<const Asker>(Asker{std::move(*principal), m_address});
    m_connection->setFrameLimit(adminLimit);
    m_session.open(m_port.m_config.welcome.heartbeat, now.mono);
    Welcome welcome = m_port.m_config.welcome;
    welcome.role = m_asker->principal.role;
    m_connection->send(encodeWelcome(kind(), frame.header.serial, welcome));
    spdlog::info("console {} is welcome: {}, token {}", m_address, labelOf(hello.value().client),
                 m_asker->principal.name);
  }

  void turnAwayIn(Duration wait, Now now) {
    m_turnAwayAt = now.mono + wait;
    m_connection->pauseReading(true);
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
    if (isAnswer(code))
      return; // nobody asked
    const Reply reply(weak_from_this(), m_asker, frame.header);
    const Role least = m_port.m_requests.roleFor(code);
    if (least == Role::none || m_asker->principal.role < least) {
      m_port.m_requests.forbidden(frame, now, reply);
      return refuse(frame.header, {ErrorCode::forbidden, "role"});
    }
    if (!m_port.m_requests.request(frame, now, reply))
      refuse(frame.header, {ErrorCode::unknownCommand, "command"});
  }

  void ping(const FrameView& frame, Now now) {
    const Result<Ping> ping = decodePing(frame.body);
    if (!ping.ok())
      return refuse(frame.header, ping.error());
    if (frame.header.serial == 0)
      return; // one-way: nobody waits for an answer
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
  asio::ip::address m_peer;
  std::string m_address;
  std::shared_ptr<const Asker> m_asker; // null until it is welcome
  MonoTime m_turnAwayAt = never;        // it came with a wrong token
  Session m_session;
  Subscriber m_subscriber;
};

void ServicePort::Reply::operator()(Bytes frame) const {
  if (const auto client = m_client.lock(); client && m_request.serial != 0)
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
  const Status status = m_listener.listen(endpoint, m_config.tls.has_value());
  if (status.ok() && m_config.tls)
    spdlog::info("{} speaks TLS 1.3 with the certificate {}", addressText(m_listener.endpoint()),
                 m_config.tls->fingerprint().text());
  return status;
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
  auto connection = std::make_shared<Connection>(std::move(socket), limits, m_scratch,
                                                 m_config.tls ? m_config.tls->session() : nullptr);
  const uint32_t key = m_keys.take();
  auto client = std::make_shared<Client>(*this, key, std::move(connection), peer, readClocks());
  m_clients.emplace(key, client);
  client->start();
  if (m_clients.size() <= maxClients)
    return;
  const auto stranger = std::find_if(m_clients.begin(), m_clients.end(),
                                     [&](const auto& one) { return !one.second->isWelcome() && one.second != client; });
  const auto last = stranger == m_clients.end() ? client : stranger->second;
  last->end(ErrorCode::limit, "consoles at once: " + std::to_string(maxClients));
}

void ServicePort::endClientsOf(const std::string& tokenName) {
  const auto clients = m_clients;
  for (const auto& [key, client] : clients)
    if (client->cameWith(tokenName))
      client->end(ErrorCode::unauthenticated, "token");
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

} // namespace pushscope
