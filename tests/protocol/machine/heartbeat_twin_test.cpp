#include "protocol/base/random.h"
#include "protocol/machine/heartbeat.h"
#include "tests/support/seed.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

namespace pushscope {
namespace {

using namespace std::chrono_literals;
using Step = Heartbeat::Step;
using Role = Heartbeat::Role;

// The k-th miss comes `timeout` × k after a quiet `interval`; being forgiven moves that start later.
class PlainListener {
 public:
  PlainListener(const HeartbeatPolicy& policy, MonoTime now)
      : m_policy(policy), m_interval(policy.interval), m_quietSince(now) {}

  bool heard(MonoTime now) {
    const bool wasSuspect = misses > 0;
    misses = 0;
    m_quietSince = now;
    return wasSuspect;
  }
  Step tick(MonoTime now) {
    if (m_dead || now < missDue())
      return Step::none;
    m_dead = ++misses == m_policy.misses;
    return m_dead ? Step::dead : Step::miss;
  }
  MonoTime deadline() const { return m_dead ? never : missDue(); }
  void forgive(MonoTime now) {
    const Duration short_ = now + m_policy.timeout - missDue();
    if (short_ > 0s)
      m_quietSince += short_;
  }
  // As if the misses so far had come, and then one whole interval began.
  void expectWithin(Duration interval, MonoTime now) {
    m_interval = interval == 0s ? m_policy.interval : interval;
    m_quietSince = now - m_policy.timeout * int64_t(misses);
  }

  uint32_t misses = 0;

 private:
  MonoTime missDue() const { return m_quietSince + m_interval + m_policy.timeout * int64_t(misses + 1); }

  HeartbeatPolicy m_policy;
  Duration m_interval;
  MonoTime m_quietSince;
  bool m_dead = false;
};

// Keeps the last ping and whether it is open, and derives everything else from the two.
class PlainPinger {
 public:
  PlainPinger(const HeartbeatPolicy& policy, MonoTime now, MonoTime firstPing)
      : m_policy(policy), m_lastPing(now), m_nextPing(firstPing) {}

  bool heard(MonoTime) {
    const bool wasSuspect = misses > 0;
    if (m_patience || wasSuspect)
      m_nextPing = m_lastPing + m_policy.interval;
    m_patience.reset();
    misses = 0;
    return wasSuspect;
  }
  Step tick(MonoTime now) {
    if (m_dead)
      return Step::none;
    if (m_patience && now >= *m_patience) {
      m_nextPing = *m_patience;
      m_patience.reset();
      m_dead = ++misses == m_policy.misses;
      return m_dead ? Step::dead : Step::miss;
    }
    if (m_patience || now < m_nextPing)
      return Step::none;
    m_lastPing = now;
    m_patience = now + m_policy.timeout;
    return Step::sendPing;
  }
  MonoTime deadline() const { return m_dead ? never : m_patience.value_or(m_nextPing); }
  void forgive(MonoTime now) {
    if (m_patience)
      m_patience = std::max(*m_patience, now + m_policy.timeout);
  }
  void expectWithin(Duration, MonoTime) {}

  uint32_t misses = 0;

 private:
  HeartbeatPolicy m_policy;
  MonoTime m_lastPing, m_nextPing;
  std::optional<MonoTime> m_patience; // until then an answer to the last ping is in time
  bool m_dead = false;
};

// A ping that nothing was heard after is open until its patience ends; whatever is heard starts an interval.
class PlainKeeper {
 public:
  PlainKeeper(const HeartbeatPolicy& policy, MonoTime now, uint64_t seed) : m_policy(policy), m_seed(seed) {
    startInterval(now);
  }

  bool heard(MonoTime now) {
    const bool wasSuspect = misses > 0;
    misses = 0;
    startInterval(now);
    return wasSuspect;
  }
  Step tick(MonoTime now) {
    if (m_dead || now < deadline())
      return Step::none;
    if (!m_patience) {
      m_patience = now + m_policy.timeout;
      return Step::sendPing;
    }
    m_nextPing = *m_patience;
    m_patience.reset();
    m_dead = ++misses == m_policy.misses;
    return m_dead ? Step::dead : Step::miss;
  }
  MonoTime deadline() const { return m_dead ? never : m_patience.value_or(m_nextPing); }
  void forgive(MonoTime now) {
    if (m_patience)
      m_patience = std::max(*m_patience, now + m_policy.timeout);
  }
  void expectWithin(Duration, MonoTime) {}

  uint32_t misses = 0;

 private:
  void startInterval(MonoTime now) {
    m_patience.reset();
    const Duration tenth = m_policy.interval / 10;
    const Duration more = m_seed == 0 ? 0us : Random::stream(m_seed, m_intervals++).between(-tenth, tenth);
    m_nextPing = now + m_policy.interval + more;
  }

  HeartbeatPolicy m_policy;
  uint64_t m_seed, m_intervals = 0;
  MonoTime m_nextPing;
  std::optional<MonoTime> m_patience;
  bool m_dead = false;
};

HeartbeatPolicy randomPolicy(Random& random) {
  if (random.below(3) == 0)
    return {};
  return {random.between(1ms, 40ms) * 100, random.between(1ms, 20ms) * 100, uint32_t(1 + random.below(5))};
}

// One connection from its start to its death, or until the steps are used up. Returns the steps taken.
template <class Plain>
uint64_t live(Heartbeat& heartbeat, Plain& plain, const HeartbeatPolicy& policy, Random& random, uint64_t steps) {
  MonoTime now{};
  for (uint64_t step = 0; step < steps; ++step) {
    const uint64_t jump = random.below(4);
    if (jump == 0)
      now += random.between(0s, policy.timeout * 2);
    else if (heartbeat.deadline() > now)
      now = heartbeat.deadline() - (jump == 1 ? 1us : 0us);
    switch (random.below(8)) {
    case 0:
    case 1:
      EXPECT_EQ(heartbeat.heard(now), plain.heard(now)) << "step " << step;
      break;
    case 2:
      heartbeat.forgive(now), plain.forgive(now);
      break;
    case 3: {
      const Duration interval = random.below(3) == 0 ? Duration(0s) : random.between(1us, policy.interval * 2);
      heartbeat.expectWithin(interval, now), plain.expectWithin(interval, now);
      break;
    }
    default:
      break;
    }
    // A shell ticks until there is nothing to do; a test that stops in between sees more states.
    for (uint64_t ticks = random.below(5); ticks > 0; --ticks) {
      const Step expected = plain.tick(now);
      EXPECT_EQ(heartbeat.tick(now), expected) << "step " << step;
      if (expected == Step::dead)
        return step + 1;
    }
    EXPECT_EQ(heartbeat.deadline(), plain.deadline()) << "step " << step;
    EXPECT_EQ(heartbeat.misses(), plain.misses) << "step " << step;
    EXPECT_EQ(heartbeat.suspect(), plain.misses > 0) << "step " << step;
    if (::testing::Test::HasFailure())
      return steps;
  }
  return steps;
}

TEST(HeartbeatTwin, ListenerAgreesWithAPlainSecondImplementation) {
  Random random(testSeed("HeartbeatTwin.Listener"));
  for (uint64_t left = testSteps(2'000'000); left > 0 && !HasFailure();) {
    const HeartbeatPolicy policy = randomPolicy(random);
    Heartbeat heartbeat(policy, Role::listener, MonoTime{});
    PlainListener plain(policy, MonoTime{});
    left -= live(heartbeat, plain, policy, random, std::min<uint64_t>(left, 1000));
  }
}

TEST(HeartbeatTwin, PingerAgreesWithAPlainSecondImplementation) {
  Random random(testSeed("HeartbeatTwin.Pinger"));
  for (uint64_t left = testSteps(2'000'000); left > 0 && !HasFailure();) {
    const HeartbeatPolicy policy = randomPolicy(random);
    const MonoTime firstPing{random.between(0s, policy.interval)};
    Heartbeat heartbeat(policy, Role::pinger, MonoTime{}, firstPing);
    PlainPinger plain(policy, MonoTime{}, firstPing);
    left -= live(heartbeat, plain, policy, random, std::min<uint64_t>(left, 1000));
  }
}

TEST(HeartbeatTwin, KeeperAgreesWithAPlainSecondImplementation) {
  Random random(testSeed("HeartbeatTwin.Keeper"));
  for (uint64_t left = testSteps(2'000'000); left > 0 && !HasFailure();) {
    const HeartbeatPolicy policy = randomPolicy(random);
    const uint64_t seed = random.below(3) == 0 ? 0 : random.next();
    Heartbeat heartbeat(policy, Role::keeper, MonoTime{}, seed);
    PlainKeeper plain(policy, MonoTime{}, seed);
    left -= live(heartbeat, plain, policy, random, std::min<uint64_t>(left, 1000));
  }
}

} // namespace
} // namespace pushscope
