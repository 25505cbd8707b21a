#include "models/export/csv_export.h"

#include <algorithm>

namespace pushscope {
namespace {

// OWASP's list for CSV injection, with the full-width twins that some spreadsheets fold; ' itself would be ambiguous.
bool startsFormula(const QString& text) {
  static const QString dangerous = QStringLiteral("=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20") + QChar(u'\0');
  return !text.isEmpty() && dangerous.contains(text.front());
}

} // namespace

QString csvCell(const QString& text) {
  QString cell = startsFormula(text) ? QLatin1Char('\'') + text : text;
  const bool quoted = cell.contains(',') || cell.contains('"') || cell.contains('\n') || cell.contains('\r');
  return quoted ? QLatin1Char('"') + cell.replace('"', QStringLiteral("\"\"")) + QLatin1Char('"') : cell;
}

CsvExport::CsvExport(const TableModel& model, std::span<const int> columns, QIODevice& out)
    : TableExport(model, columns, out) {
  appendHead();
}

CsvExport::CsvExport(std::vector<const Column*> columns, const World* world, std::shared_ptr<const Arrangement> rows,
                     QIODevice& out, Head head)
    : TableExport(std::move(columns), world, std::move(rows), out) {
  if (head == Head::yes)
    appendHead();
}

void CsvExport::appendHead() {
  for (size_t i = 0; i < columns(); ++i) {
    beginField(i);
    piece() += column(i).id;
  }
  endRow();
}

void CsvExport::beginField(size_t field) {
  if (field > 0)
    piece() += ',';
}

QByteArray CsvExport::encoded(const QString& text) const {
  return csvCell(text).toUtf8();
}

// Most texts need neither quotes nor an apostrophe, and no look at what their bytes mean.
bool CsvExport::isSimple(std::string_view text) const {
  constexpr std::string_view formula = "=+-@";
  return (text.empty() || formula.find(text.front()) == formula.npos) &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~' && c != ',' && c != '"'; });
}

} // namespace pushscope
