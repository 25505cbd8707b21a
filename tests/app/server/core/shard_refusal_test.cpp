#include "tests/app/server/core/shard_fixture.h"

#include "app/server/store/memory_ledger.h"

namespace pushscope {
namespace {

using namespace std::chrono_literals;

// Apps that cannot take what they are sent.
class ShardRefusal : public ShardTest {
 protected:
  void refuse(ConnectionKey key, std::vector<Sequence> refused, Sequence upTo = {}) {
    receive(key, encodeAcknowledge({upTo, {}, std::move(refused)}));
  }
  Sequence last(ConnectionKey key) { return pushesTo(key).back().sequence; }
  // The app refuses what it was sent last until it comes no more; how often that is.
  size_t refuseUntilItEnds(ConnectionKey key) {
    size_t refusals = 0;
    for (size_t seen = 0; pushesTo(key).size() > seen; pass(15s)) {
      seen = pushesTo(key).size();
      refuse(key, {last(key)});
      ++refusals;
    }
    return refusals;
  }
  static Uuid uuidOf(uint8_t id) { return pushOf(id, "").uuid; }
};

TEST_F(ShardRefusal, RefusedOnceItComesAgainUnderANewSequenceAndNobodyWaitsForIt) {
  hello(1, "a");
  const Sequence first = push("a", 1);
  push("a", 2);
  push("a", 3);
  refuse(1, {first}, {3});
  EXPECT_EQ(facts.count(Stage::acknowledged), 2u) << "those behind it";
  EXPECT_EQ(count(Stage::held, Reason::refused), 1u);
  EXPECT_EQ(facts.lines.back(), "waiting a 1");
  pass(15s - 1us);
  EXPECT_EQ(sequencesTo(1), (std::vector<uint64_t>{1, 2, 3}));
  pass(1us);
  EXPECT_EQ(sequencesTo(1), (std::vector<uint64_t>{1, 2, 3, 4}));
  EXPECT_EQ(pushesTo(1).back().uuid, uuidOf(1));
  EXPECT_EQ(pushesTo(1).back().attempt, 1u);
  EXPECT_EQ(count(Stage::cancelled, Reason::refused), 1u) << "the end of the old delivery";
  acknowledge(1);
  EXPECT_EQ(facts.count(Stage::acknowledged), 3u);
  EXPECT_EQ(shard->waitingCount(), 0u);
  EXPECT_TRUE(store->read("a", {}, 10).empty());
}

TEST_F(ShardRefusal, WhatIsWrittenMeanwhileKeepsItsPlace) {
  hello(1, "a");
  refuse(1, {push("a", 1)});
  pass(5s);
  const Sequence second = push("a", 2);
  EXPECT_EQ(last(1), second);
  pass(10s);
  const auto sequences = sequencesTo(1);
  EXPECT_TRUE(std::is_sorted(sequences.begin(), sequences.end()));
  EXPECT_EQ(sequences.size(), 3u);
}

TEST_F(ShardRefusal, TheFifthRefusalMakesItADeadLetter) {
  hello(1, "a");
  push("a", 1);
  EXPECT_EQ(refuseUntilItEnds(1), 5u);
  EXPECT_EQ(count(Stage::cancelled, Reason::refused), 4u);
  EXPECT_EQ(count(Stage::dead, Reason::refused), 1u);
  EXPECT_EQ(shard->waitingCount(), 0u);
  EXPECT_TRUE(store->read("a", {}, 10).empty());
  EXPECT_EQ(shard->peek({"a", uuidOf(1)}).value().payload, (Bytes{'{', '}'})) << "its body is kept";
  EXPECT_EQ(facts.lines.back(), "waiting a 0");
}

TEST_F(ShardRefusal, ADeadLetterIsListedWithItsReason) {
  hello(1, "a");
  push("a", 1);
  MemoryLedger ledger;
  refuseUntilItEnds(1);
  for (const DeliveryRecord& record : facts.deliveries)
    ledger.delivery(record);
  for (const StageFact& fact : facts.history)
    ledger.stage(fact);
  std::vector<DeadLetter> letters;
  ledger.deadLetters({}, 10, [&](Result<std::vector<DeadLetter>> page) { letters = std::move(page).value(); });
  ASSERT_EQ(letters.size(), 1u);
  EXPECT_EQ(letters[0].uuid, uuidOf(1));
  EXPECT_EQ(letters[0].reason, Reason::refused);
}

TEST_F(ShardRefusal, SentAgainByAnOperatorTheCountStartsOver) {
  hello(1, "a");
  push("a", 1);
  refuseUntilItEnds(1);
  EXPECT_EQ(manage({uuidOf(1), {"a"}, QueueAction::requeue, {}, {}}).changed, 1u);
  EXPECT_EQ(refuseUntilItEnds(1), 5u);
  EXPECT_EQ(count(Stage::dead, Reason::refused), 2u);
}

TEST_F(ShardRefusal, ALaterAcknowledgementOfTheConnectionDoesNotCoverIt) {
  hello(1, "a");
  const Sequence first = push("a", 1);
  const Sequence second = push("a", 2);
  refuse(1, {first, second}, second);
  acknowledge(1, second);
  EXPECT_EQ(facts.count(Stage::acknowledged), 0u);
  EXPECT_EQ(shard->waitingCount(), 2u);
  pass(15s);
  acknowledge(1);
  EXPECT_EQ(facts.count(Stage::acknowledged), 2u);
}

TEST_F(ShardRefusal, TheCountOutlivesConnections) {
  hello(1, "a");
  push("a", 1);
  for (ConnectionKey key = 1; key < 5; ++key) {
    refuse(key, {last(key)});
    drop(key);
    pass(20s); // longer than it waits: it takes its new place while nobody is there
    hello(key + 1, "a");
    ASSERT_EQ(pushesTo(key + 1).size(), 1u);
  }
  refuse(5, {last(5)});
  EXPECT_EQ(count(Stage::dead, Reason::refused), 1u);
}

TEST_F(ShardRefusal, AResumedSessionDoesNotCoverIt) {
  hello(1, "a");
  const Sequence first = push("a", 1);
  const Sequence second = push("a", 2);
  refuse(1, {first}, {});
  drop(1);
  Hello again = helloOf("a");
  again.session = welcomeTo(1).session;
  again.handled = second;
  hello(2, again);
  EXPECT_EQ(facts.count(Stage::acknowledged), 1u);
  EXPECT_TRUE(pushesTo(2).empty());
  pass(15s);
  ASSERT_EQ(pushesTo(2).size(), 1u);
  EXPECT_EQ(pushesTo(2)[0].uuid, uuidOf(1));
}

TEST_F(ShardRefusal, WhatIsUnknownFinalOrWasNeverWrittenIsIgnored) {
  hello(1, "a");
  const Sequence done = push("a", 1);
  acknowledge(1, done);
  drop(1);
  const Sequence unwritten = push("a", 2);
  Hello asleep = helloOf("a"); // bytes do not wake it
  asleep.appState = AppState::suspended;
  hello(2, asleep);
  const size_t before = facts.history.size();
  for (uint64_t unknown : {uint64_t{0}, uint64_t{999}, ~uint64_t{0}})
    refuse(2, {{unknown}, done, unwritten, {unknown}});
  EXPECT_EQ(facts.history.size(), before);
  EXPECT_EQ(shard->waitingCount(), 1u);
  report(2, AppState::foreground);
  EXPECT_EQ(sequencesTo(2), std::vector<uint64_t>{unwritten.value});
}

TEST_F(ShardRefusal, ToldTwiceItCountsOnce) {
  hello(1, "a");
  const Sequence first = push("a", 1);
  for (int i = 0; i < 10; ++i)
    refuse(1, {first, first});
  EXPECT_EQ(count(Stage::held, Reason::refused), 1u);
  pass(15s);
  EXPECT_EQ(pushesTo(1).size(), 2u);
}

TEST_F(ShardRefusal, TooManyInOneFrameEndTheConnection) {
  hello(1, "a");
  push("a", 1);
  refuse(1, std::vector<Sequence>(maxRefused + 1, Sequence{1}));
  EXPECT_EQ(closed[1], ErrorCode::limit);
  EXPECT_EQ(count(Stage::held, Reason::refused), 0u);
}

TEST_F(ShardRefusal, TheOldOneOfACollapseKeyDoesNotComeBackOverTheNewOne) {
  hello(1, "a");
  Inject older = pushOf(1, "a"), newer = pushOf(2, "a");
  older.collapseKey = newer.collapseKey = "score";
  const Sequence first = push(older).deliveries.at(0).sequence;
  push(newer);
  refuse(1, {first}, last(1));
  EXPECT_EQ(count(Stage::cancelled, Reason::collapsed), 1u);
  EXPECT_EQ(facts.count(Stage::acknowledged), 1u);
  pass(20s);
  EXPECT_EQ(pushesTo(1).size(), 2u);
}

TEST_F(ShardRefusal, ThePhonesFirstPushMayBeOneThatItRefuses) {
  hello(1, "a");
  drop(1);
  const Sequence first = push("a", 1);
  hello(2, "a");
  answersPings(2);
  pass(1s);
  refuse(2, {first});
  ASSERT_FALSE(facts.syncs.empty());
  EXPECT_EQ(facts.syncs.back().second.firstPush, 1s);
}

} // namespace
} // namespace pushscope
