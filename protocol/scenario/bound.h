#pragma once

#include "protocol/base/result.h"
#include "protocol/base/time.h"

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

namespace pushscope::scenario {

// What a number may be: "<=15", ">=1", "<3", ">0", "2" and "2..5" (both included); durations and percentages likewise.
// Kept as whole numbers, both ends included: counts, µs, or parts of a million.
struct Bound {
  int64_t least = std::numeric_limits<int64_t>::min();
  int64_t most = std::numeric_limits<int64_t>::max();
  std::string text; // as it was written

  bool holds(int64_t value) const { return value >= least && value <= most; }
  bool holds(Duration value) const { return holds(value.count()); }
  // For parts of a million: whether `part` of `whole` is within, exactly.
  bool holdsShare(uint64_t part, uint64_t whole) const;

  friend bool operator==(const Bound& a, const Bound& b) { return a.least == b.least && a.most == b.most; }
};

// `malformed` with a sentence as detail.
Result<Bound> parseCountBound(std::string_view text);
Result<Bound> parseTimeBound(std::string_view text);
Result<Bound> parseShareBound(std::string_view text);

// "30%", "2.5%" → parts of a million; at most 100 %.
Result<uint32_t> parsePerMillion(std::string_view text);
// Of parts and a whole, for people: "96 %", "99.98 %".
std::string shareText(uint64_t part, uint64_t whole);

} // namespace pushscope::scenario
