#pragma once

#include "models/query/query.h"
#include "models/query/row_keys.h"

namespace pushscope {

// A query about rows of one kind: fields are columns, values are numbers and texts. An immutable value; a worker may
// keep a copy of it.
class Condition {
 public:
  struct Made;
  // A mistake makes a condition that every row fulfils.
  static Made of(const QString& text, std::span<const Column> columns);

  bool isEmpty() const { return m_nodes.empty(); }
  // Ascending, each once.
  std::vector<int> columns() const;
  // One for each row of the keys, which have these columns: whether it fulfils the condition.
  std::vector<bool> matches(const RowKeys& keys, WallTime now) const;

 private:
  using Marks = std::vector<uint8_t>; // bytes, because they are combined by the million

  // Children are nodes by number, all of them before their parent.
  struct Node {
    QueryNode::Kind kind = QueryNode::Kind::word;
    std::vector<size_t> children;
    std::vector<int> columns; // one of a term, all columns of text of a word
    Comparison comparison = Comparison::begins;
    Kind valueKind = Kind::text;
    int64_t number = 0; // µs, bytes or a count
    std::string text;   // folded
  };
  class Maker;

  static Marks matchTexts(const Node& node, const RowKeys::Keys& keys);
  static Marks matchNumbers(const Node& node, const RowKeys::Numbers& numbers, WallTime now);
  Marks match(const Node& node, const RowKeys& keys, WallTime now) const;

  std::vector<Node> m_nodes; // the last is the root
};

struct Condition::Made {
  Condition condition;
  std::optional<QueryMistake> mistake;
};

// "500ms", "1.5s", "-2us"; nothing for what is no duration.
std::optional<int64_t> queryDuration(QStringView text);
// "1500", "48KiB", "1.5MB".
std::optional<int64_t> queryBytes(QStringView text);
// What a person may write after a column: "rtt>500ms".
QString queryExample(const Column& column);
// The shorter of its names.
QString queryName(const Column& column);
// By id or alias; -1: there is none.
int queryColumn(std::span<const Column> columns, QStringView field);

} // namespace pushscope
