#include "models/export/table_writer.h"

namespace pushscope {
namespace {

// OWASP's list for CSV injection, with the full-width twins that some spreadsheets fold; ' itself would be ambiguous.
bool startsFormula(const QString& text) {
  static const QString dangerous = QStringLiteral("=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20") + QChar(u'\0');
  return !text.isEmpty() && dangerous.contains(text.front());
}

QByteArray line(const QStringList& cells) {
  return (cells.join(',') + QStringLiteral("\r\n")).toUtf8();
}

Status writeAll(QIODevice& out, const QByteArray& bytes) {
  if (out.write(bytes) != bytes.size())
    return {ErrorCode::file, out.errorString().toStdString()};
  return Done{};
}

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

QString csvCell(const QString& text) {
  QString cell = startsFormula(text) ? QLatin1Char('\'') + text : text;
  const bool quoted = cell.contains(',') || cell.contains('"') || cell.contains('\n') || cell.contains('\r');
  return quoted ? QLatin1Char('"') + cell.replace('"', QStringLiteral("\"\"")) + QLatin1Char('"') : cell;
}

Status writeCsv(const TableModel& model, std::span<const int> columns, QIODevice& out) {
  std::vector<const Column*> shown;
  for (int column : columns)
    shown.push_back(&model.columns()[size_t(column)]);
  std::vector<uint64_t> rows;
  for (int row = 0; row < model.rowCount(); ++row)
    rows.push_back(model.sourceRow(row));
  return writeCsv(shown, model.world(), rows, out);
}

Status writeCsv(std::span<const Column* const> columns, const World* world, std::span<const uint64_t> rows,
                QIODevice& out) {
  QStringList cells;
  for (const Column* column : columns)
    cells << QLatin1String(column->id);
  if (Status status = writeAll(out, line(cells)); !status.ok())
    return status;
  for (const uint64_t row : rows) {
    cells.clear();
    for (const Column* column : columns) {
      const QString text = forFiles(column->kind, column->value(*world, row));
      cells << (column->kind == Kind::text ? csvCell(text) : text); // a number may well be negative
    }
    if (Status status = writeAll(out, line(cells)); !status.ok())
      return status;
  }
  return Done{};
}

QJsonObject jsonRow(std::span<const Column> columns, const World& world, uint64_t row) {
  QJsonObject object;
  for (const Column& column : columns)
    object[QLatin1String(column.id)] = jsonValue(column.kind, column.value(world, row));
  return object;
}

} // namespace pushscope
