#pragma once

#include "protocol/base/result.h"
#include "protocol/base/time.h"

#include <string>
#include <string_view>

namespace pushscope {

// Reads "30s", "1.5s", "500ms", "2m", "24h", "250us"; a bare number is seconds.
// Fails with `malformed` and the text itself as detail; negative values and values past 100 years are malformed.
Result<Duration> parseDuration(std::string_view text);

// A whole number of the largest unit that divides it; parseDuration() reads it back to the same value.
std::string durationText(Duration value);

} // namespace pushscope
