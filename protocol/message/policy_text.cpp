#include "protocol/message/policy_text.h"

#include "protocol/base/duration_text.h"

#include <charconv>

namespace pushscope {

Result<HeartbeatPolicy> parsePolicy(std::string_view text) {
  const auto bad = [&] { return Error{ErrorCode::malformed, std::string(text.substr(0, 64))}; };
  const size_t first = text.find('/');
  const size_t second = first == std::string_view::npos ? first : text.find('/', first + 1);
  if (second == std::string_view::npos)
    return bad();
  const Result<Duration> interval = parseDuration(text.substr(0, first));
  const Result<Duration> timeout = parseDuration(text.substr(first + 1, second - first - 1));
  HeartbeatPolicy policy;
  const char* end = text.data() + text.size();
  const auto [stop, failure] = std::from_chars(text.data() + second + 1, end, policy.misses);
  if (!interval.ok() || !timeout.ok() || failure != std::errc{} || stop != end)
    return bad();
  policy.interval = interval.value();
  policy.timeout = timeout.value();
  if (const Status status = checkPolicy(policy); !status.ok())
    return status.error();
  return policy;
}

std::string policyText(const HeartbeatPolicy& policy) {
  return durationText(policy.interval) + "/" + durationText(policy.timeout) + "/" + std::to_string(policy.misses);
}

} // namespace pushscope
