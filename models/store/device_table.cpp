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

Row DeviceTable::rowFor(std::string_view device) {
  if (const auto known = find(device))
    return *known;
  const Row row = m_size++;
  m_device.make(row) = m_texts.add(device);
  m_byDevice.add(NumberTable::hashOf(TextPool::cut(device)), row);
  return row;
}

std::optional<Row> DeviceTable::find(std::string_view device) const {
  device = TextPool::cut(device);
  const uint32_t row =
      m_byDevice.find(NumberTable::hashOf(device), [&](uint32_t other) { return this->device(other) == device; });
  return row == NumberTable::none ? std::nullopt : std::optional<Row>(row);
}

bool DeviceTable::differs(Row row) const {
  const Belief& belief = m_belief[row];
  const Truth& truth = m_truth[row];
  if (!belief.known || !truth.known || belief.stale || truth.stale)
    return false;
  const bool believedUp = belief.link != LinkState::offline, isUp = truth.link != LinkState::offline;
  return believedUp != isUp || (isUp && !isSameApp(belief.app, truth.app));
}

void DeviceTable::setOrigin(Row row, std::string_view address, std::string_view client) {
  Belief& belief = makeBelief(row);
  belief.address = StoredAddress(address, m_texts);
  belief.client = m_texts.intern(client);
}

const Activity* DeviceTable::activity(Row row, LinkKind road) const {
  const uint32_t place = m_activityOf[size_t(road)][row];
  return place == 0 ? nullptr : &m_activity[place];
}

Activity& DeviceTable::makeActivity(Row row, LinkKind road) {
  uint32_t& place = m_activityOf[size_t(road)].make(row);
  if (place == 0)
    place = ++m_activities;
  return m_activity.make(place);
}

std::vector<AppSpan> DeviceTable::states(Row row, LinkKind road) const {
  std::vector<AppSpan> states;
  const Activity* known = activity(row, road);
  const StateRow* state = known ? m_states.find(known->newestState) : nullptr;
  for (; state && states.size() < Activity::statesKept; state = m_states.find(state->previous))
    states.push_back(state->span);
  std::reverse(states.begin(), states.end());
  return states;
}

const Notice* DeviceTable::notice(Row row, LinkKind road) const {
  const Activity* known = activity(row, road);
  return known && known->notice > 0 ? &m_notices[known->notice] : nullptr;
}

const SyncFact* DeviceTable::sync(Row row, LinkKind road) const {
  const Activity* known = activity(row, road);
  return known && known->sync > 0 ? &m_syncs[known->sync] : nullptr;
}

bool DeviceTable::takeNotice(Row row, LinkKind road, const Notice& notice) {
  Activity& activity = makeActivity(row, road);
  if (activity.notice == 0)
    activity.notice = ++m_noticeCount;
  else if (notice.at < m_notices[activity.notice].at)
    return false;
  m_notices.make(activity.notice) = notice;
  return true;
}

bool DeviceTable::takeSync(Row row, LinkKind road, const SyncFact& sync) {
  Activity& activity = makeActivity(row, road);
  if (activity.sync == 0)
    activity.sync = ++m_syncCount;
  else if (sync.at < m_syncs[activity.sync].at)
    return false;
  m_syncs.make(activity.sync) = sync;
  return true;
}

void DeviceTable::setApp(Row row, LinkKind road, AppState state, Cause cause, WallTime at) {
  Told& now = makeTold(row, road);
  if (now.app == state && now.cause == cause && now.appSince != WallTime{})
    return;
  endApp(row, road, at);
  now.app = state;
  now.cause = cause;
  now.appSince = at;
}

void DeviceTable::endApp(Row row, LinkKind road, WallTime at) {
  Told& now = makeTold(row, road);
  Activity& activity = makeActivity(row, road);
  StateRow* last = m_states.find(activity.newestState);
  while (last && last->span.from >= at) {
    activity.newestState = last->previous;
    last = m_states.find(activity.newestState);
  }
  if (last)
    last->span.to = std::min(last->span.to, at);
  if (now.appSince != WallTime{} && now.appSince < at && now.app != AppState::unknown)
    activity.newestState = m_states.add({{now.appSince, at, now.app, now.cause}, activity.newestState});
  now.appSince = {};
}

} // namespace pushscope
