#include "models/alerts/alert_state.h"

#include <utility>

namespace pushscope {

AlertState::Change AlertState::enter(Phase phase, WallTime at) {
  m_phase = phase;
  m_since = at;
  return Change::none;
}

AlertState::Change AlertState::tell(const AlertRule& rule, std::optional<int64_t> value, WallTime at,
                                    WallTime watchedSince) {
  const bool wasKnown = std::exchange(m_value, value).has_value();
  if (!value) {
    if (!isFiring() && m_phase != Phase::unknown)
      enter(Phase::unknown, at);
    if (m_phase == Phase::clearing)
      enter(Phase::firing, m_beyondSince);
    return Change::none;
  }
  const WallTime before = std::exchange(m_told, at);
  const bool unbroken = wasKnown && at >= before && before >= watchedSince;
  if (!unbroken && (m_phase == Phase::pending || m_phase == Phase::clearing))
    m_since = at;
  if (m_phase == Phase::unknown)
    enter(Phase::quiet, at);
  if (m_phase == Phase::quiet && rule.isBeyond(*value))
    enter(Phase::pending, at);
  if (m_phase == Phase::pending) {
    if (!rule.isBeyond(*value))
      return enter(Phase::quiet, at);
    if (at - m_since < rule.holdsFor)
      return Change::none;
    m_beyondSince = m_since;
    m_phase = Phase::firing; // and since the same time
    return Change::raised;
  }
  if (m_phase == Phase::firing && rule.isOver(*value))
    enter(Phase::clearing, at);
  if (m_phase == Phase::clearing) {
    if (!rule.isOver(*value))
      return enter(Phase::firing, m_beyondSince);
    if (at - m_since < rule.clearsAfter)
      return Change::none;
    enter(Phase::quiet, at);
    return Change::cleared;
  }
  return Change::none;
}

} // namespace pushscope
