#include "protocol/base/number_table.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>

namespace pushscope {
namespace {

// Against a map, with so few hashes that numbers crowd behind each other and wrap around the end of the table.
TEST(NumberTable, FindsWhatAMapFinds) {
  std::mt19937 random(1);
  NumberTable table;
  std::map<uint32_t, uint32_t> twin; // number, hash
  const auto hashOf = [](uint32_t number) { return number % 7 == 0 ? number : 0xfffffff0u + number % 20; };
  for (int step = 0; step < 20'000; ++step) {
    const uint32_t number = uint32_t(random() % 300);
    if (twin.contains(number)) {
      table.erase(twin[number], number);
      twin.erase(number);
    } else {
      table.add(hashOf(number), number);
      twin[number] = hashOf(number);
    }
    const uint32_t asked = uint32_t(random() % 300);
    ASSERT_EQ(table.find(hashOf(asked), [&](uint32_t n) { return n == asked; }),
              twin.contains(asked) ? asked : NumberTable::none);
  }
  for (const auto& [number, hash] : twin)
    ASSERT_EQ(table.find(hash, [n = number](uint32_t found) { return found == n; }), number);
}

TEST(NumberTable, ANumberTakesThePlaceOfAnother) {
  NumberTable table;
  EXPECT_EQ(table.find(5, [](uint32_t) { return true; }), NumberTable::none);
  table.add(5, 1);
  table.replace(5, 1, 2);
  EXPECT_EQ(table.find(5, [](uint32_t n) { return n == 2; }), 2u);
  EXPECT_EQ(table.find(5, [](uint32_t n) { return n == 1; }), NumberTable::none);
}

} // namespace
} // namespace pushscope
