#include "app/server/store/sqlite_connection.h"

#include <sqlite3.h>

namespace pushscope {
namespace {

// Another process holds a lock for a moment, a shell that looks on, say. Longer is trouble.
constexpr int busyTimeoutMs = 2000;

} // namespace

// ---- Rows

SqliteStatement::Rows::~Rows() {
  if (m_statement)
    sqlite3_reset(m_statement);
}

bool SqliteStatement::Rows::next() {
  if (m_error)
    return false;
  const int answer = sqlite3_step(m_statement);
  if (answer == SQLITE_ROW)
    return true;
  m_error = answer == SQLITE_DONE ? 0 : answer;
  return false;
}

int64_t SqliteStatement::Rows::integer(int column) const {
  return sqlite3_column_int64(m_statement, column);
}

bool SqliteStatement::Rows::isNull(int column) const {
  return sqlite3_column_type(m_statement, column) == SQLITE_NULL;
}

BytesView SqliteStatement::Rows::blob(int column) const {
  const void* bytes = sqlite3_column_blob(m_statement, column); // first: it decides how many
  const int count = sqlite3_column_bytes(m_statement, column);
  return bytes ? BytesView(static_cast<const uint8_t*>(bytes), size_t(count)) : BytesView();
}

std::string_view SqliteStatement::Rows::text(int column) const {
  return asText(blob(column)); // as it was bound: UTF-8, any bytes
}

// ---- Statement

void SqliteStatement::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

int SqliteStatement::bind(int at, int64_t value) {
  return sqlite3_bind_int64(m_statement.get(), at, value);
}

int SqliteStatement::bind(int at, BytesView value) {
  // A null pointer would bind NULL.
  return sqlite3_bind_blob64(m_statement.get(), at, value.empty() ? reinterpret_cast<const uint8_t*>("") : value.data(),
                             value.size(), SQLITE_STATIC);
}

int SqliteStatement::bind(int at, std::string_view value) {
  return sqlite3_bind_text64(m_statement.get(), at, value.empty() ? "" : value.data(), value.size(), SQLITE_STATIC,
                             SQLITE_UTF8);
}

// ---- Connection

void SqliteConnection::Close::operator()(sqlite3* connection) const {
  [[maybe_unused]] const int closed = sqlite3_close(connection);
  assert(closed == SQLITE_OK); // else a statement is still there
}

Result<SqliteConnection> SqliteConnection::open(const std::string& path, Mode mode, const char* vfs) {
  const int flags =
      (mode == Mode::read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE) | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  SqliteConnection out;
  out.m_path = path;
  out.m_logPages = std::make_unique<int>(0);
  sqlite3* connection = nullptr;
  const int opened = sqlite3_open_v2(path.c_str(), &connection, flags, vfs);
  out.m_connection.reset(connection);
  if (opened != SQLITE_OK)
    return connection ? out.error(ErrorCode::file) : Error{ErrorCode::file, path + ": out of memory"};
  sqlite3_busy_timeout(connection, busyTimeoutMs);
  // The file may have been handed in: its schema gets no say in what functions run, and cells are checked.
  sqlite3_db_config(connection, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(connection, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_wal_hook(
      connection,
      [](void* pages, sqlite3*, const char*, int count) {
        *static_cast<int*>(pages) = count;
        return SQLITE_OK;
      },
      out.m_logPages.get());
  if (Status status = out.execute("PRAGMA cell_size_check=ON"); !status.ok())
    return Error{ErrorCode::file, status.error().detail};
  if (mode == Mode::read)
    if (Status status = out.execute("PRAGMA query_only=ON"); !status.ok())
      return Error{ErrorCode::file, status.error().detail};
  return out;
}

Result<SqliteStatement> SqliteConnection::prepare(Sql sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v3(m_connection.get(), sql.text, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK)
    return error();
  return SqliteStatement(statement);
}

Status SqliteConnection::execute(Sql sql) {
  if (sqlite3_exec(m_connection.get(), sql.text, nullptr, nullptr, nullptr) != SQLITE_OK)
    return error();
  return Done{};
}

Result<int64_t> SqliteConnection::integer(Sql sql) {
  Result<SqliteStatement> statement = prepare(sql);
  if (!statement.ok())
    return statement.error();
  SqliteStatement::Rows rows = statement.value().query();
  const int64_t value = rows.next() ? rows.integer(0) : 0;
  if (!rows.ok())
    return error();
  return value;
}

void SqliteConnection::leaveFileUntouched(bool leave) {
  sqlite3_db_config(m_connection.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, leave ? 1 : 0, nullptr);
}

Status SqliteConnection::checkpoint(bool truncate) {
  const int mode = truncate ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE;
  if (sqlite3_wal_checkpoint_v2(m_connection.get(), "main", mode, nullptr, nullptr) != SQLITE_OK)
    return error();
  return Done{};
}

int64_t SqliteConnection::changes() const {
  return sqlite3_changes(m_connection.get());
}

Error SqliteConnection::error(ErrorCode code) const {
  return {code, m_path + ": " + sqlite3_errmsg(m_connection.get())};
}

} // namespace pushscope
