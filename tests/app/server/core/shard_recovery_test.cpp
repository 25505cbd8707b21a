#include "tests/app/server/core/shard_fixture.h"

#include <deque>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

// A store that lives longer than a shard, and answers appends when the test says so, as one with a disk does.
class SlowStore : public Store {
 public:
  Status recover(const Recovered& each) override {
    for (const auto& [sequence, waiting] : std::map(m_waiting)) { // each() may settle
      Stored stored{sequence, waiting.second};
      const auto bytes = uint32_t(stored.body.payload->size());
      stored.body.payload = nullptr;
      each(waiting.first, stored, bytes);
    }
    return Done{};
  }
  void append(const std::string& device, Body body, std::function<void(Result<Appended>)> done) override {
    m_asked.push_back([this, device, body, done](std::optional<ErrorCode> failure) {
      if (failure)
        return done(Error{*failure, "test"});
      m_waiting[{++m_last}] = {device, body};
      done(Appended{{m_last}, false});
    });
    if (!holds)
      answer();
  }
  std::vector<Stored> read(const std::string& device, Sequence after, size_t count) override {
    std::vector<Stored> out;
    for (auto it = m_waiting.upper_bound(after); it != m_waiting.end() && out.size() < count; ++it)
      if (it->second.first == device)
        out.push_back({it->first, it->second.second});
    return out;
  }
  void acknowledge(const std::string& device, Sequence upTo, WallTime) override {
    std::erase_if(m_waiting, [&](const auto& entry) { return entry.second.first == device && entry.first <= upTo; });
  }
  void settle(const std::string&, Sequence sequence, Stage stage, Reason, WallTime) override {
    m_waiting.erase(sequence);
    ends.push_back(stage);
  }
  void postpone(const std::string&, Sequence sequence, WallTime until) override {
    m_waiting.at(sequence).second.notBefore = until;
  }
  std::optional<Stored> dead(const std::string&, const Uuid&) override { return std::nullopt; }

  void answer(std::optional<ErrorCode> failure = std::nullopt) {
    const auto asked = std::exchange(m_asked, {});
    for (const auto& one : asked)
      one(failure);
  }
  size_t size() const { return m_waiting.size(); }

  bool holds = false;
  std::vector<Stage> ends;

 private:
  uint64_t m_last = 0;
  std::map<Sequence, std::pair<std::string, Body>> m_waiting;
  std::deque<std::function<void(std::optional<ErrorCode>)>> m_asked;
};

class ShardRecovery : public ShardTest {
 protected:
  ShardRecovery() { restart(); }
  // A new process on the same store.
  void restart() {
    facts = Facts();
    sent.clear();
    closed.clear();
    shard = std::make_unique<Shard>(config, slow, facts, *this);
    ASSERT_TRUE(shard->recover(now).ok());
  }
  SlowStore slow;
};

TEST_F(ShardRecovery, WhatWaitedIsWrittenToThePhoneThatComesBackInItsOrder) {
  hello(1, "a");
  drop(1);
  for (uint8_t id = 1; id <= 3; ++id)
    push("a", id);
  restart();
  EXPECT_EQ(shard->waitingCount(), 3u);
  EXPECT_EQ(facts.devices.begin()->second.waiting, 3u);
  EXPECT_EQ(facts.devices.begin()->second.link, LinkState::offline);
  hello(2, "a");
  EXPECT_EQ(sequencesTo(2), (std::vector<uint64_t>{1, 2, 3}));
  EXPECT_EQ(pushesTo(2)[0].payload, (Bytes{'{', '}'}));
  acknowledge(2);
  EXPECT_EQ(slow.size(), 0u);
  EXPECT_EQ(shard->waitingCount(), 0u);
}

TEST_F(ShardRecovery, ConsolesAreToldOfADeliveryOnceItMatters) {
  hello(1, "a");
  drop(1);
  push("a", 1);
  const WallTime accepted = now.wall;
  pass(10min);
  restart();
  hello(2, "a");
  acknowledge(2);
  std::vector<Stage> stages;
  for (const StageFact& fact : facts.history)
    stages.push_back(fact.stage);
  ASSERT_FALSE(facts.history.empty());
  EXPECT_EQ(facts.history[0].stage, Stage::accepted);
  EXPECT_EQ(facts.history[0].at, accepted) << "in its earlier life";
  EXPECT_EQ(facts.history.back().stage, Stage::acknowledged);
}

TEST_F(ShardRecovery, WhatExpiredMeanwhileIsNeverWritten) {
  hello(1, "a");
  drop(1);
  push("a", 1, 1min);
  push("a", 2, 1h);
  now.wall += 2min; // the machine was off: only its wall clock went on
  restart();
  EXPECT_EQ(slow.ends, std::vector<Stage>{Stage::expired});
  hello(2, "a");
  EXPECT_EQ(sequencesTo(2), std::vector<uint64_t>{2});
}

TEST_F(ShardRecovery, WhatIsScheduledOrPostponedKeepsItsTime) {
  hello(1, "a");
  drop(1);
  Inject later = pushOf(1, "a");
  later.notBefore = now.wall + 1h;
  push(later);
  push("a", 2);
  (void)manage(QueueAction::postpone, 2, now.wall + 2h);
  restart();
  hello(2, "a");
  EXPECT_TRUE(pushesTo(2).empty());
  const auto stayAlive = [&](Duration time) {
    for (const MonoTime end = now.mono + time; now.mono < end;) {
      pass(20s);
      report(2, AppState::foreground, Cause::user);
    }
  };
  stayAlive(59min);
  EXPECT_TRUE(pushesTo(2).empty());
  stayAlive(2min);
  ASSERT_FALSE(pushesTo(2).empty());
  EXPECT_EQ(pushesTo(2).back().uuid.bytes[0], 1);
  acknowledge(2);
  const size_t before = pushesTo(2).size();
  stayAlive(57min);
  EXPECT_EQ(pushesTo(2).size(), before);
  stayAlive(3min);
  ASSERT_GT(pushesTo(2).size(), before);
  EXPECT_EQ(pushesTo(2)[before].uuid.bytes[0], 2);
}

TEST_F(ShardRecovery, NothingIsWrittenOrAnsweredBeforeTheStoreHasIt) {
  hello(1, "a");
  slow.holds = true;
  bool answered = false;
  shard->inject(pushOf(1, "a"), now, [&](const Injected& injected) {
    answered = true;
    EXPECT_EQ(injected.accepted, 1u);
  });
  EXPECT_FALSE(answered);
  EXPECT_TRUE(pushesTo(1).empty());
  slow.answer();
  EXPECT_TRUE(answered);
  EXPECT_EQ(pushesTo(1).size(), 1u);
}

TEST_F(ShardRecovery, TheStoresRefusalIsTheAnswer) {
  hello(1, "a");
  slow.holds = true;
  for (const ErrorCode code : {ErrorCode::storage, ErrorCode::outcomeUnknown, ErrorCode::limit, ErrorCode::busy}) {
    ErrorCode answer = ErrorCode::ok;
    shard->inject(pushOf(1, "a"), now, [&](const Injected& injected) { answer = injected.deliveries.at(0).code; });
    slow.answer(code);
    EXPECT_EQ(answer, code);
  }
  EXPECT_TRUE(pushesTo(1).empty());
}

TEST_F(ShardRecovery, ThePhoneMayGoAndComeWhileTheStoreIsBusy) {
  hello(1, "a");
  slow.holds = true;
  shard->inject(pushOf(1, "a"), now, [](const Injected&) {});
  drop(1);
  pass(10s);
  hello(2, "a");
  pass(1s);
  slow.answer();
  EXPECT_EQ(pushesTo(2).size(), 1u);
  EXPECT_EQ(facts.history.back().at, now.wall) << "by the clock of now";
}

// The store fails just when a postponed delivery takes its new place.
TEST_F(ShardRecovery, ADeliveryThatCannotTakeItsNewPlaceTriesAgainAndIsNotLost) {
  hello(1, "a");
  Inject later = pushOf(1, "a");
  later.notBefore = now.wall + 10s;
  push(later);
  slow.holds = true;
  pass(11s);
  slow.answer(ErrorCode::storage);
  EXPECT_TRUE(pushesTo(1).empty());
  EXPECT_EQ(shard->waitingCount(), 1u);
  EXPECT_EQ(slow.size(), 1u);
  pass(6s);
  slow.answer();
  EXPECT_EQ(pushesTo(1).size(), 1u);
  EXPECT_EQ(slow.size(), 1u);
  acknowledge(1);
  EXPECT_EQ(slow.size(), 0u);
}

TEST_F(ShardRecovery, ADeliveryThatIsAcknowledgedWhileItTakesItsNewPlaceIsWrittenNoMore) {
  hello(1, "a");
  push("a", 1);
  (void)manage(QueueAction::postpone, 1, now.wall + 10s);
  slow.holds = true;
  acknowledge(1, {1}); // it was written before it was postponed
  EXPECT_EQ(facts.count(Stage::acknowledged), 1u);
  pass(20s);
  slow.answer();
  EXPECT_EQ(pushesTo(1).size(), 1u);
}

TEST_F(ShardRecovery, TagsOfAnEarlierLifeAreThere) {
  shard->recoverTags("a", {"beta"});
  hello(1, "a");
  Inject inject = pushOf(1, "a");
  inject.devices.clear();
  inject.tag = "beta";
  EXPECT_EQ(push(inject).accepted, 1u);
}

// ---- Refused by the app

TEST_F(ShardRecovery, WhatTheStoreCannotTakeAnewKeepsItsReasonAndItsCount) {
  config.backlog.refusals = 2;
  restart();
  hello(1, "a");
  push("a", 1);
  receive(1, encodeAcknowledge({{}, {}, {pushesTo(1).back().sequence}}));
  slow.holds = true;
  pass(15s);
  slow.answer(ErrorCode::storage);
  slow.holds = false;
  pass(5s);
  EXPECT_EQ(count(Stage::cancelled, Reason::refused), 1u);
  ASSERT_EQ(pushesTo(1).size(), 2u);
  receive(1, encodeAcknowledge({{}, {}, {pushesTo(1).back().sequence}}));
  EXPECT_EQ(count(Stage::dead, Reason::refused), 1u);
}

TEST_F(ShardRecovery, ARefusalOutlivesTheProcessAndItsCountDoesNot) {
  config.backlog.refusals = 2;
  restart();
  hello(1, "a");
  push("a", 1);
  receive(1, encodeAcknowledge({{}, {}, {pushesTo(1).back().sequence}}));
  restart();
  hello(2, "a");
  EXPECT_TRUE(pushesTo(2).empty()) << "its time has not come";
  pass(15s);
  ASSERT_EQ(pushesTo(2).size(), 1u);
  receive(2, encodeAcknowledge({{}, {}, {pushesTo(2).back().sequence}}));
  EXPECT_EQ(count(Stage::held, Reason::refused), 1u) << "the first, as this process counts";
}

} // namespace
} // namespace pushscope
