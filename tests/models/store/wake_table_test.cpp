#include "models/store/wake_table.h"
#include "tests/models/sample_world.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

TEST(WakeTable, NumbersWakesInTheOrderInWhichTheyBecameKnown) {
  WakeTable table;
  EXPECT_EQ(table.find(0), nullptr);
  const WallTime at = wallFromMicros(1'700'000'000'000'000);
  EXPECT_EQ(table.add({3, Source::truth, wakeOf(at)}), 0u);
  EXPECT_EQ(table.add({3, Source::reported, wakeOf(at)}), 1u) << "the same wake by another road is a row of its own";
  ASSERT_NE(table.find(1), nullptr);
  EXPECT_EQ(table.find(1)->source, Source::reported);
  EXPECT_EQ(table.find(1)->device, 3u);
  EXPECT_EQ(table.find(2), nullptr);
}

TEST(WakeTable, AFullTableDropsTheOldestAndNeverReusesANumber) {
  WakeTable table;
  constexpr uint64_t beyond = 3000;
  for (uint64_t i = 0; i < WakeTable::capacity + beyond; ++i)
    ASSERT_EQ(table.add({Row(i), Source::truth, {}}), i);
  EXPECT_EQ(table.size(), WakeTable::capacity);
  EXPECT_EQ(table.firstNumber(), beyond);
  EXPECT_EQ(table.endNumber(), WakeTable::capacity + beyond);
  EXPECT_EQ(table.find(beyond - 1), nullptr);
  EXPECT_EQ(table.find(beyond)->device, beyond);
  EXPECT_EQ(table.find(table.endNumber()), nullptr);
}

} // namespace
} // namespace pushscope
