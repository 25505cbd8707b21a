#include "app/ctl/flags.h"

#include "protocol/scenario/action_value.h"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace pushscope::ctl {
namespace {

// "a, b" as the type of an option that may have these values, which it refuses others of with a sentence of its own.
std::string choices(std::string names) {
  names.erase(std::remove(names.begin(), names.end(), ' '), names.end());
  return "NAME:{" + names + "}";
}

void declareDevices(CLI::App* command, Flags& flags, const char* help) {
  command->add_option("--device", flags.devices, help);
}

void declareFilter(CLI::App* command, Flags& flags, const std::string& example) {
  command->add_option("--filter,--where", flags.filter, "Only those that fulfil this query, for example " + example);
  command->add_option("--columns", flags.columns,
                      "Only these, in this order: ids of columns, with commas between them");
}

// Of whatever prints rows.
void declareRows(CLI::App* command, Flags& flags, const std::string& example) {
  declareFilter(command, flags, example);
  command->add_flag("--csv", flags.csv, "As CSV; with all columns, if none are named");
}

// Of rows that are known before the first is printed.
void declareOrder(CLI::App* command, Flags& flags) {
  command->add_option("--sort", flags.sort, "By this column, for example health of sessions: the worst first");
  command->add_flag("--descending", flags.descending, "The other way round");
  command->add_option("--limit", flags.limit, "Only the first so many")->check(CLI::Range(1u, 1'000'000'000u));
}

void declareGroups(CLI::App* command, Flags& flags) {
  command->add_option("--by", flags.by, "And a line for each kind of phone, or each node")
      ->check(CLI::IsMember({"profile", "node"}));
}

void declareRules(CLI::App* command, Flags& flags) {
  command
      ->add_option("--rules", flags.rules,
                   "A file with a rule on each line; without it those that a console begins with")
      ->type_name("FILE");
}

// Of what is printed as it becomes known.
void declareStream(CLI::App* command, Flags& flags, const std::string& example) {
  declareDevices(command, flags, "Only this device; may be repeated");
  declareRows(command, flags, example);
  command->add_option("--for", flags.watchFor, "End after this time; 0: until interrupted")->capture_default_str();
}

void declareViews(CLI::App& cli, Flags& flags) {
  auto* overview = cli.add_subcommand("overview", "Print the numbers of the console's overview");
  overview->add_option("--for", flags.watchFor, "Look on for so long before: counts a minute are known after one")
      ->capture_default_str();
  auto* sessions = cli.add_subcommand("sessions", "List the devices and their sessions");
  declareRows(sessions, flags, "\"profile:ios rtt>500ms -state:background\"");
  declareOrder(sessions, flags);
  auto* heartbeats = cli.add_subcommand("heartbeats", "Print the round trips of heartbeats, which it looks on at");
  declareRows(heartbeats, flags, "\"p99>500ms\"");
  declareOrder(heartbeats, flags);
  declareGroups(heartbeats, flags);
  heartbeats->add_option("--for", flags.watchFor, "For so long, for example 30s")->required();
  auto* deliveries = cli.add_subcommand("deliveries", "Look on for a while, then list what became of each delivery");
  declareRows(deliveries, flags, "\"state:acknowledged attempts>1\"");
  declareOrder(deliveries, flags);
  deliveries->add_option("--for", flags.watchFor, "For so long, for example 30s")->required();
  auto* watch = cli.add_subcommand("watch", "Print each change of a session and each finished delivery");
  watch->add_option("--for", flags.watchFor, "End after this time; 0: until interrupted")->capture_default_str();
  auto* wakes =
      cli.add_subcommand("wakes", "Print each wake and each missed wake as it becomes known; --fleet for the truth");
  declareStream(wakes, flags, "\"used>10s\"");
  auto* notices = cli.add_subcommand(
      "notices", "Print what the users of phones see, as it becomes known: the notification centre; --fleet for it");
  declareStream(notices, flags, "\"as:suppressed\"");
  auto* alerts = cli.add_subcommand("alerts", "Watch rules and print what they raise; 1 if any fired");
  declareRules(alerts, flags);
  alerts->add_option("--for", flags.watchFor, "End after this time; 0: until interrupted")->capture_default_str();
  auto* advise =
      cli.add_subcommand("advise", "Which heartbeat interval to choose for sleeping apps, from what is seen");
  advise->add_option("--for", flags.watchFor, "Look on for so long; 0: until an interval can be advised")
      ->capture_default_str();
  advise->add_option("--wakes-per-day", flags.wakesADay, "That a phone may spend on heartbeats")
      ->check(CLI::Range(1u, 86'400u))
      ->capture_default_str();
  advise->add_option("--network", flags.network, "Only connections by this network; needs --fleet")
      ->check(CLI::IsMember({"wifi", "cellular"}));
  auto* trace = cli.add_subcommand("trace", "Print the ladder of a push, or how those of two differ");
  trace->add_option("uuid", flags.uuid, "The push's uuid")->required();
  trace->add_option("other", flags.otherUuid, "That of a push to compare with it");
}

void declarePush(CLI::App& cli, Flags& flags) {
  auto* push = cli.add_subcommand("push", "Send a push to devices");
  push->add_option("--device", flags.devices, "Target; may be repeated");
  push->add_option("--device-file", flags.deviceFile, "And the devices of this file, one id a line")->type_name("FILE");
  push->add_option("--tag", flags.tag, "And every device with this tag");
  push->add_option("--query", flags.query,
                   "And every device that fits, for example \"profile:ios-voip link:online -tag:old device~qa\"");
  push->add_option("--not-before", flags.notBefore, "Keep it back for so long, for example 10m");
  push->add_option("--payload", flags.payload,
                   "JSON; {{name}} in it is given by --set, {{n}}, {{time}} and {{device}} are known of themselves");
  push->add_option("--template", flags.pushTemplate,
                   "One of the console's templates: what no other flag says is taken from it");
  push->add_flag("--dry-run", flags.dryRun, "Only say what it would do");
  push->add_option("--set", flags.values, "NAME=VALUE for {{NAME}} in the payload; may be repeated");
  push->add_option("--collapse-key", flags.collapseKey,
                   "A newer push with the same key takes the place of an older one that still waits");
  push->add_option("--repeat", flags.repeat, "How many times it is sent, each time as a new push");
  push->add_option("--every", flags.every, "Between two of them, for example 500ms; a second without it");
  push->add_option("--ttl", flags.timeToLive, "Time to live, for example 10m; 7 days at most");
  push->add_flag("--high-priority", flags.highPriority, "Wakes a sleeping phone first");
  push->add_flag("--wait", flags.wait, "Wait until each delivery is final and print its ladder");
  push->add_option("--expect", flags.expectation,
                   "Wait until this came true on each device or did not, for example \"acknowledged within 2s, shown "
                   "within 5s, no resend\"");
  push->add_option("--junit", flags.junit, "Write the verdicts on what was expected as JUnit XML")->type_name("FILE");
}

void declareQueue(CLI::App& cli, Flags& flags) {
  auto* queue = cli.add_subcommand("queue", "Change what waits for phones")->require_subcommand(1);
  auto* cancel = queue->add_subcommand("cancel", "Cancel the deliveries of a push that are not final");
  auto* postpone = queue->add_subcommand("postpone", "Keep them back for a while");
  for (CLI::App* command : {cancel, postpone}) {
    command->add_option("uuid", flags.uuid, "The push's uuid")->required();
    declareDevices(command, flags, "Only for this device; may be repeated; none: every device of the push");
  }
  postpone->add_option("--until", flags.until, "How long from now, for example 5m")->required();
  auto* retry = queue->add_subcommand("retry", "Write them now, whatever they wait for");
  auto* dead = queue->add_subcommand("dead-letter", "Give them up; they can be looked at and sent again");
  auto* requeue = queue->add_subcommand("requeue", "Send dead letters again");
  for (CLI::App* command : {retry, dead, requeue}) {
    command->add_option("uuid", flags.uuid, "The push's uuid")->required();
    declareDevices(command, flags, "Only for this device; may be repeated; none: every device of the push");
  }
  auto* purge = queue->add_subcommand("purge", "Cancel all that waits; needs the role admin");
  declareDevices(purge, flags, "Only for this device; may be repeated; none: for all devices");
  purge->add_option("--expect", flags.expected, "How many deliveries that must be; otherwise nothing is done")
      ->required();
  auto* peek = queue->add_subcommand("peek", "Print the payload of a waiting or dead delivery");
  peek->add_option("uuid", flags.uuid, "The push's uuid")->required();
  declareDevices(peek, flags, "For whom");
  auto* list = queue->add_subcommand("list", "What waits: for whom, why, and when something is tried next");
  declareDevices(list, flags, "Only for this device; may be repeated");
  declareRows(list, flags, "\"state:offline age>10m bytes>1kB\"");
  declareRows(queue->add_subcommand("dead", "What was given up"), flags, "\"reason~refused\"");
}

void declareOperator(CLI::App& cli, Flags& flags) {
  auto* session = cli.add_subcommand("session", "Do something to sessions")->require_subcommand(1);
  auto* ping = session->add_subcommand("ping", "Ping the device now");
  auto* kick = session->add_subcommand("kick", "End the connection; the device may come back");
  auto* heartbeat = session->add_subcommand("heartbeat", "Give it other heartbeats, until the server is restarted");
  for (CLI::App* command : {ping, kick, heartbeat})
    command->add_option("--device", flags.devices, "Which; may be repeated")->required();
  heartbeat->add_option("--foreground", flags.heartbeat, "INTERVAL/TIMEOUT/MISSES, for example 30s/15s/3")->required();
  heartbeat->add_option("--background", flags.backgroundHeartbeat, "The same for an app in the background or asleep")
      ->required();
  auto* tag = cli.add_subcommand("tag", "Give tags to devices and take them away");
  tag->add_option("--device", flags.devices, "Which; may be repeated")->required();
  tag->add_option("--add", flags.addTags, "A tag; may be repeated");
  tag->add_option("--remove", flags.removeTags, "A tag; may be repeated");
  auto* history = cli.add_subcommand("history", "Sessions that are over");
  declareDevices(history, flags, "Only of this device; may be repeated");
  declareRows(history, flags, "\"missed>0 closed<1h\"");
  declareRows(cli.add_subcommand("audit", "What people did, and what came of it; needs the role operator"), flags,
              "\"who:ci -outcome:ok\"");
  auto* token = cli.add_subcommand("token", "Tokens of the admin port; needs the role admin")->require_subcommand(1);
  auto* add = token->add_subcommand("add", "Make one; it is printed once");
  add->add_option("name", flags.tokenName, "Whose it is")->required();
  add->add_option("--role", flags.role, "viewer (looks), operator (acts), admin (acts, purges, makes tokens)")
      ->required()
      ->check(CLI::IsMember({"viewer", "operator", "admin"}));
  token->add_subcommand("remove", "End it, and every connection that came with it")
      ->add_option("name", flags.tokenName, "Whose it is")
      ->required();
  declareRows(token->add_subcommand("list", "Names and roles"), flags, "role:admin");
}

void declareTouch(CLI::App& cli, Flags& flags) {
  auto* touch = cli.add_subcommand("touch", "Change something in the accounts of devices");
  touch->add_option("--device", flags.devices, "Whose account; may be repeated")->required();
  touch->add_option("--collection", flags.collection, "What of it, for example friends")->required();
  touch->add_option("--changes", flags.changes, "How many changes")
      ->check(CLI::Range(1u, 1'000'000u))
      ->capture_default_str();
}

void declareFleet(CLI::App& cli, Flags& flags) {
  auto* fleet = cli.add_subcommand("fleet", "Do something to simulated phones")->require_subcommand(1);
  auto* act = fleet->add_subcommand("do", "One action on phones: " + scenario::actionNames());
  act->add_option("action", flags.action, "Its name")->required()->type_name(choices(scenario::actionNames()));
  act->add_option("--device", flags.devices, "Which phone; may be repeated")->required();
  act->add_option("--value", flags.value, "What the action takes: true, 30%, 300ms, banner, a number");
  act->add_option("--text", flags.text, "For fetch: which collection");
}

CLI::Option* declareAt(CLI::App* command, Flags& flags) {
  return command->add_option(
      "--at", flags.at,
      "A duration since its beginning, for example 90s, or a time such as 2026-01-31T12:00:00.000Z; "
      "without it, its end");
}

void declareRecording(CLI::App& cli, Flags& flags) {
  auto* record = cli.add_subcommand("record", "Write what servers and fleets tell into a file");
  record->add_option("file", flags.recording, "The recording")->required();
  record->add_option("--for", flags.watchFor, "For so long, for example 10s; 0: until interrupted")->required();
  record->add_flag("--marks", flags.marks, "Each line of standard input is a mark at its time");
  auto* replay = cli.add_subcommand("replay", "Print what a recording holds, or what was true at one of its moments");
  replay->add_option("file", flags.recording, "The recording")->required();
  replay->add_option("rows", flags.rows, "Which rows; without it a summary")
      ->check(
          CLI::IsMember({"overview", "sessions", "heartbeats", "deliveries", "wakes", "notices", "alerts", "advice"}));
  declareAt(replay, flags);
  declareRows(replay, flags, "\"profile:ios rtt>500ms\"");
  declareOrder(replay, flags);
  declareGroups(replay, flags);
  replay->add_option("--last", flags.last, "For heartbeats: of so long before; 10m at most")->capture_default_str();
  declareRules(replay, flags);
  replay->add_option("--wakes-per-day", flags.wakesADay, "For advice: that a phone may spend on heartbeats")
      ->check(CLI::Range(1u, 86'400u))
      ->capture_default_str();
}

void declareExport(CLI::App& cli, Flags& flags) {
  auto* table = cli.add_subcommand("export", "Write sessions, deliveries, wakes or notices into a file");
  table->add_option("rows", flags.rows, "Which rows")
      ->required()
      ->check(CLI::IsMember({"sessions", "deliveries", "wakes", "notices"}));
  auto* csv = table->add_option("--csv", flags.csvFile, "A CSV file, for spreadsheets");
  table->add_option("--jsonl", flags.jsonLinesFile, "A file of one JSON object a line")->excludes(csv);
  declareFilter(table, flags, "\"profile:ios rtt>500ms\"");
  declareOrder(table, flags);
  table->add_option("--for", flags.watchFor, "Watch for so long before: wakes and notices are known from then on")
      ->capture_default_str();
  auto* report = cli.add_subcommand("report", "Write a bug report: recording, tables, pictures and versions in a zip");
  report->add_option("file", flags.report, "The zip, for example report.zip")->required();
  auto* watch =
      report->add_option("--for", flags.watchFor, "Watch for so long before, for example 10s")->capture_default_str();
  report->add_option("--push", flags.uuid, "With the ladders of this push, and what was recorded around it");
  report->add_option("--device", flags.ladderDevice, "Whose ladder of that push comes first, and is drawn")
      ->needs("--push");
  auto* recording = report
                        ->add_option("--recording", flags.recording,
                                     "Of this recording or bug report, rather than of what servers tell now")
                        ->excludes(watch);
  declareAt(report, flags)->needs(recording);
  report->add_flag("--keep-ids", flags.keepIds, "Leave device ids, addresses and client names as they are");
}

void declareContext(CLI::App& cli, Flags& flags) {
  auto* context = cli.add_subcommand("context", "Servers and fleets under a name; the console's connection profiles")
                      ->require_subcommand(1);
  context->add_subcommand("list", "Names, with what is kept under them; * is the one in use")
      ->add_flag("--names", flags.namesOnly, "Only the names");
  auto* add = context->add_subcommand("add", "Keep --server and --fleet with their token files and certificates");
  auto* use = context->add_subcommand("use", "The one for commands that name no server");
  auto* remove = context->add_subcommand("remove", "Forget it");
  add->add_option("name", flags.contextName, "Its name")->required();
  for (CLI::App* command : {use, remove})
    command->add_option("name", flags.contextName, "Its name")->required()->type_name("CONTEXT");
}

void declareScenario(CLI::App& cli, Flags& flags) {
  auto* scenario = cli.add_subcommand("scenario", "Play scenarios")->require_subcommand(1);
  auto* run = scenario->add_subcommand(
      "run",
      "Play a scenario in real time and judge it; without --server and --fleet, with a server and phones of its own");
  run->add_option("file", flags.scenario, "The scenario file")->required();
  run->add_option_function<uint64_t>(
      "--seed", [&flags](uint64_t seed) { flags.seed = seed, flags.seeded = true; },
      "Instead of the file's: other offsets, picks and phones");
  run->add_option("--scale", flags.scalePercent, "Percent of the phones that the file asks for")
      ->check(CLI::Range(1u, 10'000u))
      ->capture_default_str();
  run->add_option("--junit", flags.junit, "Write the verdicts to this file as JUnit XML")->type_name("FILE");
}

} // namespace

void declare(CLI::App& cli, Flags& flags) {
  cli.require_subcommand(1);
  cli.fallthrough(); // --json and the others may come after the command too
  // One value each time: what follows may be a command's own.
  const auto repeated = [&cli](const char* name, std::vector<std::string>& values, const char* help) {
    cli.add_option(name, values, help)->allow_extra_args(false);
  };
  repeated("--server", flags.servers, "Admin port of a server; may be repeated");
  repeated("--token-file", flags.tokenFiles,
           "File whose first line is the token of the admin port; repeated for several servers in the order of "
           "--server, the last serves the rest");
  repeated("--fleet", flags.fleets, "Control port of a pushfleet; may be repeated");
  repeated("--fleet-token-file", flags.fleetTokenFiles,
           "Its token, if it is another; repeated in the order of --fleet");
  cli.add_option("--context,--profile", flags.context,
                 "The servers and fleets that are kept under this name; without any, those of context use")
      ->type_name("CONTEXT");
  repeated("--tls-pin", flags.pins,
           "Believe a server with this certificate: sha256:… from its ready line; may be repeated");
  repeated("--fleet-tls-pin", flags.fleetPins, "The same for fleets, if they have another");
  cli.add_option("--tls-ca", flags.authorities,
                 "Believe a server whose certificate an authority in this PEM file signed; "
                 "system: the authorities of this computer")
      ->type_name("FILE");
  cli.add_flag("--json", flags.json, "One JSON object a line");
  cli.add_flag("--force", flags.force, "Replace a file that exists, where one is written");
  cli.add_option("--timeout", flags.timeout, "Longest wait, for example 30s")->capture_default_str();
  declareViews(cli, flags);
  declarePush(cli, flags);
  declareQueue(cli, flags);
  declareOperator(cli, flags);
  declareTouch(cli, flags);
  declareFleet(cli, flags);
  declareRecording(cli, flags);
  declareExport(cli, flags);
  declareScenario(cli, flags);
  declareContext(cli, flags);
}

} // namespace pushscope::ctl
