#include "app/server/store/sqlite_store.h"

#include <cassert>

namespace pushscope {
namespace {

// Of a body in the cache beside its payload: the body itself, map and list.
constexpr size_t bytesPerBody = 256;

size_t bytesOf(const SqliteEngine::What& what) {
  return what->second.payload->size() + bytesPerBody;
}

} // namespace

// ---- Cache

void SqliteStore::Cache::put(Sequence sequence, SqliteEngine::What what) {
  m_bytes += bytesOf(what);
  m_bodies.emplace(sequence, std::move(what));
  m_order.push_back(sequence);
  while (!m_order.empty() && (m_bytes > cacheBytes || !m_bodies.contains(m_order.front()))) {
    erase(m_order.front());
    m_order.pop_front();
  }
  // One that stays keeps the place of many that went.
  if (m_order.size() > 2 * m_bodies.size() + 1024)
    std::erase_if(m_order, [this](Sequence gone) { return !m_bodies.contains(gone); });
}

SqliteEngine::What SqliteStore::Cache::find(Sequence sequence) const {
  const auto found = m_bodies.find(sequence);
  return found == m_bodies.end() ? nullptr : found->second;
}

void SqliteStore::Cache::erase(Sequence sequence) {
  if (const auto found = m_bodies.find(sequence); found != m_bodies.end()) {
    m_bytes -= bytesOf(found->second);
    m_bodies.erase(found);
  }
}

// ---- Store

SqliteStore::SqliteStore(SqliteEngine& engine, SqliteEngine::Post post,
                         std::function<bool(const std::string& device)> owns)
    : m_engine(engine), m_owns(std::move(owns)), m_channel(std::make_shared<SqliteEngine::Channel>()) {
  m_channel->post = std::move(post);
  m_channel->answered = [this](std::vector<SqliteEngine::Answer>& answers) { answered(answers); };
  m_channelNumber = m_engine.join(m_channel);
}

SqliteStore::~SqliteStore() {
  m_channel->answered = nullptr;
  m_engine.waitingChanged(-int64_t(m_waiting));
}

bool SqliteStore::connect() {
  if (m_connection)
    return true;
  Result<SqliteConnection> opened = m_engine.file().connect(SqliteConnection::Mode::read);
  if (!opened.ok()) {
    m_engine.complain(opened.error().detail);
    return false;
  }
  Result<SqliteStatement> load =
      opened.value().prepare("SELECT " PUSHSCOPE_DELIVERY_COLUMNS ", d.payload FROM delivery d WHERE d.sequence = ?1");
  Result<SqliteStatement> loadDead =
      opened.value().prepare("SELECT " PUSHSCOPE_DELIVERY_COLUMNS ", d.payload FROM delivery d "
                             "WHERE d.uuid = ?1 AND d.device = ?2 ORDER BY d.sequence DESC");
  if (!load.ok() || !loadDead.ok()) {
    m_engine.complain(load.ok() ? loadDead.error().detail : load.error().detail);
    return false;
  }
  m_load = std::move(load).value();
  m_loadDead = std::move(loadDead).value();
  m_connection = std::move(opened).value();
  return true;
}

Status SqliteStore::recover(const Recovered& each) {
  Result<SqliteConnection> opened = m_engine.file().connect(SqliteConnection::Mode::read);
  if (!opened.ok())
    return opened.error();
  Result<SqliteStatement> all =
      opened.value().prepare("SELECT " PUSHSCOPE_DELIVERY_COLUMNS " FROM delivery d ORDER BY d.sequence");
  if (!all.ok())
    return all.error();
  {
    SqliteStatement::Rows rows = all.value().query();
    std::string device;
    while (rows.next()) {
      // Also of those that are final: else a flipped bit would make a waiting one one of them.
      const bool known = hasKnownState(rows);
      if (known && rows.integer(1) != int64_t(Stage::unknown))
        continue;
      device = rows.text(6);
      if (known && m_owns && !m_owns(device))
        continue;
      std::optional<DeliveryRow> row = known ? deliveryRow(rows) : std::nullopt;
      if (!row)
        return {ErrorCode::file,
                m_engine.file().path() + ": is damaged (delivery " + std::to_string(rows.number(0)) + ")"};
      m_inboxes[row->device].push(row->sequence);
      ++m_waiting;
      each(row->device, {row->sequence, std::move(row->body)}, row->payloadBytes);
    }
    if (!rows.ok())
      return opened.value().error(ErrorCode::file);
  }
  for (auto& [name, inbox] : m_inboxes)
    inbox.shrink();
  m_engine.waitingChanged(int64_t(m_waiting));
  return Done{};
}

// ---- The verbs

void SqliteStore::append(const std::string& device, Body body, std::function<void(Result<Appended>)> done) {
  assert(body.payload);
  if (!body.again && m_engine.isFull())
    return done({ErrorCode::limit, "waiting"});
  auto what = std::make_shared<const std::pair<std::string, Body>>(device, std::move(body));
  // First: the answer may be there before the call returns, but not before this thread looks for it.
  const uint64_t id = ++m_lastId;
  if (const std::optional<Error> refused = m_engine.append(m_channelNumber, id, what))
    return done(*refused);
  m_pending.push_back({id, std::move(what), std::move(done)});
}

void SqliteStore::answered(std::vector<SqliteEngine::Answer>& answers) {
  int64_t added = 0;
  // Whoever is told may ask for more, and even let this store go.
  const std::shared_ptr<SqliteEngine::Channel> alive = m_channel;
  for (SqliteEngine::Answer& answer : answers) {
    assert(!m_pending.empty() && m_pending.front().id == answer.id);
    Pending pending = std::move(m_pending.front());
    m_pending.pop_front();
    if (answer.appended.ok() && !answer.appended.value().known) {
      const Sequence sequence = answer.appended.value().sequence;
      m_inboxes[pending.what->first].push(sequence);
      ++m_waiting;
      ++added;
      // Dead no more, under its old number.
      if (pending.what->second.again && !m_dying.empty())
        std::erase_if(m_dying, [&](const auto& dying) { return dying.second == pending.what->second.uuid; });
      m_cache.put(sequence, std::move(pending.what));
      m_engine.waitingChanged(1);
    }
    pending.done(std::move(answer.appended));
    if (!alive->answered)
      return;
  }
}

std::vector<Store::Stored> SqliteStore::read(const std::string& device, Sequence after, size_t count) {
  std::vector<Stored> out;
  const auto inbox = m_inboxes.find(device);
  if (inbox == m_inboxes.end())
    return out;
  for (auto it = inbox->second.after(after); it != inbox->second.end() && out.size() < count; ++it) {
    if (std::optional<Stored> stored = load(*it)) {
      if (!m_postponed.empty())
        if (const auto postponed = m_postponed.find(*it); postponed != m_postponed.end())
          stored->body.notBefore = postponed->second;
      out.push_back(std::move(*stored));
    }
  }
  return out;
}

// Nothing if the file cannot be read there, or is damaged.
std::optional<Store::Stored> SqliteStore::load(Sequence sequence) {
  if (const SqliteEngine::What cached = m_cache.find(sequence)) {
    Stored out{sequence, cached->second};
    out.body.again = false;
    return out;
  }
  if (!connect())
    return std::nullopt;
  SqliteStatement::Rows rows = m_load.query(sequence);
  if (rows.next())
    if (std::optional<DeliveryRow> row = deliveryRow(rows); row && row->stage == Stage::unknown)
      if ((row->body.payload = payloadOf(rows, deliveryColumns, *row)))
        return Stored{sequence, std::move(row->body)};
  m_engine.complain(m_engine.file().path() + ": delivery " + std::to_string(sequence.value) +
                    (rows.ok() ? " is damaged and cannot be delivered" : " cannot be read"));
  return std::nullopt;
}

void SqliteStore::gone(Sequence sequence) {
  m_cache.erase(sequence);
  if (!m_postponed.empty())
    m_postponed.erase(sequence);
  --m_waiting;
}

void SqliteStore::acknowledge(const std::string& device, Sequence upTo, WallTime at) {
  const auto inbox = m_inboxes.find(device);
  if (inbox == m_inboxes.end())
    return;
  const auto last = inbox->second.after(upTo);
  m_scratch.clear();
  for (auto it = inbox->second.begin(); it != last; ++it) {
    m_scratch.push_back({*it, at, Stage::acknowledged, Reason::none});
    gone(*it);
  }
  inbox->second.eraseUpTo(last);
  m_engine.settle(m_scratch);
  m_engine.waitingChanged(-int64_t(m_scratch.size()));
}

void SqliteStore::settle(const std::string& device, Sequence sequence, Stage stage, Reason reason, WallTime at) {
  const auto inbox = m_inboxes.find(device);
  if (inbox == m_inboxes.end())
    return;
  const auto settled = inbox->second.find(sequence);
  if (settled == inbox->second.end())
    return;
  if (stage == Stage::dead) {
    if (const std::optional<Stored> stored = load(sequence))
      m_dying.emplace(sequence, stored->body.uuid);
  }
  const SqliteBatch::Fate fate{sequence, at, stage, reason};
  m_engine.settle({&fate, 1});
  if (stage == Stage::dead)
    m_engine.afterwards([this, channel = m_channel, sequence] {
      channel->post([this, channel, sequence] {
        if (channel->answered) // this is still there
          m_dying.erase(sequence);
      });
    });
  inbox->second.erase(settled);
  gone(sequence);
  m_engine.waitingChanged(-1);
}

void SqliteStore::postpone(const std::string& device, Sequence sequence, WallTime until) {
  const auto inbox = m_inboxes.find(device);
  if (inbox == m_inboxes.end() || inbox->second.find(sequence) == inbox->second.end())
    return;
  m_postponed[sequence] = until;
  m_engine.postpone(sequence, until);
}

std::optional<Store::Stored> SqliteStore::dead(const std::string& device, const Uuid& uuid) {
  if (!connect())
    return std::nullopt;
  SqliteStatement::Rows rows = m_loadDead.query(uuid, device);
  while (rows.next()) {
    std::optional<DeliveryRow> row = deliveryRow(rows);
    if (!row || rows.isNull(deliveryColumns) ||
        !(row->stage == Stage::dead || (row->stage == Stage::unknown && m_dying.contains(row->sequence))))
      continue;
    if ((row->body.payload = payloadOf(rows, deliveryColumns, *row)))
      return Stored{row->sequence, std::move(row->body)};
  }
  return std::nullopt;
}

} // namespace pushscope
