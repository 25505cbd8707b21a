#include "tests/simulation/simulation.h"

#include <algorithm>

namespace pushscope {
namespace {

FrameView view(const Bytes& frame) {
  return {readHeader(frame), BytesView(frame).subspan(headerBytes)};
}

} // namespace

Simulation::Simulation(Options options) : m_options(std::move(options)) {
  m_beliefMonitor = std::make_unique<Monitor>(Monitor::Identity{"sim", {m_options.seed}, Port::admin});
  m_truthMonitor = std::make_unique<Monitor>(Monitor::Identity{"fleet", {m_options.seed + 1}, Port::fleet});
  watch(*m_beliefMonitor, Port::admin);
  watch(*m_truthMonitor, Port::fleet);
  m_belief.add(m_beliefMonitor.get());
  m_belief.add(m_options.belief);
  m_truth.add(m_truthMonitor.get());
  m_truth.add(m_options.truth);
  startServer();
  const auto count = uint32_t(m_options.phones.size());
  m_connectionOf.assign(count + 1, nobody);
  m_phones.reserve(count);
  for (uint32_t i = 0; i < count; ++i) {
    m_phones.push_back(
        std::make_unique<Phone>(i, m_options.phones[i], m_options.seed + 1, m_phoneSide, m_truth, m_now));
    m_byDevice[m_phones.back()->record().device] = i;
    m_phones.back()->start(m_now, m_options.ramp * i);
  }
  if (!m_options.gateway.empty()) {
    m_vendor = std::make_unique<VendorChannel>(count, m_options.gateway, std::string(), m_options.seed + 1, m_phoneSide,
                                               [this](const Nudge& push, Now) { nudged(push); });
    m_vendor->start(m_now);
    arm(count);
  }
  for (uint32_t i = 0; i < count; ++i)
    arm(i);
}

Simulation::~Simulation() = default;

void Simulation::startServer() {
  CoreConfig config = m_options.server;
  config.incarnation = {m_options.seed * 1000 + ++m_incarnations};
  config.seed = config.sessionKey0 = m_options.seed + m_incarnations;
  m_store = std::make_unique<MemoryStore>();
  m_shard = std::make_unique<Shard>(std::move(config), *m_store, m_belief, m_serverSide);
}

void Simulation::watch(Monitor& monitor, Port port) {
  monitor.onPending = [this] { m_flushAt = std::min(m_flushAt, m_now.mono + Monitor::blockInterval); };
  monitor.onBlock = [this, &monitor, port] {
    const SharedFrame block = monitor.block(monitor.lastSequence());
    m_hash = keyedHash(m_hash, static_cast<uint64_t>(port), *block);
    m_bytes += block->size();
    if (m_options.onBlock)
      m_options.onBlock(port, block);
  };
}

std::optional<uint32_t> Simulation::find(const std::string& device) const {
  const auto found = m_byDevice.find(device);
  return found == m_byDevice.end() ? std::nullopt : std::optional(found->second);
}

void Simulation::advance(MonoTime to) {
  const Duration span = std::max(to - m_now.mono, Duration::zero());
  m_now.mono += span;
  m_now.wall += span;
}

MonoTime Simulation::deadline() const {
  return std::min({m_frozen ? never : m_shard->deadline(), m_deadlines.next(), m_flushAt});
}

void Simulation::runUntil(MonoTime end) {
  while (deadline() <= end) {
    advance(deadline());
    step();
  }
  advance(end);
}

void Simulation::step() {
  if (!m_frozen && m_shard->deadline() <= m_now.mono)
    m_shard->tick(m_now);
  while (const auto key = m_deadlines.pop(m_now.mono))
    told(*key, [this](auto& end) { end.tick(m_now); });
  if (m_flushAt <= m_now.mono)
    flush();
}

void Simulation::flush() {
  m_flushAt = never;
  m_beliefMonitor->flush(m_now);
  m_truthMonitor->flush(m_now);
}

template <class Tell>
void Simulation::told(uint32_t key, Tell tell) {
  if (isVendor(key))
    tell(*m_vendor);
  else
    tell(*m_phones[key]);
  arm(key);
}

void Simulation::arm(uint32_t key) {
  m_deadlines.set(key, isVendor(key) ? m_vendor->deadline() : m_phones[key]->deadline());
}

Changed Simulation::manage(const Manage& manage) {
  Changed answer;
  m_shard->manage(manage, m_now, [&](Changed changed) { answer = changed; });
  return answer;
}

Injected Simulation::inject(const Inject& inject) {
  Injected answer;
  m_shard->inject(inject, m_now, [&](Injected injected) { answer = std::move(injected); });
  return answer;
}

Controlled Simulation::control(const Control& control) {
  Controlled answer;
  for (const std::string& device : control.devices) {
    const auto phone = find(device);
    if (phone)
      told(*phone, [&](auto& end) {
        if constexpr (std::is_same_v<std::decay_t<decltype(end)>, Phone>)
          end.control(control, m_now);
      });
    ++(phone ? answer.changed : answer.unknown);
  }
  return answer;
}

void Simulation::nudged(const Nudge& nudge) {
  if (const auto phone = find(nudge.device)) {
    m_phones[*phone]->vendorPush(nudge, m_now);
    arm(*phone);
  }
}

void Simulation::freezeServer(bool frozen) {
  m_frozen = frozen;
  while (!m_frozen && !m_kernel.empty()) {
    const std::function<void()> next = std::move(m_kernel.front());
    m_kernel.pop_front();
    next();
  }
}

template <class What>
void Simulation::arrive(What what) {
  if (m_frozen)
    m_kernel.push_back(std::move(what));
  else
    what();
}

void Simulation::restartServer() {
  m_kernel.clear();
  startServer();
  const std::vector<uint32_t> connections = m_connectionOf;
  std::fill(m_connectionOf.begin(), m_connectionOf.end(), nobody);
  m_phoneOf.clear();
  m_free.clear();
  for (uint32_t key = 0; key < connections.size(); ++key)
    if (connections[key] != nobody)
      told(key, [this](auto& end) { end.disconnected(m_now); });
}

void Simulation::ServerSide::send(ConnectionKey connection, Bytes frame) {
  const uint32_t phone = simulation.m_phoneOf[connection];
  if (phone != nobody && phone != abandoned)
    simulation.told(phone, [&](auto& end) { end.frame(view(frame), simulation.m_now); });
}

void Simulation::ServerSide::close(ConnectionKey connection, ErrorCode, const std::string&) {
  const uint32_t phone = std::exchange(simulation.m_phoneOf[connection], nobody);
  if (phone == nobody)
    return; // the vendor's channel, which has no network in between, has answered the goodbye already
  simulation.m_free.push_back(connection);
  if (phone == abandoned)
    return;
  simulation.m_connectionOf[phone] = nobody;
  simulation.told(phone, [&](auto& end) { end.disconnected(simulation.m_now); });
}

void Simulation::PhoneSide::connect(uint32_t phone, size_t) {
  abandon(phone);
  if (simulation.m_free.empty()) {
    simulation.m_free.push_back(uint32_t(simulation.m_phoneOf.size()));
    simulation.m_phoneOf.push_back(nobody);
  }
  const uint32_t connection = simulation.m_free.back();
  simulation.m_free.pop_back();
  simulation.m_phoneOf[connection] = phone;
  simulation.m_connectionOf[phone] = connection;
  simulation.arrive([this, connection] { simulation.m_shard->connected(connection, "sim", simulation.m_now); });
  simulation.told(phone, [&](auto& end) { end.connected(simulation.m_now); });
}

void Simulation::PhoneSide::send(uint32_t phone, Bytes frame) {
  const uint32_t connection = simulation.m_connectionOf[phone];
  if (connection != nobody)
    simulation.arrive([this, connection, frame = std::move(frame)] {
      simulation.m_shard->frame(connection, view(frame), simulation.m_now);
    });
}

void Simulation::PhoneSide::close(uint32_t phone) {
  const uint32_t connection = std::exchange(simulation.m_connectionOf[phone], nobody);
  if (connection == nobody)
    return;
  simulation.m_phoneOf[connection] = nobody;
  simulation.arrive([this, connection] {
    simulation.m_free.push_back(connection);
    simulation.m_shard->disconnected(connection, ErrorCode::connectionClosed, simulation.m_now);
  });
}

void Simulation::PhoneSide::abandon(uint32_t phone) {
  const uint32_t connection = std::exchange(simulation.m_connectionOf[phone], nobody);
  if (connection != nobody)
    simulation.m_phoneOf[connection] = abandoned; // the server's end stays until it finds out
}

} // namespace pushscope
