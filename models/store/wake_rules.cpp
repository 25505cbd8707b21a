#include "models/store/wake_rules.h"

#include <algorithm>

namespace pushscope {
namespace {

// Of those that are over.
uint32_t pastResumes(std::span<const Wake> wakes, WallTime now) {
  const Wake* newest = nullptr;
  uint32_t inWindow = 0;
  for (const Wake& wake : wakes)
    if (happened(wake)) {
      inWindow += wake.at > now - resumeWindow;
      newest = &wake;
    }
  if (!newest || newest->resumes == 0)
    return inWindow;
  // Those that the phone had in its window at the newest wake, and of these the ones that are known here.
  uint32_t known = 0, left = 0;
  WallTime oldest = newest->at;
  for (const Wake& wake : wakes)
    if (happened(wake) && wake.at > newest->at - resumeWindow) {
      ++known;
      left += wake.at <= now - resumeWindow;
      oldest = std::min(oldest, wake.at);
    }
  if (newest->resumes <= known)
    return newest->resumes - std::min(left, newest->resumes);
  const bool mayStay = now < oldest + resumeWindow;
  return mayStay ? newest->resumes - left : inWindow;
}

// The app runs for a wake that nobody has told of yet. (A server may hear that it is over before it hears that the app
// sleeps again.)
bool isBeingWoken(std::span<const Wake> wakes, const AppNow& app, WallTime now) {
  const bool runs = app.state == AppState::woken || app.state == AppState::handler;
  if (!runs || app.since <= now - resumeWindow)
    return false;
  return std::none_of(wakes.begin(), wakes.end(), [&](const Wake& wake) {
    return happened(wake) && wake.at + wake.latency + wake.used > app.since;
  });
}

} // namespace

uint32_t resumesIn(std::span<const Wake> wakes, const AppNow& app, WallTime now) {
  return pastResumes(wakes, now) + isBeingWoken(wakes, app, now);
}

bool keepsItselfAwake(std::span<const Wake> wakes, const AppNow& app, uint32_t limit, WallTime now) {
  if (limit > 0 && resumesIn(wakes, app, now) + 1 >= limit)
    return true;
  WallTime from{}, to = WallTime::min();
  bool found = false;
  const auto runs = [&](WallTime begin, WallTime end) {
    if (begin > to + shortestPause)
      from = begin;
    to = std::max(to, end);
    found |= to - from > longestRunByData && to > now - resumeWindow;
  };
  for (const Wake& wake : wakes)
    if (happened(wake) && wake.cause == Cause::data)
      runs(wake.at + wake.latency, wake.at + wake.latency + wake.used);
  const bool runsNow = app.state == AppState::woken || app.state == AppState::background;
  if (runsNow && app.cause == Cause::data && app.since != WallTime{})
    runs(app.since, now);
  return found;
}

} // namespace pushscope
