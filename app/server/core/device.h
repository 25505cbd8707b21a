#pragma once

#include "app/server/core/outlet.h"
#include "protocol/machine/backlog.h"
#include "protocol/machine/clock_offset.h"
#include "protocol/machine/collection.h"
#include "protocol/machine/wake_budget.h"

#include <optional>
#include <vector>

namespace pushscope {

// What a server knows of one device, connected or not.
struct Device {
  explicit Device(const Backlog::Policy& policy) : backlog(policy) {}

  struct Waiting {
    Sequence sequence;
    DeliveryHandle delivery; // 0: consoles were not told of it yet (it waited before this process started)
    uint32_t payloadBytes = 0;
    Uuid uuid;
    MonoTime expires;
    WallTime accepted;
  };

  // What consoles are shown; link, missed, waiting and the rest are kept true here.
  DeviceRecord record;
  std::optional<ConnectionKey> connection;
  ClockOffset clock;
  Backlog backlog;
  std::vector<Waiting> deliveries; // those in the backlog, in ascending order of sequence; empty it owns no memory
  uint32_t key = 0;                // for the deadline queue

  uint64_t session = 0; // 0: none yet
  MonoTime sessionUntil = never;
  HeartbeatPolicy foreground, background;
  Sleep sleep;
  WakeBudget budget;
  // Given by an operator: rules instead of the server's own and of what the device wishes.
  std::optional<std::pair<HeartbeatPolicy, HeartbeatPolicy>> ruled;
  MonoTime flapSince{}, bannedUntil{};
  uint32_t flapConnects = 0;                              // since flapSince
  uint32_t beats = 0, missedBefore = 0, acknowledged = 0; // on this connection; missed in all, when it began
  std::string gateway;
  std::vector<CollectionSource> collections; // those that were ever asked for or touched

  // Null if it is not in the backlog; valid until the next change of `deliveries`.
  Waiting* waiting(Sequence sequence);
  void remember(Waiting waiting);
  void forget(Sequence sequence);

  // A stamp by the phone's clock, put on the node's; and how wrong that may be. Nothing if the offset is unknown.
  struct Corrected {
    WallTime at;
    Duration error;
  };
  std::optional<Corrected> onNodeClock(WallTime phoneTime, WallTime now) const;

  // A phone may tell of a delivery after it acknowledged it: media ready, shown later.
  void rememberAcknowledged(Sequence sequence, DeliveryHandle delivery);
  const DeliveryHandle* recentlyAcknowledged(Sequence sequence) const;

  bool asleep() const { return record.appState == AppState::suspended; }
  // Why nothing reaches it while it is not connected, as far as it told.
  Reason offlineReason() const;

 private:
  static constexpr size_t remembered = 16; // one window of the backlog
  std::vector<std::pair<Sequence, DeliveryHandle>> m_acknowledged;
  size_t m_nextAcknowledged = 0;
};

} // namespace pushscope
