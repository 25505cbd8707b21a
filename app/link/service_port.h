#pragma once

#include "app/link/connection.h"
#include "app/link/listener.h"
#include "app/link/shell_clock.h"
#include "app/link/token_file.h"
#include "app/telemetry/subscriber.h"
#include "protocol/base/key_pool.h"
#include "protocol/machine/deadline_queue.h"
#include "protocol/machine/session.h"

#include <map>
#include <string>
#include <unordered_map>

namespace pushscope {

// The port that consoles connect to: a server's admin port and a fleet's control port. Checks the token, keeps
// heartbeats, streams the monitor's blocks to any number of consoles, and hands every other request to `Requests`.
class ServicePort {
 public:
  class Client; // one console, for as long as its connection lives

  // Answers one request later, if its console is still there.
  class Reply {
   public:
    Reply(std::weak_ptr<Client> client, const Header& request) : m_client(std::move(client)), m_request(request) {}
    void operator()(Bytes frame) const;
    void refuse(const Error& error) const;
    uint32_t serial() const { return m_request.serial; }

   private:
    std::weak_ptr<Client> m_client;
    Header m_request;
  };

  class Requests {
   public:
    virtual ~Requests() = default;
    // False: the command is unknown.
    virtual bool request(const FrameView& frame, Now now, Reply reply) = 0;
  };

  struct Config {
    Welcome welcome; // what consoles are told; its heartbeat policy rules on this port
    TokenGuard token;
  };

  ServicePort(asio::any_io_executor executor, Config config, Monitor& monitor, Requests& requests,
              std::span<uint8_t> scratch);
  ~ServicePort();

  Status listen(const asio::ip::tcp::endpoint& endpoint);
  asio::ip::tcp::endpoint endpoint() const { return m_listener.endpoint(); }
  // Says goodbye to every console and takes no more.
  void stop(ErrorCode why);

  // A person looks at what it shows, so a frozen server must be noticed in seconds: suspect after 8 s, dead after 14 s.
  static constexpr HeartbeatPolicy consoleHeartbeat{std::chrono::seconds(5), std::chrono::seconds(3), 3};
  // Consoles at once: each costs a descriptor and up to `unwrittenBytes`.
  static constexpr size_t maxClients = 256;

 private:
  friend class Client;
  void accepted(asio::ip::tcp::socket socket, const asio::ip::tcp::endpoint& peer);
  void woke(Now now, Duration late);
  void blocksReady();
  void armFlush();
  bool mayTry(const std::string& address, Now now);
  void triedWrongly(const std::string& address, Now now);

  Config m_config;
  Monitor& m_monitor;
  Requests& m_requests;
  std::span<uint8_t> m_scratch;
  asio::any_io_executor m_executor;
  Listener m_listener;
  DeadlineTimer m_timer;
  asio::steady_timer m_flushTimer;
  DeadlineQueue m_deadlines;
  KeyPool m_keys;
  std::unordered_map<uint32_t, std::shared_ptr<Client>> m_clients;
  struct Failures {
    uint32_t count = 0;
    MonoTime since;
  };
  std::map<std::string, Failures> m_failures; // wrong tokens by address
};

} // namespace pushscope
