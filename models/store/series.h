#pragma once

#include "models/store/fine_histogram.h"

#include <memory>
#include <vector>

namespace pushscope {

// What happened in each of the last seconds, over all devices: the numbers behind charts and tiles. A ring, so its
// memory is fixed. Seconds in which the console heard nothing stay marked as such and are drawn as gaps.
class Series {
 public:
  static constexpr size_t seconds = 600; // the ten minutes that a person asks for after something went wrong

  struct Second {
    int64_t second = -1; // since 1970; -1 is empty
    bool heard = false;  // some server was online for all we know
    uint32_t beats = 0, misses = 0, deaths = 0;
    uint32_t pushes = 0, acknowledged = 0;
    uint32_t wakes = 0, missedWakes = 0; // by the best road to each phone
    uint32_t online = 0;                 // at its end
    FineHistogram roundTrips;
    FineHistogram acknowledgements; // from accepted to acknowledged
    FineHistogram wakeLatencies, wakeUses;
  };

  // Null for a time that has left the ring, or one further in the future than clocks differ.
  Second* at(WallTime time, WallTime now);
  // Empty seconds come back with second == -1.
  const Second& second(int64_t number) const;

  // What is said to be "per second now" is the mean of so many whole seconds, on every page.
  static constexpr int64_t rateSeconds = 10;
  struct Totals {
    double beatsPerSecond = 0; // in the seconds of the span of which something is known
    uint64_t beats = 0, misses = 0, deaths = 0, pushes = 0, acknowledged = 0, wakes = 0, missedWakes = 0;
    std::optional<Duration> roundTripP50, roundTripP99, acknowledgeP99, wakeLatencyP50, wakeUseP50;
  };
  // The first second since which the console has heard something, if that is still in the ring.
  std::optional<int64_t> firstHeard(WallTime now) const;
  // Over the `span` whole seconds before `now`.
  Totals totals(WallTime now, int64_t span) const;

 private:
  friend class WorldImage;
  // By number modulo `seconds`; null until something happened in it: all of them are 3 MB, and worlds are many while a
  // recording is sought.
  std::vector<std::unique_ptr<Second>> m_ring = std::vector<std::unique_ptr<Second>>(seconds);
};

} // namespace pushscope
