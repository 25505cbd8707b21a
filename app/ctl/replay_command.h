#pragma once

#include "app/ctl/rows.h"
#include "models/query/heartbeat_advice.h"
#include "models/query/heartbeat_lines.h"

#include <QString>

namespace pushscope::ctl {

struct ReplayOptions {
  QString path;
  // What rowsNamed() knows, or advice, alerts, heartbeats, overview; empty: a summary.
  QString rows;
  QString at; // see momentOf()
  RowsWish wish;
  AdviceWish advice;
  QString rules;             // of alerts: a file, or empty
  std::optional<GroupBy> by; // of heartbeats
  Duration last{};           // of heartbeats: how much before that time
  bool json = false;
};
// Prints what a recording holds, or what was true at one of its moments. Returns the exit code.
int replay(const ReplayOptions& options);

} // namespace pushscope::ctl
