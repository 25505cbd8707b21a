#include "protocol/base/key_pool.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

TEST(KeyPool, CountsFromZero) {
  KeyPool pool;
  EXPECT_EQ(pool.take(), 0u);
  EXPECT_EQ(pool.take(), 1u);
}

TEST(KeyPool, GivesAReturnedKeyBeforeANewOne) {
  KeyPool pool;
  for (int i = 0; i < 3; ++i)
    pool.take();
  pool.give(1);
  EXPECT_EQ(pool.take(), 1u);
  EXPECT_EQ(pool.take(), 3u);
}

} // namespace
} // namespace pushscope
