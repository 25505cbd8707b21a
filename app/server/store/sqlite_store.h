#pragma once

#include "app/server/store/ordered_inbox.h"
#include "app/server/store/sqlite_engine.h"
#include "app/server/store/store.h"

#include <deque>
#include <unordered_map>

namespace pushscope {

// The inboxes of one shard in the file of the engine, which outlives it. Answers to appends come by way of `post`, to
// the thread that it belongs to.
//
// In memory: of each waiting delivery its number (8 bytes), of each device with any its name and some 100 bytes, and
// the newest bodies. Other bodies are read from the file when they are asked for, by a connection of its own, which
// waits for nobody.
class SqliteStore : public Store {
 public:
  // Bodies of the newest deliveries that wait: written to a phone that is online, they come from here.
  static constexpr size_t cacheBytes = size_t{32} << 20;

  // `owns`: whose inboxes these are; recover() passes over the others.
  SqliteStore(SqliteEngine& engine, SqliteEngine::Post post, std::function<bool(const std::string& device)> owns);
  ~SqliteStore() override;

  Status recover(const Recovered& each) override;
  void append(const std::string& device, Body body, std::function<void(Result<Appended>)> done) override;
  std::vector<Stored> read(const std::string& device, Sequence after, size_t count) override;
  void acknowledge(const std::string& device, Sequence upTo, WallTime at) override;
  void settle(const std::string& device, Sequence sequence, Stage stage, Reason reason, WallTime at) override;
  void postpone(const std::string& device, Sequence sequence, WallTime until) override;
  std::optional<Stored> dead(const std::string& device, const Uuid& uuid) override;

 private:
  struct Pending {
    uint64_t id = 0;
    SqliteEngine::What what;
    std::function<void(Result<Appended>)> done;
  };
  void answered(std::vector<SqliteEngine::Answer>& answers);

  // The bodies that were appended last, as long as they wait.
  class Cache {
   public:
    void put(Sequence sequence, SqliteEngine::What what);
    SqliteEngine::What find(Sequence sequence) const; // null if it is not there
    void erase(Sequence sequence);

   private:
    std::unordered_map<Sequence, SqliteEngine::What> m_bodies;
    std::deque<Sequence> m_order; // those that are gone included
    size_t m_bytes = 0;
  };

  bool connect();
  std::optional<Stored> load(Sequence sequence);
  void gone(Sequence sequence);

  SqliteEngine& m_engine;
  std::function<bool(const std::string& device)> m_owns;
  std::shared_ptr<SqliteEngine::Channel> m_channel;
  uint32_t m_channelNumber;
  uint64_t m_lastId = 0;
  std::deque<Pending> m_pending;
  std::unordered_map<std::string, OrderedInbox<Sequence>> m_inboxes;
  size_t m_waiting = 0;
  Cache m_cache;
  // What the file may not say yet: postponed until, and dead ones whose end is being written.
  std::unordered_map<Sequence, WallTime> m_postponed;
  std::unordered_map<Sequence, Uuid> m_dying;
  std::vector<SqliteBatch::Fate> m_scratch;

  std::optional<SqliteConnection> m_connection;
  SqliteStatement m_load, m_loadDead;
};

} // namespace pushscope
