#pragma once

#include "app/server/core/core_config.h"
#include "protocol/base/result.h"

#include <string>

namespace pushscope {

// What flags and configuration file decide; texts as given, checked by Server::start().
struct ServerConfig {
  std::string deviceListen = "127.0.0.1:7801";
  std::string adminListen = "127.0.0.1:7802";
  std::string tokenFile;
  std::string deviceTokenFile; // empty: the device port asks for no credential
  std::string store = "memory";
  std::string node = "node-1";
  std::string version; // of the program
  // Heartbeats, retries, times to live, collections; node, incarnation and keys are filled in by Server::start().
  CoreConfig core;
};

// "30s/15s/3": interval, timeout, misses.
Result<HeartbeatPolicy> parseHeartbeat(const std::string& text);
// "classic" or "reconnect".
Result<Backlog::Retry> parseRetry(const std::string& text);
// "friends=50": a collection and how many items it has.
Status parseCollection(const std::string& text, CoreConfig& config);
std::string heartbeatText(const HeartbeatPolicy& policy);

} // namespace pushscope
