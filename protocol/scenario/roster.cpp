#include "protocol/scenario/roster.h"

#include <algorithm>
#include <charconv>

namespace pushscope::scenario {
namespace {

// A number with leading zeros up to four digits: ids of a group of ordinary size sort as they count.
std::string digits(uint32_t number) {
  std::string text = std::to_string(number);
  return text.size() < 4 ? std::string(4 - text.size(), '0') + text : text;
}

} // namespace

Roster::Roster(const Scenario& scenario, unsigned scalePercent) : m_scenario(&scenario), m_scale(scalePercent) {
  uint32_t next = 0;
  for (const PhoneGroup& group : scenario.groups) {
    const uint32_t count = scaled(group.count);
    m_ranges.push_back({next, next + count});
    next += count;
  }
}

Roster::Roster(std::vector<std::string> devices)
    : m_devices(std::move(devices)), m_ranges{{0, uint32_t(m_devices.size())}} {}

uint32_t Roster::scaled(uint32_t number) const {
  return uint32_t(std::clamp<uint64_t>(uint64_t{number} * m_scale / 100, 1, 100'000'000));
}

size_t Roster::groupOf(uint32_t phone) const {
  const auto after = std::upper_bound(m_ranges.begin(), m_ranges.end(), phone,
                                      [](uint32_t value, const Range& range) { return value < range.end; });
  return size_t(after - m_ranges.begin());
}

std::vector<Roster::Range> Roster::ranges(const Groups& groups) const {
  if (groups.empty())
    return m_ranges;
  std::vector<Range> ranges;
  for (const uint32_t group : groups)
    ranges.push_back(m_ranges[group]);
  return ranges;
}

std::string Roster::device(uint32_t phone) const {
  if (!m_scenario)
    return m_devices[phone];
  const size_t group = groupOf(phone);
  return m_scenario->groups[group].name + "-" + digits(phone - m_ranges[group].begin + 1);
}

std::optional<uint32_t> Roster::find(std::string_view device) const {
  if (!m_scenario) {
    const auto found = std::lower_bound(m_devices.begin(), m_devices.end(), device);
    return found != m_devices.end() && *found == device ? std::optional(uint32_t(found - m_devices.begin()))
                                                        : std::nullopt;
  }
  const size_t dash = device.rfind('-');
  if (dash == std::string_view::npos)
    return std::nullopt;
  uint32_t number = 0;
  const std::string_view tail = device.substr(dash + 1);
  const auto [stop, failure] = std::from_chars(tail.data(), tail.data() + tail.size(), number);
  if (failure != std::errc{} || stop != tail.data() + tail.size() || number == 0 || tail != digits(number))
    return std::nullopt;
  for (size_t group = 0; group < m_ranges.size(); ++group)
    if (m_scenario->groups[group].name == device.substr(0, dash))
      return number <= m_ranges[group].size() ? std::optional(m_ranges[group].begin + number - 1) : std::nullopt;
  return std::nullopt;
}

// Weighted round robin in its smooth form, as nginx balances: each step every kind gains its weight, the richest is
// chosen and pays the sum.
std::vector<std::string_view> Roster::profiles() const {
  std::vector<std::string_view> profiles;
  profiles.reserve(size());
  for (size_t group = 0; group < m_ranges.size(); ++group) {
    const std::vector<Share>& mix = m_scenario->groups[group].mix;
    std::vector<int64_t> credit(mix.size());
    int64_t sum = 0;
    for (const Share& share : mix)
      sum += share.weight;
    for (uint32_t i = 0; i < m_ranges[group].size(); ++i) {
      for (size_t k = 0; k < mix.size(); ++k)
        credit[k] += mix[k].weight;
      const auto richest = size_t(std::max_element(credit.begin(), credit.end()) - credit.begin());
      credit[richest] -= sum;
      profiles.push_back(mix[richest].profile);
    }
  }
  return profiles;
}

} // namespace pushscope::scenario
