#pragma once

#include "models/feed/playback.h"
#include "models/recording/recording_writer.h"

#include <functional>

namespace pushscope {

// A part of a recording as a recording of its own: an image of the world at its beginning, and the records that follow.
struct RecordingSlice {
  WallTime from{}, to{};
  TextRewriter rewrite;             // names whom it likes; what it gives for two devices must differ
  uint64_t mostBytes = 0;           // of the file, to within a block; what comes after that is left out
  std::function<bool(double)> goOn; // told how much is done, 0 to 1; false ends it

  struct Outcome {
    WallTime begin{}, end{};
    uint64_t facts = 0, bytes = 0;
    bool isCut = false; // by mostBytes
  };
  // Into a file that must not exist yet. `file` with path and cause; `timedOut` if goOn() ended it, and the file is
  // there as far as it came. Takes long; for a worker.
  Result<Outcome> write(RecordingReader source, const std::string& path) const;
};

} // namespace pushscope
