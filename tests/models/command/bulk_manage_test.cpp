#include "models/command/bulk_manage.h"
#include "tests/models/sample_world.h"

#include <gtest/gtest.h>

#include <set>

namespace pushscope {
namespace {

Answer changed(uint32_t count) {
  return {{}, Changed{count, 0}, {}};
}
Answer refused(ErrorCode code) {
  return {{}, Error{code, {}}, {}};
}

TEST(BulkManage, AsksOnceForEachPushOfEachServer) {
  BulkManage bulk(QueueAction::postpone, wallFromMicros(99),
                  {{{0}, "a", uuidOf(1)}, {{0}, "b", uuidOf(1)}, {{1}, "a", uuidOf(1)}, {{0}, "a", uuidOf(2)}});
  std::set<std::tuple<uint32_t, Uuid, size_t>> asked;
  while (const auto part = bulk.next()) {
    EXPECT_EQ(part->manage.action, QueueAction::postpone);
    EXPECT_EQ(part->manage.until, wallFromMicros(99));
    EXPECT_FALSE(part->manage.expected);
    asked.insert({part->link.value, part->manage.uuid, part->manage.devices.size()});
  }
  EXPECT_EQ(asked,
            (std::set<std::tuple<uint32_t, Uuid, size_t>>{{0, uuidOf(1), 2}, {1, uuidOf(1), 1}, {0, uuidOf(2), 1}}));
}

TEST(BulkManage, KeepsFewRequestsOnTheirWay) {
  std::vector<DeliveryName> all;
  for (uint64_t n = 1; n <= 100; ++n)
    all.push_back({{0}, "phone", uuidOf(n)});
  BulkManage bulk(QueueAction::cancel, {}, all);
  size_t open = 0, asked = 0;
  while (!bulk.isDone()) {
    while (bulk.next())
      ++open, ++asked;
    EXPECT_LE(open, BulkManage::mostOnTheWay);
    ASSERT_GT(open, 0u);
    --open;
    bulk.answered(1, changed(1));
  }
  EXPECT_EQ(asked, 100u);
  EXPECT_EQ(bulk.changed(), 100u);
}

TEST(BulkManage, SplitsWhatDoesNotFitAFrame) {
  std::vector<DeliveryName> all;
  for (size_t n = 0; n < maxTargets + 1; ++n)
    all.push_back({{0}, "phone-" + std::to_string(n), uuidOf(1)});
  BulkManage bulk(QueueAction::cancel, {}, all);
  EXPECT_EQ(bulk.next()->manage.devices.size(), maxTargets);
  EXPECT_EQ(bulk.next()->manage.devices.size(), 1u);
  EXPECT_FALSE(bulk.next());
}

TEST(BulkManage, TellsWhatWasDoneWhatHadEndedAndWhatWasRefused) {
  BulkManage bulk(QueueAction::cancel, {},
                  {{{0}, "a", uuidOf(1)}, {{0}, "b", uuidOf(1)}, {{0}, "c", uuidOf(2)}, {{0}, "d", uuidOf(3)}});
  while (bulk.next()) {
  }
  bulk.answered(2, changed(1));
  bulk.answered(1, refused(ErrorCode::notFound));
  EXPECT_FALSE(bulk.isDone());
  EXPECT_FALSE(bulk.error());
  bulk.answered(1, refused(ErrorCode::forbidden));
  EXPECT_TRUE(bulk.isDone());
  EXPECT_EQ(bulk.changed(), 1u);
  EXPECT_EQ(bulk.ended(), 2u);
  EXPECT_EQ(bulk.refused(), 1u);
  EXPECT_EQ(bulk.error().value_or(Error{}).code, ErrorCode::forbidden);
}

} // namespace
} // namespace pushscope
