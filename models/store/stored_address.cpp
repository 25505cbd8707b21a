#include "models/store/stored_address.h"

#include <charconv>
#include <optional>

namespace pushscope {
namespace {

// A whole number up to `most` as it is printed, followed by `end` (0: by nothing); both are taken off the text.
std::optional<uint32_t> takeNumber(std::string_view& text, uint32_t most, char end) {
  uint32_t value = 0;
  const auto [at, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const size_t digits = size_t(at - text.data());
  const bool ends = end == 0 ? digits == text.size() : digits < text.size() && *at == end;
  if (error != std::errc() || value > most || !ends || (digits > 1 && text.front() == '0'))
    return std::nullopt;
  text.remove_prefix(end == 0 ? digits : digits + 1);
  return value;
}

} // namespace

StoredAddress::StoredAddress(std::string_view text, TextPool& texts) {
  uint64_t packed = isPacked;
  std::string_view rest = text;
  int shift = 40;
  for (const char end : {'.', '.', '.', ':'}) {
    const auto part = takeNumber(rest, 255, end);
    if (!part) {
      m_value = texts.intern(text).value;
      return;
    }
    packed |= uint64_t{*part} << shift;
    shift -= 8;
  }
  const auto port = takeNumber(rest, 65'535, 0);
  m_value = port ? packed | *port : texts.intern(text).value;
}

std::string StoredAddress::text(const TextPool& texts) const {
  if ((m_value & isPacked) == 0)
    return std::string(texts.view({uint32_t(m_value)}));
  std::string text;
  for (const int shift : {40, 32, 24, 16})
    text += std::to_string(m_value >> shift & 255) + (shift == 16 ? ':' : '.');
  return text + std::to_string(m_value & 65'535);
}

} // namespace pushscope
