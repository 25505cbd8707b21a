#include "app/server/net/device_port.h"

#include "app/link/address.h"

#include <spdlog/spdlog.h>

namespace pushscope {
namespace {

// 16 deliveries of the greatest size may be under way at once (Backlog::Policy::window); a phone that lets more than
// that pile up is cut, and its deliveries stay in its backlog.
constexpr size_t unwrittenBound = 1024 * 1024;
// 9-wire: a timer that wakes later than this says that the process stood still.
constexpr Duration stallThreshold = std::chrono::seconds(1);
// A flood of bad connections must not become a flood of log lines.
constexpr Duration logWindow = std::chrono::seconds(10);
constexpr uint32_t logLines = 20;

} // namespace

class DevicePort::Peer : public Connection::Handler {
 public:
  Peer(DevicePort& port, ConnectionKey key, std::shared_ptr<Connection> connection, std::string address)
      : m_port(port), m_key(key), m_connection(std::move(connection)), m_address(std::move(address)) {}

  Connection& connection() { return *m_connection; }
  const std::string& address() const { return m_address; }

  void frame(const FrameView& frame) override { m_port.m_shard.frame(m_key, frame, readClocks()); }
  void batchRead() override { m_port.arm(); }
  void undecodable(ErrorCode cause) override {
    m_port.m_shard.undecodable(m_key, cause, readClocks());
    m_port.arm();
  }
  void ended(ErrorCode cause) override {
    m_port.m_shard.disconnected(m_key, cause, readClocks());
    m_port.arm();
    m_port.forget(m_key);
  }

 private:
  DevicePort& m_port;
  ConnectionKey m_key;
  std::shared_ptr<Connection> m_connection;
  std::string m_address;
};

DevicePort::DevicePort(asio::any_io_executor executor, CoreConfig config, Store& store, FactSink& facts,
                       std::span<uint8_t> scratch)
    : m_executor(executor), m_shard(std::move(config), store, facts, *this), m_scratch(scratch),
      m_listener(executor, [this](auto socket, const auto& peer) { accepted(std::move(socket), peer); }),
      m_timer(executor, [this](Now now, Duration late) { woke(now, late); }) {}

DevicePort::~DevicePort() = default;

void DevicePort::stop() {
  m_listener.stop();
  m_shard.drain(readClocks());
}

void DevicePort::inject(const Inject& inject, std::function<void(Injected)> done) {
  m_shard.inject(inject, readClocks(), std::move(done));
  arm();
}

Changed DevicePort::manage(const Manage& manage) {
  const Changed changed = m_shard.manage(manage, readClocks());
  arm();
  return changed;
}

Changed DevicePort::touch(const Touch& touch) {
  return m_shard.touch(touch, readClocks());
}

void DevicePort::accepted(asio::ip::tcp::socket socket, const asio::ip::tcp::endpoint& peer) {
  const ConnectionKey key = m_keys.take();
  if (key >= m_peers.size())
    m_peers.resize(key + 1);
  const Connection::Limits limits{helloLimit, unwrittenBound};
  auto connection = std::make_shared<Connection>(std::move(socket), limits, m_scratch);
  m_peers[key] = std::make_shared<Peer>(*this, key, connection, addressText(peer));
  m_shard.connected(key, addressText(peer), readClocks());
  connection->start(*m_peers[key]);
  arm();
}

void DevicePort::woke(Now now, Duration late) {
  if (late > stallThreshold) {
    spdlog::warn("this process stood still for {} ms; every session gets one more timeout", late.count() / 1000);
    m_shard.stalled(late, now);
  }
  m_shard.tick(now);
  arm();
}

DevicePort::Peer* DevicePort::find(ConnectionKey key) {
  return key < m_peers.size() ? m_peers[key].get() : nullptr;
}

void DevicePort::send(ConnectionKey key, Bytes frame) {
  if (Peer* peer = find(key))
    peer->connection().send(std::move(frame));
}

void DevicePort::close(ConnectionKey key, ErrorCode why, const std::string& detail) {
  if (Peer* peer = find(key)) {
    logClosing(*peer, why, detail);
    peer->connection().close();
    forget(key);
  }
}

void DevicePort::logClosing(const Peer& peer, ErrorCode why, const std::string& detail) {
  if (why == ErrorCode::ok || why == ErrorCode::draining)
    return;
  const MonoTime now = readClocks().mono;
  if (now - m_logWindow > logWindow) {
    if (m_loggedInWindow > logLines)
      spdlog::warn("{} more connections were closed and not logged", m_loggedInWindow - logLines);
    m_logWindow = now;
    m_loggedInWindow = 0;
  }
  if (++m_loggedInWindow <= logLines)
    spdlog::warn("{} is closed: {} ({})", peer.address(), errorName(why), detail);
}

void DevicePort::setFrameLimit(ConnectionKey key, uint32_t bytes) {
  if (Peer* peer = find(key))
    peer->connection().setFrameLimit(bytes);
}

// Later, because the peer may be in the middle of a call.
void DevicePort::forget(ConnectionKey key) {
  asio::post(m_executor, [this, key, peer = std::exchange(m_peers[key], nullptr)] {
    if (peer)
      m_keys.give(key);
    arm(); // what the shard set while it closed the connection
  });
}

} // namespace pushscope
