#include "models/export/table_export.h"

#include "models/text/source_words.h"

#include <QElapsedTimer>

#include <algorithm>

namespace pushscope {
namespace {

// Between two looks at the clock.
constexpr size_t rowsAtOnce = 32;

std::vector<const Column*> chosen(std::span<const Column> all, std::span<const int> which) {
  std::vector<const Column*> columns;
  for (const int column : which)
    columns.push_back(&all[size_t(column)]);
  return columns;
}

} // namespace

TableExport::TableExport(const TableModel& model, std::span<const int> columns, QIODevice& out)
    : TableExport(chosen(model.columns(), columns), model.world(), model.arrangement(), out) {}

TableExport::TableExport(std::vector<const Column*> columns, const World* world,
                         std::shared_ptr<const Arrangement> rows, QIODevice& out)
    : m_world(world), m_rows(std::move(rows)), m_out(out) {
  for (const Column* column : columns)
    m_fields.push_back({column});
}

void TableExport::appendRow(uint64_t row) {
  for (size_t i = 0; i < m_fields.size(); ++i) {
    beginField(i);
    std::visit([&](const auto& cell) { append(m_fields[i], cell, row); }, m_fields[i].column->cell);
  }
  endRow();
}

void TableExport::append(Field& field, const NumberCell& number, uint64_t row) {
  const int64_t value = number(*m_world, row);
  if (value == unknownNumber)
    appendUnknown();
  else
    appendNumber(field.column->kind, value);
}

void TableExport::append(Field& field, const CodedCell& coded, uint64_t row) {
  const int64_t code = coded.code(*m_world, row);
  if (code == unknownNumber)
    return appendUnknown();
  auto found = field.words.find(code);
  if (found == field.words.end()) {
    if (field.words.size() >= mostWords)
      field.words.clear();
    QString word = coded.word(*m_world, code);
    if (m_change)
      word = QString::fromStdString(m_change(*field.column, word.toStdString()));
    found = field.words.emplace(code, encoded(word)).first;
  }
  m_piece += found->second;
}

void TableExport::append(Field& field, const TextCell& cell, uint64_t row) {
  auto text = cell.text(*m_world, row, m_room);
  if (!text)
    return appendUnknown();
  if (m_change)
    text = m_room = m_change(*field.column, *text);
  if (qsizetype(text->size()) <= cell.longest && isSimple(*text))
    appendSimple(*text);
  else
    m_piece += encoded(plain(*text, cell.longest));
}

Status TableExport::step(Duration budget) {
  const SourceWords source;
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

Status TableExport::flush() {
  if (m_out.write(m_piece) != m_piece.size())
    return {ErrorCode::file, m_out.errorString().toStdString()};
  m_piece.resize(0);
  return Done{};
}

} // namespace pushscope
