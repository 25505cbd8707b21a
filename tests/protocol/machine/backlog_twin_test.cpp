#include "protocol/base/random.h"
#include "protocol/machine/backlog.h"
#include "tests/support/seed.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

namespace pushscope {
namespace {

using namespace std::chrono_literals;
using Action = Backlog::Action;
using Kind = Action::Kind;
using Retry = Backlog::Retry;

auto asTuple(const Action& a) {
  return std::tuple(a.kind, a.sequence, a.attempt, a.stage, a.reason, a.refusals);
}

// One delivery, on its own: what it waits for, and until when.
struct PlainDelivery {
  enum class Waits { forTurn, forAcknowledgement, forHello, forItsTime } waits = Waits::forTurn;
  Backlog::Options options;
  MonoTime until;
  uint32_t written = 0, sinceStart = 0, looks = 0;
  uint64_t writtenOn = 0; // number of the connection
  uint64_t toldHeld = 0;  // number of the hold
  uint8_t refusedBefore = 0;
  Reason why = Reason::none; // it waits for its time
};
using Waits = PlainDelivery::Waits;

// Looks at every delivery for every question, and counts what is on its way over all of them.
class PlainBacklog {
 public:
  explicit PlainBacklog(const Backlog::Policy& policy) : m_policy(policy) {}

  std::vector<Backlog::Settled> append(Sequence sequence, const Backlog::Options& options, MonoTime now) {
    std::vector<Backlog::Settled> gone;
    for (const auto& [older, d] : all)
      if (options.collapseKey != 0 && d.options.collapseKey == options.collapseKey && !isOnThisConnection(d))
        gone.push_back({older, Stage::cancelled, Reason::collapsed});
    for (const Backlog::Settled& settled : gone)
      all.erase(settled.sequence);
    const bool later = options.notBefore > now;
    all[sequence] = {later ? Waits::forItsTime : Waits::forTurn, options, later ? options.notBefore : now};
    all[sequence].refusedBefore = options.refusals;
    all[sequence].why = options.postponed;
    if (all.size() > m_policy.capacity) {
      gone.push_back({all.begin()->first, Stage::evicted, Reason::none});
      all.erase(all.begin());
    }
    return gone;
  }

  void connected(MonoTime now) {
    m_connected = true;
    m_gaveUp = false;
    ++m_connection;
    for (auto& [sequence, d] : all) {
      if (d.waits == Waits::forItsTime)
        continue;
      if (d.waits == Waits::forHello || d.sinceStart > m_policy.maxResends)
        d.sinceStart = 0;
      d.waits = Waits::forTurn;
      d.until = now;
      d.looks = 0;
      d.toldHeld = 0;
    }
  }
  void disconnected(Reason reason) {
    m_connected = false;
    m_why = reason;
  }

  void hold(MonoTime until, Reason reason) {
    if (!m_heldUntil)
      ++m_hold;
    m_heldUntil = until;
    m_holdReason = reason;
  }
  void release() { m_heldUntil.reset(); }

  std::vector<Sequence> acknowledge(Sequence upTo) {
    std::vector<Sequence> settled;
    bool stopped = false;
    for (const auto& [sequence, d] : all) {
      if (sequence > upTo)
        break;
      if (d.waits == Waits::forItsTime) {
        if (isOnThisConnection(d))
          settled.push_back(sequence);
      } else if (d.written == 0) {
        stopped = true;
      } else if (!stopped) {
        settled.push_back(sequence);
      }
    }
    for (Sequence sequence : settled)
      all.erase(sequence);
    return settled;
  }

  bool cancel(Sequence sequence) { return all.erase(sequence) > 0; }
  bool postpone(Sequence sequence, MonoTime until) {
    const auto found = all.find(sequence);
    if (found == all.end())
      return false;
    found->second.waits = Waits::forItsTime;
    found->second.until = until;
    found->second.why = Reason::postponed;
    return true;
  }

  Backlog::Refused refuse(Sequence sequence, MonoTime now) {
    const auto found = all.find(sequence);
    if (found == all.end() || found->second.written == 0)
      return Backlog::Refused::ignored;
    PlainDelivery& d = found->second;
    if (d.waits == Waits::forItsTime && !isOnThisConnection(d))
      return Backlog::Refused::ignored;
    ++d.refusedBefore;
    const uint64_t key = d.options.collapseKey;
    const bool newer = key != 0 && std::any_of(std::next(found), all.end(), [key](const auto& entry) {
                         return entry.second.options.collapseKey == key;
                       });
    if (d.refusedBefore >= m_policy.refusals || newer) {
      const bool dead = d.refusedBefore >= m_policy.refusals;
      all.erase(found);
      return dead ? Backlog::Refused::dead : Backlog::Refused::collapsed;
    }
    if (d.waits != Waits::forItsTime) {
      d.until = now + m_policy.attemptTimeout;
      d.why = Reason::refused;
    }
    d.waits = Waits::forItsTime;
    d.writtenOn = 0;
    return Backlog::Refused::again;
  }

  bool retryNow(Sequence sequence, MonoTime now) {
    const auto found = all.find(sequence);
    if (found == all.end())
      return false;
    PlainDelivery& d = found->second;
    d.until = now;
    if (d.waits == Waits::forItsTime)
      return true;
    d.waits = Waits::forTurn;
    d.sinceStart = d.looks = 0;
    d.toldHeld = 0;
    d.options.highPriority = true;
    return true;
  }

  Action tick(MonoTime now) {
    if (m_heldUntil && now >= *m_heldUntil)
      release();
    for (const auto& [sequence, d] : all)
      if (d.options.expires <= now)
        return settle({Kind::settle, sequence, d.written, Stage::expired, Reason::none});
    for (const auto& [sequence, d] : all)
      if (d.waits == Waits::forItsTime && d.until <= now)
        return settle({Kind::requeue, sequence, d.written, Stage::cancelled, d.why, d.refusedBefore});
    if (m_policy.retry == Retry::reconnect && m_connected && !m_gaveUp)
      for (const auto& [sequence, d] : all)
        if (d.waits == Waits::forAcknowledgement && d.until <= now) {
          m_gaveUp = true;
          return {Kind::giveUp, sequence, d.written, Stage::unknown, Reason::none};
        }
    for (auto& [sequence, d] : all)
      if (d.waits == Waits::forAcknowledgement && m_policy.retry == Retry::reconnect && !m_connected) {
        return *giveUp(sequence, d, m_why);
      } else if (d.waits == Waits::forAcknowledgement && m_policy.retry == Retry::classic && d.until <= now) {
        if (d.sinceStart > m_policy.maxResends)
          return *giveUp(sequence, d, Reason::attemptsUsed);
        d.waits = Waits::forTurn;
        d.looks = 0;
      }
    for (auto& [sequence, d] : all) {
      const auto action =
          m_policy.retry == Retry::classic ? stepClassic(sequence, d, now) : stepReconnect(sequence, d, now);
      if (action)
        return *action;
    }
    return {};
  }

  MonoTime deadline() const {
    MonoTime earliest = never;
    for (const auto& [sequence, d] : all)
      earliest = std::min({earliest, d.options.expires, nextOf(sequence, d)});
    return earliest;
  }

  bool urgent() const {
    return std::any_of(all.begin(), all.end(), [](const auto& entry) {
      return entry.second.waits == Waits::forTurn && entry.second.options.highPriority;
    });
  }
  bool ready(MonoTime now) const {
    // Asks a copy that is connected and not held.
    PlainBacklog free = *this;
    if (!m_connected)
      free.connected(now);
    free.release();
    Action action;
    do {
      action = free.tick(now);
    } while (action.kind != Kind::none && action.kind != Kind::send);
    return action.kind == Kind::send;
  }

  size_t onTheirWay() const {
    return size_t(std::count_if(all.begin(), all.end(),
                                [](const auto& entry) { return entry.second.waits == Waits::forAcknowledgement; }));
  }

  std::map<Sequence, PlainDelivery> all;

 private:
  // Neither this one nor one before it that waits for its turn has to wait for room.
  bool hasRoom(Sequence wanted) const {
    size_t bytes = 0;
    for (const auto& [sequence, d] : all)
      bytes += d.waits == Waits::forAcknowledgement ? d.options.bytes : 0;
    return std::all_of(all.begin(), all.end(), [&](const auto& entry) {
      const auto& [sequence, d] = entry;
      const bool asks = sequence <= wanted && d.waits == Waits::forTurn;
      return !asks || onTheirWay() == 0 ||
             (onTheirWay() < m_policy.window && bytes + d.options.bytes <= m_policy.windowBytes);
    });
  }
  bool isOnThisConnection(const PlainDelivery& d) const { return m_connected && d.writtenOn == m_connection; }

  Action settle(const Action& action) {
    all.erase(action.sequence);
    return action;
  }

  // When time alone makes something of it.
  MonoTime nextOf(Sequence sequence, const PlainDelivery& d) const {
    const bool reconnect = m_policy.retry == Retry::reconnect;
    if (d.waits == Waits::forHello)
      return never;
    if (d.waits == Waits::forItsTime)
      return d.until;
    if (!m_connected)
      return reconnect && d.waits == Waits::forAcknowledgement ? MonoTime{} : d.until;
    if (d.waits == Waits::forAcknowledgement)
      return reconnect && m_gaveUp ? never : d.until;
    if (m_heldUntil)
      return d.toldHeld == m_hold ? *m_heldUntil : d.until;
    return hasRoom(sequence) ? d.until : never;
  }

  std::optional<Action> stepClassic(Sequence sequence, PlainDelivery& d, MonoTime now) {
    if (d.waits != Waits::forTurn || now < d.until)
      return std::nullopt;
    return m_connected ? write(sequence, d, now) : look(sequence, d, now);
  }

  std::optional<Action> stepReconnect(Sequence sequence, PlainDelivery& d, MonoTime now) {
    if (d.waits == Waits::forHello || d.waits == Waits::forItsTime)
      return std::nullopt;
    if (!m_connected)
      return giveUp(sequence, d, m_why);
    return d.waits == Waits::forTurn ? write(sequence, d, now) : std::nullopt;
  }

  static std::optional<Action> giveUp(Sequence sequence, PlainDelivery& d, Reason reason) {
    d.waits = Waits::forHello;
    return Action{Kind::wait, sequence, d.written, Stage::offline, reason};
  }

  std::optional<Action> write(Sequence sequence, PlainDelivery& d, MonoTime now) {
    if (m_heldUntil) {
      if (d.toldHeld == m_hold)
        return std::nullopt;
      d.toldHeld = m_hold;
      return Action{Kind::wait, sequence, d.written, Stage::held, m_holdReason};
    }
    if (!hasRoom(sequence))
      return std::nullopt;
    d.waits = Waits::forAcknowledgement;
    d.until = now + (m_policy.retry == Retry::classic ? m_policy.attemptTimeout : m_policy.connectionTimeout);
    d.writtenOn = m_connection;
    ++d.sinceStart;
    return Action{Kind::send, sequence, ++d.written, Stage::written, Reason::none};
  }

  std::optional<Action> look(Sequence sequence, PlainDelivery& d, MonoTime now) const {
    if (d.looks == m_policy.checks)
      return giveUp(sequence, d, m_why);
    d.until = now + m_policy.checkEvery;
    if (d.looks++ > 0)
      return std::nullopt;
    return Action{Kind::wait, sequence, d.written, d.written == 0 ? Stage::queued : Stage::retrying, m_why};
  }

  Backlog::Policy m_policy;
  bool m_connected = false, m_gaveUp = false;
  uint64_t m_connection = 0, m_hold = 0;
  std::optional<MonoTime> m_heldUntil;
  Reason m_holdReason = Reason::none, m_why = Reason::notConnected;
};

constexpr Reason someReasons[] = {Reason::notConnected, Reason::asleep, Reason::wakeBudget, Reason::crashed};

Backlog::Policy randomPolicy(Random& random) {
  Backlog::Policy policy;
  policy.retry = random.below(2) == 0 ? Retry::classic : Retry::reconnect;
  policy.capacity = 1 + random.below(12);
  policy.window = 1 + random.below(5);
  policy.windowBytes = 1 + random.below(400);
  policy.refusals = uint8_t(1 + random.below(4));
  if (random.below(3) == 0)
    return policy;
  policy.attemptTimeout = 1s * int64_t(1 + random.below(5));
  policy.maxResends = uint32_t(random.below(4));
  policy.checkEvery = 500ms * int64_t(1 + random.below(4));
  policy.checks = uint32_t(1 + random.below(4));
  policy.connectionTimeout = 1s * int64_t(1 + random.below(9));
  return policy;
}

class BacklogTwin : public ::testing::Test {
 protected:
  // The life of one device's backlog.
  void live(Random& random, uint64_t steps) {
    const Backlog::Policy policy = randomPolicy(random);
    Backlog backlog(policy);
    PlainBacklog plain(policy);
    m_now = MonoTime(1s);
    m_last = {0};
    for (uint64_t step = 0; step < steps; ++step) {
      advance(backlog, random);
      call(backlog, plain, random);
      tickSome(backlog, plain, random);
      compare(backlog, plain, policy, random);
      if (HasFailure()) {
        ADD_FAILURE() << "step " << step << " at " << m_now.time_since_epoch().count() << " us";
        return;
      }
    }
  }

 private:
  // Whole half seconds make things fall due together; the microsecond before a deadline must change nothing.
  void advance(const Backlog& backlog, Random& random) {
    const uint64_t jump = random.below(4);
    if (jump == 0)
      m_now += 500ms * int64_t(random.below(8));
    else if (jump < 3 && backlog.deadline() != never && backlog.deadline() > m_now)
      m_now = backlog.deadline() - (jump == 1 ? 1us : 0us);
  }

  Backlog::Options randomOptions(Random& random) {
    Backlog::Options options;
    options.expires = m_now + 500ms * int64_t(random.below(random.below(2) ? 20 : 2000));
    if (random.below(6) == 0)
      options.notBefore = m_now + 500ms * int64_t(random.below(20)) - 1s;
    options.highPriority = random.below(4) == 0;
    options.collapseKey = random.below(3) == 0 ? random.below(3) : 0;
    options.bytes = uint32_t(random.below(200));
    options.refusals = uint8_t(random.below(3));
    options.postponed = random.below(2) == 0 ? Reason::postponed : Reason::refused;
    return options;
  }
  // Most are there.
  Sequence someSequence(Random& random) { return {m_last.value - std::min(m_last.value, random.below(12))}; }
  MonoTime someTime(Random& random) {
    return random.below(8) == 0 ? never : m_now + 500ms * int64_t(random.below(24)) - 1s;
  }

  void call(Backlog& backlog, PlainBacklog& plain, Random& random) {
    switch (random.below(18)) {
    case 0:
    case 1:
    case 2:
    case 3: {
      m_last.value += 1 + random.below(2);
      const Backlog::Options options = randomOptions(random);
      EXPECT_TRUE(backlog.append(m_last, options, m_now) == plain.append(m_last, options, m_now));
      break;
    }
    case 4:
    case 5: {
      const Sequence upTo = someSequence(random);
      EXPECT_EQ(backlog.acknowledge(upTo), plain.acknowledge(upTo));
      break;
    }
    case 6:
    case 7:
      backlog.connected(m_now), plain.connected(m_now);
      break;
    case 8: {
      const Reason reason = someReasons[random.below(std::size(someReasons))];
      backlog.disconnected(reason), plain.disconnected(reason);
      break;
    }
    case 9: {
      const MonoTime until = someTime(random);
      const Reason reason = someReasons[random.below(std::size(someReasons))];
      backlog.hold(until, reason), plain.hold(until, reason);
      break;
    }
    case 10:
      backlog.release(), plain.release();
      break;
    case 11: {
      const Sequence sequence = someSequence(random);
      EXPECT_EQ(backlog.cancel(sequence), plain.cancel(sequence));
      break;
    }
    case 12: {
      const Sequence sequence = someSequence(random);
      const MonoTime until = someTime(random);
      EXPECT_EQ(backlog.postpone(sequence, until), plain.postpone(sequence, until));
      break;
    }
    case 13: {
      const Sequence sequence = someSequence(random);
      EXPECT_EQ(backlog.retryNow(sequence, m_now), plain.retryNow(sequence, m_now));
      break;
    }
    case 14:
    case 15: {
      const Sequence sequence = someSequence(random);
      EXPECT_EQ(backlog.refuse(sequence, m_now), plain.refuse(sequence, m_now));
      break;
    }
    default:
      break;
    }
  }

  void tickSome(Backlog& backlog, PlainBacklog& plain, Random& random) {
    // A shell ticks until there is nothing to do; a test that stops in between sees more states.
    for (uint64_t left = random.below(2) ? 1000 : random.below(3); left > 0 && !HasFailure(); --left) {
      const Action expected = plain.tick(m_now);
      EXPECT_EQ(asTuple(backlog.tick(m_now)), asTuple(expected));
      if (expected.kind == Kind::none) {
        EXPECT_GT(backlog.deadline(), m_now);
        return;
      }
    }
    EXPECT_LT(plain.all.size(), size_t{1000}) << "ticks without an end";
  }

  void compare(const Backlog& backlog, const PlainBacklog& plain, const Backlog::Policy& policy, Random& random) {
    EXPECT_EQ(backlog.deadline(), plain.deadline());
    EXPECT_EQ(backlog.size(), plain.all.size());
    EXPECT_EQ(backlog.urgent(), plain.urgent());
    EXPECT_LE(plain.onTheirWay(), policy.window);
    const Sequence sequence = someSequence(random);
    EXPECT_EQ(backlog.contains(sequence), plain.all.count(sequence) > 0);
    if (random.below(8) == 0) {
      EXPECT_EQ(backlog.ready(m_now), plain.ready(m_now));
    }
  }

  MonoTime m_now;
  Sequence m_last;
};

TEST_F(BacklogTwin, AgreesWithAPlainSecondImplementation) {
  Random random(testSeed("BacklogTwin"));
  for (uint64_t left = testSteps(8'000'000); left > 0 && !HasFailure();) {
    const uint64_t steps = std::min<uint64_t>(left, 2000);
    live(random, steps);
    left -= steps;
  }
}

} // namespace
} // namespace pushscope
