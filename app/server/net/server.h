#pragma once

#include "app/link/program.h"
#include "app/server/monitor/http_port.h"
#include "app/server/monitor/metrics.h"
#include "app/server/net/admin_requests.h"
#include "app/server/net/server_config.h"
#include "app/server/net/stores.h"

#include <asio/io_context.hpp>
#include <asio/signal_set.hpp>
#include <asio/steady_timer.hpp>

#include <array>
#include <memory>
#include <optional>

namespace pushscope {

// A push server, put together: shards, stores, monitor, ports.
//
// Goes down in good order: takes no more devices and accepts no more pushes, waits until the store has answered what it
// was asked and the phones have acknowledged what they were written (at most `drain`), says goodbye to everybody and
// closes the store. A second signal waits for nothing.
class Server {
 public:
  explicit Server(asio::io_context& context);
  ~Server();

  // Opens every port; afterwards the process is ready. Errors name the flag's value and the cause.
  Status start(const ServerConfig& config);
  // The inside of the ready line.
  std::string ready() const;
  void stop();

 private:
  // Where facts go: to consoles, to the ledger, to the metrics if anybody can read them.
  class Facts;
  struct Prepared;
  Status prepare(const ServerConfig& config, Prepared& prepared);
  Status openStore(const ServerConfig& config, const CoreConfig& core);
  Status listen(const ServerConfig& config, const Prepared& prepared);
  void serveMetrics(const std::string& path, std::function<void(HttpPort::Answer)> done);
  void waitForSignal();
  void waitForQuiet();
  void end();

  asio::io_context& m_context;
  std::array<uint8_t, 64 * 1024> m_scratch{};
  std::unique_ptr<Stores> m_stores;
  std::unique_ptr<Monitor> m_monitor;
  std::unique_ptr<Metrics> m_metrics;
  std::unique_ptr<Facts> m_facts;
  std::unique_ptr<Shards> m_devices;
  std::unique_ptr<AdminRequests> m_requests;
  std::unique_ptr<ServicePort> m_admin;
  std::unique_ptr<HttpPort> m_http;
  std::string m_tlsMember;
  asio::signal_set m_signals;
  asio::steady_timer m_quiet;
  Duration m_drain{};
  MonoTime m_drainUntil{};
  bool m_draining = false, m_ended = false;
};

} // namespace pushscope
