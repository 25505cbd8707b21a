#pragma once

#include "protocol/base/result.h"

#include <array>
#include <string>
#include <string_view>

namespace pushscope {

// SHA-256: what is kept of a token.
using TokenHash = std::array<unsigned char, 32>;
TokenHash hashOfToken(std::string_view token);
// 256 random bits, as 64 hex digits; empty if the system has none.
std::string makeToken();
// Whether it has the form of what makeToken() makes: nobody can guess such a one.
bool isMadeToken(std::string_view token);
// Makes the file, with mode 0600 and a new token, if it is missing; returns the hash of the token on its first line.
// `file` with path and reason if it cannot be read or made, can be read by others, or has no token there.
Result<TokenHash> readTokenFile(const std::string& path);

// The credential of a port where everybody has the same. The file holds one token on its first line and is readable by
// its owner only; the process keeps nothing but its SHA-256.
class TokenGuard {
 public:
  // As readTokenFile().
  static Result<TokenGuard> fromFile(const std::string& path);
  static TokenGuard fromToken(std::string_view token);

  // Takes a time that does not depend on where the texts differ.
  bool admits(std::string_view token) const;
  const TokenHash& hash() const { return m_hash; }

 private:
  TokenHash m_hash{};
};

} // namespace pushscope
