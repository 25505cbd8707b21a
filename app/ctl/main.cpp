#include "app/ctl/advise_command.h"
#include "app/ctl/alerts_command.h"
#include "app/ctl/commands.h"
#include "app/ctl/compare_command.h"
#include "app/ctl/conformance_command.h"
#include "app/ctl/context_command.h"
#include "app/ctl/export_command.h"
#include "app/ctl/flags.h"
#include "app/ctl/list_command.h"
#include "app/ctl/output.h"
#include "app/ctl/record_command.h"
#include "app/ctl/replay_command.h"
#include "app/ctl/report_command.h"
#include "app/ctl/request_commands.h"
#include "app/ctl/scenario_command.h"
#include "app/ctl/tool_flags.h"
#include "app/ctl/wakes_command.h"
#include "app/sandbox/sandbox.h"
#include "app/spec/completion.h"
#include "app/spec/man_page.h"
#include "models/feed/clocks.h"
#include "models/items/list_rows.h"
#include "models/text/format.h"
#include "protocol/base/duration_text.h"
#include "protocol/codec/quiet_protobuf.h"
#include "protocol/frame/command.h"
#include "protocol/message/policy_text.h"
#include "protocol/scenario/action_value.h"

#include <CLI/CLI.hpp>
#include <QCoreApplication>

#include <algorithm>
#include <csignal>
#include <cstdio>
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
  const PushDraft draft{listOf(flags.devices).join('\n'),
                        textOf(flags.tag),
                        textOf(flags.query),
                        textOf(flags.notBefore),
                        textOf(flags.payload),
                        textOf(flags.timeToLive),
                        flags.highPriority,
                        textOf(flags.expectation)};
  if (const auto problem = draft.problem(); problem.field != PushDraft::Field::none)
    return problem.sentence;
  if (!flags.junit.empty() && draft.expectation.trimmed().isEmpty())
    return QStringLiteral("--junit needs --expect: without it there is no verdict");
  return pushCommand(draft, flags.wait, flags.json, textOf(flags.junit));
}

Made makeTrace(const Flags& flags) {
  const Result<Uuid> uuid = Uuid::parse(flags.uuid);
  if (!uuid.ok())
    return QStringLiteral("%1 is not the id of a push").arg(textOf(flags.uuid));
  return traceCommand(uuid.value(), flags.json);
}

QueueAction queueActionOf(const CLI::App& queue) {
  static const std::pair<const char*, QueueAction> actions[]{
      {"cancel", QueueAction::cancel},          {"postpone", QueueAction::postpone}, {"retry", QueueAction::retryNow},
      {"dead-letter", QueueAction::deadLetter}, {"requeue", QueueAction::requeue},   {"purge", QueueAction::purge}};
  for (const auto& [name, action] : actions)
    if (queue.got_subcommand(name))
      return action;
  return QueueAction::unknown;
}

Format formatOf(const Flags& flags) {
  return flags.csv ? Format::csv : flags.json ? Format::json : Format::table;
}

Made makeList(const Flags& flags, uint32_t list) {
  Condition::Made made = Condition::of(textOf(flags.filter), listRows(list).columns());
  if (made.mistake)
    return filterProblem(*made.mistake);
  return listCommand({list, flags.devices, std::move(made.condition), formatOf(flags)});
}

Made makeQueue(const Flags& flags, const CLI::App& queue) {
  if (queue.got_subcommand("list") || queue.got_subcommand("dead"))
    return makeList(flags, queue.got_subcommand("list") ? admin::queue : admin::deadLetters);
  const QueueAction action = queueActionOf(queue);
  if (action == QueueAction::purge)
    return queueCommand({{}, flags.devices, action, {}, flags.expected}, flags.json);
  const Result<Uuid> uuid = Uuid::parse(flags.uuid);
  if (!uuid.ok())
    return QStringLiteral("%1 is not the id of a push").arg(textOf(flags.uuid));
  if (action == QueueAction::unknown) {
    if (flags.devices.size() != 1)
      return QStringLiteral("peek needs one --device");
    return peekCommand({flags.devices.front(), uuid.value()}, flags.json);
  }
  Manage manage{uuid.value(), flags.devices, action, {}, {}};
  if (action == QueueAction::postpone) {
    const Result<Duration> until = parseDuration(flags.until);
    if (!until.ok() || until.value() <= Duration::zero())
      return QStringLiteral("--until %1: not a duration such as 5m").arg(textOf(flags.until));
    manage.until = readClocks().wall + until.value();
  }
  return queueCommand(std::move(manage), flags.json);
}

Made makeSession(const Flags& flags, const CLI::App& session) {
  SessionControl control{flags.devices, SessionAction::ping, {}, {}};
  if (session.got_subcommand("kick"))
    control.action = SessionAction::kick;
  if (session.got_subcommand("heartbeat")) {
    control.action = SessionAction::heartbeat;
    for (const auto& [text, policy] : {std::pair(&flags.heartbeat, &control.foreground),
                                       std::pair(&flags.backgroundHeartbeat, &control.background)}) {
      const Result<HeartbeatPolicy> parsed = parsePolicy(*text);
      if (!parsed.ok())
        return QStringLiteral("%1: write INTERVAL/TIMEOUT/MISSES with an interval and a timeout from 100ms to 1800s, "
                              "for example 30s/15s/3")
            .arg(textOf(*text));
      *policy = parsed.value();
    }
  }
  return sessionCommand(std::move(control), flags.json);
}

Made makeTag(const Flags& flags) {
  if (flags.addTags.empty() && flags.removeTags.empty())
    return QStringLiteral("tag needs --add or --remove");
  return tagCommand({flags.devices, flags.addTags, flags.removeTags}, flags.json);
}

Made makeToken(const Flags& flags, const CLI::App& token) {
  if (token.got_subcommand("list"))
    return makeList(flags, admin::tokenList);
  if (token.got_subcommand("remove"))
    return tokenRemoveCommand({flags.tokenName}, flags.json);
  return tokenAddCommand({flags.tokenName, roleFromName(flags.role)}, flags.json);
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

Made makeAdvise(const Flags& flags, Duration watchFor) {
  AdviceWish wish;
  wish.wakesADay = flags.wakesADay;
  if (!flags.network.empty()) {
    if (flags.fleets.empty())
      return QStringLiteral("--network needs --fleet: only a fleet knows by which network a phone is connected");
    wish.network = flags.network == "wifi" ? NetworkPath::wifi : NetworkPath::cellular;
  }
  return adviseCommand(wish, watchFor, flags.json);
}

Made makeSessions(const Flags& flags) {
  const Condition::Made made = Condition::of(textOf(flags.filter), deviceRows().columns());
  if (made.mistake)
    return filterProblem(*made.mistake);
  return sessionsCommand(made.condition, formatOf(flags));
}

Made makeExport(const Flags& flags, Duration span) {
  if (flags.csvFile.empty() == flags.jsonLinesFile.empty())
    return QStringLiteral("export needs --csv FILE or --jsonl FILE");
  const bool isCsv = !flags.csvFile.empty();
  ExportOptions options{textOf(flags.rows),
                        textOf(isCsv ? flags.csvFile : flags.jsonLinesFile),
                        isCsv ? TableFormat::csv : TableFormat::jsonLines,
                        {},
                        span};
  Condition::Made made = Condition::of(textOf(flags.filter), rowsNamed(options.rows).columns());
  if (made.mistake)
    return filterProblem(*made.mistake);
  options.condition = std::move(made.condition);
  return exportCommand(options);
}

Made makeReport(const Flags& flags, Duration span) {
  ReportOptions options{textOf(flags.report), span, {}, flags.keepIds, flags.json};
  if (!flags.uuid.empty()) {
    const Result<Uuid> uuid = Uuid::parse(flags.uuid);
    if (!uuid.ok())
      return QStringLiteral("%1 is not the id of a push").arg(textOf(flags.uuid));
    options.push = uuid.value();
  }
  return reportCommand(options);
}

Made makeCommand(const CLI::App& cli, const Flags& flags, Duration watchFor) {
  if (flags.devices.size() > maxTargets)
    return QStringLiteral("at most %1 devices at a time").arg(maxTargets);
  if (cli.got_subcommand("sessions"))
    return makeSessions(flags);
  if (cli.got_subcommand("watch"))
    return watchCommand(watchFor, flags.json);
  if (cli.got_subcommand("wakes"))
    return wakesCommand(listOf(flags.devices), watchFor, flags.json);
  if (cli.got_subcommand("advise"))
    return makeAdvise(flags, watchFor);
  if (cli.got_subcommand("record")) {
    if (watchFor <= Duration::zero())
      return QStringLiteral("--for takes how long to record, for example 10s");
    return recordCommand(textOf(flags.recording), watchFor, flags.json);
  }
  if (cli.got_subcommand("export"))
    return makeExport(flags, watchFor);
  if (cli.got_subcommand("report"))
    return makeReport(flags, watchFor);
  if (cli.got_subcommand("push"))
    return makePush(flags);
  if (cli.got_subcommand("queue"))
    return makeQueue(flags, *cli.get_subcommand("queue"));
  if (cli.got_subcommand("session"))
    return makeSession(flags, *cli.get_subcommand("session"));
  if (cli.got_subcommand("tag"))
    return makeTag(flags);
  if (cli.got_subcommand("history"))
    return makeList(flags, admin::history);
  if (cli.got_subcommand("audit"))
    return makeList(flags, admin::audit);
  if (cli.got_subcommand("token"))
    return makeToken(flags, *cli.get_subcommand("token"));
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

// Whom a command is about: what the flags say, else the context, else the one in use.
Result<ConnectionProfile> chosenProfile(const Flags& flags) {
  if (!flags.servers.empty() || !flags.fleets.empty()) {
    if (!flags.context.empty())
      return {ErrorCode::usage, "--context excludes --server and --fleet"};
    return profileOf({listOf(flags.servers), listOf(flags.tokenFiles), listOf(flags.fleets),
                      listOf(flags.fleetTokenFiles), listOf(flags.pins), listOf(flags.fleetPins),
                      textOf(flags.authorities)});
  }
  return keptContext(textOf(flags.context));
}

int play(QCoreApplication& app, const ConnectionProfile& profile, Duration timeout, Command& command) {
  CommandSession session({profile, timeout}, command);
  if (const auto code = session.start())
    return *code;
  return app.exec();
}

int playInSandbox(QCoreApplication& app, const Flags& flags, const scenario::Scenario& scenario, uint64_t seed,
                  Command& command, Duration timeout) {
  CommandSession session({{}, timeout}, command);
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

qsizetype countOf(const ConnectionProfile& profile, LinkKind kind) {
  return std::count_if(profile.links.begin(), profile.links.end(), [&](const auto& link) { return link.kind == kind; });
}

// Nobody plays on the servers in use by accident: a scenario wants to be told of them.
int runScenario(QCoreApplication& app, const Flags& flags, Duration timeout) {
  const bool onItsOwn = flags.servers.empty() && flags.fleets.empty() && flags.context.empty();
  const Result<ConnectionProfile> profile = onItsOwn ? ConnectionProfile{} : chosenProfile(flags);
  if (!profile.ok())
    return usage(textOf(profile.error().detail));
  if (!onItsOwn && (countOf(profile.value(), LinkKind::node) != 1 || countOf(profile.value(), LinkKind::fleet) != 1))
    return usage("a scenario runs on one --server with one --fleet, or without both on its own");
  const Result<scenario::Scenario> scenario = readScenario(textOf(flags.scenario));
  if (!scenario.ok()) {
    printError(plain(scenario.error().detail, 1000));
    return scenario.error().code == ErrorCode::file ? localFile : usageError;
  }
  const uint64_t seed = flags.seeded ? flags.seed : scenario.value().seed;
  const auto command =
      scenarioCommand({scenario.value(), seed, flags.scalePercent, timeout, textOf(flags.junit), flags.json});
  if (onItsOwn)
    return playInSandbox(app, flags, scenario.value(), seed, *command, timeout);
  return play(app, profile.value(), timeout, *command);
}

int runConformance(QCoreApplication& app, const Flags& flags, const ToolFlags& tools) {
  const Result<ConnectionProfile> profile = chosenProfile(flags);
  if (!profile.ok())
    return usage(textOf(profile.error().detail));
  if (profile.value().links.size() != 1 || countOf(profile.value(), LinkKind::node) != 1)
    return usage("conformance needs one --server: the admin port of the server to check");
  const OpenedProfile opened = openProfile(profile.value());
  if (!opened.mistakes.isEmpty()) {
    printError(plain(opened.mistakes.front().sentence.toStdString(), 1000));
    return opened.mistakes.front().code == ErrorCode::file ? localFile : usageError;
  }
  const ProfileLink& server = opened.links.front();
  return checkConformance(app, {server.address, server.tokenFile, textOf(tools.viewerTokenFile),
                                textOf(tools.devicePort), textOf(tools.deviceTokenFile), opened.targets.front().trust,
                                textOf(tools.junit), flags.json});
}

int run(QCoreApplication& app, const Flags& flags, const ToolFlags& tools, const CLI::App& cli) {
  const Result<Duration> timeout = parseDuration(flags.timeout);
  const Result<Duration> watchFor = parseDuration(flags.watchFor);
  if (!timeout.ok() || !watchFor.ok())
    return usage("--timeout and --for take a duration such as 30s or 500ms");
  if (cli.got_subcommand("replay"))
    return replay({textOf(flags.recording), textOf(flags.rows), textOf(flags.at), textOf(flags.filter),
                   AdviceWish{flags.wakesADay, {}, {}}, flags.json, flags.csv});
  if (cli.got_subcommand("conformance"))
    return runConformance(app, flags, tools);
  if (cli.got_subcommand("scenario"))
    return runScenario(app, flags, timeout.value());
  const Result<ConnectionProfile> profile = chosenProfile(flags);
  if (cli.got_subcommand("context"))
    return contextCommand(*cli.get_subcommand("context"), flags, profile);
  if (!profile.ok())
    return usage(textOf(profile.error().detail));
  const LinkKind needed = cli.got_subcommand("fleet") ? LinkKind::fleet : LinkKind::node;
  if (countOf(profile.value(), needed) == 0)
    return usage(needed == LinkKind::fleet ? "--fleet is needed: the control port of a pushfleet"
                                           : "--server is needed: the admin port of a server");
  QString rules = defaultAlertLines();
  if (cli.got_subcommand("alerts") && !flags.rules.empty()) {
    const Result<QString> read = readAlertRules(textOf(flags.rules));
    if (!read.ok()) {
      printError(plain(read.error().detail, 1000));
      return localFile;
    }
    rules = read.value();
  }
  Made made = cli.got_subcommand("alerts") ? alertsCommand(rules, watchFor.value(), flags.json)
                                           : makeCommand(cli, flags, watchFor.value());
  if (const QString* sentence = std::get_if<QString>(&made))
    return usage(*sentence);
  return play(app, profile.value(), timeout.value(), *std::get<std::unique_ptr<Command>>(made));
}

} // namespace

int main(int argc, char** argv) {
  quietProtobuf();
  QCoreApplication app(argc, argv);
  QCoreApplication::setApplicationName("pushctl");
  QCoreApplication::setApplicationVersion(PUSHSCOPE_VERSION);
  std::signal(SIGINT, [](int) { ::_exit(interrupted); }); // nothing here needs to be undone: children end with us
  std::signal(SIGPIPE, SIG_IGN);                          // see printLine()

  Flags flags;
  CLI::App cli{"pushctl: the console's views and actions for scripts"};
  cli.set_version_flag("--version", "pushctl " PUSHSCOPE_VERSION);
  declareManPage(cli, PUSHSCOPE_VERSION);
  declare(cli, flags);
  ToolFlags tools;
  declareTools(cli, tools);
  try {
    cli.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return cli.exit(error) == 0 ? asExpected : usageError;
  }
  if (cli.got_subcommand("compare"))
    return compare({textOf(tools.before), textOf(tools.after), textOf(tools.worseThan), flags.json});
  if (cli.got_subcommand("completion")) {
    const Shell shell = tools.shell == "zsh" ? Shell::zsh : Shell::bash;
    std::fputs(completionScript(cli, "pushctl", shell).c_str(), stdout);
    return asExpected;
  }
  return run(app, flags, tools, cli);
}
