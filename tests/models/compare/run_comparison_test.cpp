#include "models/compare/run_comparison.h"

#include "tests/models/recording/random_feed.h"
#include "tests/models/recording/recording_test.h"
#include "tests/support/seed.h"
#include "tests/support/wait.h"

#include <QSignalSpy>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

class RunComparisonTest : public ::testing::Test {
 protected:
  TemporaryFolder folder;
  RunComparison comparison;
  std::shared_ptr<const RunComparison::Outcome> outcome;
  QStringList failures;
  std::vector<double> progress;

  RunComparisonTest() {
    QObject::connect(&comparison, &RunComparison::finished, &comparison, [this](const auto& made) { outcome = made; });
    QObject::connect(&comparison, &RunComparison::failed, &comparison,
                     [this](bool isAfter, const QString& sentence) { failures << (isAfter ? "B " : "A ") + sentence; });
    QObject::connect(&comparison, &RunComparison::progressed, &comparison, [this](double d) { progress.push_back(d); });
  }
  QString record(const char* name, size_t events) {
    RandomFeed feed(testSeed("RunComparison"));
    World live;
    RecordBlockWriter block;
    const std::string path = folder.path(name);
    RecordingWriter writer = RecordingWriter::create(path, {protocolVersion, "test", feed.now.wall}).value();
    uint64_t number = 0;
    feed.begin(live, block);
    for (size_t i = 0; i < events; ++i) {
      feed.next(live, block);
      if (i % 200 != 199 && i + 1 < events)
        continue;
      auto finished = block.finish();
      finished.head.number = number++;
      EXPECT_TRUE(writer.append(sealBlock(finished.head, finished.content, finished.seams)).ok());
    }
    EXPECT_TRUE(writer.finish().ok());
    return QString::fromStdString(path);
  }
  bool isOver() {
    return waitUntil([&] { return !comparison.isRunning(); });
  }
};

TEST_F(RunComparisonTest, IsWhatReadingBothByHandIs) {
  const QString a = record("a.psrec", 2000), b = record("b.psrec", 900);
  comparison.start({a, 1h, {}}, {b, 1h, {}}, 0.2);
  EXPECT_TRUE(comparison.isRunning());
  ASSERT_TRUE(isOver());
  ASSERT_TRUE(outcome) << failures.join('\n').toStdString();
  Playback playback(RecordingReader::open(a.toStdString()).value());
  const auto byHand = readRun(playback, 1h, {}, [](double) { return true; });
  EXPECT_EQ(outcome->before.figures.beats, byHand.value()->figures.beats);
  EXPECT_GT(outcome->before.figures.beats, outcome->after.figures.beats);
  EXPECT_EQ(outcome->before.to, playback.end());
  EXPECT_EQ(outcome->comparison.figures().size(), 15u);
}

TEST_F(RunComparisonTest, TwoTimesOfOneRecordingAreTwoRuns) {
  const QString a = record("a.psrec", 3000);
  comparison.start({a, 10s, 20s}, {a, 10s, {}}, 0.2);
  ASSERT_TRUE(isOver());
  ASSERT_TRUE(outcome) << failures.join('\n').toStdString();
  EXPECT_LE(outcome->before.to - outcome->before.from, Duration(10s));
  EXPECT_LT(outcome->before.to, outcome->after.to);
}

TEST_F(RunComparisonTest, WhatCannotBeReadIsSaidOfItsSide) {
  const QString a = record("a.psrec", 300);
  comparison.start({a, 10s, {}}, {QString::fromStdString(folder.path("none.psrec")), 10s, {}}, 0.2);
  ASSERT_TRUE(isOver());
  ASSERT_EQ(failures.size(), 1);
  EXPECT_TRUE(failures.first().startsWith("B ")) << failures.first().toStdString();
  EXPECT_TRUE(failures.first().contains("none.psrec"));
  EXPECT_FALSE(outcome);
}

TEST_F(RunComparisonTest, OfACancelledOneNothingIsHeard) {
  const QString a = record("a.psrec", 3000);
  comparison.start({a, 1h, {}}, {a, 1h, {}}, 0.2);
  comparison.cancel();
  EXPECT_FALSE(comparison.isRunning());
  comparison.start({a, 1h, {}}, {a, 1h, {}}, 0.2);
  comparison.start({a, 5s, {}}, {a, 5s, {}}, 0.2); // takes its place
  ASSERT_TRUE(isOver());
  ASSERT_TRUE(outcome);
  EXPECT_LE(outcome->before.to - outcome->before.from, Duration(5s));
  EXPECT_TRUE(failures.isEmpty());
}

TEST_F(RunComparisonTest, ReadingSaysHowFarItIsAndEndsWhenAsked) {
  Playback playback(RecordingReader::open(record("a.psrec", 3000).toStdString()).value());
  std::vector<double> told;
  const auto all = readRun(playback, 1h, {}, [&](double done) {
    told.push_back(done);
    return true;
  });
  ASSERT_TRUE(all.ok() && all.value());
  ASSERT_FALSE(told.empty());
  EXPECT_TRUE(std::is_sorted(told.begin(), told.end()));
  EXPECT_EQ(told.front(), 0);
  EXPECT_LT(told.back(), 1);
  const auto none = readRun(playback, 1h, {}, [](double) { return false; });
  ASSERT_TRUE(none.ok());
  EXPECT_FALSE(none.value());
}

} // namespace
} // namespace pushscope
