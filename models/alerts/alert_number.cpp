#include "models/alerts/alert_number.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace pushscope {

std::span<const AlertNumberInfo> alertNumbers() {
  // In the order of the enumeration.
  static constexpr std::array all{
      AlertNumberInfo{AlertNumber::linksLost, "links_lost", QT_TRANSLATE_NOOP("Alerts", "Links lost"),
                      QT_TRANSLATE_NOOP("Alerts", "Servers and fleets that were connected and are not now"),
                      Kind::count, "overview"},
      AlertNumberInfo{AlertNumber::missedBlocks, "missed_blocks_per_min",
                      QT_TRANSLATE_NOOP("Alerts", "Missed blocks a minute"),
                      QT_TRANSLATE_NOOP("Alerts", "Telemetry that this console was too slow for, in the last 60 s"),
                      Kind::count, "overview"},
      AlertNumberInfo{AlertNumber::batchesWaiting, "batches_waiting", QT_TRANSLATE_NOOP("Alerts", "Batches that wait"),
                      QT_TRANSLATE_NOOP("Alerts", "Telemetry that came and is not shown yet; 512 at most"), Kind::count,
                      "overview"},
      AlertNumberInfo{AlertNumber::online, "devices_online", QT_TRANSLATE_NOOP("Alerts", "Devices online"),
                      QT_TRANSLATE_NOOP("Alerts", "With a live connection"), Kind::count, "sessions"},
      AlertNumberInfo{AlertNumber::suspect, "devices_suspect", QT_TRANSLATE_NOOP("Alerts", "Devices suspect"),
                      QT_TRANSLATE_NOOP("Alerts", "Connected, and a beat is missing now"), Kind::count, "sessions"},
      AlertNumberInfo{AlertNumber::offline, "devices_offline", QT_TRANSLATE_NOOP("Alerts", "Devices offline"),
                      QT_TRANSLATE_NOOP("Alerts", "That were here and are not connected now"), Kind::count, "sessions"},
      AlertNumberInfo{AlertNumber::beats, "beats_per_min", QT_TRANSLATE_NOOP("Alerts", "Beats a minute"),
                      QT_TRANSLATE_NOOP("Alerts", "Round trips measured, in the last 60 s"), Kind::count, "heartbeats"},
      AlertNumberInfo{AlertNumber::roundTripP99, "round_trip_p99", QT_TRANSLATE_NOOP("Alerts", "Round trip p99"),
                      QT_TRANSLATE_NOOP("Alerts", "Of the heartbeats in the last 10 s; within 3 %"), Kind::duration,
                      "heartbeats"},
      AlertNumberInfo{AlertNumber::missedBeats, "missed_beats_per_min",
                      QT_TRANSLATE_NOOP("Alerts", "Missed beats a minute"),
                      QT_TRANSLATE_NOOP("Alerts", "In the last 60 s"), Kind::count, "heartbeats"},
      AlertNumberInfo{AlertNumber::lostConnections, "lost_connections_per_min",
                      QT_TRANSLATE_NOOP("Alerts", "Lost connections a minute"),
                      QT_TRANSLATE_NOOP("Alerts", "That missed beats ended, in the last 60 s"), Kind::count,
                      "heartbeats"},
      AlertNumberInfo{AlertNumber::pushes, "pushes_per_min", QT_TRANSLATE_NOOP("Alerts", "Pushes a minute"),
                      QT_TRANSLATE_NOOP("Alerts", "Deliveries accepted, in the last 60 s"), Kind::count, "push"},
      AlertNumberInfo{AlertNumber::acknowledgeP99, "acknowledge_p99", QT_TRANSLATE_NOOP("Alerts", "Acknowledged p99"),
                      QT_TRANSLATE_NOOP("Alerts", "From accepted to acknowledged, in the last 2 minutes; within 3 %"),
                      Kind::duration, "ladder"},
      AlertNumberInfo{AlertNumber::waitingDeliveries, "waiting_deliveries",
                      QT_TRANSLATE_NOOP("Alerts", "Waiting deliveries"),
                      QT_TRANSLATE_NOOP("Alerts", "Accepted and not final, in all backlogs"), Kind::count, "sessions"},
      AlertNumberInfo{AlertNumber::retryDepth, "retry_depth", QT_TRANSLATE_NOOP("Alerts", "Retry depth"),
                      QT_TRANSLATE_NOOP("Alerts", "The most times that a delivery which is not final was written"),
                      Kind::count, "push"},
      AlertNumberInfo{AlertNumber::oldestWaiting, "oldest_waiting", QT_TRANSLATE_NOOP("Alerts", "Oldest waiting"),
                      QT_TRANSLATE_NOOP("Alerts", "How long ago the oldest delivery that is not final was accepted"),
                      Kind::duration, "push"},
      AlertNumberInfo{AlertNumber::wakes, "wakes_per_min", QT_TRANSLATE_NOOP("Alerts", "Wakes a minute"),
                      QT_TRANSLATE_NOOP("Alerts", "Apps that were resumed, in the last 60 s"), Kind::count, "wakes"},
      AlertNumberInfo{
          AlertNumber::missedWakes, "missed_wakes_per_min", QT_TRANSLATE_NOOP("Alerts", "Missed wakes a minute"),
          QT_TRANSLATE_NOOP("Alerts", "Called for and not happened, in the last 60 s"), Kind::count, "wakes"},
      AlertNumberInfo{AlertNumber::wakesOverBudget, "wakes_over_budget_per_min",
                      QT_TRANSLATE_NOOP("Alerts", "Wakes over budget a minute"),
                      QT_TRANSLATE_NOOP("Alerts", "That ran for longer than they were granted at first, in the last "
                                                  "60 s, of the newest 50,000 wakes"),
                      Kind::count, "wakes"},
  };
  return all;
}

const AlertNumberInfo& alertNumberInfo(AlertNumber number) {
  return alertNumbers()[static_cast<size_t>(number)];
}

QString alertNumberTitle(AlertNumber number) {
  return QCoreApplication::translate("Alerts", alertNumberInfo(number).title);
}

} // namespace pushscope
