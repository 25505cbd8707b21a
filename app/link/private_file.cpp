#include "app/link/private_file.h"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace pushscope {
namespace {

Error fileError(const std::string& path, int cause) {
  return {ErrorCode::file, path + ": " + std::strerror(cause)};
}

bool writeAll(int fd, std::string_view content) {
  while (!content.empty()) {
    const ssize_t count = ::write(fd, content.data(), content.size());
    if (count < 0 && errno == EINTR)
      continue;
    if (count <= 0)
      return false;
    content.remove_prefix(size_t(count));
  }
  return true;
}

// The name of a file beside `path` with this content, on the disk; mkstemp() makes it with mode 0600.
Result<std::string> writeBeside(const std::string& path, std::string_view content) {
  std::string name = path + ".XXXXXX";
  const int fd = ::mkstemp(name.data());
  if (fd < 0)
    return fileError(path, errno);
  const bool written = writeAll(fd, content) && ::fsync(fd) == 0;
  const int cause = errno;
  ::close(fd);
  if (written)
    return name;
  ::unlink(name.c_str());
  return fileError(path, cause);
}

// A new name is on the disk only when its folder is.
void syncFolder(const std::string& path) {
  const size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  const int fd = ::open(folder.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return;
  ::fsync(fd);
  ::close(fd);
}

} // namespace

Result<std::string> readFile(const std::string& path, size_t limit, Readers most) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return fileError(path, errno);
  struct stat info {};
  const bool known = ::fstat(fd, &info) == 0;
  std::string text;
  std::array<char, 4096> part{};
  ssize_t count = 0;
  while (text.size() <= limit && (count = ::read(fd, part.data(), part.size())) > 0)
    text.append(part.data(), size_t(count));
  const int cause = errno;
  ::close(fd);
  if (!known || count < 0)
    return fileError(path, cause);
  const mode_t others = most == Readers::owner ? 077 : most == Readers::group ? 07 : 0;
  if ((info.st_mode & others) != 0)
    return {ErrorCode::file, path + ": can be read by others; make it private with chmod 600"};
  if (text.size() > limit)
    return {ErrorCode::file, path + ": is longer than " + std::to_string(limit) + " bytes"};
  return text;
}

Status createPrivateFile(const std::string& path, std::string_view content) {
  if (::access(path.c_str(), F_OK) == 0)
    return Done{};
  const Result<std::string> written = writeBeside(path, content);
  if (!written.ok())
    return written.error();
  // link() fails if the name is taken, where rename() would replace.
  const bool linked = ::link(written.value().c_str(), path.c_str()) == 0;
  const int cause = errno;
  ::unlink(written.value().c_str());
  if (!linked && cause != EEXIST)
    return fileError(path, cause);
  syncFolder(path);
  return Done{};
}

Status replacePrivateFile(const std::string& path, std::string_view content) {
  const Result<std::string> written = writeBeside(path, content);
  if (!written.ok())
    return written.error();
  if (::rename(written.value().c_str(), path.c_str()) != 0) {
    const int cause = errno;
    ::unlink(written.value().c_str());
    return fileError(path, cause);
  }
  syncFolder(path);
  return Done{};
}

FileLock::FileLock(const std::string& path) : m_descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
  int locked = -1;
  while (m_descriptor >= 0 && (locked = ::flock(m_descriptor, LOCK_EX)) != 0 && errno == EINTR) {
  }
  if (m_descriptor >= 0 && locked != 0)
    ::close(std::exchange(m_descriptor, -1));
}

FileLock::~FileLock() {
  if (m_descriptor >= 0)
    ::close(m_descriptor); // and the lock with it
}

} // namespace pushscope
