#pragma once

#include "models/feed/playback.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace pushscope::ctl {

// A time of a recording, as a person writes it: a duration since its beginning, such as 90s, or a time of RFC 3339.
// Empty: its end. Nothing, after a sentence that names the flag, if it is neither. One that lies outside is said, too.
std::optional<WallTime> momentOf(const char* flag, const QString& text, const Playback& playback);

// What of the file cannot be read, as far as it was needed for what is shown.
QStringList flawsOf(const Playback& playback, const QString& path);
// All that it held until this time could not be read: that is not a time at which there was nothing.
bool isLost(const Playback& playback);

// "2.91 s, from 2026-01-31T12:00:00.000000Z to …".
QString spanText(WallTime from, WallTime to);

} // namespace pushscope::ctl
