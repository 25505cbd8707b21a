#include "app/link/token_file.h"

#include "app/link/private_file.h"
#include "protocol/base/bytes.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>
#include <unistd.h>

namespace pushscope {
namespace {

constexpr size_t longestToken = 512;
constexpr size_t longestFile = 64 * 1024; // people keep notes behind the first line
constexpr size_t madeBytes = 32;

} // namespace

TokenHash hashOfToken(std::string_view token) {
  TokenHash hash{};
  unsigned int size = 0;
  EVP_Digest(token.data(), token.size(), hash.data(), &size, EVP_sha256(), nullptr);
  return hash;
}

std::string makeToken() {
  std::array<unsigned char, madeBytes> random{};
  if (RAND_bytes(random.data(), int(random.size())) != 1)
    return {};
  return hexText(random);
}

bool isMadeToken(std::string_view token) {
  return token.size() == 2 * madeBytes && std::all_of(token.begin(), token.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

Result<TokenHash> readTokenFile(const std::string& path) {
  if (::access(path.c_str(), F_OK) != 0) {
    const std::string token = makeToken();
    if (token.empty())
      return {ErrorCode::file, path + ": no random numbers available"};
    if (const Status created = createPrivateFile(path, token + "\n"); !created.ok())
      return created.error();
  }
  Result<std::string> text = readFile(path, longestFile);
  if (!text.ok())
    return text.error();
  const std::string_view all = text.value();
  std::string_view token = all.substr(0, all.find_first_of("\r\n"));
  token = token.substr(0, token.find_last_not_of(" \t") + 1);
  const bool printable = std::all_of(token.begin(), token.end(), [](char c) { return c > ' ' && c <= '~'; });
  const Result<TokenHash> hash =
      token.empty() || token.size() > longestToken
          ? Result<TokenHash>(ErrorCode::file, path + ": line 1: holds no token on its first line")
      : !printable ? Result<TokenHash>(ErrorCode::file, path + ": line 1: a token is ASCII without blanks")
                   : Result<TokenHash>(hashOfToken(token));
  OPENSSL_cleanse(text.value().data(), text.value().size());
  return hash;
}

Result<TokenGuard> TokenGuard::fromFile(const std::string& path) {
  const Result<TokenHash> hash = readTokenFile(path);
  if (!hash.ok())
    return hash.error();
  TokenGuard guard;
  guard.m_hash = hash.value();
  return guard;
}

TokenGuard TokenGuard::fromToken(std::string_view token) {
  TokenGuard guard;
  guard.m_hash = hashOfToken(token);
  return guard;
}

bool TokenGuard::admits(std::string_view token) const {
  const TokenHash hash = hashOfToken(token);
  return CRYPTO_memcmp(hash.data(), m_hash.data(), hash.size()) == 0;
}

} // namespace pushscope
