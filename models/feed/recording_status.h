#pragma once

#include "protocol/base/result.h"
#include "protocol/base/time.h"

#include <QString>

namespace pushscope {

// What the recorder does.
struct RecordingStatus {
  bool recording = false; // into a file
  QString path;           // of it, or of the last one
  uint64_t bytes = 0, facts = 0;
  Error error;            // why the last recording ended before it was told to; `file` with path and cause
  WallTime reachesBack{}; // the flight recorder; zero: nothing is in it
  uint64_t dropped = 0;   // blocks of up to 1 MiB that came faster than they could be written
  uint64_t heldBytes = 0; // by the flight recorder
};

} // namespace pushscope
