#include "app/fleet/network/phone_clock.h"

namespace pushscope {

PhoneClock::PhoneClock(Random& random, Now start)
    : m_offset(random.between(-mostOffset, mostOffset)),
      m_driftPerMillion(int64_t(random.below(2 * mostDriftPerMillion + 1)) - mostDriftPerMillion), m_start(start.mono) {
}

WallTime PhoneClock::read(Now now) const {
  return now.wall + m_offset + (now.mono - m_start) * m_driftPerMillion / 1'000'000;
}

} // namespace pushscope
