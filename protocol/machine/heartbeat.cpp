#include "protocol/machine/heartbeat.h"

#include "protocol/base/random.h"

#include <algorithm>

namespace pushscope {

Heartbeat::Heartbeat(const HeartbeatPolicy& policy, Role role, MonoTime now, MonoTime firstPing)
    : m_policy(policy), m_expected(policy.interval), m_due(firstPing), m_lastPing(now), m_jitterSeed(0), m_role(role),
      m_awaiting(role == Role::listener) {
  if (role == Role::listener)
    m_due = now + policy.interval + policy.timeout;
}

Heartbeat::Heartbeat(const HeartbeatPolicy& policy, Role role, MonoTime now, uint64_t jitterSeed)
    : Heartbeat(policy, role, now, now + policy.interval) {
  if (role != Role::keeper)
    return;
  m_jitterSeed = jitterSeed;
  m_due = now + nextInterval();
}

Duration Heartbeat::nextInterval() {
  if (m_jitterSeed == 0)
    return m_policy.interval;
  const Duration most = m_policy.interval * jitterPercent / 100;
  return m_policy.interval + Random::stream(m_jitterSeed, m_drawn++).between(-most, most);
}

bool Heartbeat::heard(MonoTime now) {
  const bool wasSuspect = suspect();
  m_misses = 0;
  if (m_role == Role::listener) {
    m_due = now + m_expected + m_policy.timeout;
  } else if (m_role == Role::keeper) {
    m_awaiting = false;
    m_due = now + nextInterval();
  } else if (m_awaiting || wasSuspect) {
    m_awaiting = false;
    m_due = m_lastPing + m_policy.interval;
  }
  return wasSuspect;
}

void Heartbeat::expectWithin(Duration interval, MonoTime now) {
  if (m_role != Role::listener || m_due == never)
    return;
  m_expected = interval > Duration::zero() ? interval : m_policy.interval;
  m_due = now + m_expected + m_policy.timeout;
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
  if (m_role == Role::listener)
    m_due += m_policy.timeout;
  else
    m_awaiting = false; // m_due has passed, so the next tick pings at once
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
