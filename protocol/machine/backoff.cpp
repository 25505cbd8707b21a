#include "protocol/machine/backoff.h"

#include <algorithm>

namespace pushscope {

Duration Backoff::next(Random& random) {
  const uint32_t doublings = std::min(m_failures, 30u);
  ++m_failures;
  const Duration ceiling = m_policy.base.count() > m_policy.cap.count() >> doublings
                               ? m_policy.cap
                               : m_policy.base * (int64_t{1} << doublings);
  return random.between(Duration::zero(), ceiling);
}

} // namespace pushscope
