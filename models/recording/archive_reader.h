#pragma once

#include "models/recording/text_meaning.h"
#include "protocol/base/bytes.h"
#include "protocol/base/time.h"

#include <algorithm>
#include <concepts>
#include <limits>
#include <string>
#include <type_traits>

namespace pushscope {

// What ArchiveWriter wrote, or what somebody else made of it. The first value that is out of its bounds fails the
// whole; from then on every value reads as zero or empty. Ask failed() before anything is believed.
class ArchiveReader {
 public:
  static constexpr bool reads = true;
  // In µs, either way from 1970 and for spans: more than any clock says, and sums of several do not overflow.
  static constexpr int64_t farthest = int64_t{1} << 56;

  explicit ArchiveReader(BytesView in) : m_in(in) {}

  bool failed() const { return m_failed; }
  void fail() {
    m_failed = true;
    m_in = {};
  }
  size_t left() const { return m_in.size(); }

  template <std::unsigned_integral Number>
  void number(Number& value) {
    const uint64_t whole = nextNumber();
    if (whole > std::numeric_limits<Number>::max())
      fail();
    value = m_failed ? 0 : Number(whole);
  }
  void integer(int64_t& value) {
    const uint64_t zigzag = nextNumber();
    value = int64_t(zigzag >> 1) ^ -int64_t(zigzag & 1);
  }
  void flag(bool& value) {
    const uint64_t whole = nextNumber();
    if (whole > 1)
      fail();
    value = whole == 1;
  }
  void time(WallTime& value) { value = wallFromMicros(bounded()); }
  void span(Duration& value) { value = Duration(bounded()); }
  template <class Enum>
  requires std::is_enum_v<Enum>
  void choice(Enum& value, Enum last) {
    const uint64_t whole = nextNumber();
    if (whole > uint64_t(last))
      fail();
    value = m_failed ? Enum{} : Enum(whole);
  }
  void text(std::string& value, size_t longest, TextMeaning = TextMeaning::other) {
    const uint64_t size = nextNumber();
    if (size > longest)
      fail();
    value = asText(raw(m_failed ? 0 : size_t(size)));
  }
  // So many bytes; none if there are fewer.
  BytesView raw(size_t size) {
    if (size > m_in.size())
      fail();
    const BytesView taken = m_in.first(m_failed ? 0 : size);
    m_in = m_in.subspan(taken.size());
    return taken;
  }
  // How many elements follow, each of which takes at least a byte.
  size_t count(size_t most) {
    const uint64_t whole = nextNumber();
    if (whole > std::min(most, m_in.size()))
      fail();
    return m_failed ? 0 : size_t(whole);
  }

 private:
  uint64_t nextNumber() {
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && !m_in.empty(); shift += 7) {
      const uint8_t byte = m_in.front();
      m_in = m_in.subspan(1);
      value |= uint64_t(byte & 0x7f) << shift;
      if (byte < 0x80)
        return shift == 63 && byte > 1 ? (fail(), 0) : value;
    }
    fail();
    return 0;
  }
  int64_t bounded() {
    int64_t value = 0;
    integer(value);
    if (value > farthest || value < -farthest)
      fail();
    return m_failed ? 0 : value;
  }

  BytesView m_in;
  bool m_failed = false;
};

} // namespace pushscope
