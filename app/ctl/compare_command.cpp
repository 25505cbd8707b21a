#include "app/ctl/compare_command.h"

#include "app/ctl/exit_code.h"
#include "app/ctl/output.h"
#include "models/compare/comparison.h"
#include "models/feed/playback.h"
#include "models/text/sentences.h"

#include <QFile>

namespace pushscope::ctl {
namespace {

// Nothing, after a sentence, if it cannot be read or is empty: what has no figures must not pass. What of it is damaged
// is said and left out.
std::optional<RunFigures> figuresIn(const QString& path) {
  Result<RecordingReader> reader = RecordingReader::open(QFile::encodeName(path).toStdString());
  if (!reader.ok()) {
    printError(Sentences::error(reader.error(), path));
    return std::nullopt;
  }
  Playback playback(std::move(reader).value());
  playback.seek(playback.end());
  for (const RecordingFlaw& flaw : playback.recording().flaws())
    printError(Sentences::flaw(flaw, path));
  if (playback.facts() == 0) {
    printError(QStringLiteral("%1 holds nothing that could be compared").arg(path));
    return std::nullopt;
  }
  return figuresOf(playback.world());
}

// "20%": 0.2.
std::optional<double> shareOf(QString text) {
  if (!text.endsWith('%'))
    return std::nullopt;
  text.chop(1);
  bool isNumber = false;
  const double percent = text.toDouble(&isNumber);
  return isNumber && percent >= 0 && percent <= 10'000 ? std::optional(percent / 100) : std::nullopt;
}

QString numberText(std::optional<double> number, int decimals) {
  return number ? QString::number(*number, 'f', decimals) : QStringLiteral("-");
}

QJsonValue numberJson(std::optional<double> number) {
  return number ? QJsonValue(*number) : QJsonValue();
}

} // namespace

int compare(const CompareOptions& options) {
  const std::optional<double> worseThan = shareOf(options.worseThan);
  if (!worseThan) {
    printError(QStringLiteral("--worse-than takes a share such as 20%"));
    return usageError;
  }
  const std::optional<RunFigures> before = figuresIn(options.before);
  const std::optional<RunFigures> after = before ? figuresIn(options.after) : std::nullopt;
  if (!after)
    return localFile;
  const Comparison comparison(*before, *after, *worseThan);
  std::vector<QStringList> lines{{"figure", "count before", "count after", "before", "after", "ratio", ""}};
  for (const ComparedFigure& figure : comparison.figures()) {
    if (options.json)
      printJson({{"figure", figure.id},
                 {"count_before", qint64(figure.countBefore)},
                 {"count_after", qint64(figure.countAfter)},
                 {"before", numberJson(figure.before)},
                 {"after", numberJson(figure.after)},
                 {"ratio", numberJson(figure.ratio)},
                 {"worse", figure.worse}});
    lines.push_back({figure.id, QString::number(figure.countBefore), QString::number(figure.countAfter),
                     numberText(figure.before, 2), numberText(figure.after, 2), numberText(figure.ratio, 2),
                     figure.worse ? "worse" : ""});
  }
  if (!options.json)
    printColumns(lines, {false, true, true, true, true, true, false});
  return comparison.anyWorse() ? expectationFailed : asExpected;
}

} // namespace pushscope::ctl
