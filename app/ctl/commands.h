#pragma once

#include "app/ctl/session.h"
#include "models/command/push_draft.h"
#include "models/query/condition.h"

#include <memory>
#include <vector>

namespace pushscope::ctl {

// All sessions, once.
std::unique_ptr<Command> sessionsCommand(const Condition& condition, bool json);
// One line for each change of a session or a delivery, until the time is over; zero: until interrupted.
std::unique_ptr<Command> watchCommand(Duration span, bool json);
// Sends a push; with `wait`, waits until each delivery is final, and what took its place if it was postponed or
// refused, and prints its ladder.
std::unique_ptr<Command> pushCommand(const PushDraft& draft, bool wait, bool json);
// The ladder of a push that the server remembers.
std::unique_ptr<Command> traceCommand(const Uuid& uuid, bool json);

} // namespace pushscope::ctl
