#pragma once

#include "protocol/scenario/scenario.h"

#include <optional>
#include <string_view>

namespace pushscope::scenario {

// The phones of a scenario, numbered from 0 in the order of the file: group after group. `scalePercent` of each group's
// count take part, at least one.
class Roster {
 public:
  explicit Roster(const Scenario& scenario, unsigned scalePercent = 100);
  // Phones of no scenario, as one group: ids ascending, each once.
  explicit Roster(std::vector<std::string> devices);

  struct Range {
    uint32_t begin = 0, end = 0;
    uint32_t size() const { return end - begin; }
  };
  uint32_t size() const { return m_ranges.empty() ? 0 : m_ranges.back().end; }
  size_t groupCount() const { return m_ranges.size(); }
  Range range(size_t group) const { return m_ranges[group]; }
  size_t groupOf(uint32_t phone) const;
  // The phones of several groups in order; none: all of them.
  std::vector<Range> ranges(const Groups& groups) const;

  std::string device(uint32_t phone) const; // "callers-0001"
  std::optional<uint32_t> find(std::string_view device) const;
  // Each kind of a group has its share in every stretch of it, so that a scaled group stays the same mix.
  std::vector<std::string_view> profiles() const; // by phone; views into the scenario
  // `number` scaled as the phones are, at least one.
  uint32_t scaled(uint32_t number) const;

 private:
  const Scenario* m_scenario = nullptr; // outlives the roster; null: phones are those of m_devices
  unsigned m_scale = 100;
  std::vector<std::string> m_devices;
  std::vector<Range> m_ranges;
};

} // namespace pushscope::scenario
