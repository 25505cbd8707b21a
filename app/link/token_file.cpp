#include "app/link/token_file.h"

#include "protocol/base/bytes.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace pushscope {
namespace {

constexpr size_t longestToken = 512;

Error fileError(const std::string& path) {
  return {ErrorCode::file, path + ": " + std::strerror(errno)};
}

Status createTokenFile(const std::string& path) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0)
    return errno == EEXIST ? Status(Done{}) : Status(fileError(path));
  std::array<unsigned char, 32> random{};
  if (RAND_bytes(random.data(), int(random.size())) != 1) {
    ::close(fd);
    return {ErrorCode::file, path + ": no random numbers available"};
  }
  const std::string line = hexText(random) + "\n";
  const bool written = ::write(fd, line.data(), line.size()) == ssize_t(line.size()) && ::fsync(fd) == 0;
  const Error failure = fileError(path);
  ::close(fd);
  return written ? Status(Done{}) : Status(failure);
}

Result<std::string> readFirstLine(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return fileError(path);
  struct stat info {};
  std::array<char, longestToken + 1> buffer{};
  const bool known = ::fstat(fd, &info) == 0;
  const ssize_t count = ::read(fd, buffer.data(), buffer.size());
  const Error failure = fileError(path);
  ::close(fd);
  if (!known || count < 0)
    return failure;
  if ((info.st_mode & 077) != 0)
    return {ErrorCode::file, path + ": can be read by others; make it private with chmod 600"};
  const std::string text(buffer.data(), size_t(count));
  const std::string token = text.substr(0, text.find_first_of("\r\n"));
  if (token.empty() || token.size() > longestToken)
    return {ErrorCode::file, path + ": holds no token on its first line"};
  return token;
}

} // namespace

Result<TokenGuard> TokenGuard::fromFile(const std::string& path) {
  if (const Status created = createTokenFile(path); !created.ok())
    return created.error();
  Result<std::string> token = readFirstLine(path);
  if (!token.ok())
    return token.error();
  TokenGuard guard = fromToken(token.value());
  OPENSSL_cleanse(token.value().data(), token.value().size());
  return guard;
}

TokenGuard TokenGuard::fromToken(std::string_view token) {
  TokenGuard guard;
  guard.m_hash = hashOf(token);
  return guard;
}

bool TokenGuard::admits(std::string_view token) const {
  const Hash hash = hashOf(token);
  return CRYPTO_memcmp(hash.data(), m_hash.data(), hash.size()) == 0;
}

TokenGuard::Hash TokenGuard::hashOf(std::string_view token) {
  Hash hash{};
  unsigned int size = 0;
  EVP_Digest(token.data(), token.size(), hash.data(), &size, EVP_sha256(), nullptr);
  return hash;
}

} // namespace pushscope
