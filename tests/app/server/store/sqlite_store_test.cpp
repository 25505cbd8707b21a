#include "protocol/base/random.h"
#include "tests/app/server/store/store_world.h"
#include "tests/support/seed.h"

#include <latch>
#include <thread>

// What is the durable store's own.
namespace pushscope {
namespace {

size_t countIn(const std::string& path, Sql sql) {
  Result<SqliteConnection> connection = SqliteConnection::open(path, SqliteConnection::Mode::read, nullptr);
  EXPECT_TRUE(connection.ok());
  return connection.ok() ? size_t(connection.value().integer(sql).value()) : 0;
}

TEST(SqliteStore, ManyPushesShareAFlush) {
  SqliteWorld world;
  uint64_t answered = 0;
  const uint64_t before = world.engine().commits();
  for (uint64_t id = 1; id <= 20'000; ++id)
    world.store().append("a", bodyOf(id), [&](Result<Store::Appended> appended) { answered += appended.ok(); });
  ASSERT_TRUE(world.mailbox.runUntil([&] { return answered == 20'000; }));
  EXPECT_LT(world.engine().commits() - before, 20'000u / 4);
}

TEST(SqliteStore, WhatNobodyWaitsForIsWrittenByItself) {
  SqliteEngine::Config config;
  config.ride = std::chrono::milliseconds(1);
  SqliteWorld world(config);
  const Sequence sequence = world.append("a", bodyOf(1)).value().sequence;
  const uint64_t before = world.engine().commits();
  world.store().acknowledge("a", sequence, wallFromMicros(5));
  ASSERT_TRUE(world.mailbox.runUntil([&] {
    world.mailbox.post()([] {}); // look again
    return world.engine().commits() > before;
  }));
}

TEST(SqliteStore, RefusesWhenTheQueueIsFull) {
  SqliteEngine::Config config;
  config.mostQueued = 100;
  SqliteWorld world(config);
  std::latch holds(1), hold(1);
  world.engine().afterwards([&] {
    holds.count_down();
    hold.wait();
  });
  holds.wait(); // or what is appended now may be written with it, and be answered
  uint64_t accepted = 0, busy = 0;
  for (uint64_t id = 1; id <= 150; ++id)
    world.store().append("a", bodyOf(id), [&](Result<Store::Appended> appended) {
      if (appended.ok())
        ++accepted;
      else if (appended.error().code == ErrorCode::busy)
        ++busy;
    });
  EXPECT_EQ(busy, 50u);
  hold.count_down();
  ASSERT_TRUE(world.mailbox.runUntil([&] { return accepted == 100; }));
  EXPECT_TRUE(world.append("a", bodyOf(151)).ok()) << "it goes on by itself";
}

TEST(SqliteStore, RefusesWhenTheBytesInTheQueueAreTooMany) {
  SqliteEngine::Config config;
  config.mostQueuedBytes = 50'000;
  SqliteWorld world(config);
  std::latch holds(1), hold(1);
  world.engine().afterwards([&] {
    holds.count_down();
    hold.wait();
  });
  holds.wait(); // or what is appended now may be written with it, and be answered
  uint64_t accepted = 0, busy = 0;
  for (uint64_t id = 1; id <= 10; ++id)
    world.store().append("a", bodyOf(id, Bytes(10'000)),
                         [&](Result<Store::Appended> appended) { ++(appended.ok() ? accepted : busy); });
  EXPECT_EQ(busy, 6u);
  hold.count_down();
  ASSERT_TRUE(world.mailbox.runUntil([&] { return accepted == 4; }));
}

TEST(SqliteStore, RefusesBeyondItsDeliveries) {
  SqliteEngine::Config config;
  config.mostWaiting = 3;
  SqliteWorld world(config);
  for (uint64_t id = 1; id <= 3; ++id)
    ASSERT_TRUE(world.append("a", bodyOf(id)).ok());
  EXPECT_EQ(world.append("a", bodyOf(4)).error(), (Error{ErrorCode::limit, "waiting"}));
  world.restart();
  EXPECT_FALSE(world.append("a", bodyOf(4)).ok());
  world.store().acknowledge("a", world.store().read("a", {}, 1).at(0).sequence, {});
  EXPECT_TRUE(world.append("a", bodyOf(4)).ok());
}

TEST(SqliteStore, BodiesComeFromTheFileWhenTheCacheIsFull) {
  SqliteWorld world;
  const size_t many = SqliteStore::cacheBytes / maxPayloadBytes + 100;
  for (uint64_t id = 1; id <= many; ++id)
    ASSERT_TRUE(world.append("a", bodyOf(id, Bytes(maxPayloadBytes, uint8_t(id)))).ok());
  const auto stored = world.store().read("a", {}, many);
  ASSERT_EQ(stored.size(), many);
  for (uint64_t id = 1; id <= many; ++id)
    ASSERT_EQ((*stored[id - 1].body.payload)[7], uint8_t(id));
}

TEST(SqliteStore, ADeliveryIsRecoveredByItsShardAlone) {
  SqliteEngine::Config config;
  SqliteWorld world(config);
  for (uint64_t id = 1; id <= 20; ++id)
    ASSERT_TRUE(world.append("device" + std::to_string(id), bodyOf(id)).ok());
  SqliteStore odd(world.engine(), world.mailbox.post(),
                  [](const std::string& device) { return (device.back() - '0') % 2 == 1; });
  size_t told = 0;
  ASSERT_TRUE(odd.recover([&](const std::string& device, const auto&, uint32_t) {
                   EXPECT_EQ((device.back() - '0') % 2, 1);
                   ++told;
                 })
                  .ok());
  EXPECT_EQ(told, 10u);
}

TEST(SqliteStore, MayGoWhileAnswersAreUnderWay) {
  SqliteWorld world;
  bool answered = false;
  {
    SqliteStore store(world.engine(), world.mailbox.post(), nullptr);
    const Sequence sequence = world.append("a", bodyOf(9)).value().sequence;
    store.append("a", bodyOf(1), [&](const auto&) { answered = true; });
    store.settle("a", sequence, Stage::dead, Reason::none, {});
  }
  world.settle();
  EXPECT_FALSE(answered);
}

TEST(SqliteStore, KeepsABoundedNumberOfReceipts) {
  SqliteEngine::Config config;
  config.retention.receipts = 100;
  SqliteWorld world(config);
  const Sequence waits = world.append("a", bodyOf(1'000'000)).value().sequence;
  const Sequence dead = world.append("a", bodyOf(1'000'001)).value().sequence;
  world.store().settle("a", dead, Stage::dead, Reason::none, wallFromMicros(5));
  Sequence last;
  for (uint64_t id = 1; id <= 2000; ++id) {
    last = world.append("b", bodyOf(id)).value().sequence;
    world.store().acknowledge("b", last, wallFromMicros(5));
  }
  ASSERT_TRUE(world.append("b", bodyOf(2001)).ok());
  world.settle();
  EXPECT_LE(countIn(world.config().path, "SELECT count(*) FROM delivery"), 100u + 4);
  EXPECT_GE(countIn(world.config().path, "SELECT count(*) FROM delivery"), 100u);
  EXPECT_TRUE(world.append("b", bodyOf(1999)).value().known);
  EXPECT_FALSE(world.append("b", bodyOf(1)).value().known) << "its receipt is gone";
  EXPECT_EQ(world.store().read("a", {}, 10).size(), 1u);
  EXPECT_EQ(world.store().read("a", {}, 10)[0].sequence, waits) << "what waits stays";
  EXPECT_TRUE(world.store().dead("a", uuidOf(1'000'001)).has_value()) << "dead letters have a bound of their own";
  // What ends late is old at once.
  world.store().acknowledge("a", waits, wallFromMicros(5));
  for (uint64_t id = 5001; id <= 5300; ++id)
    world.store().acknowledge("b", world.append("b", bodyOf(id)).value().sequence, wallFromMicros(5));
  EXPECT_FALSE(world.append("a", bodyOf(1'000'000)).value().known);
}

TEST(SqliteStore, ForgetsOldReceipts) {
  SqliteWorld world;
  for (uint64_t id = 1; id <= 2000; ++id)
    world.store().acknowledge("a", world.append("a", bodyOf(id)).value().sequence, wallFromMicros(5));
  world.config().retention.age = std::chrono::hours(7 * 24); // 1970 is longer ago
  world.restart();
  for (uint64_t id = 10'001; id <= 10'600; ++id)
    ASSERT_TRUE(world.append("a", bodyOf(id)).ok());
  EXPECT_EQ(countIn(world.config().path, "SELECT count(*) FROM delivery"), 600u);
}

TEST(SqliteStore, ANumberIsNotGivenTwiceThoughItsRowIsGone) {
  SqliteEngine::Config config;
  config.retention.receipts = 0;
  SqliteWorld world(config);
  Sequence last;
  for (uint64_t id = 1; id <= 10; ++id) {
    last = world.append("a", bodyOf(id)).value().sequence;
    world.store().acknowledge("a", last, wallFromMicros(5));
  }
  world.ledger().tags("a", {}); // something to ride along with
  world.settle();
  world.restart();
  EXPECT_EQ(countIn(world.config().path, "SELECT count(*) FROM delivery"), 0u);
  EXPECT_GT(world.append("a", bodyOf(11)).value().sequence, last);
}

TEST(SqliteStore, KeepsABoundedNumberOfDeadLetters) {
  SqliteEngine::Config config;
  config.retention.dead = 5;
  SqliteWorld world(config);
  for (uint64_t id = 1; id <= 20; ++id)
    world.store().settle("a", world.append("a", bodyOf(id)).value().sequence, Stage::dead, Reason::none, {});
  world.settle();
  EXPECT_FALSE(world.store().dead("a", uuidOf(15)).has_value());
  EXPECT_TRUE(world.store().dead("a", uuidOf(16)).has_value());
  EXPECT_EQ(countIn(world.config().path, "SELECT count(*) FROM delivery WHERE payload IS NOT NULL"), 5u);
}

TEST(SqliteLedger, KeepsTheNewestSessionsAndActions) {
  SqliteEngine::Config config;
  config.retention.sessions = 10;
  config.retention.audited = 20;
  SqliteWorld world(config);
  for (int i = 0; i < 100; ++i) {
    world.ledger().session({});
    world.ledger().audit({});
    if (i % 7 == 0)
      world.settle();
  }
  const auto sessions =
      world.answer<std::vector<PastSession>>([&](auto done) { world.ledger().sessions("", 0, 1000, done); });
  EXPECT_EQ(sessions.size(), 10u);
  EXPECT_EQ(sessions.back().cursor, 100u);
  EXPECT_EQ(world.answer<std::vector<AuditEntry>>([&](auto done) { world.ledger().audited(0, 1000, done); }).size(),
            20u);
}

TEST(SqliteLedger, WritesByItselfWhatItGathered) {
  SqliteWorld world;
  DeliveryRecord record;
  record.delivery = {1};
  record.uuid = uuidOf(1);
  record.sequence = world.append("a", bodyOf(1)).value().sequence;
  world.ledger().delivery(record);
  world.ledger().stage({{1}, wallFromMicros(5), Stage::written, 1});
  ASSERT_TRUE(world.mailbox.runUntil([&] {
    world.mailbox.post()([] {}); // look again
    return countIn(world.config().path, "SELECT count(*) FROM delivery WHERE ladder IS NOT NULL") == 1;
  }));
}

TEST(SqliteWriter, WhatIsTakenBackIsGoneAndTheDeadAreDeadAgain) {
  ScratchFolder folder;
  Result<SqliteFile> file = SqliteFile::open(folder / "store.db", nullptr);
  ASSERT_TRUE(file.ok());
  Result<std::unique_ptr<SqliteWriter>> opened = SqliteWriter::open(file.value(), {}, 1000);
  ASSERT_TRUE(opened.ok());
  SqliteWriter& writer = *opened.value();
  std::vector<SqliteWriter::Placed> placed;
  const auto append = [&](uint64_t id, bool again) {
    SqliteBatch batch;
    Store::Body body = bodyOf(id);
    body.again = again;
    batch.appends.push_back({std::make_shared<const std::pair<std::string, Store::Body>>("a", body)});
    EXPECT_EQ(writer.write(batch, 0, {}, placed), SqliteWriter::Outcome::durable);
    return placed.at(0);
  };
  SqliteBatch death;
  death.fates.push_back({append(1, false).sequence, {}, Stage::dead, Reason::none});
  ASSERT_EQ(writer.write(death, 0, {}, placed), SqliteWriter::Outcome::durable);
  const SqliteWriter::Placed revived = append(1, true), fresh = append(2, false);
  EXPECT_TRUE(revived.revived);
  EXPECT_FALSE(fresh.revived);
  EXPECT_EQ(countIn(folder / "store.db", "SELECT count(*) FROM dead"), 0u);
  ASSERT_TRUE(writer.takeBack({revived, fresh}, wallFromMicros(5)).ok());
  EXPECT_EQ(countIn(folder / "store.db", "SELECT sequence FROM dead"), revived.sequence.value);
  EXPECT_EQ(countIn(folder / "store.db", "SELECT count(*) FROM delivery WHERE stage = 0"), 0u);
  EXPECT_FALSE(append(2, false).known);
  EXPECT_TRUE(append(3, false).sequence.value > fresh.sequence.value);
}

// Several shards and the ledger at once, on threads of their own; the sanitizers look on.
TEST(SqliteEngine, ShardsAndLedgerShareIt) {
  SqliteEngine::Config config;
  config.longLog = 200;
  SqliteWorld world(config);
  const uint64_t each = testSteps(3000);
  Mailbox mailboxes[2]; // the engine may post until it is closed
  const auto shard = [&](uint64_t number) {
    Mailbox& mailbox = mailboxes[number - 1];
    SqliteStore store(world.engine(), mailbox.post(), nullptr);
    Random random(number);
    uint64_t answered = 0;
    for (uint64_t i = 0; i < each; ++i) {
      const std::string device = "shard" + std::to_string(number) + "-" + std::to_string(random.below(10));
      store.append(device, bodyOf(number << 32 | i), [&, device](Result<Store::Appended> appended) {
        ++answered;
        ASSERT_TRUE(appended.ok());
        if (random.below(3) != 0) {
          EXPECT_EQ(store.read(device, {appended.value().sequence.value - 1}, 1).size(), 1u);
          store.acknowledge(device, appended.value().sequence, {});
        } else if (random.below(3) == 0) {
          store.settle(device, appended.value().sequence, Stage::dead, Reason::none, {});
        }
      });
      if (i % 64 == 63) {
        ASSERT_TRUE(mailbox.runUntil([&] { return answered == i + 1; }));
      }
    }
    ASSERT_TRUE(mailbox.runUntil([&] { return answered == each; }));
  };
  std::thread first(shard, 1), second(shard, 2);
  for (int i = 0; i < 50; ++i) {
    world.ledger().session({});
    EXPECT_LE(
        world.answer<std::vector<DeadLetter>>([&](auto done) { world.ledger().deadLetters({}, 10, done); }).size(),
        10u);
    (void)world.find(uuidOf(1ull << 32 | uint64_t(i)));
  }
  first.join();
  second.join();
  world.stop();
}

// TB7 in small; tests/soak/store_million is the real size.
TEST(SqliteStore, RecoversManyDeliveries) {
  SqliteWorld world;
  const uint64_t many = testSteps(20'000);
  uint64_t answered = 0;
  for (uint64_t id = 1; id <= many; ++id) {
    world.store().append("device" + std::to_string(id % 100), bodyOf(id, Bytes(256)), [&](const auto&) { ++answered; });
    if (id % 1000 == 0) {
      ASSERT_TRUE(world.mailbox.runUntil([&] { return answered == id; }));
    }
  }
  ASSERT_TRUE(world.mailbox.runUntil([&] { return answered == many; }));
  world.stop();
  size_t told = 0;
  const auto began = std::chrono::steady_clock::now();
  ASSERT_TRUE(world.start([&](const auto&, const auto&, uint32_t) { ++told; }));
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  EXPECT_EQ(told, many);
  std::printf("%zu waiting deliveries: ready in %.3f s\n", told, seconds);
}

} // namespace
} // namespace pushscope
