#include "tests/support/files.h"
#include "tests/support/program.h"
#include "tests/support/wait.h"

#include <QFile>
#include <QXmlStreamReader>

#include <gtest/gtest.h>

#include <csignal>

namespace pushscope {
namespace {

// Short enough for real time: a push to phones in front, and one to a phone in airplane mode.
const QByteArray story = R"(name = "short"
duration = "5s"
seed = 5
[[phones]]
group = "here"
count = 5
profile = "desktop"
[[phones]]
group = "away"
count = 2
profile = "desktop"
[[step]]
at = "200ms"
phones = "away"
do = "airplane"
value = true
[[push]]
name = "hello"
at = "1s"
payload = '{"alert":"Hello"}'
[[expect]]
push = "hello"
phones = "here"
stage = "shown"
within = "<=3500ms"
[[expect]]
phones = "away"
airplane = true
at = "3s"
)";
const QByteArray wrongExpectation = R"([[expect]]
name = "who is away is reached"
push = "hello"
phones = "away"
stage = "acknowledged"
)";

class ScenarioRuns : public ::testing::Test {
 protected:
  QTemporaryDir folder;

  QString file(const QString& name, const QByteArray& content) { return writeFile(folder.filePath(name), content); }
};

TEST_F(ScenarioRuns, WithAServerAndPhonesOfItsOwnAndPasses) {
  Program ctl(QStringLiteral("pushctl"), {"scenario", "run", file("short.toml", story)});
  EXPECT_EQ(ctl.waitExit(), 0) << ctl.log().toStdString();
  const QByteArray output = ctl.output();
  EXPECT_TRUE(output.contains("pass  push hello to here is shown, within <=3500ms: 5 of 5 deliveries (100 %)"))
      << output.toStdString();
  EXPECT_TRUE(output.contains("short: passed, 8 of 8 expectations, seed 5")) << output.toStdString();
  EXPECT_TRUE(ctl.log().isEmpty()) << "progress is for terminals: " << ctl.log().toStdString();
}

TEST_F(ScenarioRuns, AnExpectationThatIsNotKeptFailsItAndIsNamedInTheReport) {
  const QString report = folder.filePath("report.xml");
  Program ctl(QStringLiteral("pushctl"),
              {"scenario", "run", file("failing.toml", story + wrongExpectation), "--junit", report, "--json"});
  EXPECT_EQ(ctl.waitExit(), 1) << ctl.log().toStdString();
  Outcome outcome{1, ctl.output(), {}};
  QStringList failed;
  for (const QJsonObject& verdict : outcome.objects())
    if (verdict.contains("expectation") && !verdict["passed"].toBool())
      failed << verdict["expectation"].toString();
  ASSERT_EQ(failed.size(), 1) << outcome.output.toStdString();
  EXPECT_TRUE(failed.first().startsWith("who is away is reached"));
  EXPECT_FALSE(outcome.objects().last()["passed"].toBool());

  QFile xml(report);
  ASSERT_TRUE(xml.open(QIODevice::ReadOnly));
  QXmlStreamReader reader(&xml);
  QString testcase, failure;
  while (!reader.atEnd()) {
    reader.readNext();
    if (!reader.isStartElement())
      continue;
    if (reader.name() == QLatin1String("testsuite")) {
      EXPECT_EQ(reader.attributes().value("failures"), QLatin1String("1"));
    }
    if (reader.name() == QLatin1String("testcase"))
      testcase = reader.attributes().value("name").toString();
    if (reader.name() == QLatin1String("failure"))
      failure = testcase;
  }
  EXPECT_FALSE(reader.hasError()) << reader.errorString().toStdString();
  EXPECT_EQ(failure, failed.first());
}

TEST_F(ScenarioRuns, OnAServerAndAFleetThatRunAlready) {
  TestBed bed;
  const QString scenario = file("short.toml", story);
  bed.startFleet(1, {"--scenario", scenario});
  const auto outcome = bed.ctl(
      {"--fleet", bed.control(), "--fleet-token-file", bed.fleetTokenFile(), "scenario", "run", scenario, "--json"});
  EXPECT_EQ(outcome.exitCode, 0) << outcome.output.toStdString() << outcome.errors.toStdString();
}

TEST_F(ScenarioRuns, AtASmallerScale) {
  Program ctl(QStringLiteral("pushctl"),
              {"scenario", "run", file("short.toml", story), "--scale", "20", "--seed", "9"});
  EXPECT_EQ(ctl.waitExit(), 0) << ctl.log().toStdString();
  EXPECT_TRUE(ctl.output().contains("1 of 1 delivery")) << ctl.output().toStdString();
  EXPECT_TRUE(ctl.output().contains("seed 9"));
}

TEST_F(ScenarioRuns, PhonesThatAreNotThoseOfTheScenarioAreASentence) {
  TestBed bed;
  bed.startFleet(3);
  const auto outcome = bed.ctl({"--fleet", bed.control(), "--fleet-token-file", bed.fleetTokenFile(), "--timeout", "6s",
                                "scenario", "run", file("short.toml", story)});
  EXPECT_EQ(outcome.exitCode, 5);
  EXPECT_TRUE(outcome.errors.contains("0 of 7 phones of the scenario connected")) << outcome.errors.toStdString();
}

TEST_F(ScenarioRuns, WhatCannotBePlayedSaysWhy) {
  struct Case {
    QString scenario;
    QStringList flags;
    int exitCode;
    const char* words;
  };
  const std::vector<Case> cases{
      {folder.filePath("none.toml"), {}, 6, "none.toml"},
      {file("wrong.toml", story + "[[step]]\nat = '1s'\ndo = 'dance'\n"), {}, 2, "wrong.toml, line 32: "},
      {file("setting.toml", QByteArray(story).replace("count = 5", "set = { courage = '5' }")), {}, 2, "courage"},
      {file("profile.toml", QByteArray(story).replace("\"desktop\"", "\"fridge\"")), {}, 2, "fridge"},
      {file("short.toml", story), {"--server", "127.0.0.1:1", "--token-file", "x"}, 2, "one --server with one --fleet"},
      {file("short.toml", story), {"--junit", folder.filePath("no/such/folder/r.xml")}, 6, "no/such/folder"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.words);
    Program ctl(QStringLiteral("pushctl"), QStringList{"scenario", "run", c.scenario} + c.flags);
    EXPECT_EQ(ctl.waitExit(), c.exitCode);
    EXPECT_TRUE(ctl.log().contains(c.words)) << ctl.log().toStdString();
  }
}

} // namespace
} // namespace pushscope
