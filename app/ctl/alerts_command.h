#pragma once

#include "app/ctl/session.h"
#include "models/alerts/alert_watch.h"
#include "models/feed/playback.h"

#include <memory>

namespace pushscope::ctl {

struct AlertsWish {
  QString rules;  // a line each
  QString source; // their file
  bool json = false;
};
// The rules in a file; those that a console begins with if the path is empty. `file` with the path and the cause, or
// `usage` with the line that is no rule.
Result<AlertsWish> alertsWish(const QString& path, bool json);

// Watches rules on the live feed and prints what is raised and cleared, until the time is over; zero: until
// interrupted. expectationFailed if anything was raised.
std::unique_ptr<Command> alertsCommand(const AlertsWish& wish, Duration span);
// The same of a recording from its cursor on.
int alertsIn(Playback& playback, WallTime until, const AlertsWish& wish);

} // namespace pushscope::ctl
