#pragma once

#include "app/ctl/session.h"

#include <memory>

namespace pushscope::ctl {

struct RecordOptions {
  QString path;
  Duration span{};       // zero: until interrupted
  bool replaces = false; // a file that exists
  bool marks = false;    // each line of standard input is a mark
  bool json = false;
};
// Writes what servers and fleets tell into a file, for so long or until it is interrupted, and says how much it was.
std::unique_ptr<Command> recordCommand(const RecordOptions& options);

} // namespace pushscope::ctl
