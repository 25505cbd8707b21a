#include "app/link/listener.h"

#include "app/link/address.h"
#include "app/link/shell_clock.h"

#include <spdlog/spdlog.h>

namespace pushscope {

using asio::ip::tcp;

Listener::Listener(asio::any_io_executor executor, Accepted accepted)
    : m_acceptor(executor), m_pause(executor), m_accepted(std::move(accepted)) {}

Status Listener::listen(const tcp::endpoint& endpoint, bool encrypted, int kernelBytes) {
  if (!encrypted && !endpoint.address().is_loopback())
    return {ErrorCode::usage, addressText(endpoint) + ": without TLS only loopback addresses are allowed; give --tls "
                                                      "self-made, or --tls-certificate and --tls-key"};
  asio::error_code error;
  m_acceptor.open(endpoint.protocol(), error);
  if (!error)
    m_acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error && kernelBytes > 0) // connections inherit it
    m_acceptor.set_option(tcp::socket::send_buffer_size(kernelBytes), error);
  if (!error)
    m_acceptor.bind(endpoint, error);
  if (!error)
    m_acceptor.listen(4096, error); // a whole fleet may come back in one second; the kernel clamps it to somaxconn
  if (error)
    return {ErrorCode::usage, addressText(endpoint) + ": " + error.message()};
  accept();
  return Done{};
}

tcp::endpoint Listener::endpoint() const {
  asio::error_code ignored;
  return m_acceptor.local_endpoint(ignored);
}

void Listener::stop() {
  asio::error_code ignored;
  m_acceptor.close(ignored);
  m_pause.cancel();
}

void Listener::accept() {
  m_acceptor.async_accept([this](const asio::error_code& error, tcp::socket socket) {
    if (error == asio::error::operation_aborted)
      return;
    if (!error) {
      asio::error_code gone;
      const tcp::endpoint peer = socket.remote_endpoint(gone);
      if (!gone)
        m_accepted(std::move(socket), peer);
      return accept();
    }
    if (m_log.admits(readClocks().mono))
      spdlog::warn("{} cannot accept connections: {}; trying again every second", addressText(endpoint()),
                   error.message());
    m_pause.expires_after(std::chrono::seconds(1));
    m_pause.async_wait([this](const asio::error_code& cancelled) {
      if (!cancelled)
        accept();
    });
  });
}

} // namespace pushscope
