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

Result<Backlog::Retry> parseRetry(const std::string& text) {
  if (text == "classic")
    return Backlog::Retry::classic;
  if (text == "reconnect")
    return Backlog::Retry::reconnect;
  return {ErrorCode::usage, "--retry " + text + ": one of classic, reconnect"};
}

Status parseCollection(const std::string& text, CoreConfig& config) {
  const size_t equals = text.find('=');
  CollectionSource::Shape shape;
  const char* end = text.data() + text.size();
  const bool named = equals != std::string::npos && equals > 0 && equals <= maxCollectionName;
  const auto [stop, failure] = std::from_chars(named ? text.data() + equals + 1 : end, end, shape.items);
  // A thousand items of 24 bytes are one page of a phone's screen for each of its friends; a full copy stays below the
  // 1 MiB that may wait to be written.
  if (!named || failure != std::errc{} || stop != end || shape.items > 10'000 ||
      config.collections.size() >= maxCollections)
    return {ErrorCode::usage, "--collection " + text + ": write NAME=ITEMS, at most 10000, for example friends=50"};
  config.collections[text.substr(0, equals)] = shape;
  return Done{};
}

std::string heartbeatText(const HeartbeatPolicy& policy) {
  return durationText(policy.interval) + "/" + durationText(policy.timeout) + "/" + std::to_string(policy.misses);
}

} // namespace pushscope
