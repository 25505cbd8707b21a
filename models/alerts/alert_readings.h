#pragma once

#include "models/alerts/alert_number.h"
#include "models/store/world.h"

#include <QElapsedTimer>

#include <deque>

namespace pushscope {

// What an evaluation is told.
struct AlertInput {
  const World& world;
  WallTime now;
  std::optional<size_t> batchesWaiting; // of the live feed; nothing in a replay
};

// The numbers that rules watch. What would cost more than a thousandth of a second is looked at in slices, and until
// they are through the number is that of the look before.
class AlertReadings {
 public:
  // Something is known of devices: every server is connected and has told all that it knows.
  static bool isHeard(const World& world);

  // Once a second: all but what look() finds out.
  void refresh(const AlertInput& input);
  // Some deliveries more, until `spent` has reached `budget`. True once all were looked at; the next call begins anew.
  bool look(const World& world, const QElapsedTimer& spent, Duration budget);
  void restart() { *this = {}; }

  // Nothing: not known.
  std::optional<int64_t> read(AlertNumber number) const;
  // The delivery behind retryDepth or oldestWaiting.
  std::optional<DeliveryTable::Number> deliveryBehind(AlertNumber number) const;

 private:
  // Of all deliveries that are not final.
  struct Open {
    uint32_t depth = 0;
    DeliveryTable::Number deepest = 0;
    WallTime oldest = WallTime::max();
    DeliveryTable::Number oldestNumber = 0;
    bool any = false;
  };
  void refreshMissedBlocks(const AlertInput& input);
  static int64_t overBudget(const World& world, WallTime since);

  bool m_heard = false;
  WallTime m_now{};
  std::optional<int64_t> m_linksLost, m_missedBlocks, m_batchesWaiting;
  int64_t m_online = 0, m_suspect = 0, m_offline = 0, m_waiting = 0;
  bool m_wholeMinute = false; // was listened to: of less, a count that is low would mean nothing
  Series::Totals m_tenSeconds, m_minute, m_twoMinutes;
  int64_t m_overBudget = 0;
  std::deque<std::pair<WallTime, uint64_t>> m_blocks; // missed so far, a second each, for a minute
  std::optional<Open> m_open;
  Open m_nextOpen;
  DeliveryTable::Number m_next = 0;
};

} // namespace pushscope
