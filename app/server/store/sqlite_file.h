#pragma once

#include "app/server/store/sqlite_connection.h"

#include <span>

namespace pushscope {

// The file of the durable store: that it is nobody else's at the moment, that it is one of ours, and whole, and of this
// version. Where it is not, open() says so in a sentence that names it (ErrorCode::file), and its bytes and those of
// its log stay as they are.
class SqliteFile {
 public:
  static constexpr uint32_t applicationId = 0x50736e31; // "Psn1"
  static constexpr int version = 1;

  // Makes the file (mode 0600) if there is none. Holds a lock on `path`.lock until it goes.
  // `vfs`: null is the usual one.
  static Result<SqliteFile> open(const std::string& path, const char* vfs);

  // Write-ahead log, every commit flushed to the disk.
  Result<SqliteConnection> connect(SqliteConnection::Mode mode) const;
  const std::string& path() const { return m_path; }

  // Brings a file of `from` to the version behind the last step, each step and its number in one transaction.
  struct Migration {
    int to;
    Sql statements;
  };
  static Status migrate(SqliteConnection& connection, int from, std::span<const Migration> steps);

 private:
  class Lock {
   public:
    explicit Lock(int file) : m_file(file) {}
    Lock(Lock&& other) noexcept : m_file(std::exchange(other.m_file, -1)) {}
    Lock& operator=(Lock&& other) noexcept {
      std::swap(m_file, other.m_file);
      return *this;
    }
    ~Lock();

   private:
    int m_file;
  };
  SqliteFile(std::string path, const char* vfs, Lock lock)
      : m_path(std::move(path)), m_vfs(vfs), m_lock(std::move(lock)) {}
  Status make() const;
  Status prepare() const;
  static Result<Lock> lock(const std::string& path);

  std::string m_path;
  const char* m_vfs;
  Lock m_lock;
};

} // namespace pushscope
