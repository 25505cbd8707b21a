#pragma once

#include "app/link/connection.h"
#include "app/link/listener.h"
#include "app/link/shell_clock.h"
#include "app/server/core/shard.h"
#include "protocol/base/key_pool.h"

namespace pushscope {

// The Asio shell around a shard: sockets, one timer, nothing decided here.
class DevicePort : public Outlet {
 public:
  DevicePort(asio::any_io_executor executor, CoreConfig config, Store& store, FactSink& facts,
             std::span<uint8_t> scratch);
  ~DevicePort() override;

  // Asked for each connection whose device belongs to another shard: Connection::handOver(), then take() there.
  std::function<void(uint32_t shard, Connection& connection, const std::string& address, const FrameView& hello)>
      onHandOver;
  std::function<void(uint32_t shard, const std::string& gateway, const Nudge& nudge)> onNudge;

  // `tls`: none is plain, and on loopback only.
  Status listen(const asio::ip::tcp::endpoint& endpoint, const std::optional<TlsServer>& tls);
  asio::ip::tcp::endpoint endpoint() const { return m_listener.endpoint(); }
  void take(std::shared_ptr<Connection> connection, const std::string& address);
  void stopAccepting() { m_listener.stop(); }
  // Says goodbye to the devices that are here.
  void stop();

  // What Shard offers, with the clocks read and the timer armed.
  Status recover();
  void recoverTags(const std::string& device, std::vector<std::string> tags);
  void inject(Inject inject, std::function<void(Injected)> done);
  void manage(const Manage& manage, std::function<void(Changed)> done);
  uint32_t purgeable(const Manage& manage) const { return m_shard.purgeable(manage); }
  Changed touch(const Touch& touch);
  Changed control(const SessionControl& control);
  Changed tag(const Tag& tag, const std::function<void(const std::string&, const std::vector<std::string>&)>& changed);
  Result<Peeked> peek(const Peek& peek) const { return m_shard.peek(peek); }
  QueuePage queue(const PageRequest& page) const { return m_shard.queue(page, readClocks()); }
  void nudged(const std::string& gateway, const Nudge& nudge) { m_shard.nudged(gateway, nudge); }
  struct Counts {
    size_t devices = 0, connections = 0, waiting = 0, unacknowledged = 0;
  };
  Counts count() const;

  void send(ConnectionKey connection, Bytes frame) override;
  void close(ConnectionKey connection, ErrorCode why, const std::string& detail) override;
  void setFrameLimit(ConnectionKey connection, uint32_t bytes) override;
  void handOver(ConnectionKey connection, uint32_t shard, const FrameView& hello) override;
  void nudge(const std::string& gateway, const Nudge& nudge) override;
  Now clocks() override { return readClocks(); }

 private:
  class Peer;
  void add(std::shared_ptr<Connection> connection, const std::string& address);
  void accepted(asio::ip::tcp::socket socket, const asio::ip::tcp::endpoint& peer);
  void refuse(const asio::ip::tcp::endpoint& peer);
  void woke(Now now, Duration late);
  void arm() { m_timer.armFor(m_shard.deadline()); }
  void forget(ConnectionKey connection);
  Peer* find(ConnectionKey connection);
  void logClosing(const Peer& peer, ErrorCode why, const std::string& detail);

  asio::any_io_executor m_executor;
  uint32_t m_shards;
  Shard m_shard;
  std::span<uint8_t> m_scratch;
  Listener m_listener;
  std::optional<TlsServer> m_tls;
  DeadlineTimer m_timer;
  KeyPool m_keys;
  std::vector<std::shared_ptr<Peer>> m_peers; // by key
  LogWindow m_closedLog{20, "connections that were closed"};
  LogWindow m_refusedLog{1, "connections that were closed at once"};
  int m_lastDescriptor; // and above: not for devices
};

} // namespace pushscope
