#pragma once

#include "app/ctl/session.h"
#include "models/command/push_series.h"

#include <memory>

namespace pushscope::ctl {

// Sends a push, or a series of them; with `wait`, waits until each delivery is final, and what took its place if it was
// postponed or refused, and prints its ladder. If the draft expects something, it waits until that is settled for each
// push and prints the verdicts, also as JUnit XML if there is a path for it; of at most PushVerdicts::mostPushes.
std::unique_ptr<Command> pushCommand(const PushDraft& draft, bool wait, bool json, const QString& junit);

// Only says what that would do.
std::unique_ptr<Command> dryRunCommand(const PushDraft& draft, bool json);

} // namespace pushscope::ctl
