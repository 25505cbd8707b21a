#include "models/query/condition.h"
#include "models/query/row_order.h"
#include "tests/models/query/random_devices.h"
#include "tests/support/seed.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

using namespace std::chrono_literals;
using Wrong = QueryMistake::Kind;

class ConditionTest : public ::testing::Test {
 protected:
  SampleWorld sample;

  ConditionTest() {
    const LinkId node = sample.addLink(LinkKind::node, "stage");
    DeviceRecord record = sample.record(1, "qa-Phone-17");
    record.profile = "ios-voip-classic";
    record.address = "10.0.0.7:4242";
    record.waiting = 12;
    record.roundTrip = 250ms;
    record.connected = sample.now - 10min;
    sample.tell(node, record);
  }
  static Condition::Made made(const QString& text) { return Condition::of(text, deviceRows().columns()); }
  bool matches(const QString& text) const {
    OrderWish wish;
    const Condition::Made m = made(text);
    EXPECT_FALSE(m.mistake) << qPrintable(text);
    wish.condition = m.condition;
    return orderOf(deviceRows(), sample.world, wish, sample.now).size() == 1;
  }
};

TEST_F(ConditionTest, IsFulfilledByWhatItSays) {
  for (const char* text : {"",
                           "phone",
                           "PHONE ios",
                           "  ios   17 ",
                           "\"10.0.0.7\"",
                           "online",
                           "profile:ios",
                           "profile:IOS-",
                           "id~phone",
                           "device=QA-phone-17",
                           "profile!=ios",
                           "rtt>200ms",
                           "rtt=250ms",
                           "rtt:0.25s",
                           "rtt<=250000us",
                           "rtt>0",
                           "queue>=12",
                           "queue:12",
                           "waiting!=3",
                           "connected>9m",
                           "connected<1h",
                           "connected>=10m",
                           "-android",
                           "not android",
                           "android or ios",
                           "(android or ios) queue>1",
                           "-(android or desktop)",
                           "state:fore",
                           "address:10.0.0.7:4242",
                           "link~LINE",
                           "not p99>0",
                           "p99!=5ms",
                           "profile~\"\"",
                           "disconnect!=x"}) {
    EXPECT_TRUE(matches(text)) << text;
  }
}

TEST_F(ConditionTest, IsNotFulfilledByAnythingElse) {
  for (const char* text : {"android", "phone android", "12", "profile:voip", "profile=ios", "id:phone",
                           "id!=qa-phone-17", "rtt>250ms", "rtt<250ms", "queue<12", "connected>11m", "connected<10m",
                           "-ios", "android or desktop", "p99>0", "p99<1d", "disconnect~\"\"", ".*", "qa-[A-Z]"}) {
    EXPECT_FALSE(matches(text)) << text;
  }
}

TEST_F(ConditionTest, AMistakeSaysWhatWouldBeRightAndFiltersNothing) {
  struct Case {
    const char* text;
    Wrong kind;
    qsizetype position, length;
    const char* says;
  };
  const Case cases[] = {
      {"ios  missd>9", Wrong::unknownField, 5, 5, "Did you mean missed?"},
      {"link>3", Wrong::needsText, 4, 1, "link:text"},
      {"ios rtt~5", Wrong::needsNumber, 7, 1, "rtt>500ms"},
      {"connected:5m", Wrong::needsAge, 9, 1, "connected>10m"},
      {"missed>many", Wrong::badNumber, 7, 4, "missed>2"},
      {"missed>1.5", Wrong::badNumber, 7, 3, "missed>2"},
      {"rtt>500", Wrong::badDuration, 4, 3, "rtt>500ms"},
      {"rtt>5parsec", Wrong::badDuration, 4, 7, "ms, s, m"},
      {"rtt>99999999999999999999s", Wrong::badDuration, 4, 21, "rtt>500ms"},
      {"profile:", Wrong::noValue, 0, 8, "needs a value"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.text);
    const Condition::Made m = made(c.text);
    EXPECT_TRUE(m.condition.isEmpty());
    ASSERT_TRUE(m.mistake);
    EXPECT_EQ(m.mistake->kind, c.kind);
    EXPECT_EQ(m.mistake->place.position, c.position);
    EXPECT_EQ(m.mistake->place.length, c.length);
    EXPECT_TRUE(m.mistake->sentence().contains(c.says)) << qPrintable(m.mistake->sentence());
  }
}

TEST(QueryNumbers, HaveUnits) {
  EXPECT_EQ(queryDuration(u"500ms"), 500'000);
  EXPECT_EQ(queryDuration(u"1.5s"), 1'500'000);
  EXPECT_EQ(queryDuration(u"-2us"), -2);
  EXPECT_EQ(queryDuration(u"7µs"), 7);
  EXPECT_EQ(queryDuration(u"10m"), 600'000'000);
  EXPECT_EQ(queryDuration(u"2d"), 172'800'000'000);
  EXPECT_EQ(queryDuration(u"0"), 0);
  for (const char16_t* text : {u"", u"5", u"ms", u"1e3s", u"inf", u"nans", u"--5s", u"5 s", u"1.2.3s"})
    EXPECT_FALSE(queryDuration(text)) << qPrintable(QString::fromUtf16(text));
  EXPECT_EQ(queryBytes(u"1500"), 1500);
  EXPECT_EQ(queryBytes(u"48KiB"), 49'152);
  EXPECT_EQ(queryBytes(u"1.5MB"), 1'500'000);
  EXPECT_FALSE(queryBytes(u"5 apples"));
}

// A query row by row, from the texts and numbers that cells show: the second implementation.
class NaiveQuery {
 public:
  NaiveQuery(const World& world, WallTime now) : m_world(world), m_now(now) {}

  bool fulfils(const QueryNode& node, uint64_t row) const {
    const auto child = [&](const QueryNode& c) { return fulfils(c, row); };
    switch (node.kind) {
    case QueryNode::Kind::word:
      return std::any_of(deviceRows().columns().begin(), deviceRows().columns().end(), [&](const Column& column) {
        return column.kind == Kind::text && column.value(m_world, row).isValid() &&
               column.value(m_world, row).toString().toCaseFolded().contains(node.value.toCaseFolded());
      });
    case QueryNode::Kind::term:
      return term(node, row);
    case QueryNode::Kind::all:
      return std::all_of(node.children.begin(), node.children.end(), child);
    case QueryNode::Kind::any:
      return std::any_of(node.children.begin(), node.children.end(), child);
    case QueryNode::Kind::negation:
      return !child(node.children.front());
    }
    return false;
  }

 private:
  bool term(const QueryNode& node, uint64_t row) const {
    const Column& column = deviceRows().columns()[size_t(queryColumn(deviceRows().columns(), node.field))];
    const QVariant value = column.value(m_world, row);
    if (node.comparison == Comparison::differs) {
      QueryNode same = node;
      same.comparison = Comparison::equal;
      return !term(same, row);
    }
    if (!value.isValid())
      return false;
    if (column.kind == Kind::text)
      return text(node.comparison, value.toString().toCaseFolded(), node.value.toCaseFolded());
    const int64_t a = column.kind == Kind::time ? micros(m_now) - value.toLongLong() : value.toLongLong();
    const int64_t b = column.kind == Kind::count ? node.value.toLongLong() : *queryDuration(node.value);
    switch (node.comparison) {
    case Comparison::less:
      return a < b;
    case Comparison::atMost:
      return a <= b;
    case Comparison::more:
      return a > b;
    case Comparison::atLeast:
      return a >= b;
    default:
      return a == b;
    }
  }
  static bool text(Comparison comparison, const QString& text, const QString& value) {
    return comparison == Comparison::begins     ? text.startsWith(value)
           : comparison == Comparison::contains ? text.contains(value)
                                                : text == value;
  }

  const World& m_world;
  WallTime m_now;
};

class ConditionTwin : public ::testing::Test {
 protected:
  Random random{testSeed("ConditionTwin")};
  RandomDevices sample{random};

  // Mostly about something that a row has.
  QueryNode randomTerm() {
    QueryNode node;
    const auto columns = deviceRows().columns();
    const Column& column = columns[size_t(random.below(columns.size()))];
    const uint64_t rows = sample.world.devices().size();
    const QVariant value = rows > 0 ? column.value(sample.world, random.below(rows)) : QVariant();
    node.kind = random.below(4) == 0 ? QueryNode::Kind::word : QueryNode::Kind::term;
    if (node.kind == QueryNode::Kind::word || column.kind == Kind::text) {
      const QString text = value.toString();
      node.value = text.mid(qsizetype(random.below(3)), qsizetype(random.below(8)));
      node.comparison = static_cast<Comparison>(random.below(4));
    } else {
      const int64_t number = value.toLongLong();
      node.comparison = static_cast<Comparison>(4 + random.below(4));
      node.value = column.kind == Kind::count  ? QString::number(number)
                   : column.kind == Kind::time ? QStringLiteral("%1us").arg(micros(sample.now) - number)
                                               : QStringLiteral("%1us").arg(number);
    }
    if (node.kind == QueryNode::Kind::term)
      node.field = random.below(2) == 0 ? QString(column.id) : queryName(column);
    return node;
  }
  QueryNode randomNode(int depth) {
    if (depth == 0 || random.below(3) == 0)
      return randomTerm();
    QueryNode node;
    node.kind = static_cast<QueryNode::Kind>(2 + random.below(3));
    const uint64_t children = node.kind == QueryNode::Kind::negation ? 1 : 2 + random.below(2);
    for (uint64_t i = 0; i < children; ++i)
      node.children.push_back(randomNode(depth - 1));
    return node;
  }
};

TEST_F(ConditionTwin, AgreesWithWhatCellsShowRowByRow) {
  for (uint64_t step = 0; step < testSteps(400); ++step) {
    sample.tellSome(random.below(12), 300);
    sample.now += random.between(0s, 5s);
    const QString text = queryText(randomNode(3));
    SCOPED_TRACE(qPrintable(text));
    const Query query = parseQuery(text);
    ASSERT_TRUE(query.root);
    const Condition::Made made = Condition::of(text, deviceRows().columns());
    ASSERT_FALSE(made.mistake) << qPrintable(made.mistake->sentence());
    const NaiveQuery naive(sample.world, sample.now);
    std::vector<uint64_t> expected;
    for (uint64_t row = 0; row < deviceRows().end(sample.world); ++row)
      if (deviceRows().shown(sample.world, row) && naive.fulfils(*query.root, row))
        expected.push_back(row);
    OrderWish wish;
    wish.condition = made.condition;
    ASSERT_EQ(orderOf(deviceRows(), sample.world, wish, sample.now), expected) << "step " << step;
  }
}

} // namespace
} // namespace pushscope
