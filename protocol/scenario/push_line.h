#pragma once

#include "protocol/scenario/scenario.h"

#include <string_view>

namespace pushscope::scenario {

// What a person expects of one push, on a line: "acknowledged within 2s, shown within 5s, no resend". Each part is the
// [[expect]] of a scenario, read by the same parser, and kept if it is true of every delivery of the push.
//
//   line  = part { ("," | "and") part }
//   part  = stage [ "(" reason ")" ] [ "within" bound ]      "not shown", "expired", "cancelled (collapsed)"
//         | "no resend" | "no duplicate"
//         | ("attempts" | "duplicates" | "skew") bound
//   bound = "2s" "<=2s" ">1s" "1s..5s", or the same of counts: a time without a sign is one at most
//
// Words are those of the scenario file. Spaces may stand in a bound.
struct PushLine {
  // In bytes of the line.
  struct Mistake {
    size_t position = 0, length = 0;
    std::string sentence;
  };
  std::vector<Expectation> expectations; // `text` is the part as it was written; none if there is a mistake
  std::optional<Mistake> mistake;
};
PushLine parsePushLine(std::string_view line);

// A person reads it at a glance, and each part looks at each stage of each delivery.
inline constexpr size_t longestPushLine = 200; // bytes
inline constexpr size_t mostPushParts = 8;

} // namespace pushscope::scenario
