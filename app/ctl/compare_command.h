#pragma once

#include <QString>

namespace pushscope::ctl {

struct CompareOptions {
  QString before, after; // recordings
  QString worseThan;     // "20%"
  bool json = false;
};

// Prints how the last ten minutes of two recordings differ. The exit code: expectationFailed if anything is worse.
int compare(const CompareOptions& options);

} // namespace pushscope::ctl
