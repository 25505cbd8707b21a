#pragma once

#include "app/ctl/flags.h"
#include "models/settings/connection_profile.h"

namespace pushscope::ctl {

// The servers and fleets that are kept under this name; without a name, those in use, if any: else none. `usage` if
// there is nothing of this name.
Result<ConnectionProfile> keptContext(const QString& name);

// `context list`, `add`, `use` or `remove`, which needs no server: an exit code. `profile` is what the flags name, to
// be added.
int contextCommand(const CLI::App& context, const Flags& flags, const Result<ConnectionProfile>& profile);

} // namespace pushscope::ctl
