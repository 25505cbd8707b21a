#pragma once

#include "models/text/format.h"

#include <QString>

#include <optional>
#include <span>

namespace pushscope {

// The numbers of the console that a rule may watch, beside counts of rows.
enum class AlertNumber : uint8_t {
  linksLost,
  missedBlocks,
  batchesWaiting,
  online,
  suspect,
  offline,
  beats,
  roundTripP99,
  missedBeats,
  lostConnections,
  pushes,
  acknowledgeP99,
  waitingDeliveries,
  retryDepth,
  oldestWaiting,
  wakes,
  missedWakes,
  wakesOverBudget,
};

struct AlertNumberInfo {
  AlertNumber number;
  const char* id;    // snake_case English, never translated: rules are written with it
  const char* title; // translated when shown, in the context "Alerts"
  const char* help;  // ditto
  Kind kind;         // count or duration
  const char* page;  // that shows what is behind it
};
std::span<const AlertNumberInfo> alertNumbers();
const AlertNumberInfo& alertNumberInfo(AlertNumber number);
QString alertNumberTitle(AlertNumber number);

} // namespace pushscope
