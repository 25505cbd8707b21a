#pragma once

#include "protocol/base/result.h"
#include "protocol/message/session.h"

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
  HeartbeatPolicy heartbeat;
  std::string version; // of the program
};

// "30s/15s/3": interval, timeout, misses.
Result<HeartbeatPolicy> parseHeartbeat(const std::string& text);
std::string heartbeatText(const HeartbeatPolicy& policy);

} // namespace pushscope
