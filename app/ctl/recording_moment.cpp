#include "app/ctl/recording_moment.h"

#include "app/ctl/output.h"
#include "models/text/format.h"
#include "models/text/sentences.h"
#include "protocol/base/duration_text.h"

#include <QDateTime>

namespace pushscope::ctl {

std::optional<WallTime> momentOf(const char* flag, const QString& text, const Playback& playback) {
  if (text.isEmpty())
    return playback.end();
  WallTime moment;
  if (const Result<Duration> since = parseDuration(text.toStdString()); since.ok()) {
    moment = playback.begin() + since.value();
  } else if (const QDateTime time = QDateTime::fromString(text, Qt::ISODateWithMs); time.isValid()) {
    moment = wallFromMicros(time.toMSecsSinceEpoch() * 1000 + 999); // all of its last millisecond belongs to it
  } else {
    printError(QStringLiteral("%1 %2: neither a duration since the beginning, such as 90s, nor a time such as %3")
                   .arg(QLatin1String(flag), plain(text.toStdString()), rfc3339(playback.begin())));
    return std::nullopt;
  }
  if (playback.facts() > 0 && (moment < playback.begin() || moment > playback.end() + std::chrono::microseconds(999)))
    printError(QStringLiteral("%1 %2 is not in the recording, which covers %3; this is its %4")
                   .arg(QLatin1String(flag), plain(text.toStdString()), spanText(playback.begin(), playback.end()),
                        moment < playback.begin() ? QStringLiteral("beginning") : QStringLiteral("end")));
  return moment;
}

QStringList flawsOf(const Playback& playback, const QString& path) {
  QStringList sentences;
  for (const RecordingFlaw& flaw : playback.recording().flaws())
    sentences << Sentences::flaw(flaw, path);
  return sentences;
}

bool isLost(const Playback& playback) {
  return playback.world().links().empty() && !playback.recording().flaws().empty();
}

QString spanText(WallTime from, WallTime to) {
  return QStringLiteral("%1, from %2 to %3").arg(durationForPeople(to - from), rfc3339(from), rfc3339(to));
}

} // namespace pushscope::ctl
