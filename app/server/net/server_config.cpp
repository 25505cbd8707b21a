#include "app/server/net/server_config.h"

#include "protocol/base/duration_text.h"

#include <charconv>

namespace pushscope {

Result<HeartbeatPolicy> parseHeartbeat(const std::string& text) {
  const size_t first = text.find('/');
  const size_t second = first == std::string::npos ? first : text.find('/', first + 1);
  if (second == std::string::npos)
    return {ErrorCode::malformed, text};
  const Result<Duration> interval = parseDuration(std::string_view(text).substr(0, first));
  const Result<Duration> timeout = parseDuration(std::string_view(text).substr(first + 1, second - first - 1));
  HeartbeatPolicy policy;
  const char* begin = text.data() + second + 1;
  const char* end = text.data() + text.size();
  const auto [stop, failure] = std::from_chars(begin, end, policy.misses);
  if (!interval.ok() || !timeout.ok() || failure != std::errc{} || stop != end)
    return {ErrorCode::malformed, text};
  policy.interval = interval.value();
  policy.timeout = timeout.value();
  if (const Status status = checkPolicy(policy); !status.ok())
    return status.error();
  return policy;
}

std::string heartbeatText(const HeartbeatPolicy& policy) {
  return durationText(policy.interval) + "/" + durationText(policy.timeout) + "/" + std::to_string(policy.misses);
}

} // namespace pushscope
