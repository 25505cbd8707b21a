#include "protocol/base/fingerprint.h"

#include "protocol/base/bytes.h"

namespace pushscope {
namespace {

constexpr std::string_view prefix = "sha256:";

int digitOf(char c) {
  if (c >= '0' && c <= '9')
    return c - '0';
  if (c >= 'a' && c <= 'f')
    return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

} // namespace

Result<Fingerprint> Fingerprint::parse(std::string_view text) {
  const Error bad{ErrorCode::malformed, std::string(text.substr(0, 120))};
  if (text.substr(0, prefix.size()) != prefix)
    return bad;
  std::string_view digits = text.substr(prefix.size());
  Fingerprint fingerprint;
  for (size_t i = 0; i < fingerprint.bytes.size(); ++i) {
    if (i > 0 && !digits.empty() && digits.front() == ':')
      digits.remove_prefix(1);
    const int high = digits.size() < 2 ? -1 : digitOf(digits[0]);
    const int low = digits.size() < 2 ? -1 : digitOf(digits[1]);
    if (high < 0 || low < 0)
      return bad;
    fingerprint.bytes[i] = uint8_t(high << 4 | low);
    digits.remove_prefix(2);
  }
  return digits.empty() ? Result<Fingerprint>(fingerprint) : Result<Fingerprint>(bad);
}

std::string Fingerprint::text() const {
  return std::string(prefix) + hexText(bytes);
}

} // namespace pushscope
