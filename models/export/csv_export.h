#pragma once

#include "models/items/table_model.h"
#include "protocol/base/result.h"

#include <QIODevice>

#include <memory>
#include <unordered_map>
#include <vector>

namespace pushscope {

// A table on its way into a CSV file, so many rows at a time: the window goes on between two steps, and nothing is held
// but the order of the rows, which is shared with the model, and one piece of text, however large the table. The rows
// are those that the model showed at the beginning, in that order; each is written as it is when its turn comes, and
// one that the world has forgotten by then is a row without values.
//
// RFC 4180 in UTF-8 with CRLF. C locale, durations in milliseconds, times RFC 3339 UTC. A cell that a spreadsheet would
// run as a formula gets a leading apostrophe.
class CsvExport {
 public:
  // The model's world and the device outlive this.
  CsvExport(const TableModel& model, std::span<const int> columns, QIODevice& out);
  // Of any rows; `world` may be null if there are none. Rows that go on behind others have no head.
  enum class Head { yes, no };
  CsvExport(std::vector<const Column*> columns, const World* world, std::vector<uint64_t> rows, QIODevice& out,
            Head head = Head::yes);

  // Writes rows until the time is spent or there are none left.
  Status step(Duration budget);
  bool isDone() const { return m_next == m_rows->size(); }
  size_t rows() const { return m_rows->size(); }
  size_t written() const { return m_next; }

  static constexpr Duration noLimit = Duration::max();

 private:
  // What a column's codes look like in the file.
  using Words = std::unordered_map<int64_t, QByteArray>;
  struct Field {
    const Column* column;
    Words words{};
  };

  CsvExport(std::vector<const Column*> columns, const World* world, std::shared_ptr<const Arrangement> rows,
            QIODevice& out, Head head);
  void appendRow(uint64_t row);
  void append(Field& field, const NumberCell& number, uint64_t row);
  void append(Field& field, const CodedCell& coded, uint64_t row);
  void append(Field& field, const TextCell& cell, uint64_t row);
  Status flush();

  // What is given to the device at once.
  static constexpr qsizetype pieceBytes = 256 * 1024;
  // Of one column; columns have a few dozen, and what a device makes up must not cost memory.
  static constexpr size_t mostWords = 1000;

  const World* m_world;
  std::vector<Field> m_fields;
  std::shared_ptr<const Arrangement> m_rows;
  std::string m_room; // of a text
  size_t m_next = 0;
  QIODevice& m_out;
  QByteArray m_piece;
};

QString csvCell(const QString& text);

} // namespace pushscope
