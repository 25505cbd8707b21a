// What somebody meets who has never used these programs: mistakes are named, with what may have been meant and what to
// do next; nothing is written over, nothing is lost silently, and nothing long begins that cannot end well.

#include "tests/support/files.h"
#include "tests/support/program.h"
#include "tests/support/terminal.h"
#include "tests/support/wait.h"

#include <QJsonArray>
#include <QRegularExpression>

#include <gtest/gtest.h>

#include <csignal>

namespace pushscope {
namespace {

const QString nobodysPush = QStringLiteral("01a1fc84-3b97-78ec-9318-42d296cb65a9");

class Manners : public ::testing::Test {
 protected:
  TestBed bed;

  struct Case {
    QStringList arguments;
    int exitCode;
    QByteArray words;
  };
  void expectAll(const std::vector<Case>& cases) {
    for (const Case& each : cases) {
      SCOPED_TRACE(each.arguments.join(' ').toStdString());
      const Outcome outcome = bed.ctl(each.arguments);
      EXPECT_EQ(outcome.exitCode, each.exitCode);
      EXPECT_TRUE(outcome.errors.contains(each.words)) << outcome.errors.toStdString();
      EXPECT_TRUE(outcome.errors.startsWith("pushctl: ")) << outcome.errors.toStdString();
    }
  }
  void startPhones(int count) {
    bed.startFleet(count);
    ASSERT_TRUE(waitUntil([&] {
      return bed.ctl({"sessions", "--filter", "link:online", "--json"}).objects().size() == count;
    }));
  }
  QStringList access() const { return {"--server", bed.admin(), "--token-file", bed.tokenFile()}; }
};

TEST_F(Manners, AMistypedWordIsNamedWithWhatMayHaveBeenMeant) {
  expectAll({
      {{"sesions"}, 2, "unknown command 'sesions'; did you mean 'sessions'?"},
      {{"sesions", "--csv"}, 2, "unknown command 'sesions'; did you mean 'sessions'?"},
      {{"queue", "lst"}, 2, "unknown command 'lst'; did you mean 'list'?\npushctl queue --help"},
      {{"queue"}, 2, "a command is missing"},
      {{"xyzzy"}, 2, "unknown command 'xyzzy'\n"},
      {{"sessions", "--jsno"}, 2, "unknown option '--jsno'; did you mean '--json'?"},
      {{"push", "--device", "a", "--paylod", "{}"}, 2, "unknown option '--paylod'; did you mean '--payload'?"},
      {{"sessions", "extra"}, 2, "'extra'"},
      {{"push", "--device", "a"}, 2, "push needs --payload JSON, or a --template that has one"},
      {{"evil\x1b[31m\nname"}, 2, "unknown command 'evil?[31m?name'"},
      {{"sessions", "--csv", "--json"}, 2, "--csv and --json exclude each other"},
  });
}

TEST_F(Manners, WhatWasNotFoundIsSaidByItsKindWithTheNextStep) {
  startPhones(1);
  const QByteArray device = "A device is known once it has connected since the server was started";
  expectAll({
      {{"push", "--device", "nobody", "--payload", "{}"}, 4, "nobody is not known to this server. " + device},
      {{"session", "ping", "--device", "nobody"}, 4, "nobody is not known to this server. " + device},
      {{"tag", "--device", "nobody", "--add", "x"}, 4, "nobody is not known to this server. " + device},
      {{"queue", "peek", nobodysPush, "--device", "nobody"}, 4, device},
      {{"queue", "peek", nobodysPush, "--device", "phone-0001"}, 4, "nothing under this id waits or is kept"},
      {{"queue", "cancel", nobodysPush}, 4, nobodysPush.toUtf8() + ": nothing under this id waits or is kept"},
      {{"touch", "--device", "phone-0001", "--collection", "none"}, 4, "none of phone-0001: this server knows no such"},
      {{"token", "remove", "nobody"}, 4, "Token nobody: there is nothing of this name"},
      {{"token", "remove", "admin"}, 4, "Token admin is the first of this server and stays"},
      {{"queue", "purge", "--expect", "0"}, 4, "nothing waits"},
      {{"queue", "purge", "--expect", "7"}, 4, "another number was expected than there is: 0 wait now"},
      {{"trace", nobodysPush}, 4, "no server remembers the push " + nobodysPush.toUtf8()},
  });
  ASSERT_EQ(bed.ctl({"token", "add", "twice", "--role", "viewer"}).exitCode, 0);
  expectAll({{{"token", "add", "twice", "--role", "viewer"}, 4, "Token twice: the name is taken"}});
  // The log of what people did says what a purge was about.
  QSet<QString> subjects;
  for (const QJsonObject& entry : bed.ctl({"audit", "--filter", "action=purge", "--json"}).objects())
    subjects << entry["subject"].toString();
  EXPECT_EQ(subjects, QSet<QString>{"all that waits"});
}

TEST_F(Manners, AMistakeNamesTheFlagOrTheFileAndItsLine) {
  const QString rules = writeFile(bed.path("my.rules"), "# mine\n\nwarning \"a\": sessions > 1 where colour:red\n");
  expectAll({
      {{"push", "--payload", "{}"}, 2, "--device ID, --device-file F, --tag TAG or --query QUERY"},
      {{"session", "heartbeat", "--device", "a", "--foreground", "1", "--background", "30s/15s/3"},
       2,
       "--foreground 1: write INTERVAL/TIMEOUT/MISSES"},
      {{"session", "heartbeat", "--device", "a", "--foreground", "30s/15s/3", "--background", "2"},
       2,
       "--background 2: write"},
      {{"alerts", "--rules", rules}, 2, "my.rules, line 3, at character 33"},
      {{"alerts", "--rules", writeFile(bed.path("no.rules"), "# none\n")}, 2, "no.rules: there is no rule in it"},
      {{"tag", "--device", "a", "--add", "two\nlines"}, 2, "cannot be a tag"},
      {{"token", "add", "two\nlines", "--role", "viewer"}, 2, "cannot be the name of a token"},
      {{"--timeout", "0", "sessions"}, 2, "--timeout 0: not a duration"},
      {{"watch", "--for", "soon"}, 2, "--for soon: not a duration"},
      {{"compare", "a", "b", "--last", "0"}, 2, "--last 0: not a duration"},
  });
}

TEST_F(Manners, WhereNoFileCanBeMadeIsSaidBeforeAnythingBegins) {
  const QString nowhere = bed.path("no/such/folder/file");
  // A server that is not there: whoever is told of the file never tried it.
  const QStringList noServer{"--server", "127.0.0.1:1", "--token-file", bed.tokenFile()};
  const QString there = writeFile(bed.path("there"), "mine");
  for (const QStringList& command : {QStringList{"export", "sessions", "--for", "1h", "--csv"},
                                     {"export", "wakes", "--for", "1h", "--jsonl"},
                                     {"record", "--for", "1h"},
                                     {"report", "--for", "1h"},
                                     {"push", "--device", "a", "--payload", "{}", "--expect", "no resend", "--junit"},
                                     {"conformance", "--junit"}}) {
    SCOPED_TRACE(command.join(' ').toStdString());
    const Outcome missing = run("pushctl", noServer + command + QStringList{nowhere});
    EXPECT_EQ(missing.exitCode, 6) << missing.errors.toStdString();
    EXPECT_TRUE(missing.errors.contains("no/such/folder")) << missing.errors.toStdString();
    const Outcome folder = run("pushctl", noServer + command + QStringList{bed.path(".")});
    EXPECT_EQ(folder.exitCode, 6) << folder.errors.toStdString();
    EXPECT_TRUE(folder.errors.contains("is a folder")) << folder.errors.toStdString();
    const Outcome existing = run("pushctl", noServer + command + QStringList{there});
    EXPECT_EQ(existing.exitCode, 6) << existing.errors.toStdString();
    EXPECT_TRUE(existing.errors.contains("exists already") && existing.errors.contains("--force"))
        << existing.errors.toStdString();
    EXPECT_EQ(contentOf(there), "mine");
    EXPECT_EQ(run("pushctl", noServer + command + QStringList{there, "--force"}).exitCode, 3) << "then it is tried";
    EXPECT_EQ(contentOf(there), "mine") << "and replaced at the end alone";
  }
  const Outcome report =
      run("pushscope", noServer.mid(2) + QStringList{"--connect", "127.0.0.1:1", "--for", "1h", "--report", there});
  EXPECT_EQ(report.exitCode, 6) << report.errors.toStdString();
  EXPECT_TRUE(report.errors.contains("this folder cannot be made")) << report.errors.toStdString();
}

TEST_F(Manners, AFileIsReplacedIfThatIsSaid) {
  startPhones(2);
  for (const QStringList& command :
       {QStringList{"export", "sessions", "--csv"}, {"record", "--for", "1s"}, {"report"}}) {
    SCOPED_TRACE(command.join(' ').toStdString());
    const QString path = writeFile(bed.path("out"), "mine");
    const Outcome outcome = bed.ctl(command + QStringList{path, "--force"});
    EXPECT_EQ(outcome.exitCode, 0) << outcome.errors.toStdString();
    EXPECT_GT(contentOf(path).size(), 100);
  }
  const Outcome told = bed.ctl({"export", "sessions", "--filter", "id:phone-0001", "--csv", bed.path("one.csv")});
  EXPECT_TRUE(told.output.endsWith("one.csv: 1 row\n")) << told.output.toStdString();
  EXPECT_EQ(bed.ctl({"export", "sessions", "--csv", bed.path("two.csv"), "--json"}).objects().value(0)["rows"], 2);
}

TEST_F(Manners, ATokenThatOthersMayReadIsNotSent) {
  ASSERT_TRUE(QFile::setPermissions(bed.tokenFile(), QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup));
  const QByteArray words = "token: can be read by others; make it private with chmod 600";
  expectAll(
      {{{"sessions"}, 6, words}, {{"conformance"}, 6, words}, {{"--fleet", "127.0.0.1:1", "sessions"}, 6, words}});
  const Outcome console = run("pushscope", {"--connect", bed.admin(), "--token-file", bed.tokenFile(), "--report",
                                            bed.path("report"), "--for", "2s"});
  EXPECT_EQ(console.exitCode, 6);
  EXPECT_TRUE(console.errors.contains(words)) << console.errors.toStdString();
  const QString device = writeFile(bed.path("device-token"), "secret\n");
  ASSERT_TRUE(QFile::setPermissions(device, QFile::ReadOwner | QFile::ReadOther));
  const Outcome fleet = run("pushfleet", {"--server", bed.device(), "--token-file", bed.fleetTokenFile(),
                                          "--device-token-file", device, "--control-listen", "127.0.0.1:0"});
  EXPECT_EQ(fleet.exitCode, 6);
  EXPECT_TRUE(fleet.errors.contains("make it private with chmod 600")) << fleet.errors.toStdString();
}

TEST_F(Manners, AFileThatAFlagNamesAndThatIsNotThereIsSixEverywhere) {
  const QString missing = bed.path("missing");
  const QStringList node{"--token-file", bed.path("t")}, fleet{"--server", bed.device(), "--token-file", bed.path("t")};
  const auto fails = [&](const QString& program, const QStringList& arguments) {
    const Outcome outcome = run(program, arguments);
    EXPECT_TRUE(outcome.errors.contains("missing")) << outcome.errors.toStdString();
    return outcome.exitCode;
  };
  EXPECT_EQ(fails("pushnode", node + QStringList{"--config", missing}), 6);
  EXPECT_EQ(
      fails("pushnode", node + QStringList{"--store", "memory", "--tls-certificate", missing, "--tls-key", missing}),
      6);
  EXPECT_EQ(fails("pushfleet", fleet + QStringList{"--scenario", missing}), 6);
  EXPECT_EQ(fails("pushfleet", fleet + QStringList{"--device-token-file", missing}), 6);
  EXPECT_EQ(fails("pushfleet", fleet + QStringList{"--tls-ca", missing}), 6);
  const QString config = writeFile(bed.path("bad.toml"), "no-such-flag = 1\n");
  const Outcome unknown = run("pushnode", node + QStringList{"--config", config});
  EXPECT_EQ(unknown.exitCode, 2);
  EXPECT_TRUE(unknown.errors.contains("bad.toml: no flag has the name 'no-such-flag'")) << unknown.errors.toStdString();
}

TEST_F(Manners, ADevicePortInsteadOfTheAdminPortIsSuspected) {
  const QStringList wrong{"--server", bed.device(), "--token-file", bed.tokenFile()};
  const Outcome sessions = run("pushctl", wrong + QStringList{"sessions"});
  EXPECT_EQ(sessions.exitCode, 3);
  EXPECT_TRUE(sessions.errors.contains("probably another port")) << sessions.errors.toStdString();
  const Outcome conformance = run("pushctl", wrong + QStringList{"conformance"});
  EXPECT_EQ(conformance.exitCode, 1);
  EXPECT_TRUE(conformance.errors.contains("Is it the admin port")) << conformance.errors.toStdString();
}

// ---- Output

// Names that no table of letters of one width is made for.
TEST_F(Manners, TablesStayStraightWhateverTheNamesAreMadeOf) {
  const QStringList names{"plain", "日本語の電話", "e\u0301te\u0301", "한국", "📱📱"};
  for (const QString& name : names)
    ASSERT_EQ(bed.ctl({"token", "add", name, "--role", "viewer"}).exitCode, 0);
  const QList<QByteArray> lines = bed.ctl({"token", "list"}).output.split('\n');
  // How many cells each takes, counted by hand.
  const QMap<QString, int> widths{{"plain", 5}, {names[1], 12}, {names[2], 3}, {"한국", 4}, {names[4], 4}};
  int looked = 0;
  for (const QByteArray& line : lines)
    for (const QString& name : names)
      if (const QString text = QString::fromUtf8(line); text.startsWith(name + ' ')) {
        const auto blanks = QRegularExpression("^ +").match(text.mid(name.size())).capturedLength();
        EXPECT_EQ(widths[name] + blanks, 12 + 2) << line.toStdString();
        ++looked;
      }
  EXPECT_EQ(looked, names.size());
}

TEST_F(Manners, OnATerminalATableIsAsWideAsTheTerminal) {
  startPhones(3);
  Terminal narrow(60);
  const Terminal::Seen seen = narrow.run(QStringLiteral(PUSHSCOPE_BIN "/pushctl"), access() + QStringList{"sessions"});
  EXPECT_EQ(seen.exitCode, 0);
  ASSERT_EQ(seen.lines.size(), 4);
  for (const QByteArray& line : seen.lines)
    EXPECT_LE(QString::fromUtf8(line).size(), 60) << line.toStdString();
  EXPECT_TRUE(seen.errors.contains("have no room on this terminal")) << seen.errors.toStdString();
  EXPECT_TRUE(bed.ctl({"sessions"}).output.contains("Clock ahead")) << "a pipe gets all";
}

TEST_F(Manners, WhatNobodyReadsAnyMoreEndsInSilenceAndWhatIsLostDoesNot) {
  startPhones(2);
  const QString ctl = QStringLiteral(PUSHSCOPE_BIN "/pushctl ") + access().join(' ');
  for (const char* format : {"", " --csv", " --json"}) {
    SCOPED_TRACE(format);
    const auto shell = [&](const QString& line) {
      QProcess process;
      process.start("bash", {"-c", "set -o pipefail; " + line});
      EXPECT_TRUE(waitUntil([&] { return process.state() == QProcess::NotRunning; }));
      return std::pair(process.exitCode(), process.readAllStandardError());
    };
    EXPECT_EQ(shell(ctl + " sessions" + format + " | true"), (std::pair<int, QByteArray>(0, {})));
#ifdef Q_OS_LINUX
    const auto [code, errors] = shell(ctl + " sessions" + format + " > /dev/full");
    EXPECT_EQ(code, 6);
    EXPECT_TRUE(errors.contains("the output cannot be written")) << errors.toStdString();
#endif
  }
}

TEST_F(Manners, WhatIsEmptySaysSo) {
  EXPECT_EQ(bed.ctl({"sessions"}).output, "no device has connected since the server was started\n");
  startPhones(1);
  EXPECT_EQ(bed.ctl({"sessions", "--filter", "device:nobody"}).output, "none of the sessions fulfils the query\n");
  EXPECT_EQ(bed.ctl({"queue", "list"}).output, "there is nothing in this list\n");
}

// ---- Ctrl+C

TEST_F(Manners, ARecordingThatIsInterruptedIsClosed) {
  startPhones(2);
  const QString path = bed.path("a.psrec");
  Program record("pushctl", access() + QStringList{"record", path, "--for", "0"});
  ASSERT_TRUE(waitUntil([&] { return QFile::exists(path); }));
  record.signal(SIGINT);
  EXPECT_EQ(record.waitExit(), 130);
  EXPECT_TRUE(record.output().contains("a.psrec: ")) << record.log().toStdString();
  const Outcome replayed = run("pushctl", {"replay", path});
  EXPECT_EQ(replayed.exitCode, 0);
  EXPECT_TRUE(replayed.errors.isEmpty()) << "not \"was not closed\": " << replayed.errors.toStdString();
}

TEST_F(Manners, AlertsThatAreInterruptedSayHowTheyStand) {
  Program alerts("pushctl", access() + QStringList{"alerts", "--rules",
                                                   writeFile(bed.path("r"), "notice \"Up\": links_lost < 1\n")});
  ASSERT_TRUE(waitUntil([&] { return alerts.output().contains("Up: "); }));
  alerts.signal(SIGINT);
  EXPECT_EQ(alerts.waitExit(), 130);
  EXPECT_TRUE(alerts.output().contains("Up: firing")) << alerts.output().toStdString();
}

// ---- Recordings

TEST_F(Manners, AReplayOutsideOfItsRecordingSaysSoWithTheSpan) {
  startPhones(1);
  const QString path = bed.path("a.psrec");
  ASSERT_EQ(bed.ctl({"record", path, "--for", "1s"}).exitCode, 0);
  const Outcome late = run("pushctl", {"replay", path, "sessions", "--at", "10h"});
  EXPECT_EQ(late.exitCode, 0);
  EXPECT_TRUE(late.errors.contains("--at 10h is not in the recording, which covers ") &&
              late.errors.contains("this is its end"))
      << late.errors.toStdString();
  const Outcome early = run("pushctl", {"replay", path, "sessions", "--at", "2001-01-01T00:00:00.000Z"});
  EXPECT_TRUE(early.errors.contains("this is its beginning")) << early.errors.toStdString();
  EXPECT_TRUE(run("pushctl", {"replay", path, "deliveries"}).output.contains("there were no deliveries"));
}

TEST_F(Manners, ComparedIsWhatWasAskedFor) {
  startPhones(1);
  const QString path = bed.path("a.psrec");
  ASSERT_EQ(bed.ctl({"record", path, "--for", "3s"}).exitCode, 0);
  const QByteArray whole = run("pushctl", {"compare", path, path}).output;
  const QByteArray last = run("pushctl", {"compare", path, path, "--last", "1s"}).output;
  EXPECT_TRUE(whole.startsWith("before: ") && whole.contains("\nafter:  ")) << whole.toStdString();
  EXPECT_TRUE(last.startsWith("before: 1.00 s, from ")) << last.toStdString();
}

} // namespace
} // namespace pushscope
