#pragma once

#include "app/link/tls_flags.h"
#include "app/server/core/core_config.h"
#include "protocol/base/result.h"

#include <string>
#include <vector>

namespace pushscope {

// What flags and configuration file decide; texts as given, checked by Server::start().
struct ServerConfig {
  std::string deviceListen = "127.0.0.1:7801";
  std::string adminListen = "127.0.0.1:7802";
  std::string tokenFile;
  TlsServerFlags tls;          // of all ports
  std::string deviceTokenFile; // empty: the device port asks for no credential
  // "memory", "sqlite:PATH", or "sqlite": the file NODE.db beside the token file.
  std::string store = "sqlite";
  std::string metricsListen; // empty: no metrics
  std::vector<std::string> metricsHosts;
  // How long a server that goes down waits for acknowledgements of what it has written.
  Duration drain = std::chrono::seconds(5);
  uint32_t keepReceipts = 1'000'000;
  // Deliveries of the whole server; about 200 bytes of memory each, and with --store memory the payload. Beyond it
  // pushes are refused as `limit`, and phones are served until there is room again.
  uint32_t mostWaiting = 2'000'000;
  std::string node = "node-1";
  std::string version; // of the program
  // Heartbeats, retries, times to live, collections; node, incarnation and keys are filled in by Server::start().
  CoreConfig core;
};

// "classic" or "reconnect".
Result<Backlog::Retry> parseRetry(const std::string& text);
// "friends=50": a collection and how many items it has.
Status parseCollection(const std::string& text, CoreConfig& config);

} // namespace pushscope
