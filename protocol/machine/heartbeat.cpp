#include "protocol/machine/heartbeat.h"

#include <algorithm>

namespace pushscope {

Heartbeat::Heartbeat(const HeartbeatPolicy& policy, Role role, MonoTime now, MonoTime firstPing)
    : m_policy(policy), m_role(role), m_due(role == Role::pinger ? firstPing : now + policy.interval + policy.timeout),
      m_lastPing(now), m_awaiting(role == Role::listener) {}

bool Heartbeat::heard(MonoTime now) {
  const bool wasSuspect = suspect();
  m_misses = 0;
  if (m_role == Role::listener) {
    m_due = now + m_policy.interval + m_policy.timeout;
  } else if (m_awaiting || wasSuspect) {
    m_awaiting = false;
    m_due = m_lastPing + m_policy.interval;
  }
  return wasSuspect;
}

Heartbeat::Step Heartbeat::tick(MonoTime now) {
  if (now < m_due)
    return Step::none;
  if (!m_awaiting) {
    m_lastPing = now;
    m_awaiting = true;
    m_due = now + m_policy.timeout;
    return Step::sendPing;
  }
  ++m_misses;
  if (m_misses >= m_policy.misses) {
    m_due = never;
    return Step::dead;
  }
  if (m_role == Role::pinger)
    m_awaiting = false; // m_due has passed, so the next tick pings at once
  else
    m_due += m_policy.timeout;
  return Step::miss;
}

MonoTime Heartbeat::deadline() const {
  return m_due;
}

void Heartbeat::forgive(MonoTime now) {
  if (m_awaiting && m_due != never)
    m_due = std::max(m_due, now + m_policy.timeout);
}

} // namespace pushscope
