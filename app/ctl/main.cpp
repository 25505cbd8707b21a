#include "app/ctl/advise_command.h"
#include "app/ctl/alerts_command.h"
#include "app/ctl/commands.h"
#include "app/ctl/compare_command.h"
#include "app/ctl/conformance_command.h"
#include "app/ctl/context_command.h"
#include "app/ctl/export_command.h"
#include "app/ctl/flags.h"
#include "app/ctl/list_command.h"
#include "app/ctl/numbers_command.h"
#include "app/ctl/push_command.h"
#include "app/ctl/record_command.h"
#include "app/ctl/replay_command.h"
#include "app/ctl/report_command.h"
#include "app/ctl/request_commands.h"
#include "app/ctl/rows.h"
#include "app/ctl/scenario_command.h"
#include "app/ctl/stream_command.h"
#include "app/ctl/tool_flags.h"
#include "app/process/core_dumps.h"
#include "app/sandbox/sandbox.h"
#include "app/spec/command_line.h"
#include "app/spec/completion.h"
#include "app/spec/man_page.h"
#include "models/command/target_list.h"
#include "models/export/destination.h"
#include "models/feed/clocks.h"
#include "models/items/list_rows.h"
#include "models/scenario/push_verdicts.h"
#include "models/scenario/scenario_file.h"
#include "models/settings/connection_profiles.h"
#include "models/settings/push_templates.h"
#include "models/text/format.h"
#include "protocol/base/duration_text.h"
#include "protocol/codec/operator_codec.h"
#include "protocol/codec/quiet_protobuf.h"
#include "protocol/frame/command.h"
#include "protocol/message/policy_text.h"
#include "protocol/scenario/action_value.h"

#include <CLI/CLI.hpp>
#include <QCoreApplication>
#include <QFileInfo>
#include <QSettings>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <tuple>
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

std::optional<PushDraft> keptTemplate(const QString& name) {
  QSettings settings(settingsFile(), QSettings::IniFormat);
  return PushTemplates(settings).find(name);
}

// Those of the template, and in place of them what was written.
QString withValues(const QString& kept, const std::vector<std::string>& written) {
  QStringList all = listOf(written);
  const auto nameOf = [](const QString& part) { return part.section(QLatin1Char('='), 0, 0).trimmed(); };
  for (const QString& part : kept.split(QLatin1Char(';'), Qt::SkipEmptyParts))
    if (std::none_of(written.begin(), written.end(),
                     [&](const std::string& w) { return nameOf(textOf(w)) == nameOf(part); }))
      all << part;
  return all.join(QLatin1Char(';'));
}

Made makePush(const Flags& flags, Duration timeout) {
  if (flags.devices.empty() && flags.tag.empty() && flags.query.empty())
    return QStringLiteral("push needs somebody to push to: --device ID, --device-file F, --tag TAG or --query QUERY");
  PushDraft draft;
  if (!flags.pushTemplate.empty()) {
    const std::optional<PushDraft> kept = keptTemplate(textOf(flags.pushTemplate));
    if (!kept)
      return QStringLiteral("there is no template “%1”; templates are made on the console's Push page")
          .arg(plain(flags.pushTemplate, 60));
    draft = *kept;
  }
  draft.targets = listOf(flags.devices).join(QLatin1Char('\n'));
  draft.tag = textOf(flags.tag);
  draft.query = textOf(flags.query);
  for (const auto& [written, field] : {std::pair(&flags.notBefore, &draft.notBefore),
                                       {&flags.payload, &draft.payload},
                                       {&flags.timeToLive, &draft.timeToLive},
                                       {&flags.expectation, &draft.expectation},
                                       {&flags.collapseKey, &draft.collapseKey},
                                       {&flags.repeat, &draft.repeat},
                                       {&flags.every, &draft.every}})
    if (!written->empty())
      *field = textOf(*written);
  draft.highPriority |= flags.highPriority;
  draft.values = withValues(draft.values, flags.values);
  if (draft.payload.isEmpty())
    return QStringLiteral("push needs --payload JSON, or a --template that has one");
  if (const auto problem = draft.problem(); problem.field != PushDraft::Field::none)
    return problem.sentence;
  if (!flags.junit.empty() && draft.expectation.trimmed().isEmpty())
    return QStringLiteral("--junit needs --expect: without it there is no verdict");
  const Duration series = draft.interval() * int64_t(draft.repeats() - 1);
  if (series >= timeout)
    return QStringLiteral("the series takes %1; give it longer than that with --timeout")
        .arg(durationForPeople(series));
  const size_t pushes = draft.repeats() * (draft.isOfOneDevice() ? size_t(draft.devices().size()) : 1);
  if (pushes > PushVerdicts::mostPushes && !draft.expectation.trimmed().isEmpty())
    return QStringLiteral("%1 pushes are more than the %2 of which something can be expected; send them in parts")
        .arg(pushes)
        .arg(PushVerdicts::mostPushes);
  if (flags.dryRun)
    return dryRunCommand(draft, flags.json);
  return pushCommand(draft, flags.wait, flags.json, textOf(flags.junit));
}

Made makeTrace(const Flags& flags) {
  const Result<Uuid> uuid = Uuid::parse(flags.uuid);
  if (!uuid.ok())
    return QStringLiteral("%1 is not the id of a push").arg(textOf(flags.uuid));
  if (flags.otherUuid.empty())
    return traceCommand(uuid.value(), {}, flags.json);
  const Result<Uuid> other = Uuid::parse(flags.otherUuid);
  if (!other.ok())
    return QStringLiteral("%1 is not the id of a push").arg(textOf(flags.otherUuid));
  return traceCommand(uuid.value(), other.value(), flags.json);
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

RowsWish rowsWish(const Flags& flags) {
  return {textOf(flags.filter),
          textOf(flags.sort),
          flags.descending,
          flags.limit,
          textOf(flags.columns).split(QLatin1Char(','), Qt::SkipEmptyParts),
          formatOf(flags)};
}

// A command that prints rows as they are wished.
template <class Make>
Made makeRows(const RowSource& source, const Flags& flags, Make make) {
  ChosenRows::Made made = ChosenRows::of(source, rowsWish(flags));
  if (const QString* sentence = std::get_if<QString>(&made))
    return *sentence;
  return make(std::get<ChosenRows>(std::move(made)));
}

Made makeView(const Flags& flags, const QString& rows, const QString& none, Duration span = {}) {
  return makeRows(*rowsNamed(rows), flags, [&](ChosenRows chosen) {
    const bool isNarrowed = chosen.isNarrowed();
    return viewCommand(std::move(chosen),
                       isNarrowed ? QStringLiteral("none of the %1 fulfils the query").arg(rows) : none, span);
  });
}

Made makeStream(const Flags& flags, const QString& rows, Duration watchFor) {
  return makeRows(*rowsNamed(rows), flags,
                  [&](ChosenRows chosen) { return streamCommand(std::move(chosen), listOf(flags.devices), watchFor); });
}

Made makeList(const Flags& flags, uint32_t list) {
  return makeRows(listRows(list), flags, [&](ChosenRows chosen) {
    return listCommand({list, flags.devices, std::move(chosen)});
  });
}

std::optional<GroupBy> groupsOf(const Flags& flags) {
  return flags.by.empty() ? std::nullopt : std::optional(flags.by == "node" ? GroupBy::node : GroupBy::profile);
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
    for (const auto& [flag, text, policy] :
         {std::tuple("--foreground", &flags.heartbeat, &control.foreground),
          std::tuple("--background", &flags.backgroundHeartbeat, &control.background)}) {
      const Result<HeartbeatPolicy> parsed = parsePolicy(*text);
      if (!parsed.ok())
        return QStringLiteral("%1 %2: write INTERVAL/TIMEOUT/MISSES with an interval and a timeout from 100ms to 1800s "
                              "and 1 to 100 misses, for example 30s/15s/3")
            .arg(QLatin1String(flag), plain(*text));
      *policy = parsed.value();
    }
  }
  return sessionCommand(std::move(control), flags.json);
}

Made makeTag(const Flags& flags) {
  if (flags.addTags.empty() && flags.removeTags.empty())
    return QStringLiteral("tag needs --add or --remove");
  for (const auto* names : {&flags.addTags, &flags.removeTags})
    for (const std::string& name : *names)
      if (!isTag(name))
        return QStringLiteral("“%1” cannot be a tag: 1 to %2 bytes without control characters")
            .arg(plain(name, 40))
            .arg(maxTag);
  return tagCommand({flags.devices, flags.addTags, flags.removeTags}, flags.json);
}

Made makeToken(const Flags& flags, const CLI::App& token) {
  if (token.got_subcommand("list"))
    return makeList(flags, admin::tokenList);
  if (token.got_subcommand("remove"))
    return tokenRemoveCommand({flags.tokenName}, flags.json);
  if (!isTokenName(flags.tokenName))
    return QStringLiteral("“%1” cannot be the name of a token: 1 to %2 bytes without control characters")
        .arg(plain(flags.tokenName, 40))
        .arg(maxTokenName);
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

Made makeExport(const Flags& flags, Duration span) {
  if (flags.csvFile.empty() == flags.jsonLinesFile.empty())
    return QStringLiteral("export needs --csv FILE or --jsonl FILE");
  const bool isCsv = !flags.csvFile.empty();
  return makeRows(*rowsNamed(textOf(flags.rows)), flags, [&](ChosenRows chosen) {
    return exportCommand({std::move(chosen), textOf(isCsv ? flags.csvFile : flags.jsonLinesFile),
                          isCsv ? TableFormat::csv : TableFormat::jsonLines, span, flags.json});
  });
}

std::variant<ReportOptions, QString> reportOptions(const Flags& flags, Duration span) {
  ReportOptions options{textOf(flags.report), span, {}, textOf(flags.ladderDevice), flags.keepIds, flags.json};
  if (!flags.uuid.empty()) {
    const Result<Uuid> uuid = Uuid::parse(flags.uuid);
    if (!uuid.ok())
      return QStringLiteral("%1 is not the id of a push").arg(textOf(flags.uuid));
    options.push = uuid.value();
  }
  return options;
}

Made makeReport(const Flags& flags, Duration span) {
  const auto options = reportOptions(flags, span);
  if (const QString* sentence = std::get_if<QString>(&options))
    return *sentence;
  return reportCommand(std::get<ReportOptions>(options));
}

Made makeCommand(const CLI::App& cli, const Flags& flags, Duration watchFor, Duration timeout) {
  if (flags.devices.size() > maxTargets)
    return QStringLiteral("at most %1 devices at a time").arg(maxTargets);
  if (cli.got_subcommand("overview"))
    return overviewCommand(watchFor, flags.json);
  if (cli.got_subcommand("sessions"))
    return makeView(flags, QStringLiteral("sessions"),
                    QStringLiteral("no device has connected since the server was started"));
  if (cli.got_subcommand("deliveries"))
    return makeView(flags, QStringLiteral("deliveries"), QStringLiteral("no push was accepted in this time"), watchFor);
  if (cli.got_subcommand("heartbeats"))
    return heartbeatsCommand({groupsOf(flags), rowsWish(flags)}, watchFor);
  if (cli.got_subcommand("watch"))
    return watchCommand(watchFor, flags.json);
  if (cli.got_subcommand("wakes"))
    return makeStream(flags, QStringLiteral("wakes"), watchFor);
  if (cli.got_subcommand("notices"))
    return makeStream(flags, QStringLiteral("notices"), watchFor);
  if (cli.got_subcommand("advise"))
    return makeAdvise(flags, watchFor);
  if (cli.got_subcommand("record"))
    return recordCommand({textOf(flags.recording), watchFor, flags.force, flags.marks, flags.json});
  if (cli.got_subcommand("export"))
    return makeExport(flags, watchFor);
  if (cli.got_subcommand("report"))
    return makeReport(flags, watchFor);
  if (cli.got_subcommand("push"))
    return makePush(flags, timeout);
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

// Why a file that the command is to write cannot be written: known before anything begins. The exit code then.
std::optional<int> destinationProblem(const CLI::App& cli, const Flags& flags, const ToolFlags& tools) {
  for (const std::string& path : {flags.csvFile, flags.jsonLinesFile, flags.report, flags.junit, tools.junit,
                                  cli.got_subcommand("record") ? flags.recording : std::string()}) {
    if (path.empty())
      continue;
    const Status status = checkFile(textOf(path), flags.force ? Existing::replace : Existing::refuse);
    if (!status.ok())
      return printError(plain(status.error().detail, 1000)), localFile;
  }
  return std::nullopt;
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

int play(QCoreApplication& app, const ConnectionProfile& profile, Duration timeout, std::unique_ptr<Command> command) {
  CommandSession session({profile, timeout}, std::move(command));
  if (const auto code = session.start())
    return *code;
  return app.exec();
}

int playInSandbox(QCoreApplication& app, const Flags& flags, const scenario::Scenario& scenario, uint64_t seed,
                  std::unique_ptr<Command> command, Duration timeout) {
  CommandSession session({{}, timeout}, std::move(command));
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
int runScenario(QCoreApplication& app, const CLI::App& cli, const Flags& flags, const ToolFlags& tools,
                Duration timeout) {
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
  if (const auto problem = destinationProblem(cli, flags, tools))
    return *problem;
  const uint64_t seed = flags.seeded ? flags.seed : scenario.value().seed;
  auto command =
      scenarioCommand({scenario.value(), seed, flags.scalePercent, timeout, textOf(flags.junit), flags.json});
  if (onItsOwn)
    return playInSandbox(app, flags, scenario.value(), seed, std::move(command), timeout);
  return play(app, profile.value(), timeout, std::move(command));
}

int runReportOfRecording(const CLI::App& cli, const Flags& flags, const ToolFlags& tools) {
  const auto options = reportOptions(flags, {});
  if (const QString* sentence = std::get_if<QString>(&options))
    return usage(*sentence);
  if (const auto problem = destinationProblem(cli, flags, tools))
    return *problem;
  if (QFileInfo(textOf(flags.report)).canonicalFilePath() == QFileInfo(textOf(flags.recording)).canonicalFilePath() &&
      QFileInfo::exists(textOf(flags.recording)))
    return usage(
        QStringLiteral("%1 would be written over by its own report; name another file").arg(textOf(flags.recording)));
  return reportOf(textOf(flags.recording), textOf(flags.at), std::get<ReportOptions>(options));
}

int runConformance(QCoreApplication& app, const CLI::App& cli, const Flags& flags, const ToolFlags& tools) {
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
  if (const auto problem = destinationProblem(cli, flags, tools))
    return *problem;
  const ProfileLink& server = opened.links.front();
  return checkConformance(app, {server.address, server.tokenFile, textOf(tools.viewerTokenFile),
                                textOf(tools.devicePort), textOf(tools.deviceTokenFile), opened.targets.front().trust,
                                textOf(tools.junit), flags.json});
}

int run(QCoreApplication& app, const Flags& flags, const ToolFlags& tools, const CLI::App& cli) {
  const Result<Duration> timeout = parseDuration(flags.timeout);
  const Result<Duration> watchFor = parseDuration(flags.watchFor);
  if (!timeout.ok() || timeout.value() <= Duration::zero())
    return usage(QStringLiteral("--timeout %1: not a duration such as 30s or 500ms").arg(plain(flags.timeout)));
  if (!watchFor.ok())
    return usage(QStringLiteral("--for %1: not a duration such as 30s or 500ms").arg(plain(flags.watchFor)));
  if (flags.csv && flags.json)
    return usage(QStringLiteral("--csv and --json exclude each other"));
  if (cli.got_subcommand("replay")) {
    const Result<Duration> last = parseDuration(flags.last);
    if (!last.ok() || last.value() <= Duration::zero())
      return usage(QStringLiteral("--last %1: not a duration such as 10m").arg(plain(flags.last)));
    return replay({textOf(flags.recording), textOf(flags.rows), textOf(flags.at), rowsWish(flags),
                   AdviceWish{flags.wakesADay, {}, {}}, textOf(flags.rules), groupsOf(flags), last.value(),
                   flags.json});
  }
  if (cli.got_subcommand("report") && !flags.recording.empty())
    return runReportOfRecording(cli, flags, tools);
  if (cli.got_subcommand("conformance"))
    return runConformance(app, cli, flags, tools);
  if (cli.got_subcommand("scenario"))
    return runScenario(app, cli, flags, tools, timeout.value());
  const Result<ConnectionProfile> profile = chosenProfile(flags);
  if (cli.got_subcommand("context"))
    return contextCommand(*cli.get_subcommand("context"), flags, profile);
  if (!profile.ok())
    return usage(textOf(profile.error().detail));
  const LinkKind needed = cli.got_subcommand("fleet") ? LinkKind::fleet : LinkKind::node;
  if (countOf(profile.value(), needed) == 0)
    return usage(needed == LinkKind::fleet ? "--fleet is needed: the control port of a pushfleet"
                                           : "--server is needed: the admin port of a server");
  if (cli.got_subcommand("alerts")) {
    const Result<AlertsWish> wish = alertsWish(textOf(flags.rules), flags.json);
    if (wish.ok())
      return play(app, profile.value(), timeout.value(), alertsCommand(wish.value(), watchFor.value()));
    printError(plain(wish.error().detail, 1000));
    return wish.error().code == ErrorCode::file ? localFile : usageError;
  }
  Made made = makeCommand(cli, flags, watchFor.value(), timeout.value());
  if (const QString* sentence = std::get_if<QString>(&made))
    return usage(*sentence);
  if (const auto problem = destinationProblem(cli, flags, tools))
    return *problem;
  return play(app, profile.value(), timeout.value(), std::get<std::unique_ptr<Command>>(std::move(made)));
}

} // namespace

int main(int argc, char** argv) {
  forbidCoreDumps();
  quietProtobuf();
  QCoreApplication app(argc, argv);
  QCoreApplication::setApplicationName("pushctl");
  QCoreApplication::setApplicationVersion(PUSHSCOPE_VERSION);
  std::signal(SIGINT, [](int) { ::_exit(interrupted); }); // until there is something to finish: see Interrupt
  std::signal(SIGPIPE, SIG_IGN);                          // see printLine()

  Flags flags;
  CLI::App cli{"pushctl: the console's views and actions for scripts"};
  cli.set_version_flag("--version", "pushctl " PUSHSCOPE_VERSION);
  declareManPage(cli, PUSHSCOPE_VERSION);
  declare(cli, flags);
  ToolFlags tools;
  declareTools(cli, tools);
  if (const auto code = readCommandLine(cli, "pushctl", argc, argv))
    return *code;
  if (!flags.deviceFile.empty()) {
    const Result<QStringList> list = readTargetList(textOf(flags.deviceFile));
    if (!list.ok()) {
      printError(textOf(list.error().detail));
      return localFile;
    }
    for (const QString& device : list.value())
      flags.devices.push_back(device.toStdString());
  }
  if (cli.got_subcommand("compare")) {
    const Result<Duration> last = parseDuration(tools.last);
    if (!last.ok() || last.value() <= Duration::zero())
      return usage(QStringLiteral("--last %1: not a duration such as 10m").arg(plain(tools.last)));
    return compare({textOf(tools.before), textOf(tools.after), textOf(tools.beforeTo), textOf(tools.afterTo),
                    textOf(tools.worseThan), last.value(), flags.json});
  }
  if (cli.got_subcommand("completion")) {
    const Shell shell = tools.shell == "zsh" ? Shell::zsh : Shell::bash;
    printText(completionScript(cli, "pushctl", shell, {{"CONTEXT", "pushctl context list --names"}}));
    return asExpected;
  }
  return run(app, flags, tools, cli);
}
