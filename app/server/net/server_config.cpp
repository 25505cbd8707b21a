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
  // Few people have more friends; a full copy takes 40 KiB, and those of the four collections that accounts have by
  // themselves stay below what may wait to be written to a phone (256 KiB).
  constexpr uint32_t mostItems = 1'000;
  if (!named || failure != std::errc{} || stop != end || shape.items > mostItems ||
      config.collections.size() >= maxCollections)
    return {ErrorCode::usage, "--collection " + text + ": write NAME=ITEMS, at most 1000, for example friends=50"};
  config.collections[text.substr(0, equals)] = shape;
  return Done{};
}

} // namespace pushscope
