#include "app/ctl/compare_command.h"

#include "app/ctl/exit_code.h"
#include "app/ctl/output.h"
#include "app/ctl/recording_moment.h"
#include "models/compare/compared_rows.h"
#include "models/compare/recorded_run.h"
#include "models/export/table_writer.h"
#include "models/export/zip_reader.h"
#include "models/text/sentences.h"

#include <numeric>
#include <variant>

namespace pushscope::ctl {
namespace {

struct Part {
  QString path;
  const char* flag; // that says where it ends
  QString to;
};

// Nothing, after a sentence, if it cannot be read or is empty: what has no figures must not pass. What of it is damaged
// is said and left out.
std::variant<RecordedRun, int> runIn(const Part& part, Duration last) {
  Result<RecordingReader> reader = openRecording(part.path);
  if (!reader.ok()) {
    printError(Sentences::error(reader.error(), part.path));
    return localFile;
  }
  Playback playback(std::move(reader).value());
  const std::optional<WallTime> to = momentOf(part.flag, part.to, playback);
  if (!to || *to < playback.begin()) // which was said
    return usageError;
  const auto run = readRun(playback, last, *to, [](double) { return true; });
  for (const RecordingFlaw& flaw : playback.recording().flaws())
    printError(Sentences::flaw(flaw, part.path));
  if (!run.ok()) {
    printError(QStringLiteral("%1 holds nothing that could be compared").arg(part.path));
    return localFile;
  }
  return *run.value();
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

} // namespace

int compare(const CompareOptions& options) {
  const std::optional<double> worseThan = shareOf(options.worseThan);
  if (!worseThan) {
    printError(QStringLiteral("--worse-than takes a share such as 20%"));
    return usageError;
  }
  const auto readBefore = runIn({options.before, "--before-to", options.beforeTo}, options.last);
  if (const int* code = std::get_if<int>(&readBefore))
    return *code;
  const auto readAfter = runIn({options.after, "--after-to", options.afterTo}, options.last);
  if (const int* code = std::get_if<int>(&readAfter))
    return *code;
  const RecordedRun *before = std::get_if<RecordedRun>(&readBefore), *after = std::get_if<RecordedRun>(&readAfter);
  const FigureComparison comparison(before->figures, after->figures, *worseThan);
  ComparedRows rows;
  rows.show(comparison.figures());
  const World world{}; // rows of none
  std::vector<uint64_t> all(comparison.figures().size());
  std::iota(all.begin(), all.end(), uint64_t{0});
  if (!options.json) {
    printLine(QStringLiteral("before: %1").arg(spanText(before->from, before->to)));
    printLine(QStringLiteral("after:  %1").arg(spanText(after->from, after->to)));
    printRows(Format::table, rows, world, all, after->to);
  } else {
    for (const uint64_t row : all) {
      QJsonObject figure = jsonRow(rows.columns(), world, row);
      figure["worse"] = rows.find(row)->worse;
      printJson(figure);
    }
  }
  return comparison.anyWorse() ? expectationFailed : asExpected;
}

} // namespace pushscope::ctl
