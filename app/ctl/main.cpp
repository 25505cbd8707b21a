#include "app/ctl/commands.h"
#include "app/ctl/output.h"
#include "protocol/base/duration_text.h"

#include <CLI/CLI.hpp>
#include <QCoreApplication>

#include <csignal>
#include <unistd.h>

using namespace pushscope;
using namespace pushscope::ctl;

namespace {

struct Flags {
  std::vector<std::string> servers;
  std::string tokenFile;
  bool json = false;
  std::string timeout = "30s";
  std::string filter;
  std::string watchFor = "0";
  std::vector<std::string> devices;
  std::string payload;
  std::string timeToLive;
  bool highPriority = false;
  bool wait = false;
  std::string uuid;
};

int usage(const QString& sentence) {
  printError(sentence);
  return usageError;
}

PushDraft draftOf(const Flags& flags) {
  QStringList devices;
  for (const std::string& device : flags.devices)
    devices << QString::fromStdString(device);
  return {devices.join('\n'), QString::fromStdString(flags.payload), QString::fromStdString(flags.timeToLive),
          flags.highPriority};
}

int run(QCoreApplication& app, const Flags& flags, const CLI::App& cli) {
  const Result<Duration> timeout = parseDuration(flags.timeout);
  const Result<Duration> watchFor = parseDuration(flags.watchFor);
  if (!timeout.ok() || !watchFor.ok())
    return usage("--timeout and --for take a duration such as 30s or 500ms");
  std::unique_ptr<Command> command;
  if (cli.got_subcommand("sessions")) {
    command = sessionsCommand(QString::fromStdString(flags.filter), flags.json);
  } else if (cli.got_subcommand("watch")) {
    command = watchCommand(watchFor.value(), flags.json);
  } else if (cli.got_subcommand("push")) {
    const PushDraft draft = draftOf(flags);
    if (const auto problem = draft.problem(); problem.field != PushDraft::Field::none)
      return usage(problem.sentence);
    command = pushCommand(draft, flags.wait, flags.json);
  } else {
    const Result<Uuid> uuid = Uuid::parse(flags.uuid);
    if (!uuid.ok())
      return usage(QStringLiteral("%1 is not the id of a push").arg(QString::fromStdString(flags.uuid)));
    command = traceCommand(uuid.value(), flags.json);
  }
  Options options{{}, QString::fromStdString(flags.tokenFile), timeout.value()};
  for (const std::string& server : flags.servers)
    options.servers << QString::fromStdString(server);
  CommandSession session(std::move(options), *command);
  if (const auto code = session.start())
    return *code;
  return app.exec();
}

} // namespace

int main(int argc, char** argv) {
  QCoreApplication app(argc, argv);
  QCoreApplication::setApplicationName("pushctl");
  std::signal(SIGINT, [](int) { ::_exit(interrupted); }); // nothing here needs to be undone
  std::signal(SIGPIPE, SIG_IGN);                          // see printLine()

  Flags flags;
  CLI::App cli{"pushctl: the console's views and actions for scripts"};
  cli.set_version_flag("--version", "pushctl " PUSHSCOPE_VERSION);
  cli.require_subcommand(1);
  cli.fallthrough(); // --json and the others may come after the command too
  cli.add_option("--server", flags.servers, "Admin port of a server; may be repeated")->required();
  cli.add_option("--token-file", flags.tokenFile, "File whose first line is the token of the admin port")->required();
  cli.add_flag("--json", flags.json, "One JSON object a line");
  cli.add_option("--timeout", flags.timeout, "Longest wait, for example 30s")->capture_default_str();

  auto* sessions = cli.add_subcommand("sessions", "List the devices and their sessions");
  sessions->add_option("--filter", flags.filter, "Words that must occur, or column:word");
  auto* watch = cli.add_subcommand("watch", "Print each change of a session and each finished delivery");
  watch->add_option("--for", flags.watchFor, "End after this time; 0: until interrupted")->capture_default_str();
  auto* push = cli.add_subcommand("push", "Send a push to devices");
  push->add_option("--device", flags.devices, "Target; may be repeated")->required();
  push->add_option("--payload", flags.payload, "JSON")->required();
  push->add_option("--ttl", flags.timeToLive, "Time to live, for example 10m; 7 days at most");
  push->add_flag("--high-priority", flags.highPriority, "Wakes a sleeping phone first");
  push->add_flag("--wait", flags.wait, "Wait until each delivery is final and print its ladder");
  auto* trace = cli.add_subcommand("trace", "Print the ladder of a push");
  trace->add_option("uuid", flags.uuid, "The push's uuid")->required();
  try {
    cli.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return cli.exit(error) == 0 ? asExpected : usageError;
  }
  return run(app, flags, cli);
}
