#pragma once

#include "protocol/base/time.h"

#include <algorithm>
#include <compare>
#include <limits>

namespace pushscope {

// A duration as the wire has it: whole microseconds in 4 bytes, up to 71 minutes; what is longer stays there, what is
// negative is zero.
class BriefDuration {
 public:
  constexpr BriefDuration() = default;
  constexpr BriefDuration(Duration value)
      : m_us(uint32_t(std::clamp<int64_t>(value.count(), 0, std::numeric_limits<uint32_t>::max()))) {}
  constexpr operator Duration() const { return Duration(m_us); }
  friend constexpr bool operator==(BriefDuration a, Duration b) { return Duration(a) == b; }
  friend constexpr auto operator<=>(BriefDuration a, Duration b) { return Duration(a) <=> b; }

 private:
  uint32_t m_us = 0;
};

} // namespace pushscope
