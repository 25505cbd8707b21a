#include "protocol/base/duration_text.h"

#include <array>
#include <cstdlib>

namespace pushscope {
namespace {

struct Unit {
  std::string_view name;
  int64_t us;
};
// Longest first, so that the first that divides a value evenly writes it shortest.
constexpr std::array<Unit, 5> units{Unit{"h", 3'600'000'000}, Unit{"m", 60'000'000}, Unit{"s", 1'000'000},
                                    Unit{"ms", 1'000}, Unit{"us", 1}};
constexpr int64_t longest = int64_t{100} * 366 * 24 * 3'600'000'000;

const Unit* findUnit(std::string_view name) {
  if (name.empty())
    name = "s";
  for (const Unit& unit : units)
    if (unit.name == name)
      return &unit;
  return nullptr;
}

} // namespace

Result<Duration> parseDuration(std::string_view text) {
  const auto bad = [&] { return Error{ErrorCode::malformed, std::string(text.substr(0, 64))}; };
  size_t i = 0;
  int64_t whole = 0, fraction = 0, scale = 1;
  size_t digits = 0;
  for (; i < text.size() && text[i] >= '0' && text[i] <= '9'; ++i, ++digits) {
    whole = whole * 10 + (text[i] - '0');
    if (whole > longest)
      return bad();
  }
  if (i < text.size() && text[i] == '.') {
    for (++i; i < text.size() && text[i] >= '0' && text[i] <= '9'; ++i, ++digits)
      if (scale < 1'000'000) {
        fraction = fraction * 10 + (text[i] - '0');
        scale *= 10;
      }
  }
  const Unit* unit = findUnit(text.substr(i));
  if (digits == 0 || !unit || whole > longest / unit->us)
    return bad();
  const int64_t us = whole * unit->us + fraction * unit->us / scale;
  if (us > longest)
    return bad();
  return Duration(us);
}

std::string durationText(Duration value) {
  const int64_t us = value.count();
  for (const Unit& unit : units)
    if (us != 0 && us % unit.us == 0)
      return std::to_string(us / unit.us) + std::string(unit.name);
  return "0s";
}

} // namespace pushscope
