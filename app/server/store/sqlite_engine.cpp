#include "app/server/store/sqlite_engine.h"

#include <algorithm>
#include <sqlite3.h>

namespace pushscope {
namespace {

WallTime wallNow() {
  return WallTime(std::chrono::duration_cast<Duration>(std::chrono::system_clock::now().time_since_epoch()));
}

// Beside what it points to.
constexpr size_t bytesPerOperation = 64;

size_t bytesOf(const SqliteEngine::What& what) {
  return what->second.payload->size() + what->first.size() + 2 * bytesPerOperation;
}

// Counting every allocation of SQLite takes a lock that all connections share.
void configureOnce() {
  static const int configured = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  (void)configured;
}

} // namespace

Result<std::unique_ptr<SqliteEngine>> SqliteEngine::open(Config config) {
  configureOnce();
  Result<SqliteFile> file = SqliteFile::open(config.path, config.vfs);
  if (!file.ok())
    return file.error();
  std::unique_ptr<SqliteEngine> out(new SqliteEngine(std::move(config), std::move(file).value()));
  if (const Status status = out->reopen(); !status.ok())
    return Error{ErrorCode::file, status.error().detail};
  out->m_firstLastSession = out->m_writer->lastSession();
  out->m_firstLastAudited = out->m_writer->lastAudited();
  out->m_writeThread = std::thread([engine = out.get()] { engine->writeLoop(); });
  out->m_readThread = std::thread([engine = out.get()] { engine->readLoop(); });
  return out;
}

SqliteEngine::SqliteEngine(Config config, SqliteFile file) : m_config(std::move(config)), m_file(std::move(file)) {}

SqliteEngine::~SqliteEngine() {
  close();
}

void SqliteEngine::close() {
  if (!m_writeThread.joinable())
    return;
  {
    std::lock_guard lock(m_mutex);
    m_closing = true;
  }
  m_wake.notify_all();
  m_writeThread.join();
  {
    std::lock_guard lock(m_readMutex);
    m_readClosing = true;
  }
  m_readWake.notify_all();
  m_readThread.join();
}

void SqliteEngine::complain(const std::string& sentence) {
  if (!m_config.complain)
    return;
  {
    std::lock_guard lock(m_complainMutex);
    if (m_complained && Clock::now() - *m_complained < m_config.complainEvery)
      return;
    m_complained = Clock::now();
  }
  m_config.complain(sentence);
}

// ---- The queue

uint32_t SqliteEngine::join(std::shared_ptr<Channel> channel) {
  std::lock_guard lock(m_mutex);
  m_channels.push_back(std::move(channel));
  return uint32_t(m_channels.size() - 1);
}

SqliteBatch& SqliteEngine::filling(size_t bytes) {
  if (m_queue.empty() || m_queue.back().operations >= operationsPerBatch ||
      m_queue.back().bytes + bytes > bytesPerBatch)
    m_queue.emplace_back();
  SqliteBatch& batch = m_queue.back();
  ++batch.operations;
  batch.bytes += bytes;
  return batch;
}

// The writer sleeps only while nothing is urgent and the first rider's time has not come.
void SqliteEngine::queued(std::unique_lock<std::mutex>& lock, bool urgent) {
  bool wakes = false;
  if (urgent) {
    wakes = !m_urgent;
    m_urgent = true;
  } else if (m_rideUntil == Clock::time_point::max()) {
    m_rideUntil = Clock::now() + m_config.ride;
    wakes = true;
  } else {
    wakes = m_queue.size() > 1 && m_queue.back().operations == 1;
  }
  lock.unlock();
  if (wakes)
    m_wake.notify_one();
}

std::optional<Error> SqliteEngine::append(uint32_t channel, uint64_t id, What what) {
  if (!m_serving.load(std::memory_order_relaxed))
    return Error{ErrorCode::storage, "store"};
  const size_t bytes = bytesOf(what);
  std::unique_lock lock(m_mutex);
  if (m_queuedAppends >= m_config.mostQueued || m_queuedBytes + bytes > m_config.mostQueuedBytes)
    return Error{ErrorCode::busy, "store_queue"};
  ++m_queuedAppends;
  m_queuedBytes += bytes;
  filling(bytes).appends.push_back({std::move(what), channel, id});
  queued(lock, true);
  return std::nullopt;
}

void SqliteEngine::settle(std::span<const SqliteBatch::Fate> fates) {
  if (fates.empty())
    return;
  std::unique_lock lock(m_mutex);
  for (const SqliteBatch::Fate& fate : fates) {
    if (!mayKeepMore())
      return;
    ++m_riders;
    filling(bytesPerOperation).fates.push_back(fate);
  }
  queued(lock, false);
}

void SqliteEngine::postpone(Sequence sequence, WallTime until) {
  std::unique_lock lock(m_mutex);
  if (!mayKeepMore())
    return;
  ++m_riders;
  filling(bytesPerOperation).postponed.push_back({sequence, until});
  queued(lock, false);
}

void SqliteEngine::pieces(std::vector<SqliteBatch::Piece> pieces) {
  std::unique_lock lock(m_mutex);
  for (SqliteBatch::Piece& piece : pieces) {
    if (!mayKeepMore())
      return;
    ++m_riders;
    SqliteBatch& batch = filling(bytesPerOperation + piece.bytes.size());
    batch.pieces.push_back(std::move(piece));
  }
  if (!pieces.empty())
    queued(lock, false);
}

void SqliteEngine::session(SqliteBatch::Entry entry) {
  std::unique_lock lock(m_mutex);
  if (!mayKeepMore())
    return;
  ++m_riders;
  filling(bytesPerOperation + entry.bytes.size()).sessions.push_back(std::move(entry));
  queued(lock, false);
}

void SqliteEngine::audit(SqliteBatch::Entry entry) {
  std::unique_lock lock(m_mutex);
  if (!mayKeepMore())
    return;
  ++m_riders;
  filling(bytesPerOperation + entry.bytes.size()).audited.push_back(std::move(entry));
  queued(lock, false);
}

void SqliteEngine::tags(SqliteBatch::Entry entry) {
  std::unique_lock lock(m_mutex);
  if (!mayKeepMore())
    return;
  ++m_riders;
  filling(bytesPerOperation + entry.bytes.size()).tags.push_back(std::move(entry));
  queued(lock, false);
}

void SqliteEngine::afterwards(std::function<void()> call) {
  std::unique_lock lock(m_mutex);
  filling(bytesPerOperation).afterwards.push_back(std::move(call));
  queued(lock, true);
}

void SqliteEngine::query(Query query) {
  afterwards([this, query = std::move(query)]() mutable {
    {
      std::lock_guard lock(m_readMutex);
      m_queries.push_back(std::move(query));
    }
    m_readWake.notify_one();
  });
}

void SqliteEngine::remind(std::function<void()> call) {
  {
    std::lock_guard lock(m_mutex);
    m_remind = std::move(call);
    m_remindAt = Clock::now() + later;
  }
  m_wake.notify_one();
}

// ---- The writer's thread

void SqliteEngine::writeLoop() {
  std::unique_lock lock(m_mutex);
  for (;;) {
    const auto now = Clock::now();
    if (m_remindAt <= now) {
      m_remindAt = Clock::time_point::max();
      const std::function<void()> call = std::move(m_remind);
      lock.unlock();
      call();
      lock.lock();
      continue;
    }
    if (m_retryAt <= now) {
      lock.unlock();
      tryAgain();
      lock.lock();
      continue;
    }
    // More than one batch is there: the first is full.
    if (!m_queue.empty() && (m_urgent || m_closing || m_rideUntil <= now || m_queue.size() > 1)) {
      SqliteBatch batch = std::move(m_queue.front());
      m_queue.pop_front();
      m_riders -= batch.operations - batch.appends.size() - batch.afterwards.size();
      if (m_queue.empty()) {
        m_urgent = false;
        m_rideUntil = Clock::time_point::max();
      }
      lock.unlock();
      handle(std::move(batch));
      lock.lock();
      continue;
    }
    if (m_closing)
      break;
    const auto until = std::min({m_rideUntil, m_remindAt, m_retryAt});
    if (until == Clock::time_point::max())
      m_wake.wait(lock);
    else
      m_wake.wait_until(lock, until);
  }
  lock.unlock();
  if (!m_writer && reopen().ok())
    writeKept();
  if (m_writer)
    (void)m_writer->emptyLog(); // if not now, then at the next start
  m_writer.reset();
}

void SqliteEngine::handle(SqliteBatch batch) {
  // What was kept is older.
  if (m_writer && !m_kept.empty())
    writeKept();
  if (!m_writer) {
    answer(batch, std::vector<Result<Store::Appended>>(batch.appends.size(), Error{ErrorCode::storage, "store"}));
    for (const auto& call : batch.afterwards)
      call();
    keep(std::move(batch));
    return;
  }
  write(batch);
}

// False: trouble, and the batch is dealt with.
bool SqliteEngine::write(SqliteBatch& batch) {
  std::vector<SqliteWriter::Placed> placed;
  const SqliteWriter::Outcome outcome =
      m_writer->write(batch, m_waiting.load(std::memory_order_relaxed), wallNow(), placed);
  if (outcome != SqliteWriter::Outcome::durable) {
    fail(batch, outcome, std::move(placed));
    return false;
  }
  m_commits.fetch_add(1, std::memory_order_relaxed);
  std::vector<Result<Store::Appended>> results;
  results.reserve(placed.size());
  for (const SqliteWriter::Placed& one : placed)
    results.push_back(Store::Appended{one.sequence, one.known});
  answer(batch, std::move(results));
  for (const auto& call : batch.afterwards)
    call();
  if (const Status status = m_writer->tidy(); !status.ok())
    complain(status.error().detail + " (the log could not be moved into the file; nothing is lost)");
  return true;
}

void SqliteEngine::fail(SqliteBatch& batch, SqliteWriter::Outcome outcome, std::vector<SqliteWriter::Placed> placed) {
  const bool doubtful = outcome == SqliteWriter::Outcome::doubtful;
  complain(m_writer->trouble() + " (pushes are refused until it can be written again)");
  m_next = m_writer->nextSequence();
  m_writer.reset();
  std::vector<Result<Store::Appended>> results;
  if (!reopen().ok() || !resolve(batch, placed, results)) {
    m_writer.reset();
    m_serving = false;
    m_retryAt = Clock::now() + m_config.retry;
    results.assign(batch.appends.size(), Error{doubtful ? ErrorCode::outcomeUnknown : ErrorCode::storage, "store"});
    if (doubtful)
      for (const SqliteWriter::Placed& one : placed)
        if (!one.known)
          m_doubtful.push_back(one);
  }
  answer(batch, std::move(results));
  for (const auto& call : batch.afterwards)
    call();
  keep(std::move(batch));
}

// The file as it is now says what became of the batch.
bool SqliteEngine::resolve(const SqliteBatch& batch, const std::vector<SqliteWriter::Placed>& placed,
                           std::vector<Result<Store::Appended>>& out) {
  for (size_t i = 0; i < batch.appends.size(); ++i) {
    const Result<bool> found =
        placed[i].sequence.value == 0 ? Result<bool>(false) : m_writer->isThere(batch.appends[i], placed[i]);
    if (!found.ok())
      return false;
    if (found.value())
      out.push_back(Store::Appended{placed[i].sequence, placed[i].known});
    else
      out.push_back(Error{ErrorCode::storage, "store"});
  }
  return true;
}

Status SqliteEngine::reopen() {
  Result<std::unique_ptr<SqliteWriter>> writer = SqliteWriter::open(m_file, m_config.retention, m_config.longLog);
  if (!writer.ok())
    return writer.error();
  writer.value()->continueAt(m_next);
  if (const Status status = writer.value()->prove(); !status.ok())
    return status;
  m_writer = std::move(writer).value();
  return Done{};
}

void SqliteEngine::tryAgain() {
  m_retryAt = Clock::now() + m_config.retry;
  if (const Status status = reopen(); !status.ok())
    return complain(status.error().detail);
  // Whoever was told that the outcome is unknown asks again: then it must not be known, since no shard has it.
  if (!m_doubtful.empty() && !m_writer->takeBack(m_doubtful, wallNow()).ok()) {
    m_writer.reset();
    return;
  }
  m_doubtful.clear();
  if (!writeKept())
    return;
  m_retryAt = Clock::time_point::max();
  m_serving = true;
}

bool SqliteEngine::writeKept() {
  while (!m_kept.empty()) {
    SqliteBatch batch = std::move(m_kept.front());
    m_kept.pop_front();
    m_keptOperations -= batch.operations;
    m_keptBytes -= batch.bytes;
    std::vector<SqliteWriter::Placed> none;
    if (m_writer->write(batch, m_waiting.load(std::memory_order_relaxed), wallNow(), none) ==
        SqliteWriter::Outcome::durable)
      continue;
    complain(m_writer->trouble());
    m_next = m_writer->nextSequence();
    m_writer.reset();
    m_serving = false;
    m_retryAt = Clock::now() + m_config.retry;
    m_keptOperations += batch.operations;
    m_keptBytes += batch.bytes;
    m_kept.push_front(std::move(batch));
    return false;
  }
  return true;
}

// Each operation may be done twice without harm.
void SqliteEngine::keep(SqliteBatch batch) {
  for (const SqliteBatch::Append& append : batch.appends)
    batch.bytes -= std::min(batch.bytes, bytesOf(append.what));
  batch.operations -= batch.appends.size() + batch.afterwards.size();
  batch.appends.clear();
  batch.afterwards.clear();
  if (batch.operations == 0)
    return;
  if (m_keptOperations + batch.operations > mostKept || m_keptBytes + batch.bytes > mostKeptBytes) {
    complain(m_file.path() + ": too much waits for being written; the ends of some pushes are forgotten");
    return;
  }
  m_keptOperations += batch.operations;
  m_keptBytes += batch.bytes;
  m_kept.push_back(std::move(batch));
}

void SqliteEngine::answer(const SqliteBatch& batch, std::vector<Result<Store::Appended>> results) {
  if (batch.appends.empty())
    return;
  size_t bytes = 0;
  for (const SqliteBatch::Append& append : batch.appends)
    bytes += bytesOf(append.what);
  std::vector<std::shared_ptr<Channel>> channels;
  {
    std::lock_guard lock(m_mutex);
    channels = m_channels;
    // First: whoever is answered finds room for the next.
    m_queuedAppends -= batch.appends.size();
    m_queuedBytes -= bytes;
  }
  std::vector<std::vector<Answer>> answers(channels.size());
  for (size_t i = 0; i < batch.appends.size(); ++i)
    answers[batch.appends[i].channel].push_back({batch.appends[i].id, std::move(results[i])});
  for (size_t i = 0; i < answers.size(); ++i)
    if (!answers[i].empty())
      channels[i]->post([channel = channels[i], these = std::move(answers[i])]() mutable {
        if (channel->answered)
          channel->answered(these);
      });
}

// ---- The reader's thread

void SqliteEngine::readLoop() {
  std::optional<SqliteConnection> connection;
  std::unique_lock lock(m_readMutex);
  for (;;) {
    m_readWake.wait(lock, [this] { return m_readClosing || !m_queries.empty(); });
    if (m_queries.empty())
      return;
    const Query query = std::move(m_queries.front());
    m_queries.pop_front();
    lock.unlock();
    if (!connection) {
      Result<SqliteConnection> opened = m_file.connect(SqliteConnection::Mode::read);
      if (opened.ok())
        connection = std::move(opened).value();
      else
        complain(opened.error().detail);
    }
    query(connection ? &*connection : nullptr);
    lock.lock();
  }
}

} // namespace pushscope
