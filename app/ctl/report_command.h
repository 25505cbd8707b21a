#pragma once

#include "app/ctl/session.h"

#include <memory>

namespace pushscope::ctl {

struct ReportOptions {
  QString path;
  Duration span{};          // how long to watch before
  std::optional<Uuid> push; // whose ladder is in it; none: without one
  bool keepIds = false;     // device ids, addresses and client names as they are
  bool json = false;
};

// A bug report, as the console makes it: watches for a while, then writes the archive and says what is in it. An
// existing file is left alone.
std::unique_ptr<Command> reportCommand(const ReportOptions& options);

} // namespace pushscope::ctl
