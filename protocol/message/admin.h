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
  std::string collapseKey;
  bool media = false;
  WallTime notBefore{}; // zero: now
};
inline constexpr size_t maxCollapseKey = 64; // as APNs has it

struct InjectedDelivery {
  std::string device;
  Sequence sequence;
  ErrorCode code = ErrorCode::ok;
  bool known = false;
};
struct Injected {
  std::vector<InjectedDelivery> deliveries;
};

enum class QueueAction : uint8_t { unknown, cancel, postpone };
struct Manage {
  Uuid uuid;
  std::vector<std::string> devices; // none: every device of the push
  QueueAction action = QueueAction::unknown;
  WallTime until{};
};
struct Touch {
  std::vector<std::string> devices;
  std::string collection;
  uint32_t changes = 1;
};
// The answer to both.
struct Changed {
  uint32_t changed = 0, unknown = 0;
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
