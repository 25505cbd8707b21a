#pragma once

#include "models/store/world.h"

#include <optional>
#include <span>
#include <vector>

namespace pushscope {

// How a run went, in the numbers by which two runs are compared: what was counted in each second, and the ends of the
// deliveries that the world's table holds.
struct RunFigures {
  FineHistogram roundTrips, acknowledgements, wakeLatencies;
  uint64_t beats = 0, misses = 0, deaths = 0;
  uint64_t acknowledged = 0;
  uint64_t wakes = 0, missedWakes = 0;
  uint64_t devices = 0;
  uint64_t deliveries = 0, deadLetters = 0, expired = 0;
  // Of the deliveries: refused, expired, or begun longer than `grace` before the end and not acknowledged by then. What
  // an operator cancelled or postponed is not among them.
  uint64_t unacknowledged = 0;
  static constexpr Duration grace = std::chrono::seconds(10); // the retry policies' first attempt takes 15 s at most

  // The seconds from `from` up to and without `to`, as far as the world's `Series` still holds them: ten minutes, so a
  // longer run is added piece by piece while it is played.
  void addSeconds(const World& world, WallTime from, WallTime to);
  // Devices, and the deliveries that began at `from` or later, as the world has them in the end.
  void addOutcomes(const World& world, WallTime from, WallTime to);
};

// One line of a comparison. Durations are in ms; shares are per thousand of what they are counted in, so that runs of
// different length can be compared.
struct ComparedFigure {
  const char* id; // snake_case English, with the unit
  bool isShare = false;
  uint64_t countBefore = 0, countAfter = 0; // a duration's: of how many; a share's: so often
  std::optional<double> before, after;      // unknown if there was nothing to measure
  std::optional<double> ratio;              // after / before; unknown if before is 0 or either is
  bool worse = false;                       // a regression
  bool better = false;                      // one in the other direction
  bool few = false;                         // too few values to tell
};

// `worseThan` 0.2: a regression is what grew by more than a fifth. A percentile must also have grown by more than the
// histogram's own error, and stand on `fewest` values on both sides; of a share one case more than before is enough.
// A run in which no heartbeat was answered is worse than one that had `fewest` of them. Better is what would be a
// regression if the runs were the other way round.
class FigureComparison {
 public:
  static constexpr uint64_t fewest = 20;
  // Both percentiles may be 3 % off.
  static constexpr double error = 0.06;

  FigureComparison(const RunFigures& before, const RunFigures& after, double worseThan);

  std::span<const ComparedFigure> figures() const { return m_figures; }
  bool anyWorse() const;

 private:
  struct Percentile {
    unsigned perThousand;
    const char* id;
  };
  void durations(std::span<const Percentile> percentiles, const FineHistogram& before, uint64_t countBefore,
                 const FineHistogram& after, uint64_t countAfter);
  void share(const char* id, uint64_t countBefore, uint64_t ofBefore, uint64_t countAfter, uint64_t ofAfter);

  double m_worseThan;
  std::vector<ComparedFigure> m_figures;
};

} // namespace pushscope
