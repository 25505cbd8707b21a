#include "models/feed/playback.h"

#include "tests/models/recording/random_feed.h"
#include "tests/models/recording/recording_test.h"
#include "tests/models/recording/world_dump.h"
#include "tests/support/proc.h"
#include "tests/support/sanitized.h"
#include "tests/support/seed.h"

#include <algorithm>
#include <cstdio>
#include <unistd.h>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

struct Moment {
  WallTime at;
  QString dump;
  Bytes image;
};

Moment momentOf(const World& live) {
  return {live.now(), dumpOf(live), WorldImage::of(live)};
}

// A recording with an image now and then, and what the live world was at many of its moments.
struct Recorded {
  Recorded(const std::string& path, uint64_t seed, size_t events) : feed(seed) {
    RecordingWriter writer = RecordingWriter::create(path, {protocolVersion, "test", feed.now.wall}).value();
    feed.begin(live, block);
    WallTime latest{};
    std::optional<Moment> candidate;
    for (size_t i = 0; i < events; ++i) {
      facts += feed.next(live, block);
      // seek() leads to before the first record that is later: so this moment can be named by its time.
      if (candidate && feed.now.wall > candidate->at)
        moments.push_back(std::move(*candidate));
      candidate.reset();
      latest = std::max(latest, feed.now.wall);
      if (feed.now.wall == latest && feed.random().below(events / 100) == 0)
        candidate = momentOf(live);
      if (feed.random().below(60) == 0)
        flush(writer);
    }
    flush(writer);
    last = momentOf(live);
    EXPECT_TRUE(writer.finish().ok());
  }

  void flush(RecordingWriter& writer) {
    if (block.empty())
      return;
    auto finished = block.finish();
    finished.head.number = number++;
    EXPECT_TRUE(writer.append(sealBlock(finished.head, finished.content, finished.seams)).ok());
    if (feed.random().below(5) != 0)
      return;
    const BlockHead head{BlockHead::Kind::image, number, live.now(), live.now(), 0, {}};
    EXPECT_TRUE(writer.append(sealBlock(head, WorldImage::of(live))).ok());
  }

  RandomFeed feed;
  World live;
  RecordBlockWriter block;
  uint64_t number = 0, facts = 0;
  std::vector<Moment> moments;
  Moment last;
};

class PlaybackTest : public ::testing::Test {
 protected:
  TemporaryFolder folder;
  std::string path = folder.path("a.psrec");

  Playback open() const { return Playback(RecordingReader::open(path).value()); }
  static void expectSame(const Playback& playback, const Moment& moment) {
    EXPECT_EQ(playback.world().now(), moment.at);
    EXPECT_TRUE(dumpOf(playback.world()) == moment.dump) << "at " << micros(moment.at);
    EXPECT_TRUE(WorldImage::of(playback.world()) == moment.image) << "at " << micros(moment.at);
  }
};

TEST_F(PlaybackTest, AJumpToAnyTimeShowsWhatWasLive) {
  Recorded recorded(path, testSeed("PlaybackTest"), testSteps(6000));
  ASSERT_GT(recorded.moments.size(), 4u);
  Playback playback = open();
  EXPECT_EQ(playback.facts(), recorded.facts);
  Random& random = recorded.feed.random();
  for (int jump = 0; jump < 60 && !HasFailure(); ++jump) {
    const Moment& moment = recorded.moments[size_t(random.below(recorded.moments.size()))];
    playback.seek(moment.at);
    expectSame(playback, moment);
    EXPECT_EQ(playback.at(), moment.at);
  }
}

TEST_F(PlaybackTest, PlayedFromTheStartItIsTheSameAndCountsTheSame) {
  Recorded recorded(path, testSeed("PlaybackTest"), testSteps(6000));
  Playback playback = open();
  while (!playback.atEnd())
    playback.step();
  expectSame(playback, recorded.last);
  EXPECT_EQ(playback.world().factCount(), recorded.live.factCount());
  EXPECT_TRUE(playback.recording().flaws().empty());
}

TEST_F(PlaybackTest, PlaysByTheRecordingsOwnTime) {
  Recorded recorded(path, testSeed("PlaybackTest"), 3000);
  Playback playback = open();
  const auto never = [] { return false; };
  const WallTime begin = playback.begin();
  EXPECT_EQ(playback.at(), begin);
  playback.play(0s, never);
  playback.play(1500ms, never);
  int records = 0;
  playback.play(24h, [&] { return ++records == 3; });
  EXPECT_EQ(records, 3);
  EXPECT_FALSE(playback.atEnd());
  playback.play(24h, never);
  EXPECT_TRUE(playback.atEnd());
  expectSame(playback, recorded.last);
}

TEST_F(PlaybackTest, BetweenTwoRecordsTheCursorGoesOnAndTheWorldStays) {
  RecordingWriter writer = RecordingWriter::create(path, {}).value();
  RecordBlockWriter block;
  const Now begin{MonoTime(1h), wallFromMicros(1'700'000'000'000'000)};
  block.add(Record::Kind::pulse, begin, {}, {});
  block.add(Record::Kind::pulse, {begin.mono + 10s, begin.wall + 10s}, {}, {});
  block.add(Record::Kind::mark, {begin.mono + 11s, begin.wall + 11s}, {}, asBytes("here"));
  const auto finished = block.finish();
  ASSERT_TRUE(writer.append(sealBlock(finished.head, finished.content, finished.seams)).ok());
  ASSERT_TRUE(writer.finish().ok());
  Playback playback = open();
  playback.seek(begin.wall + 4s);
  EXPECT_EQ(playback.at(), begin.wall + 4s);
  EXPECT_EQ(playback.world().now(), begin.wall);
  playback.play(2s, [] { return false; });
  EXPECT_EQ(playback.at(), begin.wall + 6s);
  playback.seek(begin.wall - 1h);
  EXPECT_EQ(playback.at(), begin.wall);
  playback.seek(begin.wall + 1h);
  EXPECT_EQ(playback.at(), begin.wall + 11s);
  EXPECT_TRUE(playback.atEnd());
  EXPECT_EQ(playback.marks(), (std::vector<Mark>{{begin.wall + 11s, "here"}}));
}

TEST_F(PlaybackTest, AJumpFromBehindAClockThatWasSetBackLeadsToWhatWasBefore) {
  RecordingWriter writer = RecordingWriter::create(path, {}).value();
  RecordBlockWriter block;
  const Now begin{MonoTime(1h), wallFromMicros(1'700'000'000'000'000)};
  const auto at = [&](Duration mono, Duration wall) {
    block.add(Record::Kind::pulse, {begin.mono + mono, begin.wall + wall}, {}, {});
  };
  at(0s, 0s);
  at(20s, 20s);
  at(30s, 12s);
  const auto finished = block.finish();
  ASSERT_TRUE(writer.append(sealBlock(finished.head, finished.content, finished.seams)).ok());
  ASSERT_TRUE(writer.finish().ok());
  Playback playback = open();
  while (!playback.atEnd())
    playback.step();
  EXPECT_EQ(playback.at(), begin.wall + 12s);
  playback.seek(begin.wall + 15s);
  ASSERT_NE(playback.next(), nullptr);
  EXPECT_EQ(playback.next()->at, begin.wall + 20s);
}

TEST_F(PlaybackTest, AfterADamagedBlockTheNextImageMakesItExactAgain) {
  Recorded recorded(path, testSeed("PlaybackTest"), 6000);
  std::string bytes = contentOf(path);
  const RecordingReader whole = RecordingReader::open(path).value();
  const auto records = std::find_if(whole.blocks().begin() + 2, whole.blocks().end(), [](const auto& block) {
    return block.head.kind == BlockHead::Kind::records; // an image would not be missed
  });
  ASSERT_NE(records, whole.blocks().end());
  bytes[size_t(records->offset) + records->size / 2] ^= 4;
  Playback playback(openText(bytes).value());
  while (!playback.atEnd())
    playback.step();
  ASSERT_EQ(playback.recording().flaws().size(), 1u);
  EXPECT_EQ(playback.recording().flaws()[0].cause, RecordingFlaw::Cause::damaged);
  expectSame(playback, recorded.last);
  playback.seek(recorded.moments.back().at);
  expectSame(playback, recorded.moments.back());
}

TEST_F(PlaybackTest, ADamagedImageIsNotNeeded) {
  Recorded recorded(path, testSeed("PlaybackTest"), 3000);
  std::string bytes = contentOf(path);
  const RecordingReader whole = RecordingReader::open(path).value();
  for (const RecordingReader::Block& block : whole.blocks())
    if (block.head.kind == BlockHead::Kind::image)
      bytes[size_t(block.offset) + block.size - 1] ^= 1;
  Playback playback(openText(bytes).value());
  playback.seek(recorded.moments.back().at);
  expectSame(playback, recorded.moments.back());
}

TEST(Playback, ARecordingOfNothingHasNoWorldAndNoEnd) {
  TemporaryFolder folder;
  RecordingWriter writer = RecordingWriter::create(folder.path("a"), {}).value();
  ASSERT_TRUE(writer.finish().ok());
  Playback playback(RecordingReader::open(folder.path("a")).value());
  EXPECT_TRUE(playback.atEnd());
  playback.seek(wallFromMicros(5));
  playback.step();
  playback.play(1h, [] { return false; });
  EXPECT_EQ(playback.facts(), 0u);
}

// TA11: a file in which a stranger changed anything opens or does not, plays as far as it can be read, and ends; within
// 5 s of processor time and 512 MiB each. The bound of memory is of the whole process, so it holds for each of them.
TEST_F(PlaybackTest, AMenagerieOfRandomErrorsEndsWithinItsBounds) {
  Recorded recorded(path, testSeed("PlaybackTest"), 800);
  Random& random = recorded.feed.random();
  const std::string whole = contentOf(path);
  size_t opened = 0, flawed = 0;
  double longest = 0;
  for (uint64_t pass = testSteps(1000); pass > 0; --pass) {
    std::string bytes = whole;
    for (size_t hits = 1 + size_t(random.below(bytes.size() / 50)); hits > 0; --hits)
      bytes[size_t(random.below(bytes.size()))] = char(random.below(256));
    const double before = cpuSeconds(::getpid());
    if (Result<RecordingReader> reader = openText(bytes); reader.ok()) {
      ++opened;
      Playback playback(std::move(reader).value());
      playback.seek(playback.end());
      playback.seek(playback.begin());
      flawed += !playback.recording().flaws().empty();
    }
    longest = std::max(longest, cpuSeconds(::getpid()) - before);
  }
  const long most = mostResidentKiB();
  EXPECT_LE(longest, 5.0);
  if (!isSanitized) {
    EXPECT_LE(most, 512 * 1024);
  }
  EXPECT_GT(flawed, 0u) << "or nothing was damaged";
  std::printf("TA11: %zu bytes, %zu opened, %zu of them with flaws; at most %.3f s each, %ld MiB\n", whole.size(),
              opened, flawed, longest, most / 1024);
}

} // namespace
} // namespace pushscope
