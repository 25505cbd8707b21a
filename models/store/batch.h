#pragma once

#include "protocol/message/admin.h"
#include "protocol/message/fleet.h"
#include "protocol/message/telemetry.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

// What the ingest thread hands to the GUI thread: one frame's facts as plain values, or news about a link. All times
// are on this computer's clock already.
namespace pushscope {

// A connection of this console, numbered from 0 in the order in which it was asked for.
using LinkId = Id<struct LinkTag, uint32_t>;
// A request of this console that wants an answer.
using RequestId = Id<struct RequestTag, uint64_t>;

enum class LinkKind : uint8_t { node, fleet };

// Stands for a reason that a newer node tells and that this version has no name for: not the same as none.
inline constexpr Reason otherReason{255};
// Of a batch that is of no link.
inline constexpr LinkId noLink{~uint32_t{}};

struct LinkStatus {
  enum class State : uint8_t {
    connecting,
    online,
    waiting, // lost or never reached; tries again at `retryAt`
    refused, // the other side does not want us: no further try until a person changes something
    closed,  // a person ended it: for ever
  };
  State state = State::connecting;
  Error error; // why it waits or was refused
  WallTime retryAt{};
  std::string name;   // of the node or fleet, once known
  std::string server; // program and version
  std::vector<std::string> capabilities;
  bool openDoor = false;
  Incarnation incarnation; // handles mean nothing beyond it
  Duration clockError{};   // of the other side's times on our clock
};

struct BeatFact {
  Handle handle;
  WallTime at;
  Duration roundTrip;
};
struct MissFact {
  Handle handle;
  WallTime at;
  uint32_t missed;
};
struct LinkFact {
  Handle handle;
  WallTime at;
  LinkState state;
  Closing closing;
};
struct AppFact {
  Handle handle;
  WallTime at;
  AppState state;
  Cause cause;
};
struct WakeFact {
  Handle handle;
  Wake wake;
};
struct NoticeFact {
  Handle handle;
  Notice notice;
};
struct NetworkFact {
  Handle handle;
  WallTime at;
  Network network;
};
struct SyncedFact {
  Handle handle;
  SyncFact sync;
};
struct ClockFact {
  Handle handle;
  Duration offset, error;
};
struct QueueFact {
  Handle handle;
  uint32_t waiting;
};
struct DeliveryStageFact {
  DeliveryHandle delivery;
  WallTime at;
  Stage stage;
  uint32_t attempt;
  Duration error;
  ErrorCode code;
  Reason reason = Reason::none;
};

struct Traced {
  uint32_t deliveries = 0;
};
struct Answer {
  RequestId request;
  // Times in lists and in what was peeked at are by this computer's clock, as everywhere.
  std::variant<Injected, Controlled, Changed, Traced, Peeked, QueuePage, DeadLetterPage, HistoryPage, AuditPage,
               TokenAdded, TokenList, Error>
      outcome;
  PageRequest page{}; // which one it is, if it is one of a list
};

struct Batch {
  LinkId link;
  LinkKind kind = LinkKind::node;
  WallTime received{}; // when the world takes it to have come
  std::optional<LinkStatus> status;
  bool snapshotBegins = false; // what was known of this link's devices is void
  bool snapshotEnds = false;
  uint64_t missedBlocks = 0;
  std::vector<DeviceRecord> devices;
  std::vector<BeatFact> beats;
  std::vector<MissFact> misses;
  std::vector<LinkFact> links;
  std::vector<AppFact> apps;
  std::vector<ClockFact> clocks;
  std::vector<WakeFact> wakes;
  std::vector<NoticeFact> notices;
  std::vector<NetworkFact> networks;
  std::vector<SyncedFact> syncs;
  std::vector<QueueFact> queues;
  std::vector<DeliveryRecord> deliveries;
  std::vector<DeliveryStageFact> stages;
  std::vector<Duration> stalls;
  std::vector<Answer> answers;

  size_t factCount() const {
    return devices.size() + beats.size() + misses.size() + links.size() + apps.size() + clocks.size() + queues.size() +
           deliveries.size() + stages.size() + wakes.size() + notices.size() + networks.size() + syncs.size();
  }
  // Roughly what it takes in memory: records have texts of their own, facts have none and are 24 to 72 bytes.
  size_t weight() const {
    constexpr size_t record = 512, fact = 32;
    const size_t records = devices.size() + deliveries.size();
    return sizeof(Batch) + records * record + (factCount() - records) * fact;
  }
};

} // namespace pushscope
