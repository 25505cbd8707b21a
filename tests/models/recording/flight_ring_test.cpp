#include "models/recording/flight_ring.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

SealedBlock block(Duration at, size_t bytes) {
  return {{BlockHead::Kind::records, 0, WallTime(at), WallTime(at + 1s), 0, {}}, Bytes(bytes)};
}

TEST(FlightRing, KeepsItsMinutesAndGivesAwayTheRestOldestFirst) {
  FlightRing ring;
  EXPECT_FALSE(ring.isFull());
  int seconds = 0;
  for (; !ring.isFull(); ++seconds)
    ring.add(block(seconds * 1s, 100));
  EXPECT_EQ((seconds - 2) * 1s, FlightRing::kept + FlightRing::slack);
  const auto taken = ring.takeOldest();
  ASSERT_FALSE(taken.empty());
  EXPECT_EQ(taken.front().head.first, WallTime(0s));
  EXPECT_EQ(taken.back().head.last, ring.blocks().front().head.first);
  EXPECT_EQ(ring.blocks().back().head.last - ring.blocks().front().head.last, FlightRing::kept);
  EXPECT_FALSE(ring.isFull());
}

TEST(FlightRing, KeepsItsBytes) {
  FlightRing ring;
  for (int i = 0; !ring.isFull(); ++i)
    ring.add(block(0s, 1024 * 1024));
  EXPECT_EQ(ring.blocks().size(), 73u);
  EXPECT_EQ(ring.takeOldest().size(), 9u);
  EXPECT_EQ(ring.blocks().size(), 64u);
}

} // namespace
} // namespace pushscope
