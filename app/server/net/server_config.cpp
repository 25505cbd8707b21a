#include "app/server/net/server_config.h"

#include <charconv>

namespace pushscope {

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

} // namespace pushscope
