#pragma once

#include "protocol/message/telemetry.h"

#include <span>

namespace pushscope {

// The system's window in which it counts an app's resumes (3-behaviour section 2.2).
inline constexpr Duration resumeWindow = std::chrono::seconds(300);

inline bool happened(const Wake& wake) {
  return wake.missed == Reason::none;
}

// It ran for longer than it was granted at first: more data granted the time anew. Timers are a little late always.
inline bool isOverBudget(const Wake& wake) {
  return wake.budget > Duration::zero() && wake.used > wake.budget + std::chrono::milliseconds(250);
}

// What an app does now, and since when that is known.
struct AppNow {
  AppState state = AppState::unknown;
  Cause cause = Cause::unknown;
  WallTime since{};
};

// Resumes of an app in the window before `now`, from the wakes that are known of it, oldest first, and the one that
// goes on, which is told of when it is over. The newest wake says how many the phone itself had counted by then; those
// of which nothing else is known are taken to stay in the window as long as they can. So this may be too high for a
// while after a console was started, never too low.
uint32_t resumesIn(std::span<const Wake> wakes, const AppNow& app, WallTime now);

// As a server divides the window (9-wire): of 15, from the 11th resume on only what is urgent may wake a phone.
constexpr bool isShort(uint32_t resumes, uint32_t limit) {
  return limit > 0 && uint64_t(resumes) * 3 > uint64_t(limit) * 2;
}

// An app that makes its server send data to it so often that it is never suspended (3-behaviour section 8, row 11). It
// keeps itself awake if, within the last 300 s,
//   - it ran for more than 60 s because of data, pauses of up to 1 s not counted as such, or
//   - it was resumed so often that one more resume is the last that the system allows: 14 times of 15.
// It runs because of data in each wake with that cause, and while its state says so: woken, or in the background.
inline constexpr Duration longestRunByData = std::chrono::seconds(60);
inline constexpr Duration shortestPause = std::chrono::seconds(1);
bool keepsItselfAwake(std::span<const Wake> wakes, const AppNow& app, uint32_t limit, WallTime now);

} // namespace pushscope
