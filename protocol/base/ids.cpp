#include "protocol/base/ids.h"

#include "protocol/base/bytes.h"
#include "protocol/base/random.h"

#include <algorithm>

namespace pushscope {
namespace {

int hexValue(char c) {
  if (c >= '0' && c <= '9')
    return c - '0';
  if (c >= 'a' && c <= 'f')
    return c - 'a' + 10;
  if (c >= 'A' && c <= 'F')
    return c - 'A' + 10;
  return -1;
}

constexpr bool isDash(size_t position) {
  return position == 8 || position == 13 || position == 18 || position == 23;
}

// Length of the UTF-8 sequence that starts here; 0 if there is none (RFC 3629, table of well-formed sequences).
size_t sequenceLength(std::string_view s) {
  const auto byte = [&](size_t i) { return i < s.size() ? static_cast<uint8_t>(s[i]) : 0; };
  const auto follows = [&](size_t i) { return (byte(i) & 0xc0) == 0x80; };
  const uint8_t a = byte(0), b = byte(1);
  if (a < 0x80)
    return 1;
  if (a >= 0xc2 && a <= 0xdf)
    return follows(1) ? 2 : 0;
  if (a >= 0xe0 && a <= 0xef) {
    const bool shortest = a != 0xe0 || b >= 0xa0, noSurrogate = a != 0xed || b <= 0x9f;
    return shortest && noSurrogate && follows(1) && follows(2) ? 3 : 0;
  }
  if (a >= 0xf0 && a <= 0xf4) {
    const bool inRange = (a != 0xf0 || b >= 0x90) && (a != 0xf4 || b <= 0x8f);
    return inRange && follows(1) && follows(2) && follows(3) ? 4 : 0;
  }
  return 0;
}

// U+0000 to U+001F and U+007F to U+009F; the latter half has two bytes.
bool holdsControlCharacter(std::string_view s) {
  for (size_t i = 0; i < s.size(); ++i) {
    const auto c = static_cast<uint8_t>(s[i]);
    if (c < 0x20 || c == 0x7f)
      return true;
    if (c == 0xc2 && i + 1 < s.size() && static_cast<uint8_t>(s[i + 1]) < 0xa0)
      return true;
  }
  return false;
}

} // namespace

bool isValidUtf8(std::string_view text) {
  while (!text.empty()) {
    const size_t n = sequenceLength(text);
    if (n == 0)
      return false;
    text.remove_prefix(n);
  }
  return true;
}

std::string labelOf(std::string_view text) {
  constexpr size_t longest = 64; // enough to tell two apart
  std::string label;
  if (!isValidUtf8(text))
    return label;
  while (!text.empty()) {
    const size_t n = sequenceLength(text);
    if (label.size() + n > longest)
      break;
    label += holdsControlCharacter(text.substr(0, n)) ? std::string("?") : std::string(text.substr(0, n));
    text.remove_prefix(n);
  }
  return label;
}

Status checkDeviceId(std::string_view id) {
  if (id.empty())
    return {ErrorCode::malformed, "device"};
  if (id.size() > maxDeviceIdBytes)
    return {ErrorCode::tooLarge, "device"};
  if (holdsControlCharacter(id) || !isValidUtf8(id))
    return {ErrorCode::malformed, "device"};
  return Done{};
}

Uuid Uuid::make(WallTime now, Random& random) {
  Uuid uuid;
  const auto ms = static_cast<uint64_t>(micros(now) / 1000);
  for (size_t i = 0; i < 6; ++i)
    uuid.bytes[i] = uint8_t(ms >> (40 - 8 * i));
  const uint64_t a = random.next(), b = random.next();
  for (size_t i = 6; i < 16; ++i)
    uuid.bytes[i] = uint8_t((i < 8 ? a : b) >> (8 * (i % 8)));
  uuid.bytes[6] = 0x70 | (uuid.bytes[6] & 0x0f);
  uuid.bytes[8] = 0x80 | (uuid.bytes[8] & 0x3f);
  return uuid;
}

Result<Uuid> Uuid::parse(std::string_view text) {
  Uuid uuid;
  if (text.size() != 36)
    return {ErrorCode::malformed, "uuid"};
  size_t nibble = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (isDash(i)) {
      if (text[i] != '-')
        return {ErrorCode::malformed, "uuid"};
      continue;
    }
    const int value = hexValue(text[i]);
    if (value < 0)
      return {ErrorCode::malformed, "uuid"};
    uuid.bytes[nibble / 2] = uint8_t(uuid.bytes[nibble / 2] << 4 | value);
    ++nibble;
  }
  return uuid;
}

Result<Uuid> Uuid::fromBytes(std::string_view raw) {
  Uuid uuid;
  if (raw.size() != uuid.bytes.size())
    return {ErrorCode::malformed, "uuid"};
  std::copy(raw.begin(), raw.end(), uuid.bytes.begin());
  return uuid;
}

std::string Uuid::text() const {
  const std::string hex = hexText(bytes);
  std::string out;
  for (size_t i = 0, nibble = 0; i < 36; ++i)
    out.push_back(isDash(i) ? '-' : hex[nibble++]);
  return out;
}

} // namespace pushscope
