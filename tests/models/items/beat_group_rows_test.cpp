#include "models/items/beat_group_rows.h"

#include "tests/models/sample_world.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

class BeatGroups : public ::testing::Test {
 protected:
  SampleWorld sample;
  LinkId node = sample.addLink(LinkKind::node, "node-1");
  const int64_t now = micros(sample.now) / 1'000'000;
  BeatGroupRows rows;

  void beats(uint32_t handle, const std::string& profile, int count, Duration roundTrip) {
    DeviceRecord record = sample.record(handle, "phone-" + std::to_string(handle));
    record.profile = profile;
    sample.tell(node, record);
    Batch batch = sample.batchOf(node);
    for (int i = 0; i < count; ++i)
      batch.beats.push_back({{handle}, sample.now - std::chrono::seconds(i), roundTrip});
    sample.apply(std::move(batch));
  }
  QVariant value(const char* id, uint64_t row) const {
    return rows.columns()[size_t(columnWithId(rows.columns(), id))].value(sample.world, row);
  }
};

TEST_F(BeatGroups, AllDevicesComeFirstThenTheGroups) {
  beats(1, "ios", 30, 10ms);
  beats(2, "android", 10, 500ms);
  beats(3, "", 5, 10ms);
  rows.show(sample.world, GroupBy::profile, now - 59, now + 1);
  ASSERT_EQ(rows.end(sample.world), 4u);
  EXPECT_EQ(value("devices", 0).toString(), "all");
  EXPECT_EQ(value("beats", 0).toLongLong(), 45);
  EXPECT_NEAR(value("round_trip_p50_ms", 0).toDouble(), 10'000, 400);
  EXPECT_NEAR(value("round_trip_p90_ms", 0).toDouble(), 500'000, 20'000);
  EXPECT_EQ(value("devices", 1).toString(), "ios");
  EXPECT_EQ(value("beats", 1).toLongLong(), 30);
  EXPECT_EQ(value("devices", 2).toString(), "android");
  EXPECT_NEAR(value("round_trip_p99_ms", 2).toDouble(), 500'000, 20'000);
  EXPECT_EQ(value("devices", 3).toString(), "not told");
}

TEST_F(BeatGroups, MissesAreKnownOfAllTogetherAlone) {
  beats(1, "ios", 3, 10ms);
  rows.show(sample.world, GroupBy::node, now - 59, now + 1);
  ASSERT_EQ(rows.end(sample.world), 2u);
  EXPECT_EQ(value("missed", 0).toLongLong(), 0);
  EXPECT_FALSE(value("missed", 1).isValid());
  EXPECT_FALSE(value("connections_ended", 1).isValid());
  rows.show(sample.world, {}, now - 59, now + 1);
  EXPECT_EQ(rows.end(sample.world), 1u);
}

TEST_F(BeatGroups, WithoutABeatNothingIsKnownOfRoundTrips) {
  rows.show(sample.world, GroupBy::profile, now - 59, now + 1);
  ASSERT_EQ(rows.end(sample.world), 1u);
  EXPECT_EQ(value("beats", 0).toLongLong(), 0);
  EXPECT_FALSE(value("round_trip_p99_ms", 0).isValid());
}

} // namespace
} // namespace pushscope
