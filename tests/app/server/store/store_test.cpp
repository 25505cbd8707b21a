#include "app/server/store/memory_store.h"

#include <gtest/gtest.h>

#include <functional>
#include <memory>

namespace pushscope {
namespace {

// The verbs' contract; every engine is run through it.
struct Engine {
  const char* name;
  std::function<std::unique_ptr<Store>()> make;
};

class StoreContract : public ::testing::TestWithParam<Engine> {
 protected:
  std::unique_ptr<Store> store = GetParam().make();

  static Store::Body body(uint8_t id) {
    Store::Body b;
    b.uuid.bytes[15] = id;
    b.payload = {id};
    return b;
  }
  Store::Appended append(const std::string& device, uint8_t id) {
    Store::Appended out;
    store->append(device, body(id), [&](Result<Store::Appended> appended) { out = appended.value(); });
    return out;
  }
  std::vector<uint64_t> waiting(const std::string& device, uint64_t after = 0, size_t count = 100) {
    std::vector<uint64_t> sequences;
    for (const Store::Stored& stored : store->read(device, {after}, count))
      sequences.push_back(stored.sequence.value);
    return sequences;
  }
};

TEST_P(StoreContract, GivesEachDeviceItsOwnSequenceFromOne) {
  EXPECT_EQ(append("a", 1).sequence.value, 1u);
  EXPECT_EQ(append("a", 2).sequence.value, 2u);
  EXPECT_EQ(append("b", 1).sequence.value, 1u);
}

TEST_P(StoreContract, RecognisesAUuidOfTheSameDevice) {
  append("a", 1);
  const Store::Appended again = append("a", 1);
  EXPECT_TRUE(again.known);
  EXPECT_EQ(again.sequence.value, 1u);
  EXPECT_EQ(waiting("a").size(), 1u);
  store->acknowledge("a", {1});
  EXPECT_TRUE(append("a", 1).known) << "also after it became final";
}

TEST_P(StoreContract, ReadsInOrderAfterASequence) {
  for (uint8_t i = 1; i <= 5; ++i)
    append("a", i);
  EXPECT_EQ(waiting("a", 2), (std::vector<uint64_t>{3, 4, 5}));
  EXPECT_EQ(waiting("a", 0, 2), (std::vector<uint64_t>{1, 2}));
  EXPECT_TRUE(waiting("nobody").empty());
  EXPECT_EQ(store->read("a", {2}, 1).front().body.payload, Bytes{3});
}

TEST_P(StoreContract, AcknowledgesUpToASequenceAndSkipsWhatIsSettled) {
  for (uint8_t i = 1; i <= 4; ++i)
    append("a", i);
  store->settle("a", {2}, Stage::expired);
  EXPECT_EQ(waiting("a"), (std::vector<uint64_t>{1, 3, 4}));
  store->acknowledge("a", {3});
  EXPECT_EQ(waiting("a"), (std::vector<uint64_t>{4}));
  store->acknowledge("a", {3});
  store->acknowledge("nobody", {3});
  store->settle("a", {99}, Stage::dead);
  EXPECT_EQ(append("a", 9).sequence.value, 5u);
}

TEST_P(StoreContract, GivesBackWhatItWasGiven) {
  Store::Body given = body(7);
  given.payload = {1, 0, 255};
  given.highPriority = given.media = true;
  given.expires = WallTime(std::chrono::seconds(5));
  given.notBefore = WallTime(std::chrono::seconds(3));
  given.collapseKey = "score";
  store->append("a", given, [](const Result<Store::Appended>& appended) { EXPECT_TRUE(appended.ok()); });
  const Store::Body kept = store->read("a", {}, 1).at(0).body;
  EXPECT_EQ(kept.uuid, given.uuid);
  EXPECT_EQ(kept.payload, given.payload);
  EXPECT_TRUE(kept.highPriority);
  EXPECT_TRUE(kept.media);
  EXPECT_EQ(kept.expires, given.expires);
  EXPECT_EQ(kept.notBefore, given.notBefore);
  EXPECT_EQ(kept.collapseKey, given.collapseKey);
}

TEST_P(StoreContract, APushThatWasPostponedTakesANewPlaceUnderItsUuid) {
  append("a", 1);
  append("a", 2);
  Store::Body again = body(1);
  again.again = true;
  Store::Appended moved;
  store->append("a", again, [&](const Result<Store::Appended>& appended) { moved = appended.value(); });
  EXPECT_FALSE(moved.known);
  EXPECT_EQ(moved.sequence.value, 3u);
  EXPECT_EQ(waiting("a"), (std::vector<uint64_t>{1, 2, 3})) << "the old place is settled by who moved it";
  store->settle("a", {1}, Stage::cancelled);
  EXPECT_EQ(waiting("a"), (std::vector<uint64_t>{2, 3}));
  const Store::Appended known = append("a", 1);
  EXPECT_TRUE(known.known);
  EXPECT_EQ(known.sequence.value, 3u) << "asked for once more, it is where it is now";
}

INSTANTIATE_TEST_SUITE_P(Engines, StoreContract,
                         ::testing::Values(Engine{"memory", [] { return std::make_unique<MemoryStore>(); }}),
                         [](const auto& tested) { return tested.param.name; });

} // namespace
} // namespace pushscope
