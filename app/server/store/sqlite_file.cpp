#include "app/server/store/sqlite_file.h"

#include "app/server/store/sqlite_log.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace pushscope {
namespace {

constexpr size_t headerBytes = 100;
constexpr std::string_view magic{"SQLite format 3\0", 16};
constexpr size_t logAt = 18; // two bytes: 2 where there is a write-ahead log
constexpr size_t versionAt = 60;
constexpr size_t applicationAt = 68;

// One row a delivery: first an inbox entry with its payload, then a receipt. The numbers of sequences only grow, so
// that rows are added at the end, and rows of one push lie together in the index, whose keys grow with time as uuids
// do. Sums are SipHash, so that a flipped bit is never taken for content: see SqliteRows.
//   at         while it waits: not before then, 0 is at once; afterwards: when it became final (µs since 1970)
//   state_sum  of sequence, stage, reason, at
//   sum        of everything that never changes, payload_sum included
//   ladder     pieces of what happened to it (LadderPiece), one behind another; NULL: none was told
//   payload    NULL once it is final, but for dead letters
constexpr Sql schema = R"(CREATE TABLE delivery (
  sequence INTEGER PRIMARY KEY,
  stage INTEGER NOT NULL,
  reason INTEGER NOT NULL,
  at INTEGER NOT NULL,
  state_sum INTEGER NOT NULL,
  uuid BLOB NOT NULL,
  device TEXT NOT NULL,
  options INTEGER NOT NULL,
  composed INTEGER NOT NULL,
  accepted INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  collapse_key TEXT NOT NULL,
  payload_bytes INTEGER NOT NULL,
  payload_sum INTEGER NOT NULL,
  sum INTEGER NOT NULL,
  ladder BLOB,
  payload BLOB
);
CREATE INDEX delivery_uuid ON delivery (uuid, device);
CREATE TABLE dead (sequence INTEGER PRIMARY KEY);
CREATE TABLE session (
  cursor INTEGER PRIMARY KEY,
  device TEXT NOT NULL,
  entry BLOB NOT NULL,
  sum INTEGER NOT NULL
);
CREATE INDEX session_device ON session (device);
CREATE TABLE audit (
  cursor INTEGER PRIMARY KEY,
  entry BLOB NOT NULL,
  sum INTEGER NOT NULL
);
CREATE TABLE tag (
  device TEXT PRIMARY KEY NOT NULL,
  tags BLOB NOT NULL,
  sum INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE meta (
  name TEXT PRIMARY KEY NOT NULL,
  value INTEGER NOT NULL
) WITHOUT ROWID;)";

constexpr Sql makeAll = R"(PRAGMA application_id = 0x50736e31;
INSERT INTO meta VALUES ('last_sequence', 0), ('starts', 0);
PRAGMA user_version = 1;)";

// From each version before SqliteFile::version to the next.
constexpr std::array<SqliteFile::Migration, 0> migrations{};

Error systemError(const std::string& path) {
  return {ErrorCode::file, path + ": " + std::strerror(errno)};
}

Error asFileError(const Error& error) {
  return {ErrorCode::file, error.detail};
}

// From the bytes themselves, so that nothing touches a file that is not ours. A file that was just being made when the
// power went has a journal beside it, and SQLite knows how to go back.
Status checkHeader(const std::string& path, int file) {
  std::array<char, headerBytes> header{};
  const ssize_t count = ::pread(file, header.data(), header.size(), 0);
  if (count < 0)
    return systemError(path);
  if (count == 0)
    return Done{};
  const auto* bytes = reinterpret_cast<const uint8_t*>(header.data());
  const uint32_t application = readU32(bytes + applicationAt);
  const bool begun = ::access((path + "-journal").c_str(), F_OK) == 0;
  if (begun && (application == 0 || header == std::array<char, headerBytes>{}))
    return Done{};
  if (count < ssize_t(headerBytes) || std::string_view(header.data(), magic.size()) != magic)
    return {ErrorCode::file, path + ": is not a database of pushnode, or its beginning is damaged"};
  if (application != SqliteFile::applicationId)
    return {ErrorCode::file, path + ": is a database of another program"};
  if (const uint32_t found = readU32(bytes + versionAt); found > uint32_t(SqliteFile::version))
    return {ErrorCode::file, path + ": was written by a newer pushnode (format " + std::to_string(found) +
                                 ", this one knows " + std::to_string(SqliteFile::version) +
                                 "); start that one, or name another file"};
  // SQLite would pass over the log.
  if ((bytes[logAt] != 2 || bytes[logAt + 1] != 2) && ::access((path + "-wal").c_str(), F_OK) == 0)
    return {ErrorCode::file, path + ": its beginning is damaged"};
  return Done{};
}

// What the statements above leave in a database.
std::vector<std::string> expectedSchema() {
  std::vector<std::string> out;
  for (std::string_view rest = schema.text; !rest.empty();) {
    const size_t end = rest.find(';');
    out.emplace_back(rest.substr(0, end));
    rest.remove_prefix(std::min(rest.size(), end + 1));
    rest.remove_prefix(std::min(rest.size(), rest.find_first_not_of("\n ")));
  }
  return out;
}

Status checkSchema(SqliteConnection& connection) {
  Result<SqliteStatement> statement = connection.prepare("SELECT sql FROM sqlite_schema ORDER BY rowid");
  if (!statement.ok())
    return asFileError(statement.error());
  std::vector<std::string> found;
  SqliteStatement::Rows rows = statement.value().query();
  while (rows.next())
    found.emplace_back(rows.text(0));
  if (!rows.ok())
    return connection.error(ErrorCode::file);
  if (found != expectedSchema())
    return {ErrorCode::file, connection.path() + ": is damaged (its tables are not those of format " +
                                 std::to_string(SqliteFile::version) + ")"};
  return Done{};
}

// Every page, every cell, and that table and index agree: about three seconds for this much. In a bigger file damage is
// found when a page or a row is read.
constexpr int64_t checkedBytes = int64_t{1} << 30;

Status checkWhole(SqliteConnection& connection) {
  const Result<int64_t> pages = connection.integer("PRAGMA page_count");
  const Result<int64_t> pageBytes = connection.integer("PRAGMA page_size");
  if (!pages.ok() || !pageBytes.ok())
    return asFileError(pages.ok() ? pageBytes.error() : pages.error());
  if (pages.value() > checkedBytes / pageBytes.value())
    return Done{};
  Result<SqliteStatement> statement = connection.prepare("PRAGMA integrity_check(1)");
  if (!statement.ok())
    return asFileError(statement.error());
  SqliteStatement::Rows rows = statement.value().query();
  const std::string found = rows.next() ? std::string(rows.text(0)) : std::string();
  if (found.empty())
    return connection.error(ErrorCode::file);
  if (found != "ok")
    return {ErrorCode::file, connection.path() + ": is damaged (" + found + ")"};
  return Done{};
}

} // namespace

// ---- Lock

SqliteFile::Lock::~Lock() {
  if (m_file >= 0)
    ::close(m_file);
}

// Not on the file itself: SQLite's own locks are between its connections, and this process has several.
Result<SqliteFile::Lock> SqliteFile::lock(const std::string& path) {
  const std::string name = path + ".lock";
  const int file = ::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0)
    return systemError(name);
  Lock held(file);
  if (::flock(file, LOCK_EX | LOCK_NB) != 0)
    return errno == EWOULDBLOCK ? Error{ErrorCode::file, path + ": another pushnode uses it"} : systemError(name);
  return held;
}

// ---- File

Result<SqliteFile> SqliteFile::open(const std::string& path, const char* vfs) {
  // One file has one lock, whatever links lead to it.
  std::error_code failed;
  const std::filesystem::path real = std::filesystem::weakly_canonical(path, failed);
  if (failed)
    return Error{ErrorCode::file, path + ": " + failed.message()};
  Result<Lock> held = lock(real.string());
  if (!held.ok())
    return held.error();
  SqliteFile out(real.string(), vfs, std::move(held).value());
  if (Status status = out.make(); !status.ok())
    return status.error();
  if (Status status = checkSqliteLog(out.m_path); !status.ok())
    return status.error();
  if (Status status = out.prepare(); !status.ok())
    return status.error();
  return out;
}

Status SqliteFile::make() const {
  const int made = ::open(m_path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (made >= 0) {
    ::close(made);
    // So that the name is as durable as what will be in the file.
    const std::string folder = std::filesystem::path(m_path).parent_path().string();
    const int directory = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_CLOEXEC);
    if (directory < 0)
      return systemError(folder);
    const bool synced = ::fsync(directory) == 0;
    const Error failure = systemError(folder);
    ::close(directory);
    return synced ? Status(Done{}) : Status(failure);
  }
  if (errno != EEXIST)
    return systemError(m_path);
  const int file = ::open(m_path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0)
    return systemError(m_path);
  struct stat info {};
  Status status = ::fstat(file, &info) != 0 ? Status(systemError(m_path)) : Status(Done{});
  if (status.ok() && !S_ISREG(info.st_mode))
    status = {ErrorCode::file, m_path + ": is not a file"};
  if (status.ok())
    status = checkHeader(m_path, file);
  ::close(file);
  return status;
}

Status SqliteFile::prepare() const {
  Result<SqliteConnection> opened = SqliteConnection::open(m_path, SqliteConnection::Mode::write, m_vfs);
  if (!opened.ok())
    return opened.error();
  SqliteConnection& connection = opened.value();
  connection.leaveFileUntouched(true);
  const Result<int64_t> tables = connection.integer("SELECT count(*) FROM sqlite_schema");
  const Result<int64_t> found = connection.integer("PRAGMA user_version");
  const Result<int64_t> application = connection.integer("PRAGMA application_id");
  if (!tables.ok() || !found.ok() || !application.ok())
    return asFileError(!tables.ok() ? tables.error() : !found.ok() ? found.error() : application.error());

  const bool fresh = tables.value() == 0 && application.value() == 0;
  if (fresh) {
    for (Sql sql : {Sql("PRAGMA synchronous=FULL"), Sql("BEGIN IMMEDIATE"), schema, makeAll, Sql("COMMIT"),
                    Sql("PRAGMA journal_mode=WAL")})
      if (Status status = connection.execute(sql); !status.ok())
        return asFileError(status.error());
    return Done{};
  }
  if (application.value() != int64_t(applicationId))
    return {ErrorCode::file, m_path + ": is a database of another program"};
  if (found.value() > version)
    return {ErrorCode::file, m_path + ": was written by a newer pushnode (format " + std::to_string(found.value()) +
                                 ", this one knows " + std::to_string(version) + ")"};
  if (found.value() < 1)
    return {ErrorCode::file, m_path + ": its beginning is damaged"};
  // What is in a file is looked at only after what it claims to be.
  if (found.value() == version)
    if (Status status = checkSchema(connection); !status.ok())
      return status;
  if (Status status = checkWhole(connection); !status.ok())
    return status;
  if (Status status = migrate(connection, int(found.value()), migrations); !status.ok())
    return status;
  if (Status status = checkSchema(connection); !status.ok())
    return status;
  // It may have been made by hand: from now on others cannot read what waits in it.
  (void)::chmod(m_path.c_str(), 0600);
  return Done{};
}

Status SqliteFile::migrate(SqliteConnection& connection, int from, std::span<const Migration> steps) {
  for (const Migration& step : steps) {
    if (step.to <= from)
      continue;
    for (Sql sql : {Sql("BEGIN IMMEDIATE"), step.statements, Sql("COMMIT")})
      if (Status status = connection.execute(sql); !status.ok()) {
        (void)connection.execute("ROLLBACK");
        return asFileError(status.error());
      }
  }
  return Done{};
}

Result<SqliteConnection> SqliteFile::connect(SqliteConnection::Mode mode) const {
  Result<SqliteConnection> opened = SqliteConnection::open(m_path, mode, m_vfs);
  if (!opened.ok() || mode == SqliteConnection::Mode::read)
    return opened;
  // fullfsync: on macOS a flush alone does not reach the disk.
  for (Sql sql : {Sql("PRAGMA journal_mode=WAL"), Sql("PRAGMA synchronous=FULL"), Sql("PRAGMA fullfsync=ON"),
                  Sql("PRAGMA checkpoint_fullfsync=ON")})
    if (Status status = opened.value().execute(sql); !status.ok())
      return asFileError(status.error());
  return opened;
}

} // namespace pushscope
