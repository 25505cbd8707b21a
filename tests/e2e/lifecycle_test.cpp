#include "tests/support/program.h"
#include "tests/support/wait.h"

#include <QDir>
#include <QFile>
#include <QImage>
#include <QJsonArray>

#include <gtest/gtest.h>

#include <csignal>

namespace pushscope {
namespace {

QList<qint64> childrenOf(qint64 pid) {
  QProcess ps;
  ps.start(QStringLiteral("ps"), {"-A", "-o", "pid=,ppid="});
  ps.waitForFinished();
  QList<qint64> children;
  for (const QByteArray& line : ps.readAllStandardOutput().split('\n')) {
    const QList<QByteArray> words = line.simplified().split(' ');
    if (words.size() == 2 && words[1].toLongLong() == pid && words[0].toLongLong() != ps.processId())
      children << words[0].toLongLong();
  }
  return children;
}

bool isAlive(qint64 pid) {
  return ::kill(pid_t(pid), 0) == 0;
}

TEST(Lifecycle, TheReportRunLeavesWhatItPromises) {
  QTemporaryDir folder;
  const QString out = folder.filePath("report");
  Program console(QStringLiteral("pushscope"), {"--sandbox=40", "--report", out, "--for", "6"});
  ASSERT_EQ(console.waitExit(), 0) << console.log().toStdString();
  for (const char* page : {"overview", "sessions", "heartbeats", "push", "ladder"}) {
    const QImage picture(QDir(out).filePath(QLatin1String(page) + ".png"));
    EXPECT_GT(picture.width(), 600) << page;
    EXPECT_GT(picture.height(), 400) << page;
  }
  QFile sessions(QDir(out).filePath("sessions.csv"));
  ASSERT_TRUE(sessions.open(QIODevice::ReadOnly));
  const QByteArray csv = sessions.readAll();
  EXPECT_EQ(csv.count("\r\n"), 42) << "a header, one row for each phone, one for the vendor's channel";
  EXPECT_EQ(csv.count("phone-00"), 40);
  EXPECT_TRUE(console.output().contains("acknowledged after")) << console.output().toStdString();
  EXPECT_TRUE(QFile(QDir(out).filePath("ladder.txt")).exists());
  const auto report = run("pushctl", {"replay", QDir(out).filePath("report.zip"), "--json"});
  EXPECT_EQ(report.exitCode, 0) << report.errors.toStdString();
  EXPECT_EQ(report.objects().value(0)["links"].toArray().size(), 2)
      << "server and fleet are in the bug report's recording";
}

TEST(Lifecycle, AReportThatCannotBeWrittenIsAnErrorWithASentence) {
  QTemporaryDir folder;
  QFile inTheWay(folder.filePath("report"));
  ASSERT_TRUE(inTheWay.open(QIODevice::WriteOnly));
  Program console(QStringLiteral("pushscope"), {"--sandbox=5", "--report", inTheWay.fileName(), "--for", "2"});
  EXPECT_EQ(console.waitExit(), 6);
  EXPECT_TRUE(console.log().contains("this folder cannot be made")) << console.log().toStdString();
}

TEST(Lifecycle, ASandboxIsGoneWhateverWayItsConsoleEnds) {
  for (const int signal : {SIGTERM, SIGKILL}) {
    SCOPED_TRACE(signal);
    Program console(QStringLiteral("pushscope"), {"--sandbox=5"});
    QList<qint64> children;
    ASSERT_TRUE(waitUntil([&] { return (children = childrenOf(console.pid())).size() == 2; }));
    console.signal(signal);
    console.waitExit();
    for (qint64 child : children)
      EXPECT_TRUE(waitUntil([&] { return !isAlive(child); })) << child;
  }
}

TEST(Lifecycle, ServerAndFleetEndCleanlyOnSigterm) {
  TestBed bed;
  bed.startFleet(10);
  ASSERT_TRUE(waitUntil([&] { return bed.ctl({"sessions", "--json"}).objects().size() == 10; }));
  bed.server().terminate();
  EXPECT_EQ(bed.server().waitExit(), 0);
  bed.fleet().terminate();
  EXPECT_EQ(bed.fleet().waitExit(), 0);
}

TEST(Lifecycle, WhatCannotBeStartedSaysWhy) {
  TestBed bed;
  struct Case {
    const char* program;
    QStringList flags;
    int exitCode;
    const char* words;
  };
  const QString token = bed.path("other-token");
  const std::vector<Case> cases{
      {"pushnode", {"--token-file", token, "--device-listen", "0.0.0.0:0"}, 2, "only loopback"},
      {"pushnode",
       {"--token-file", token, "--device-listen", bed.device(), "--admin-listen", "127.0.0.1:0"},
       2,
       "in use"},
      {"pushnode", {"--token-file", token, "--device-listen", "nonsense"}, 2, "not an address"},
      {"pushnode", {"--token-file", token, "--heartbeat", "1"}, 2, "INTERVAL/TIMEOUT/MISSES"},
      {"pushnode", {"--token-file", token, "--store", "postgres"}, 2, "one of memory, sqlite, sqlite:PATH"},
      {"pushnode", {"--token-file", bed.path("no/such/folder/token")}, 6, "No such file"},
      {"pushfleet", {"--server", bed.device(), "--token-file", token, "--profile", "ios"}, 2, "unknown"},
      {"pushfleet", {"--server", "x", "--token-file", token}, 2, "not an address"},
      {"pushscope", {"--replay", bed.path("x.psrec")}, 6, "x.psrec"},
      {"pushscope",
       {"--connect", bed.admin(), "--token-file", bed.path("none"), "--report", bed.path("r")},
       6,
       "token file"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE((QLatin1String(c.program) + " " + c.flags.join(' ')).toStdString());
    Program program(QLatin1String(c.program), c.flags);
    EXPECT_EQ(program.waitExit(10'000), c.exitCode);
    EXPECT_TRUE(program.log().contains(c.words)) << program.log().toStdString();
  }
}

} // namespace
} // namespace pushscope
