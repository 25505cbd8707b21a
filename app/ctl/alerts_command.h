#pragma once

#include "app/ctl/session.h"
#include "models/alerts/alert_watch.h"

#include <memory>
#include <variant>

namespace pushscope::ctl {

// A file of rules as text. `file` with the path and the cause.
Result<QString> readAlertRules(const QString& path);

// Watches rules on the live feed and prints what is raised and cleared, until the time is over; zero: until
// interrupted. Or a sentence that says which line is no rule.
std::variant<std::unique_ptr<Command>, QString> alertsCommand(const QString& rules, Duration span, bool json);

} // namespace pushscope::ctl
