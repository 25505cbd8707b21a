#include "app/fleet/lifecycle/notification_centre.h"

#include <algorithm>

namespace pushscope {
namespace {

// Identifiers of shown notifications that a newer one could replace; people swipe older ones away.
constexpr size_t mostDelivered = 32;

} // namespace

Notice NotificationCentre::notice(WallTime at, NoticeKind kind, Reason reason) const {
  return {at, kind, reason, m_badge, pending()};
}

Notice NotificationCentre::post(const std::string& identifier, WallTime at) {
  if (m_style == Style::none)
    return notice(at, NoticeKind::suppressed, Reason::alertsOff);
  const bool replaces =
      !identifier.empty() && std::find(m_delivered.begin(), m_delivered.end(), identifier) != m_delivered.end();
  if (replaces)
    return notice(at, NoticeKind::replaced);
  ++m_badge;
  if (!identifier.empty()) {
    if (m_delivered.size() >= mostDelivered)
      m_delivered.erase(m_delivered.begin());
    m_delivered.push_back(identifier);
  }
  return notice(at, m_style == Style::banner ? NoticeKind::banner : NoticeKind::alert);
}

Notice NotificationCentre::inApp(WallTime at) {
  return notice(at, NoticeKind::inApp);
}

Notice NotificationCentre::schedule(MonoTime fires, WallTime at) {
  m_pending.push_back(fires);
  if (m_policy.limit == 0 || m_pending.size() <= m_policy.limit)
    return notice(at, NoticeKind::scheduled);
  if (m_policy.keepsLatest)
    m_pending.erase(m_pending.begin());
  else
    m_pending.erase(std::max_element(m_pending.begin(), m_pending.end()));
  return notice(at, NoticeKind::dropped, Reason::notificationLimit);
}

std::optional<Notice> NotificationCentre::tick(Now now) {
  const auto due = std::min_element(m_pending.begin(), m_pending.end());
  if (due == m_pending.end() || *due > now.mono)
    return std::nullopt;
  m_pending.erase(due);
  return post({}, now.wall);
}

MonoTime NotificationCentre::deadline() const {
  const auto due = std::min_element(m_pending.begin(), m_pending.end());
  return due == m_pending.end() ? never : *due;
}

} // namespace pushscope
