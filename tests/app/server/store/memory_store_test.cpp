#include "app/server/store/remembered_uuids.h"
#include "protocol/base/random.h"
#include "tests/app/server/store/store_world.h"
#include "tests/support/seed.h"

#include <deque>
#include <unordered_map>

namespace pushscope {
namespace {

Result<Store::Appended> appendTo(MemoryStore& store, const std::string& device, Store::Body body) {
  Result<Store::Appended> out = ErrorCode::storage;
  store.append(device, std::move(body), [&](Result<Store::Appended> appended) { out = std::move(appended); });
  return out;
}

TEST(MemoryStore, RefusesBeyondItsBytesAndGoesOnWhenThereIsRoom) {
  MemoryStore::Limits limits;
  limits.payloadBytes = 1000;
  MemoryStore store(limits);
  ASSERT_TRUE(appendTo(store, "a", bodyOf(1, Bytes(600))).ok());
  const auto refused = appendTo(store, "a", bodyOf(2, Bytes(600)));
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error(), (Error{ErrorCode::limit, "payload_bytes"}));
  EXPECT_TRUE(appendTo(store, "a", bodyOf(1, Bytes(600))).value().known) << "what is there needs no room";
  store.acknowledge("a", {1}, {});
  EXPECT_TRUE(appendTo(store, "a", bodyOf(2, Bytes(600))).ok());
}

TEST(MemoryStore, CountsAPayloadOfManyDevicesOnce) {
  MemoryStore::Limits limits;
  limits.payloadBytes = 1000;
  MemoryStore store(limits);
  const Store::Body body = bodyOf(1, Bytes(900));
  for (int i = 0; i < 100; ++i)
    ASSERT_TRUE(appendTo(store, "d" + std::to_string(i), body).ok());
  EXPECT_FALSE(appendTo(store, "a", bodyOf(2, Bytes(200))).ok());
  for (int i = 0; i < 99; ++i)
    store.acknowledge("d" + std::to_string(i), {1000}, {});
  EXPECT_FALSE(appendTo(store, "a", bodyOf(2, Bytes(200))).ok()) << "one still holds it";
  store.acknowledge("d99", {1000}, {});
  EXPECT_TRUE(appendTo(store, "a", bodyOf(2, Bytes(200))).ok());
}

TEST(MemoryStore, RefusesBeyondItsDeliveries) {
  MemoryStore::Limits limits;
  limits.waiting = 3;
  MemoryStore store(limits);
  for (uint64_t id = 1; id <= 3; ++id)
    ASSERT_TRUE(appendTo(store, "a", bodyOf(id)).ok());
  EXPECT_EQ(appendTo(store, "b", bodyOf(4)).error(), (Error{ErrorCode::limit, "waiting"}));
  Store::Body moved = bodyOf(1);
  moved.again = true;
  EXPECT_TRUE(appendTo(store, "a", moved).ok()) << "it takes the place of one that is here";
  store.settle("a", {1}, Stage::cancelled, Reason::postponed, {});
  store.settle("a", {2}, Stage::cancelled, Reason::none, {});
  EXPECT_TRUE(appendTo(store, "b", bodyOf(4)).ok());
}

TEST(MemoryStore, ForgetsTheOldestDeadFirst) {
  MemoryStore::Limits limits;
  limits.dead = 2;
  limits.deadBytes = 100;
  MemoryStore store(limits);
  const auto die = [&](uint64_t id, size_t bytes) {
    const Sequence sequence = appendTo(store, "a", bodyOf(id, Bytes(bytes))).value().sequence;
    store.settle("a", sequence, Stage::dead, Reason::none, {});
  };
  for (uint64_t id = 1; id <= 3; ++id)
    die(id, 10);
  EXPECT_FALSE(store.dead("a", uuidOf(1)).has_value());
  EXPECT_TRUE(store.dead("a", uuidOf(2)).has_value());
  die(4, 95);
  EXPECT_FALSE(store.dead("a", uuidOf(3)).has_value());
  EXPECT_TRUE(store.dead("a", uuidOf(4)).has_value());
}

TEST(MemoryStore, TakesTurnsWithOthersOverNumbers) {
  MemoryStore first({}, {1, 2}), second({}, {2, 2});
  EXPECT_EQ(appendTo(first, "a", bodyOf(1)).value().sequence.value, 1u);
  EXPECT_EQ(appendTo(first, "a", bodyOf(2)).value().sequence.value, 3u);
  EXPECT_EQ(appendTo(second, "b", bodyOf(1)).value().sequence.value, 2u);
}

TEST(MemoryStore, NeverForgetsTheUuidOfWhatWaits) {
  MemoryStore store;
  ASSERT_TRUE(appendTo(store, "a", bodyOf(1'000'000)).ok());
  for (uint64_t id = 1; id <= 5000; ++id)
    store.settle("a", appendTo(store, "a", bodyOf(id)).value().sequence, Stage::expired, Reason::none, {});
  EXPECT_TRUE(appendTo(store, "a", bodyOf(1'000'000)).value().known);
  EXPECT_FALSE(appendTo(store, "a", bodyOf(1)).value().known) << "out of the horizon";
}

TEST(MemoryStore, APayloadMayOutliveTheStore) {
  std::shared_ptr<const Bytes> payload;
  {
    MemoryStore store;
    ASSERT_TRUE(appendTo(store, "a", bodyOf(1)).ok());
    payload = store.read("a", {}, 1).at(0).body.payload;
  }
  EXPECT_EQ(*payload, (Bytes{1, 0}));
}

TEST(MemoryLedger, ForgetsTheOldestWhenItIsFull) {
  MemoryLedger ledger;
  DeliveryRecord record;
  for (uint32_t i = 1; i <= MemoryLedger::mostDeliveries + 1; ++i) {
    record.delivery = {i};
    record.uuid = uuidOf(i == 1 ? 1 : 2);
    record.sequence = {i};
    ledger.delivery(record);
    ledger.stage({{i}, {}, Stage::accepted});
  }
  size_t found = 1;
  ledger.find(uuidOf(1), [&](auto ladders) { found = ladders.value().size(); });
  EXPECT_EQ(found, 0u);
  ledger.find(uuidOf(2), [&](auto ladders) {
    found = ladders.value().size();
    EXPECT_EQ(ladders.value().front().record.delivery.value, 2u);
    EXPECT_EQ(ladders.value().back().record.delivery.value, MemoryLedger::mostDeliveries + 1);
    EXPECT_EQ(ladders.value().back().stages.size(), 1u);
  });
  EXPECT_EQ(found, MemoryLedger::mostDeliveries);
}

TEST(MemoryLedger, KeepsTheNewestSessionsAndActions) {
  MemoryLedger ledger;
  for (size_t i = 0; i < MemoryLedger::mostSessions + 5; ++i)
    ledger.session({});
  for (size_t i = 0; i < MemoryLedger::mostAudited + 5; ++i)
    ledger.audit({});
  ledger.sessions("", 0, 10, [](auto page) { EXPECT_EQ(page.value().front().cursor, 6u); });
  ledger.audited(0, 10, [](auto page) { EXPECT_EQ(page.value().front().cursor, 6u); });
}

TEST(RememberedUuids, AgreesWithAMap) {
  Random random(testSeed("remembered_uuids"));
  RememberedUuids tested;
  std::unordered_map<Uuid, Sequence> model;
  std::deque<Uuid> order;
  const uint64_t steps = testSteps(100'000);
  for (uint64_t step = 0; step < steps; ++step) {
    Uuid uuid = uuidOf(random.below(3000));
    if (random.below(3) != 0) {
      tested.put(uuid, {step});
      if (model.insert_or_assign(uuid, Sequence{step}).second)
        order.push_back(uuid);
    } else if (!order.empty() && random.below(2) == 0) {
      ASSERT_EQ(tested.oldest().uuid, order.front());
      tested.forgetOldest();
      model.erase(order.front());
      order.pop_front();
    }
    ASSERT_EQ(tested.size(), model.size());
    uuid = uuidOf(random.below(3000));
    const auto found = model.find(uuid);
    ASSERT_EQ(tested.find(uuid), found == model.end() ? std::nullopt : std::optional(found->second));
  }
}

} // namespace
} // namespace pushscope
