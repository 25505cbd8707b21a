#pragma once

#include "models/items/table_model.h"
#include "protocol/base/result.h"

#include <QIODevice>

#include <vector>

namespace pushscope {

// A table on its way into a CSV file, so many rows at a time: the window goes on between two steps, and nothing is held
// but the numbers of the rows and one piece of text, however large the table. The rows are those that the model showed
// at the beginning, in that order; each is written as it is when its turn comes.
//
// RFC 4180 in UTF-8 with CRLF. C locale, durations in milliseconds, times RFC 3339 UTC. A cell that a spreadsheet would
// run as a formula gets a leading apostrophe.
class CsvExport {
 public:
  // The model's world and the device outlive this.
  CsvExport(const TableModel& model, std::span<const int> columns, QIODevice& out);
  // Of any rows; `world` may be null if there are none.
  CsvExport(std::vector<const Column*> columns, const World* world, std::vector<uint64_t> rows, QIODevice& out);

  // Writes rows until the time is spent or there are none left.
  Status step(Duration budget);
  bool isDone() const { return m_next == m_rows.size(); }
  size_t rows() const { return m_rows.size(); }
  size_t written() const { return m_next; }

  static constexpr Duration noLimit = Duration::max();

 private:
  void appendRow(uint64_t row);
  Status flush();

  // What is given to the device at once.
  static constexpr qsizetype pieceBytes = 256 * 1024;

  const World* m_world;
  std::vector<const Column*> m_columns;
  std::vector<uint64_t> m_rows;
  size_t m_next = 0;
  QIODevice& m_out;
  QByteArray m_piece;
};

QString csvCell(const QString& text);

} // namespace pushscope
