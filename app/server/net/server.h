#pragma once

#include "app/server/net/admin_requests.h"
#include "app/server/net/server_config.h"
#include "app/server/store/memory_store.h"

#include <asio/io_context.hpp>
#include <asio/signal_set.hpp>

#include <array>
#include <memory>

namespace pushscope {

// A push server, put together: ports, store, monitor, on one thread.
class Server {
 public:
  explicit Server(asio::io_context& context);
  ~Server();

  // Opens every port; afterwards the process is ready. Errors name the flag's value and the cause.
  Status start(const ServerConfig& config);
  asio::ip::tcp::endpoint deviceEndpoint() const { return m_devices->endpoint(); }
  asio::ip::tcp::endpoint adminEndpoint() const { return m_admin->endpoint(); }
  // On SIGTERM and SIGINT: goodbye to devices and consoles, then the context runs out of work.
  void stop();

 private:
  // Facts go to the consoles and, where a delivery is concerned, to the ledger.
  class Facts;

  asio::io_context& m_context;
  std::array<uint8_t, 64 * 1024> m_scratch{};
  MemoryStore m_store;
  MemoryLedger m_ledger;
  std::unique_ptr<Monitor> m_monitor;
  std::unique_ptr<Facts> m_facts;
  std::unique_ptr<DevicePort> m_devices;
  std::unique_ptr<AdminRequests> m_requests;
  std::unique_ptr<ServicePort> m_admin;
  asio::signal_set m_signals;
};

} // namespace pushscope
