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

// Most texts need neither quotes nor an apostrophe, and no look at what their bytes mean.
bool isSimple(std::string_view text) {
  constexpr std::string_view formula = "=+-@";
  return (text.empty() || formula.find(text.front()) == formula.npos) &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~' && c != ',' && c != '"'; });
}

std::vector<const Column*> chosen(std::span<const Column> all, std::span<const int> which) {
  std::vector<const Column*> columns;
  for (const int column : which)
    columns.push_back(&all[size_t(column)]);
  return columns;
}

} // namespace

QString csvCell(const QString& text) {
  QString cell = startsFormula(text) ? QLatin1Char('\'') + text : text;
  const bool quoted = cell.contains(',') || cell.contains('"') || cell.contains('\n') || cell.contains('\r');
  return quoted ? QLatin1Char('"') + cell.replace('"', QStringLiteral("\"\"")) + QLatin1Char('"') : cell;
}

CsvExport::CsvExport(const TableModel& model, std::span<const int> columns, QIODevice& out)
    : CsvExport(chosen(model.columns(), columns), model.world(), model.arrangement(), out, Head::yes) {}

CsvExport::CsvExport(std::vector<const Column*> columns, const World* world, std::vector<uint64_t> rows, QIODevice& out,
                     Head head)
    : CsvExport(std::move(columns), world, std::make_shared<Arrangement>(std::move(rows)), out, head) {}

CsvExport::CsvExport(std::vector<const Column*> columns, const World* world, std::shared_ptr<const Arrangement> rows,
                     QIODevice& out, Head head)
    : m_world(world), m_rows(std::move(rows)), m_out(out) {
  for (const Column* column : columns)
    m_fields.push_back({column});
  if (head == Head::no)
    return;
  for (const Column* column : columns) {
    m_piece += m_piece.isEmpty() ? "" : ",";
    m_piece += column->id;
  }
  m_piece += "\r\n";
}

void CsvExport::appendRow(uint64_t row) {
  const char* separator = "";
  for (Field& field : m_fields) {
    m_piece += std::exchange(separator, ",");
    std::visit([&](const auto& cell) { append(field, cell, row); }, field.column->cell);
  }
  m_piece += "\r\n";
}

void CsvExport::append(Field& field, const NumberCell& number, uint64_t row) {
  const int64_t value = number(*m_world, row);
  if (value != unknownNumber)
    appendForFiles(m_piece, field.column->kind, value); // may well be negative
}

void CsvExport::append(Field& field, const CodedCell& coded, uint64_t row) {
  const int64_t code = coded.code(*m_world, row);
  if (code == unknownNumber)
    return;
  auto found = field.words.find(code);
  if (found == field.words.end()) {
    if (field.words.size() >= mostWords)
      field.words.clear();
    found = field.words.emplace(code, csvCell(coded.word(*m_world, code)).toUtf8()).first;
  }
  m_piece += found->second;
}

void CsvExport::append(Field&, const TextCell& cell, uint64_t row) {
  const auto text = cell.text(*m_world, row, m_room);
  if (!text)
    return;
  if (qsizetype(text->size()) <= cell.longest && isSimple(*text))
    m_piece.append(text->data(), qsizetype(text->size()));
  else
    m_piece += csvCell(plain(*text, cell.longest)).toUtf8();
}

Status CsvExport::step(Duration budget) {
  QElapsedTimer spent;
  spent.start();
  do {
    for (const size_t end = std::min(m_next + rowsAtOnce, m_rows->size()); m_next < end; ++m_next)
      appendRow(m_rows->rows()[m_next]);
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
