#include "tests/app/server/store/store_world.h"

#include <map>

namespace pushscope {
namespace {

// What a ledger is told comes from a shard that also tells the store: so does this.
class LedgerContract : public ::testing::TestWithParam<EngineUnderTest> {
 protected:
  std::unique_ptr<StoreWorld> world = GetParam().make();
  Ledger& ledger() { return world->ledger(); }

  DeliveryRecord deliver(const std::string& device, uint64_t push, bool again = false) {
    Store::Body body = bodyOf(push);
    body.again = again;
    const Result<Store::Appended> appended = world->append(device, body);
    EXPECT_TRUE(appended.ok());
    DeliveryRecord record;
    record.delivery = {++m_handles};
    record.uuid = uuidOf(push);
    record.device = device;
    record.sequence = appended.value().sequence;
    record.payloadBytes = 2;
    record.payloadHash = 1000 + push;
    ledger().delivery(record);
    tell(record, Stage::accepted, 1);
    return record;
  }
  void tell(const DeliveryRecord& record, Stage stage, int64_t at, Reason reason = Reason::none) {
    ledger().stage({record.delivery, wallFromMicros(1'000'000 + at), stage, 0, {}, ErrorCode::ok, reason});
  }
  void die(const DeliveryRecord& record, int64_t at) {
    tell(record, Stage::dead, at, Reason::operatorAsked);
    world->store().settle(record.device, record.sequence, Stage::dead, Reason::operatorAsked,
                          wallFromMicros(1'000'000 + at));
  }
  std::vector<DeadLetter> deadLetters(Sequence after = {}, size_t count = 100) {
    return world->answer<std::vector<DeadLetter>>([&](auto done) { ledger().deadLetters(after, count, done); });
  }
  std::vector<PastSession> sessions(const std::string& device = {}, uint64_t after = 0, size_t count = 100) {
    return world->answer<std::vector<PastSession>>([&](auto done) { ledger().sessions(device, after, count, done); });
  }
  std::vector<AuditEntry> audited(uint64_t after = 0, size_t count = 100) {
    return world->answer<std::vector<AuditEntry>>([&](auto done) { ledger().audited(after, count, done); });
  }

 private:
  uint32_t m_handles = 0;
};

std::vector<Stage> stagesOf(const Ladder& ladder) {
  std::vector<Stage> out;
  for (const StageFact& fact : ladder.stages)
    out.push_back(fact.stage);
  return out;
}

TEST_P(LedgerContract, FindsTheDeliveriesOfAPushInOrder) {
  const DeliveryRecord first = deliver("b", 7), other = deliver("x", 8), second = deliver("a", 7);
  tell(second, Stage::written, 5);
  const auto found = world->find(uuidOf(7));
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].record.device, "b");
  EXPECT_EQ(found[0].record.delivery, first.delivery);
  EXPECT_EQ(found[1].record.device, "a");
  EXPECT_EQ(found[1].record.sequence, second.sequence);
  EXPECT_EQ(found[1].record.payloadBytes, 2u);
  EXPECT_EQ(found[1].record.payloadHash, 1007u);
  EXPECT_EQ(stagesOf(found[1]), (std::vector<Stage>{Stage::accepted, Stage::written}));
  EXPECT_TRUE(world->find(uuidOf(9)).empty());
}

TEST_P(LedgerContract, GivesBackAStageAsItWasTold) {
  const DeliveryRecord record = deliver("a", 1);
  const StageFact told{record.delivery,       wallFromMicros(77), Stage::notShown,  3,
                       std::chrono::hours(1), ErrorCode::storage, Reason::alertsOff};
  ledger().stage(told);
  const auto found = world->find(uuidOf(1));
  ASSERT_EQ(found.size(), 1u);
  const StageFact& kept = found[0].stages.back();
  EXPECT_EQ(kept.delivery, told.delivery);
  EXPECT_EQ(kept.at, told.at);
  EXPECT_EQ(kept.stage, told.stage);
  EXPECT_EQ(kept.attempt, told.attempt);
  EXPECT_EQ(kept.error, told.error);
  EXPECT_EQ(kept.code, told.code);
  EXPECT_EQ(kept.reason, told.reason);
}

TEST_P(LedgerContract, KnowsWhatPhonesSayAfterTheEnd) {
  const DeliveryRecord record = deliver("a", 1);
  tell(record, Stage::acknowledged, 5);
  world->store().acknowledge("a", record.sequence, wallFromMicros(1'000'005));
  EXPECT_EQ(world->find(uuidOf(1)).at(0).stages.size(), 2u);
  tell(record, Stage::shown, 9);
  EXPECT_EQ(stagesOf(world->find(uuidOf(1)).at(0)),
            (std::vector<Stage>{Stage::accepted, Stage::acknowledged, Stage::shown}));
}

TEST_P(LedgerContract, KeepsABoundedNumberOfStages) {
  const DeliveryRecord record = deliver("a", 1);
  for (int i = 0; i < 1000; ++i)
    tell(record, Stage::written, i);
  ledger().stage({{99}, {}, Stage::written});
  EXPECT_EQ(world->find(uuidOf(1)).at(0).stages.size(), MemoryLedger::stagesPerDelivery);
}

TEST_P(LedgerContract, ReceiptsSurviveIfAnythingDoes) {
  const DeliveryRecord done = deliver("a", 1), waits = deliver("a", 2);
  tell(done, Stage::written, 2);
  tell(done, Stage::acknowledged, 3);
  world->store().acknowledge("a", done.sequence, wallFromMicros(1'000'003));
  if (!world->restart())
    return; // this engine forgets
  const auto found = world->find(uuidOf(1));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(stagesOf(found[0]), (std::vector<Stage>{Stage::accepted, Stage::written, Stage::acknowledged}));
  EXPECT_NE(found[0].record.delivery, done.delivery) << "that number means another delivery in this life";
  EXPECT_EQ(found[0].stages[0].delivery, found[0].record.delivery);
  EXPECT_EQ(stagesOf(world->find(uuidOf(2)).at(0)), (std::vector<Stage>{Stage::accepted}));
}

TEST_P(LedgerContract, DeadLettersArePagedTheOldestFirst) {
  std::vector<DeliveryRecord> records;
  for (uint64_t push = 1; push <= 5; ++push)
    records.push_back(deliver("d" + std::to_string(push), push));
  for (const int i : {3, 0, 4})
    die(records[size_t(i)], 10 + i);
  const auto letters = deadLetters();
  ASSERT_EQ(letters.size(), 3u);
  EXPECT_EQ(letters[0].device, "d1");
  EXPECT_EQ(letters[0].uuid, uuidOf(1));
  EXPECT_EQ(letters[0].sequence, records[0].sequence);
  EXPECT_EQ(letters[0].at, wallFromMicros(1'000'010));
  EXPECT_EQ(letters[0].reason, Reason::operatorAsked);
  EXPECT_EQ(letters[0].payloadBytes, 2u);
  EXPECT_EQ(letters[2].device, "d5");
  EXPECT_EQ(deadLetters({}, 2).size(), 2u);
  const auto rest = deadLetters(deadLetters({}, 2).back().sequence, 100);
  ASSERT_EQ(rest.size(), 1u);
  EXPECT_EQ(rest[0].device, "d5");
  EXPECT_TRUE(deadLetters(rest[0].sequence).empty());
}

TEST_P(LedgerContract, ADeadLetterThatIsSentAgainIsDeadNoMore) {
  const DeliveryRecord record = deliver("a", 1);
  die(record, 5);
  ASSERT_EQ(deadLetters().size(), 1u);
  const DeliveryRecord again = deliver("a", 1, true);
  EXPECT_TRUE(deadLetters().empty());
  EXPECT_EQ(world->find(uuidOf(1)).size(), 2u);
  die(again, 9);
  ASSERT_EQ(deadLetters().size(), 1u);
  EXPECT_EQ(deadLetters()[0].sequence, again.sequence);
}

TEST_P(LedgerContract, SessionsArePagedByCursorAndByDevice) {
  PastSession session;
  session.address = "127.0.0.1:5";
  session.client = "client 1";
  session.connected = wallFromMicros(5);
  session.closed = wallFromMicros(9);
  session.closing = {Side::phone, ErrorCode::heartbeatLost, true};
  session.resumed = true;
  session.beats = 1;
  session.missed = 2;
  session.acknowledged = 3;
  for (int i = 0; i < 10; ++i) {
    session.device = i % 2 ? "odd" : "even";
    ledger().session(session);
  }
  const auto all = sessions();
  ASSERT_EQ(all.size(), 10u);
  for (size_t i = 1; i < all.size(); ++i)
    EXPECT_LT(all[i - 1].cursor, all[i].cursor);
  EXPECT_GT(all[0].cursor, 0u);
  EXPECT_EQ(sessions("odd").size(), 5u);
  EXPECT_EQ(sessions("odd", all[5].cursor).size(), 2u);
  EXPECT_EQ(sessions("", all[5].cursor, 3).size(), 3u);
  EXPECT_TRUE(sessions("nobody").empty());
  const PastSession kept = sessions("even")[0];
  EXPECT_EQ(kept.device, "even");
  EXPECT_EQ(kept.address, session.address);
  EXPECT_EQ(kept.client, session.client);
  EXPECT_EQ(kept.connected, session.connected);
  EXPECT_EQ(kept.closed, session.closed);
  EXPECT_EQ(kept.closing, session.closing);
  EXPECT_TRUE(kept.resumed);
  EXPECT_EQ(kept.beats, 1u);
  EXPECT_EQ(kept.missed, 2u);
  EXPECT_EQ(kept.acknowledged, 3u);
  if (world->restart()) {
    EXPECT_EQ(sessions().size(), 10u);
    ledger().session(session);
    EXPECT_GT(sessions().back().cursor, all.back().cursor);
  }
}

TEST_P(LedgerContract, ActionsArePagedByCursor) {
  AuditEntry entry;
  entry.at = wallFromMicros(5);
  entry.who = "mei";
  entry.role = Role::operate;
  entry.address = "127.0.0.1:5";
  entry.action = "inject";
  entry.subject = "a, b, c …";
  entry.uuid = uuidOf(3);
  entry.outcome = ErrorCode::limit;
  entry.affected = 7;
  for (int i = 0; i < 5; ++i)
    ledger().audit(entry);
  const auto all = audited();
  ASSERT_EQ(all.size(), 5u);
  EXPECT_EQ(audited(all[1].cursor, 2).size(), 2u);
  EXPECT_EQ(audited(all[1].cursor, 2)[0].cursor, all[2].cursor);
  const auto check = [&](const AuditEntry& kept) {
    EXPECT_EQ(kept.at, entry.at);
    EXPECT_EQ(kept.who, entry.who);
    EXPECT_EQ(kept.role, entry.role);
    EXPECT_EQ(kept.address, entry.address);
    EXPECT_EQ(kept.action, entry.action);
    EXPECT_EQ(kept.subject, entry.subject);
    EXPECT_EQ(kept.uuid, entry.uuid);
    EXPECT_EQ(kept.outcome, entry.outcome);
    EXPECT_EQ(kept.affected, entry.affected);
  };
  check(all[0]);
  if (world->restart()) {
    ASSERT_EQ(audited().size(), 5u);
    check(audited()[4]);
    ledger().audit(entry);
    EXPECT_EQ(audited().size(), 6u);
  }
}

TEST_P(LedgerContract, TheLastTagsCountAfterARestart) {
  ledger().tags("a", {"x"});
  ledger().tags("a", {"beta", std::string("with\0zero", 9)});
  ledger().tags("b", {"x"});
  ledger().tags("b", {});
  if (!world->restart())
    return; // this engine forgets
  std::map<std::string, std::vector<std::string>> told;
  ASSERT_TRUE(ledger()
                  .recoverTags([&](const std::string& device, std::vector<std::string> tags) { told[device] = tags; })
                  .ok());
  EXPECT_EQ(told, (std::map<std::string, std::vector<std::string>>{{"a", {"beta", std::string("with\0zero", 9)}}}));
}

INSTANTIATE_TEST_SUITE_P(Engines, LedgerContract, ::testing::ValuesIn(enginesUnderTest),
                         [](const auto& tested) { return tested.param.name; });

} // namespace
} // namespace pushscope
