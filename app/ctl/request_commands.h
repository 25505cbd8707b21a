#pragma once

#include "app/ctl/session.h"

#include <memory>

namespace pushscope::ctl {

// Does something to what waits of a push, or to its dead letters.
std::unique_ptr<Command> queueCommand(Manage manage, bool json);
// Changes something in the accounts of devices.
std::unique_ptr<Command> touchCommand(Touch touch, bool json);
// Pings, ends or rules sessions.
std::unique_ptr<Command> sessionCommand(SessionControl control, bool json);
// Gives tags to devices and takes them away.
std::unique_ptr<Command> tagCommand(Tag tag, bool json);
std::unique_ptr<Command> tokenRemoveCommand(TokenRemove remove, bool json);
// Does something to simulated phones.
std::unique_ptr<Command> controlCommand(Control control, bool json);

} // namespace pushscope::ctl
