#pragma once

#include "protocol/message/session.h"

namespace pushscope {

// Decides whether the other side of a connection still runs, whatever TCP says of it.
//
// One side pings or keeps, the other listens; both run this machine with the same policy and so agree on when a
// connection is dead:
//
//   last beat            + interval            + timeout           + timeout × n
//   |--------------------|---------------------|------- … ---------|
//                        ping                  first miss: suspect  n-th miss: dead
//
// Pinger: pings every `interval`, counted from ping to ping; a ping that got no answer within `timeout` is a miss and
// is followed by another at once. Keeper: as the pinger, but for a peer that sleeps, which each ping may wake: it pings
// after an `interval` of silence, and each interval is up to a tenth longer or shorter, drawn from the seed, so that a
// fleet is not woken in the same second. Listener: sends nothing; silence past `interval` counts a miss for each
// `timeout`. Any frame is a sign of life. For 30 s / 15 s / 3 (source texts): suspect after 45 s, dead after 75 s.
//
// Order of calls: tick(now) until it answers `none`, then arm one timer for deadline(). Time never runs backwards.
class Heartbeat {
 public:
  enum class Role : uint8_t { pinger, listener, keeper };
  enum class Step {
    none,     // nothing to do before deadline()
    sendPing, // pinger and keeper
    miss,     // one more beat is missing; the first one makes the connection suspect
    dead,     // end the connection; said once
  };

  // `jitterSeed` is for a keeper; 0 is no jitter.
  Heartbeat(const HeartbeatPolicy& policy, Role role, MonoTime now, uint64_t jitterSeed = 0);
  // `firstPing` lets a fleet spread its first pings.
  Heartbeat(const HeartbeatPolicy& policy, Role role, MonoTime now, MonoTime firstPing);

  // True if this ended a suspicion.
  bool heard(MonoTime now);
  // Listener: the other side said that its next ping comes within so long, which counts from now and instead of the
  // policy's interval, until something else is said. Zero: the policy's again.
  void expectWithin(Duration interval, MonoTime now);
  Step tick(MonoTime now);
  MonoTime deadline() const;

  // This process stood still itself: silence until now proves nothing, so the other side gets one more timeout.
  void forgive(MonoTime now);

  const HeartbeatPolicy& policy() const { return m_policy; }
  uint32_t misses() const { return m_misses; }
  bool suspect() const { return m_misses > 0; }

  // 6-trust TC3, TD12: an interval is so many hundredths longer or shorter at most.
  static constexpr int jitterPercent = 10;

 private:
  Duration nextInterval();

  HeartbeatPolicy m_policy;
  Duration m_expected; // listener: the interval of the other side
  MonoTime m_due;      // the next ping (not awaiting) or the next miss
  MonoTime m_lastPing;
  uint64_t m_jitterSeed;
  uint32_t m_drawn = 0; // intervals so far
  uint32_t m_misses = 0;
  Role m_role;
  bool m_awaiting; // a miss, not a ping, is what m_due stands for
};

} // namespace pushscope
