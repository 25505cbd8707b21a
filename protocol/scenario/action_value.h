#pragma once

#include "protocol/base/result.h"
#include "protocol/message/fleet.h"

#include <string>
#include <string_view>

namespace pushscope::scenario {

// The number that an action takes, from how people write it: "on", "30%" (parts of a million), "300ms" (ms), "banner",
// a whole number. Empty for an action that takes none. Fails with `malformed` and a sentence as detail.
Result<uint64_t> actionValue(PhoneAction action, std::string_view text);
// The same back, as people write it; actionValue() reads it as the same number.
std::string actionValueText(PhoneAction action, uint64_t value);
// Whether an action takes a text beside the number.
bool takesText(PhoneAction action);
// All names that a person may write, for sentences: "foreground, background, …".
std::string actionNames();

} // namespace pushscope::scenario
