#pragma once

#include "models/recording/text_meaning.h"
#include "protocol/base/bytes.h"
#include "protocol/base/time.h"

#include <concepts>
#include <string_view>
#include <type_traits>

namespace pushscope {

// Values as FORMAT.md writes them: whole numbers as LEB128, signed ones zigzag first, text with its length before it.
// ArchiveReader has the same functions, so that one description of a struct serves both directions.
class ArchiveWriter {
 public:
  static constexpr bool reads = false;

  // `rewrite`, if it is given, outlives this.
  explicit ArchiveWriter(Bytes& out, const TextRewriter& rewrite = nobody()) : m_out(out), m_rewrite(rewrite) {}

  void number(std::unsigned_integral auto value) {
    uint64_t rest = value;
    for (; rest >= 0x80; rest >>= 7)
      m_out.push_back(uint8_t(rest | 0x80));
    m_out.push_back(uint8_t(rest));
  }
  void integer(int64_t value) { number(uint64_t(value) << 1 ^ uint64_t(value >> 63)); }
  void flag(bool value) { m_out.push_back(uint8_t(value)); }
  void time(WallTime value) { integer(micros(value)); }
  void span(Duration value) { integer(value.count()); }
  template <class Enum>
  requires std::is_enum_v<Enum>
  void choice(Enum value, Enum) { number(uint64_t(value)); }
  void text(std::string_view value, size_t longest, TextMeaning meaning = TextMeaning::other) {
    if (!m_rewrite)
      return writeText(value);
    const std::string written = m_rewrite(meaning, value);
    writeText(std::string_view(written).substr(0, longest));
  }
  void raw(BytesView bytes) { m_out.insert(m_out.end(), bytes.begin(), bytes.end()); }

 private:
  static const TextRewriter& nobody() {
    static const TextRewriter none;
    return none;
  }
  void writeText(std::string_view value) {
    number(value.size());
    raw(asBytes(value));
  }

  Bytes& m_out;
  const TextRewriter& m_rewrite;
};

} // namespace pushscope
