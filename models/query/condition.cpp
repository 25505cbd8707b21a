#include "models/query/condition.h"

#include "protocol/base/edit_distance.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace pushscope {
namespace {

// Greater values than this are no durations or sizes that anybody has, and doubles are whole numbers up to it.
constexpr double greatest = 9e15;

struct Unit {
  const char* name;
  double factor;
};

std::optional<int64_t> withUnit(QStringView text, std::span<const Unit> units, bool unitMayMiss) {
  qsizetype end = 0;
  while (end < text.size() && (text[end].isDigit() || text[end] == '.' || (end == 0 && text[end] == '-')))
    ++end;
  bool isNumber = false;
  const double number = text.left(end).toDouble(&isNumber);
  if (!isNumber)
    return std::nullopt;
  const QStringView unit = text.mid(end);
  if (unit.isEmpty() && (unitMayMiss || number == 0))
    return std::abs(number) <= greatest ? std::optional(std::llround(number)) : std::nullopt;
  for (const Unit& known : units)
    if (unit.compare(QLatin1String(known.name), Qt::CaseInsensitive) == 0)
      return std::abs(number * known.factor) <= greatest ? std::optional(std::llround(number * known.factor))
                                                         : std::nullopt;
  return std::nullopt;
}

bool compares(Comparison comparison, int64_t a, int64_t b) {
  switch (comparison) {
  case Comparison::begins:
  case Comparison::equal:
    return a == b;
  case Comparison::differs:
    return a != b;
  case Comparison::less:
    return a < b;
  case Comparison::atMost:
    return a <= b;
  case Comparison::more:
    return a > b;
  case Comparison::atLeast:
    return a >= b;
  case Comparison::contains:
    return false;
  }
  return false;
}

bool compares(Comparison comparison, std::string_view text, std::string_view value) {
  switch (comparison) {
  case Comparison::begins:
    return text.starts_with(value);
  case Comparison::contains:
    return text.find(value) != std::string_view::npos;
  case Comparison::equal:
    return text == value;
  case Comparison::differs:
    return text != value;
  default:
    return false;
  }
}

// A word fulfils it as it is shown or as it is in the source.
bool compares(Comparison comparison, const RowKeys::Words& words, size_t word, std::string_view value) {
  const bool shown = compares(comparison, words.words[word], value);
  const bool source = word < words.sources.size() ? compares(comparison, words.sources[word], value) : shown;
  return comparison == Comparison::differs ? shown && source : shown || source;
}

bool isOrdering(Comparison comparison) {
  return comparison == Comparison::less || comparison == Comparison::atMost || comparison == Comparison::more ||
         comparison == Comparison::atLeast;
}

// The name that is most like it; of a field that is like none, the first name.
QString likeliest(std::span<const Column> columns, const QString& field) {
  QString best;
  size_t least = 0;
  const std::string written = field.left(64).toLower().toStdString();
  for (const Column& column : columns)
    for (const char* name : {column.id, column.alias})
      if (const size_t far = editDistance(written, name); *name != 0 && (best.isEmpty() || far < least)) {
        least = far;
        best = QLatin1String(name);
      }
  return best;
}

} // namespace

std::optional<int64_t> queryDuration(QStringView text) {
  static constexpr Unit units[] = {{"us", 1},     {"ms", 1e3},   {"s", 1e6},    {"m", 60e6},
                                   {"min", 60e6}, {"h", 3600e6}, {"d", 86400e6}};
  if (text.endsWith(QStringLiteral("µs")))
    return withUnit(QString(text.chopped(2).toString() + QStringLiteral("us")), units, false);
  return withUnit(text, units, false);
}

std::optional<int64_t> queryBytes(QStringView text) {
  static constexpr Unit units[] = {{"B", 1}, {"kB", 1e3}, {"MB", 1e6}, {"KiB", 1024}, {"MiB", 1024 * 1024}};
  return withUnit(text, units, true);
}

QString queryName(const Column& column) {
  return QLatin1String(*column.alias ? column.alias : column.id);
}

QString queryExample(const Column& column) {
  const QString name = queryName(column);
  switch (column.kind) {
  case Kind::text:
    return name + QStringLiteral(":text");
  case Kind::count:
    return name + QStringLiteral(">2");
  case Kind::duration:
    return name + QStringLiteral(">500ms");
  case Kind::time:
    return name + QStringLiteral(">10m");
  case Kind::bytes:
    return name + QStringLiteral(">1kB");
  case Kind::number:
    return name + QStringLiteral(">1.5");
  }
  return name;
}

int queryColumn(std::span<const Column> columns, QStringView field) {
  for (const bool byAlias : {false, true})
    for (size_t i = 0; i < columns.size(); ++i) {
      const QLatin1String name(byAlias ? columns[i].alias : columns[i].id);
      if (!name.isEmpty() && field.compare(name, Qt::CaseInsensitive) == 0)
        return int(i);
    }
  return -1;
}

// Turns the nodes of a query into those of a condition; the first mistake ends it.
class Condition::Maker {
 public:
  explicit Maker(std::span<const Column> columns) : m_columns(columns) {}

  bool add(const QueryNode& from) {
    Node node;
    node.kind = from.kind;
    for (const QueryNode& child : from.children) {
      if (!add(child))
        return false;
      node.children.push_back(nodes.size() - 1);
    }
    if (from.kind == QueryNode::Kind::word)
      makeWord(from, node);
    if (from.kind == QueryNode::Kind::term && !makeTerm(from, node))
      return false;
    nodes.push_back(std::move(node));
    return true;
  }

  std::vector<Node> nodes;
  std::optional<QueryMistake> mistake;

 private:
  bool fail(QueryMistake::Kind kind, QueryPlace place, const QString& what, const QString& hint) {
    mistake = QueryMistake{kind, place, what, hint};
    return false;
  }

  void makeWord(const QueryNode& from, Node& node) const {
    node.comparison = Comparison::contains;
    node.text = foldedText(from.value);
    for (size_t i = 0; i < m_columns.size(); ++i)
      if (m_columns[i].kind == Kind::text)
        node.columns.push_back(int(i));
  }

  bool makeTerm(const QueryNode& from, Node& node) {
    const int at = queryColumn(m_columns, from.field);
    if (at < 0)
      return fail(QueryMistake::Kind::unknownField, from.fieldPlace, from.field, likeliest(m_columns, from.field));
    const Column& column = m_columns[size_t(at)];
    node.columns = {at};
    node.comparison = from.comparison;
    node.valueKind = column.kind;
    const QString example = queryExample(column);
    if (column.kind == Kind::text && isOrdering(from.comparison))
      return fail(QueryMistake::Kind::needsText, from.comparisonPlace, comparisonText(from.comparison), example);
    if (column.kind != Kind::text && from.comparison == Comparison::contains)
      return fail(QueryMistake::Kind::needsNumber, from.comparisonPlace, {}, example);
    if (column.kind == Kind::time && !isOrdering(from.comparison))
      return fail(QueryMistake::Kind::needsAge, from.comparisonPlace, {}, example);
    return makeValue(from, example, node);
  }

  bool makeValue(const QueryNode& from, const QString& example, Node& node) {
    std::optional<int64_t> number;
    auto mistaken = QueryMistake::Kind::badNumber;
    bool isNumber = false;
    switch (node.valueKind) {
    case Kind::text:
      node.text = foldedText(from.value);
      return true;
    case Kind::count:
      number = from.value.toLongLong(&isNumber);
      if (!isNumber)
        number.reset();
      break;
    case Kind::number: {
      const double value = from.value.toDouble(&isNumber);
      if (isNumber && std::abs(value) < 1e15)
        number = std::llround(value * 1000);
      break;
    }
    case Kind::duration:
    case Kind::time:
      number = queryDuration(from.value);
      mistaken = QueryMistake::Kind::badDuration;
      break;
    case Kind::bytes:
      number = queryBytes(from.value);
      mistaken = QueryMistake::Kind::badBytes;
      break;
    }
    if (!number)
      return fail(mistaken, from.valuePlace, from.value, example);
    node.number = *number;
    return true;
  }

  std::span<const Column> m_columns;
};

Condition::Made Condition::of(const QString& text, std::span<const Column> columns) {
  const Query query = parseQuery(text);
  if (!query.root)
    return {{}, query.mistake};
  Maker maker(columns);
  Made made;
  if (maker.add(*query.root))
    made.condition.m_nodes = std::move(maker.nodes);
  made.mistake = std::move(maker.mistake);
  return made;
}

std::vector<int> Condition::columns() const {
  std::vector<int> all;
  for (const Node& node : m_nodes)
    all.insert(all.end(), node.columns.begin(), node.columns.end());
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

std::vector<bool> Condition::matches(const RowKeys& keys, WallTime now) const {
  if (isEmpty())
    return std::vector<bool>(keys.rows.size(), true);
  const Marks marks = match(m_nodes.back(), keys, now);
  return {marks.begin(), marks.end()};
}

Condition::Marks Condition::match(const Node& node, const RowKeys& keys, WallTime now) const {
  const size_t count = keys.rows.size();
  switch (node.kind) {
  case QueryNode::Kind::word:
  case QueryNode::Kind::any: {
    Marks some(count, 0);
    const auto add = [&](const Marks& marks) {
      std::transform(some.begin(), some.end(), marks.begin(), some.begin(), std::bit_or<uint8_t>());
    };
    for (const int column : node.columns)
      add(matchTexts(node, keys.columns[size_t(column)]));
    for (const size_t child : node.children)
      add(match(m_nodes[child], keys, now));
    return some;
  }
  case QueryNode::Kind::all: {
    Marks every(count, 1);
    for (const size_t child : node.children) {
      const Marks marks = match(m_nodes[child], keys, now);
      std::transform(every.begin(), every.end(), marks.begin(), every.begin(), std::bit_and<uint8_t>());
    }
    return every;
  }
  case QueryNode::Kind::negation: {
    Marks marks = match(m_nodes[node.children.front()], keys, now);
    std::transform(marks.begin(), marks.end(), marks.begin(), [](uint8_t mark) { return uint8_t(mark ^ 1); });
    return marks;
  }
  case QueryNode::Kind::term: {
    const RowKeys::Keys& column = keys.columns[size_t(node.columns.front())];
    const auto* numbers = std::get_if<RowKeys::Numbers>(&column);
    return numbers ? matchNumbers(node, *numbers, now) : matchTexts(node, column);
  }
  }
  return Marks(count, 1);
}

// What is not known fulfils "differs" alone.
Condition::Marks Condition::matchNumbers(const Node& node, const RowKeys::Numbers& numbers, WallTime now) {
  const bool unknown = node.comparison == Comparison::differs;
  const bool isTime = node.valueKind == Kind::time;
  const int64_t base = micros(now);
  Marks marks(numbers.values.size());
  std::transform(numbers.values.begin(), numbers.values.end(), marks.begin(), [&](int64_t value) {
    return uint8_t(value == unknownNumber ? unknown
                                          : compares(node.comparison, isTime ? base - value : value, node.number));
  });
  return marks;
}

Condition::Marks Condition::matchTexts(const Node& node, const RowKeys::Keys& keys) {
  const bool unknown = node.comparison == Comparison::differs;
  if (const auto* words = std::get_if<RowKeys::Words>(&keys)) {
    Marks byWord(words->words.size(), unknown);
    for (size_t i = 1; i < byWord.size(); ++i)
      byWord[i] = compares(node.comparison, *words, i, node.text);
    Marks marks(words->values.size());
    std::transform(words->values.begin(), words->values.end(), marks.begin(),
                   [&](uint32_t word) { return byWord[word]; });
    return marks;
  }
  const auto& texts = std::get<RowKeys::Texts>(keys);
  Marks marks(texts.ends.size());
  for (size_t i = 0; i < marks.size(); ++i)
    marks[i] = texts.known[i] ? compares(node.comparison, texts.at(i), node.text) : unknown;
  return marks;
}

} // namespace pushscope
