#include "app/ctl/output.h"

#include "app/ctl/exit_code.h"
#include "models/export/table_writer.h"
#include "models/items/ladder_rows.h"
#include "models/text/sentences.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <cstdio>
#include <numeric>
#include <unistd.h>

namespace pushscope::ctl {
namespace {

constexpr qsizetype widestCell = 44;

QString padded(const QString& text, qsizetype width, bool right) {
  const QString cut = text.size() > width ? text.left(width - 1) + QChar(0x2026) : text;
  return right ? cut.rightJustified(width) : cut.leftJustified(width);
}

} // namespace

void printLine(const QString& text) {
  const QByteArray bytes = text.toUtf8() + '\n';
  std::fwrite(bytes.constData(), 1, size_t(bytes.size()), stdout);
  if (std::fflush(stdout) != 0)
    ::_exit(asExpected); // nobody reads any more: `pushctl watch | head`
}

void printJson(const QJsonObject& object) {
  printLine(QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact)));
}

void printError(const QString& sentence) {
  std::fprintf(stderr, "pushctl: %s\n", sentence.toUtf8().constData());
}

QString filterProblem(const QueryMistake& mistake) {
  return QStringLiteral("--filter, at character %1: %2").arg(mistake.place.position + 1).arg(mistake.sentence());
}

namespace {

bool printCsv(const RowSource& rows, const World& world, const std::vector<uint64_t>& which, bool goesOn) {
  QFile out;
  CsvExport csv(allOf(rows.columns()), &world, std::make_shared<Arrangement>(which), out,
                goesOn ? CsvExport::Head::no : CsvExport::Head::yes);
  return out.open(stdout, QIODevice::WriteOnly) && csv.step(CsvExport::noLimit).ok() && out.flush();
}

void printTable(const RowSource& rows, const World& world, std::span<const uint64_t> which, WallTime now, bool goesOn) {
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
  printColumns(cells, numeric);
}

} // namespace

bool printRows(Format format, const RowSource& rows, const World& world, const std::vector<uint64_t>& which,
               WallTime now, bool goesOn) {
  switch (format) {
  case Format::csv:
    return printCsv(rows, world, which, goesOn);
  case Format::table:
    printTable(rows, world, which, now, goesOn);
    return true;
  case Format::json:
    for (const uint64_t row : which)
      printJson(jsonRow(rows.columns(), world, row));
    return true;
  }
  return true;
}

void printColumns(const std::vector<QStringList>& lines, const std::vector<bool>& toTheRight) {
  std::vector<qsizetype> widths;
  for (const QStringList& line : lines) {
    widths.resize(std::max(widths.size(), size_t(line.size())));
    for (qsizetype i = 0; i < line.size(); ++i)
      widths[size_t(i)] = std::min(widestCell, std::max(widths[size_t(i)], line[i].size()));
  }
  for (const QStringList& line : lines) {
    QStringList out;
    for (qsizetype i = 0; i < line.size(); ++i)
      out << padded(line[i], widths[size_t(i)], size_t(i) < toTheRight.size() && toTheRight[size_t(i)]);
    printLine(out.join(QStringLiteral("  ")).trimmed());
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
  printTable(rows, world, all, now, false);
}

} // namespace pushscope::ctl
