#pragma once

#include "app/ctl/session.h"
#include "models/export/table_writer.h"
#include "models/query/condition.h"

#include <memory>

namespace pushscope::ctl {

struct ExportOptions {
  QString rows; // sessions, deliveries, wakes
  QString path;
  TableFormat format = TableFormat::csv;
  Condition condition;
  Duration span{}; // how long to watch before: deliveries and wakes are known from then on
};

// The rows that servers and fleets tell of, once, into a file: whole or not at all.
std::unique_ptr<Command> exportCommand(const ExportOptions& options);

// "sessions", "deliveries", "wakes".
const RowSource& rowsNamed(const QString& name);

} // namespace pushscope::ctl
