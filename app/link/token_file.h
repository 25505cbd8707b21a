#pragma once

#include "protocol/base/result.h"

#include <array>
#include <string>
#include <string_view>

namespace pushscope {

// The credential of a port. The file holds one token on its first line and is readable by its owner only; the process
// keeps nothing but its SHA-256.
class TokenGuard {
 public:
  // Makes the file, with mode 0600 and 256 random bits, if it is missing. `file` with path and reason if it cannot be
  // read or made, is empty, or can be read by others.
  static Result<TokenGuard> fromFile(const std::string& path);
  static TokenGuard fromToken(std::string_view token);

  // Takes a time that does not depend on where the texts differ.
  bool admits(std::string_view token) const;

 private:
  using Hash = std::array<unsigned char, 32>;
  static Hash hashOf(std::string_view token);
  Hash m_hash{};
};

} // namespace pushscope
