#include "tests/support/program.h"
#include "tests/support/wait.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include <gtest/gtest.h>

namespace pushscope {
namespace {

// pushctl and pushscope with settings of their own.
class Contexts : public ::testing::Test {
 protected:
  QTemporaryDir home;
  TestBed bed;

  void SetUp() override {
    qputenv("XDG_CONFIG_HOME", home.path().toUtf8()); // on Linux
    qputenv("HOME", home.path().toUtf8());
  }
  Outcome ctl(const QStringList& arguments) { return run(QStringLiteral("pushctl"), arguments); }
  QStringList access() const { return {"--server", bed.admin(), "--token-file", bed.tokenFile()}; }
};

TEST_F(Contexts, AreAddedUsedAndRemoved) {
  bed.startFleet(3);
  EXPECT_EQ(ctl({"context", "list"}).output, "");
  EXPECT_EQ(ctl({"sessions"}).exitCode, 2) << "there is none in use";
  ASSERT_EQ(ctl(QStringList{"context", "add", "stage 1"} + access() +
                QStringList{"--fleet", bed.control(), "--fleet-token-file", bed.fleetTokenFile()})
                .exitCode,
            0);
  ASSERT_TRUE(waitUntil([&] { return ctl({"--context", "stage 1", "sessions"}).output.count("online") == 3; }));
  ASSERT_EQ(ctl({"context", "use", "stage 1"}).exitCode, 0);
  EXPECT_EQ(ctl({"sessions"}).output.count("online"), 3);
  EXPECT_EQ(ctl({"fleet", "do", "crash", "--device", "phone-0001"}).exitCode, 0) << "its fleet too";
  const Outcome list = ctl({"context", "list", "--json"});
  const QJsonObject context = QJsonDocument::fromJson(list.output).object();
  EXPECT_EQ(context["name"], "stage 1");
  EXPECT_EQ(context["current"], true);
  EXPECT_EQ(context["links"].toArray().size(), 2);
  EXPECT_EQ(context["links"][1]["kind"], "fleet");
  EXPECT_TRUE(ctl({"context", "list"}).output.contains("*"));
  ASSERT_EQ(ctl({"context", "remove", "stage 1"}).exitCode, 0);
  EXPECT_EQ(ctl({"sessions"}).exitCode, 2);
  EXPECT_EQ(ctl({"context", "list"}).output, "");
}

TEST_F(Contexts, WhatIsWrongIsSaidWithItsCode) {
  const Outcome unknown = ctl({"--context", "nobody", "sessions"});
  EXPECT_EQ(unknown.exitCode, 2);
  EXPECT_TRUE(unknown.errors.contains("nobody"));
  EXPECT_EQ(ctl({"context", "use", "nobody"}).exitCode, 2);
  EXPECT_EQ(ctl({"context", "remove", "nobody"}).exitCode, 2);
  EXPECT_EQ(ctl({"context", "add", "x"}).exitCode, 2) << "nothing to keep";
  EXPECT_EQ(ctl({"context", "add", "x", "--server", "nowhere", "--token-file", "t"}).exitCode, 2);
  EXPECT_EQ(ctl(QStringList{"context", "add", " "} + access()).exitCode, 2);
  EXPECT_EQ(ctl(QStringList{"--context", "nobody", "sessions"} + access()).exitCode, 2) << "one or the other";
  EXPECT_EQ(run(QStringLiteral("pushscope"), {"--profile", "nobody", "--report", home.filePath("out")}).exitCode, 2);
}

TEST_F(Contexts, ServersHaveTokenFilesOfTheirOwnByTheirOrder) {
  TestBed other;
  bed.startFleet(2);
  other.startFleet(3, {"--prefix", "other-"});
  const QStringList both{"--server", bed.admin(), "--server", other.admin()};
  ASSERT_TRUE(waitUntil([&] {
    return ctl(both + QStringList{"--token-file", bed.tokenFile(), "--token-file", other.tokenFile(), "sessions"})
               .output.count("online") == 5;
  }));
  EXPECT_EQ(ctl(both + QStringList{"--token-file", bed.tokenFile(), "sessions"}).exitCode, 4)
      << "the one token serves both, and the other server refuses it";
  EXPECT_EQ(ctl(QStringList{"--token-file", bed.tokenFile(), "--token-file", other.tokenFile(), "--server", bed.admin(),
                            "sessions"})
                .exitCode,
            2);
}

TEST_F(Contexts, AreTheConsolesProfilesAndHoldNoToken) {
  bed.startFleet(3);
  ASSERT_EQ(ctl(QStringList{"context", "add", "stage"} + access()).exitCode, 0);
  const Outcome report =
      run(QStringLiteral("pushscope"), {"--profile", "stage", "--report", home.filePath("out"), "--for", "2s"});
  EXPECT_EQ(report.exitCode, 0) << report.errors.toStdString();
  QFile token(bed.tokenFile());
  ASSERT_TRUE(token.open(QIODevice::ReadOnly));
  const QByteArray secret = token.readLine().trimmed();
  bool found = false;
  for (const QString& path :
       {QStringLiteral("/pushscope/pushscope.conf"), QStringLiteral("/Library/Preferences/pushscope/pushscope.conf")}) {
    QFile settings(home.path() + path);
    if (!settings.open(QIODevice::ReadOnly))
      continue;
    found = true;
    const QByteArray text = settings.readAll();
    EXPECT_TRUE(text.contains(bed.admin().toUtf8()));
    EXPECT_FALSE(text.contains(secret));
    EXPECT_FALSE(text.contains("windows")) << "a report leaves a person's window alone";
  }
  EXPECT_TRUE(found);
}

} // namespace
} // namespace pushscope
