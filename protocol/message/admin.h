#pragma once

#include "protocol/base/bytes.h"
#include "protocol/message/session.h"

#include <string>
#include <vector>

namespace pushscope {

// One frame's worth of targets: 2,000 ids of the greatest length fit into the 1 MiB of an admin frame, with the
// payload.
inline constexpr size_t maxTargets = 2000;
inline constexpr size_t maxPayloadBytes = 48 * 1024; // leaves room for the envelope in the 64 KiB of a device frame

struct Inject {
  Uuid uuid;
  std::vector<std::string> devices;
  Bytes payload;
  WallTime composed{};
  Duration timeToLive{}; // zero: the server's default
  bool highPriority = false;
};

struct InjectedDelivery {
  std::string device;
  Sequence sequence;
  ErrorCode code = ErrorCode::ok;
  bool known = false;
};
struct Injected {
  std::vector<InjectedDelivery> deliveries;
};

struct Trace {
  Uuid uuid;
};

struct Subscribe {
  Incarnation incarnation;
  uint64_t sequence = 0;
};
struct Subscribed {
  bool resumed = false;
  uint64_t devices = 0;
};

} // namespace pushscope
