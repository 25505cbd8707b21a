#pragma once

#include "app/telemetry/fact_sink.h"
#include "protocol/machine/backlog.h"
#include "protocol/machine/clock_offset.h"

#include <map>
#include <optional>

namespace pushscope {

// A number for a connection, given by the shell and reused by it.
using ConnectionKey = uint32_t;

// What a server knows of one device, connected or not.
struct Device {
  explicit Device(const Backlog::Policy& policy) : backlog(policy) {}

  struct Waiting {
    DeliveryHandle delivery;
    Uuid uuid;
  };

  // What consoles are shown; link, missed, waiting and the rest are kept true here.
  DeviceRecord record;
  std::optional<ConnectionKey> connection;
  ClockOffset clock;
  Backlog backlog;
  std::map<Sequence, Waiting> deliveries; // those in the backlog
  uint32_t key = 0;                       // for the deadline queue

  // A stamp by the phone's clock, put on the node's; and how wrong that may be. Nothing if the offset is unknown.
  struct Corrected {
    WallTime at;
    Duration error;
  };
  std::optional<Corrected> onNodeClock(WallTime phoneTime, WallTime now) const;
};

} // namespace pushscope
