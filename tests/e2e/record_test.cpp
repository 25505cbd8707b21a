#include "tests/support/files.h"
#include "tests/support/program.h"
#include "tests/support/wait.h"

#include <QDir>
#include <QFile>
#include <QImage>
#include <QJsonArray>

#include <gtest/gtest.h>

namespace pushscope {
namespace {

constexpr int phones = 8;

// A recording by pushctl, of phones of which one gets a push meanwhile.
class Recorded : public ::testing::Test {
 protected:
  QTemporaryDir folder;
  QString recording = folder.filePath("a.psrec");

  void SetUp() override {
    TestBed bed;
    bed.startFleet(phones);
    ASSERT_TRUE(waitUntil([&] {
      int online = 0;
      for (const QJsonObject& session : bed.ctl({"sessions", "--json"}).objects())
        online += session["link"] == "online";
      return online == phones;
    }));
    Program record(QStringLiteral("pushctl"),
                   {"--server", bed.admin(), "--token-file", bed.tokenFile(), "record", recording, "--for", "6s"});
    ASSERT_TRUE(waitUntil([&] { return QFile::exists(recording); }));
    ASSERT_EQ(bed.ctl({"push", "--device", "phone-0003", "--payload", R"({"alert":"secret"})", "--wait"}).exitCode, 0);
    ASSERT_EQ(record.waitExit(), 0) << record.log().toStdString();
    EXPECT_TRUE(record.output().contains("facts")) << record.output().toStdString();
  }
  Outcome replay(const QStringList& arguments) { return run("pushctl", QStringList{"replay"} + arguments); }
  QString file(const QString& name, const QByteArray& content) { return writeFile(folder.filePath(name), content); }
  QByteArray content() { return contentOf(recording); }
};

TEST_F(Recorded, IsSummedUp) {
  const auto summary = replay({recording});
  EXPECT_EQ(summary.exitCode, 0) << summary.errors.toStdString();
  EXPECT_TRUE(summary.output.contains("8 devices, 1 delivery,")) << summary.output.toStdString();
  EXPECT_TRUE(summary.errors.isEmpty()) << summary.errors.toStdString();
  const auto json = replay({recording, "--json"}).objects();
  ASSERT_EQ(json.size(), 1);
  EXPECT_EQ(json[0]["links"].toArray().size(), 1);
  EXPECT_LT(json[0]["begin"].toString(), json[0]["end"].toString());
  EXPECT_TRUE(json[0]["flaws"].toArray().isEmpty());
}

TEST_F(Recorded, ShowsRowsAsTheyWereAtATime) {
  const auto csv = replay({recording, "sessions", "--csv"});
  EXPECT_EQ(csv.exitCode, 0) << csv.errors.toStdString();
  EXPECT_EQ(csv.output.count('\n'), phones + 1);
  EXPECT_TRUE(csv.output.startsWith("device,")) << csv.output.left(100).toStdString();
  EXPECT_TRUE(replay({recording, "deliveries", "--json", "--at", "0s"}).objects().isEmpty());
  const auto deliveries = replay({recording, "deliveries", "--json", "--at", "60s"}).objects();
  ASSERT_EQ(deliveries.size(), 1);
  EXPECT_EQ(deliveries[0]["device"], "phone-0003");
  EXPECT_EQ(deliveries[0]["state"], "acknowledged");
  EXPECT_EQ(replay({recording, "sessions", "--csv", "--filter", "id~0003"}).output.count('\n'), 2);
  EXPECT_EQ(replay({recording, "--at", "yesterday"}).exitCode, 2);
}

TEST_F(Recorded, ACutFileIsReadAsFarAsItIsWhole) {
  const QByteArray whole = content();
  const auto cut = replay({file("cut.psrec", whole.left(whole.size() * 3 / 4))});
  EXPECT_EQ(cut.exitCode, 0);
  EXPECT_TRUE(cut.errors.contains("cut off or damaged")) << cut.errors.toStdString();
  EXPECT_FALSE(cut.output.isEmpty());
  // None of its blocks can be read: that is not an empty recording.
  QByteArray lost = whole;
  for (qsizetype at = lost.indexOf("psblock"); at >= 0; at = lost.indexOf("psblock", at))
    lost[at] = 'x';
  const auto nothing = replay({file("lost.psrec", lost), "sessions"});
  EXPECT_EQ(nothing.exitCode, 6);
  EXPECT_TRUE(nothing.errors.contains("lost.psrec")) << nothing.errors.toStdString();
  EXPECT_EQ(replay({folder.filePath("lost.psrec"), "alerts"}).exitCode, 6) << "nor one on which no alert fired";
  const QString report = folder.filePath("lost.zip");
  EXPECT_EQ(run("pushctl", {"report", report, "--recording", folder.filePath("lost.psrec")}).exitCode, 6);
  EXPECT_FALSE(QFile::exists(report));
  const auto none = replay({file("none.psrec", "no recording at all")});
  EXPECT_EQ(none.exitCode, 6);
  EXPECT_TRUE(none.errors.contains("none.psrec")) << none.errors.toStdString();
  EXPECT_EQ(replay({folder.filePath("missing.psrec")}).exitCode, 6);
}

TEST_F(Recorded, AnExistingFileIsLeftAlone) {
  const QByteArray before = content();
  TestBed bed;
  const auto again = bed.ctl({"record", recording, "--for", "1s"});
  EXPECT_EQ(again.exitCode, 6);
  EXPECT_TRUE(again.errors.contains("a.psrec")) << again.errors.toStdString();
  EXPECT_EQ(content(), before);
}

TEST_F(Recorded, TheConsoleLeavesPicturesAndTablesOfItsEnd) {
  const QString out = folder.filePath("report");
  Program console(QStringLiteral("pushscope"), {"--replay", recording, "--report", out});
  ASSERT_EQ(console.waitExit(), 0) << console.log().toStdString();
  for (const char* page : {"overview", "sessions", "heartbeats", "wakes", "push", "ladder", "recording", "window"})
    EXPECT_GT(QImage(QDir(out).filePath(QLatin1String(page) + ".png")).width(), 600) << page;
  QFile sessions(QDir(out).filePath("sessions.csv")), ladder(QDir(out).filePath("ladder.txt"));
  ASSERT_TRUE(sessions.open(QIODevice::ReadOnly));
  EXPECT_EQ(sessions.readAll().count('\n'), phones + 1);
  ASSERT_TRUE(ladder.open(QIODevice::ReadOnly));
  EXPECT_TRUE(ladder.readAll().contains("phone-0003"));
  for (const QString& path : {folder.filePath("missing.psrec"), file("none.psrec", "nothing")}) {
    Program broken(QStringLiteral("pushscope"), {"--replay", path, "--report", out});
    EXPECT_EQ(broken.waitExit(), 6);
    EXPECT_TRUE(broken.log().contains(QFileInfo(path).fileName().toUtf8())) << broken.log().toStdString();
  }
}

} // namespace
} // namespace pushscope
