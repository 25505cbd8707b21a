#include "app/ctl/replay_command.h"

#include "app/ctl/advise_command.h"
#include "app/ctl/exit_code.h"
#include "app/ctl/export_command.h"
#include "app/ctl/output.h"
#include "models/export/zip_reader.h"
#include "models/feed/playback.h"
#include "models/query/row_order.h"
#include "models/text/sentences.h"
#include "protocol/base/duration_text.h"

#include <QDateTime>
#include <QFile>
#include <QJsonArray>

namespace pushscope::ctl {
namespace {

// By milliseconds, as Qt reads it; all of the last one belongs to it.
std::optional<WallTime> momentOf(const QString& text, const Playback& playback) {
  if (text.isEmpty())
    return playback.end();
  if (const Result<Duration> since = parseDuration(text.toStdString()); since.ok())
    return playback.begin() + since.value();
  const QDateTime time = QDateTime::fromString(text, Qt::ISODateWithMs);
  if (!time.isValid())
    return std::nullopt;
  return wallFromMicros(time.toMSecsSinceEpoch() * 1000 + 999);
}

QStringList flawsOf(const Playback& playback, const QString& path) {
  QStringList sentences;
  for (const RecordingFlaw& flaw : playback.recording().flaws())
    sentences << Sentences::flaw(flaw, path);
  return sentences;
}

int printRowsAt(const Playback& playback, const ReplayOptions& options) {
  const RowSource& source = rowsNamed(options.rows);
  const Condition::Made condition = Condition::of(options.filter, source.columns());
  if (condition.mistake) {
    printError(filterProblem(*condition.mistake));
    return usageError;
  }
  OrderWish wish;
  wish.condition = condition.condition;
  const std::vector<uint64_t> rows = orderOf(source, playback.world(), wish, playback.at());
  const Format format = options.csv ? Format::csv : options.json ? Format::json : Format::table;
  return printRows(format, source, playback.world(), rows, playback.at()) ? asExpected : localFile;
}

void printSummary(const Playback& playback, const QString& path) {
  if (playback.facts() == 0)
    return printLine(QStringLiteral("%1 holds no facts").arg(path));
  const Duration span = playback.end() - playback.begin();
  printLine(QStringLiteral("%1: %2, from %3 to %4")
                .arg(path, durationForPeople(span), rfc3339(playback.begin()), rfc3339(playback.end())));
  printLine(QStringLiteral("%1 facts, %2 bytes; recorded by %3, protocol %4")
                .arg(playback.facts())
                .arg(playback.recording().bytes())
                .arg(plain(playback.recording().about().program))
                .arg(playback.recording().about().protocol));
  for (const World::LinkInfo& link : playback.world().links()) {
    const QString kind = link.kind == LinkKind::node ? QStringLiteral("server") : QStringLiteral("fleet");
    printLine(QStringLiteral("%1 %2 (%3): %4 facts, %5 blocks missed")
                  .arg(kind, plain(link.target), plain(link.status.name))
                  .arg(link.facts)
                  .arg(link.missedBlocks));
  }
  printLine(QStringLiteral("%1 devices, %2 deliveries, %3 wakes at the end")
                .arg(playback.world().devices().size())
                .arg(playback.world().deliveries().size())
                .arg(playback.world().wakes().size()));
  for (const Mark& mark : playback.marks())
    printLine(QStringLiteral("mark %1  %2").arg(rfc3339(mark.at), plain(mark.text, 1000)));
}

void printSummaryJson(const Playback& playback, const QString& path, const QStringList& flaws) {
  QJsonArray links, marks;
  for (const World::LinkInfo& link : playback.world().links())
    links << QJsonObject{{"kind", link.kind == LinkKind::node ? "node" : "fleet"},
                         {"target", plain(link.target)},
                         {"name", plain(link.status.name)},
                         {"facts", qint64(link.facts)},
                         {"missed_blocks", qint64(link.missedBlocks)}};
  for (const Mark& mark : playback.marks())
    marks << QJsonObject{{"at", rfc3339(mark.at)}, {"text", plain(mark.text, 1000)}};
  printJson({{"file", path},
             {"begin", rfc3339(playback.begin())},
             {"end", rfc3339(playback.end())},
             {"program", plain(playback.recording().about().program)},
             {"facts", qint64(playback.facts())},
             {"bytes", qint64(playback.recording().bytes())},
             {"links", links},
             {"marks", marks},
             {"flaws", QJsonArray::fromStringList(flaws)}});
}

} // namespace

int replay(const ReplayOptions& options) {
  Result<RecordingReader> reader = openRecording(options.path);
  if (!reader.ok()) {
    printError(Sentences::error(reader.error(), options.path));
    return localFile;
  }
  Playback playback(std::move(reader).value());
  const std::optional<WallTime> at = momentOf(options.at, playback);
  if (!at) {
    printError(QStringLiteral("--at %1: neither a duration since the beginning, such as 90s, nor a time such as %2")
                   .arg(plain(options.at.toStdString()), rfc3339(playback.begin())));
    return usageError;
  }
  // Silences are counted while the recording plays; an image knows none of before.
  const bool advises = options.rows == QLatin1String("advice");
  if (advises)
    playback.play(*at - playback.begin(), [] { return false; });
  else
    playback.seek(*at);
  const QStringList flaws = flawsOf(playback, options.path);
  for (const QString& sentence : flaws)
    printError(sentence);
  if (advises) {
    printAdvice(playback.world().silences(), options.advice, options.json);
    return asExpected;
  }
  if (!options.rows.isEmpty())
    return printRowsAt(playback, options);
  if (options.json)
    printSummaryJson(playback, options.path, flaws);
  else
    printSummary(playback, options.path);
  return asExpected;
}

} // namespace pushscope::ctl
