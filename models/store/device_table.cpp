#include "models/store/device_table.h"

#include <algorithm>

namespace pushscope {
namespace {

enum class Life { front, background, asleep, ended };

Life lifeOf(AppState state) {
  switch (state) {
  case AppState::foreground:
    return Life::front;
  case AppState::background:
    return Life::background;
  case AppState::terminated:
    return Life::ended;
  default:
    return Life::asleep;
  }
}

} // namespace

bool isSameApp(AppState believed, AppState real) {
  const bool known = believed != AppState::unknown && real != AppState::unknown;
  return !known || lifeOf(believed) == lifeOf(real);
}

Row DeviceTable::rowFor(const std::string& device) {
  const auto [entry, isNew] = m_byDevice.try_emplace(device, Row(m_device.size()));
  if (isNew) {
    m_device.push_back(device);
    m_profile.emplace_back();
    m_belief.emplace_back();
    m_truth.emplace_back();
    m_roundTrips.emplace_back();
    m_activity.emplace_back();
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
  return believedUp != isUp || (isUp && !isSameApp(belief.app, truth.app));
}

Activity& DeviceTable::makeActivity(Row row, LinkKind road) {
  std::unique_ptr<Activity>& activity = m_activity[row][size_t(road)];
  if (!activity)
    activity = std::make_unique<Activity>();
  return *activity;
}

void DeviceTable::setApp(Row row, LinkKind road, AppState state, Cause cause, WallTime at) {
  Told& now = told(row, road);
  if (now.app == state && now.cause == cause && now.appSince != WallTime{})
    return;
  endApp(row, road, at);
  now.app = state;
  now.cause = cause;
  now.appSince = at;
}

void DeviceTable::endApp(Row row, LinkKind road, WallTime at) {
  Told& now = told(row, road);
  std::vector<AppSpan>& states = makeActivity(row, road).states;
  while (!states.empty() && states.back().from >= at)
    states.pop_back();
  if (!states.empty())
    states.back().to = std::min(states.back().to, at);
  if (now.appSince != WallTime{} && now.appSince < at && now.app != AppState::unknown)
    states.push_back({now.appSince, at, now.app, now.cause});
  if (states.size() > Activity::statesKept)
    states.erase(states.begin());
  now.appSince = {};
}

} // namespace pushscope
