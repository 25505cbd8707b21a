#pragma once

#include "app/link/log_window.h"
#include "protocol/base/result.h"

#include <asio/ip/tcp.hpp>
#include <asio/steady_timer.hpp>

#include <functional>

namespace pushscope {

// Accepts connections on one address until it is destroyed. When the process is out of descriptors it waits a second
// and says so once in 10 s; what is open is not touched.
class Listener {
 public:
  using Accepted = std::function<void(asio::ip::tcp::socket, const asio::ip::tcp::endpoint& peer)>;

  Listener(asio::any_io_executor executor, Accepted accepted);
  // `usage` with the address and the system's reason. What is not encrypted is reached from this computer alone. With
  // `kernelBytes` the system keeps about so much unsent for a connection; 0: what it likes, some MiB.
  Status listen(const asio::ip::tcp::endpoint& endpoint, bool encrypted = false, int kernelBytes = 0);
  // As bound: the port that the system chose.
  asio::ip::tcp::endpoint endpoint() const;
  void stop();

 private:
  void accept();

  asio::ip::tcp::acceptor m_acceptor;
  asio::steady_timer m_pause;
  Accepted m_accepted;
  LogWindow m_log{1, "connections that could not be accepted"};
};

} // namespace pushscope
