#include "tests/support/files.h"
#include "tests/support/program.h"
#include "tests/support/wait.h"

#include <QFile>
#include <QJsonArray>
#include <QXmlStreamReader>

#include <gtest/gtest.h>

namespace pushscope {
namespace {

class Alerts : public ::testing::Test {
 protected:
  TestBed bed;

  void start(int phones, const QStringList& flags = {}) {
    bed.startFleet(phones, flags);
    ASSERT_TRUE(waitUntil([&] {
      return bed.ctl({"sessions", "--filter", "link:online", "--json"}).objects().size() == phones;
    }));
  }
  QString file(const QString& name, const QByteArray& content) { return writeFile(bed.path(name), content); }
  QJsonObject event(const Outcome& outcome, const QString& kind, const QString& rule) {
    for (const QJsonObject& object : outcome.objects())
      if (object["event"].toString() == kind && object["rule"].toString() == rule)
        return object;
    return {};
  }
};

TEST_F(Alerts, ARuleThatFiresIsPrintedWithItsEvidenceAndTheExitCodeSaysSo) {
  start(3);
  const QString rules = file("rules", "# two rules\nwarning \"Here\": sessions > 2 for 1s where link:online\n"
                                      "notice \"Many\": sessions > 100\n");
  const auto outcome = bed.ctl({"alerts", "--rules", rules, "--for", "6s", "--json"});
  EXPECT_EQ(outcome.exitCode, 1) << outcome.errors.toStdString();
  const QJsonObject raised = event(outcome, "raised", "Here");
  EXPECT_EQ(raised["value"].toDouble(), 3) << outcome.output.toStdString();
  EXPECT_EQ(raised["threshold"].toDouble(), 2);
  EXPECT_EQ(raised["severity"].toString(), "warning");
  QStringList devices;
  for (const QJsonValue& device : raised["made_by"].toArray())
    devices << device.toString();
  devices.sort(); // they connect as they like
  EXPECT_EQ(devices, (QStringList{"phone-0001", "phone-0002", "phone-0003"}));
  EXPECT_FALSE(raised["since"].toString().isEmpty());
  EXPECT_TRUE(event(outcome, "raised", "Many").isEmpty());
  EXPECT_EQ(event(outcome, "end", "Here")["state"].toString(), "firing");
  EXPECT_EQ(event(outcome, "end", "Many")["state"].toString(), "quiet");
}

TEST_F(Alerts, NothingFiresOnAServerThatIsWell) {
  start(3);
  const auto outcome = bed.ctl({"alerts", "--for", "3s"});
  EXPECT_EQ(outcome.exitCode, 0) << outcome.output.toStdString();
  EXPECT_TRUE(outcome.output.contains("Server or fleet lost: quiet")) << outcome.output.toStdString();
  EXPECT_TRUE(outcome.output.contains("Acknowledgements slow: not known"));
}

TEST_F(Alerts, AServerThatGoesAwayIsSaid) {
  start(1);
  Program ctl(QStringLiteral("pushctl"),
              {"--server", bed.admin(), "--token-file", bed.tokenFile(), "alerts", "--rules",
               file("rules", "critical \"Lost\": links_lost > 0\nnotice \"Here\": devices_online > 0\n"), "--for",
               "12s"});
  ASSERT_TRUE(waitUntil([&] { return ctl.output().contains("Here: Devices online 1, above 0"); }));
  bed.server().killHard();
  EXPECT_EQ(ctl.waitExit(), 1) << ctl.log().toStdString();
  const QByteArray output = ctl.output();
  EXPECT_TRUE(output.contains("critical  Lost: Links lost 1, above 0")) << output.toStdString();
  EXPECT_TRUE(output.contains("by stage")) << output.toStdString();
  EXPECT_TRUE(output.contains("Here: firing, not known")) << output.toStdString();
}

TEST_F(Alerts, ARuleThatCannotBeReadIsNamedWithItsPlace) {
  const auto wrong =
      bed.ctl({"alerts", "--rules", file("rules", "warning \"a\": sessions > 1 where colour:red"), "--for", "1s"});
  EXPECT_EQ(wrong.exitCode, 2);
  EXPECT_TRUE(wrong.errors.contains("at character 33")) << wrong.errors.toStdString();
  EXPECT_TRUE(wrong.errors.contains("colour")) << wrong.errors.toStdString();
  EXPECT_EQ(bed.ctl({"alerts", "--rules", bed.path("none"), "--for", "1s"}).exitCode, 6);
  EXPECT_EQ(bed.ctl({"alerts", "--rules", file("empty", "# nothing\n"), "--for", "1s"}).exitCode, 2);
}

TEST_F(Alerts, AnExpectationThatIsKeptPasses) {
  start(2, {"--profile", "desktop"});
  const auto outcome = bed.ctl({"--fleet", bed.control(), "--fleet-token-file", bed.fleetTokenFile(), "push",
                                "--device", "phone-0001", "--device", "phone-0002", "--payload", "{}", "--expect",
                                "acknowledged within 20s, shown within 20s, no resend"});
  EXPECT_EQ(outcome.exitCode, 0) << outcome.output.toStdString() << outcome.errors.toStdString();
  EXPECT_TRUE(outcome.output.contains("pass  acknowledged within 20s: 2 of 2 deliveries (100 %)"))
      << outcome.output.toStdString();
  EXPECT_TRUE(outcome.output.contains("pass  no resend: 2 of 2 deliveries"));
  EXPECT_TRUE(outcome.output.contains(": 2 of 2 passed")) << outcome.output.toStdString();
}

TEST_F(Alerts, AnExpectationThatIsNotKeptFailsAndIsInTheReport) {
  start(1, {"--profile", "desktop"});
  const QString report = bed.path("report.xml");
  const auto outcome = bed.ctl({"push", "--device", "phone-0001", "--payload", "{}", "--expect",
                                "acknowledged within 20s, acknowledged within 1us", "--junit", report, "--json"});
  EXPECT_EQ(outcome.exitCode, 1) << outcome.output.toStdString() << outcome.errors.toStdString();
  const QJsonObject sum = outcome.objects().last();
  EXPECT_FALSE(sum["passed"].toBool(true));
  EXPECT_TRUE(sum["sentence"].toString().contains("too late")) << outcome.output.toStdString();
  QFile xml(report);
  ASSERT_TRUE(xml.open(QIODevice::ReadOnly));
  QXmlStreamReader reader(&xml);
  QString testcase;
  QStringList failures;
  int cases = 0;
  while (!reader.atEnd()) {
    reader.readNext();
    if (reader.isStartElement() && reader.name() == QLatin1String("testcase")) {
      testcase = reader.attributes().value("name").toString();
      ++cases;
    }
    if (reader.isStartElement() && reader.name() == QLatin1String("failure"))
      failures << testcase;
  }
  EXPECT_FALSE(reader.hasError()) << reader.errorString().toStdString();
  EXPECT_EQ(cases, 2);
  EXPECT_EQ(failures, QStringList{"acknowledged within 1us"});
}

TEST_F(Alerts, WhatIsNotSettledInTimeIsNeitherPassedNorFailed) {
  start(1, {"--profile", "desktop"});
  const auto outcome = bed.ctl({"--timeout", "15s", "push", "--device", "phone-0001", "--payload", "{}", "--expect",
                                "expired within 60s, no resend"});
  EXPECT_EQ(outcome.exitCode, 1) << "it was acknowledged, which is another end";
  EXPECT_TRUE(outcome.output.contains("acknowledged instead of expired")) << outcome.output.toStdString();
  const auto open = bed.ctl({"--timeout", "8s", "push", "--device", "phone-0001", "--payload", "{}", "--not-before",
                             "10m", "--expect", "acknowledged within 1m"});
  EXPECT_EQ(open.exitCode, 5) << open.output.toStdString() << open.errors.toStdString();
  EXPECT_TRUE(open.errors.contains("not settled in time: 0 of 1 passed, 1 still open")) << open.errors.toStdString();
  const auto wrong = bed.ctl({"push", "--device", "phone-0001", "--payload", "{}", "--expect", "shwon"});
  EXPECT_EQ(wrong.exitCode, 2);
  EXPECT_TRUE(wrong.errors.contains("shwon")) << wrong.errors.toStdString();
  EXPECT_EQ(bed.ctl({"push", "--device", "phone-0001", "--payload", "{}", "--junit", bed.path("x")}).exitCode, 2);
}

} // namespace
} // namespace pushscope
