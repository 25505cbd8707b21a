#pragma once

#include "app/ctl/rows.h"
#include "app/ctl/session.h"

#include <memory>

namespace pushscope::ctl {

// Wakes or notices as they become known, of these devices (none: all), until the time is over; zero: until interrupted.
// A table for people has columns of fixed widths, because what comes later is not known.
std::unique_ptr<Command> streamCommand(ChosenRows rows, const QStringList& devices, Duration span);

} // namespace pushscope::ctl
