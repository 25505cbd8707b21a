#pragma once

#include "app/server/store/sqlite_file.h"
#include "app/server/store/sqlite_rows.h"

#include <functional>
#include <memory>
#include <vector>

namespace pushscope {

// How long things are kept. What is beyond goes in small steps, with commits that are made anyway.
struct SqliteRetention {
  int64_t receipts = 1'000'000;              // deliveries that are final; about 250 bytes each
  Duration age = std::chrono::hours(7 * 24); // of a receipt since it became final: the dedup horizon (6-trust P3)
  int64_t dead = 10'000;                     // with their payload, apart from receipts
  int64_t sessions = 100'000;
  int64_t audited = 100'000;
};

// What is written as one transaction. By kind: what concerns one delivery comes in the order of the members.
struct SqliteBatch {
  struct Append {
    std::shared_ptr<const std::pair<std::string, Store::Body>> what; // for which device
    uint32_t channel = 0;
    uint64_t id = 0;
  };
  struct Fate {
    Sequence sequence;
    WallTime at{};
    Stage stage = Stage::unknown;
    Reason reason = Reason::none;
  };
  struct Postponed {
    Sequence sequence;
    WallTime until{};
  };
  struct Piece { // of a ladder
    Sequence sequence;
    Bytes bytes;
  };
  struct Entry {
    uint64_t cursor = 0;
    std::string device;
    Bytes bytes;
  };
  std::vector<Postponed> postponed;
  std::vector<Fate> fates;
  std::vector<Append> appends;
  std::vector<Piece> pieces;
  std::vector<Entry> sessions, audited, tags;
  std::vector<std::function<void()>> afterwards; // once all of it is durable, or known not to be

  size_t operations = 0;
  size_t bytes = 0;
};

// The connection that writes, and its statements. Knows no threads.
class SqliteWriter {
 public:
  // `longLog`: pages of the log at which it is moved into the file.
  static Result<std::unique_ptr<SqliteWriter>> open(const SqliteFile& file, const SqliteRetention& retention,
                                                    int longLog);

  // A row that an append made or found.
  struct Placed {
    Sequence sequence;
    bool known = false;
    bool revived = false; // it took the body of a dead letter over
  };
  enum class Outcome : uint8_t {
    durable,
    undone,   // it certainly is not in the file
    doubtful, // the commit was tried
  };
  // One `placed` for each append. After anything but `durable` the connection is of no use any more.
  Outcome write(const SqliteBatch& batch, int64_t waiting, WallTime now, std::vector<Placed>& placed);
  const std::string& trouble() const { return m_trouble; }

  // For a connection made after trouble: writes are durable again, and nothing doubtful is left in the log.
  Status prove();
  // Whether an append of an earlier connection is in the file after all.
  Result<bool> isThere(const SqliteBatch::Append& append, Placed placed);
  // Takes back what appends made that nobody was told of. What was revived is dead again, under its new number.
  Status takeBack(const std::vector<Placed>& made, WallTime now);

  // Moves the log into the file when it is long. Trouble with that is no loss: the log is durable.
  Status tidy();
  Status emptyLog() { return m_connection.checkpoint(true); }

  uint64_t nextSequence() const { return m_next; }
  void continueAt(uint64_t next) { m_next = std::max(m_next, next); }
  uint64_t lastSession() const { return m_lastSession; }
  uint64_t lastAudited() const { return m_lastAudited; }

 private:
  SqliteWriter(SqliteConnection connection, const SqliteRetention& retention, int longLog)
      : m_connection(std::move(connection)), m_retention(retention), m_longLog(longLog) {}
  Status prepare();
  bool writeAll(const SqliteBatch& batch, int64_t waiting, WallTime now, std::vector<Placed>& placed);
  bool append(const std::string& device, const Store::Body& body, Placed& placed);
  bool settle(const SqliteBatch::Fate& fate);
  bool bury(Sequence sequence);
  bool unbury(Sequence sequence);
  bool writeEntries(const SqliteBatch& batch);
  bool trimReceipts(int64_t waiting, WallTime now, size_t most);
  uint64_t sumOfShared(const std::shared_ptr<const Bytes>& payload);

  SqliteConnection m_connection;
  SqliteRetention m_retention;
  int m_longLog;
  std::string m_trouble;

  SqliteStatement m_begin, m_commit;
  SqliteStatement m_known, m_isThere, m_deadOf, m_insert, m_settle, m_settleDead, m_postpone, m_piece;
  SqliteStatement m_bury, m_unbury, m_oldestDead, m_dropPayload, m_isDead;
  SqliteStatement m_session, m_dropSession, m_audit, m_dropAudited, m_tags, m_dropTags;
  SqliteStatement m_sweep, m_dropDelivery, m_lastSequence, m_start;

  uint64_t m_next = 1;
  uint64_t m_lastSession = 0, m_lastAudited = 0;
  int64_t m_rows = 0, m_dead = 0;
  Uuid m_greatest;      // a greater one is not known
  uint64_t m_swept = 0; // up to here nothing is to be trimmed
  uint32_t m_commits = 0;
  bool m_moreIsOld = false, m_appended = false;
  int m_tidyAt = 0;
  std::shared_ptr<const Bytes> m_lastPayload;
  uint64_t m_lastPayloadSum = 0;
};

} // namespace pushscope
