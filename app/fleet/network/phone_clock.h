#pragma once

#include "protocol/base/random.h"

namespace pushscope {

// A phone's own wall clock: off by up to 5 s and drifting by up to 50 ppm (9-wire), so that whoever corrects for it is
// tested.
class PhoneClock {
 public:
  PhoneClock(Random& random, Now start);

  WallTime read(Now now) const;

  static constexpr Duration mostOffset = std::chrono::seconds(5);
  static constexpr int64_t mostDriftPerMillion = 50;

 private:
  Duration m_offset;
  int64_t m_driftPerMillion;
  MonoTime m_start;
};

} // namespace pushscope
