#include "tests/support/files.h"
#include "tests/support/program.h"
#include "tests/support/wait.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>

#include <gtest/gtest.h>

namespace pushscope {
namespace {

constexpr int phones = 8;

class Reported : public ::testing::Test {
 protected:
  QTemporaryDir folder;
  TestBed bed;
  QString report = folder.filePath("report.zip");
  QString push;

  void SetUp() override {
    bed.startFleet(phones);
    ASSERT_TRUE(waitUntil([&] {
      int online = 0;
      for (const QJsonObject& session : bed.ctl({"sessions", "--json"}).objects())
        online += session["link"] == "online";
      return online == phones;
    }));
    const auto sent =
        bed.ctl({"push", "--device", "phone-0003", "--payload", R"({"alert":"canary"})", "--wait", "--json"});
    ASSERT_EQ(sent.exitCode, 0) << sent.errors.toStdString();
    for (const QJsonObject& line : sent.objects())
      if (const QString uuid = line["uuid"].toString(); !uuid.isEmpty())
        push = uuid;
    ASSERT_FALSE(push.isEmpty()) << sent.output.toStdString();
  }
};

TEST_F(Reported, ByTheCommandLineWithPicturesAndTheLadder) {
  const auto made = bed.ctl({"report", report, "--for", "1s", "--push", push, "--json"});
  ASSERT_EQ(made.exitCode, 0) << made.errors.toStdString();
  ASSERT_EQ(made.objects().size(), 1) << made.output.toStdString();
  QStringList names;
  for (const QJsonValue& file : made.objects().at(0)["files"].toArray())
    names << file["name"].toString();
  for (const char* name : {"README.txt", "manifest.json", "recording.psrec", "ladder.txt", "ladder.svg",
                           "tables/sessions.csv", "tables/wakes.csv", "pictures/overview.png", "pictures/ladder.png"})
    EXPECT_TRUE(names.contains(name)) << name << " in " << names.join(' ').toStdString();
  EXPECT_TRUE(made.objects()[0]["remarks"].toArray().isEmpty()) << made.output.toStdString();
  EXPECT_EQ(made.objects().at(0)["replaced"].toObject()["device"].toInt(), phones);

  const auto deliveries = run("pushctl", {"replay", report, "deliveries", "--json"});
  ASSERT_EQ(deliveries.exitCode, 0) << deliveries.errors.toStdString();
  ASSERT_EQ(deliveries.objects().size(), 1);
  EXPECT_EQ(deliveries.objects()[0]["uuid"], push);
  EXPECT_EQ(deliveries.objects()[0]["state"], "acknowledged");
  EXPECT_TRUE(deliveries.objects()[0]["device"].toString().startsWith("device-"));
  EXPECT_EQ(run("pushctl", {"replay", report, "sessions", "--csv"}).output.count("device-"), phones);
  const auto seen = run("pushscope", {"--replay", report, "--report", folder.filePath("out")});
  EXPECT_EQ(seen.exitCode, 0) << seen.errors.toStdString();
  EXPECT_FALSE(contentOf(folder.filePath("out/ladder.txt")).contains("phone-"));

  const QByteArray token = contentOf(bed.tokenFile()).trimmed();
  const QByteArray before = contentOf(report);
  EXPECT_FALSE(before.contains(token) || before.contains("phone-0") || before.contains("canary"));
  const auto again = bed.ctl({"report", report});
  EXPECT_EQ(again.exitCode, 6);
  EXPECT_TRUE(again.errors.contains("exists")) << again.errors.toStdString();
  EXPECT_EQ(contentOf(report), before);
}

// What is in a file of the archive, by somebody else's program.
QByteArray inArchive(const QString& archive, const QString& name) {
  QTemporaryDir folder;
  EXPECT_EQ(QProcess::execute("python3", {"-m", "zipfile", "-e", archive, folder.path()}), 0);
  return contentOf(folder.filePath(name));
}

TEST_F(Reported, OfAPushToSeveralDevicesLiveAndFromARecording) {
  const auto sent = bed.ctl({"push", "--device", "phone-0001", "--device", "phone-0002", "--device", "phone-0004",
                             "--payload", "{}", "--wait", "--json"});
  ASSERT_EQ(sent.exitCode, 0) << sent.errors.toStdString();
  push = sent.objects().at(0)["uuid"].toString();
  const auto expectLadders = [&](const QString& archive) {
    const QByteArray ladders = inArchive(archive, "ladder.txt"), drawn = inArchive(archive, "ladder.svg");
    EXPECT_TRUE(ladders.startsWith(("Push " + push + " to phone-0002: ").toUtf8())) << ladders.toStdString();
    for (const char* device : {"phone-0001", "phone-0002", "phone-0004"})
      EXPECT_EQ(ladders.count((QStringLiteral(" to ") + device + ": ").toUtf8()), 1) << ladders.toStdString();
    EXPECT_TRUE(drawn.contains("phone-0002") && !drawn.contains("phone-0001")) << drawn.toStdString();
  };
  const auto live = bed.ctl({"report", report, "--push", push, "--device", "phone-0002", "--keep-ids"});
  ASSERT_EQ(live.exitCode, 0) << live.errors.toStdString();
  expectLadders(report);

  // A report of the report's recording says the same, and what is not in it is said.
  const QString again = folder.filePath("again.zip");
  const QStringList ofReport{"report", again, "--recording", report, "--push", push, "--keep-ids"};
  const auto second = run("pushctl", ofReport + QStringList{"--device", "phone-0002", "--json"});
  ASSERT_EQ(second.exitCode, 0) << second.errors.toStdString();
  expectLadders(again);
  EXPECT_EQ(run("pushctl", {"replay", again, "sessions", "--csv"}).output,
            run("pushctl", {"replay", report, "sessions", "--csv"}).output);
  EXPECT_EQ(run("pushctl", ofReport).exitCode, 6) << "it exists";
  EXPECT_TRUE(QFile::remove(again));
  const auto unknown = run("pushctl", ofReport + QStringList{"--device", "phone-0003"});
  EXPECT_EQ(unknown.exitCode, 4);
  EXPECT_TRUE(unknown.errors.contains("did not go to phone-0003")) << unknown.errors.toStdString();
  EXPECT_EQ(run("pushctl", {"report", again, "--recording", bed.tokenFile()}).exitCode, 6);
  const QByteArray before = contentOf(report);
  EXPECT_EQ(run("pushctl", {"report", report, "--recording", report, "--force"}).exitCode, 2) << "onto itself";
  EXPECT_EQ(contentOf(report), before);
  Program elsewhere(QStringLiteral("pushscope"),
                    {"--replay", report, "--report", folder.filePath("out"), "--push", push, "--device", "phone-0003"});
  EXPECT_EQ(elsewhere.waitExit(), 4) << "that push did not go there";
  EXPECT_TRUE(elsewhere.log().contains("phone-0003")) << elsewhere.log().toStdString();
  EXPECT_FALSE(QFile::exists(again));
}

TEST_F(Reported, WithIdsIfTheyAreToBeKept) {
  const auto made = bed.ctl({"report", report, "--keep-ids"});
  ASSERT_EQ(made.exitCode, 0) << made.errors.toStdString();
  EXPECT_EQ(run("pushctl", {"replay", report, "sessions", "--csv"}).output.count("phone-0"), phones);
  EXPECT_EQ(bed.ctl({"report", folder.filePath("no/such/folder.zip")}).exitCode, 6);
  EXPECT_EQ(bed.ctl({"report", folder.filePath("b.zip"), "--push", "01a1fc88-8e81-7717-95b5-a5aaf7872606"}).exitCode,
            4);
  EXPECT_EQ(QDir(folder.path()).entryList(QDir::Files), QStringList{"report.zip"});
}

TEST_F(Reported, WithoutTheConsoleItSaysThatThereAreNoPictures) {
  const QString alone = folder.filePath("pushctl");
  ASSERT_TRUE(QFile::copy(QStringLiteral(PUSHSCOPE_BIN "/pushctl"), alone));
  QProcess ctl;
  ctl.start(alone, {"--server", bed.admin(), "--token-file", bed.tokenFile(), "report", report});
  ASSERT_TRUE(waitUntil([&] { return ctl.state() == QProcess::NotRunning; }));
  EXPECT_EQ(ctl.exitCode(), 0);
  EXPECT_TRUE(ctl.readAllStandardError().contains("no pictures in it: the program pushscope is missing"));
  EXPECT_FALSE(ctl.readAllStandardOutput().contains("pictures/"));
}

TEST_F(Reported, TablesAreExported) {
  const QString csv = folder.filePath("s.csv"), lines = folder.filePath("s.jsonl");
  ASSERT_EQ(bed.ctl({"export", "sessions", "--csv", csv}).exitCode, 0);
  EXPECT_EQ(contentOf(csv).count("\r\n"), phones + 1);
  ASSERT_EQ(bed.ctl({"export", "sessions", "--jsonl", lines, "--filter", "id:phone-0003"}).exitCode, 0);
  const QJsonObject row = QJsonDocument::fromJson(contentOf(lines)).object();
  EXPECT_EQ(row["device"], "phone-0003");
  EXPECT_TRUE(row["waiting"].isDouble());
  EXPECT_EQ(bed.ctl({"export", "wakes"}).exitCode, 2);
  EXPECT_EQ(bed.ctl({"export", "sessions", "--csv", folder.filePath("no/such/s.csv")}).exitCode, 6);
  EXPECT_EQ(bed.ctl({"export", "sessions", "--csv", csv, "--filter", "nonsense:x"}).exitCode, 2);
}

} // namespace
} // namespace pushscope
