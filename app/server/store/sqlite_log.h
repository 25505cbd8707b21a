#pragma once

#include "protocol/base/result.h"

#include <string>

namespace pushscope {

// Looks for damage in the write-ahead log beside a database, before anything reads it. SQLite takes the first frame
// with a wrong checksum for the end of the log, which is right after a loss of power, and would silently forget the
// rest if a bit flipped. What tells them apart: of what was being written at the loss of power there is one commit at
// most; behind a flipped bit there are frames of commits that were made later, and so were promised. Damage within the
// last commit cannot be told from a loss of power. Reads all of the log: it is kept short (SqliteEngine). Error:
// ErrorCode::file and a sentence.
Status checkSqliteLog(const std::string& databasePath);

} // namespace pushscope
