#include "app/server/store/sqlite_writer.h"

#include <algorithm>

namespace pushscope {
namespace {

constexpr int nextTry = 1024; // pages later, where the log could not be moved into the file

// Rows looked at for one that goes: what waits for a long time stands among receipts.
constexpr size_t looksPerRow = 8;
constexpr size_t leastSteps = 64;
constexpr uint32_t commitsPerLookAtAge = 256;
constexpr uint64_t pageOfOldEntries = 256;

} // namespace

Result<std::unique_ptr<SqliteWriter>> SqliteWriter::open(const SqliteFile& file, const SqliteRetention& retention,
                                                         int longLog) {
  Result<SqliteConnection> connection = file.connect(SqliteConnection::Mode::write);
  if (!connection.ok())
    return connection.error();
  std::unique_ptr<SqliteWriter> out(new SqliteWriter(std::move(connection).value(), retention, longLog));
  if (Status status = out->prepare(); !status.ok())
    return status.error();
  return out;
}

Status SqliteWriter::prepare() {
  const struct {
    SqliteStatement* statement;
    Sql sql;
  } statements[] = {
      {&m_begin, "BEGIN IMMEDIATE"},
      {&m_commit, "COMMIT"},
      {&m_known, "SELECT sequence FROM delivery WHERE uuid = ?1 AND device = ?2 ORDER BY sequence DESC LIMIT 1"},
      {&m_isThere, "SELECT 1 FROM delivery WHERE sequence = ?1 AND uuid = ?2 AND device = ?3"},
      {&m_deadOf, "SELECT d.sequence FROM delivery d JOIN dead ON dead.sequence = d.sequence "
                  "WHERE d.uuid = ?1 AND d.device = ?2"},
      {&m_insert, "INSERT INTO delivery VALUES (?1, 0, 0, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, NULL, "
                  "?14)"},
      {&m_settle, "UPDATE delivery SET stage = ?2, reason = ?3, at = ?4, state_sum = ?5, payload = NULL "
                  "WHERE sequence = ?1 AND stage = 0"},
      {&m_settleDead, "UPDATE delivery SET stage = ?2, reason = ?3, at = ?4, state_sum = ?5 "
                      "WHERE sequence = ?1 AND stage = 0"},
      {&m_postpone, "UPDATE delivery SET at = ?2, state_sum = ?3 WHERE sequence = ?1 AND stage = 0"},
      // 32 stages are less than 1 KiB; whatever goes wrong, a row stays small.
      {&m_piece, "UPDATE delivery SET ladder = CAST(coalesce(ladder, x'') || ?2 AS BLOB) "
                 "WHERE sequence = ?1 AND coalesce(length(ladder), 0) < 4096"},
      {&m_bury, "INSERT OR IGNORE INTO dead VALUES (?1)"},
      {&m_unbury, "DELETE FROM dead WHERE sequence = ?1"},
      {&m_oldestDead, "SELECT min(sequence) FROM dead"},
      {&m_dropPayload, "UPDATE delivery SET payload = NULL WHERE sequence = ?1"},
      {&m_isDead, "SELECT 1 FROM dead WHERE sequence = ?1"},
      {&m_session, "INSERT OR IGNORE INTO session VALUES (?1, ?2, ?3, ?4)"},
      {&m_dropSession, "DELETE FROM session WHERE cursor > ?1 AND cursor <= ?2"},
      {&m_audit, "INSERT OR IGNORE INTO audit VALUES (?1, ?2, ?3)"},
      {&m_dropAudited, "DELETE FROM audit WHERE cursor > ?1 AND cursor <= ?2"},
      {&m_tags, "INSERT OR REPLACE INTO tag VALUES (?1, ?2, ?3)"},
      {&m_dropTags, "DELETE FROM tag WHERE device = ?1"},
      {&m_sweep, "SELECT sequence, stage, at FROM delivery WHERE sequence > ?1 ORDER BY sequence LIMIT ?2"},
      {&m_dropDelivery, "DELETE FROM delivery WHERE sequence = ?1"},
      {&m_lastSequence, "UPDATE meta SET value = ?1 WHERE name = 'last_sequence'"},
      {&m_start, "UPDATE meta SET value = value + 1 WHERE name = 'starts'"},
  };
  for (const auto& [statement, sql] : statements) {
    Result<SqliteStatement> prepared = m_connection.prepare(sql);
    if (!prepared.ok())
      return prepared.error();
    *statement = std::move(prepared).value();
  }

  const Result<int64_t> numbers[] = {
      m_connection.integer("SELECT max((SELECT value FROM meta WHERE name = 'last_sequence'), "
                           "coalesce((SELECT max(sequence) FROM delivery), 0))"),
      m_connection.integer("SELECT count(*) FROM delivery"),
      m_connection.integer("SELECT count(*) FROM dead"),
      m_connection.integer("SELECT max(cursor) FROM session"),
      m_connection.integer("SELECT max(cursor) FROM audit"),
  };
  for (const Result<int64_t>& number : numbers)
    if (!number.ok())
      return number.error();
  m_next = uint64_t(numbers[0].value()) + 1;
  m_rows = numbers[1].value();
  m_dead = numbers[2].value();
  m_lastSession = uint64_t(numbers[3].value());
  m_lastAudited = uint64_t(numbers[4].value());

  Result<SqliteStatement> greatest = m_connection.prepare("SELECT uuid FROM delivery ORDER BY uuid DESC LIMIT 1");
  if (!greatest.ok())
    return greatest.error();
  SqliteStatement::Rows rows = greatest.value().query();
  if (rows.next() && rows.blob(0).size() == m_greatest.bytes.size())
    std::copy_n(rows.blob(0).begin(), m_greatest.bytes.size(), m_greatest.bytes.begin());
  if (!rows.ok())
    return m_connection.error();
  return Done{};
}

// ---- Writing

SqliteWriter::Outcome SqliteWriter::write(const SqliteBatch& batch, int64_t waiting, WallTime now,
                                          std::vector<Placed>& placed) {
  placed.assign(batch.appends.size(), {});
  if (!m_begin.run() || !writeAll(batch, waiting, now, placed)) {
    m_trouble = m_connection.error().detail;
    return Outcome::undone;
  }
  if (!m_commit.run()) {
    m_trouble = m_connection.error().detail;
    return Outcome::doubtful;
  }
  m_lastPayload.reset();
  ++m_commits;
  return Outcome::durable;
}

bool SqliteWriter::writeAll(const SqliteBatch& batch, int64_t waiting, WallTime now, std::vector<Placed>& placed) {
  for (const auto& [sequence, until] : batch.postponed)
    if (!m_postpone.run(sequence, micros(until), sumOf(sequence, Stage::unknown, Reason::none, until)))
      return false;
  for (const SqliteBatch::Fate& fate : batch.fates)
    if (!settle(fate))
      return false;
  m_appended = m_appended || !batch.appends.empty();
  for (size_t i = 0; i < batch.appends.size(); ++i)
    if (!append(batch.appends[i].what->first, batch.appends[i].what->second, placed[i]))
      return false;
  for (const SqliteBatch::Piece& piece : batch.pieces)
    if (!m_piece.run(piece.sequence, piece.bytes))
      return false;
  return writeEntries(batch) && trimReceipts(waiting, now, leastSteps + 2 * batch.appends.size());
}

bool SqliteWriter::append(const std::string& device, const Store::Body& body, Placed& placed) {
  if (body.again) {
    if (m_dead > 0) {
      std::vector<Sequence> sentAgain;
      {
        SqliteStatement::Rows rows = m_deadOf.query(body.uuid, device);
        while (rows.next())
          sentAgain.push_back({rows.number(0)});
        if (!rows.ok())
          return false;
      }
      for (Sequence sequence : sentAgain)
        if (!unbury(sequence))
          return false;
      placed.revived = !sentAgain.empty();
    }
  } else if (!(m_greatest < body.uuid)) {
    SqliteStatement::Rows rows = m_known.query(body.uuid, device);
    if (rows.next()) {
      placed.sequence = {rows.number(0)};
      placed.known = true;
      return true;
    }
    if (!rows.ok())
      return false;
  }
  placed.sequence = {m_next++};
  const auto payloadBytes = uint32_t(body.payload->size());
  const uint64_t payloadSum = sumOfShared(body.payload);
  if (!m_insert.run(placed.sequence, micros(body.notBefore),
                    sumOf(placed.sequence, Stage::unknown, Reason::none, body.notBefore), body.uuid, device,
                    optionsOf(body), micros(body.composed), micros(body.accepted), micros(body.expires),
                    body.collapseKey, payloadBytes, payloadSum,
                    sumOf(device, placed.sequence, body, payloadBytes, payloadSum), *body.payload))
    return false;
  ++m_rows;
  m_greatest = std::max(m_greatest, body.uuid);
  return true;
}

uint64_t SqliteWriter::sumOfShared(const std::shared_ptr<const Bytes>& payload) {
  if (payload != m_lastPayload) {
    m_lastPayload = payload;
    m_lastPayloadSum = sumOfPayload(*payload);
  }
  return m_lastPayloadSum;
}

bool SqliteWriter::settle(const SqliteBatch::Fate& fate) {
  SqliteStatement& statement = fate.stage == Stage::dead ? m_settleDead : m_settle;
  if (!statement.run(fate.sequence, int(fate.stage), int(fate.reason), micros(fate.at),
                     sumOf(fate.sequence, fate.stage, fate.reason, fate.at)))
    return false;
  m_swept = std::min(m_swept, fate.sequence.value - 1);
  return fate.stage != Stage::dead || m_connection.changes() == 0 || bury(fate.sequence);
}

bool SqliteWriter::bury(Sequence sequence) {
  if (!m_bury.run(sequence))
    return false;
  m_dead += m_connection.changes();
  while (m_dead > m_retention.dead) {
    Sequence oldest;
    {
      SqliteStatement::Rows rows = m_oldestDead.query();
      if (!rows.next() || rows.isNull(0))
        return rows.ok();
      oldest = {rows.number(0)};
    }
    if (!unbury(oldest))
      return false;
  }
  return true;
}

bool SqliteWriter::unbury(Sequence sequence) {
  if (!m_unbury.run(sequence))
    return false;
  m_dead -= m_connection.changes();
  m_swept = std::min(m_swept, sequence.value - 1);
  return m_dropPayload.run(sequence);
}

bool SqliteWriter::writeEntries(const SqliteBatch& batch) {
  for (const SqliteBatch::Entry& entry : batch.sessions)
    if (!m_session.run(entry.cursor, entry.device, entry.bytes, sumOf(entry.cursor, entry.bytes)))
      return false;
  for (const SqliteBatch::Entry& entry : batch.audited)
    if (!m_audit.run(entry.cursor, entry.bytes, sumOf(entry.cursor, entry.bytes)))
      return false;
  for (const SqliteBatch::Entry& entry : batch.tags)
    if (entry.bytes.empty() ? !m_dropTags.run(entry.device)
                            : !m_tags.run(entry.device, entry.bytes, sumOf(entry.device, entry.bytes)))
      return false;
  // Cursors have no gaps, so what falls out is as many as came in, and a page more for what a smaller limit left.
  const auto dropBefore = [](SqliteStatement& drop, const std::vector<SqliteBatch::Entry>& entries, int64_t most,
                             uint64_t& last) {
    if (entries.empty())
      return true;
    last = std::max(last, entries.back().cursor);
    if (last <= uint64_t(most))
      return true;
    const uint64_t gone = last - uint64_t(most);
    const uint64_t step = entries.size() + pageOfOldEntries;
    return drop.run(gone > step ? gone - step : 0, gone);
  };
  return dropBefore(m_dropSession, batch.sessions, m_retention.sessions, m_lastSession) &&
         dropBefore(m_dropAudited, batch.audited, m_retention.audited, m_lastAudited);
}

// ---- Retention

bool SqliteWriter::trimReceipts(int64_t waiting, WallTime now, size_t most) {
  // Before the first append shards may not have told yet how much waits.
  if (!m_appended)
    return true;
  int64_t tooMany = m_rows - waiting - m_dead - m_retention.receipts;
  if (tooMany <= 0 && !m_moreIsOld && m_commits % commitsPerLookAtAge != 0)
    return true;
  std::vector<Sequence> old;
  uint64_t swept = m_swept;
  {
    SqliteStatement::Rows rows = m_sweep.query(m_swept, uint64_t{most * looksPerRow});
    while (old.size() < most && rows.next()) {
      const Sequence sequence{rows.number(0)};
      const Stage stage = Stage(uint8_t(rows.integer(1)));
      if (stage != Stage::unknown && tooMany <= 0 && now - wallFromMicros(rows.integer(2)) <= m_retention.age)
        break;
      swept = sequence.value;
      if (stage == Stage::unknown)
        continue;
      if (stage == Stage::dead) {
        SqliteStatement::Rows dead = m_isDead.query(sequence);
        if (dead.next())
          continue;
        if (!dead.ok())
          return false;
      }
      old.push_back(sequence);
      --tooMany;
    }
    if (!rows.ok())
      return false;
  }
  m_swept = swept;
  m_moreIsOld = old.size() == most;
  // The last number must not be given again, even if its row goes.
  if (!old.empty() && !m_lastSequence.run(m_next - 1))
    return false;
  for (Sequence sequence : old)
    if (!m_dropDelivery.run(sequence))
      return false;
  m_rows -= int64_t(old.size());
  return true;
}

// ---- After trouble

Status SqliteWriter::prove() {
  if (Status status = m_connection.checkpoint(true); !status.ok())
    return status;
  // With a new beginning of the log: frames behind it that lie on the disk are void.
  if (!m_begin.run() || !m_start.run() || !m_commit.run())
    return m_connection.error();
  return Done{};
}

Result<bool> SqliteWriter::isThere(const SqliteBatch::Append& append, Placed placed) {
  SqliteStatement::Rows rows = m_isThere.query(placed.sequence, append.what->second.uuid, append.what->first);
  const bool found = rows.next();
  if (!rows.ok())
    return m_connection.error();
  return found;
}

Status SqliteWriter::takeBack(const std::vector<Placed>& made, WallTime now) {
  if (!m_begin.run() || !m_lastSequence.run(m_next - 1))
    return m_connection.error();
  for (const Placed& one : made) {
    if (one.revived) {
      if (!settle({one.sequence, now, Stage::dead, Reason::none}))
        return m_connection.error();
      continue;
    }
    if (!m_dropDelivery.run(one.sequence))
      return m_connection.error();
    m_rows -= m_connection.changes();
  }
  if (!m_commit.run())
    return m_connection.error();
  return Done{};
}

Status SqliteWriter::tidy() {
  const int pages = m_connection.logPages();
  if (pages < m_longLog)
    m_tidyAt = 0;
  if (pages < std::max(m_longLog, m_tidyAt))
    return Done{};
  // Unless somebody reads, the log begins anew with the next commit.
  m_tidyAt = pages + nextTry;
  return m_connection.checkpoint(false);
}

} // namespace pushscope
