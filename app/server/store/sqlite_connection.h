#pragma once

#include "protocol/base/bytes.h"
#include "protocol/base/ids.h"
#include "protocol/base/result.h"

#include <cassert>
#include <memory>
#include <string>

struct sqlite3;
struct sqlite3_stmt;

namespace pushscope {

// A constant of the program. Nothing that comes from outside can become part of a statement: it is bound.
struct Sql {
  const char* text;
  consteval Sql(const char* constant) : text(constant) {}
};

// A prepared statement. What is bound must live until the rows are read.
class SqliteStatement {
 public:
  SqliteStatement() = default;
  explicit SqliteStatement(sqlite3_stmt* statement) : m_statement(statement) {}

  // The rows of one execution; the statement is at rest again when this goes. One at a time.
  class Rows {
   public:
    Rows(sqlite3_stmt* statement, int error) : m_statement(statement), m_error(error) {}
    Rows(const Rows&) = delete;
    Rows& operator=(const Rows&) = delete;
    ~Rows();

    // False at the end, and on an error: ask ok() afterwards.
    bool next();
    bool ok() const { return m_error == 0; }

    int64_t integer(int column) const;
    uint64_t number(int column) const { return uint64_t(integer(column)); }
    bool isNull(int column) const;
    BytesView blob(int column) const; // until the next row
    std::string_view text(int column) const;

   private:
    sqlite3_stmt* m_statement;
    int m_error;
  };

  template <class... Values>
  Rows query(const Values&... values) {
    int error = 0;
    int at = 0;
    ((error = error ? error : bind(++at, values)), ...);
    return {m_statement.get(), error};
  }
  // Of a statement without rows.
  template <class... Values>
  bool run(const Values&... values) {
    Rows rows = query(values...);
    rows.next();
    return rows.ok();
  }

 private:
  int bind(int at, int64_t value);
  int bind(int at, uint64_t value) { return bind(at, int64_t(value)); }
  int bind(int at, uint32_t value) { return bind(at, int64_t(value)); }
  int bind(int at, int value) { return bind(at, int64_t(value)); }
  int bind(int at, Sequence value) { return bind(at, int64_t(value.value)); }
  int bind(int at, BytesView value);
  int bind(int at, const Bytes& value) { return bind(at, BytesView(value)); }
  int bind(int at, const Uuid& value) { return bind(at, BytesView(value.bytes)); }
  int bind(int at, std::string_view value);
  int bind(int at, const std::string& value) { return bind(at, std::string_view(value)); }

  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  std::unique_ptr<sqlite3_stmt, Finalize> m_statement;
};

// One connection; belongs to one thread at a time. Statements must be gone before it.
class SqliteConnection {
 public:
  enum class Mode : uint8_t { read, write };
  // The file must be there. `vfs`: null is the usual one.
  static Result<SqliteConnection> open(const std::string& path, Mode mode, const char* vfs);

  Result<SqliteStatement> prepare(Sql sql);
  // Statements without parameters, one after another.
  Status execute(Sql sql);
  // The first column of the first row; 0 if there is none.
  Result<int64_t> integer(Sql sql);

  // With it, closing moves nothing from the log into the file: the bytes of both stay as they are.
  void leaveFileUntouched(bool leave);
  // `truncate`: all of the log into the file, and the log is empty; an error if somebody reads. Else as much as goes.
  Status checkpoint(bool truncate);
  // Rows that the last statement changed.
  int64_t changes() const;
  // Pages in the log after the last commit.
  int logPages() const { return *m_logPages; }

  // What went wrong last, in a sentence that names the file.
  Error error(ErrorCode code = ErrorCode::storage) const;
  const std::string& path() const { return m_path; }

 private:
  struct Close {
    void operator()(sqlite3* connection) const;
  };
  std::string m_path;
  std::unique_ptr<int> m_logPages;
  std::unique_ptr<sqlite3, Close> m_connection;
};

} // namespace pushscope
