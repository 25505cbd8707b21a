#include "protocol/machine/deadline_queue.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

constexpr MonoTime at(Duration d) {
  return MonoTime(d);
}

TEST(DeadlineQueue, HasNothingWhenEmpty) {
  DeadlineQueue queue;
  EXPECT_EQ(queue.next(), never);
  EXPECT_FALSE(queue.pop(at(24h)).has_value());
}

TEST(DeadlineQueue, GivesAKeyOnceWhenItIsDue) {
  DeadlineQueue queue;
  queue.set(7, at(10s));
  EXPECT_EQ(queue.next(), at(10s));
  EXPECT_FALSE(queue.pop(at(10s) - 1us).has_value());
  EXPECT_EQ(queue.pop(at(10s)), 7u);
  EXPECT_FALSE(queue.pop(at(24h)).has_value());
}

TEST(DeadlineQueue, GivesAKeyThatMovedLaterThen) {
  DeadlineQueue queue;
  queue.set(0, at(10s));
  queue.set(0, at(30s));
  EXPECT_FALSE(queue.pop(at(20s)).has_value());
  EXPECT_EQ(queue.pop(at(30s)), 0u);
}

TEST(DeadlineQueue, GivesAKeyThatMovedEarlierThen) {
  DeadlineQueue queue;
  queue.set(0, at(30s));
  queue.set(0, at(10s));
  EXPECT_EQ(queue.next(), at(10s));
  EXPECT_EQ(queue.pop(at(10s)), 0u);
  EXPECT_FALSE(queue.pop(at(30s)).has_value());
}

TEST(DeadlineQueue, NeverGivesAKeyThatWasTakenOut) {
  DeadlineQueue queue;
  queue.set(0, at(10s));
  queue.set(0, never);
  EXPECT_FALSE(queue.pop(at(24h)).has_value());
}

TEST(DeadlineQueue, GivesAReusedKeyAtItsNewDeadlineOnly) {
  DeadlineQueue queue;
  queue.set(0, at(10s));
  queue.set(0, never);
  queue.set(0, at(20s));
  EXPECT_FALSE(queue.pop(at(19s)).has_value());
  EXPECT_EQ(queue.pop(at(20s)), 0u);
  EXPECT_FALSE(queue.pop(at(24h)).has_value());
}

} // namespace
} // namespace pushscope
