#pragma once

#include "protocol/base/result.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace pushscope {

// The SHA-256 of a certificate as it is sent (DER): what a client pins. The same number that
// `openssl x509 -fingerprint -sha256` prints.
struct Fingerprint {
  std::array<uint8_t, 32> bytes{};

  // "sha256:" and 64 hex digits in either case, in pairs that colons may separate. `malformed` with the text as detail.
  static Result<Fingerprint> parse(std::string_view text);
  // "sha256:" and 64 lower-case hex digits.
  std::string text() const;

  friend bool operator==(const Fingerprint&, const Fingerprint&) = default;
};

} // namespace pushscope
