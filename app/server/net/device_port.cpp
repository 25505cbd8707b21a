#include "app/server/net/device_port.h"

#include "app/link/address.h"
#include "app/link/program.h"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace pushscope {
namespace {

// 6-trust TD4. Twice what a backlog lets be under way (Backlog::Policy::windowBytes); a phone that lets more than that
// pile up, or a quarter of it for long, is cut, and its deliveries stay in its backlog.
constexpr size_t unwrittenBound = 256 * 1024;
constexpr size_t slowBound = 64 * 1024;
constexpr Duration slowFor = std::chrono::seconds(30);
// What is under way for one phone, so that 19,000 phones that do not read cannot take the system's memory.
constexpr int kernelBound = 128 * 1024;
// 9-wire: a timer that wakes later than this says that the process stood still.
constexpr Duration stallThreshold = std::chrono::seconds(1);
// The last of the process's descriptors are for consoles and the store: a crowd of phones must not keep out who is to
// look at it. More than 64 consoles at once are rare.
constexpr int reservedDescriptors = 64;

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
    if (cause == ErrorCode::limit)
      m_port.logClosing(*this, cause, "it does not read what is sent to it");
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
    : m_executor(executor), m_shards(config.shards), m_shard(std::move(config), store, facts, *this),
      m_scratch(scratch),
      m_listener(executor, [this](auto socket, const auto& peer) { accepted(std::move(socket), peer); }),
      m_timer(executor, [this](Now now, Duration late) { woke(now, late); }),
      m_lastDescriptor(std::max(openFileLimit() - reservedDescriptors, reservedDescriptors)) {}

DevicePort::~DevicePort() = default;

Status DevicePort::listen(const asio::ip::tcp::endpoint& endpoint, const std::optional<TlsServer>& tls) {
  m_tls = tls;
  return m_listener.listen(endpoint, tls.has_value(), kernelBound);
}

void DevicePort::stop() {
  m_shard.drain(readClocks());
}

Status DevicePort::recover() {
  Status status = m_shard.recover(readClocks());
  arm();
  return status;
}

void DevicePort::recoverTags(const std::string& device, std::vector<std::string> tags) {
  m_shard.recoverTags(device, std::move(tags));
}

void DevicePort::inject(Inject inject, std::function<void(Injected)> done) {
  m_shard.inject(std::move(inject), readClocks(), [this, done = std::move(done)](Injected answer) {
    done(std::move(answer));
    arm();
  });
}

void DevicePort::manage(const Manage& manage, std::function<void(Changed)> done) {
  m_shard.manage(manage, readClocks(), [this, done = std::move(done)](Changed answer) {
    done(answer);
    arm();
  });
}

Changed DevicePort::touch(const Touch& touch) {
  return m_shard.touch(touch, readClocks());
}

Changed DevicePort::control(const SessionControl& control) {
  const Changed changed = m_shard.control(control, readClocks());
  arm();
  return changed;
}

Changed DevicePort::tag(const Tag& tag,
                        const std::function<void(const std::string&, const std::vector<std::string>&)>& changed) {
  return m_shard.tag(tag, changed);
}

DevicePort::Counts DevicePort::count() const {
  return {m_shard.deviceCount(), m_shard.connectionCount(), m_shard.waitingCount(), m_shard.unacknowledgedCount()};
}

void DevicePort::add(std::shared_ptr<Connection> connection, const std::string& address) {
  const ConnectionKey key = m_keys.take();
  if (key >= m_peers.size())
    m_peers.resize(key + 1);
  m_peers[key] = std::make_shared<Peer>(*this, key, connection, address);
  m_shard.connected(key, address, readClocks());
  connection->start(*m_peers[key]);
}

void DevicePort::accepted(asio::ip::tcp::socket socket, const asio::ip::tcp::endpoint& peer) {
  if (socket.native_handle() >= m_lastDescriptor)
    return refuse(peer);
  const Connection::Limits limits{helloLimit, unwrittenBound, slowBound, slowFor};
  add(std::make_shared<Connection>(std::move(socket), limits, m_scratch, m_tls ? m_tls->session() : nullptr),
      addressText(peer));
  arm();
}

// It comes again by itself, later and later; nobody else notices.
void DevicePort::refuse(const asio::ip::tcp::endpoint& peer) {
  if (m_refusedLog.admits(readClocks().mono))
    spdlog::warn("connections of devices were closed at once, such as {}: of {} open files the last {} are kept for "
                 "consoles; raise the limit (ulimit -n), or share the devices out to more servers",
                 addressText(peer), m_lastDescriptor + reservedDescriptors, reservedDescriptors);
}

void DevicePort::take(std::shared_ptr<Connection> connection, const std::string& address) {
  add(std::move(connection), address);
  arm();
}

void DevicePort::handOver(ConnectionKey key, uint32_t shard, const FrameView& hello) {
  if (Peer* peer = find(key)) {
    onHandOver(shard, peer->connection(), peer->address(), hello);
    forget(key);
  }
}

void DevicePort::nudge(const std::string& gateway, const Nudge& nudge) {
  onNudge(shardOf(gateway, m_shards), gateway, nudge);
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
  if (why != ErrorCode::ok && why != ErrorCode::draining && m_closedLog.admits(readClocks().mono))
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
