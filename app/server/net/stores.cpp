#include "app/server/net/stores.h"

#include "app/server/core/shard.h"
#include "app/server/store/memory_ledger.h"
#include "app/server/store/memory_store.h"
#include "app/server/store/sqlite_ledger.h"
#include "app/server/store/sqlite_store.h"

#include <spdlog/spdlog.h>

namespace pushscope {
namespace {

class MemoryStores : public Stores {
 public:
  MemoryStores(uint32_t shards, uint32_t mostWaiting) : m_shards(shards), m_mostWaiting(mostWaiting) {}

  std::unique_ptr<Store> store(uint32_t shard, Post) override {
    MemoryStore::Limits limits; // of the process
    limits.waiting = m_mostWaiting;
    for (size_t* limit : {&limits.payloadBytes, &limits.waiting, &limits.dead, &limits.deadBytes})
      *limit /= m_shards;
    return std::make_unique<MemoryStore>(limits, MemoryStore::Numbers{shard + 1, m_shards});
  }
  Ledger& ledger() override { return m_ledger; }
  bool works() const override { return true; }
  void close() override {}

 private:
  uint32_t m_shards;
  uint32_t m_mostWaiting;
  MemoryLedger m_ledger;
};

class SqliteStores : public Stores {
 public:
  SqliteStores(std::unique_ptr<SqliteEngine> engine, uint32_t shards, Post home)
      : m_engine(std::move(engine)), m_shards(shards), m_ledger(std::in_place, *m_engine, std::move(home)) {}

  std::unique_ptr<Store> store(uint32_t shard, Post post) override {
    return std::make_unique<SqliteStore>(
        *m_engine, std::move(post),
        [shard, shards = m_shards](const std::string& device) { return shardOf(device, shards) == shard; });
  }
  Ledger& ledger() override { return *m_ledger; }
  bool works() const override { return m_engine->serves(); }
  void close() override {
    m_ledger->flush();
    m_ledger.reset();
    m_engine->close();
  }

 private:
  std::unique_ptr<SqliteEngine> m_engine;
  uint32_t m_shards;
  std::optional<SqliteLedger> m_ledger;
};

// "sqlite:PATH"; plain "sqlite" keeps the file where the secrets of the same node are, which only its owner may enter.
std::string sqlitePath(const ServerConfig& config) {
  constexpr std::string_view engine = "sqlite:";
  if (config.store.rfind(engine, 0) == 0)
    return config.store.substr(engine.size());
  const size_t slash = config.tokenFile.rfind('/');
  return (slash == std::string::npos ? std::string() : config.tokenFile.substr(0, slash + 1)) + config.node + ".db";
}

} // namespace

Result<std::unique_ptr<Stores>> Stores::open(const ServerConfig& config, const CoreConfig& core, Post home) {
  if (config.store == "memory") {
    spdlog::warn("--store memory: what waits is lost when this process ends");
    return std::unique_ptr<Stores>(std::make_unique<MemoryStores>(core.shards, config.mostWaiting));
  }
  if (config.store != "sqlite" && (config.store.rfind("sqlite:", 0) != 0 || config.store == "sqlite:"))
    return {ErrorCode::usage, "--store " + config.store + ": one of memory, sqlite, sqlite:PATH"};
  if (config.store == "sqlite" && config.node.find('/') != std::string::npos)
    return {ErrorCode::usage, "--node " + config.node + ": with a slash in it, name the file with --store sqlite:PATH"};
  SqliteEngine::Config engine;
  engine.path = sqlitePath(config);
  engine.incarnation = core.incarnation.value;
  engine.retention.receipts = config.keepReceipts;
  engine.mostWaiting = config.mostWaiting;
  engine.complain = [](const std::string& sentence) { spdlog::error("{}", sentence); };
  Result<std::unique_ptr<SqliteEngine>> opened = SqliteEngine::open(std::move(engine));
  if (!opened.ok())
    return opened.error();
  spdlog::info("pushes are kept in {}", sqlitePath(config));
  return std::unique_ptr<Stores>(
      std::make_unique<SqliteStores>(std::move(opened).value(), core.shards, std::move(home)));
}

} // namespace pushscope
