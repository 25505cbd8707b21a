#pragma once

#include "app/server/store/sqlite_writer.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <thread>
#include <vector>

namespace pushscope {

// The durable store of a process: one file, one thread that writes it, one that reads for the ledger. SqliteStore (one
// a shard) and SqliteLedger (one a process) are what others see of it.
//
// Everything that is asked for while a commit is being flushed becomes the next one: one flush for many pushes. What
// nobody waits for rides along, or goes by itself after `ride`. An append is answered after the flush that covers it.
//
// Trouble (no space, a failed write or flush) is never taken back by trying the same again. The connection is closed
// and opened anew, the log is emptied into the file, and then the file is the truth: an append is there, or it is not.
// As long as that fails, appends are refused, what nobody waits for is kept, and every `retry` it is tried again.
class SqliteEngine {
 public:
  // Brings a call to the thread of whom it is for; from any thread. Must work until the engine is closed, even if whom
  // it is for has gone: then nothing comes of the call.
  using Post = std::function<void(std::function<void()>)>;

  struct Config {
    std::string path;
    uint64_t incarnation = 0; // of the node: handles of another one mean nothing
    SqliteRetention retention;
    // Beyond them append answers `busy`: what is queued in front of the writer, of all shards together.
    size_t mostQueued = 65'536;
    size_t mostQueuedBytes = size_t{64} << 20;
    // Beyond it append answers `limit`: of all shards together; each costs about 8 bytes here and more in its shard.
    int64_t mostWaiting = 4'000'000;
    // Pages of the log (4 KiB each) at which it is moved into the file: long enough that a page that changes often is
    // moved once, short enough that it is read in a moment at the next start.
    int longLog = 8192;
    Duration ride = std::chrono::milliseconds(100);
    Duration retry = std::chrono::seconds(1);
    // What people should know, a sentence; from any thread, at most one every `complainEvery`.
    std::function<void(const std::string&)> complain;
    Duration complainEvery = std::chrono::seconds(10);
    const char* vfs = nullptr; // of SQLite; null is the usual one
  };

  // Some seconds for a big file: all of it is checked. Error: ErrorCode::file and a sentence for people; the file is as
  // it was.
  static Result<std::unique_ptr<SqliteEngine>> open(Config config);
  ~SqliteEngine();
  // Writes what is queued, empties the log into the file, ends the threads. Nothing may be asked afterwards; answers
  // that are under way were posted before it returns. Once.
  void close();

  // ---- For SqliteStore and SqliteLedger

  struct Answer {
    uint64_t id = 0;
    Result<Store::Appended> appended;
  };
  // Where the answers to a store's appends go: `answered`, in the order of the ids, by way of `post`.
  struct Channel {
    Post post;
    std::function<void(std::vector<Answer>&)> answered;
  };
  uint32_t join(std::shared_ptr<Channel> channel);

  using What = std::shared_ptr<const std::pair<std::string, Store::Body>>;
  // Nothing: the answer will come. Else why not.
  std::optional<Error> append(uint32_t channel, uint64_t id, What what);
  void settle(std::span<const SqliteBatch::Fate> fates);
  void postpone(Sequence sequence, WallTime until);
  void pieces(std::vector<SqliteBatch::Piece> pieces);
  void session(SqliteBatch::Entry entry);
  void audit(SqliteBatch::Entry entry);
  void tags(SqliteBatch::Entry entry);
  // On the writer's thread, once everything that was asked before is durable, or known not to be.
  void afterwards(std::function<void()> call);
  // On the reader's thread, after the same. Null: there is no connection.
  using Query = std::function<void(SqliteConnection*)>;
  void query(Query query);
  // Once, on the writer's thread, after `later`. One at a time.
  static constexpr Duration later = std::chrono::milliseconds(250);
  void remind(std::function<void()> call);

  void waitingChanged(int64_t by) { m_waiting.fetch_add(by, std::memory_order_relaxed); }
  bool isFull() const { return m_waiting.load(std::memory_order_relaxed) >= m_config.mostWaiting; }
  // Pushes can be stored at the moment; from any thread.
  bool serves() const { return m_serving.load(); }
  const SqliteFile& file() const { return m_file; }
  const Config& config() const { return m_config; }
  // At open().
  uint64_t lastSession() const { return m_firstLastSession; }
  uint64_t lastAudited() const { return m_firstLastAudited; }
  void complain(const std::string& sentence);

  // Commits so far, and appends in them; for measuring.
  uint64_t commits() const { return m_commits.load(std::memory_order_relaxed); }

 private:
  using Clock = std::chrono::steady_clock;

  SqliteEngine(Config config, SqliteFile file);

  // One transaction has at most so much; also how long one takes.
  static constexpr size_t operationsPerBatch = 4096;
  static constexpr size_t bytesPerBatch = size_t{8} << 20;
  // While nothing can be written. A fate beyond is forgotten: the delivery is written to its phone again after the next
  // start, and the phone knows it.
  static constexpr size_t mostKept = 1'000'000;
  static constexpr size_t mostKeptBytes = size_t{64} << 20;

  // With m_mutex held: where the next operation goes.
  SqliteBatch& filling(size_t bytes);
  void queued(std::unique_lock<std::mutex>& lock, bool urgent);
  bool mayKeepMore() const { return m_serving.load() || m_riders < mostKept; }

  void writeLoop();
  void readLoop();
  void handle(SqliteBatch batch);
  bool write(SqliteBatch& batch);
  void fail(SqliteBatch& batch, SqliteWriter::Outcome outcome, std::vector<SqliteWriter::Placed> placed);
  Status reopen();
  bool resolve(const SqliteBatch& batch, const std::vector<SqliteWriter::Placed>& placed,
               std::vector<Result<Store::Appended>>& out);
  void keep(SqliteBatch batch);
  bool writeKept();
  void tryAgain();
  void answer(const SqliteBatch& batch, std::vector<Result<Store::Appended>> results);

  Config m_config;
  SqliteFile m_file;
  uint64_t m_firstLastSession = 0, m_firstLastAudited = 0;
  std::atomic<int64_t> m_waiting{0};
  std::atomic<uint64_t> m_commits{0};
  std::atomic<bool> m_serving{true};

  std::mutex m_mutex; // of the queue
  std::condition_variable m_wake;
  std::deque<SqliteBatch> m_queue;
  size_t m_queuedAppends = 0, m_queuedBytes = 0; // those being written included
  size_t m_riders = 0;                           // in the queue
  bool m_urgent = false, m_closing = false;
  Clock::time_point m_rideUntil = Clock::time_point::max();
  Clock::time_point m_remindAt = Clock::time_point::max();
  std::function<void()> m_remind;
  std::vector<std::shared_ptr<Channel>> m_channels;

  // Of the writer's thread.
  std::unique_ptr<SqliteWriter> m_writer; // null: in trouble
  uint64_t m_next = 1;
  std::vector<SqliteWriter::Placed> m_doubtful; // of appends that were answered `outcomeUnknown`
  std::deque<SqliteBatch> m_kept;
  size_t m_keptOperations = 0, m_keptBytes = 0;
  Clock::time_point m_retryAt = Clock::time_point::max();

  std::mutex m_readMutex;
  std::condition_variable m_readWake;
  std::deque<Query> m_queries;
  bool m_readClosing = false;

  std::mutex m_complainMutex;
  std::optional<Clock::time_point> m_complained;

  std::thread m_writeThread, m_readThread;
};

} // namespace pushscope
