#include "models/export/csv_export.h"

#include <QElapsedTimer>

#include <algorithm>
#include <utility>

namespace pushscope {
namespace {

// Between two looks at the clock.
constexpr size_t rowsAtOnce = 32;

// OWASP's list for CSV injection, with the full-width twins that some spreadsheets fold; ' itself would be ambiguous.
bool startsFormula(const QString& text) {
  static const QString dangerous = QStringLiteral("=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20") + QChar(u'\0');
  return !text.isEmpty() && dangerous.contains(text.front());
}

// Most texts are words of plain letters; they are copied as they are.
bool isSimple(const QString& text) {
  return std::all_of(text.begin(), text.end(), [](QChar c) {
    const char16_t u = c.unicode();
    return (u >= '0' && u <= '9') || (u >= 'A' && u <= 'Z') || (u >= 'a' && u <= 'z') || u == ' ' || u == '_' ||
           u == '.' || u == ':' || u == '/' || u == '(' || u == ')';
  });
}

void appendText(QByteArray& out, const QString& text) {
  if (!isSimple(text)) {
    out += csvCell(text).toUtf8();
    return;
  }
  const qsizetype at = out.size();
  out.resize(at + text.size());
  std::transform(text.begin(), text.end(), out.begin() + at, [](QChar c) { return char(c.unicode()); });
}

std::vector<const Column*> chosen(std::span<const Column> all, std::span<const int> which) {
  std::vector<const Column*> columns;
  for (const int column : which)
    columns.push_back(&all[size_t(column)]);
  return columns;
}

std::vector<uint64_t> shownBy(const TableModel& model) {
  std::vector<uint64_t> rows(size_t(model.rowCount()));
  for (size_t i = 0; i < rows.size(); ++i)
    rows[i] = model.sourceRow(int(i));
  return rows;
}

} // namespace

QString csvCell(const QString& text) {
  QString cell = startsFormula(text) ? QLatin1Char('\'') + text : text;
  const bool quoted = cell.contains(',') || cell.contains('"') || cell.contains('\n') || cell.contains('\r');
  return quoted ? QLatin1Char('"') + cell.replace('"', QStringLiteral("\"\"")) + QLatin1Char('"') : cell;
}

CsvExport::CsvExport(const TableModel& model, std::span<const int> columns, QIODevice& out)
    : CsvExport(chosen(model.columns(), columns), model.world(), shownBy(model), out) {}

CsvExport::CsvExport(std::vector<const Column*> columns, const World* world, std::vector<uint64_t> rows, QIODevice& out)
    : m_world(world), m_columns(std::move(columns)), m_rows(std::move(rows)), m_out(out) {
  for (const Column* column : m_columns) {
    m_piece += m_piece.isEmpty() ? "" : ",";
    m_piece += column->id;
  }
  m_piece += "\r\n";
}

void CsvExport::appendRow(uint64_t row) {
  const char* separator = "";
  for (const Column* column : m_columns) {
    m_piece += std::exchange(separator, ",");
    const QVariant value = column->value(*m_world, row);
    if (!value.isValid())
      continue;
    if (column->kind == Kind::text)
      appendText(m_piece, value.toString());
    else
      appendForFiles(m_piece, column->kind, value.toLongLong()); // a number may well be negative
  }
  m_piece += "\r\n";
}

Status CsvExport::step(Duration budget) {
  QElapsedTimer spent;
  spent.start();
  do {
    for (const size_t end = std::min(m_next + rowsAtOnce, m_rows.size()); m_next < end; ++m_next)
      appendRow(m_rows[m_next]);
    if (m_piece.size() >= pieceBytes || isDone())
      if (Status status = flush(); !status.ok())
        return status;
  } while (!isDone() && spent.nsecsElapsed() / 1000 < budget.count());
  return Done{};
}

Status CsvExport::flush() {
  if (m_out.write(m_piece) != m_piece.size())
    return {ErrorCode::file, m_out.errorString().toStdString()};
  m_piece.resize(0);
  return Done{};
}

} // namespace pushscope
