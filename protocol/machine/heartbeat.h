#pragma once

#include "protocol/message/session.h"

namespace pushscope {

// Decides whether the other side of a connection still runs, whatever TCP says of it.
//
// One side pings, the other listens; both run this machine with the same policy and so agree on when a connection is
// dead:
//
//   last beat            + interval            + timeout           + timeout × n
//   |--------------------|---------------------|------- … ---------|
//                        pinger: ping          first miss: suspect  n-th miss: dead
//
// Pinger: pings every `interval`, counted from ping to ping; a ping that got no answer within `timeout` is a miss and
// is followed by another at once. Listener: sends nothing; silence past `interval` counts a miss for each `timeout`.
// Any frame is a sign of life. For 30 s / 15 s / 3 (source texts): suspect after 45 s, dead after 75 s.
//
// Order of calls: tick(now) until it answers `none`, then arm one timer for deadline(). Time never runs backwards.
class Heartbeat {
 public:
  enum class Role { pinger, listener };
  enum class Step {
    none,     // nothing to do before deadline()
    sendPing, // pinger only
    miss,     // one more beat is missing; the first one makes the connection suspect
    dead,     // end the connection; said once
  };

  // `firstPing` lets a fleet spread its first pings.
  Heartbeat(const HeartbeatPolicy& policy, Role role, MonoTime now, MonoTime firstPing);
  Heartbeat(const HeartbeatPolicy& policy, Role role, MonoTime now)
      : Heartbeat(policy, role, now, now + policy.interval) {}

  // True if this ended a suspicion.
  bool heard(MonoTime now);
  Step tick(MonoTime now);
  MonoTime deadline() const;

  // This process stood still itself: silence until now proves nothing, so the other side gets one more timeout.
  void forgive(MonoTime now);

  const HeartbeatPolicy& policy() const { return m_policy; }
  uint32_t misses() const { return m_misses; }
  bool suspect() const { return m_misses > 0; }

 private:
  HeartbeatPolicy m_policy;
  Role m_role;
  MonoTime m_due; // the next ping (pinger, not awaiting) or the next miss
  MonoTime m_lastPing;
  bool m_awaiting; // a miss, not a ping, is what m_due stands for
  uint32_t m_misses = 0;
};

} // namespace pushscope
