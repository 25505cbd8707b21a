#include "models/feed/replay.h"

#include "tests/models/recording/random_feed.h"
#include "tests/models/recording/recording_test.h"
#include "tests/support/seed.h"
#include "tests/support/wait.h"

namespace pushscope {
namespace {

using namespace std::chrono_literals;

class ReplayTest : public ::testing::Test {
 protected:
  ReplayTest() {
    RandomFeed feed(testSeed("ReplayTest"));
    RecordBlockWriter block;
    RecordingWriter writer = RecordingWriter::create(folder.path("a"), {}).value();
    feed.begin(live, block);
    for (int i = 0; i < 500; ++i)
      feed.next(live, block);
    const auto finished = block.finish();
    EXPECT_TRUE(writer.append(sealBlock(finished.head, finished.content, finished.seams)).ok());
    EXPECT_TRUE(writer.finish().ok());
    replay = std::make_unique<Replay>(RecordingReader::open(folder.path("a")).value());
    QObject::connect(replay.get(), &WorldSource::changed, [this] { ++signalCount; });
  }

  TemporaryFolder folder;
  World live;
  std::unique_ptr<Replay> replay;
  int signalCount = 0;
};

TEST_F(ReplayTest, PlaysToItsEndAndStopsThere) {
  replay->play(Replay::fastest);
  EXPECT_TRUE(replay->isPlaying());
  ASSERT_TRUE(waitUntil([&] { return !replay->isPlaying(); }));
  EXPECT_EQ(replay->world().factCount(), live.factCount());
  EXPECT_EQ(replay->world().devices().size(), live.devices().size());
  EXPECT_GT(signalCount, 0);
}

TEST_F(ReplayTest, AJumpBackIsANewWorldAtThatTime) {
  replay->seek(replay->playback().end());
  const uint64_t world = replay->worldNumber();
  const uint64_t facts = replay->world().factCount();
  EXPECT_GT(facts, 0u);
  const WallTime middle = replay->playback().begin() + (replay->playback().end() - replay->playback().begin()) / 2;
  replay->seek(middle);
  EXPECT_NE(replay->worldNumber(), world);
  EXPECT_EQ(replay->now(), middle);
  EXPECT_LT(replay->world().factCount(), facts);
  EXPECT_EQ(signalCount, 2);
}

TEST_F(ReplayTest, StepsARecordAtATimeAndPauses) {
  replay->step();
  EXPECT_EQ(replay->world().links().size(), 1u);
  replay->step();
  EXPECT_EQ(replay->world().links().size(), 2u);
  replay->play(0.001);
  replay->pause();
  EXPECT_FALSE(replay->isPlaying());
  EXPECT_EQ(replay->speed(), 0.001);
}

} // namespace
} // namespace pushscope
