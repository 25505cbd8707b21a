#include "models/alerts/alert_rule.h"

#include "models/query/condition.h"
#include "tests/models/sample_world.h"
#include "tests/support/seed.h"

#include "protocol/base/random.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

using namespace std::chrono_literals;
using Field = AlertDraft::Field;

const QString full = QStringLiteral("warning \"Dead links\": sessions > 10 for 10s clear 5 after 30s "
                                    "where link:offline -disconnect~goodbye");

AlertRule ruleOf(const QString& line) {
  const AlertLine parsed = parseAlertLine(line);
  EXPECT_TRUE(parsed.rule) << line.toStdString() << ": " << parsed.mistake.toStdString();
  return parsed.rule.value_or(AlertRule{});
}

TEST(AlertRule, IsALineThatSaysAllOfIt) {
  const AlertRule rule = ruleOf(full);
  EXPECT_EQ(rule.name, "Dead links");
  EXPECT_EQ(rule.severity, AlertSeverity::warning);
  EXPECT_FALSE(rule.muted);
  EXPECT_EQ(std::get<AlertQuery>(rule.watched), (AlertQuery{AlertRows::sessions, "link:offline -disconnect~goodbye"}));
  EXPECT_FALSE(rule.below);
  EXPECT_EQ(rule.threshold, 10);
  EXPECT_EQ(rule.holdsFor, 10s);
  EXPECT_EQ(rule.clearsAt, 5);
  EXPECT_EQ(rule.clearsAfter, 30s);
  EXPECT_EQ(alertLine(rule), full);
}

TEST(AlertRule, ANumberHasItsUnitAndMayBeWatchedFromBelow) {
  const AlertRule slow = ruleOf("critical \"Slow\": round_trip_p99 > 1.5s");
  EXPECT_EQ(slow.kind(), Kind::duration);
  EXPECT_EQ(slow.threshold, 1'500'000);
  EXPECT_EQ(slow.holdsFor, 0s);
  EXPECT_FALSE(slow.clearsAt);
  EXPECT_EQ(alertValueText(slow, 2'310'000), "2.31 s");
  const AlertRule few = ruleOf("muted notice \"Few\":devices_online<100 for 1m");
  EXPECT_TRUE(few.muted);
  EXPECT_TRUE(few.below);
  EXPECT_TRUE(few.isBeyond(99));
  EXPECT_FALSE(few.isBeyond(100));
  EXPECT_TRUE(few.isOver(100));
  EXPECT_EQ(conditionText(few), "below 100 for 1m");
}

TEST(AlertRule, WhatIsPrintedIsReadAsTheSame) {
  Random random(testSeed("AlertRule"));
  const QStringList names{"a", "two words", "q\"uo\\te", "<b>é</b>", "muted", "where for : > 5"};
  const QStringList queries{"", "link:offline", "id~\"a b\" or not missed>=2", "(health:lost or beat>10m) -profile:x"};
  for (uint64_t i = 0; i < testSteps(2000); ++i) {
    AlertRule rule;
    rule.name = names[qsizetype(random.below(size_t(names.size())))];
    rule.severity = AlertSeverity(random.below(alertSeverityCount));
    rule.muted = random.below(2) == 0;
    if (random.below(2) == 0)
      rule.watched = AlertQuery{AlertRows::sessions, queries[qsizetype(random.below(size_t(queries.size())))]};
    else
      rule.watched = alertNumbers()[random.below(alertNumbers().size())].number;
    rule.below = random.below(2) == 0;
    rule.threshold = int64_t(1 + random.below(1'000'000));
    rule.holdsFor = Duration(int64_t(random.below(100'000'000)));
    if (random.below(2) == 0)
      rule.clearsAt = rule.below ? rule.threshold + int64_t(random.below(9)) : rule.threshold / 2;
    rule.clearsAfter = Duration(int64_t(random.below(100)) * 1'000'000);
    ASSERT_EQ(AlertDraft::of(rule).problem().field, Field::none)
        << AlertDraft::of(rule).problem().sentence.toStdString();
    ASSERT_EQ(AlertDraft::of(rule).rule(), rule);
    ASSERT_EQ(ruleOf(alertLine(rule)), rule) << alertLine(rule).toStdString();
  }
}

TEST(AlertRule, AMistakeHasItsPlaceInTheLine) {
  struct Case {
    const char* line;
    const char* place; // the text that is marked
    const char* words;
  };
  for (const Case& c : {Case{"urgent \"a\": sessions > 1", "urgent", "notice, warning or critical"},
                        {"warning a: sessions > 1", "a: sessions > 1", "quotes"},
                        {"warning \"a: sessions > 1", "\"a: sessions > 1", "quotes"},
                        {"warning \"a\" sessions > 1", "sessions", "colon"},
                        {"warning \"\": sessions > 1", "", "needs a name"},
                        {"warning \"a\": batteries > 1", "batteries", "nothing that can be watched"},
                        {"warning \"a\": sessions = 1", "=", "> or <"},
                        {"warning \"a\": sessions > many", "many", "no whole number"},
                        {"warning \"a\": sessions > -1", "-1", "no whole number"},
                        {"warning \"a\": sessions < 0", "0", "Nothing is less"},
                        {"warning \"a\": round_trip_p99 > 5", "5", "no duration"},
                        {"warning \"a\": sessions > 1 for ever", "ever", "no time to wait"},
                        {"warning \"a\": sessions > 1 for 25h", "25h", "24h at most"},
                        {"warning \"a\": sessions > 1 clear 2", "2", "there or below"},
                        {"warning \"a\": sessions < 5 clear 2", "2", "there or above"},
                        {"warning \"a\": sessions > 1 for 1s for 2s", "for", "once each"},
                        {"warning \"a\": sessions > 1 for", "for", "once each"},
                        {"warning \"a\": sessions > 1 until 5", "until", "once each"},
                        {"warning \"a\": sessions > 1 where colour:red", "colour", "There is no column"},
                        {"warning \"a\": sessions > 1 where rtt>fast", "fast", "no duration"},
                        {"warning \"a\": retry_depth > 1 where id:1", "id:1", "no query"}}) {
    const AlertLine line = parseAlertLine(c.line);
    EXPECT_FALSE(line.rule) << c.line;
    EXPECT_EQ(line.text, c.line) << "it is kept as it is";
    EXPECT_TRUE(line.mistake.contains(c.words)) << c.line << ": " << line.mistake.toStdString();
    if (*c.place) {
      EXPECT_EQ(line.text.mid(line.place.position, line.place.length), c.place) << c.line;
    }
  }
}

TEST(AlertRule, ADamagedFileKeepsEveryLineAndNeverBreaks) {
  const QString text = defaultAlertLines() + full + "\n# a comment\n\nwarning \"x\": wakes > 3 where wake:missed\n";
  const size_t all = parseAlertLines(text).size();
  Random random(testSeed("AlertFile"));
  for (uint64_t i = 0; i < testSteps(3000); ++i) {
    QString damaged = text;
    switch (random.below(4)) {
    case 0:
      damaged.truncate(qsizetype(random.below(size_t(text.size()))));
      break;
    case 1:
      damaged.remove(qsizetype(random.below(size_t(text.size()))), qsizetype(1 + random.below(20)));
      break;
    case 2:
      damaged.insert(qsizetype(random.below(size_t(text.size()))), QChar(char16_t(random.below(0x10000))));
      break;
    default:
      damaged[qsizetype(random.below(size_t(text.size())))] = QChar(char16_t(random.below(128)));
    }
    QStringList kept, there;
    for (const AlertLine& line : parseAlertLines(damaged)) {
      ASSERT_NE(line.rule.has_value(), !line.mistake.isEmpty()) << "a rule, or what is wrong with it";
      if (!line.rule) {
        ASSERT_GE(line.place.position, 0);
        ASSERT_LE(line.place.position, line.text.size());
      }
      kept << line.text;
    }
    for (const QString& line : damaged.split('\n'))
      if (const QString bare = line.trimmed(); !bare.isEmpty() && !bare.startsWith('#'))
        there << bare;
    ASSERT_EQ(kept, there) << "nothing is dropped in silence";
  }
  EXPECT_EQ(all, 8u);
}

TEST(AlertRule, ThereAreBounds) {
  QString many;
  for (size_t i = 0; i < mostAlertRules + 2; ++i)
    many += "notice \"a\": wakes > 1\n";
  const std::vector<AlertLine> lines = parseAlertLines(many);
  EXPECT_TRUE(lines[mostAlertRules - 1].rule);
  EXPECT_FALSE(lines[mostAlertRules].rule);
  EXPECT_TRUE(lines.back().mistake.contains("at most 100"));
  EXPECT_EQ(lines.back().number, int(lines.size()));
  EXPECT_EQ(parseAlertLines("# first\n\nnotice \"a\": wakes > 1\n").at(0).number, 3) << "as an editor counts them";
  EXPECT_TRUE(parseAlertLine(QString(longestAlertLine + 1, 'x')).mistake.contains("2000"));
  AlertDraft draft;
  draft.name = QString(longestAlertName + 1, 'n');
  EXPECT_EQ(draft.problem().field, Field::name);
  draft.name = "bell\a";
  EXPECT_EQ(draft.problem().field, Field::name);
}

TEST(AlertRule, TheDefaultsAreRules) {
  for (const AlertLine& line : parseAlertLines(defaultAlertLines()))
    EXPECT_TRUE(line.rule) << line.mistake.toStdString();
}

TEST(AlertRule, ACellBecomesAQueryThatFindsItsRow) {
  SampleWorld sample;
  const LinkId node = sample.addLink(LinkKind::node, "stage");
  DeviceRecord record = sample.record(1, "a \"b\" c");
  record.missed = 3;
  record.roundTrip = 1234567us;
  record.clockOffset = -1500us;
  record.clockError = 20us;
  sample.tell(node, record);
  int queries = 0;
  for (const Column& column : deviceRows().columns()) {
    const auto query = cellQuery(column, sample.world, 0);
    EXPECT_EQ(query.has_value(), column.value(sample.world, 0).isValid() && column.kind != Kind::time) << column.id;
    if (!query)
      continue;
    ++queries;
    const auto made = Condition::of(*query, deviceRows().columns());
    ASSERT_FALSE(made.mistake) << query->toStdString() << ": " << made.mistake->sentence().toStdString();
    KeyGatherer gatherer(deviceRows(), sample.world, {made.condition.columns(), -1});
    gatherer.gatherBlock();
    EXPECT_EQ(made.condition.matches(gatherer.take(), sample.now), std::vector<bool>{true}) << query->toStdString();
  }
  EXPECT_GT(queries, 8);
}

} // namespace
} // namespace pushscope
