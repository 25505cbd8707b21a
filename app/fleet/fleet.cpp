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

} // namespace

class Fleet::Line : public Connection::Handler, public std::enable_shared_from_this<Line> {
 public:
  Line(Fleet& fleet, uint32_t phone) : m_fleet(fleet), m_phone(phone), m_socket(fleet.m_context) {}

  void connect(const asio::ip::tcp::endpoint& server) {
    m_socket.async_connect(server, [self = shared_from_this()](const asio::error_code& error) {
      if (self->m_dropped)
        return;
      if (error)
        return self->failed();
      const Connection::Limits limits{deviceLimit, unwrittenBound};
      self->m_connection = std::make_shared<Connection>(std::move(self->m_socket), limits, self->m_fleet.m_scratch);
      self->m_connection->start(*self);
      self->phone().connected(readClocks());
      self->m_fleet.arm(self->m_phone);
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

  void frame(const FrameView& frame) override { phone().frame(frame, readClocks()); }
  void batchRead() override { m_fleet.arm(m_phone); }
  void undecodable(ErrorCode) override {
    m_connection->close();
    ended(ErrorCode::malformed);
  }
  void ended(ErrorCode) override {
    phone().disconnected(readClocks());
    m_fleet.arm(m_phone);
  }

 private:
  Phone& phone() { return *m_fleet.m_phones[m_phone]; }
  void failed() {
    phone().connectFailed(readClocks());
    m_fleet.arm(m_phone);
  }

  Fleet& m_fleet;
  uint32_t m_phone;
  asio::ip::tcp::socket m_socket;
  std::shared_ptr<Connection> m_connection;
  bool m_dropped = false;
};

Fleet::Fleet(asio::io_context& context, FleetConfig config, TokenGuard token)
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
  m_control = std::make_unique<ServicePort>(context.get_executor(), ServicePort::Config{welcome, std::move(token)},
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
  spdlog::info("{} phones, seed {}; control port on {}", m_config.count, m_config.seed, addressText(controlEndpoint()));
  return Done{};
}

void Fleet::makePhones(Now now) {
  Random random = Random::stream(m_config.seed, 0);
  m_lines.resize(m_config.count);
  m_phones.reserve(m_config.count);
  for (uint32_t i = 0; i < m_config.count; ++i) {
    m_phones.push_back(std::make_unique<Phone>(i, phoneConfig(i, random), m_config.seed + 1, *this, m_monitor, now));
    m_phoneByDevice[m_phones.back()->record().device] = i;
    m_phones.back()->start(now, m_config.ramp * i);
    arm(i);
  }
}

Phone::Config Fleet::phoneConfig(uint32_t index, Random& random) const {
  uint64_t total = 0;
  for (const FleetConfig::Share& share : m_config.mix)
    total += share.weight;
  uint64_t draw = random.below(total);
  const Profile* profile = m_config.mix.back().profile;
  for (const FleetConfig::Share& share : m_config.mix) {
    if (draw < share.weight) {
      profile = share.profile;
      break;
    }
    draw -= share.weight;
  }
  const int digits = std::max<int>(4, int(std::to_string(m_config.count).size()));
  Phone::Config config;
  config.device = m_config.prefix + fmt::format("{:0{}}", index + 1, digits);
  config.profile = profile;
  config.credential = m_config.deviceToken;
  config.backoff = m_config.backoff;
  config.dwell = m_config.dwell;
  config.dropEvery = random.chance(m_config.flakyPerMillion) ? m_config.flakyEvery : Duration::zero();
  return config;
}

void Fleet::stop() {
  spdlog::info("going down: every phone says goodbye");
  for (const auto& phone : m_phones)
    phone->goodbye(readClocks());
  m_control->stop(ErrorCode::draining);
  m_context.stop();
}

void Fleet::connect(uint32_t phone, uint32_t attempt) {
  m_lines[phone] = std::make_shared<Line>(*this, phone);
  m_lines[phone]->connect(m_config.servers[attempt % m_config.servers.size()]);
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

void Fleet::arm(uint32_t phone) {
  m_deadlines.set(phone, m_phones[phone]->deadline());
  m_timer.armFor(m_deadlines.next());
}

void Fleet::woke(Now now, Duration late) {
  if (late > std::chrono::seconds(1)) {
    m_monitor.stall(late);
    for (const auto& phone : m_phones)
      phone->forgive(now);
  }
  while (const auto key = m_deadlines.pop(now.mono)) {
    m_phones[*key]->tick(now);
    m_deadlines.set(*key, m_phones[*key]->deadline());
  }
  m_timer.armFor(m_deadlines.next());
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
    m_phones[phone->second]->control(control.value().action, now);
    arm(phone->second);
    ++answer.changed;
  }
  reply(encodeControlled(reply.serial(), answer));
}

} // namespace pushscope
