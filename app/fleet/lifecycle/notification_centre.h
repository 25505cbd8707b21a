#pragma once

#include "protocol/message/telemetry.h"

#include <cstdint>
#include <string>
#include <vector>

namespace pushscope {

// The local notifications of one app on one phone. A notification fired now is shown as the user has chosen and is not
// counted; scheduled ones are pending until their time, and of those the system keeps `limit`, the others are dropped
// without a word (3-behaviour section 2.4).
class NotificationCentre {
 public:
  enum class Style : uint8_t { none, banner, alert };
  struct Policy {
    uint32_t limit = 64;      // 0: none
    bool keepsLatest = false; // the newer interface keeps the ones added last, the old one those that fire soonest
  };

  NotificationCentre(const Policy& policy, Style style) : m_policy(policy), m_style(style) {}

  void setStyle(Style style) { m_style = style; }
  // Shown now. Notifications with the same identifier replace each other; an empty one replaces nothing.
  Notice post(const std::string& identifier, WallTime at);
  // The app is in front: it draws the message itself.
  Notice inApp(WallTime at);
  // What becomes of scheduling one more for `fires`; `dropped` may be of this or of another one.
  Notice schedule(MonoTime fires, WallTime at);
  // The next that is due by now, as post() has it.
  std::optional<Notice> tick(Now now);
  MonoTime deadline() const;
  void opened() { m_badge = 0; }
  uint32_t badge() const { return m_badge; }
  uint32_t pending() const { return uint32_t(m_pending.size()); }

 private:
  Notice notice(WallTime at, NoticeKind kind, Reason reason = Reason::none) const;
  Policy m_policy;
  Style m_style;
  uint32_t m_badge = 0;
  std::vector<MonoTime> m_pending; // in the order of adding
  std::vector<std::string> m_delivered;
};

} // namespace pushscope
