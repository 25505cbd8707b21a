#include "protocol/machine/adaptive_interval.h"

#include <algorithm>

namespace pushscope {

void AdaptiveInterval::succeeded(MonoTime now) {
  m_failed = 0;
  if (m_settled) {
    if (now - m_settledAt >= m_policy.forgetAfter)
      probeAgain();
    return;
  }
  if (m_beats < m_policy.warmUp) {
    ++m_beats;
    return;
  }
  m_held = m_interval;
  if (++m_good < m_policy.goodBeats)
    return;
  m_good = 0;
  // The longest held as well: no limit was found, so there is nothing to stay under.
  if (m_interval >= m_policy.longest)
    settle(m_interval, now);
  else
    m_interval = std::min(m_interval + m_policy.step, m_policy.longest);
}

void AdaptiveInterval::failed(MonoTime now) {
  m_good = 0;
  if (m_settled) {
    if (++m_failed < m_policy.failures)
      return;
    m_held = m_interval - m_policy.step;
    settle(m_held, now);
  } else if (m_beats < m_policy.warmUp) {
    m_beats = 0;
  } else {
    settle(m_held - m_policy.margin, now);
  }
}

void AdaptiveInterval::networkChanged() {
  *this = AdaptiveInterval(m_policy);
}

void AdaptiveInterval::settle(Duration interval, MonoTime now) {
  m_interval = std::max(interval, m_policy.shortest);
  m_settled = true;
  m_settledAt = now;
  m_failed = 0;
}

// From the longest that held the last time, so that an unchanged network gives the same answer. If it does not hold any
// more, nothing is known.
void AdaptiveInterval::probeAgain() {
  m_settled = false;
  m_interval = std::clamp(m_held, m_policy.shortest, m_policy.longest);
  m_held = Duration::zero();
  m_good = 0;
}

} // namespace pushscope
