#include "tests/app/server/store/store_world.h"

#include "protocol/base/random.h"
#include "tests/support/seed.h"

#include <map>

namespace pushscope {
namespace {

// The verbs' contract; every engine is run through it.
class StoreContract : public ::testing::TestWithParam<EngineUnderTest> {
 protected:
  std::unique_ptr<StoreWorld> world = GetParam().make();
  Store& store() { return world->store(); }

  Store::Appended append(const std::string& device, uint64_t id) {
    const Result<Store::Appended> appended = world->append(device, bodyOf(id));
    EXPECT_TRUE(appended.ok());
    return appended.ok() ? appended.value() : Store::Appended{};
  }
  Store::Appended appendAgain(const std::string& device, uint64_t id) {
    Store::Body body = bodyOf(id);
    body.again = true;
    const Result<Store::Appended> appended = world->append(device, body);
    EXPECT_TRUE(appended.ok());
    return appended.ok() ? appended.value() : Store::Appended{};
  }
  std::vector<Sequence> append(const std::string& device, std::initializer_list<uint64_t> ids) {
    std::vector<Sequence> out;
    for (const uint64_t id : ids)
      out.push_back(append(device, id).sequence);
    return out;
  }
  std::vector<Sequence> waiting(const std::string& device, Sequence after = {}, size_t count = 100) {
    std::vector<Sequence> sequences;
    for (const Store::Stored& stored : store().read(device, after, count))
      sequences.push_back(stored.sequence);
    return sequences;
  }
  const WallTime now = wallFromMicros(2'000'000);
};

TEST_P(StoreContract, SequencesOfADeviceGrow) {
  const auto a = append("a", {1, 2});
  const auto b = append("b", {1});
  EXPECT_GT(a[0].value, 0u);
  EXPECT_LT(a[0], a[1]);
  EXPECT_EQ(waiting("a"), a);
  EXPECT_EQ(waiting("b"), b);
}

TEST_P(StoreContract, NoSequenceIsGivenTwice) {
  EXPECT_NE(append("a", 1).sequence, append("b", 1).sequence) << "the cursor of dead letters is one for all devices";
}

TEST_P(StoreContract, RecognisesAUuidOfTheSameDevice) {
  const Sequence first = append("a", 1).sequence;
  const Store::Appended again = append("a", 1);
  EXPECT_TRUE(again.known);
  EXPECT_EQ(again.sequence, first);
  EXPECT_EQ(waiting("a").size(), 1u);
  store().acknowledge("a", first, now);
  EXPECT_TRUE(append("a", 1).known) << "also after it became final";
  EXPECT_FALSE(append("b", 1).known) << "another device of the same push";
}

TEST_P(StoreContract, RecognisesUuidsWhateverTheirOrder) {
  append("a", {5, 3, 9, 1});
  for (const uint64_t id : {1, 3, 5, 9})
    EXPECT_TRUE(append("a", id).known) << id;
  for (const uint64_t id : {2, 4, 10})
    EXPECT_FALSE(append("a", id).known) << id;
}

TEST_P(StoreContract, RecognisesTheNewestUuidsOfADevice) {
  for (uint64_t id = 1; id <= 1024; ++id)
    store().acknowledge("a", append("a", id).sequence, now);
  EXPECT_TRUE(append("a", 1).known);
  EXPECT_TRUE(append("a", 1024).known);
}

TEST_P(StoreContract, ReadsInOrderAfterASequence) {
  const auto all = append("a", {1, 2, 3, 4, 5});
  EXPECT_EQ(waiting("a", all[1]), (std::vector<Sequence>{all[2], all[3], all[4]}));
  EXPECT_EQ(waiting("a", {}, 2), (std::vector<Sequence>{all[0], all[1]}));
  EXPECT_TRUE(waiting("a", all[4]).empty());
  EXPECT_TRUE(waiting("nobody").empty());
  EXPECT_EQ(*store().read("a", all[1], 1).at(0).body.payload, (Bytes{3, 0}));
}

TEST_P(StoreContract, AcknowledgesUpToASequenceAndSkipsWhatIsSettled) {
  const auto all = append("a", {1, 2, 3, 4});
  store().settle("a", all[1], Stage::expired, Reason::none, now);
  EXPECT_EQ(waiting("a"), (std::vector<Sequence>{all[0], all[2], all[3]}));
  store().acknowledge("a", all[2], now);
  EXPECT_EQ(waiting("a"), (std::vector<Sequence>{all[3]}));
  store().acknowledge("a", all[2], now);
  store().acknowledge("nobody", all[2], now);
  store().settle("a", {99'999}, Stage::dead, Reason::none, now);
  store().settle("nobody", all[3], Stage::dead, Reason::none, now);
  EXPECT_EQ(waiting("a"), (std::vector<Sequence>{all[3]}));
  EXPECT_GT(append("a", 9).sequence, all[3]);
}

TEST_P(StoreContract, GivesBackWhatItWasGiven) {
  Store::Body given = bodyOf(7, {1, 0, 255});
  given.highPriority = given.media = true;
  given.composed = wallFromMicros(-5);
  given.accepted = wallFromMicros(1'700'000'000'000'000);
  given.expires = wallFromMicros(1'700'000'000'000'001);
  given.notBefore = WallTime(std::chrono::seconds(3));
  given.collapseKey = "score";
  const auto check = [&](const Store::Body& kept) {
    EXPECT_EQ(kept.uuid, given.uuid);
    EXPECT_EQ(*kept.payload, *given.payload);
    EXPECT_TRUE(kept.highPriority);
    EXPECT_TRUE(kept.media);
    EXPECT_FALSE(kept.again);
    EXPECT_EQ(kept.composed, given.composed);
    EXPECT_EQ(kept.accepted, given.accepted);
    EXPECT_EQ(kept.expires, given.expires);
    EXPECT_EQ(kept.notBefore, given.notBefore);
    EXPECT_EQ(kept.collapseKey, given.collapseKey);
  };
  ASSERT_TRUE(world->append("a", given).ok());
  check(store().read("a", {}, 1).at(0).body);
  if (world->restart())
    check(store().read("a", {}, 1).at(0).body);
}

TEST_P(StoreContract, KeepsAnEmptyAndTheLongestPayload) {
  ASSERT_TRUE(world->append("a", bodyOf(1, {})).ok());
  ASSERT_TRUE(world->append("a", bodyOf(2, Bytes(maxPayloadBytes, 0xa5))).ok());
  const auto check = [&] {
    const auto stored = store().read("a", {}, 2);
    ASSERT_EQ(stored.size(), 2u);
    EXPECT_TRUE(stored[0].body.payload->empty());
    EXPECT_EQ(*stored[1].body.payload, Bytes(maxPayloadBytes, 0xa5));
  };
  check();
  if (world->restart())
    check();
}

TEST_P(StoreContract, APushThatWasPostponedTakesANewPlaceUnderItsUuid) {
  const auto all = append("a", {1, 2});
  const Store::Appended moved = appendAgain("a", 1);
  EXPECT_FALSE(moved.known);
  EXPECT_GT(moved.sequence, all[1]);
  EXPECT_EQ(waiting("a"), (std::vector<Sequence>{all[0], all[1], moved.sequence}))
      << "the old place is settled by who moved it";
  store().settle("a", all[0], Stage::cancelled, Reason::postponed, now);
  EXPECT_EQ(waiting("a"), (std::vector<Sequence>{all[1], moved.sequence}));
  const Store::Appended known = append("a", 1);
  EXPECT_TRUE(known.known);
  EXPECT_EQ(known.sequence, moved.sequence) << "asked for once more, it is where it is now";
}

TEST_P(StoreContract, PostponesInItsPlace) {
  const auto all = append("a", {1, 2});
  const WallTime until = wallFromMicros(77);
  store().postpone("a", all[0], until);
  store().postpone("a", {99'999}, until);
  store().postpone("nobody", all[0], until);
  EXPECT_EQ(store().read("a", {}, 1).at(0).body.notBefore, until);
  EXPECT_EQ(waiting("a"), all);
  if (world->restart()) {
    EXPECT_EQ(store().read("a", {}, 1).at(0).body.notBefore, until);
    EXPECT_EQ(store().read("a", {}, 2).at(1).body.notBefore, WallTime{});
  }
}

TEST_P(StoreContract, ADeadLetterKeepsItsBodyUntilItIsSentAgain) {
  const auto all = append("a", {1, 2});
  EXPECT_FALSE(store().dead("a", uuidOf(1)).has_value()) << "it waits";
  store().settle("a", all[0], Stage::dead, Reason::operatorAsked, now);
  EXPECT_EQ(waiting("a"), (std::vector<Sequence>{all[1]}));
  const auto check = [&] {
    const std::optional<Store::Stored> dead = store().dead("a", uuidOf(1));
    ASSERT_TRUE(dead.has_value());
    EXPECT_EQ(dead->sequence, all[0]);
    EXPECT_EQ(*dead->body.payload, (Bytes{1, 0}));
    EXPECT_EQ(dead->body.expires, bodyOf(1).expires);
    EXPECT_FALSE(store().dead("b", uuidOf(1)).has_value());
    EXPECT_FALSE(store().dead("a", uuidOf(2)).has_value());
  };
  check();
  if (world->restart())
    check();
  EXPECT_TRUE(append("a", 1).known) << "dead is final: who sends it again says so";

  const Store::Appended again = appendAgain("a", 1);
  EXPECT_FALSE(again.known);
  EXPECT_FALSE(store().dead("a", uuidOf(1)).has_value());
  EXPECT_EQ(waiting("a"), (std::vector<Sequence>{all[1], again.sequence}));
  store().settle("a", again.sequence, Stage::dead, Reason::none, now);
  ASSERT_TRUE(store().dead("a", uuidOf(1)).has_value()) << "dead once more";
  EXPECT_EQ(store().dead("a", uuidOf(1))->sequence, again.sequence);
}

TEST_P(StoreContract, OnlyTheDeadKeepTheirBodies) {
  const auto all = append("a", {1, 2, 3});
  store().settle("a", all[0], Stage::expired, Reason::none, now);
  store().settle("a", all[1], Stage::cancelled, Reason::none, now);
  store().acknowledge("a", all[2], now);
  for (const uint64_t id : {1, 2, 3})
    EXPECT_FALSE(store().dead("a", uuidOf(id)).has_value());
}

TEST_P(StoreContract, AnswersComeInTheOrderOfTheQuestions) {
  std::vector<uint64_t> order;
  Sequence last;
  for (uint64_t id = 1; id <= 5000; ++id)
    store().append("device" + std::to_string(id % 7), bodyOf(id), [&, id](Result<Store::Appended> appended) {
      ASSERT_TRUE(appended.ok());
      EXPECT_LT(last, appended.value().sequence);
      last = appended.value().sequence;
      order.push_back(id);
    });
  ASSERT_TRUE(world->mailbox.runUntil([&] { return order.size() == 5000; }));
  EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
}

TEST_P(StoreContract, TheSamePushAskedForTwiceAtOnceIsThereOnce) {
  std::vector<Store::Appended> answers;
  for (int i = 0; i < 3; ++i)
    store().append("a", bodyOf(1), [&](Result<Store::Appended> appended) { answers.push_back(appended.value()); });
  ASSERT_TRUE(world->mailbox.runUntil([&] { return answers.size() == 3; }));
  EXPECT_FALSE(answers[0].known);
  EXPECT_TRUE(answers[1].known);
  EXPECT_TRUE(answers[2].known);
  EXPECT_EQ(answers[2].sequence, answers[0].sequence);
  EXPECT_EQ(waiting("a").size(), 1u);
}

TEST_P(StoreContract, MayBeAskedFromWithinAnAnswer) {
  uint64_t done = 0;
  std::function<void()> next = [&] {
    store().append("a", bodyOf(done + 1), [&](Result<Store::Appended> appended) {
      store().acknowledge("a", appended.value().sequence, now);
      if (++done < 100)
        next();
    });
  };
  next();
  ASSERT_TRUE(world->mailbox.runUntil([&] { return done == 100; }));
  EXPECT_TRUE(waiting("a").empty());
}

TEST_P(StoreContract, WhatWaitedIsToldAfterARestart) {
  const auto a = append("a", {1, 2, 3});
  const auto b = append("b", {4});
  store().acknowledge("a", a[0], now);
  store().settle("a", a[2], Stage::evicted, Reason::none, now);
  std::vector<std::pair<std::string, Sequence>> told;
  if (!world->restart([&](const std::string& device, const Store::Stored& stored, uint32_t payloadBytes) {
        told.emplace_back(device, stored.sequence);
        EXPECT_EQ(stored.body.payload, nullptr);
        EXPECT_EQ(stored.body.expires, bodyOf(1).expires);
        EXPECT_EQ(payloadBytes, 2u);
      }))
    return; // this engine forgets
  EXPECT_EQ(told, (std::vector<std::pair<std::string, Sequence>>{{"a", a[1]}, {"b", b[0]}}));
  EXPECT_EQ(waiting("a"), (std::vector<Sequence>{a[1]}));
  EXPECT_TRUE(append("a", 1).known);
  EXPECT_TRUE(append("a", 2).known);
  EXPECT_GT(append("a", 9).sequence, b[0]) << "no number is given twice";
}

// Against the simplest thing that could be right.
TEST_P(StoreContract, AgreesWithAModelOverRandomSteps) {
  Random random(testSeed("store_model"));
  struct Device {
    std::map<Sequence, uint64_t> waiting;
    std::map<uint64_t, Sequence> places, dead;
  };
  std::map<std::string, Device> model;
  const uint64_t steps = testSteps(3000);
  for (uint64_t step = 0; step < steps; ++step) {
    const std::string name = "d" + std::to_string(random.below(5));
    Device& device = model[name];
    const uint64_t id = 1 + random.below(200);
    const auto anyWaiting = [&] {
      auto it = device.waiting.begin();
      std::advance(it, random.below(device.waiting.size()));
      return it;
    };
    const uint64_t what = random.below(100);
    if (what < 45) {
      Store::Body body = bodyOf(id);
      body.again = random.below(8) == 0;
      const Store::Appended appended = world->append(name, body).value();
      ASSERT_EQ(appended.known, !body.again && device.places.contains(id)) << "step " << step;
      if (appended.known) {
        ASSERT_EQ(appended.sequence, device.places[id]) << "step " << step;
      } else {
        device.places[id] = appended.sequence;
        device.waiting[appended.sequence] = id;
        device.dead.erase(id);
      }
    } else if (what < 60 && !device.waiting.empty()) {
      const auto last = anyWaiting();
      store().acknowledge(name, last->first, now);
      device.waiting.erase(device.waiting.begin(), std::next(last));
    } else if (what < 80 && !device.waiting.empty()) {
      const auto one = anyWaiting();
      const bool dies = random.below(2) == 0;
      store().settle(name, one->first, dies ? Stage::dead : Stage::expired, Reason::none, now);
      if (dies)
        device.dead[one->second] = std::max(device.dead[one->second], one->first);
      device.waiting.erase(one);
    } else if (what < 98) {
      const Sequence after = device.waiting.empty() ? Sequence{} : anyWaiting()->first;
      const auto stored = store().read(name, after, 10);
      auto expected = device.waiting.upper_bound(after);
      for (const Store::Stored& one : stored) {
        ASSERT_EQ(one.sequence, expected->first) << "step " << step;
        ASSERT_EQ(one.body.uuid, uuidOf(expected->second)) << "step " << step;
        ++expected;
      }
      ASSERT_TRUE(expected == device.waiting.end() || stored.size() == 10) << "step " << step;
      const auto dead = store().dead(name, uuidOf(id));
      ASSERT_EQ(dead.has_value(), device.dead.contains(id)) << "step " << step;
      if (dead) {
        ASSERT_EQ(dead->sequence, device.dead[id]) << "step " << step;
      }
    } else {
      std::map<std::string, std::vector<Sequence>> told;
      if (world->restart([&](const std::string& to, const Store::Stored& stored, uint32_t) {
            told[to].push_back(stored.sequence);
          })) {
        for (const auto& [to, expected] : model)
          ASSERT_EQ(told[to].size(), expected.waiting.size()) << "step " << step;
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Engines, StoreContract, ::testing::ValuesIn(enginesUnderTest),
                         [](const auto& tested) { return tested.param.name; });

} // namespace
} // namespace pushscope
