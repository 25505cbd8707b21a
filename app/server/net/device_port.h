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

  Status listen(const asio::ip::tcp::endpoint& endpoint) { return m_listener.listen(endpoint); }
  asio::ip::tcp::endpoint endpoint() const { return m_listener.endpoint(); }
  // Takes no more devices and says goodbye to those that are here.
  void stop();

  void inject(const Inject& inject, std::function<void(Injected)> done);
  Changed manage(const Manage& manage);
  Changed touch(const Touch& touch);

  void send(ConnectionKey connection, Bytes frame) override;
  void close(ConnectionKey connection, ErrorCode why, const std::string& detail) override;
  void setFrameLimit(ConnectionKey connection, uint32_t bytes) override;
  WallTime wallNow() override { return readClocks().wall; }

 private:
  class Peer;
  void accepted(asio::ip::tcp::socket socket, const asio::ip::tcp::endpoint& peer);
  void woke(Now now, Duration late);
  void arm() { m_timer.armFor(m_shard.deadline()); }
  void forget(ConnectionKey connection);
  Peer* find(ConnectionKey connection);
  void logClosing(const Peer& peer, ErrorCode why, const std::string& detail);

  asio::any_io_executor m_executor;
  Shard m_shard;
  std::span<uint8_t> m_scratch;
  Listener m_listener;
  DeadlineTimer m_timer;
  KeyPool m_keys;
  std::vector<std::shared_ptr<Peer>> m_peers; // by key
  MonoTime m_logWindow{};
  uint32_t m_loggedInWindow = 0;
};

} // namespace pushscope
