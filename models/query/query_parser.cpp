#include "models/query/query.h"

#include <algorithm>
#include <iterator>

namespace pushscope {
namespace {

bool isFieldStart(QChar c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool isField(QChar c) {
  return isFieldStart(c) || (c >= '0' && c <= '9');
}
bool endsWord(QChar c) {
  return c.isSpace() || c == '(' || c == ')' || c == '"';
}

// By recursive descent; the first mistake ends it, as everything after it would be guessed.
class Parser {
 public:
  explicit Parser(const QString& text) : m_text(text) {}

  Query parse() {
    if (m_text.size() > longestQuery)
      return {{}, QueryMistake{QueryMistake::Kind::tooLong, {longestQuery, m_text.size() - longestQuery}, {}, {}}};
    skipSpace();
    if (atEnd())
      return {};
    std::optional<QueryNode> root = any(0);
    if (root && !atEnd())
      root = fail(QueryMistake::Kind::strayParenthesis, {m_at, 1});
    if (m_mistake)
      return {{}, m_mistake};
    return {std::move(root), {}};
  }

 private:
  using Node = std::optional<QueryNode>; // nothing: there is a mistake

  std::nullopt_t fail(QueryMistake::Kind kind, QueryPlace place, const QString& what = {}) {
    if (!m_mistake)
      m_mistake = QueryMistake{kind, place, what, {}};
    return std::nullopt;
  }

  bool atEnd() const { return m_at >= m_text.size(); }
  QChar peek(qsizetype ahead = 0) const { return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : QChar(); }
  void skipSpace() {
    while (!atEnd() && peek().isSpace())
      ++m_at;
  }
  // A whole word that stands here, whatever its case.
  bool isKeyword(QLatin1String word) const {
    const qsizetype end = m_at + word.size();
    return QStringView(m_text).mid(m_at, word.size()).compare(word, Qt::CaseInsensitive) == 0 &&
           (end >= m_text.size() || endsWord(m_text[end]));
  }
  bool takeKeyword(QLatin1String word) {
    if (!isKeyword(word))
      return false;
    m_keyword = {m_at, word.size()};
    m_at += word.size();
    skipSpace();
    return true;
  }
  QString keyword() const { return m_text.mid(m_keyword.position, m_keyword.length); }

  Node group(QueryNode::Kind kind, std::vector<QueryNode> children) {
    if (children.size() == 1)
      return std::move(children.front());
    QueryNode node;
    node.kind = kind;
    node.children = std::move(children);
    return node;
  }

  Node any(int depth) {
    std::vector<QueryNode> children;
    do {
      Node child = all(depth);
      if (!child)
        return std::nullopt;
      children.push_back(std::move(*child));
    } while (takeKeyword(QLatin1String("or")));
    return group(QueryNode::Kind::any, std::move(children));
  }

  Node all(int depth) {
    std::vector<QueryNode> children;
    do {
      if (isKeyword(QLatin1String("or")) || isKeyword(QLatin1String("and"))) {
        const qsizetype length = isKeyword(QLatin1String("or")) ? 2 : 3;
        return fail(QueryMistake::Kind::nothingBefore, {m_at, length}, m_text.mid(m_at, length));
      }
      if (atEnd() || peek() == ')')
        return m_keyword.length > 0 ? Node(fail(QueryMistake::Kind::nothingAfter, m_keyword, keyword()))
                                    : Node(fail(QueryMistake::Kind::strayParenthesis, {m_at, 1}));
      Node child = unary(depth);
      if (!child)
        return std::nullopt;
      children.push_back(std::move(*child));
      m_keyword = {};
      takeKeyword(QLatin1String("and"));
    } while (m_keyword.length > 0 || !(atEnd() || peek() == ')' || isKeyword(QLatin1String("or"))));
    return group(QueryNode::Kind::all, std::move(children));
  }

  Node unary(int depth) {
    if (depth > deepestQuery)
      return fail(QueryMistake::Kind::tooDeep, {m_at, 1});
    const QueryPlace place{m_at, peek() == '-' ? 1 : 3};
    if (peek() == '-' && m_at + 1 < m_text.size() && !peek(1).isSpace())
      ++m_at;
    else if (!takeKeyword(QLatin1String("not")))
      return primary(depth);
    if (atEnd() || peek() == ')' || isKeyword(QLatin1String("or")) || isKeyword(QLatin1String("and")))
      return fail(QueryMistake::Kind::nothingAfter, place, m_text.mid(place.position, place.length));
    Node child = unary(depth + 1);
    if (!child)
      return std::nullopt;
    QueryNode node;
    node.kind = QueryNode::Kind::negation;
    node.children.push_back(std::move(*child));
    return node;
  }

  Node primary(int depth) {
    if (peek() != '(')
      return term();
    const QueryPlace open{m_at++, 1};
    skipSpace();
    if (atEnd())
      return fail(QueryMistake::Kind::openParenthesis, open);
    if (peek() == ')')
      return fail(QueryMistake::Kind::nothingAfter, {open.position, m_at + 1 - open.position}, QStringLiteral("("));
    m_keyword = {};
    Node inner = any(depth + 1);
    if (!inner)
      return std::nullopt;
    if (peek() != ')')
      return fail(QueryMistake::Kind::openParenthesis, open);
    ++m_at;
    skipSpace();
    return inner;
  }

  Node term() {
    if (++m_terms > mostQueryTerms)
      return fail(QueryMistake::Kind::tooManyTerms, {m_at, m_text.size() - m_at});
    QueryNode node;
    if (takeField(node)) {
      node.kind = QueryNode::Kind::term;
      if (atEnd() || peek().isSpace() || peek() == '(' || peek() == ')')
        return fail(QueryMistake::Kind::noValue, {node.fieldPlace.position, m_at - node.fieldPlace.position},
                    node.field + comparisonText(node.comparison));
    }
    node.valuePlace.position = m_at;
    if (!(peek() == '"' ? takeQuoted(node.value) : takeWord(node.value)))
      return std::nullopt;
    node.valuePlace.length = m_at - node.valuePlace.position;
    skipSpace();
    return node;
  }

  // A name and a comparison; space may stand around those of numbers, as people write "rtt > 500ms".
  bool takeField(QueryNode& node) {
    qsizetype end = m_at;
    if (!isFieldStart(peek()))
      return false;
    while (end < m_text.size() && isField(m_text[end]))
      ++end;
    qsizetype at = end;
    while (at < m_text.size() && m_text[at].isSpace())
      ++at;
    const auto [comparison, length] = comparisonAt(at);
    const bool ofText = comparison == Comparison::begins || comparison == Comparison::contains;
    if (length == 0 || (at > end && ofText))
      return false;
    node.field = m_text.mid(m_at, end - m_at);
    node.comparison = comparison;
    node.fieldPlace = {m_at, end - m_at};
    node.comparisonPlace = {at, length};
    m_at = at + length;
    if (!ofText)
      skipSpace();
    return true;
  }

  std::pair<Comparison, qsizetype> comparisonAt(qsizetype at) const {
    const auto next = [&](qsizetype i) { return i < m_text.size() ? m_text[i] : QChar(); };
    const bool orEqual = next(at + 1) == '=';
    switch (next(at).unicode()) {
    case ':':
      return {Comparison::begins, 1};
    case '~':
      return {Comparison::contains, 1};
    case '=':
      return {Comparison::equal, 1};
    case '!':
      return {Comparison::differs, orEqual ? 2 : 0};
    case '<':
      return {orEqual ? Comparison::atMost : Comparison::less, orEqual ? 2 : 1};
    case '>':
      return {orEqual ? Comparison::atLeast : Comparison::more, orEqual ? 2 : 1};
    default:
      return {Comparison::begins, 0};
    }
  }

  bool takeWord(QString& value) {
    const qsizetype from = m_at;
    while (!atEnd() && !endsWord(peek()))
      ++m_at;
    value = m_text.mid(from, m_at - from);
    return true;
  }

  bool takeQuoted(QString& value) {
    const qsizetype from = m_at++;
    for (; !atEnd() && peek() != '"'; ++m_at) {
      if (peek() == '\\' && (peek(1) == '"' || peek(1) == '\\'))
        ++m_at;
      value += peek();
    }
    if (atEnd()) {
      fail(QueryMistake::Kind::openQuote, {from, m_text.size() - from});
      return false;
    }
    ++m_at;
    return true;
  }

  const QString m_text;
  qsizetype m_at = 0;
  int m_terms = 0;
  QueryPlace m_keyword{}; // the last of "or" and "and", while nothing came after it
  std::optional<QueryMistake> m_mistake;
};

} // namespace

Query parseQuery(const QString& text) {
  return Parser(text).parse();
}

} // namespace pushscope
