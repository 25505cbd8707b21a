#include "protocol/machine/dedup.h"

#include "protocol/base/random.h"

#include <gtest/gtest.h>

#include <vector>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

constexpr MonoTime at(Duration d) {
  return MonoTime(d);
}

std::vector<Uuid> uuids(size_t count) {
  Random random(11);
  std::vector<Uuid> out(count);
  for (Uuid& uuid : out)
    uuid = Uuid::make(WallTime{}, random);
  return out;
}

TEST(Dedup, AdmitsAnIdOnce) {
  const auto ids = uuids(2);
  Dedup dedup;
  EXPECT_TRUE(dedup.admit(ids[0], at(0s)));
  EXPECT_FALSE(dedup.admit(ids[0], at(0s)));
  EXPECT_TRUE(dedup.admit(ids[1], at(0s)));
  EXPECT_FALSE(dedup.admit(ids[0], at(1h)));
  EXPECT_EQ(dedup.size(), size_t{2});
}

TEST(Dedup, RemembersTheLast1024Ids) {
  const auto ids = uuids(1025);
  Dedup dedup;
  for (const Uuid& id : ids)
    ASSERT_TRUE(dedup.admit(id, at(0s)));
  EXPECT_EQ(dedup.size(), size_t{1024});
  EXPECT_FALSE(dedup.admit(ids[1], at(0s)));
  EXPECT_TRUE(dedup.admit(ids[0], at(0s)));
}

TEST(Dedup, ForgetsAnIdAfterSevenDays) {
  const auto ids = uuids(1);
  Dedup dedup;
  dedup.admit(ids[0], at(0s));
  EXPECT_FALSE(dedup.admit(ids[0], at(24h * 7 - 1us)));
  EXPECT_TRUE(dedup.admit(ids[0], at(24h * 7)));
}

TEST(Dedup, CountsTheSevenDaysFromTheFirstTimeAnIdCame) {
  const auto ids = uuids(1);
  Dedup dedup;
  dedup.admit(ids[0], at(0s));
  dedup.admit(ids[0], at(24h * 6));
  EXPECT_TRUE(dedup.admit(ids[0], at(24h * 8)));
}

TEST(Dedup, ADuplicateTakesNoRoom) {
  const auto ids = uuids(1024);
  Dedup dedup;
  for (const Uuid& id : ids)
    dedup.admit(id, at(0s));
  for (int i = 0; i < 5000; ++i)
    ASSERT_FALSE(dedup.admit(ids[1023], at(1s)));
  EXPECT_FALSE(dedup.admit(ids[0], at(2s)));
}

// A phone without pushes is one of 19,000.
TEST(Dedup, IsSmallWhileItIsEmpty) {
  EXPECT_LE(sizeof(Dedup), size_t{64});
}

} // namespace
} // namespace pushscope
