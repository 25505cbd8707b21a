#pragma once

#include "models/store/world.h"

#include <optional>
#include <span>
#include <vector>

namespace pushscope {

// How a run went, in the numbers by which two runs are compared: what the world's `Series` holds, that is the last ten
// minutes, and the ends of the deliveries that its table holds.
struct RunFigures {
  FineHistogram roundTrips, acknowledgements, wakeLatencies;
  uint64_t beats = 0, misses = 0, deaths = 0;
  uint64_t acknowledged = 0;
  uint64_t wakes = 0, missedWakes = 0;
  uint64_t devices = 0;
  uint64_t deliveries = 0, deadLetters = 0, expired = 0;
};
RunFigures figuresOf(const World& world);

// One line of a comparison. Durations are in ms; shares are per thousand of what they are counted in, so that runs of
// different length can be compared.
struct ComparedFigure {
  const char* id; // snake_case English, with the unit
  bool isShare = false;
  uint64_t countBefore = 0, countAfter = 0; // a duration's: of how many; a share's: so often
  std::optional<double> before, after;      // unknown if there was nothing to measure
  std::optional<double> ratio;              // after / before; unknown if before is 0 or either is
  bool worse = false;                       // a regression
};

// `worseThan` 0.2: a regression is what grew by more than a fifth. A percentile must also have grown by more than the
// histogram's own error, and stand on `fewest` values on both sides; of a share one case more than before is enough.
class Comparison {
 public:
  static constexpr uint64_t fewest = 20;
  // Both percentiles may be 3 % off.
  static constexpr double error = 0.06;

  Comparison(const RunFigures& before, const RunFigures& after, double worseThan);

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
