#pragma once

#include "protocol/message/session.h"

#include <string>
#include <string_view>

namespace pushscope {

// "30s/15s/3": interval, timeout, misses. `malformed` with the text as detail, or what checkPolicy() says.
Result<HeartbeatPolicy> parsePolicy(std::string_view text);
std::string policyText(const HeartbeatPolicy& policy);

} // namespace pushscope
