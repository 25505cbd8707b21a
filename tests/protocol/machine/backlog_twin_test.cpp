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

auto asTuple(const Action& a) {
  return std::tuple(a.kind, a.sequence, a.attempt, a.stage);
}

// One delivery, on its own: what it waits for, and until when.
struct PlainDelivery {
  enum class Waits { forTurn, forAcknowledgement, forHello } waits = Waits::forTurn;
  MonoTime expires, until;
  uint32_t written = 0, sinceStart = 0, looks = 0;
};

// Looks at every delivery for every question, and counts what is on its way over all of them.
class PlainBacklog {
 public:
  explicit PlainBacklog(const Backlog::Policy& policy) : m_policy(policy) {}

  std::optional<Sequence> append(Sequence sequence, MonoTime expires, MonoTime now) {
    all[sequence] = {PlainDelivery::Waits::forTurn, expires, now};
    if (all.size() <= m_policy.capacity)
      return std::nullopt;
    const Sequence oldest = all.begin()->first;
    all.erase(all.begin());
    return oldest;
  }

  void connected(MonoTime now) {
    m_connected = true;
    for (auto& [sequence, d] : all) {
      const bool startsOver = d.waits == PlainDelivery::Waits::forHello || d.sinceStart == m_policy.maxResends + 1;
      d = {PlainDelivery::Waits::forTurn, d.expires, now, d.written, startsOver ? 0 : d.sinceStart, 0};
    }
  }
  void disconnected() { m_connected = false; }

  std::vector<Sequence> acknowledge(Sequence upTo) {
    std::vector<Sequence> settled;
    for (const auto& [sequence, d] : all) {
      if (sequence > upTo || d.written == 0)
        break;
      settled.push_back(sequence);
    }
    for (Sequence sequence : settled)
      all.erase(sequence);
    return settled;
  }

  Action tick(MonoTime now) {
    for (const auto& [sequence, d] : all)
      if (d.expires <= now) {
        const Action action{Kind::settle, sequence, d.written, Stage::expired};
        all.erase(sequence);
        return action;
      }
    for (auto& [sequence, d] : all)
      if (const auto action = step(sequence, d, now))
        return *action;
    return {};
  }

  MonoTime deadline() const {
    MonoTime earliest = never;
    for (const auto& [sequence, d] : all) {
      earliest = std::min(earliest, d.expires);
      const bool shut = m_connected && d.waits == PlainDelivery::Waits::forTurn && windowIsFull();
      if (d.waits != PlainDelivery::Waits::forHello && !shut)
        earliest = std::min(earliest, d.until);
    }
    return earliest;
  }

  size_t onTheirWay() const {
    return size_t(std::count_if(all.begin(), all.end(), [](const auto& entry) {
      return entry.second.waits == PlainDelivery::Waits::forAcknowledgement;
    }));
  }

  std::map<Sequence, PlainDelivery> all;

 private:
  bool windowIsFull() const { return onTheirWay() >= m_policy.window; }

  std::optional<Action> step(Sequence sequence, PlainDelivery& d, MonoTime now) {
    if (d.waits == PlainDelivery::Waits::forHello || now < d.until)
      return std::nullopt;
    if (d.waits == PlainDelivery::Waits::forAcknowledgement) {
      if (d.sinceStart == m_policy.maxResends + 1)
        return giveUp(sequence, d);
      d.waits = PlainDelivery::Waits::forTurn;
      d.looks = 0;
    }
    return m_connected ? write(sequence, d, now) : look(sequence, d, now);
  }

  std::optional<Action> giveUp(Sequence sequence, PlainDelivery& d) {
    d.waits = PlainDelivery::Waits::forHello;
    return Action{Kind::wait, sequence, d.written, Stage::offline};
  }

  std::optional<Action> write(Sequence sequence, PlainDelivery& d, MonoTime now) {
    if (windowIsFull())
      return std::nullopt;
    d.waits = PlainDelivery::Waits::forAcknowledgement;
    d.until = now + m_policy.attemptTimeout;
    ++d.sinceStart;
    return Action{Kind::send, sequence, ++d.written, Stage::written};
  }

  std::optional<Action> look(Sequence sequence, PlainDelivery& d, MonoTime now) {
    if (d.looks == m_policy.checks)
      return giveUp(sequence, d);
    d.until = now + m_policy.checkEvery;
    if (d.looks++ > 0)
      return std::nullopt;
    return Action{Kind::wait, sequence, d.written, d.written == 0 ? Stage::queued : Stage::retrying};
  }

  Backlog::Policy m_policy;
  bool m_connected = false;
};

Backlog::Policy randomPolicy(Random& random) {
  Backlog::Policy policy;
  policy.capacity = 1 + random.below(30);
  policy.window = 1 + random.below(8);
  if (random.below(3) == 0)
    return policy;
  policy.attemptTimeout = 1s * int64_t(1 + random.below(5));
  policy.maxResends = uint32_t(random.below(4));
  policy.checkEvery = 500ms * int64_t(1 + random.below(4));
  policy.checks = uint32_t(1 + random.below(4));
  return policy;
}

class BacklogTwin : public ::testing::Test {
 protected:
  // The life of one device's backlog.
  void live(Random& random, uint64_t steps) {
    const Backlog::Policy policy = randomPolicy(random);
    Backlog backlog(policy);
    PlainBacklog plain(policy);
    m_now = MonoTime{};
    m_last = {0};
    for (uint64_t step = 0; step < steps && !HasFailure(); ++step) {
      SCOPED_TRACE(step);
      advance(backlog, random);
      call(backlog, plain, random);
      tickSome(backlog, plain, random);
      compare(backlog, plain, policy);
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

  void call(Backlog& backlog, PlainBacklog& plain, Random& random) {
    switch (random.below(8)) {
    case 0:
    case 1:
    case 2: {
      m_last.value += 1 + random.below(2);
      const MonoTime expires = m_now + 500ms * int64_t(random.below(random.below(2) ? 20 : 2000));
      EXPECT_EQ(backlog.append(m_last, expires, m_now), plain.append(m_last, expires, m_now));
      break;
    }
    case 3: {
      const Sequence upTo{m_last.value - std::min(m_last.value, random.below(12))};
      EXPECT_EQ(backlog.acknowledge(upTo), plain.acknowledge(upTo));
      break;
    }
    case 4:
      backlog.connected(m_now), plain.connected(m_now);
      break;
    case 5:
      backlog.disconnected(), plain.disconnected();
      break;
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
  }

  static void compare(const Backlog& backlog, const PlainBacklog& plain, const Backlog::Policy& policy) {
    EXPECT_EQ(backlog.deadline(), plain.deadline());
    EXPECT_EQ(backlog.size(), plain.all.size());
    EXPECT_LE(plain.onTheirWay(), policy.window);
    for (const auto& [sequence, delivery] : plain.all)
      EXPECT_TRUE(backlog.contains(sequence));
  }

  MonoTime m_now;
  Sequence m_last;
};

TEST_F(BacklogTwin, AgreesWithAPlainSecondImplementation) {
  Random random(testSeed("BacklogTwin"));
  for (uint64_t left = testSteps(200'000); left > 0 && !HasFailure();) {
    const uint64_t steps = std::min<uint64_t>(left, 2000);
    live(random, steps);
    left -= steps;
  }
}

} // namespace
} // namespace pushscope
