#include "models/export/table_writer.h"

namespace pushscope {
namespace {

QJsonValue jsonValue(Kind kind, const QVariant& value) {
  if (!value.isValid())
    return QJsonValue::Null;
  switch (kind) {
  case Kind::text:
    return value.toString();
  case Kind::count:
  case Kind::bytes:
    return value.toLongLong();
  case Kind::duration:
  case Kind::number:
    return double(value.toLongLong()) / 1000.0;
  case Kind::time:
    return rfc3339(wallFromMicros(value.toLongLong()));
  }
  return QJsonValue::Null;
}

} // namespace

const char* endingOf(TableFormat format) {
  return format == TableFormat::csv ? "csv" : "jsonl";
}

std::unique_ptr<TableExport> tableExport(TableFormat format, const TableModel& model, std::span<const int> columns,
                                         QIODevice& out) {
  if (format == TableFormat::csv)
    return std::make_unique<CsvExport>(model, columns, out);
  return std::make_unique<JsonLinesExport>(model, columns, out);
}

std::unique_ptr<TableExport> tableExport(TableFormat format, std::vector<const Column*> columns, const World* world,
                                         std::shared_ptr<const Arrangement> rows, QIODevice& out) {
  if (format == TableFormat::csv)
    return std::make_unique<CsvExport>(std::move(columns), world, std::move(rows), out);
  return std::make_unique<JsonLinesExport>(std::move(columns), world, std::move(rows), out);
}

std::vector<const Column*> allOf(std::span<const Column> columns) {
  std::vector<const Column*> all;
  for (const Column& column : columns)
    all.push_back(&column);
  return all;
}

Status writeTable(TableFormat format, const TableModel& model, std::span<const int> columns, QIODevice& out) {
  return tableExport(format, model, columns, out)->step(TableExport::noLimit);
}

Status writeTable(TableFormat format, std::vector<const Column*> columns, const World* world,
                  std::vector<uint64_t> rows, QIODevice& out) {
  const auto arrangement = std::make_shared<Arrangement>(std::move(rows));
  return tableExport(format, std::move(columns), world, arrangement, out)->step(TableExport::noLimit);
}

QJsonObject jsonRow(std::span<const Column> columns, const World& world, uint64_t row) {
  QJsonObject object;
  for (const Column& column : columns)
    object[QLatin1String(column.id)] = jsonValue(column.kind, column.value(world, row));
  return object;
}

} // namespace pushscope
