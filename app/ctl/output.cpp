#include "app/ctl/output.h"

#include "app/ctl/exit_code.h"
#include "models/export/table_writer.h"
#include "models/items/ladder_rows.h"
#include "models/text/display_width.h"
#include "models/text/sentences.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <limits>
#include <numeric>
#include <sys/ioctl.h>
#include <unistd.h>

namespace pushscope::ctl {
namespace {

constexpr int widestCell = 44;
constexpr int gap = 2; // between two columns

std::vector<int> widthsOf(const std::vector<QStringList>& lines, int widest = widestCell) {
  std::vector<int> widths;
  for (const QStringList& line : lines) {
    widths.resize(std::max(widths.size(), size_t(line.size())));
    for (qsizetype i = 0; i < line.size(); ++i)
      widths[size_t(i)] = std::min(widest, std::max(widths[size_t(i)], displayWidth(line[i])));
  }
  return widths;
}

// Of a terminal that somebody looks at; nothing for a file or a pipe, which get all.
std::optional<int> terminalWidth() {
  winsize size{};
  if (::isatty(STDOUT_FILENO) == 0 || ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
    return std::nullopt;
  return size.ws_col;
}

// What was printed did not arrive: nobody reads any more, as in `pushctl watch | head`, or it is lost.
[[noreturn]] void endWithoutOutput() {
  if (errno == EPIPE)
    ::_exit(asExpected);
  std::fprintf(stderr, "pushctl: the output cannot be written: %s\n", std::strerror(errno));
  ::_exit(localFile);
}

} // namespace

QString padded(const QString& text, int width, bool right) {
  const QString cut = fitted(text, width);
  const QString blanks(std::max(0, width - displayWidth(cut)), QLatin1Char(' '));
  return right ? blanks + cut : cut + blanks;
}

void printText(const std::string& text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
    endWithoutOutput();
}

void printLine(const QString& text) {
  printText(text.toStdString() + '\n');
}

void printJson(const QJsonObject& object) {
  printLine(QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact)));
}

void printError(const QString& sentence) {
  std::fprintf(stderr, "pushctl: %s\n", sentence.toUtf8().constData());
}

QString counted(uint64_t number, const char* noun) {
  return QStringLiteral("%1 %2%3").arg(number).arg(QLatin1String(noun), number == 1 ? "" : "s");
}

QString filterProblem(const QueryMistake& mistake) {
  return QStringLiteral("--filter, at character %1: %2").arg(mistake.place.position + 1).arg(mistake.sentence());
}

namespace {

void printCsv(const RowSource& rows, const World& world, const std::vector<uint64_t>& which, bool goesOn) {
  QFile out;
  CsvExport csv(allOf(rows.columns()), &world, std::make_shared<Arrangement>(which), out,
                goesOn ? CsvExport::Head::no : CsvExport::Head::yes);
  if (!out.open(stdout, QIODevice::WriteOnly) || !csv.step(CsvExport::noLimit).ok() || !out.flush() ||
      std::fflush(stdout) != 0)
    endWithoutOutput();
}

// Leaves out the columns at the right that a terminal has no room for, and says so once.
void fitTerminal(std::vector<QStringList>& lines, bool goesOn) {
  const std::optional<int> room = terminalWidth();
  if (!room)
    return;
  const std::vector<int> widths = widthsOf(lines);
  qsizetype kept = 0;
  for (int end = 0; size_t(kept) < widths.size(); ++kept)
    if ((end += widths[size_t(kept)] + (kept > 0 ? gap : 0)) > *room)
      break;
  kept = std::max<qsizetype>(kept, 1);
  if (size_t(kept) == widths.size())
    return;
  for (QStringList& line : lines)
    line = line.mid(0, kept);
  if (!goesOn)
    printError(QStringLiteral("%1 more have no room on this terminal; --csv and --json print all")
                   .arg(counted(widths.size() - size_t(kept), "column")));
}

enum class Room { asNeeded, ofTheTerminal };

void printTable(const RowSource& rows, const World& world, std::span<const uint64_t> which, WallTime now, Room room,
                bool goesOn) {
  std::vector<const Column*> columns;
  for (const Column& column : rows.columns())
    if (column.shownAtFirst)
      columns.push_back(&column);
  std::vector<QStringList> cells;
  if (!goesOn) {
    cells.emplace_back();
    for (const Column* column : columns)
      cells.front() << columnTitle(*column);
  }
  for (uint64_t row : which) {
    cells.emplace_back();
    for (const Column* column : columns)
      cells.back() << forPeople(column->kind, column->value(world, row), now);
  }
  std::vector<bool> numeric;
  for (const Column* column : columns)
    numeric.push_back(isNumeric(column->kind));
  if (room == Room::ofTheTerminal)
    fitTerminal(cells, goesOn);
  printColumns(cells, numeric);
}

} // namespace

void printRows(Format format, const RowSource& rows, const World& world, const std::vector<uint64_t>& which,
               WallTime now, bool goesOn) {
  switch (format) {
  case Format::csv:
    return printCsv(rows, world, which, goesOn);
  case Format::table:
    return printTable(rows, world, which, now, Room::ofTheTerminal, goesOn);
  case Format::json:
    for (const uint64_t row : which)
      printJson(jsonRow(rows.columns(), world, row));
  }
}

void printColumns(const std::vector<QStringList>& lines, const std::vector<bool>& toTheRight, Cells cells) {
  const bool whole = cells == Cells::whole || !terminalWidth();
  const std::vector<int> widths = widthsOf(lines, whole ? std::numeric_limits<int>::max() : widestCell);
  for (const QStringList& line : lines) {
    QString out;
    for (qsizetype i = 0; i < line.size(); ++i)
      out += QString(i == 0 ? 0 : gap, QLatin1Char(' ')) +
             padded(line[i], widths[size_t(i)], size_t(i) < toTheRight.size() && toTheRight[size_t(i)]);
    while (out.endsWith(QLatin1Char(' ')))
      out.chop(1);
    printLine(out);
  }
}

void printVerdict(const scenario::Verdict& verdict) {
  printLine(
      QStringLiteral("%1  %2: %3")
          .arg(verdict.passed ? "pass" : "FAIL", plain(verdict.expectation, 1000), plain(verdict.sentence, 1000)));
  for (const scenario::Example& example : verdict.examples)
    printLine(QStringLiteral("      %1%2")
                  .arg(plain(example.device),
                       example.push.isNull() ? QString() : QStringLiteral("  push ") + plain(example.push.text())));
}

QJsonObject verdictJson(const scenario::Verdict& verdict) {
  QJsonArray examples;
  for (const scenario::Example& example : verdict.examples) {
    QJsonObject object{{"device", plain(example.device)}};
    if (!example.push.isNull())
      object["uuid"] = plain(example.push.text());
    examples.append(object);
  }
  return {{"expectation", plain(verdict.expectation, 1000)},
          {"line", verdict.line > 0 ? QJsonValue(qint64(verdict.line)) : QJsonValue()},
          {"passed", verdict.passed},
          {"sentence", plain(verdict.sentence, 1000)},
          {"examples", examples}};
}

QJsonObject ladderJson(const World& world, DeliveryTable::Number number) {
  const DeliveryRow& delivery = *world.deliveries().find(number);
  QJsonObject object = jsonRow(deliveryRows().columns(), world, number);
  QJsonArray ladder;
  for (const LadderStage& stage : delivery.stages) {
    const std::string_view name = stageName(stage.stage);
    QJsonObject step{{"stage", QString::fromLatin1(name.data(), qsizetype(name.size()))},
                     {"at", rfc3339(stage.at)},
                     {"since_start_ms", double((stage.at - delivery.stages.front().at).count()) / 1000.0},
                     {"source", stage.source == Source::server     ? "server"
                                : stage.source == Source::reported ? "reported"
                                                                   : "truth"}};
    if (stage.attempt > 0)
      step["attempt"] = qint64(stage.attempt);
    if (stage.error > Duration::zero())
      step["error_ms"] = double(stage.error.count()) / 1000.0;
    ladder.append(step);
  }
  object["ladder"] = ladder;
  return object;
}

void printLadder(const World& world, DeliveryTable::Number number, bool json, WallTime now) {
  if (json)
    return printJson(ladderJson(world, number));
  const DeliveryRow& delivery = *world.deliveries().find(number);
  printLine(
      QStringLiteral("push %1 to %2: %3")
          .arg(QString::fromStdString(delivery.uuid.text()), plain(delivery.device), Sentences::outcome(delivery)));
  const LadderRows rows(number);
  std::vector<uint64_t> all(size_t(rows.end(world)));
  std::iota(all.begin(), all.end(), uint64_t{0});
  printTable(rows, world, all, now, Room::asNeeded, false);
}

} // namespace pushscope::ctl
