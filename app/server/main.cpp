#include "app/link/program.h"
#include "app/process/core_dumps.h"
#include "app/server/net/server.h"
#include "app/spec/command_line.h"
#include "app/spec/man_page.h"
#include "protocol/base/duration_text.h"
#include "protocol/codec/quiet_protobuf.h"
#include "protocol/message/policy_text.h"

#include <CLI/CLI.hpp>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <thread>

using namespace pushscope;

namespace {

struct Flags {
  std::string heartbeat, background, retry = "classic", timeToLive = "24h", drain = "5s", logFormat = "text";
  std::vector<std::string> collections{"friends=50", "profiles=50", "groups=5", "members=40"};
  bool noWakeGuard = false;
  bool untilStdinCloses = false;
};

// One thread serves tens of thousands of phones; on a big machine half of the cores may be theirs.
uint32_t defaultShards() {
  return std::clamp(std::thread::hardware_concurrency() / 2, 1u, 8u);
}

void declare(CLI::App& app, ServerConfig& config, Flags& flags) {
  app.add_option("--device-listen", config.deviceListen, "Address for phones; port 0 lets the system choose")
      ->capture_default_str();
  app.add_option("--admin-listen", config.adminListen, "Address for consoles")->capture_default_str();
  app.add_option("--token-file", config.tokenFile, "Token of the admin port; made (mode 0600) if it is missing")
      ->required();
  app.add_option("--device-token-file", config.deviceTokenFile,
                 "Token that phones must present; none: the door is open, on loopback only");
  config.tls.declare(app);
  app.add_option("--store", config.store,
                 "sqlite (NODE.db beside the token file), sqlite:PATH, or memory (lost at the end)")
      ->capture_default_str();
  app.add_option("--keep-receipts", config.keepReceipts,
                 "Deliveries that are final and still can be traced; none is kept longer than 7 days")
      ->capture_default_str()
      ->check(CLI::Range(1'000u, 100'000'000u));
  app.add_option("--most-waiting", config.mostWaiting,
                 "Deliveries that may wait, some 200 bytes of memory each; beyond it pushes are refused")
      ->capture_default_str()
      ->check(CLI::Range(100u, 20'000'000u));
  app.add_option("--node", config.node, "Name of this server in consoles")->capture_default_str();
  app.add_option("--shards", config.core.shards, "Threads that devices are shared out to")
      ->capture_default_str()
      ->check(CLI::Range(1u, mostShards));
  app.add_option("--heartbeat", flags.heartbeat,
                 "INTERVAL/TIMEOUT/MISSES of an app in the foreground, for example 30s/15s/3")
      ->capture_default_str();
  app.add_option("--background-heartbeat", flags.background, "The same for an app in the background or asleep")
      ->capture_default_str();
  app.add_option("--retry", flags.retry,
                 "classic (write again on a timer) or reconnect (write again on the next hello)")
      ->capture_default_str();
  app.add_option("--time-to-live", flags.timeToLive, "Of a push that names none; 7 days at most")
      ->capture_default_str();
  app.add_option("--collection", flags.collections, "NAME=ITEMS of what every account holds, made up; may be repeated")
      ->capture_default_str();
  app.add_flag("--no-wake-guard", flags.noWakeGuard,
               "Let pushes and beats wake phones more often than their systems allow");
  app.add_option("--metrics-listen", config.metricsListen,
                 "Address for Prometheus and health checks by HTTP, on loopback; none: there is no such port");
  app.add_option("--metrics-host", config.metricsHosts,
                 "Host name that requests for metrics may give besides localhost; may be repeated");
  app.add_option("--log", flags.logFormat, "text or json, to standard error")
      ->capture_default_str()
      ->check(CLI::IsMember({"text", "json"}));
  app.add_option("--drain", flags.drain, "How long a server that is told to end waits for acknowledgements")
      ->capture_default_str();
  app.add_flag("--until-stdin-closes", flags.untilStdinCloses,
               "End when standard input ends: for programs that start this one");
  app.set_config("--config", "", "TOML file with the same names as the flags, without dashes in front");
  app.allow_config_extras(false);
}

Status readFlags(const Flags& flags, ServerConfig& config) {
  CoreConfig& core = config.core;
  const auto heartbeat = parsePolicy(flags.heartbeat);
  const auto background = parsePolicy(flags.background);
  if (!heartbeat.ok() || !background.ok())
    return {ErrorCode::usage,
            (heartbeat.ok() ? "--background-heartbeat " + flags.background : "--heartbeat " + flags.heartbeat) +
                ": write INTERVAL/TIMEOUT/MISSES with an interval and a timeout from 100ms to 1800s, "
                "for example 30s/15s/3"};
  const auto retry = parseRetry(flags.retry);
  if (!retry.ok())
    return retry.error();
  const auto timeToLive = parseDuration(flags.timeToLive);
  if (!timeToLive.ok() || timeToLive.value() <= Duration::zero() || timeToLive.value() > core.longestTimeToLive)
    return {ErrorCode::usage, "--time-to-live " + flags.timeToLive + ": a duration up to 7 days, for example 24h"};
  const auto drain = parseDuration(flags.drain);
  if (!drain.ok() || drain.value() < Duration::zero() || drain.value() > std::chrono::minutes(10))
    return {ErrorCode::usage, "--drain " + flags.drain + ": a duration up to 10 minutes, for example 5s"};
  core.heartbeat = heartbeat.value();
  core.backgroundHeartbeat = background.value();
  core.backlog.retry = retry.value();
  core.timeToLive = timeToLive.value();
  core.guardsWakes = !flags.noWakeGuard;
  config.drain = drain.value();
  for (const std::string& collection : flags.collections)
    if (Status status = parseCollection(collection, core); !status.ok())
      return status;
  return Done{};
}

} // namespace

int main(int argc, char** argv) {
  forbidCoreDumps();
  quietProtobuf();
  ServerConfig config;
  config.version = PUSHSCOPE_VERSION;
  config.core.shards = defaultShards();
  Flags flags;
  flags.heartbeat = policyText(config.core.heartbeat);
  flags.background = policyText(config.core.backgroundHeartbeat);

  CLI::App app{"pushnode: a push server that phones keep one TCP connection to"};
  app.set_version_flag("--version", "pushnode " PUSHSCOPE_VERSION);
  declareManPage(app, PUSHSCOPE_VERSION);
  app.footer("Exit codes: 0 told to end, 2 usage or a port that cannot be opened, 6 a local file.");
  declare(app, config, flags);
  if (const auto code = readCommandLine(app, "pushnode", argc, argv))
    return *code;

  setUpLog("pushnode", flags.logFormat == "json" ? LogFormat::json : LogFormat::text);
  raiseFileLimit();
  if (const Status status = readFlags(flags, config); !status.ok()) {
    spdlog::error("{}", status.error().detail);
    return 2;
  }

  asio::io_context context(1);
  Server server(context);
  if (const Status status = server.start(config); !status.ok()) {
    spdlog::error("{}", status.error().detail);
    return status.error().code == ErrorCode::file ? 6 : 2;
  }
  printReady(server.ready());
  if (flags.untilStdinCloses)
    whenStdinCloses(context.get_executor(), [&server] { server.stop(); });
  context.run();
  return 0;
}
