#include "models/store/device_table.h"

namespace pushscope {

Row DeviceTable::rowFor(const std::string& device) {
  const auto [entry, isNew] = m_byDevice.try_emplace(device, Row(m_device.size()));
  if (isNew) {
    m_device.push_back(device);
    m_profile.emplace_back();
    m_belief.emplace_back();
    m_truth.emplace_back();
    m_roundTrips.emplace_back();
  }
  return entry->second;
}

std::optional<Row> DeviceTable::find(std::string_view device) const {
  const auto found = m_byDevice.find(std::string(device));
  return found == m_byDevice.end() ? std::nullopt : std::optional(found->second);
}

bool DeviceTable::differs(Row row) const {
  const Belief& belief = m_belief[row];
  const Truth& truth = m_truth[row];
  if (!belief.known || !truth.known || belief.stale || truth.stale)
    return false;
  const bool believedUp = belief.link != LinkState::offline, isUp = truth.link != LinkState::offline;
  return believedUp != isUp || (isUp && belief.app != truth.app);
}

} // namespace pushscope
