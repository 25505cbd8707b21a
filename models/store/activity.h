#pragma once

#include "models/store/ring.h"
#include "protocol/message/telemetry.h"

namespace pushscope {

// An app's state for a time, as one road tells it.
struct AppSpan {
  WallTime from{}, to{};
  AppState state = AppState::unknown;
  Cause cause = Cause::unknown;
};

// What a device did while the console looked on, as one road tells it. Its states, wakes and notifications lie in the
// rings of all devices; here are the newest of them, and each knows the one before.
struct Activity {
  // As many as a phone has in ten minutes that is resumed as often as its system allows.
  static constexpr size_t statesKept = 64, wakesKept = 64;

  uint64_t newestState = Ring<AppSpan>::none;
  uint64_t newestWake = Ring<AppSpan>::none;   // in the order in which they were told
  uint64_t newestNotice = Ring<AppSpan>::none; // ditto, in the ring of notices
  WallTime lastWake{};
  uint32_t wakes = 0, missedWakes = 0;
  uint32_t notice = 0, sync = 0; // where the newest is kept; 0: there was none
};

} // namespace pushscope
