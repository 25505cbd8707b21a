// What pushctl does besides watching a feed: it checks servers, completes its commands in a shell, and has its manual.

#include "tests/support/files.h"
#include "tests/support/program.h"
#include "tests/support/wait.h"

#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QStandardPaths>
#include <QXmlStreamReader>

#include <gtest/gtest.h>

#include <functional>

namespace pushscope {
namespace {

QByteArray outputOf(const QString& program, const QStringList& arguments, const QByteArray& input = {}) {
  QProcess process;
  process.start(program, arguments);
  process.write(input);
  process.closeWriteChannel();
  waitUntil([&] { return process.state() == QProcess::NotRunning; }, 60'000);
  EXPECT_EQ(process.exitCode(), 0) << program.toStdString() << ": " << process.readAllStandardError().toStdString();
  return process.readAllStandardOutput();
}

QString binary(const char* name) {
  return QStringLiteral(PUSHSCOPE_BIN "/") + QString::fromUtf8(name);
}

QByteArray ownOutput(const QStringList& arguments) {
  return outputOf(binary("pushctl"), arguments);
}

// ---- Conformance

TEST(ConformanceCommand, PushnodeFollowsEveryClause) {
  TestBed bed;
  bed.startFleet(3);
  const auto added = bed.ctl({"token", "add", "watcher", "--role", "viewer"});
  ASSERT_EQ(added.exitCode, 0) << added.errors.toStdString();
  const QString viewer = writeFile(bed.path("viewer"), added.output);

  const QString junit = bed.path("junit.xml");
  const auto checked = bed.ctl(
      {"conformance", "--device-port", bed.device(), "--viewer-token-file", viewer, "--junit", junit, "--json"});
  EXPECT_EQ(checked.exitCode, 0) << checked.errors.toStdString();
  ASSERT_GT(checked.objects().size(), 50);
  for (const QJsonObject& clause : checked.objects())
    if (clause.contains("clause")) {
      EXPECT_EQ(clause["outcome"], "holds")
          << clause["clause"].toString().toStdString() << ": " << clause["reason"].toString().toStdString();
    }
  EXPECT_EQ(checked.objects().last()["node"], "stage");
  EXPECT_EQ(checked.objects().last()["untried"], 0);

  QFile file(junit);
  ASSERT_TRUE(file.open(QIODevice::ReadOnly));
  QXmlStreamReader xml(&file);
  int cases = 0;
  while (!xml.atEnd())
    cases += xml.readNext() == QXmlStreamReader::StartElement && xml.name() == QLatin1String("testcase");
  EXPECT_FALSE(xml.hasError());
  EXPECT_EQ(cases, checked.objects().size() - 1);
}

TEST(ConformanceCommand, PushnodeUnderTlsIsCheckedByItsPin) {
  TestBed bed(QStringLiteral("30s/15s/3"), {"--tls", "self-made"});
  const auto checked = bed.ctl({"conformance", "--tls-pin", bed.tls(), "--device-port", bed.device(), "--json"});
  EXPECT_EQ(checked.exitCode, 0) << checked.errors.toStdString() << checked.output.toStdString();
  const auto strange = bed.ctl({"conformance", "--tls-pin", "sha256:" + QString(64, '0'), "--json"});
  EXPECT_EQ(strange.exitCode, 3) << strange.output.toStdString();
}

TEST(ConformanceCommand, AServerThatIsNotThereIsThree) {
  TestBed bed;
  Program none(QStringLiteral("pushctl"), {"--server", "127.0.0.1:1", "--token-file", bed.tokenFile(), "conformance"});
  EXPECT_EQ(none.waitExit(), 3);
  EXPECT_TRUE(none.log().contains("cannot be reached")) << none.log().toStdString();
  const auto noFile = bed.ctl({"conformance", "--viewer-token-file", bed.path("missing")});
  EXPECT_EQ(noFile.exitCode, 6);
}

// ---- Two recordings

// Phones behind a path with this delay, of which each is pushed to once.
void recordRun(const QString& path, const QString& delay) {
  TestBed bed;
  bed.startFleet(30, {"--profile", "desktop", "--set", "delay=" + delay, "--set", "jitter=0"});
  ASSERT_TRUE(waitUntil([&] {
    return bed.ctl({"sessions", "--filter", "link:online", "--json"}).objects().size() == 30;
  }));
  Program record(QStringLiteral("pushctl"),
                 {"--server", bed.admin(), "--token-file", bed.tokenFile(), "record", path, "--for", "6s"});
  ASSERT_TRUE(waitUntil([&] { return QFile::exists(path); }));
  const auto push = bed.ctl({"push", "--query", "profile:desktop", "--payload", "{}", "--wait"});
  ASSERT_EQ(push.exitCode, 0) << push.errors.toStdString();
  ASSERT_EQ(record.waitExit(), 0) << record.log().toStdString();
}

TEST(CompareCommand, ASlowerNetworkIsNamedAsTheRegressionThatItIs) {
  QTemporaryDir folder;
  const QString fast = folder.filePath("fast.psrec"), slow = folder.filePath("slow.psrec");
  recordRun(fast, "5ms");
  recordRun(slow, "150ms");
  if (::testing::Test::HasFatalFailure())
    return;
  const auto compare = [](const QStringList& arguments) { return run("pushctl", QStringList{"compare"} + arguments); };
  const auto worse = compare({fast, slow, "--worse-than", "50%", "--json"});
  EXPECT_EQ(worse.exitCode, 1) << worse.errors.toStdString();
  QSet<QString> named;
  for (const QJsonObject& figure : worse.objects())
    if (figure["worse"].toBool())
      named << figure["figure"].toString();
  EXPECT_TRUE(named.contains("round_trip_p50_ms") && named.contains("acknowledge_p50_ms"))
      << worse.output.toStdString();
  EXPECT_EQ(compare({fast, fast, "--worse-than", "0%"}).exitCode, 0);
  EXPECT_EQ(compare({fast, folder.filePath("none.psrec")}).exitCode, 6);
  EXPECT_EQ(compare({fast, slow, "--worse-than", "much"}).exitCode, 2);
}

// ---- Completion

struct Help {
  QStringList path;
  QSet<QString> words; // commands and options
};

// What people are told may be written: each command's own --help, read as text.
void readHelp(const QStringList& path, std::vector<Help>& all) {
  Help help{path, {}};
  QStringList commands;
  bool inCommands = false;
  for (const QString& line : QString::fromUtf8(ownOutput(path + QStringList{"--help"})).split('\n')) {
    if (!line.startsWith(' '))
      inCommands = line.startsWith(QLatin1String("Subcommands:"));
    static const QRegularExpression option(QStringLiteral("^  (-[-a-zA-Z,]*[a-zA-Z])")),
        command(QStringLiteral("^  ([a-z][-a-z]*)"));
    if (const auto match = option.match(line); match.hasMatch())
      for (const QString& name : match.captured(1).split(','))
        help.words << name;
    else if (const auto word = command.match(line); inCommands && word.hasMatch())
      commands << word.captured(1);
  }
  for (const QString& command : commands)
    help.words << command;
  all.push_back(help);
  for (const QString& command : commands)
    readHelp(path + QStringList{command}, all);
}

QSet<QString> linesOf(const QByteArray& output) {
  QSet<QString> lines;
  for (const QByteArray& line : output.split('\n'))
    if (!line.isEmpty())
      lines << QString::fromUtf8(line);
  return lines;
}

// What bash offers where these words are followed by one that is being written.
QSet<QString> offered(const QString& script, const QStringList& words, const QString& begun) {
  const QString line =
      QStringLiteral("source %1; complete -p pushctl > /dev/null || exit 9; COMP_WORDS=(pushctl %2 '%3'); "
                     "COMP_CWORD=%4; compopt() { :; }; _pushctl; printf '%s\\n' \"${COMPREPLY[@]}\"")
          .arg(script, words.join(' '), begun)
          .arg(words.size() + 1);
  return linesOf(outputOf(QStringLiteral("bash"), {"--norc", "-c", line}));
}

TEST(Completion, BashOffersEveryCommandAndOptionOfTheHelp) {
  if (QStandardPaths::findExecutable("bash").isEmpty())
    GTEST_SKIP() << "there is no bash";
  QTemporaryDir folder;
  const QString script = writeFile(folder.filePath("pushctl.bash"), ownOutput({"completion", "bash"}));

  std::vector<Help> all;
  readHelp({}, all);
  ASSERT_GT(all.size(), 30u); // or the help was not read
  for (const Help& help : all) {
    const QSet<QString> words = offered(script, help.path, {});
    const QSet<QString> missing = QSet<QString>(help.words).subtract(words);
    EXPECT_TRUE(missing.isEmpty()) << help.path.join(' ').toStdString() << " lacks "
                                   << QStringList(missing.values()).join(' ').toStdString();
  }

  EXPECT_EQ(offered(script, {}, "conf"), QSet<QString>{"conformance"});
  EXPECT_EQ(offered(script, {"token", "add", "me", "--role"}, "o"), QSet<QString>{"operator"});
  EXPECT_EQ(offered(script, {"completion"}, "z"), QSet<QString>{"zsh"});
  // The value of an option is no command, and options of the program go behind its commands.
  EXPECT_TRUE(offered(script, {"--server", "queue", "queue", "--json"}, "pe").contains("peek"));
  EXPECT_TRUE(offered(script, {"sessions"}, "--tok").contains("--token-file"));
  // What is no file name offers nothing; what is one, files.
  EXPECT_TRUE(offered(script, {"sessions", "--filter"}, "s").isEmpty());
  const QString begun = folder.filePath("push");
  EXPECT_EQ(offered(script, {"--token-file"}, begun), QSet<QString>{script});
  EXPECT_TRUE(offered(script, {"replay"}, begun).contains(script));
}

// Of what is kept under names, those are offered that there are.
TEST(Completion, BashOffersTheNamesOfContexts) {
  if (QStandardPaths::findExecutable("bash").isEmpty())
    GTEST_SKIP() << "there is no bash";
  TestBed bed;
  qputenv("XDG_CONFIG_HOME", bed.path("config").toUtf8()); // on Linux
  qputenv("HOME", bed.path("config").toUtf8());
  for (const char* name : {"stage", "prod"})
    ASSERT_EQ(bed.ctl({"context", "add", name}).exitCode, 0);
  const QString script =
      writeFile(bed.path("pushctl.bash"), "PATH=" PUSHSCOPE_BIN ":$PATH\n" + ownOutput({"completion", "bash"}));
  EXPECT_EQ(offered(script, {"--context"}, "st"), QSet<QString>{"stage"});
  ASSERT_EQ(bed.ctl({"context", "add", "x$(touch " + bed.path("executed") + ") Tom's"}).exitCode, 0);
  EXPECT_EQ(offered(script, {"--context"}, "x").size(), 1);
  EXPECT_FALSE(QFile::exists(bed.path("executed"))) << "a name is no command";
  EXPECT_EQ(offered(script, {"context", "use"}, "p"), QSet<QString>{"prod"});
  EXPECT_EQ(offered(script, {"fleet", "do"}, "air"), QSet<QString>{"airplane"});
}

TEST(Completion, ZshNamesEveryCommandAndOptionOfTheHelp) {
  const QString script = QString::fromUtf8(ownOutput({"completion", "zsh"}));
  EXPECT_TRUE(script.startsWith("#compdef pushctl\n"));
  std::vector<Help> all;
  readHelp({}, all);
  for (const Help& help : all)
    for (const QString& word : help.words)
      EXPECT_TRUE(script.contains('\'' + word + ':')) << word.toStdString();
  if (const QString zsh = QStandardPaths::findExecutable("zsh"); !zsh.isEmpty())
    outputOf(zsh, {"-n"}, script.toUtf8());
}

// ---- Manual

class ManualPage : public ::testing::TestWithParam<const char*> {};

TEST_P(ManualPage, NamesEveryOptionOfTheHelpAndIsWellFormed) {
  const QString program = binary(GetParam());
  const QByteArray page = outputOf(program, {"--man"});
  EXPECT_TRUE(page.startsWith(QByteArray(".TH ") + QByteArray(GetParam()).toUpper() + " 1 "))
      << page.left(100).toStdString();
  for (const char c : page)
    ASSERT_TRUE(c == '\n' || (c >= ' ' && c < 127)) << int(c);

  static const QRegularExpression option(QStringLiteral("^ +(-[-a-zA-Z,]*[a-zA-Z])"),
                                         QRegularExpression::MultilineOption);
  const QStringList help = GetParam() == std::string("pushctl") ? QStringList{"--help-all"} : QStringList{"--help"};
  int options = 0;
  for (auto match = option.globalMatch(QString::fromUtf8(outputOf(program, help))); match.hasNext();)
    for (const QString& name : match.next().captured(1).split(',')) {
      const QByteArray bold = "\\fB" + name.toUtf8().replace('-', "\\-") + "\\fR";
      EXPECT_TRUE(page.contains(bold)) << name.toStdString();
      ++options;
    }
  EXPECT_GT(options, 10);
  EXPECT_TRUE(page.contains("Exit codes: 0 ")) << page.right(200).toStdString();
  if (GetParam() != std::string("pushscope")) { // whose defaults are what was chosen last
    EXPECT_TRUE(page.contains("(without it ")) << "defaults";
  }

  if (const QString groff = QStandardPaths::findExecutable("groff"); !groff.isEmpty()) {
    QProcess process;
    process.start(groff, {"-man", "-Tutf8", "-ww"});
    process.write(page);
    process.closeWriteChannel();
    ASSERT_TRUE(waitUntil([&] { return process.state() == QProcess::NotRunning; }));
    EXPECT_EQ(process.readAllStandardError(), QByteArray());
    EXPECT_TRUE(process.readAllStandardOutput().contains("Pushscope"));
  }
}

INSTANTIATE_TEST_SUITE_P(Programs, ManualPage, ::testing::Values("pushctl", "pushnode", "pushfleet", "pushscope"),
                         [](const auto& program) { return std::string(program.param); });

} // namespace
} // namespace pushscope
