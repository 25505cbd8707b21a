#pragma once

#include "models/items/table_model.h"
#include "protocol/base/result.h"

#include <QIODevice>

#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

namespace pushscope {

// A table on its way into a file, so many rows at a time: the window goes on between two steps, and nothing is held
// but the order of the rows, which is shared with the model, and one piece of text, however large the table. The rows
// are those that the model showed at the beginning, in that order; each is written as it is when its turn comes, and
// one that the world has forgotten by then is a row without values.
//
// UTF-8, C locale, durations in milliseconds, times RFC 3339 UTC. How rows and cells look is the format's.
class TableExport {
 public:
  // Of a text as it is in the world, before it is written: for files that are to name nobody.
  using TextChange = std::function<std::string(const Column&, std::string_view)>;

  virtual ~TableExport() = default;

  void setTextChange(TextChange change) { m_change = std::move(change); }
  // Writes rows until the time is spent or there are none left.
  Status step(Duration budget);
  bool isDone() const { return m_next == m_rows->size(); }
  size_t rows() const { return m_rows->size(); }
  size_t written() const { return m_next; }

  static constexpr Duration noLimit = Duration::max();

 protected:
  // The model's world and the device outlive this.
  TableExport(const TableModel& model, std::span<const int> columns, QIODevice& out);
  // Of any rows; `world` may be null if there are none.
  TableExport(std::vector<const Column*> columns, const World* world, std::shared_ptr<const Arrangement> rows,
              QIODevice& out);

  size_t columns() const { return m_fields.size(); }
  const Column& column(size_t field) const { return *m_fields[field].column; }
  // What comes next in the file.
  QByteArray& piece() { return m_piece; }

 private:
  // What a column's codes look like in the file.
  using Words = std::unordered_map<int64_t, QByteArray>;
  struct Field {
    const Column* column;
    Words words{};
  };

  virtual void beginField(size_t field) = 0;
  virtual void endRow() = 0;
  virtual void appendNumber(Kind kind, int64_t value) = 0;
  virtual void appendUnknown() = 0;
  virtual QByteArray encoded(const QString& text) const = 0;
  // Whether it can be written as it is, which appendSimple() does.
  virtual bool isSimple(std::string_view text) const = 0;
  virtual void appendSimple(std::string_view text) = 0;

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
  TextChange m_change;
  std::string m_room; // of a text
  size_t m_next = 0;
  QIODevice& m_out;
  QByteArray m_piece;
};

} // namespace pushscope
