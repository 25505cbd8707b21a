#include "models/query/query.h"
#include "protocol/base/random.h"
#include "tests/support/seed.h"

#include <QStringList>

#include <gtest/gtest.h>

namespace pushscope {
namespace {

using Kind = QueryMistake::Kind;

// As queryText() has it, with every group in parentheses.
QString shape(const QueryNode& node) {
  QStringList parts;
  for (const QueryNode& child : node.children)
    parts << shape(child);
  switch (node.kind) {
  case QueryNode::Kind::word:
    return QStringLiteral("[%1]").arg(node.value);
  case QueryNode::Kind::term:
    return QStringLiteral("[%1 %2 %3]").arg(node.field, comparisonText(node.comparison), node.value);
  case QueryNode::Kind::all:
    return QStringLiteral("(%1)").arg(parts.join(" & "));
  case QueryNode::Kind::any:
    return QStringLiteral("(%1)").arg(parts.join(" | "));
  case QueryNode::Kind::negation:
    return QStringLiteral("!%1").arg(parts.join(""));
  }
  return {};
}

TEST(Query, IsReadAsPeopleMeanIt) {
  const std::pair<const char*, const char*> cases[] = {
      {"ios", "[ios]"},
      {"  ios   phone ", "([ios] & [phone])"},
      {"ios and phone", "([ios] & [phone])"},
      {"a or b c", "([a] | ([b] & [c]))"},
      {"(a or b) c", "(([a] | [b]) & [c])"},
      {"a OR b And NOT c", "([a] | ([b] & ![c]))"},
      {"-a", "![a]"},
      {"--a", "!![a]"},
      {"-(a or b)", "!([a] | [b])"},
      {"not profile:ios", "![profile : ios]"},
      {"profile:ios", "[profile : ios]"},
      {"id~qa-", "[id ~ qa-]"},
      {"rtt>500ms", "[rtt > 500ms]"},
      {"rtt >= 500ms link:online", "([rtt >= 500ms] & [link : online])"},
      {"missed<=2", "[missed <= 2]"},
      {"missed != 2", "[missed != 2]"},
      {"clock<-5ms", "[clock < -5ms]"},
      {"state=\"in the background\"", "[state = in the background]"},
      {"\"a \\\"b\\\" \\\\ c\"", "[a \"b\" \\ c]"},
      {"\"or\"", "[or]"},
      {"\"profile:ios\"", "[profile:ios]"},
      {"\"\"", "[]"},
      {"10.0.0.7:4242", "[10.0.0.7:4242]"},
      {":4242", "[:4242]"},
      {"address:7:4242", "[address : 7:4242]"},
      {"order android nothing", "([order] & [android] & [nothing])"},
      {"a(b)c", "([a] & [b] & [c])"},
      {"-", "[-]"},
      {"电话 or \"设备 一\"", "([电话] | [设备 一])"},
      {".*[A-Z]+$", "[.*[A-Z]+$]"},
  };
  for (const auto& [text, expected] : cases) {
    SCOPED_TRACE(text);
    const Query query = parseQuery(QString::fromUtf8(text));
    ASSERT_TRUE(query.root);
    EXPECT_FALSE(query.mistake);
    EXPECT_EQ(shape(*query.root), QString::fromUtf8(expected));
  }
}

TEST(Query, NothingTypedIsNoQueryAndNoMistake) {
  for (const char* text : {"", " ", " \t\n "}) {
    EXPECT_FALSE(parseQuery(text).root);
    EXPECT_FALSE(parseQuery(text).mistake);
  }
}

TEST(Query, AMistakeHasItsPlaceAndASentence) {
  struct Case {
    const char* text;
    Kind kind;
    qsizetype position, length;
    const char* says;
  };
  const Case cases[] = {
      {"ios \"phone", Kind::openQuote, 4, 6, "does not end"},
      {"(a or b", Kind::openParenthesis, 0, 1, "not closed"},
      {"a)", Kind::strayParenthesis, 1, 1, "closes nothing"},
      {")", Kind::strayParenthesis, 0, 1, "closes nothing"},
      {"or a", Kind::nothingBefore, 0, 2, "“or” needs something before"},
      {"a or and b", Kind::nothingBefore, 5, 3, "“and” needs something before"},
      {"a or ", Kind::nothingAfter, 2, 2, "“or” needs something after"},
      {"a and", Kind::nothingAfter, 2, 3, "“and” needs something after"},
      {"(a or )", Kind::nothingAfter, 3, 2, "“or” needs something after"},
      {"a not", Kind::nothingAfter, 2, 3, "“not” needs something after"},
      {"not or a", Kind::nothingAfter, 0, 3, "“not” needs something after"},
      {"a ()", Kind::nothingAfter, 2, 2, "needs something after"},
      {"ios profile:", Kind::noValue, 4, 8, "“profile:” needs a value"},
      {"rtt > ", Kind::noValue, 0, 6, "“rtt>” needs a value"},
      {"rtt>) a", Kind::noValue, 0, 4, "“rtt>” needs a value"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.text);
    const Query query = parseQuery(c.text);
    EXPECT_FALSE(query.root);
    ASSERT_TRUE(query.mistake);
    EXPECT_EQ(query.mistake->kind, c.kind);
    EXPECT_EQ(query.mistake->place.position, c.position);
    EXPECT_EQ(query.mistake->place.length, c.length);
    EXPECT_TRUE(query.mistake->sentence().contains(QString::fromUtf8(c.says))) << qPrintable(query.mistake->sentence());
  }
}

TEST(Query, ItsLengthDepthAndTermsAreBounded) {
  const auto kind = [](const QString& text) {
    const Query query = parseQuery(text);
    return query.mistake ? std::optional(query.mistake->kind) : std::nullopt;
  };
  EXPECT_EQ(kind(QString(longestQuery, 'x')), std::nullopt);
  EXPECT_EQ(kind(QString(longestQuery + 1, 'x')), Kind::tooLong);
  EXPECT_EQ(kind(QString(deepestQuery, '(') + "a" + QString(deepestQuery, ')')), std::nullopt);
  EXPECT_EQ(kind(QString(deepestQuery + 1, '(') + "a" + QString(deepestQuery + 1, ')')), Kind::tooDeep);
  EXPECT_EQ(kind(QString(900, '(')), Kind::tooDeep);
  EXPECT_EQ(kind(QString(900, '-') + "a"), Kind::tooDeep);
  EXPECT_EQ(kind(QString("a ").repeated(mostQueryTerms)), std::nullopt);
  EXPECT_EQ(kind(QString("a ").repeated(mostQueryTerms + 1)), Kind::tooManyTerms);
}

class QueryRoundTrip : public ::testing::Test {
 protected:
  Random random{testSeed("QueryRoundTrip")};

  QString randomValue() {
    static const QStringList pieces{"a", "or", "AND", "not",  " ",   "\"",  "\\", "(", ")",
                                    ":", ">",  "-",   "设备", "ios", "7.5", "=",  "é"};
    QString value;
    for (uint64_t n = random.below(4); n > 0; --n)
      value += pieces[qsizetype(random.below(uint64_t(pieces.size())))];
    return value;
  }
  QueryNode randomNode(int depth, std::optional<QueryNode::Kind> parent = {}) {
    QueryNode node;
    do
      node.kind = static_cast<QueryNode::Kind>(random.below(depth > 0 ? 5 : 2));
    while (parent && (*parent == QueryNode::Kind::all || *parent == QueryNode::Kind::any) && node.kind == *parent);
    node.value = node.kind <= QueryNode::Kind::term ? randomValue() : QString();
    if (node.kind == QueryNode::Kind::term) {
      node.field = random.below(2) == 0 ? "rtt" : "app_state";
      node.comparison = static_cast<Comparison>(random.below(8));
    }
    const bool group = node.kind == QueryNode::Kind::all || node.kind == QueryNode::Kind::any;
    const uint64_t children = group ? 2 + random.below(2) : node.kind == QueryNode::Kind::negation ? 1 : 0;
    for (uint64_t i = 0; i < children; ++i)
      node.children.push_back(randomNode(depth - 1, node.kind));
    return node;
  }
};

TEST_F(QueryRoundTrip, WhatIsPrintedIsReadAsTheSame) {
  for (uint64_t step = 0; step < testSteps(5000); ++step) {
    const QueryNode node = randomNode(3);
    const QString text = queryText(node);
    const Query query = parseQuery(text);
    ASSERT_TRUE(query.root) << "step " << step << ": " << qPrintable(text);
    ASSERT_EQ(*query.root, node) << "step " << step << ": " << qPrintable(text);
    ASSERT_EQ(queryText(*query.root), text);
  }
}

} // namespace
} // namespace pushscope
