#include "models/query/query.h"

#include <QRegularExpression>

#include <algorithm>
#include <tuple>

namespace pushscope {

bool QueryNode::operator==(const QueryNode& other) const {
  return std::tie(kind, field, comparison, value, children) ==
         std::tie(other.kind, other.field, other.comparison, other.value, other.children);
}

QString comparisonText(Comparison comparison) {
  switch (comparison) {
  case Comparison::begins:
    return QStringLiteral(":");
  case Comparison::contains:
    return QStringLiteral("~");
  case Comparison::equal:
    return QStringLiteral("=");
  case Comparison::differs:
    return QStringLiteral("!=");
  case Comparison::less:
    return QStringLiteral("<");
  case Comparison::atMost:
    return QStringLiteral("<=");
  case Comparison::more:
    return QStringLiteral(">");
  case Comparison::atLeast:
    return QStringLiteral(">=");
  }
  return {};
}

QString quotedForQuery(const QString& value) {
  static const QRegularExpression plainWord(QStringLiteral("^[\\p{L}\\p{N}_.][\\p{L}\\p{N}_.\\-]*$"));
  const QString lower = value.toLower();
  const bool keyword = lower == QLatin1String("and") || lower == QLatin1String("or") || lower == QLatin1String("not");
  if (!keyword && plainWord.match(value).hasMatch())
    return value;
  QString quoted = value;
  quoted.replace('\\', QStringLiteral("\\\\")).replace('"', QStringLiteral("\\\""));
  return QLatin1Char('"') + quoted + QLatin1Char('"');
}

QString queryText(const QueryNode& node) {
  const auto within = [](const QueryNode& child) {
    const bool group = child.kind == QueryNode::Kind::all || child.kind == QueryNode::Kind::any;
    return group ? QLatin1Char('(') + queryText(child) + QLatin1Char(')') : queryText(child);
  };
  const auto joined = [&](const QString& between) {
    QStringList parts;
    std::transform(node.children.begin(), node.children.end(), std::back_inserter(parts), within);
    return parts.join(between);
  };
  switch (node.kind) {
  case QueryNode::Kind::word:
    return quotedForQuery(node.value);
  case QueryNode::Kind::term:
    return node.field + comparisonText(node.comparison) + quotedForQuery(node.value);
  case QueryNode::Kind::all:
    return joined(QStringLiteral(" "));
  case QueryNode::Kind::any:
    return joined(QStringLiteral(" or "));
  case QueryNode::Kind::negation:
    return QLatin1Char('-') + within(node.children.front());
  }
  return {};
}

} // namespace pushscope
