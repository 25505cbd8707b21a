#pragma once

#include "app/ctl/session.h"

#include <memory>

namespace pushscope::ctl {

// One line for each wake and each missed wake as it becomes known, of these devices (none: all), until the time is
// over; zero: until interrupted.
std::unique_ptr<Command> wakesCommand(const QStringList& devices, Duration span, bool json);

} // namespace pushscope::ctl
