#pragma once

#include "protocol/base/result.h"

#include <string>
#include <string_view>

namespace pushscope {

// Files that hold secrets: made with mode 0600, and refused when others can read them. Every error is `file` with path
// and reason.

enum class Readers { owner, group, everybody };
// The whole file; longer than `limit` bytes, or readable by more than `most`, is an error.
Result<std::string> readFile(const std::string& path, size_t limit, Readers most = Readers::owner);
// Makes it unless it is there; what is there stays as it is. Whoever finds the file finds it whole, also another
// process that makes it at the same moment. Needs a file system with hard links.
Status createPrivateFile(const std::string& path, std::string_view content);
// Whoever reads it, and whoever starts after a loss of power, finds the old content or the new one.
Status replacePrivateFile(const std::string& path, std::string_view content);

// Keeps other processes out of a change, from construction to destruction: they wait. The file must exist.
class FileLock {
 public:
  explicit FileLock(const std::string& path);
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

  bool isHeld() const { return m_descriptor >= 0; }

 private:
  int m_descriptor;
};

} // namespace pushscope
