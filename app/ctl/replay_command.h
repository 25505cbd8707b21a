#pragma once

#include "models/query/heartbeat_advice.h"

#include <QString>

namespace pushscope::ctl {

struct ReplayOptions {
  QString path;
  QString rows;   // sessions, deliveries, wakes, advice; empty: a summary
  QString at;     // a duration since the beginning, or a time of RFC 3339; empty: the end
  QString filter; // of rows
  AdviceWish advice;
  bool json = false, csv = false;
};

// Prints what a recording holds, or the rows of one of its moments. Returns the exit code.
int replay(const ReplayOptions& options);

} // namespace pushscope::ctl
