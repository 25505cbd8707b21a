#include "protocol/scenario/bound.h"

#include "protocol/base/duration_text.h"
#include "protocol/base/ids.h"

#include <algorithm>
#include <optional>

namespace pushscope::scenario {
namespace {

constexpr int64_t million = 1'000'000;
constexpr int64_t lowest = std::numeric_limits<int64_t>::min();
constexpr int64_t highest = std::numeric_limits<int64_t>::max();

std::optional<int64_t> countOf(std::string_view text) {
  constexpr int64_t greatest = 1'000'000'000'000; // more than any run has of anything
  int64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9')
      return std::nullopt;
    value = value * 10 + (c - '0');
    if (value > greatest)
      return std::nullopt;
  }
  return text.empty() ? std::nullopt : std::optional(value);
}

std::optional<int64_t> microsOf(std::string_view text) {
  const Result<Duration> value = parseDuration(text);
  return value.ok() ? std::optional(value.value().count()) : std::nullopt;
}

std::optional<int64_t> perMillionOf(std::string_view text) {
  const Result<uint32_t> value = parsePerMillion(text);
  return value.ok() ? std::optional<int64_t>(value.value()) : std::nullopt;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ')
    text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ')
    text.remove_suffix(1);
  return text;
}

std::optional<Bound> boundOf(std::string_view text, std::optional<int64_t> (*number)(std::string_view)) {
  struct Sign {
    std::string_view sign;
    bool hasLeast, hasMost;
    int64_t step; // from the number to the nearest that is within
  };
  // Two characters before one.
  static constexpr Sign signs[] = {{"<=", false, true, 0}, {">=", true, false, 0}, {"==", true, true, 0},
                                   {"<", false, true, -1}, {">", true, false, 1},  {"", true, true, 0}};
  if (const size_t dots = text.find(".."); dots != std::string_view::npos) {
    const auto least = number(trimmed(text.substr(0, dots))), most = number(trimmed(text.substr(dots + 2)));
    return least && most && *least <= *most ? std::optional(Bound{*least, *most, std::string(text)}) : std::nullopt;
  }
  for (const Sign& sign : signs) {
    if (text.substr(0, sign.sign.size()) != sign.sign)
      continue;
    const auto value = number(trimmed(text.substr(sign.sign.size())));
    if (!value)
      return std::nullopt;
    const int64_t end = *value + sign.step;
    return Bound{sign.hasLeast ? end : lowest, sign.hasMost ? end : highest, std::string(text)};
  }
  return std::nullopt;
}

Result<Bound> result(std::string_view text, std::optional<Bound> bound, const char* form) {
  if (bound)
    return *std::move(bound);
  return {ErrorCode::malformed, "\"" + labelOf(text) + "\" is no bound; write for example " + form};
}

} // namespace

// Multiplied, not divided, so that "100%" means all of them however many there are.
bool Bound::holdsShare(uint64_t part, uint64_t whole) const {
  const auto scaledPart = static_cast<int64_t>(part * million);
  const auto of = [&](int64_t bound) { return bound * static_cast<int64_t>(whole); };
  return (least == lowest || scaledPart >= of(least)) && (most == highest || scaledPart <= of(most));
}

Result<Bound> parseCountBound(std::string_view text) {
  return result(text, boundOf(trimmed(text), countOf), "\"<=15\", \">=1\", \"0\" or \"2..5\"");
}
Result<Bound> parseTimeBound(std::string_view text) {
  return result(text, boundOf(trimmed(text), microsOf), "\"<=500ms\", \">=5s\" or \"1s..10s\"");
}
Result<Bound> parseShareBound(std::string_view text) {
  return result(text, boundOf(trimmed(text), perMillionOf), "\">=95%\", \"100%\" or \"10%..20%\"");
}

Result<uint32_t> parsePerMillion(std::string_view text) {
  const Error bad{ErrorCode::malformed,
                  "\"" + labelOf(text) + "\" is no percentage; write for example \"30%\" or \"2.5%\""};
  if (text.empty() || text.back() != '%')
    return bad;
  text.remove_suffix(1);
  text = trimmed(text);
  const size_t point = std::min(text.find('.'), text.size());
  const auto whole = countOf(text.substr(0, point));
  std::string decimals(text.substr(std::min(point + 1, text.size())));
  const bool pointAtEnd = point < text.size() && decimals.empty();
  if (!whole || *whole > 100 || decimals.size() > 4 || pointAtEnd)
    return bad;
  decimals.resize(4, '0'); // a percent is 10,000 parts of a million
  const auto fraction = countOf(decimals);
  if (!fraction || *whole * 10'000 + *fraction > million)
    return bad;
  return uint32_t(*whole * 10'000 + *fraction);
}

std::string shareText(uint64_t part, uint64_t whole) {
  if (whole == 0)
    return "none";
  const uint64_t hundredths = part * 10'000 / whole; // rounded down: 99.99 % is never shown as all
  std::string text = std::to_string(hundredths / 100);
  if (hundredths % 100 != 0) {
    const std::string decimals = std::to_string(100 + hundredths % 100);
    text += "." + decimals.substr(1);
    if (text.back() == '0')
      text.pop_back();
  }
  return text + " %";
}

} // namespace pushscope::scenario
