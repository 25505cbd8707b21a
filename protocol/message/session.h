#pragma once

#include "protocol/base/error.h"
#include "protocol/base/ids.h"
#include "protocol/base/time.h"

#include <cstdint>
#include <optional>
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

// What brought an app into its state; the numbers of these two are those of device.proto, which explains each.
enum class Cause : uint8_t {
  unknown,
  user,
  system,
  data,
  peerClosed,
  keepAlive,
  timer,
  vendorPush,
  crash,
  boot,
  budget,
  wakeLimit,
  taskLeaked,
  loggedOut,
};
inline constexpr size_t causeCount = 14;

// Why something waits, did not happen, or ended otherwise.
enum class Reason : uint8_t {
  none,
  notConnected,
  attemptsUsed,
  wakeBudget,
  asleep,
  postponed,
  collapsed,
  terminatedByUser,
  terminatedBySystem,
  crashed,
  rebooting,
  loggedOut,
  notMarked,
  socketClosed,
  airplane,
  noNetwork,
  natExpired,
  halfOpen,
  doze,
  vendorLimit,
  alertsOff,
  notificationLimit,
  frozen,
  operatorAsked,
  refused,
};
inline constexpr size_t reasonCount = 25;

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

// How an app sleeps: what a server must know to reach it without waking it to death.
struct Sleep {
  bool wakesOnData = false; // bytes resume it
  uint32_t resumes = 0;     // the system's limit of resumes in `window`; 0 is none
  Duration window{};
  Duration budget{}; // run time of one resume
  friend bool operator==(const Sleep&, const Sleep&) = default;
};

// One of the things that an app keeps of its account, and how many changes of it are known.
struct CollectionVersion {
  std::string name;
  uint64_t version = 0;
  friend bool operator==(const CollectionVersion&, const CollectionVersion&) = default;
};
// A hello has 1 KiB: versions that find no room in it are asked for afterwards.
inline constexpr size_t maxCollections = 16;
inline constexpr size_t maxCollectionName = 32;

struct Hello {
  uint32_t versionMin = protocolVersion;
  uint32_t versionMax = protocolVersion;
  std::string credential;
  std::vector<std::string> capabilities;
  std::string device;
  std::string profile;
  std::string client;
  AppState appState = AppState::unknown;
  uint64_t session = 0; // to resume; 0 is none
  Sequence handled;     // of that session: handled up to here
  Sleep sleep;
  std::optional<HeartbeatPolicy> heartbeat, backgroundHeartbeat; // wishes
  std::vector<CollectionVersion> collections;
  std::string gateway;
  Cause lastEnd = Cause::unknown;
};

// What a credential of an admin or fleet port permits; each role may do what the one before may.
enum class Role : uint8_t { none, view, operate, administer };
inline constexpr size_t roleCount = 4;
std::string_view roleName(Role role); // none, viewer, operator, admin
Role roleFromName(std::string_view name);

struct Welcome {
  uint32_t version = protocolVersion;
  std::vector<std::string> capabilities;
  HeartbeatPolicy heartbeat;
  std::string node;
  Incarnation incarnation;
  std::string server;
  bool openDoor = false;
  uint64_t session = 0;
  bool resumed = false;
  HeartbeatPolicy backgroundHeartbeat{};
  bool synced = false;
  Role role = Role::none; // not on the device port
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
  Duration next{}; // the next ping comes within this; zero: as the policy says
};
struct Pong {
  WallTime sent, arrived, running, answered;
};

struct Goodbye {
  std::string detail;
  Duration retryAfter{};
  Cause cause = Cause::unknown;
};

struct Refusal {
  std::string detail;
  Duration retryAfter{};
};

} // namespace pushscope
