#pragma once

#include "protocol/base/time.h"

#include <QString>

namespace pushscope::ctl {

struct CompareOptions {
  QString before, after;     // recordings, or bug reports that hold one
  QString beforeTo, afterTo; // where the part of each ends that is compared, see momentOf()
  QString worseThan;         // "20%"
  Duration last{};           // how much of each, up to there
  bool json = false;
};

// Prints how parts of two recordings differ, or of one at two of its times. The exit code: expectationFailed if
// anything is worse.
int compare(const CompareOptions& options);

} // namespace pushscope::ctl
