#pragma once

#include <chrono>
#include <cstdint>

// Time as a value. Nothing in protocol/ reads a clock: shells hand these in.
namespace pushscope {

using Duration = std::chrono::microseconds;

// Durations and deadlines are measured on this line only; it never jumps.
struct MonoLine {};
// For people and for joining the records of two machines; it may jump.
struct WallLine {};

namespace detail {
template <class Line>
struct ClockTag {
  using duration = Duration;
  using rep = Duration::rep;
  using period = Duration::period;
};
} // namespace detail

using MonoTime = std::chrono::time_point<detail::ClockTag<MonoLine>, Duration>;
// Microseconds since 1970-01-01 UTC.
using WallTime = std::chrono::time_point<detail::ClockTag<WallLine>, Duration>;

inline constexpr MonoTime never = MonoTime::max();

constexpr int64_t micros(WallTime t) {
  return t.time_since_epoch().count();
}
constexpr int64_t micros(MonoTime t) {
  return t.time_since_epoch().count();
}
constexpr WallTime wallFromMicros(int64_t us) {
  return WallTime(Duration(us));
}

// Both clocks, read by a shell at one moment.
struct Now {
  MonoTime mono;
  WallTime wall;
};

} // namespace pushscope
