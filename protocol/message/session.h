#pragma once

#include "protocol/base/error.h"
#include "protocol/base/ids.h"
#include "protocol/base/time.h"

#include <cstdint>
#include <string>
#include <vector>

// Messages as plain values: what codec/ makes of a frame's body, what machines are told, what shells hand to codec/.
namespace pushscope {

inline constexpr uint32_t protocolVersion = 1;

enum class AppState : uint8_t { unknown, foreground, background, suspended, woken, handler, terminated };
inline constexpr size_t appStateCount = 7;

enum class LinkState : uint8_t { unknown, online, suspect, offline };
inline constexpr size_t linkStateCount = 4;

enum class Side : uint8_t { unknown, server, phone };

struct HeartbeatPolicy {
  Duration interval = std::chrono::seconds(30); // the source texts' figure for the foreground
  Duration timeout = std::chrono::seconds(15);  // ditto
  uint32_t misses = 3;

  // From the last sign of life to the end of the connection.
  Duration deadAfter() const { return interval + timeout * misses; }
  friend bool operator==(const HeartbeatPolicy&, const HeartbeatPolicy&) = default;
};

// A server does not let a peer, or a configuration, choose outside of these.
inline constexpr Duration shortestHeartbeat = std::chrono::milliseconds(100); // tests; phones use minutes
inline constexpr Duration longestHeartbeat = std::chrono::seconds(1800); // 6-trust TA8: a cap, after CVE-2020-13849
inline constexpr uint32_t mostMisses = 100;
Status checkPolicy(const HeartbeatPolicy& policy);

struct Hello {
  uint32_t versionMin = protocolVersion;
  uint32_t versionMax = protocolVersion;
  std::string credential;
  std::vector<std::string> capabilities;
  std::string device;
  std::string profile;
  std::string client;
  AppState appState = AppState::unknown;
};

struct Welcome {
  uint32_t version = protocolVersion;
  std::vector<std::string> capabilities;
  HeartbeatPolicy heartbeat;
  std::string node;
  Incarnation incarnation;
  std::string server;
  bool openDoor = false;
};

// One heartbeat, complete. The first and last stamp are by the pinging side's clock, the others by the answering
// side's.
struct Exchange {
  WallTime sent, arrived, running, answered, received;

  // Time on the network: the other side's own delay is taken out.
  Duration roundTrip() const { return (received - sent) - (answered - arrived); }
};

struct Ping {
  WallTime sent;
  bool hasPrevious = false;
  Exchange previous{};
};
struct Pong {
  WallTime sent, arrived, running, answered;
};

struct Goodbye {
  std::string detail;
  Duration retryAfter{};
};

struct Refusal {
  std::string detail;
  Duration retryAfter{};
};

} // namespace pushscope
