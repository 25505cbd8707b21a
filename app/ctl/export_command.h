#pragma once

#include "app/ctl/rows.h"
#include "app/ctl/session.h"
#include "models/export/table_writer.h"

#include <memory>

namespace pushscope::ctl {

struct ExportOptions {
  ChosenRows rows;
  QString path;
  TableFormat format = TableFormat::csv;
  Duration span{}; // how long to watch before: deliveries and wakes are known from then on
  bool json = false;
};

// The rows that servers and fleets tell of, once, into a file: whole or not at all. One that exists is replaced.
std::unique_ptr<Command> exportCommand(const ExportOptions& options);

} // namespace pushscope::ctl
