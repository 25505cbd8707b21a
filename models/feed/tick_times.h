#pragma once

#include "models/store/fine_histogram.h"

namespace pushscope {

// How long ticks took lately, so that a console can say itself whether it keeps up: of the 10 s before and what came
// since.
class TickTimes {
 public:
  void add(Duration spent, WallTime now) {
    if (now - m_began >= window || now < m_began) {
      m_before = m_current;
      m_current = {};
      m_began = now;
    }
    m_current.add(spent);
  }
  std::optional<Duration> percentile(unsigned perThousand) const {
    FineHistogram sum = m_before;
    sum.add(m_current);
    return sum.percentile(perThousand);
  }

 private:
  static constexpr Duration window = std::chrono::seconds(10);

  FineHistogram m_before, m_current;
  WallTime m_began{};
};

} // namespace pushscope
