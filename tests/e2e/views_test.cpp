// What pushctl prints of what a console shows: page for page, live and from a recording.

#include "tests/support/files.h"
#include "tests/support/program.h"
#include "tests/support/wait.h"

#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QSettings>

#include <gtest/gtest.h>

#include <algorithm>

namespace pushscope {
namespace {

constexpr int phones = 6;

class Views : public ::testing::Test {
 protected:
  TestBed bed;

  void SetUp() override {
    qputenv("XDG_CONFIG_HOME", bed.path("config").toUtf8()); // on Linux
    qputenv("HOME", bed.path("config").toUtf8());
    bed.startFleet(phones, {"--profile", "ios-voip-classic"});
    ASSERT_TRUE(waitUntil([&] {
      return bed.ctl({"sessions", "--filter", "link:online", "--json"}).objects().size() == phones;
    }));
  }
  QStringList fleet() const { return {"--fleet", bed.control(), "--fleet-token-file", bed.fleetTokenFile()}; }
  QStringList server() const { return {"--server", bed.admin(), "--token-file", bed.tokenFile()}; }
  QList<QByteArray> lines(const QStringList& arguments) {
    const auto outcome = bed.ctl(arguments);
    EXPECT_EQ(outcome.exitCode, 0) << outcome.errors.toStdString();
    return outcome.output.trimmed().split('\n');
  }
  QString push(const QString& device) {
    const auto pushed = bed.ctl({"push", "--device", device, "--payload", R"({"alert":"x"})", "--wait", "--json"});
    EXPECT_EQ(pushed.exitCode, 0) << pushed.errors.toStdString();
    return pushed.objects().value(0)["uuid"].toString();
  }
};

TEST_F(Views, TheOverviewIsItsNumbers) {
  const auto numbers = bed.ctl({"overview", "--for", "2s", "--json"}).objects();
  ASSERT_EQ(numbers.size(), 1);
  EXPECT_EQ(numbers[0]["devices_online"], phones);
  EXPECT_EQ(numbers[0]["links_lost"], 0);
  EXPECT_GT(numbers[0]["beats_per_s"].toDouble(), 0) << "a beat each half second";
  EXPECT_TRUE(numbers[0]["beats_per_min"].isNull()) << "nobody has listened for a minute";
  EXPECT_GT(numbers[0]["round_trip_p99"].toDouble(), 0) << "milliseconds";
  bool found = false;
  for (const QByteArray& line : lines({"overview"}))
    found |= line.startsWith("Devices online") && line.contains(" 6 ");
  EXPECT_TRUE(found);
}

TEST_F(Views, HeartbeatsAreOfAllAndOfEachGroup) {
  const auto rows = bed.ctl({"heartbeats", "--for", "2s", "--by", "profile", "--json"}).objects();
  ASSERT_EQ(rows.size(), 2);
  EXPECT_EQ(rows[0]["devices"], "all");
  EXPECT_GT(rows[0]["beats"].toInt(), phones);
  EXPECT_EQ(rows[1]["devices"], "ios-voip-classic");
  EXPECT_GT(rows[1]["round_trip_p50_ms"].toDouble(), 0);
  EXPECT_EQ(lines({"heartbeats", "--for", "1s", "--csv", "--columns", "devices,beats"})[0].trimmed(), "devices,beats");
  EXPECT_EQ(bed.ctl({"heartbeats", "--for", "1s", "--sort", "colour"}).exitCode, 2);
  EXPECT_EQ(bed.ctl({"heartbeats", "--for", "30m"}).exitCode, 2) << "so much is not kept";
}

TEST_F(Views, RowsAreSortedNarrowedAndCutAsAPersonWishes) {
  const auto csv =
      lines({"sessions", "--csv", "--columns", "id,link", "--sort", "device", "--descending", "--limit", "2"});
  ASSERT_EQ(csv.size(), 3);
  EXPECT_EQ(csv[0].trimmed(), "device,link");
  EXPECT_EQ(csv[1].trimmed(), "phone-0006,online");
  EXPECT_EQ(csv[2].trimmed(), "phone-0005,online");
  const auto wrong = bed.ctl({"sessions", "--columns", "device,colour"});
  EXPECT_EQ(wrong.exitCode, 2);
  EXPECT_TRUE(wrong.errors.contains("colour") && wrong.errors.contains("round_trip_p99_ms"))
      << wrong.errors.toStdString();
  const QString file = bed.path("rows.csv");
  ASSERT_EQ(bed.ctl({"export", "sessions", "--csv", file, "--columns", "device", "--sort", "device", "--limit", "1"})
                .exitCode,
            0);
  EXPECT_EQ(contentOf(file), "device\r\nphone-0001\r\n");
}

TEST_F(Views, DeliveriesOfATimeAreListed) {
  EXPECT_EQ(lines({"deliveries", "--for", "100ms"}), QList<QByteArray>{"no push was accepted in this time"});
  Program seen(QStringLiteral("pushctl"), server() + QStringList{"deliveries", "--for", "8s", "--csv", "--columns",
                                                                 "device,state", "--sort", "device"});
  ASSERT_TRUE(waitUntil([&] { return bed.ctl({"audit", "--json"}).exitCode == 0; }));
  for (const char* device : {"phone-0005", "phone-0002"})
    push(device);
  ASSERT_EQ(seen.waitExit(), 0) << seen.log().toStdString();
  EXPECT_EQ(seen.output(), "device,state\r\nphone-0002,acknowledged\r\nphone-0005,acknowledged\r\n");
  EXPECT_EQ(bed.ctl({"deliveries"}).exitCode, 2) << "for how long?";
}

TEST_F(Views, WakesAndNoticesArePrintedAsTheyBecomeKnown) {
  Program wakes(QStringLiteral("pushctl"),
                server() + fleet() + QStringList{"wakes", "--csv", "--columns", "device,outcome", "--for", "6s"});
  Program notices(QStringLiteral("pushctl"),
                  server() + fleet() +
                      QStringList{"notices", "--device", "phone-0003", "--filter", "source:truth", "--for", "1s"});
  EXPECT_EQ(notices.waitExit(), 2) << "there is no such column";
  Program seen(QStringLiteral("pushctl"),
               server() + fleet() + QStringList{"notices", "--device", "phone-0003", "--json", "--for", "6s"});
  ASSERT_EQ(bed.ctl(fleet() + QStringList{"fleet", "do", "background", "--device", "phone-0003"}).exitCode, 0);
  for (const char* device : {"phone-0003", "phone-0004"})
    ASSERT_EQ(bed.ctl({"push", "--device", device, "--payload", R"({"alert":"x"})", "--high-priority"}).exitCode, 0);
  ASSERT_EQ(wakes.waitExit(), 0) << wakes.log().toStdString();
  EXPECT_TRUE(wakes.output().startsWith("device,outcome\r\n")) << wakes.output().toStdString();
  ASSERT_EQ(seen.waitExit(), 0) << seen.log().toStdString();
  for (const QByteArray& line : seen.output().trimmed().split('\n'))
    EXPECT_TRUE(line.isEmpty() || line.contains("\"phone-0003\"")) << line.toStdString();
}

TEST_F(Views, APushCanBeTriedBeforeItIsSent) {
  const auto dry = bed.ctl({"push", "--device", "phone-0001", "--device", "nobody", "--payload", "{}", "--dry-run"});
  EXPECT_EQ(dry.exitCode, 0) << dry.errors.toStdString();
  EXPECT_TRUE(dry.output.contains("Nothing was sent") && dry.output.contains("1 connected") &&
              dry.output.contains("no connected server knows"))
      << dry.output.toStdString();
  EXPECT_TRUE(bed.ctl({"audit", "--filter", "action=inject", "--json"}).objects().isEmpty());
  EXPECT_EQ(bed.ctl({"push", "--device", "phone-0001"}).exitCode, 2) << "no payload";
}

TEST_F(Views, APushCanBeOneOfTheConsolesTemplates) {
  const auto unknown = bed.ctl({"push", "--device", "phone-0001", "--template", "ring"});
  EXPECT_EQ(unknown.exitCode, 2);
  EXPECT_TRUE(unknown.errors.contains("ring")) << unknown.errors.toStdString();
  // Where a console keeps them is known from what pushctl keeps there itself.
  ASSERT_EQ(bed.ctl({"context", "add", "stage"}).exitCode, 0);
  QStringList found;
  QDirIterator files(bed.path("config"), {"*.conf", "*.ini"}, QDir::Files, QDirIterator::Subdirectories);
  while (files.hasNext())
    found << files.next();
  ASSERT_EQ(found.size(), 1) << found.join(' ').toStdString();
  {
    QSettings settings(found.front(), QSettings::IniFormat);
    settings.setValue(
        "templates/ring",
        R"({"payload":"{\"alert\":\"{{who}}, {{where}}\"}","values":"who=Anna;where=Rome","time_to_live":"10m"})");
  }
  const auto dry = bed.ctl({"push", "--device", "phone-0001", "--template", "ring", "--set", "who=Bela", "--dry-run"});
  EXPECT_EQ(dry.exitCode, 0) << dry.errors.toStdString();
  EXPECT_TRUE(dry.output.contains(R"({"alert":"Bela, Rome"})")) << dry.output.toStdString();
  EXPECT_EQ(bed.ctl({"push", "--device", "phone-0001", "--template", "ring", "--wait"}).exitCode, 0);
}

TEST_F(Views, TwoPushesAreComparedStageByStage) {
  const QString one = push("phone-0001"), other = push("phone-0002");
  const auto rows = bed.ctl({"trace", one, other, "--json"}).objects();
  ASSERT_GE(rows.size(), 3);
  for (const char* stage : {"accepted", "acknowledged"})
    EXPECT_TRUE(std::any_of(rows.begin(), rows.end(), [&](const QJsonObject& row) {
      return row["stage"] == stage && row["later_ms"].isDouble();
    })) << stage;
  const auto table = lines({"trace", one, other});
  EXPECT_TRUE(table[0].contains(one.toUtf8()) && table[1].contains(other.toUtf8())) << table[0].toStdString();
  EXPECT_EQ(bed.ctl({"trace", one, "nonsense"}).exitCode, 2);
  const auto unknown = bed.ctl({"trace", one, "01a1fc51-e41a-7dba-8f23-30673ba5ffb9"});
  EXPECT_EQ(unknown.exitCode, 4);
  EXPECT_TRUE(unknown.errors.contains("01a1fc51")) << unknown.errors.toStdString();
}

// A recording with two marks, in whose second half a phone has gone.
TEST_F(Views, ARecordingHasTheSameViews) {
  const QString path = bed.path("run.psrec");
  QProcess record;
  record.start(QStringLiteral(PUSHSCOPE_BIN "/pushctl"),
               server() + QStringList{"record", path, "--for", "12s", "--marks"});
  ASSERT_TRUE(waitUntil([&] { return QFile::exists(path); }));
  record.write("phones are well\n");
  ASSERT_TRUE(record.waitForBytesWritten());
  for (const char* device : {"phone-0001", "phone-0002", "phone-0003", "phone-0004", "phone-0005", "phone-0006"})
    push(device);
  record.write("phones will be killed"); // the end of the input ends a line
  record.closeWriteChannel();
  ASSERT_TRUE(waitUntil([&] { return record.bytesToWrite() == 0; }));
  push("phone-0001"); // the mark is in the file before they are
  bed.fleet().killHard();
  ASSERT_TRUE(waitUntil([&] { return record.state() == QProcess::NotRunning; }, 60'000));
  ASSERT_EQ(record.exitCode(), 0) << record.readAllStandardError().toStdString();

  const auto replay = [&](const QStringList& what) { return run("pushctl", QStringList{"replay", path} + what); };
  const auto marks = replay({"--json"}).objects().value(0)["marks"].toArray();
  ASSERT_EQ(marks.size(), 2);
  EXPECT_EQ(marks[0]["text"], "phones are well");
  EXPECT_EQ(marks[1]["text"], "phones will be killed");
  const QString alive = marks[1]["at"].toString();
  EXPECT_EQ(replay({"overview", "--at", alive, "--json"}).objects().value(0)["devices_online"], phones);
  EXPECT_GT(replay({"heartbeats", "--json"}).objects().value(0)["beats"].toInt(), 0);
  EXPECT_EQ(replay({"overview", "--csv"}).exitCode, 2) << "that view has no rows";
  EXPECT_EQ(replay({"heartbeats", "--columns", "colour"}).exitCode, 2);
  EXPECT_EQ(replay({"sessions", "--csv", "--columns", "device", "--limit", "1"}).output.count('\n'), 2);

  const QString rules = writeFile(bed.path("rules"), "critical \"Phones gone\": devices_offline > 3 for 0s\n");
  const auto fired = replay({"alerts", "--rules", rules, "--json"});
  EXPECT_EQ(fired.exitCode, 1) << fired.errors.toStdString();
  EXPECT_EQ(fired.objects().value(0)["event"], "raised") << fired.output.toStdString();
  EXPECT_EQ(replay({"alerts", "--rules", rules, "--at", alive}).exitCode, 0) << "nobody was gone by then";
  EXPECT_EQ(replay({"alerts", "--rules", bed.path("none")}).exitCode, 6);

  const auto compared = [&](const QStringList& how) {
    return run("pushctl", QStringList{"compare", path, path, "--json"} + how);
  };
  const auto figure = [](const Outcome& outcome, const char* name) {
    for (const QJsonObject& each : outcome.objects())
      if (each["figure"] == name)
        return each;
    return QJsonObject();
  };
  const auto same = compared({"--before-to", alive, "--after-to", alive});
  EXPECT_EQ(same.exitCode, 0) << same.output.toStdString();
  EXPECT_EQ(figure(same, "round_trip_p50_ms")["before"], figure(same, "round_trip_p50_ms")["after"]);
  const auto later = compared({"--before-to", alive, "--last", "1s"});
  EXPECT_GT(figure(later, "round_trip_p50_ms")["count_before"].toInt(), 0) << later.output.toStdString();
  EXPECT_EQ(figure(later, "round_trip_p50_ms")["count_after"].toInt(), 0) << "nobody was there to answer";
  EXPECT_EQ(compared({"--before-to", "soon"}).exitCode, 2);
  EXPECT_EQ(compared({"--before-to", "2020-01-01T00:00:00Z"}).exitCode, 2) << "nothing to compare with";
}

TEST(Completion, AFullDiskIsNoSuccess) {
  if (!QFile::exists("/dev/full"))
    GTEST_SKIP() << "there is no /dev/full";
  for (const QStringList& words : {QStringList{"completion", "bash"}, QStringList{"--help"}, QStringList{"--man"}}) {
    QProcess program;
    program.setStandardOutputFile("/dev/full");
    program.start(QStringLiteral(PUSHSCOPE_BIN "/pushctl"), words);
    ASSERT_TRUE(waitUntil([&] { return program.state() == QProcess::NotRunning; }, 60'000));
    EXPECT_EQ(program.exitCode(), 6) << words[0].toStdString();
  }
}

} // namespace
} // namespace pushscope
