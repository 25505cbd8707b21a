#pragma once

#include "models/compare/comparison.h"
#include "models/feed/playback.h"

#include <functional>

namespace pushscope {

// A part of a recording, in the numbers by which runs are compared.
struct RecordedRun {
  RunFigures figures;
  WallTime from{}, to{};
  std::vector<RecordingFlaw> flaws;
};

// The last so much of a recording before `to`, or before its end. `goOn` is asked every few seconds of the recording
// and told how much is done, from 0 to 1; if it says no, nothing comes of it. `malformed` with a sentence for people if
// there is nothing that could be compared: what has no figures must not pass.
Result<std::optional<RecordedRun>> readRun(Playback& playback, Duration last, std::optional<WallTime> to,
                                           const std::function<bool(double done)>& goOn);

} // namespace pushscope
