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
    return double(value.toLongLong()) / 1000.0;
  case Kind::time:
    return rfc3339(wallFromMicros(value.toLongLong()));
  }
  return QJsonValue::Null;
}

} // namespace

Status writeCsv(const TableModel& model, std::span<const int> columns, QIODevice& out) {
  return CsvExport(model, columns, out).step(CsvExport::noLimit);
}

Status writeCsv(std::vector<const Column*> columns, const World* world, std::vector<uint64_t> rows, QIODevice& out,
                CsvExport::Head head) {
  return CsvExport(std::move(columns), world, std::move(rows), out, head).step(CsvExport::noLimit);
}

QJsonObject jsonRow(std::span<const Column> columns, const World& world, uint64_t row) {
  QJsonObject object;
  for (const Column& column : columns)
    object[QLatin1String(column.id)] = jsonValue(column.kind, column.value(world, row));
  return object;
}

} // namespace pushscope
