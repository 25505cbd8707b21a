#include "app/link/address.h"
#include "app/link/program.h"
#include "app/server/net/server.h"
#include "protocol/base/duration_text.h"

#include <CLI/CLI.hpp>
#include <spdlog/spdlog.h>

using namespace pushscope;

namespace {

struct Flags {
  std::string heartbeat, background, retry, timeToLive;
  std::vector<std::string> collections;
  bool noWakeGuard;
};

Status readFlags(const Flags& flags, CoreConfig& core) {
  const auto heartbeat = parseHeartbeat(flags.heartbeat);
  const auto background = parseHeartbeat(flags.background);
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
  core.heartbeat = heartbeat.value();
  core.backgroundHeartbeat = background.value();
  core.backlog.retry = retry.value();
  core.timeToLive = timeToLive.value();
  core.guardsWakes = !flags.noWakeGuard;
  for (const std::string& collection : flags.collections)
    if (Status status = parseCollection(collection, core); !status.ok())
      return status;
  return Done{};
}

} // namespace

int main(int argc, char** argv) {
  ServerConfig config;
  config.version = PUSHSCOPE_VERSION;
  std::string heartbeat = heartbeatText(config.core.heartbeat);
  std::string background = heartbeatText(config.core.backgroundHeartbeat);
  std::string retry = "classic";
  std::string timeToLive = "24h";
  std::vector<std::string> collections{"friends=50", "profiles=50", "groups=5", "members=40"};
  bool noWakeGuard = false;
  bool untilStdinCloses = false;

  CLI::App app{"pushnode: a push server that phones keep one TCP connection to"};
  app.set_version_flag("--version", "pushnode " PUSHSCOPE_VERSION);
  app.add_option("--device-listen", config.deviceListen, "Address for phones; port 0 lets the system choose")
      ->capture_default_str();
  app.add_option("--admin-listen", config.adminListen, "Address for consoles")->capture_default_str();
  app.add_option("--token-file", config.tokenFile, "Token of the admin port; made (mode 0600) if it is missing")
      ->required();
  app.add_option("--device-token-file", config.deviceTokenFile,
                 "Token that phones must present; none: the door is open");
  app.add_option("--store", config.store, "memory (sqlite:PATH comes later)")->capture_default_str();
  app.add_option("--node", config.node, "Name of this server in consoles")->capture_default_str();
  app.add_option("--heartbeat", heartbeat, "INTERVAL/TIMEOUT/MISSES of an app in the foreground, for example 30s/15s/3")
      ->capture_default_str();
  app.add_option("--background-heartbeat", background, "The same for an app in the background or asleep")
      ->capture_default_str();
  app.add_option("--retry", retry, "classic (write again on a timer) or reconnect (write again on the next hello)")
      ->capture_default_str();
  app.add_option("--time-to-live", timeToLive, "Of a push that names none; 7 days at most")->capture_default_str();
  app.add_option("--collection", collections, "NAME=ITEMS of what every account holds, made up; may be repeated")
      ->capture_default_str();
  app.add_flag("--no-wake-guard", noWakeGuard, "Let pushes and beats wake phones more often than their systems allow");
  app.add_flag("--until-stdin-closes", untilStdinCloses,
               "End when standard input ends: for programs that start this one");
  app.set_config("--config", "", "TOML file with the same names as the flags, without dashes in front");
  app.allow_config_extras(false);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }

  setUpLog("pushnode");
  raiseFileLimit();
  const Status flags = readFlags({heartbeat, background, retry, timeToLive, collections, noWakeGuard}, config.core);
  if (!flags.ok()) {
    spdlog::error("{}", flags.error().detail);
    return 2;
  }

  asio::io_context context(1);
  Server server(context);
  if (const Status status = server.start(config); !status.ok()) {
    spdlog::error("{}", status.error().detail);
    return status.error().code == ErrorCode::file ? 6 : 2;
  }
  printReady("\"device\":\"" + addressText(server.deviceEndpoint()) + "\",\"admin\":\"" +
             addressText(server.adminEndpoint()) + "\"");
  if (untilStdinCloses)
    whenStdinCloses(context.get_executor(), [&server] { server.stop(); });
  context.run();
  return 0;
}
