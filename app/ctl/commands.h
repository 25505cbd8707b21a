#pragma once

#include "app/ctl/rows.h"
#include "app/ctl/session.h"

#include <functional>
#include <memory>
#include <vector>

namespace pushscope::ctl {

// Prints once it has looked on for so long, or when it is interrupted.
using Printing = std::function<void(const World& world, WallTime now)>;
std::unique_ptr<Command> lookCommand(Duration span, Printing print);
// What is known after it has looked on for so long. `none` is said in place of an empty table.
std::unique_ptr<Command> viewCommand(ChosenRows rows, const QString& none, Duration span);
// One line for each change of a session or a delivery, until the time is over; zero: until interrupted.
std::unique_ptr<Command> watchCommand(Duration span, bool json);
// The ladder of a push that the server remembers; with another, how the two differ, stage by stage.
std::unique_ptr<Command> traceCommand(const Uuid& uuid, const std::optional<Uuid>& other, bool json);

} // namespace pushscope::ctl
