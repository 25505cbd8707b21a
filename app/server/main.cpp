#include "app/link/address.h"
#include "app/link/program.h"
#include "app/server/net/server.h"

#include <CLI/CLI.hpp>
#include <spdlog/spdlog.h>

using namespace pushscope;

int main(int argc, char** argv) {
  ServerConfig config;
  config.version = PUSHSCOPE_VERSION;
  std::string heartbeat = heartbeatText(config.heartbeat);
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
  app.add_option("--heartbeat", heartbeat, "INTERVAL/TIMEOUT/MISSES, for example 30s/15s/3")->capture_default_str();
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
  const Result<HeartbeatPolicy> policy = parseHeartbeat(heartbeat);
  if (!policy.ok()) {
    spdlog::error("--heartbeat {}: write INTERVAL/TIMEOUT/MISSES with an interval and a timeout from 100ms to 1800s, "
                  "for example 30s/15s/3",
                  heartbeat);
    return 2;
  }
  config.heartbeat = policy.value();

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
