#pragma once

#include "app/server/store/memory_ledger.h"
#include "app/server/store/memory_store.h"
#include "app/server/store/sqlite_ledger.h"
#include "app/server/store/sqlite_store.h"
#include "tests/app/server/store/mailbox.h"
#include "tests/app/server/store/scratch_folder.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace pushscope {

// A store and a ledger of one engine, and the thread that they belong to.
class StoreWorld {
 public:
  virtual ~StoreWorld() = default;
  virtual Store& store() = 0;
  virtual Ledger& ledger() = 0;
  // The process ends in good order and begins anew; what waited is told to `each`. False: nothing can be kept.
  virtual bool restart(const Store::Recovered& each) = 0;
  bool restart() {
    return restart([](const auto&, const auto&, uint32_t) {});
  }
  Mailbox mailbox;

  Result<Store::Appended> append(const std::string& device, Store::Body body) {
    std::optional<Result<Store::Appended>> out;
    store().append(device, std::move(body), [&](Result<Store::Appended> appended) { out = std::move(appended); });
    EXPECT_TRUE(mailbox.runUntil([&] { return out.has_value(); }));
    return *out;
  }
  // What a question of the ledger is answered with.
  template <class Answer>
  Answer answer(const std::function<void(std::function<void(Result<Answer>)>)>& ask) {
    std::optional<Result<Answer>> out;
    ask([&](Result<Answer> found) { out = std::move(found); });
    EXPECT_TRUE(mailbox.runUntil([&] { return out.has_value(); }));
    EXPECT_TRUE(out->ok());
    return out->ok() ? std::move(*out).value() : Answer{};
  }
  std::vector<Ladder> find(const Uuid& uuid) {
    return answer<std::vector<Ladder>>([&](auto done) { ledger().find(uuid, done); });
  }
};

inline Uuid uuidOf(uint64_t number) {
  Uuid uuid;
  for (int i = 0; i < 8; ++i)
    uuid.bytes[size_t(15 - i)] = uint8_t(number >> (8 * i));
  return uuid;
}

inline Store::Body bodyOf(uint64_t number, Bytes payload) {
  Store::Body body;
  body.uuid = uuidOf(number);
  body.payload = std::make_shared<const Bytes>(std::move(payload));
  body.accepted = wallFromMicros(1'000'000);
  body.expires = wallFromMicros(90'000'000'000);
  return body;
}
inline Store::Body bodyOf(uint64_t number) {
  return bodyOf(number, {uint8_t(number), uint8_t(number >> 8)});
}

class MemoryWorld : public StoreWorld {
 public:
  Store& store() override { return m_store; }
  Ledger& ledger() override { return m_ledger; }
  bool restart(const Store::Recovered&) override { return false; }

 private:
  MemoryStore m_store;
  MemoryLedger m_ledger;
};

class SqliteWorld : public StoreWorld {
 public:
  SqliteWorld() : SqliteWorld(SqliteEngine::Config{}) {}
  // With the retention of this, but for its age.
  explicit SqliteWorld(SqliteEngine::Config config) : m_config(std::move(config)) {
    if (m_config.path.empty())
      m_config.path = m_folder / "store.db";
    m_config.incarnation = 1;
    m_config.retention.age = std::chrono::hours(24 * 365 * 200); // tests live in 1970
    m_config.retry = std::chrono::milliseconds(2);
    m_config.complainEvery = {};
    start([](const auto&, const auto&, uint32_t) {});
  }
  ~SqliteWorld() override { stop(); }
  Store& store() override { return *m_store; }
  Ledger& ledger() override { return *m_ledger; }
  SqliteEngine& engine() { return *m_engine; }
  SqliteEngine::Config& config() { return m_config; }
  using StoreWorld::restart;
  bool restart(const Store::Recovered& each) override {
    stop();
    ++m_config.incarnation;
    return start(each);
  }
  bool start(const Store::Recovered& each) {
    Result<std::unique_ptr<SqliteEngine>> opened = SqliteEngine::open(m_config);
    if (!opened.ok()) {
      ADD_FAILURE() << opened.error().detail;
      return false;
    }
    m_engine = std::move(opened).value();
    m_store = std::make_unique<SqliteStore>(*m_engine, mailbox.post(), nullptr);
    m_ledger = std::make_unique<SqliteLedger>(*m_engine, mailbox.post());
    const Status recovered = m_store->recover(each);
    EXPECT_TRUE(recovered.ok());
    return recovered.ok();
  }
  void stop() {
    if (!m_engine)
      return;
    m_ledger->flush();
    m_engine->close();
    mailbox.run();
    m_ledger.reset();
    m_store.reset();
    m_engine.reset();
  }
  // Until everything that was asked so far is in the file.
  void settle() {
    bool done = false;
    m_engine->afterwards([&, post = mailbox.post()] { post([&] { done = true; }); });
    EXPECT_TRUE(mailbox.runUntil([&] { return done; }));
  }

 private:
  ScratchFolder m_folder;
  SqliteEngine::Config m_config;
  std::unique_ptr<SqliteEngine> m_engine;
  std::unique_ptr<SqliteStore> m_store;
  std::unique_ptr<SqliteLedger> m_ledger;
};

// For parameterized suites.
struct EngineUnderTest {
  const char* name;
  std::unique_ptr<StoreWorld> (*make)();
};
inline const EngineUnderTest enginesUnderTest[] = {
    {"memory", [] { return std::unique_ptr<StoreWorld>(std::make_unique<MemoryWorld>()); }},
    {"sqlite", [] { return std::unique_ptr<StoreWorld>(std::make_unique<SqliteWorld>()); }},
};

} // namespace pushscope
