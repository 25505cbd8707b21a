#include "app/server/net/server.h"

#include "app/link/address.h"
#include "protocol/base/duration_text.h"

#include <spdlog/spdlog.h>

#include <csignal>

namespace pushscope {

class Server::Facts : public FactSink {
 public:
  Facts(Monitor& monitor, MemoryLedger& ledger) : m_monitor(monitor), m_ledger(ledger) {}

  void device(const DeviceRecord& record) override { m_monitor.device(record); }
  void beat(Handle h, WallTime at, Duration roundTrip) override { m_monitor.beat(h, at, roundTrip); }
  void missed(Handle h, WallTime at, uint32_t total) override { m_monitor.missed(h, at, total); }
  void link(Handle h, WallTime at, LinkState s, const Closing& c) override { m_monitor.link(h, at, s, c); }
  void app(Handle h, WallTime at, AppState s, Cause c) override { m_monitor.app(h, at, s, c); }
  void clock(Handle h, Duration offset, Duration error) override { m_monitor.clock(h, offset, error); }
  void waiting(Handle h, uint32_t deliveries) override { m_monitor.waiting(h, deliveries); }
  void wake(Handle h, const Wake& w) override { m_monitor.wake(h, w); }
  void notice(Handle h, const Notice& n) override { m_monitor.notice(h, n); }
  void network(Handle h, WallTime at, const Network& n) override { m_monitor.network(h, at, n); }
  void sync(Handle h, const SyncFact& s) override { m_monitor.sync(h, s); }
  void stall(Duration stalled) override { m_monitor.stall(stalled); }
  void delivery(const DeliveryRecord& record) override {
    m_monitor.delivery(record);
    m_ledger.delivery(record);
  }
  void stage(const StageFact& fact) override {
    m_monitor.stage(fact);
    m_ledger.stage(fact);
  }

 private:
  Monitor& m_monitor;
  MemoryLedger& m_ledger;
};

Server::Server(asio::io_context& context) : m_context(context), m_signals(context, SIGTERM, SIGINT) {}
Server::~Server() = default;

Status Server::start(const ServerConfig& config) {
  if (config.store != "memory")
    return {ErrorCode::usage, "--store " + config.store + ": this version has the store 'memory' only"};
  if (config.node.empty() || config.node.size() > 64 || !isValidUtf8(config.node))
    return {ErrorCode::usage, "--node: a name of 1 to 64 bytes"};
  if (config.tokenFile.empty())
    return {ErrorCode::usage, "--token-file: the admin port needs one; a missing file is made"};
  const auto deviceAddress = parseAddress(config.deviceListen);
  const auto adminAddress = parseAddress(config.adminListen);
  if (!deviceAddress.ok() || !adminAddress.ok())
    return {ErrorCode::usage, (deviceAddress.ok() ? config.adminListen : config.deviceListen) +
                                  ": not an address of the form 127.0.0.1:7801"};
  Result<TokenGuard> token = TokenGuard::fromFile(config.tokenFile);
  if (!token.ok())
    return token.error();

  CoreConfig shard = config.core;
  shard.node = config.node;
  shard.incarnation = {systemRandom()};
  shard.server = "pushnode " + config.version;
  shard.seed = systemRandom();
  shard.sessionKey0 = systemRandom();
  shard.sessionKey1 = systemRandom();
  shard.payloadKey0 = systemRandom();
  shard.payloadKey1 = systemRandom();
  if (!config.deviceTokenFile.empty()) {
    Result<TokenGuard> deviceToken = TokenGuard::fromFile(config.deviceTokenFile);
    if (!deviceToken.ok())
      return deviceToken.error();
    shard.admitsDevice = [guard = deviceToken.value()](std::string_view text) { return guard.admits(text); };
  } else {
    spdlog::warn("the device port asks for no credential: any process on this machine may be a device");
  }

  const auto executor = m_context.get_executor();
  m_monitor = std::make_unique<Monitor>(Monitor::Identity{config.node, shard.incarnation, Port::admin});
  m_facts = std::make_unique<Facts>(*m_monitor, m_ledger);
  const Welcome welcome{protocolVersion,
                        {"telemetry", "inject", "trace", "manage", "touch"},
                        ServicePort::consoleHeartbeat,
                        config.node,
                        shard.incarnation,
                        shard.server,
                        config.deviceTokenFile.empty()};
  m_devices = std::make_unique<DevicePort>(executor, std::move(shard), m_store, *m_facts, m_scratch);
  m_requests = std::make_unique<AdminRequests>(*m_devices, m_ledger);
  m_admin = std::make_unique<ServicePort>(executor, ServicePort::Config{welcome, std::move(token).value()}, *m_monitor,
                                          *m_requests, m_scratch);
  if (Status status = m_devices->listen(deviceAddress.value()); !status.ok())
    return status;
  if (Status status = m_admin->listen(adminAddress.value()); !status.ok())
    return status;
  m_signals.async_wait([this](const asio::error_code& error, int) {
    if (!error)
      stop();
  });
  spdlog::info("retry policy {}: a push that nobody acknowledges waits for the next hello after at most {}",
               config.core.backlog.retry == Backlog::Retry::classic ? "classic" : "reconnect",
               durationText(config.core.backlog.worstCase()));
  spdlog::info("node {} (incarnation {:016x}) listens for devices on {} and for consoles on {}; heartbeat {}",
               config.node, welcome.incarnation.value, addressText(deviceEndpoint()), addressText(adminEndpoint()),
               heartbeatText(config.core.heartbeat));
  return Done{};
}

void Server::stop() {
  spdlog::info("going down: saying goodbye to devices and consoles");
  m_devices->stop();
  m_admin->stop(ErrorCode::draining);
  m_context.stop();
}

} // namespace pushscope
