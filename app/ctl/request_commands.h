#pragma once

#include "app/ctl/session.h"

#include <memory>

namespace pushscope::ctl {

// Cancels or postpones what waits of a push.
std::unique_ptr<Command> queueCommand(Manage manage, bool json);
// Changes something in the accounts of devices.
std::unique_ptr<Command> touchCommand(Touch touch, bool json);
// Does something to simulated phones.
std::unique_ptr<Command> controlCommand(Control control, bool json);

} // namespace pushscope::ctl
