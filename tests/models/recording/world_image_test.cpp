#include "models/recording/world_image.h"

#include "tests/models/recording/random_feed.h"
#include "tests/support/seed.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

class WorldImageTest : public ::testing::Test {
 protected:
  RandomFeed feed{testSeed("WorldImage")};
  World live;
  RecordBlockWriter block;

  void tell(size_t events) {
    for (size_t i = 0; i < events; ++i)
      feed.next(live, block);
    block.finish();
  }
};

TEST_F(WorldImageTest, ComesBackAndGoesOnAsTheWorldItself) {
  feed.begin(live, block);
  tell(4000);
  Result<World> read = WorldImage::read(WorldImage::of(live));
  ASSERT_TRUE(read.ok());
  World twin = std::move(read).value();
  EXPECT_EQ(WorldImage::of(twin), WorldImage::of(live));
  // The same facts for both: a generator with the same numbers ahead.
  RandomFeed ahead = feed;
  tell(2000);
  for (size_t i = 0; i < 2000; ++i)
    ahead.next(twin, block);
  EXPECT_EQ(WorldImage::of(twin), WorldImage::of(live));
}

TEST_F(WorldImageTest, AnEmptyWorldHasOne) {
  EXPECT_EQ(WorldImage::read(WorldImage::of(live)).value().devices().size(), 0u);
}

TEST_F(WorldImageTest, OneOfVersion1HasNoNotifications) {
  feed.begin(live, block);
  tell(300);
  ASSERT_GT(live.notices().size(), 0u);
  Bytes image = WorldImage::of(live);
  // What follows the series: the number of the first row, how many, and the rows. A world without any has two zeros.
  Bytes none = WorldImage::of(World());
  ASSERT_EQ((Bytes{none.end() - 2, none.end()}), (Bytes{0, 0}));
  none.resize(none.size() - 2);
  Result<World> read = WorldImage::read(none);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read.value().notices().size(), 0u);
  EXPECT_EQ(WorldImage::read(image).value().notices().size(), live.notices().size());
}

TEST_F(WorldImageTest, RubbishIsRefusedOrASoundWorld) {
  feed.begin(live, block);
  tell(300);
  const Bytes image = WorldImage::of(live);
  for (uint64_t round = testSteps(300); round > 0; --round) {
    Bytes bytes = image;
    for (uint64_t hits = 1 + feed.random().below(3); hits > 0; --hits)
      bytes[size_t(feed.random().below(bytes.size()))] = uint8_t(feed.random().below(256));
    if (feed.random().below(4) == 0)
      bytes.resize(size_t(feed.random().below(bytes.size())));
    Result<World> read = WorldImage::read(bytes);
    if (!read.ok())
      continue;
    World world = std::move(read).value();
    RandomFeed ahead = feed;
    for (int i = 0; i < 20; ++i)
      ahead.next(world, block);
    block.finish();
  }
}

} // namespace
} // namespace pushscope
