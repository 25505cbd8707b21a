#pragma once

#include "app/ctl/session.h"

#include <memory>

namespace pushscope::ctl {

// Writes what servers and fleets tell into a new file, for so long, and says how much it was.
std::unique_ptr<Command> recordCommand(const QString& path, Duration span, bool json);

} // namespace pushscope::ctl
