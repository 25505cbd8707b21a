#pragma once

#include "app/ctl/output.h"
#include "app/ctl/session.h"
#include "models/command/push_draft.h"
#include "models/query/condition.h"

#include <memory>
#include <vector>

namespace pushscope::ctl {

// All sessions, once.
std::unique_ptr<Command> sessionsCommand(const Condition& condition, Format format);
// One line for each change of a session or a delivery, until the time is over; zero: until interrupted.
std::unique_ptr<Command> watchCommand(Duration span, bool json);
// Sends a push; with `wait`, waits until each delivery is final, and what took its place if it was postponed or
// refused, and prints its ladder. If the draft expects something, it waits until that is settled and prints the
// verdicts, also as JUnit XML if there is a path for it.
std::unique_ptr<Command> pushCommand(const PushDraft& draft, bool wait, bool json, const QString& junit);
// The ladder of a push that the server remembers.
std::unique_ptr<Command> traceCommand(const Uuid& uuid, bool json);

} // namespace pushscope::ctl
