#pragma once

#include "protocol/base/time.h"

#include <cstdint>

namespace pushscope {

// Finds the longest heartbeat interval that a network lets live: the NATs on the way forget an idle connection after a
// time that nobody tells. After the open library of WeChat (3-behaviour section 4).
//
//   settling in ──`warmUp` good beats──▶ probing ──miss──▶ settled, `margin` under the longest interval that held
//                                          │ `goodBeats` good ones: + `step`, up to `longest`, where it settles
//   settled ──`forgetAfter`──▶ probing again;  ──`failures` misses in a row──▶ a step shorter;  network changed: anew
class AdaptiveInterval {
 public:
  struct Policy {
    Duration shortest = std::chrono::seconds(210);     // mars: MinHeartInterval 3.5 min
    Duration longest = std::chrono::seconds(600);      // mars: 10 min
    Duration step = std::chrono::seconds(60);          // mars
    Duration margin = std::chrono::seconds(20);        // mars: settles so far under the limit
    uint32_t warmUp = 3;                               // mars: beats at the shortest before probing
    uint32_t goodBeats = 5;                            // mars: at an interval before the next step
    uint32_t failures = 2;                             // mars: step back after so many
    Duration forgetAfter = std::chrono::hours(7 * 24); // mars: probe again
  };
  explicit AdaptiveInterval(const Policy& policy) : m_policy(policy), m_interval(policy.shortest) {}

  // Between beats from now on.
  Duration interval() const { return m_interval; }
  bool settled() const { return m_settled; }
  void succeeded(MonoTime now);
  void failed(MonoTime now);
  void networkChanged();

 private:
  void settle(Duration interval, MonoTime now);
  void probeAgain();

  Policy m_policy;
  Duration m_interval;
  Duration m_held{}; // the longest that was good
  bool m_settled = false;
  MonoTime m_settledAt{};
  uint32_t m_good = 0, m_failed = 0, m_beats = 0;
};

} // namespace pushscope
