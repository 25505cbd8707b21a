#pragma once

#include "app/link/connection.h"
#include "app/link/guess_limit.h"
#include "app/link/listener.h"
#include "app/link/shell_clock.h"
#include "app/link/tokens.h"
#include "app/telemetry/subscriber.h"
#include "protocol/base/key_pool.h"
#include "protocol/machine/deadline_queue.h"
#include "protocol/machine/session.h"

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

namespace pushscope {

// The port that consoles connect to: a server's admin port and a fleet's control port. Checks tokens and roles, keeps
// heartbeats, streams the monitor's blocks to any number of consoles, and hands every other request to `Requests`.
//
// Wrong tokens are answered late and, after ten, not at all for a minute (GuessLimit). A block does not reach the
// holder of a token that this program made, from the same address: such a one is looked at all the same, because among
// 2^256 nobody finds it, blocked or not. A token that a person chose may be short, and is refused unseen.
class ServicePort {
 public:
  class Client; // one console, for as long as its connection lives

  // Who asks, from where; known also when its console is gone.
  struct Asker {
    Principal principal;
    std::string address; // with the port
  };

  // Answers one request later, if its console is still there.
  class Reply {
   public:
    Reply(std::weak_ptr<Client> client, std::shared_ptr<const Asker> asker, const Header& request)
        : m_client(std::move(client)), m_asker(std::move(asker)), m_request(request) {}
    void operator()(Bytes frame) const;
    void refuse(const Error& error) const;
    uint32_t serial() const { return m_request.serial; }
    const Principal& principal() const { return m_asker->principal; }
    const std::string& address() const { return m_asker->address; }

   private:
    std::weak_ptr<Client> m_client;
    std::shared_ptr<const Asker> m_asker;
    Header m_request;
  };

  class Requests {
   public:
    virtual ~Requests() = default;
    // False: the command is unknown.
    virtual bool request(const FrameView& frame, Now now, Reply reply) = 0;
    // The least role that may send this command; `none`: nobody may. What nobody thought of is for administrators.
    virtual Role roleFor(uint32_t) const { return Role::administer; }
    // Somebody sent what their role may not; it is refused afterwards. For the audit log.
    virtual void forbidden(const FrameView&, Now, const Reply&) {}
  };

  struct Config {
    Welcome welcome; // what consoles are told; its heartbeat policy rules on this port
    Tokens tokens;
    std::optional<TlsServer> tls = std::nullopt; // nothing: plain, and on loopback only
  };

  ServicePort(asio::any_io_executor executor, Config config, Monitor& monitor, Requests& requests,
              std::span<uint8_t> scratch);
  ~ServicePort();

  Status listen(const asio::ip::tcp::endpoint& endpoint);
  asio::ip::tcp::endpoint endpoint() const { return m_listener.endpoint(); }
  // Says goodbye to every console and takes no more.
  void stop(ErrorCode why);
  size_t clientCount() const { return m_clients.size(); }
  // Ends every console that came with this token, because it was removed.
  void endClientsOf(const std::string& tokenName);

  // A person looks at what it shows, so a frozen server must be noticed in seconds: suspect after 8 s, dead after 14 s.
  static constexpr HeartbeatPolicy consoleHeartbeat{std::chrono::seconds(5), std::chrono::seconds(3), 3};
  // Consoles at once: each costs a descriptor and up to `unwrittenBytes`. Of more, one that is not welcome yet has to
  // go, so that strangers keep nobody out.
  static constexpr size_t maxClients = 256;

 private:
  friend class Client;
  void accepted(asio::ip::tcp::socket socket, const asio::ip::tcp::endpoint& peer);
  void woke(Now now, Duration late);
  void blocksReady();
  void armFlush();

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
  GuessLimit m_guesses;
  LogWindow m_log{20, "consoles that were not welcome"};
};

} // namespace pushscope
