#pragma once

#include "models/query/query_mistake.h"

#include <QString>

#include <cstdint>
#include <optional>
#include <vector>

namespace pushscope {

enum class Comparison : uint8_t { begins, contains, equal, differs, less, atMost, more, atLeast };
// As it is written: ":", "~", "=", "!=", "<", "<=", ">", ">=".
QString comparisonText(Comparison comparison);

// What a query says, before anybody asks whether there is such a column; QUERY.md has the grammar.
struct QueryNode {
  enum class Kind : uint8_t {
    word,     // `value` in any text of the row
    term,     // `field` `comparison` `value`
    all,      // every child, of two at least
    any,      // some child, of two at least
    negation, // not its only child
  };
  Kind kind = Kind::word;
  QString field;
  Comparison comparison = Comparison::begins;
  QString value;
  std::vector<QueryNode> children;
  // In the text that was parsed, in UTF-16 units; of field and value for a term. Not part of what it says.
  QueryPlace fieldPlace{}, comparisonPlace{}, valuePlace{};

  bool operator==(const QueryNode& other) const;
};

// Bounds of what a person types and keeps: far beyond any query that can be read, and they bound recursion and work.
inline constexpr qsizetype longestQuery = 1000; // characters
inline constexpr int deepestQuery = 16;         // parentheses and negations within each other
inline constexpr int mostQueryTerms = 64;       // each is a pass over all rows

struct Query {
  std::optional<QueryNode> root;       // nothing: every row
  std::optional<QueryMistake> mistake; // then there is no root
};
Query parseQuery(const QString& text);
// A text that parses to this.
QString queryText(const QueryNode& node);
// As the value of a term or as a word, whatever is in it.
QString quotedForQuery(const QString& value);

} // namespace pushscope
