#pragma once

#include "protocol/base/time.h"

#include <array>
#include <cstdint>

namespace pushscope {

// Seeded random numbers, equal to the bit on every platform: xoshiro256** (Blackman, Vigna 2018), seeded by SplitMix64.
// The standard distributions differ between libraries, so the few that are needed are here.
// Not for secrets.
class Random {
 public:
  explicit Random(uint64_t seed);

  uint64_t next();
  // Uniform in [0, bound); bound > 0. Unbiased (Lemire 2019).
  uint64_t below(uint64_t bound);
  // Uniform in [low, high], both included; low <= high.
  Duration between(Duration low, Duration high);
  // True `perMillion` times in a million.
  bool chance(uint32_t perMillion) { return below(1'000'000) < perMillion; }
  // An independent stream for part number `index`, whatever was drawn before.
  static Random stream(uint64_t seed, uint64_t index);

 private:
  std::array<uint64_t, 4> m_state;
};

} // namespace pushscope
