#include "app/ctl/replay_command.h"

#include "app/ctl/advise_command.h"
#include "app/ctl/alerts_command.h"
#include "app/ctl/exit_code.h"
#include "app/ctl/numbers_command.h"
#include "app/ctl/output.h"
#include "app/ctl/recording_moment.h"
#include "models/export/zip_reader.h"
#include "models/feed/playback.h"
#include "models/query/device_wakes.h"
#include "models/text/sentences.h"

#include <QJsonArray>

namespace pushscope::ctl {
namespace {

int printRowsAt(const Playback& playback, const ReplayOptions& options) {
  const ChosenRows::Made made = ChosenRows::of(*rowsNamed(options.rows), options.wish);
  if (const QString* sentence = std::get_if<QString>(&made)) {
    printError(*sentence);
    return usageError;
  }
  const auto& rows = std::get<ChosenRows>(made);
  if (rows.print(playback.world(), playback.at()) == 0 && rows.format() == Format::table && playback.facts() > 0)
    printLine(rows.isNarrowed() ? QStringLiteral("no row fulfils the query at this time")
                                : QStringLiteral("there were no %1 at this time").arg(options.rows));
  return asExpected;
}

int printHeartbeatsAt(const Playback& playback, const ReplayOptions& options) {
  const HeartbeatsWish wish{options.by, options.wish};
  const QString mistake = printHeartbeats(playback.world(), wish, playback.at(), options.last);
  if (!mistake.isEmpty())
    printError(mistake);
  return mistake.isEmpty() ? asExpected : usageError;
}

int alertsAt(Playback& playback, WallTime at, const ReplayOptions& options) {
  const Result<AlertsWish> wish = alertsWish(options.rules, options.json);
  if (!wish.ok()) {
    printError(plain(wish.error().detail, 1000));
    return wish.error().code == ErrorCode::file ? localFile : usageError;
  }
  const int code = alertsIn(playback, at, wish.value());
  for (const QString& sentence : flawsOf(playback, options.path))
    printError(sentence);
  return isLost(playback) ? localFile : code;
}

void printSummary(const Playback& playback, const QString& path) {
  if (playback.facts() == 0)
    return;
  printLine(QStringLiteral("%1: %2").arg(path, spanText(playback.begin(), playback.end())));
  printLine(QStringLiteral("%1, %2; recorded by %3, protocol %4")
                .arg(counted(playback.facts(), "fact"), bytesForPeople(playback.recording().bytes()),
                     plain(playback.recording().about().program),
                     QString::number(playback.recording().about().protocol)));
  for (const World::LinkInfo& link : playback.world().links()) {
    const QString kind = link.kind == LinkKind::node ? QStringLiteral("server") : QStringLiteral("fleet");
    printLine(QStringLiteral("%1 %2 (%3): %4, %5 missed")
                  .arg(kind, plain(link.target), plain(link.status.name), counted(link.facts, "fact"),
                       counted(link.missedBlocks, "block")));
  }
  const size_t deliveries = playback.world().deliveries().size();
  printLine(QStringLiteral("%1, %2, %3 at the end")
                .arg(counted(playback.world().devices().size(), "device"),
                     deliveries == 1 ? QStringLiteral("1 delivery") : QStringLiteral("%1 deliveries").arg(deliveries),
                     counted(countWakes(playback.world()), "wake")));
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

// What is asked for of a view that has no such thing, before a long recording is read.
QString mistakeIn(const ReplayOptions& options) {
  const RowsWish& wish = options.wish;
  const bool isHeartbeats = options.rows == QLatin1String("heartbeats");
  if (isHeartbeats)
    return mistakeIn(HeartbeatsWish{options.by, wish});
  if (options.by)
    return QStringLiteral("--by is for heartbeats alone");
  if (!options.rules.isEmpty() && options.rows != QLatin1String("alerts"))
    return QStringLiteral("--rules is for alerts alone");
  const bool asksForRows = !wish.filter.isEmpty() || !wish.sort.isEmpty() || !wish.columns.isEmpty() ||
                           wish.limit > 0 || wish.descending || wish.format == Format::csv;
  return asksForRows && !rowsNamed(options.rows)
             ? QStringLiteral("--filter, --columns, --sort, --descending, --limit and --csv are for rows: sessions, "
                              "deliveries, wakes, notices, heartbeats")
             : QString();
}

} // namespace

int replay(const ReplayOptions& options) {
  if (const QString mistake = mistakeIn(options); !mistake.isEmpty()) {
    printError(mistake);
    return usageError;
  }
  Result<RecordingReader> reader = openRecording(options.path);
  if (!reader.ok()) {
    printError(Sentences::error(reader.error(), options.path));
    return localFile;
  }
  Playback playback(std::move(reader).value());
  const std::optional<WallTime> at = momentOf("--at", options.at, playback);
  if (!at)
    return usageError;
  if (playback.facts() == 0)
    printError(QStringLiteral("%1 holds no facts").arg(options.path));
  // An image knows neither silences nor single beats of before it, and rules are about what lasts.
  const bool advises = options.rows == QLatin1String("advice");
  const bool watches = options.rows == QLatin1String("alerts");
  if (watches)
    return alertsAt(playback, *at, options);
  if (advises || options.rows == QLatin1String("heartbeats"))
    playback.play(*at - playback.begin(), [] { return false; });
  else
    playback.seek(*at);
  const QStringList flaws = flawsOf(playback, options.path);
  for (const QString& sentence : flaws)
    printError(sentence);
  if (isLost(playback))
    return localFile;
  if (options.rows.isEmpty()) {
    options.json ? printSummaryJson(playback, options.path, flaws) : printSummary(playback, options.path);
    return asExpected;
  }
  if (options.rows == QLatin1String("heartbeats"))
    return printHeartbeatsAt(playback, options);
  if (!advises && options.rows != QLatin1String("overview"))
    return printRowsAt(playback, options);
  if (advises)
    printAdvice(playback.world().silences(), options.advice, options.json);
  else
    printOverview(playback.world(), playback.at(), options.json);
  return asExpected;
}

} // namespace pushscope::ctl
