#include "app/fleet/fleet.h"

#include "app/link/address.h"
#include "protocol/codec/fleet_codec.h"

#include <spdlog/fmt/fmt.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <csignal>

namespace pushscope {
namespace {

// Every frame of a phone is small; a server that reads nothing is noticed by heartbeat long before this.
constexpr size_t unwrittenBound = 256 * 1024;
// Every phone finds the same certificate; one line tells it.
constexpr Duration troublePause = std::chrono::minutes(1);

} // namespace

class Fleet::Line : public Connection::Handler, public std::enable_shared_from_this<Line> {
 public:
  Line(Fleet& fleet, uint32_t phone) : m_fleet(fleet), m_phone(phone), m_socket(fleet.m_context) {}

  void connect(const asio::ip::tcp::endpoint& server) {
    m_socket.async_connect(server, [self = shared_from_this(), server](const asio::error_code& error) {
      if (self->m_dropped)
        return;
      if (error)
        return self->failed();
      const Connection::Limits limits{deviceLimit, unwrittenBound};
      self->m_server = server;
      self->m_connection = std::make_shared<Connection>(std::move(self->m_socket), limits, self->m_fleet.m_scratch,
                                                        self->m_fleet.tlsSession(server));
      self->m_connection->start(*self);
      self->m_fleet.told(self->m_phone, [](auto& end) { end.connected(readClocks()); });
    });
  }

  void send(Bytes frame) {
    if (m_connection)
      m_connection->send(std::move(frame));
  }
  void drop(bool withReset) {
    m_dropped = true;
    if (!m_connection)
      return;
    if (withReset)
      m_connection->reset();
    else
      m_connection->close();
  }
  void pauseReading(bool paused) {
    if (m_connection)
      m_connection->pauseReading(paused);
  }
  // The phone is gone from this connection without a word; the server keeps it until it finds out.
  void abandon() {
    m_dropped = true;
    if (m_connection)
      m_self = shared_from_this();
  }

  void frame(const FrameView& frame) override {
    if (!m_dropped)
      m_fleet.told(m_phone, [&](auto& end) { end.frame(frame, readClocks()); });
  }
  void undecodable(ErrorCode) override {
    m_connection->close();
    ended(ErrorCode::malformed);
  }
  void ended(ErrorCode cause) override {
    if (cause == ErrorCode::insecure || cause == ErrorCode::untrusted)
      m_fleet.notEncrypted(m_server, m_connection->tlsTrouble());
    const auto keep = std::exchange(m_self, nullptr);
    if (!m_dropped)
      m_fleet.told(m_phone, [](auto& end) { end.disconnected(readClocks()); });
  }

 private:
  void failed() {
    m_fleet.told(m_phone, [](auto& end) { end.connectFailed(readClocks()); });
  }

  Fleet& m_fleet;
  uint32_t m_phone;
  asio::ip::tcp::socket m_socket;
  asio::ip::tcp::endpoint m_server;
  std::shared_ptr<Connection> m_connection;
  bool m_dropped = false;
  std::shared_ptr<Line> m_self; // while nobody else holds it
};

Fleet::Fleet(asio::io_context& context, FleetConfig config, Tokens tokens)
    : m_context(context), m_config(std::move(config)), m_monitor({m_config.name, {systemRandom()}, Port::fleet}),
      m_timer(context.get_executor(), [this](Now now, Duration late) { woke(now, late); }),
      m_signals(context, SIGTERM, SIGINT) {
  const Welcome welcome{protocolVersion,
                        {"telemetry", "control"},
                        ServicePort::consoleHeartbeat,
                        m_config.name,
                        m_monitor.identity().incarnation,
                        "pushfleet " + m_config.version,
                        false};
  m_control = std::make_unique<ServicePort>(
      context.get_executor(), ServicePort::Config{welcome, std::move(tokens), std::move(m_config.controlTls)},
      m_monitor, *this, m_scratch);
}

Fleet::~Fleet() = default;

Status Fleet::start() {
  if (Status status = m_control->listen(m_config.controlListen); !status.ok())
    return status;
  makePhones(readClocks());
  m_signals.async_wait([this](const asio::error_code& error, int) {
    if (!error)
      stop();
  });
  spdlog::info("{} {}, seed {}; control port on {}", m_phones.size(), m_phones.size() == 1 ? "phone" : "phones",
               m_config.seed, addressText(controlEndpoint()));
  return Done{};
}

template <class Tell>
void Fleet::told(uint32_t key, Tell tell) {
  if (isVendor(key))
    tell(*m_vendor);
  else
    tell(*m_phones[key]);
  arm(key);
}

void Fleet::makePhones(Now now) {
  const size_t count = m_config.phones.size();
  m_lines.resize(count + 1);
  m_phones.reserve(count);
  const bool gateway = wantsGateway(m_config.phones);
  for (uint32_t i = 0; i < count; ++i) {
    m_phones.push_back(
        std::make_unique<Phone>(i, std::move(m_config.phones[i]), m_config.seed + 1, *this, m_monitor, now));
    m_phoneByDevice[m_phones.back()->record().device] = i;
    m_phones.back()->start(now, m_config.ramp * i);
  }
  m_config.phones.clear();
  for (uint32_t i = 0; i < count; ++i)
    arm(i);
  if (!gateway)
    return;
  m_vendor = std::make_unique<VendorChannel>(uint32_t(count), m_config.gateway, m_config.deviceToken, m_config.seed + 1,
                                             *this, [this](const Nudge& push, Now at) { nudged(push, at); });
  m_vendor->start(now);
  arm(uint32_t(count));
}

void Fleet::nudged(const Nudge& nudge, Now now) {
  if (const auto phone = m_phoneByDevice.find(nudge.device); phone != m_phoneByDevice.end()) {
    m_phones[phone->second]->vendorPush(nudge, now);
    arm(phone->second);
  }
}

void Fleet::stop() {
  spdlog::info("going down: every phone says goodbye");
  for (const auto& phone : m_phones)
    phone->goodbye(readClocks());
  if (m_vendor)
    m_vendor->goodbye(readClocks());
  m_control->stop(ErrorCode::draining);
  m_context.stop();
}

void Fleet::connect(uint32_t phone, size_t server) {
  m_lines[phone] = std::make_shared<Line>(*this, phone);
  m_lines[phone]->connect(m_config.servers[server]);
}

void Fleet::send(uint32_t phone, Bytes frame) {
  if (m_lines[phone])
    m_lines[phone]->send(std::move(frame));
}

void Fleet::close(uint32_t phone) {
  if (const auto line = std::exchange(m_lines[phone], nullptr))
    line->drop(false);
}

void Fleet::reset(uint32_t phone) {
  if (const auto line = std::exchange(m_lines[phone], nullptr))
    line->drop(true);
}

void Fleet::abandon(uint32_t phone) {
  if (const auto line = std::exchange(m_lines[phone], nullptr))
    line->abandon();
}

void Fleet::arm(uint32_t key) {
  if (m_lines[key] && !isVendor(key))
    m_lines[key]->pauseReading(m_phones[key]->backedUp());
  m_deadlines.set(key, isVendor(key) ? m_vendor->deadline() : m_phones[key]->deadline());
  m_timer.armFor(m_deadlines.next());
}

void Fleet::woke(Now now, Duration late) {
  if (late > std::chrono::seconds(1)) {
    m_monitor.stall(late);
    for (const auto& phone : m_phones)
      phone->forgive(now);
    if (m_vendor)
      m_vendor->forgive(now);
  }
  while (const auto key = m_deadlines.pop(now.mono)) {
    if (isVendor(*key))
      m_vendor->tick(now);
    else
      m_phones[*key]->tick(now);
    arm(*key);
  }
  m_timer.armFor(m_deadlines.next());
}

std::unique_ptr<TlsSession> Fleet::tlsSession(const asio::ip::tcp::endpoint& server) const {
  if (!m_config.tls)
    return nullptr;
  return m_config.tls->session(m_config.tlsName.empty() ? server.address().to_string() : m_config.tlsName);
}

void Fleet::notEncrypted(const asio::ip::tcp::endpoint& server, const Error& trouble) {
  const MonoTime now = readClocks().mono;
  if (m_troubleLogged != MonoTime{} && now - m_troubleLogged < troublePause)
    return;
  m_troubleLogged = now;
  if (trouble.code == ErrorCode::untrusted)
    spdlog::error("the certificate of {} is not believed ({}); if it is the one that the server names in its ready "
                  "line, give its fingerprint with --tls-pin",
                  addressText(server), trouble.detail);
  else
    spdlog::error("{} makes no TLS session: {}", addressText(server), trouble.detail);
}

Role Fleet::roleFor(uint32_t command) const {
  return command == fleet::control ? Role::operate : Requests::roleFor(command);
}

bool Fleet::request(const FrameView& frame, Now now, ServicePort::Reply reply) {
  if (frame.header.command != fleet::control)
    return false;
  control(frame, now, reply);
  return true;
}

void Fleet::control(const FrameView& frame, Now now, const ServicePort::Reply& reply) {
  const Result<Control> control = decodeControl(frame.body);
  if (!control.ok())
    return reply.refuse(control.error());
  Controlled answer;
  for (const std::string& device : control.value().devices) {
    const auto phone = m_phoneByDevice.find(device);
    if (phone == m_phoneByDevice.end()) {
      ++answer.unknown;
      continue;
    }
    m_phones[phone->second]->control(control.value(), now);
    arm(phone->second);
    ++answer.changed;
  }
  reply(encodeControlled(reply.serial(), answer));
}

} // namespace pushscope
