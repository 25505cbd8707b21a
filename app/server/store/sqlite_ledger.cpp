#include "app/server/store/sqlite_ledger.h"

#include <algorithm>

namespace pushscope {
namespace {

Error asAnswer(const SqliteConnection& connection) {
  return {ErrorCode::storage, connection.error().detail};
}

// A ladder from its row: what was gathered, and, where that was lost with an earlier process, what the row itself says.
Ladder ladderOf(const DeliveryRow& row, const std::vector<LadderPiece>& pieces, uint64_t incarnation,
                uint32_t& madeUp) {
  Ladder out;
  out.record.uuid = row.body.uuid;
  out.record.device = row.device;
  out.record.sequence = row.sequence;
  out.record.payloadBytes = row.payloadBytes;
  // The handle of another incarnation may be somebody else's in this one; numbers from the far end are nobody's.
  out.record.delivery = {--madeUp};
  for (const LadderPiece& piece : pieces) {
    if (piece.incarnation == incarnation)
      out.record.delivery = piece.delivery;
    if (piece.payloadHash != 0)
      out.record.payloadHash = piece.payloadHash;
    out.stages.insert(out.stages.end(), piece.stages.begin(), piece.stages.end());
  }
  const auto has = [&](Stage stage) {
    return std::any_of(out.stages.begin(), out.stages.end(), [&](const auto& fact) { return fact.stage == stage; });
  };
  if (!has(Stage::accepted)) {
    StageFact fact;
    fact.at = row.body.accepted;
    fact.stage = Stage::accepted;
    out.stages.insert(out.stages.begin(), fact);
    if (row.body.composed > WallTime{} && !has(Stage::composed)) {
      fact.at = row.body.composed;
      fact.stage = Stage::composed;
      out.stages.insert(out.stages.begin(), fact);
    }
  }
  if (row.stage != Stage::unknown && !has(row.stage)) {
    StageFact fact;
    fact.at = row.settled;
    fact.stage = row.stage;
    fact.reason = row.reason;
    out.stages.push_back(fact);
  }
  for (StageFact& fact : out.stages)
    fact.delivery = out.record.delivery;
  return out;
}

} // namespace

SqliteLedger::SqliteLedger(SqliteEngine& engine, SqliteEngine::Post post)
    : m_engine(engine), m_post(std::move(post)), m_lastSession(engine.lastSession()),
      m_lastAudited(engine.lastAudited()) {}

SqliteLedger::~SqliteLedger() {
  *m_alive = false;
}

// ---- Deliveries

void SqliteLedger::delivery(const DeliveryRecord& record) {
  Live& live = m_live[record.delivery];
  live.sequence = record.sequence;
  gather(record.delivery, live).piece.payloadHash = record.payloadHash;
}

void SqliteLedger::stage(const StageFact& fact) {
  const auto found = m_live.find(fact.delivery);
  if (found == m_live.end() || found->second.stages == stagesPerDelivery)
    return;
  Live& live = found->second;
  ++live.stages;
  gather(fact.delivery, live).piece.stages.push_back(fact);
  if (!isFinal(fact.stage) || live.final)
    return;
  live.final = true;
  m_finals.push_back(fact.delivery);
  if (m_finals.size() > rememberedFinals) {
    m_live.erase(m_finals.front());
    m_finals.pop_front();
  }
}

SqliteLedger::Gathered& SqliteLedger::gather(DeliveryHandle handle, Live& live) {
  // The number of one that was written lies behind.
  const uint32_t at = live.gathered - m_written;
  if (live.gathered != none && at < m_gathered.size() && m_gathered[at].piece.delivery == handle)
    return m_gathered[at];
  if (m_gathered.size() >= mostGathered)
    write(m_gathered.size() / 2);
  live.gathered = m_written + uint32_t(m_gathered.size());
  Gathered& gathered = m_gathered.emplace_back();
  gathered.sequence = live.sequence;
  gathered.piece.incarnation = m_engine.config().incarnation;
  gathered.piece.delivery = handle;
  remind();
  return gathered;
}

void SqliteLedger::remind() {
  if (m_reminded)
    return;
  m_reminded = true;
  m_engine.remind([this, alive = m_alive, post = m_post] {
    post([this, alive] {
      if (*alive)
        turn();
    });
  });
}

void SqliteLedger::turn() {
  m_reminded = false;
  write(m_old);
  m_old = uint32_t(m_gathered.size());
  if (m_old > 0)
    remind();
}

void SqliteLedger::write(size_t count) {
  count = std::min(count, m_gathered.size());
  std::vector<SqliteBatch::Piece> pieces;
  pieces.reserve(count);
  for (size_t i = 0; i < count; ++i) {
    pieces.push_back({m_gathered.front().sequence, packed(m_gathered.front().piece, m_gathered.front().sequence)});
    m_gathered.pop_front();
  }
  m_written += uint32_t(count);
  m_old -= std::min(m_old, uint32_t(count));
  m_engine.pieces(std::move(pieces));
}

void SqliteLedger::flush() {
  write(m_gathered.size());
}

// ---- Questions

template <class Answer>
void SqliteLedger::ask(std::function<Result<Answer>(SqliteConnection&)> query,
                       std::function<void(Result<Answer>)> done) {
  flush();
  m_engine.query(
      [query = std::move(query), done = std::move(done), post = m_post, alive = m_alive](SqliteConnection* connection) {
        Result<Answer> answer =
            connection ? query(*connection) : Result<Answer>(Error{ErrorCode::storage, "the store cannot be read"});
        post([answer = std::move(answer), done, alive]() mutable {
          if (*alive)
            done(std::move(answer));
        });
      });
}

void SqliteLedger::find(const Uuid& uuid, std::function<void(Result<std::vector<Ladder>>)> done) {
  ask<std::vector<Ladder>>(
      [uuid, engine = &m_engine](SqliteConnection& connection) -> Result<std::vector<Ladder>> {
        Result<SqliteStatement> statement =
            connection.prepare("SELECT " PUSHSCOPE_DELIVERY_COLUMNS ", d.ladder FROM delivery d WHERE d.uuid = ?1 "
                               "ORDER BY d.sequence LIMIT ?2");
        if (!statement.ok())
          return statement.error();
        std::vector<Ladder> out;
        uint32_t madeUp = 0;
        SqliteStatement::Rows rows = statement.value().query(uuid, uint64_t{mostLadders});
        while (rows.next()) {
          if (const std::optional<DeliveryRow> row = deliveryRow(rows))
            out.push_back(ladderOf(*row, ladderPieces(rows.blob(deliveryColumns), row->sequence),
                                   engine->config().incarnation, madeUp));
          else
            engine->complain(connection.path() + ": delivery " + std::to_string(rows.number(0)) + " is damaged");
        }
        if (!rows.ok())
          return asAnswer(connection);
        return out;
      },
      std::move(done));
}

void SqliteLedger::deadLetters(Sequence after, size_t count,
                               std::function<void(Result<std::vector<DeadLetter>>)> done) {
  ask<std::vector<DeadLetter>>(
      [after, count, engine = &m_engine](SqliteConnection& connection) -> Result<std::vector<DeadLetter>> {
        Result<SqliteStatement> statement = connection.prepare(
            "SELECT " PUSHSCOPE_DELIVERY_COLUMNS " FROM dead CROSS JOIN delivery d ON d.sequence = dead.sequence "
            "WHERE dead.sequence > ?1 ORDER BY dead.sequence LIMIT ?2");
        if (!statement.ok())
          return statement.error();
        std::vector<DeadLetter> out;
        SqliteStatement::Rows rows = statement.value().query(after, uint64_t{count});
        while (rows.next()) {
          if (const std::optional<DeliveryRow> row = deliveryRow(rows))
            out.push_back({row->device, row->body.uuid, row->sequence, row->settled, row->reason, row->payloadBytes});
          else
            engine->complain(connection.path() + ": delivery " + std::to_string(rows.number(0)) + " is damaged");
        }
        if (!rows.ok())
          return asAnswer(connection);
        return out;
      },
      std::move(done));
}

// ---- Sessions, actions, tags

void SqliteLedger::session(PastSession session) {
  m_engine.session({++m_lastSession, session.device, packed(session)});
}

void SqliteLedger::sessions(const std::string& device, uint64_t after, size_t count,
                            std::function<void(Result<std::vector<PastSession>>)> done) {
  ask<std::vector<PastSession>>(
      [device, after, count, engine = &m_engine](SqliteConnection& connection) -> Result<std::vector<PastSession>> {
        Result<SqliteStatement> statement =
            device.empty() ? connection.prepare("SELECT cursor, entry, sum FROM session WHERE cursor > ?1 "
                                                "ORDER BY cursor LIMIT ?2")
                           : connection.prepare("SELECT cursor, entry, sum FROM session WHERE cursor > ?1 "
                                                "AND device = ?3 ORDER BY cursor LIMIT ?2");
        if (!statement.ok())
          return statement.error();
        std::vector<PastSession> out;
        SqliteStatement::Rows rows = device.empty() ? statement.value().query(after, uint64_t{count})
                                                    : statement.value().query(after, uint64_t{count}, device);
        while (rows.next()) {
          if (std::optional<PastSession> session = unpackedSession(rows.number(0), rows.blob(1), rows.number(2)))
            out.push_back(std::move(*session));
          else
            engine->complain(connection.path() + ": session " + std::to_string(rows.number(0)) + " is damaged");
        }
        if (!rows.ok())
          return asAnswer(connection);
        return out;
      },
      std::move(done));
}

void SqliteLedger::audit(AuditEntry entry) {
  m_engine.audit({++m_lastAudited, {}, packed(entry)});
}

void SqliteLedger::audited(uint64_t after, size_t count, std::function<void(Result<std::vector<AuditEntry>>)> done) {
  ask<std::vector<AuditEntry>>(
      [after, count, engine = &m_engine](SqliteConnection& connection) -> Result<std::vector<AuditEntry>> {
        Result<SqliteStatement> statement =
            connection.prepare("SELECT cursor, entry, sum FROM audit WHERE cursor > ?1 ORDER BY cursor LIMIT ?2");
        if (!statement.ok())
          return statement.error();
        std::vector<AuditEntry> out;
        SqliteStatement::Rows rows = statement.value().query(after, uint64_t{count});
        while (rows.next()) {
          if (std::optional<AuditEntry> entry = unpackedAudit(rows.number(0), rows.blob(1), rows.number(2)))
            out.push_back(std::move(*entry));
          else
            engine->complain(connection.path() + ": action " + std::to_string(rows.number(0)) + " is damaged");
        }
        if (!rows.ok())
          return asAnswer(connection);
        return out;
      },
      std::move(done));
}

void SqliteLedger::tags(const std::string& device, const std::vector<std::string>& tags) {
  m_engine.tags({0, device, packed(tags)});
}

Status SqliteLedger::recoverTags(const std::function<void(const std::string&, std::vector<std::string>)>& each) {
  Result<SqliteConnection> connection = m_engine.file().connect(SqliteConnection::Mode::read);
  if (!connection.ok())
    return connection.error();
  Result<SqliteStatement> statement = connection.value().prepare("SELECT device, tags, sum FROM tag");
  if (!statement.ok())
    return statement.error();
  SqliteStatement::Rows rows = statement.value().query();
  while (rows.next()) {
    const std::string device(rows.text(0));
    std::optional<std::vector<std::string>> tags = unpackedTags(device, rows.blob(1), rows.number(2));
    if (!tags)
      return {ErrorCode::file, connection.value().path() + ": is damaged (the tags of a device)"};
    each(device, std::move(*tags));
  }
  if (!rows.ok())
    return connection.value().error(ErrorCode::file);
  return Done{};
}

} // namespace pushscope
