#pragma once

#include "models/store/world.h"

namespace pushscope {

// What waits, as far as it was pulled.
struct QueueSummary {
  uint64_t queued = 0, retrying = 0, held = 0, offline = 0;
  uint64_t bytes = 0;
  WallTime oldest{}; // when the oldest was accepted; zero: there is none

  uint64_t all() const { return queued + retrying + held + offline; }
};
QueueSummary summaryOf(const PulledList<Queued>& queue);

} // namespace pushscope
