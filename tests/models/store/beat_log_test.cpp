#include "models/store/beat_log.h"
#include "models/store/fine_histogram.h"
#include "protocol/base/random.h"
#include "tests/models/sample_world.h"
#include "tests/support/seed.h"

#include <gtest/gtest.h>

#include <deque>
#include <map>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

TEST(BeatLog, KeepsTheNewestAndFindsThoseOfAPartOfTheHeatmap) {
  Random random(testSeed("BeatLog"));
  BeatLog log;
  struct Told {
    Row row;
    uint32_t second, bucket;
  };
  std::deque<Told> told;
  // Often more than it keeps.
  for (uint64_t left = BeatLog::kept / 2 + random.below(BeatLog::kept); left > 0; --left) {
    told.push_back({Row(random.below(5000)), uint32_t(1000 + random.below(600)), uint32_t(random.below(320))});
    log.add(told.back().row, told.back().second, told.back().bucket, uint16_t(random.below(3)));
    if (told.size() > BeatLog::kept)
      told.pop_front();
  }
  EXPECT_EQ(log.size(), told.size());
  for (int i = 0; i < 10; ++i) {
    const auto from = int64_t(random.below(700)) + 950;
    const auto bucket = uint32_t(random.below(330));
    const BeatRange range{from, from + int64_t(random.below(100)), bucket, bucket + uint32_t(random.below(60))};
    std::map<Row, uint32_t> expected;
    uint64_t beats = 0;
    for (const Told& beat : told)
      if (beat.second >= range.fromSecond && beat.second < range.toSecond && beat.bucket >= range.fromBucket &&
          beat.bucket < range.toBucket) {
        ++expected[beat.row];
        ++beats;
      }
    const ChosenBeats chosen(range, log);
    EXPECT_EQ(chosen.range(), range);
    EXPECT_EQ(chosen.devices(), expected.size());
    EXPECT_EQ(chosen.beats(), beats);
    for (Row row = 0; row < 5000; ++row)
      ASSERT_EQ(chosen.of(row), expected.contains(row) ? expected[row] : 0);
  }
}

TEST(BeatLog, ManyOfOneDeviceAreCountedUpToABound) {
  BeatLog log;
  for (int i = 0; i < 70'000; ++i)
    log.add(7, 1000, 5, 0);
  const ChosenBeats chosen({1000, 1001, 5, 6}, log);
  EXPECT_EQ(chosen.of(7), 65'535u);
  EXPECT_EQ(chosen.devices(), 1u);
  EXPECT_EQ(chosen.beats(), 70'000u);
}

TEST(BeatLog, OfAWorldHoldsWhatItsSeriesCounts) {
  SampleWorld sample;
  const LinkId node = sample.addLink(LinkKind::node, "node-1");
  for (uint32_t i = 1; i <= 3; ++i)
    sample.tell(node, sample.record(i, "phone-" + std::to_string(i)));
  sample.changes();
  Batch batch = sample.batchOf(node);
  batch.beats = {{{1}, sample.now, 20ms},
                 {{2}, sample.now - 5s, 20ms},
                 {{3}, sample.now - 5s, 900ms},
                 {{9}, sample.now, 20ms},       // nobody knows it
                 {{1}, sample.now - 1h, 20ms}}; // older than what is shown
  sample.apply(std::move(batch));
  EXPECT_EQ(sample.world.beats().size(), 3u);
  EXPECT_EQ(sample.world.chosenBeats().range(), std::nullopt);
  const int64_t second = micros(sample.now) / 1'000'000 - 5;
  const auto bucket = uint32_t(FineHistogram::bucketOf(20ms));
  sample.changes();
  sample.world.chooseBeats({second, second + 1, bucket, bucket + 1});
  EXPECT_EQ(sample.world.chosenBeats().devices(), 1u);
  EXPECT_EQ(sample.world.chosenBeats().of(1), 1u) << "the second device is row 1";
  EXPECT_TRUE(sample.changes().devices) << "tables show it";
}

} // namespace
} // namespace pushscope
