// 6-trust TE7: secrets that are planted wherever one is held are looked for wherever anything is written or said.

#include "models/recording/recording_reader.h"
#include "tests/support/files.h"
#include "tests/support/proc.h"
#include "tests/support/program.h"
#include "tests/support/wait.h"

#include <QDir>
#include <QDirIterator>
#include <QMap>

#include <gtest/gtest.h>

#include <csignal>
#include <cstdio>
#include <sys/resource.h>
#include <unistd.h>

namespace pushscope {
namespace {

// By the name of what was said or written; all of it.
using Places = QMap<QString, QByteArray>;

QByteArray unpacked(const QString& recording) {
  QByteArray all;
  auto reader = RecordingReader::open(recording.toStdString());
  EXPECT_TRUE(reader.ok());
  for (size_t i = 0; reader.ok() && i < reader.value().blocks().size(); ++i) {
    const auto block = reader.value().read(i);
    EXPECT_TRUE(block.ok());
    all.append(reinterpret_cast<const char*>(block.value().data()), qsizetype(block.value().size()));
  }
  return all;
}

void addFiles(Places& places, const QString& folder, const QString& as) {
  for (QDirIterator it(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories); it.hasNext();) {
    const QString path = it.next();
    const QString name = as + '/' + QDir(folder).relativeFilePath(path);
    places[name] = contentOf(path);
    if (path.endsWith(".psrec"))
      places[name + " unpacked"] = unpacked(path);
  }
}

// A core dump would hold every secret there is.
TEST(Canary, NoProgramLeavesACoreDump) {
  rlimit limit{};
  ASSERT_EQ(::getrlimit(RLIMIT_CORE, &limit), 0);
  const rlimit before = limit;
  limit.rlim_cur = limit.rlim_max;
  ASSERT_EQ(::setrlimit(RLIMIT_CORE, &limit), 0);
  {
    TestBed bed(QStringLiteral("500ms/2s/2"));
    bed.startFleet(1);
    Program watch("pushctl", {"--server", bed.admin(), "--token-file", bed.tokenFile(), "watch", "--json"});
    Program console("pushscope", {"--connect", bed.admin(), "--token-file", bed.tokenFile()});
    const std::string own = coreLimit(::getpid());
    if (own.empty())
      GTEST_SKIP() << "only Linux tells the limits of another process";
    if (own == "0")
      GTEST_SKIP() << "no process may leave one here";
    for (const Program* program : {&bed.server(), &bed.fleet(), &watch, &console})
      EXPECT_TRUE(waitUntil([&] { return coreLimit(pid_t(program->pid())) == "0"; }));
  }
  EXPECT_EQ(::setrlimit(RLIMIT_CORE, &before), 0);
}

TEST(Canary, NoSecretIsInWhatIsLoggedPrintedRecordedOrExported) {
  QTemporaryDir folder, home;
  qputenv("XDG_CONFIG_HOME", home.path().toUtf8()); // on Linux
  qputenv("HOME", home.path().toUtf8());
  const QString deviceFile = writeFile(folder.filePath("device-token"), "canary-device-token-41c7\n");
  Places places;
  QMap<QString, QByteArray> secrets{{"the device token", "canary-device-token-41c7"},
                                    {"the payload", "canary-payload-0b52"},
                                    {"the waiting payload", "canary-waiting-9e10"},
                                    {"a wrong token", "canary-wrong-77aa"}};
  for (const char* format : {"text", "json"}) {
    TestBed bed(QStringLiteral("500ms/2s/2"), {"--log", format, "--device-token-file", deviceFile});
    bed.startFleet(3, {"--device-token-file", deviceFile, "--profile", "desktop"});
    ASSERT_TRUE(waitUntil([&] {
      return bed.ctl({"sessions", "--filter", "link:online", "--json"}).objects().size() == 3;
    })) << bed.fleet().log().toStdString();
    const QByteArray viewer = bed.ctl({"token", "add", "watcher", "--role", "viewer"}).output.trimmed();
    secrets["a viewer's token"] = viewer;
    secrets["the admin token"] = contentOf(bed.tokenFile()).trimmed();
    secrets["the fleet's token"] = contentOf(bed.fleetTokenFile()).trimmed();
    const QString wrong = writeFile(folder.filePath("wrong"), "canary-wrong-77aa\n");
    const QString files = folder.filePath(QString("files-") + format);
    ASSERT_TRUE(QDir().mkpath(files));
    const auto say = [&](const QString& name, const QStringList& arguments, int exitCode = 0) {
      const Outcome outcome = bed.ctl(arguments);
      EXPECT_EQ(outcome.exitCode, exitCode) << name.toStdString() << ": " << outcome.errors.toStdString();
      places[QString("%1 (%2)").arg(name, format)] = outcome.output + outcome.errors;
      return outcome;
    };
    const QStringList fleet{"--fleet", bed.control(), "--fleet-token-file", bed.fleetTokenFile()};
    Program watch("pushctl",
                  QStringList{"--server", bed.admin(), "--token-file", bed.tokenFile(), "watch", "--json"} + fleet);
    Program record("pushctl", QStringList{"--server", bed.admin(), "--token-file", bed.tokenFile(), "record",
                                          files + "/a.psrec", "--for", "0"} +
                                  fleet);
    ASSERT_TRUE(waitUntil([&] { return QFile::exists(files + "/a.psrec"); }));
    const Outcome pushed = say("push", {"push", "--device", "phone-0001", "--payload",
                                        R"({"alert":"canary-payload-0b52"})", "--wait", "--json"});
    const QString uuid = pushed.objects().value(0)["uuid"].toString();
    say("airplane",
        fleet + QStringList{"fleet", "do", "airplane", "--value", "on", "--device", "phone-0002", "--json"});
    say("push that waits", {"push", "--device", "phone-0002", "--payload", R"({"alert":"canary-waiting-9e10"})",
                            "--not-before", "1h", "--json"});
    say("push that is refused", {"push", "--device", "nobody", "--payload", R"({"alert":"canary-payload-0b52"})"}, 4);
    say("push that is no JSON", {"push", "--device", "phone-0001", "--payload", "canary-payload-0b52"}, 2);
    say("a wrong token", {"--token-file", wrong, "sessions"}, 4);
    say("a viewer who pushes",
        {"--token-file", writeFile(folder.filePath("viewer"), viewer), "push", "--device", "phone-0001", "--payload",
         R"({"alert":"canary-payload-0b52"})"},
        4);
    for (const QStringList& list : {QStringList{"sessions"},
                                    {"queue", "list"},
                                    {"queue", "dead"},
                                    {"history"},
                                    {"audit"},
                                    {"token", "list"},
                                    {"trace", uuid}})
      for (const char* as : {"", "--json", "--csv"})
        if (QLatin1String(as) != QLatin1String("--csv") || list.front() != "trace")
          say(list.join(' ') + ' ' + as, *as ? list + QStringList{as} : list);
    say("alerts", {"alerts", "--for", "1s", "--json"});
    for (const char* rows : {"sessions", "deliveries", "wakes"}) {
      say("export", fleet + QStringList{"export", rows, "--csv", files + '/' + rows + ".csv"});
      say("export", fleet + QStringList{"export", rows, "--jsonl", files + '/' + rows + ".jsonl"});
    }
    say("expect", {"push", "--device", "phone-0001", "--payload", R"({"alert":"canary-payload-0b52"})", "--expect",
                   "acknowledged within 20s", "--junit", files + "/push.xml", "--json"});
    say("report", fleet + QStringList{"report", files + "/report.zip", "--push", uuid, "--for", "1s", "--json"});
    say("context", fleet + QStringList{"context", "add", QString("kept-") + format});
    ASSERT_TRUE(QDir().mkpath(files + "/unpacked"));
    EXPECT_EQ(QProcess::execute("python3", {"-m", "zipfile", "-e", files + "/report.zip", files + "/unpacked"}), 0);
    const Outcome console = run("pushscope", QStringList{"--connect", bed.admin(), "--token-file", bed.tokenFile(),
                                                         "--report", files + "/console", "--for", "2s"} +
                                                 fleet);
    EXPECT_EQ(console.exitCode, 0) << console.errors.toStdString();
    places[QString("pushscope (%1)").arg(format)] = console.output + console.errors;
    for (Program* program : {&watch, &record}) {
      program->signal(SIGINT);
      EXPECT_EQ(program->waitExit(), 130);
    }
    places[QString("watch (%1)").arg(format)] = watch.output() + watch.log();
    places[QString("record (%1)").arg(format)] = record.output() + record.log();
    for (const char* rows : {"sessions", "deliveries", "wakes"})
      places[QString("replay %1 (%2)").arg(rows, format)] =
          run("pushctl", {"replay", files + "/a.psrec", rows, "--json"}).output;
    bed.fleet().terminate();
    EXPECT_EQ(bed.fleet().waitExit(), 0);
    bed.server().terminate();
    EXPECT_EQ(bed.server().waitExit(), 0);
    places[QString("log of pushnode (%1)").arg(format)] = bed.server().output() + bed.server().log();
    places[QString("log of pushfleet (%1)").arg(format)] = bed.fleet().output() + bed.fleet().log();
    addFiles(places, files, QString("files (%1)").arg(format));
    for (const QByteArray& secret : {viewer, secrets["the admin token"], secrets["the fleet's token"]})
      ASSERT_GE(secret.size(), 64);
    // Of this round: the next has other tokens.
    for (auto place = places.cbegin(); place != places.cend(); ++place)
      for (auto secret = secrets.cbegin(); secret != secrets.cend(); ++secret)
        EXPECT_FALSE(place->contains(*secret)) << place.key().toStdString() << " holds " << secret.key().toStdString();
  }
  addFiles(places, home.path(), "settings");
  qint64 bytes = 0;
  for (auto place = places.cbegin(); place != places.cend(); ++place) {
    bytes += place->size();
    for (auto secret = secrets.cbegin(); secret != secrets.cend(); ++secret)
      EXPECT_FALSE(place->contains(*secret)) << place.key().toStdString() << " holds " << secret.key().toStdString();
  }
  std::printf("TE7: %d secrets, %d places, %lld bytes: looked through\n", int(secrets.size()), int(places.size()),
              static_cast<long long>(bytes));
  // Or nothing was looked at.
  EXPECT_TRUE(places["queue list --json (text)"].contains("phone-0002"));
  EXPECT_TRUE(places["log of pushnode (text)"].contains("unauthenticated"));
  EXPECT_TRUE(places["watch (json)"].contains("phone-0001"));
  EXPECT_TRUE(places["files (json)/a.psrec unpacked"].contains("phone-0001"));
  EXPECT_TRUE(places["files (text)/console/sessions.csv"].contains("phone-0001"));
  EXPECT_TRUE(places["files (text)/unpacked/tables/sessions.csv"].contains("device-"));
}

} // namespace
} // namespace pushscope
