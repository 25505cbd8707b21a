#include "app/server/store/memory_ledger.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

DeliveryRecord record(uint32_t handle, uint8_t push) {
  DeliveryRecord r;
  r.delivery = {handle};
  r.uuid.bytes[0] = push;
  r.device = "d" + std::to_string(handle);
  return r;
}

TEST(MemoryLedger, FindsTheDeliveriesOfAPushInOrder) {
  MemoryLedger ledger;
  ledger.delivery(record(1, 7));
  ledger.delivery(record(2, 8));
  ledger.delivery(record(3, 7));
  ledger.stage({{3}, {}, Stage::accepted});
  const auto found = ledger.find(record(0, 7).uuid);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].record.device, "d1");
  EXPECT_EQ(found[1].stages.size(), 1u);
}

TEST(MemoryLedger, ForgetsTheOldestWhenItIsFull) {
  MemoryLedger ledger;
  for (uint32_t i = 1; i <= MemoryLedger::capacity + 1; ++i)
    ledger.delivery(record(i, uint8_t(i == 1 ? 1 : 2)));
  EXPECT_TRUE(ledger.find(record(0, 1).uuid).empty());
  EXPECT_EQ(ledger.find(record(0, 2).uuid).size(), MemoryLedger::capacity);
}

TEST(MemoryLedger, KeepsABoundedNumberOfStages) {
  MemoryLedger ledger;
  ledger.delivery(record(1, 7));
  for (uint32_t i = 0; i < 1000; ++i)
    ledger.stage({{1}, {}, Stage::written, i});
  ledger.stage({{99}, {}, Stage::written});
  EXPECT_EQ(ledger.find(record(0, 7).uuid)[0].stages.size(), MemoryLedger::stagesPerDelivery);
}

} // namespace
} // namespace pushscope
