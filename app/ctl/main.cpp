#include "app/ctl/commands.h"
#include "app/ctl/flags.h"
#include "app/ctl/output.h"
#include "app/ctl/request_commands.h"
#include "app/ctl/scenario_command.h"
#include "app/ctl/wakes_command.h"
#include "app/sandbox/sandbox.h"
#include "models/feed/clocks.h"
#include "models/text/format.h"
#include "protocol/base/duration_text.h"
#include "protocol/scenario/action_value.h"

#include <CLI/CLI.hpp>
#include <QCoreApplication>

#include <csignal>
#include <unistd.h>

using namespace pushscope;
using namespace pushscope::ctl;

namespace {

// What is wrong with the flags: a sentence.
using Made = std::variant<std::unique_ptr<Command>, QString>;

QString textOf(const std::string& text) {
  return QString::fromStdString(text);
}

QStringList listOf(const std::vector<std::string>& texts) {
  QStringList list;
  for (const std::string& text : texts)
    list << textOf(text);
  return list;
}

Made makePush(const Flags& flags) {
  const PushDraft draft{listOf(flags.devices).join('\n'), textOf(flags.payload), textOf(flags.timeToLive),
                        flags.highPriority};
  if (const auto problem = draft.problem(); problem.field != PushDraft::Field::none)
    return problem.sentence;
  return pushCommand(draft, flags.wait, flags.json);
}

Made makeTrace(const Flags& flags) {
  const Result<Uuid> uuid = Uuid::parse(flags.uuid);
  if (!uuid.ok())
    return QStringLiteral("%1 is not the id of a push").arg(textOf(flags.uuid));
  return traceCommand(uuid.value(), flags.json);
}

Made makeQueue(const Flags& flags, QueueAction action) {
  const Result<Uuid> uuid = Uuid::parse(flags.uuid);
  if (!uuid.ok())
    return QStringLiteral("%1 is not the id of a push").arg(textOf(flags.uuid));
  Manage manage{uuid.value(), flags.devices, action, {}};
  if (action == QueueAction::postpone) {
    const Result<Duration> until = parseDuration(flags.until);
    if (!until.ok() || until.value() <= Duration::zero())
      return QStringLiteral("--until %1: not a duration such as 5m").arg(textOf(flags.until));
    manage.until = readClocks().wall + until.value();
  }
  return queueCommand(std::move(manage), flags.json);
}

Made makeControl(const Flags& flags) {
  const PhoneAction action = phoneActionFromName(flags.action);
  if (action == PhoneAction::unknown)
    return QStringLiteral("%1 is no action; it is to be one of %2")
        .arg(plain(flags.action), textOf(scenario::actionNames()));
  const Result<uint64_t> value = scenario::actionValue(action, flags.value);
  if (!value.ok())
    return textOf(value.error().detail);
  if (scenario::takesText(action) == flags.text.empty())
    return QStringLiteral("%1 %2 --text").arg(plain(flags.action), flags.text.empty() ? "needs" : "takes no");
  return controlCommand({flags.devices, action, value.value(), flags.text}, flags.json);
}

Made makeCommand(const CLI::App& cli, const Flags& flags, Duration watchFor) {
  if (flags.devices.size() > maxTargets)
    return QStringLiteral("at most %1 devices at a time").arg(maxTargets);
  if (cli.got_subcommand("sessions"))
    return sessionsCommand(textOf(flags.filter), flags.json);
  if (cli.got_subcommand("watch"))
    return watchCommand(watchFor, flags.json);
  if (cli.got_subcommand("wakes"))
    return wakesCommand(listOf(flags.devices), watchFor, flags.json);
  if (cli.got_subcommand("push"))
    return makePush(flags);
  if (cli.got_subcommand("queue"))
    return makeQueue(flags, cli.get_subcommand("queue")->got_subcommand("cancel") ? QueueAction::cancel
                                                                                  : QueueAction::postpone);
  if (cli.got_subcommand("touch"))
    return touchCommand({flags.devices, flags.collection, flags.changes}, flags.json);
  if (cli.got_subcommand("fleet"))
    return makeControl(flags);
  return makeTrace(flags);
}

int usage(const QString& sentence) {
  printError(sentence);
  return usageError;
}

Options optionsOf(const Flags& flags, Duration timeout) {
  return {listOf(flags.servers), listOf(flags.fleets), textOf(flags.tokenFile), textOf(flags.fleetTokenFile), timeout};
}

int play(QCoreApplication& app, Options options, Command& command) {
  CommandSession session(std::move(options), command);
  if (const auto code = session.start())
    return *code;
  return app.exec();
}

int playInSandbox(QCoreApplication& app, const Flags& flags, const scenario::Scenario& scenario, uint64_t seed,
                  Command& command, Duration timeout) {
  CommandSession session({{}, {}, {}, {}, timeout}, command);
  Sandbox sandbox(Sandbox::ofScenario(scenario, textOf(flags.scenario), seed, flags.scalePercent));
  QObject::connect(&sandbox, &Sandbox::ready, &session, [&session](const LinkTarget& node, const LinkTarget& fleet) {
    session.startWith({node, fleet});
  });
  QObject::connect(&sandbox, &Sandbox::failed, &session, [&](const QString& sentence) {
    printError(sentence);
    session.finish(sandbox.wasMisused() ? usageError : cannotConnect);
  });
  sandbox.start();
  return app.exec();
}

int runScenario(QCoreApplication& app, const Flags& flags, Duration timeout) {
  if (flags.servers.size() > 1 || flags.fleets.size() > 1 || flags.servers.empty() != flags.fleets.empty())
    return usage("a scenario runs on one --server with one --fleet, or without both on its own");
  const Result<scenario::Scenario> scenario = readScenario(textOf(flags.scenario));
  if (!scenario.ok()) {
    printError(plain(scenario.error().detail, 1000));
    return scenario.error().code == ErrorCode::file ? localFile : usageError;
  }
  const uint64_t seed = flags.seeded ? flags.seed : scenario.value().seed;
  const auto command =
      scenarioCommand({scenario.value(), seed, flags.scalePercent, timeout, textOf(flags.junit), flags.json});
  if (flags.servers.empty())
    return playInSandbox(app, flags, scenario.value(), seed, *command, timeout);
  return play(app, optionsOf(flags, timeout), *command);
}

int run(QCoreApplication& app, const Flags& flags, const CLI::App& cli) {
  const Result<Duration> timeout = parseDuration(flags.timeout);
  const Result<Duration> watchFor = parseDuration(flags.watchFor);
  if (!timeout.ok() || !watchFor.ok())
    return usage("--timeout and --for take a duration such as 30s or 500ms");
  if ((!flags.servers.empty() && flags.tokenFile.empty()) ||
      (!flags.fleets.empty() && flags.tokenFile.empty() && flags.fleetTokenFile.empty()))
    return usage("--server needs --token-file, and --fleet needs --fleet-token-file: the file with its token");
  if (cli.got_subcommand("scenario"))
    return runScenario(app, flags, timeout.value());
  const bool needsFleet = cli.got_subcommand("fleet");
  if (needsFleet ? flags.fleets.empty() : flags.servers.empty())
    return usage(needsFleet ? "--fleet is needed: the control port of a pushfleet"
                            : "--server is needed: the admin port of a server");
  Made made = makeCommand(cli, flags, watchFor.value());
  if (const QString* sentence = std::get_if<QString>(&made))
    return usage(*sentence);
  return play(app, optionsOf(flags, timeout.value()), *std::get<std::unique_ptr<Command>>(made));
}

} // namespace

int main(int argc, char** argv) {
  QCoreApplication app(argc, argv);
  QCoreApplication::setApplicationName("pushctl");
  std::signal(SIGINT, [](int) { ::_exit(interrupted); }); // nothing here needs to be undone: children end with us
  std::signal(SIGPIPE, SIG_IGN);                          // see printLine()

  Flags flags;
  CLI::App cli{"pushctl: the console's views and actions for scripts"};
  cli.set_version_flag("--version", "pushctl " PUSHSCOPE_VERSION);
  declare(cli, flags);
  try {
    cli.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return cli.exit(error) == 0 ? asExpected : usageError;
  }
  return run(app, flags, cli);
}
