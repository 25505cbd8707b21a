#include "app/server/net/server.h"

#include "app/link/address.h"
#include "protocol/base/duration_text.h"
#include "protocol/message/policy_text.h"

#include <spdlog/spdlog.h>

#include <csignal>

namespace pushscope {

class Server::Facts : public FactSink {
 public:
  Facts(Monitor& monitor, Ledger& ledger, Metrics* metrics)
      : m_monitor(monitor), m_ledger(ledger), m_metrics(metrics) {}

  void device(const DeviceRecord& record) override {
    tell([&](FactSink& sink) { sink.device(record); });
  }
  void beat(Handle h, WallTime at, Duration roundTrip) override {
    tell([&](FactSink& sink) { sink.beat(h, at, roundTrip); });
  }
  void missed(Handle h, WallTime at, uint32_t total) override {
    tell([&](FactSink& sink) { sink.missed(h, at, total); });
  }
  void link(Handle h, WallTime at, LinkState s, const Closing& c) override {
    tell([&](FactSink& sink) { sink.link(h, at, s, c); });
  }
  void app(Handle h, WallTime at, AppState s, Cause c) override { m_monitor.app(h, at, s, c); }
  void clock(Handle h, Duration offset, Duration error) override { m_monitor.clock(h, offset, error); }
  void waiting(Handle h, uint32_t deliveries) override { m_monitor.waiting(h, deliveries); }
  void wake(Handle h, const Wake& w) override {
    tell([&](FactSink& sink) { sink.wake(h, w); });
  }
  void notice(Handle h, const Notice& n) override { m_monitor.notice(h, n); }
  void network(Handle h, WallTime at, const Network& n) override { m_monitor.network(h, at, n); }
  void sync(Handle h, const SyncFact& s) override { m_monitor.sync(h, s); }
  void stall(Duration stalled) override {
    tell([&](FactSink& sink) { sink.stall(stalled); });
  }
  void delivery(const DeliveryRecord& record) override {
    m_monitor.delivery(record);
    m_ledger.delivery(record);
  }
  void stage(const StageFact& fact) override {
    tell([&](FactSink& sink) { sink.stage(fact); });
    m_ledger.stage(fact);
  }
  void session(const PastSession& session) override { m_ledger.session(session); }

 private:
  template <class Fact>
  void tell(const Fact& fact) {
    fact(m_monitor);
    if (m_metrics)
      fact(*m_metrics);
  }

  Monitor& m_monitor;
  Ledger& m_ledger;
  Metrics* m_metrics;
};

// What has to be right before anything is opened.
struct Server::Prepared {
  asio::ip::tcp::endpoint device, admin, metrics;
  std::optional<Tokens> tokens;
  std::optional<TlsServer> tls;
  CoreConfig core;
};

Server::Server(asio::io_context& context) : m_context(context), m_signals(context, SIGTERM, SIGINT), m_quiet(context) {}
Server::~Server() = default;

Status Server::prepare(const ServerConfig& config, Prepared& prepared) {
  if (config.node.empty() || config.node.size() > 64 || labelOf(config.node) != config.node)
    return {ErrorCode::usage, "--node: a name of 1 to 64 bytes"};
  if (config.tokenFile.empty())
    return {ErrorCode::usage, "--token-file: the admin port needs one; a missing file is made"};
  for (const auto& [text, endpoint] :
       {std::pair(&config.deviceListen, &prepared.device), std::pair(&config.adminListen, &prepared.admin),
        std::pair(&config.metricsListen, &prepared.metrics)}) {
    if (text == &config.metricsListen && text->empty())
      continue;
    const auto address = parseAddress(*text);
    if (!address.ok())
      return {ErrorCode::usage, *text + ": not an address of the form 127.0.0.1:7801"};
    *endpoint = address.value();
  }
  Result<Tokens> tokens = Tokens::fromFile(config.tokenFile);
  if (!tokens.ok())
    return tokens.error();
  prepared.tokens = std::move(tokens).value();
  Result<std::optional<TlsServer>> tls = config.tls.open(config.tokenFile);
  if (!tls.ok())
    return tls.error();
  prepared.tls = std::move(tls).value();

  CoreConfig& core = prepared.core = config.core;
  core.node = config.node;
  core.incarnation = {systemRandom()};
  core.server = "pushnode " + config.version;
  core.seed = systemRandom();
  core.sessionKey0 = systemRandom();
  core.sessionKey1 = systemRandom();
  core.payloadKey0 = systemRandom();
  core.payloadKey1 = systemRandom();
  if (!config.deviceTokenFile.empty()) {
    Result<TokenGuard> token = TokenGuard::fromFile(config.deviceTokenFile);
    if (!token.ok())
      return token.error();
    core.admitsDevice = [guard = token.value()](std::string_view text) { return guard.admits(text); };
  } else if (prepared.tls && !prepared.device.address().is_loopback()) { // without TLS the port is not opened at all
    return {ErrorCode::usage, "--device-listen " + config.deviceListen +
                                  ": beyond this machine phones must present a token; give --device-token-file"};
  } else {
    spdlog::warn("the device port asks for no credential: any process on this machine may be a device");
  }
  return Done{};
}

Status Server::openStore(const ServerConfig& config, const CoreConfig& core) {
  Result<std::unique_ptr<Stores>> stores =
      Stores::open(config, core, [this](std::function<void()> answer) { asio::post(m_context, std::move(answer)); });
  if (!stores.ok())
    return stores.error();
  m_stores = std::move(stores).value();
  m_monitor = std::make_unique<Monitor>(Monitor::Identity{config.node, core.incarnation, Port::admin});
  if (!config.metricsListen.empty())
    m_metrics = std::make_unique<Metrics>();
  m_facts = std::make_unique<Facts>(*m_monitor, m_stores->ledger(), m_metrics.get());
  m_devices = std::make_unique<Shards>(
      m_context, core, [this](uint32_t shard, Stores::Post post) { return m_stores->store(shard, std::move(post)); },
      *m_facts);
  Status tags = m_stores->ledger().recoverTags([this](const std::string& device, std::vector<std::string> names) {
    m_devices->recoverTags(device, std::move(names));
  });
  return tags.ok() ? m_devices->recover() : tags;
}

Status Server::listen(const ServerConfig& config, const Prepared& prepared) {
  if (Status status = m_devices->listen(prepared.device, prepared.tls); !status.ok())
    return status;
  if (Status status = m_admin->listen(prepared.admin); !status.ok())
    return status;
  if (!m_metrics)
    return Done{};
  m_http = std::make_unique<HttpPort>(
      m_context.get_executor(), std::set<std::string>(config.metricsHosts.begin(), config.metricsHosts.end()),
      [this](const std::string& path, auto done) { serveMetrics(path, std::move(done)); });
  return m_http->listen(prepared.metrics);
}

Status Server::start(const ServerConfig& config) {
  Prepared prepared;
  if (Status status = prepare(config, prepared); !status.ok())
    return status;
  const CoreConfig& core = prepared.core;
  if (Status status = openStore(config, core); !status.ok())
    return status;
  m_requests = std::make_unique<AdminRequests>(*m_devices, m_stores->ledger(), *prepared.tokens);
  m_requests->onTokenRemoved = [this](const std::string& name) { m_admin->endClientsOf(name); };
  const Welcome welcome{protocolVersion,
                        {"telemetry", "inject", "trace", "manage", "touch", "session", "tag", "query", "peek", "queue",
                         "dead_letters", "history", "audit", "tokens"},
                        ServicePort::consoleHeartbeat,
                        config.node,
                        core.incarnation,
                        core.server,
                        config.deviceTokenFile.empty()};
  m_admin = std::make_unique<ServicePort>(m_context.get_executor(),
                                          ServicePort::Config{welcome, *prepared.tokens, prepared.tls}, *m_monitor,
                                          *m_requests, m_scratch);
  if (Status status = listen(config, prepared); !status.ok())
    return status;
  m_tlsMember = readyMember(prepared.tls);
  m_drain = config.drain;
  waitForSignal();
  spdlog::info("retry policy {}: a push that nobody acknowledges waits for the next hello after at most {}",
               core.backlog.retry == Backlog::Retry::classic ? "classic" : "reconnect",
               durationText(core.backlog.worstCase()));
  spdlog::info("node {} (incarnation {:016x}, {} shards, store {}) listens for devices on {} and for consoles on {}; "
               "heartbeat {}",
               config.node, core.incarnation.value, core.shards, config.store, addressText(m_devices->endpoint()),
               addressText(m_admin->endpoint()), policyText(core.heartbeat));
  return Done{};
}

std::string Server::ready() const {
  return "\"device\":\"" + addressText(m_devices->endpoint()) + "\",\"admin\":\"" + addressText(m_admin->endpoint()) +
         "\"" + (m_http ? ",\"metrics\":\"" + addressText(m_http->endpoint()) + "\"" : std::string()) + m_tlsMember;
}

void Server::serveMetrics(const std::string& path, std::function<void(HttpPort::Answer)> done) {
  if (path == "/healthz")
    return done({200, {}, "ok\n"});
  if (path == "/readyz") {
    const bool ready = !m_draining && m_stores->works();
    return done({ready ? 200 : 503, {}, m_draining ? "draining\n" : ready ? "ready\n" : "the store does not work\n"});
  }
  if (path != "/metrics")
    return done({404, {}, "there are /metrics, /healthz and /readyz\n"});
  m_devices->count([this, done = std::move(done)](const Shards::Counts& counts) {
    done({200, "text/plain; version=0.0.4; charset=utf-8",
          m_metrics->text({counts.devices, counts.connections, counts.waiting, counts.unacknowledged,
                           m_admin->clientCount(), m_monitor->ringBytes(), m_stores->works(), m_draining})});
  });
}

void Server::waitForSignal() {
  m_signals.async_wait([this](const asio::error_code& error, int) {
    if (error)
      return;
    stop();
    waitForSignal();
  });
}

void Server::stop() {
  if (std::exchange(m_draining, true))
    return end();
  spdlog::info("going down: no new devices and pushes; waiting at most {} for what is under way",
               durationText(m_drain));
  m_requests->drain();
  m_devices->refuseDevices();
  m_drainUntil = readClocks().mono + m_drain;
  waitForQuiet();
}

void Server::waitForQuiet() {
  m_devices->count([this](const Shards::Counts& counts) {
    if (m_ended)
      return;
    // Later, because this is called from inside of what end() takes down.
    if ((counts.unacknowledged == 0 && m_requests->unanswered() == 0) || readClocks().mono >= m_drainUntil)
      return asio::post(m_context, [this] { end(); });
    m_quiet.expires_after(std::chrono::milliseconds(20));
    m_quiet.async_wait([this](const asio::error_code& error) {
      if (!error)
        waitForQuiet();
    });
  });
}

void Server::end() {
  if (std::exchange(m_ended, true))
    return;
  spdlog::info("saying goodbye to devices and consoles");
  m_quiet.cancel();
  m_signals.cancel();
  m_devices->stop();
  m_admin->stop(ErrorCode::draining);
  if (m_http)
    m_http->stop();
  m_context.stop();
  m_devices.reset();
  m_stores->close();
}

} // namespace pushscope
