#pragma once

#include "protocol/base/random.h"
#include "protocol/base/time.h"

namespace pushscope {

// How long to wait before connecting again: full jitter, a uniform draw from zero to base × 2^n, capped, so that a
// fleet that lost its server does not come back in the same second.
class Backoff {
 public:
  struct Policy {
    Duration base = std::chrono::seconds(1); // 3-behaviour section 4
    Duration cap = std::chrono::seconds(60); // ditto, foreground
  };

  explicit Backoff(const Policy& policy) : m_policy(policy) {}

  Duration next(Random& random);
  // A connection that was welcomed starts the count anew.
  void succeeded() { m_failures = 0; }
  // Another network may well have a way where the last one had none: connect at once, and only if that fails, wait.
  void networkChanged() { m_failures = 0; }
  uint32_t failures() const { return m_failures; }

 private:
  Policy m_policy;
  uint32_t m_failures = 0;
};

} // namespace pushscope
