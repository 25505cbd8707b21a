#pragma once

#include "app/link/listener.h"

#include <asio/any_io_executor.hpp>

#include <functional>
#include <memory>
#include <set>
#include <string>

namespace pushscope {

// What programs of the neighbourhood read by HTTP: metrics and health. GET alone; a request that names another host is
// refused, so that no web page can make a browser read it (DNS rebinding). One answer a connection.
//
// Bounds: 32 connections at once (a scraper and a few probes), 4 KiB of request, 5 seconds each.
class HttpPort {
 public:
  struct Answer {
    int status = 200;
    std::string type = "text/plain; charset=utf-8";
    std::string body;
  };
  // `done` may come later, once.
  using Get = std::function<void(const std::string& path, std::function<void(Answer)> done)>;

  // `hosts`: names besides localhost and loopback addresses that a request may give.
  HttpPort(asio::any_io_executor executor, std::set<std::string> hosts, Get get);
  ~HttpPort();

  Status listen(const asio::ip::tcp::endpoint& endpoint) { return m_listener.listen(endpoint); }
  asio::ip::tcp::endpoint endpoint() const { return m_listener.endpoint(); }
  void stop();

 private:
  class Exchange;
  struct Shared; // outlives the port, for exchanges that are under way
  std::shared_ptr<Shared> m_shared;
  Listener m_listener;
};

} // namespace pushscope
