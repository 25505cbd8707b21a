#include "models/compare/comparison.h"
#include "tests/models/sample_world.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

// A run in which everything is measured, so often.
struct SampleRun : SampleWorld {
  LinkId link = addLink(LinkKind::node, "node-1");

  SampleRun() {
    for (uint32_t handle = 1; handle <= 10; ++handle)
      tell(link, record(handle, "phone-" + std::to_string(handle)));
  }
  void beats(int count, Duration roundTrip) {
    Batch batch = batchOf(link);
    for (int i = 0; i < count; ++i)
      batch.beats.push_back({{1 + uint32_t(i % 10)}, now, roundTrip});
    apply(std::move(batch));
  }
  void misses(int count) {
    Batch batch = batchOf(link);
    for (int i = 0; i < count; ++i)
      batch.misses.push_back({{1}, now, uint32_t(i + 1)});
    apply(std::move(batch));
  }
  void deaths(int count) {
    Batch batch = batchOf(link);
    for (int i = 0; i < count; ++i)
      batch.links.push_back({{1}, now, LinkState::offline, {Side::server, ErrorCode::heartbeatLost, false}});
    apply(std::move(batch));
  }
  void pushes(int count, Duration latency, Stage end) {
    for (int i = 0; i < count; ++i) {
      const uint32_t handle = ++m_deliveries;
      deliver(link, handle, uuidOf(handle), "phone-1",
              {{{handle}, now - latency, Stage::accepted, 0, {}, ErrorCode::ok},
               {{handle}, now, end, 0, {}, ErrorCode::ok}},
              handle);
    }
  }
  void wakes(int count, Duration latency, Reason missed = Reason::none) {
    for (int i = 0; i < count; ++i)
      wake(link, 1, {now, Cause::data, missed, latency, 1s, 10s, 1, 1, 0});
  }
  void ordinary() {
    beats(200, 20ms);
    misses(2);
    pushes(50, 100ms, Stage::acknowledged);
    wakes(40, 300ms);
    wakes(1, {}, Reason::wakeBudget);
  }

 private:
  uint32_t m_deliveries = 0;
};

// All of it.
RunFigures figuresOf(const World& world) {
  RunFigures figures;
  figures.addSeconds(world, world.now() - std::chrono::seconds(Series::seconds - 1), world.now() + 1s);
  figures.addOutcomes(world, {}, world.now() + 1s);
  return figures;
}

std::set<std::string> worse(const World& before, const World& after, double worseThan = 0.2) {
  std::set<std::string> ids;
  const FigureComparison comparison(figuresOf(before), figuresOf(after), worseThan);
  for (const ComparedFigure& figure : comparison.figures())
    if (figure.worse)
      ids.insert(figure.id);
  EXPECT_EQ(comparison.anyWorse(), !ids.empty());
  return ids;
}

class ComparisonTest : public ::testing::Test {
 protected:
  SampleRun before, after;
  void SetUp() override { before.ordinary(), after.ordinary(); }
};

TEST_F(ComparisonTest, TwoRunsThatWentTheSameWayDoNotDiffer) {
  EXPECT_EQ(worse(before.world, after.world, 0), std::set<std::string>{});
}

TEST_F(ComparisonTest, FiguresAreWhatWasMeasured) {
  const RunFigures figures = figuresOf(before.world);
  EXPECT_EQ(figures.beats, 200u);
  EXPECT_EQ(figures.misses, 2u);
  EXPECT_EQ(figures.acknowledged, 50u);
  EXPECT_EQ(figures.wakes, 40u);
  EXPECT_EQ(figures.missedWakes, 1u);
  EXPECT_EQ(figures.devices, 10u);
  EXPECT_EQ(figures.deliveries, 50u);
  EXPECT_NEAR(double(figures.roundTrips.percentile(500)->count()), 20'000, 600);
  EXPECT_NEAR(double(figures.acknowledgements.percentile(990)->count()), 100'000, 3'000);
  EXPECT_NEAR(double(figures.wakeLatencies.percentile(500)->count()), 300'000, 9'000);
}

TEST_F(ComparisonTest, OnlyTheSpanThatWasAskedForIsCounted) {
  RunFigures none, all;
  const WallTime second = std::chrono::floor<std::chrono::seconds>(before.now);
  none.addSeconds(before.world, second - 60s, second);
  none.addSeconds(before.world, second + 1s, second + 60s);
  EXPECT_EQ(none.beats, 0u);
  none.addOutcomes(before.world, before.now + 1s, before.now + 2s);
  EXPECT_EQ(none.deliveries, 0u);
  // In pieces, as a longer run is counted: each second once.
  all.addSeconds(before.world, second - 30s, second);
  all.addSeconds(before.world, second, second + 1s);
  all.addSeconds(before.world, second + 1s, second + 30s);
  EXPECT_EQ(all.beats, 200u);
  EXPECT_EQ(all.wakes, 40u);
}

TEST_F(ComparisonTest, ASlowTailOfRoundTripsIsNamedAndNothingElse) {
  after.beats(15, 80ms); // 7 % of them
  EXPECT_EQ(worse(before.world, after.world), std::set<std::string>{"round_trip_p99_ms"});
}

TEST_F(ComparisonTest, EachPlantedRegressionIsNamed) {
  after.pushes(100, 200ms, Stage::acknowledged);
  EXPECT_EQ(worse(before.world, after.world),
            (std::set<std::string>{"acknowledge_p50_ms", "acknowledge_p90_ms", "acknowledge_p99_ms"}));
  SampleRun lost;
  lost.ordinary();
  lost.misses(10);
  lost.deaths(1);
  lost.pushes(1, 0ms, Stage::dead);
  lost.pushes(1, 0ms, Stage::expired);
  lost.wakes(5, {}, Reason::wakeBudget);
  EXPECT_EQ(
      worse(before.world, lost.world),
      (std::set<std::string>{"missed_beats_per_thousand", "deaths_per_thousand_devices", "dead_letters_per_thousand",
                             "unacknowledged_per_thousand", "expired_per_thousand", "missed_wakes_per_thousand"}));
  SampleRun sleepy;
  sleepy.ordinary();
  sleepy.wakes(100, 900ms);
  EXPECT_EQ(worse(before.world, sleepy.world),
            (std::set<std::string>{"wake_latency_p50_ms", "wake_latency_p90_ms", "wake_latency_p99_ms"}));
}

TEST_F(ComparisonTest, ARunInWhichNobodyAnsweredIsWorse) {
  SampleRun dead;
  EXPECT_EQ(worse(before.world, dead.world),
            (std::set<std::string>{"round_trip_p50_ms", "round_trip_p90_ms", "round_trip_p99_ms"}));
}

TEST_F(ComparisonTest, WhatIsNeverAcknowledgedIsNamedAndWhatIsUnderWayIsNot) {
  SampleRun stuck, young;
  stuck.ordinary();
  stuck.pushes(3, 60s, Stage::written);
  EXPECT_EQ(worse(before.world, stuck.world), std::set<std::string>{"unacknowledged_per_thousand"});
  young.ordinary();
  young.pushes(3, RunFigures::grace / 2, Stage::written);
  young.pushes(3, 60s, Stage::held); // an operator's wish
  EXPECT_EQ(worse(before.world, young.world), std::set<std::string>{});
}

TEST_F(ComparisonTest, ItIsWorseOnlyBeyondTheThreshold) {
  SampleRun slower;
  slower.beats(200, 24ms); // a fifth more
  SampleRun alike;
  alike.beats(200, 20ms);
  EXPECT_FALSE(worse(alike.world, slower.world, 0.1).empty());
  EXPECT_TRUE(worse(alike.world, slower.world, 0.4).empty());
  EXPECT_TRUE(worse(slower.world, alike.world, 0).empty()); // better is not worse
}

TEST(FigureComparison, FewValuesSayNothingAndNoneAreUnknown) {
  SampleRun before, after;
  before.beats(int(FigureComparison::fewest) - 1, 20ms);
  after.beats(int(FigureComparison::fewest) - 1, 90ms);
  EXPECT_EQ(worse(before.world, after.world), std::set<std::string>{});
  const FigureComparison comparison(figuresOf(before.world), figuresOf(after.world), 0.2);
  for (const ComparedFigure& figure : comparison.figures())
    EXPECT_EQ(figure.before.has_value(), std::string(figure.id).starts_with("round_trip") ||
                                             std::string(figure.id) == "missed_beats_per_thousand" ||
                                             std::string(figure.id) == "deaths_per_thousand_devices")
        << figure.id;
}

// A run of twice the length has twice the cases.
TEST(FigureComparison, ALongerRunIsNotAWorseOne) {
  SampleRun before, after;
  before.ordinary();
  after.ordinary();
  after.ordinary();
  EXPECT_EQ(worse(before.world, after.world), std::set<std::string>{});
}

} // namespace
} // namespace pushscope
