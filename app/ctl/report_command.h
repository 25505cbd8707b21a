#pragma once

#include "app/ctl/session.h"

#include <memory>

namespace pushscope::ctl {

struct ReportOptions {
  QString path;
  Duration span{};          // how long to watch before
  std::optional<Uuid> push; // whose ladders are in it; none: without
  QString device;           // whose ladder comes first, and is drawn; empty: that of the first
  bool keepIds = false;     // device ids, addresses and client names as they are
  bool json = false;
};

// A bug report, as the console makes it: watches for a while, then writes the archive and says what is in it. One
// that exists is replaced.
std::unique_ptr<Command> reportCommand(const ReportOptions& options);

// The same of a recording as it was `at` a time; see momentOf(). The exit code.
int reportOf(const QString& recording, const QString& at, const ReportOptions& options);

} // namespace pushscope::ctl
