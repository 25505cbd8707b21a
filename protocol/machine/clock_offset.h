#pragma once

#include "protocol/message/session.h"

#include <optional>
#include <vector>

namespace pushscope {

// Estimates how far another side's wall clock is ahead of ours from heartbeats: of the last exchanges the one with the
// shortest round trip tells most (RFC 5905, clock filter), and it cannot be wrong by more than half of that round trip,
// plus what the two clocks may have drifted apart since.
class ClockOffset {
 public:
  struct Estimate {
    Duration offset; // theirs minus ours
    Duration error;  // the true offset lies within ± this
  };

  // An exchange that we began. One whose stamps contradict each other is ignored: false.
  bool add(const Exchange& exchange);
  // An exchange that they began and told us of when it was complete; `now` by our clock.
  bool addTheirs(const Exchange& exchange, WallTime now);
  // As of `now` by our clock. Empty until an exchange was added.
  std::optional<Estimate> estimate(WallTime now) const;

  static constexpr size_t window = 8; // RFC 5905 keeps eight samples
  // Twice the ± 50 ppm of a phone's crystal.
  static constexpr int64_t driftPerMillion = 100;

 private:
  struct Sample {
    Duration offset, roundTrip;
    WallTime at;
  };
  void keep(const Sample& sample);
  static Duration errorOf(const Sample& sample, WallTime now);

  std::vector<Sample> m_samples; // as many as were added, so that a session that just began takes little
  uint8_t m_next = 0;            // which the next one takes the place of, once there is a window of them
};

} // namespace pushscope
