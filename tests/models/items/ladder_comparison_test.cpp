#include "models/items/ladder_comparison.h"

#include "tests/models/sample_world.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

class ComparedLadders : public ::testing::Test {
 protected:
  SampleWorld sample;
  LinkId node = sample.addLink(LinkKind::node, "stage");
  LadderComparison rows{0, 1};

  void deliver(uint32_t handle, const std::vector<std::tuple<Stage, Duration, uint32_t>>& stages) {
    std::vector<DeliveryStageFact> facts;
    for (const auto& [stage, after, attempt] : stages)
      facts.push_back({{handle}, sample.now + after, stage, attempt, Duration::zero(), ErrorCode::ok});
    sample.deliver(node, handle, uuidOf(handle), "phone-" + std::to_string(handle), facts);
  }
  QVariant value(const char* id, uint64_t row) const {
    return rows.columns()[size_t(columnWithId(rows.columns(), id))].value(sample.world, row);
  }
  QStringList texts(const char* id) const {
    QStringList all;
    for (uint64_t row = 0; row < rows.end(sample.world); ++row)
      all << value(id, row).toString();
    return all;
  }
};

TEST_F(ComparedLadders, PairStagesAndSayHowMuchLaterTheSecondWas) {
  deliver(1, {{Stage::accepted, 0ms, 0}, {Stage::written, 5ms, 1}, {Stage::acknowledged, 40ms, 1}});
  deliver(2, {{Stage::accepted, 1000ms, 0}, {Stage::written, 1002ms, 1}, {Stage::acknowledged, 1900ms, 1}});
  ASSERT_EQ(rows.end(sample.world), 3u);
  EXPECT_EQ(texts("stage"), (QStringList{"accepted", "written", "acknowledged"}));
  EXPECT_EQ(value("first_since_start_ms", 2).toLongLong(), 40'000);
  EXPECT_EQ(value("second_since_start_ms", 2).toLongLong(), 900'000);
  EXPECT_EQ(value("later_ms", 1).toLongLong(), -3'000) << "it was earlier";
  EXPECT_EQ(value("later_ms", 2).toLongLong(), 860'000);
}

TEST_F(ComparedLadders, AnAttemptThatOnlyOneNeededHasARowOfItsOwn) {
  deliver(1, {{Stage::accepted, 0ms, 0}, {Stage::written, 5ms, 1}, {Stage::acknowledged, 40ms, 1}});
  deliver(2, {{Stage::accepted, 0ms, 0},
              {Stage::written, 5ms, 1},
              {Stage::written, 405ms, 2},
              {Stage::acknowledged, 440ms, 2}});
  EXPECT_EQ(texts("stage"), (QStringList{"accepted", "written", "acknowledged", "written", "acknowledged"}));
  EXPECT_FALSE(value("second_since_start_ms", 2).isValid()) << "that of the second came with another attempt";
  EXPECT_FALSE(value("first_since_start_ms", 3).isValid());
  EXPECT_FALSE(value("later_ms", 3).isValid());
  EXPECT_EQ(value("second_note", 3).toString(), "attempt 2 (resend)");
}

TEST_F(ComparedLadders, OneThatIsNotThereYetLeavesItsColumnsEmpty) {
  EXPECT_EQ(rows.end(sample.world), 0u);
  EXPECT_FALSE(value("stage", 0).isValid());
  deliver(1, {{Stage::accepted, 0ms, 0}});
  ASSERT_EQ(rows.end(sample.world), 1u);
  EXPECT_FALSE(value("second_since_start_ms", 0).isValid());
  World::Changes deliveries;
  deliveries.deliveries = true;
  EXPECT_TRUE(rows.concerns(deliveries));
  EXPECT_FALSE(rows.concerns({}));
}

} // namespace
} // namespace pushscope
