#pragma once

#include "models/recording/recording_reader.h"

#include <QString>

namespace pushscope {

// What a bug report has its recording as.
inline constexpr const char* recordingInReport = "recording.psrec";

// A recording from its file, or the one in a bug report. Nothing of an archive is believed: one that has entries with
// names that lead outside, are absolute, or mean a device of some system, links, two names that differ in case alone,
// encrypted entries, more than 10,000 entries or more than 256 MiB, is refused as a whole. Only the recording is ever
// unpacked, into memory. `file` with path and cause.
Result<RecordingReader> openRecording(const QString& path);

} // namespace pushscope
