#pragma once

#include "protocol/base/bytes.h"
#include "protocol/message/telemetry.h"

#include <vector>

namespace pushscope {

struct Push {
  Uuid uuid;
  Sequence sequence;
  uint32_t attempt = 1;
  Bytes payload;
  bool highPriority = false;
  std::string collapseKey;
  bool media = false;
};

// By the phone's clock; the zero time is "did not happen".
struct PhoneStages {
  Sequence sequence;
  WallTime woken, handled, shown;
  bool duplicate = false;
  Reason notShown = Reason::none;
  WallTime mediaReady{};
};

struct Acknowledge {
  Sequence upTo;
  std::vector<PhoneStages> stages;
  std::vector<Sequence> refused{}; // not covered by `upTo`
};
// A phone refuses at most what is unacknowledged: 16 deliveries of our server; others may have a larger window.
inline constexpr size_t maxRefused = 256;

struct AppChange {
  AppState appState = AppState::unknown;
  Cause cause = Cause::unknown;
  WallTime at{};
};

struct Report {
  AppState appState = AppState::unknown;
  Cause cause = Cause::unknown;
  std::vector<AppChange> changes;
  std::vector<Wake> wakes; // by the phone's clock
  std::vector<PhoneStages> stages;
};
// A phone that slept for long has much to tell; more than this is cut, oldest first.
inline constexpr size_t maxReported = 256;

struct Sync {
  std::vector<CollectionVersion> collections;
};
struct CollectionItem {
  uint32_t key = 0;
  uint64_t version = 0; // at which it last changed
  Bytes value;
};
struct CollectionPage {
  std::string name;
  uint64_t from = 0, to = 0;
  bool full = false;
  std::vector<CollectionItem> items;
  bool last = true;
};
struct Synced {
  std::vector<CollectionVersion> collections;
};

struct Rule {
  HeartbeatPolicy foreground, background;
};

struct Nudge {
  std::string device;
  Uuid uuid;
  bool highPriority = false;
};

} // namespace pushscope
