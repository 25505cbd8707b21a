#include "app/console/report_run.h"
#include "app/process/core_dumps.h"
#include "app/process/large_blocks.h"
#include "app/spec/command_line.h"
#include "app/spec/man_page.h"
#include "models/export/destination.h"
#include "protocol/base/duration_text.h"
#include "protocol/codec/quiet_protobuf.h"
#include "ui/theme/theme.h"

#include <CLI/CLI.hpp>
#include <QApplication>
#include <QSettings>

#include <memory>

using namespace pushscope;

namespace {

struct Flags {
  int sandbox = 0;
  std::vector<std::string> servers, tokenFiles, fleets, fleetTokenFiles, pins, fleetPins;
  std::string authorities, profile;
  std::string replay;
  std::string report;
  std::string span = "20s";
  std::string theme; // empty: as it was chosen last
  std::string language;
  std::string page;
  std::string size;
  double scale = 1;
  std::string push, device;
};

constexpr int usageError = 2, noFile = 6; // as for pushctl
const QString keptTheme = QStringLiteral("look/theme");

QSize sizeOf(const std::string& text) {
  if (text.empty())
    return {1280, 800};
  const QStringList parts = QString::fromStdString(text).split('x');
  return parts.size() == 2 ? QSize(parts[0].toInt(), parts[1].toInt()) : QSize();
}

Theme::Choice themeOf(const std::string& text) {
  return text == "dark" ? Theme::Choice::dark : text == "light" ? Theme::Choice::light : Theme::Choice::system;
}

const char* nameOf(Theme::Choice choice) {
  return choice == Theme::Choice::dark ? "dark" : choice == Theme::Choice::light ? "light" : "system";
}

QStringList listOf(const std::vector<std::string>& texts) {
  QStringList list;
  for (const std::string& text : texts)
    list << QString::fromStdString(text);
  return list;
}

int failed(const Error& error) {
  std::fprintf(stderr, "pushscope: %s\n", error.detail.c_str());
  return error.code == ErrorCode::file ? noFile : usageError;
}

Status connectTo(Console& console, const Flags& flags) {
  const QString name = QString::fromStdString(flags.profile);
  Result<ConnectionProfile> profile =
      profileOf({listOf(flags.servers), listOf(flags.tokenFiles), listOf(flags.fleets), listOf(flags.fleetTokenFiles),
                 listOf(flags.pins), listOf(flags.fleetPins), QString::fromStdString(flags.authorities)});
  if (!name.isEmpty()) {
    const auto kept = console.profileNamed(name);
    if (!kept)
      return {
          ErrorCode::usage,
          Console::tr("there is no connection profile “%1”; pushctl context list names them").arg(name).toStdString()};
    profile = *kept;
  }
  if (!profile.ok())
    return {ErrorCode::usage, profile.error().detail};
  const QList<ProfileMistake> mistakes = console.connectTo(profile.value());
  if (mistakes.isEmpty())
    return Done{};
  const bool isFile = mistakes.first().code == ErrorCode::file;
  return {isFile ? ErrorCode::file : ErrorCode::usage, mistakes.first().sentence.toStdString()};
}

int usage(const std::string& sentence) {
  return failed({ErrorCode::usage, sentence});
}

int run(QApplication& app, const Flags& flags, bool sandbox) {
  const Result<Duration> span = parseDuration(flags.span);
  if (!span.ok() || span.value() < std::chrono::seconds(2))
    return usage("--for takes a duration of at least 2 s, for example 20s");
  const bool connects = !flags.servers.empty() || !flags.fleets.empty() || !flags.profile.empty();
  if (!flags.report.empty() && !sandbox && !connects && flags.replay.empty())
    return usage("--report needs something to report on: --sandbox, --connect, --profile or --replay");
  std::optional<Uuid> push;
  if (!flags.push.empty()) {
    const Result<Uuid> uuid = Uuid::parse(flags.push);
    if (!uuid.ok())
      return usage("--push takes the id of a push");
    push = uuid.value();
  }
  if (!flags.report.empty())
    if (const Status folder = checkFolder(QString::fromStdString(flags.report)); !folder.ok())
      return failed(folder.error());
  QSettings settings(settingsFile(), QSettings::IniFormat);
  const std::string kept = settings.value(keptTheme).toString().toStdString();
  const Theme::Choice theme = themeOf(flags.theme.empty() && flags.report.empty() ? kept : flags.theme);
  Theme::apply(app, theme);
  Language::apply(flags.language.empty() ? Console::keptLanguage(settings)
                                         : Language::named(QString::fromStdString(flags.language)));
  Console console(settings, QStringLiteral(PUSHSCOPE_VERSION));
  console.window().theme().choose(theme);
  QObject::connect(&console.window().theme(), &ThemeSwitch::chosen, &console, [&settings](Theme::Choice chosen) {
    settings.setValue(keptTheme, QString::fromLatin1(nameOf(chosen)));
  });
  console.window().resize(sizeOf(flags.size));
  // A report has the same look each time, and leaves a person's window alone.
  if (flags.report.empty())
    console.keepWindow();
  if (sandbox) {
    console.startSandbox(flags.sandbox, flags.report.empty() ? Console::Going::lively : Console::Going::quiet);
  } else if (connects) {
    if (const Status connected = connectTo(console, flags); !connected.ok())
      return failed(connected.error());
  } else if (TimeTravel& travel = console.window().timeTravel();
             !flags.replay.empty() && !travel.open(QString::fromStdString(flags.replay))) {
    std::fprintf(stderr, "pushscope: %s\n", travel.problem().toUtf8().constData());
    return noFile;
  }
  if (!flags.size.empty())
    console.window().resize(sizeOf(flags.size));
  if (!flags.page.empty())
    console.window().showPage(QString::fromStdString(flags.page));
  std::unique_ptr<ReportRun> report;
  if (flags.report.empty())
    console.window().show();
  else
    report = std::make_unique<ReportRun>(
        console, ReportRun::Config{QString::fromStdString(flags.report), span.value(), sandbox ? flags.sandbox : 0,
                                   flags.scale, sizeOf(flags.size), push, QString::fromStdString(flags.device)});
  return app.exec();
}

} // namespace

int main(int argc, char** argv) {
  forbidCoreDumps();
  returnLargeBlocks();
  quietProtobuf();
  Flags flags;
  CLI::App cli{"pushscope: a console for long-connection mobile push"};
  cli.set_version_flag("--version", "pushscope " PUSHSCOPE_VERSION);
  declareManPage(cli, PUSHSCOPE_VERSION);
  cli.footer("Exit codes: 0 closed, or the report is whole, 1 no push was acknowledged, 2 usage, 3 cannot connect, 4 "
             "refused, 6 a local file.");
  auto* sandbox =
      cli.add_option("--sandbox", flags.sandbox, "Start a server and N phones of its own (200 if no N is given)")
          ->expected(0, 1)
          ->check(CLI::Range(1, 20'000));
  // One value each time.
  const auto repeated = [&cli](const char* name, std::vector<std::string>& values, const char* help) {
    return cli.add_option(name, values, help)->allow_extra_args(false);
  };
  auto* connect =
      repeated("--connect", flags.servers, "Admin port of a server, for example 127.0.0.1:7802; may be repeated")
          ->excludes(sandbox);
  repeated("--token-file", flags.tokenFiles,
           "File whose first line is the token of the admin port; repeated for several servers in the order of "
           "--connect, the last serves the rest");
  auto* fleet = repeated("--fleet", flags.fleets, "Control port of a pushfleet; may be repeated")->excludes(sandbox);
  repeated("--fleet-token-file", flags.fleetTokenFiles,
           "If fleets have other tokens than servers; repeated in the order of --fleet");
  auto* profile = cli.add_option("--profile,--context", flags.profile,
                                 "Connect to the servers and fleets that are kept under this name")
                      ->excludes(sandbox)
                      ->excludes(connect)
                      ->excludes(fleet);
  auto* pin = repeated("--tls-pin", flags.pins,
                       "Believe a server with this certificate: sha256:… from its ready line; may be repeated");
  repeated("--fleet-tls-pin", flags.fleetPins, "The same for fleets, if they have others");
  cli.add_option("--tls-ca", flags.authorities,
                 "Believe a server whose certificate an authority in this PEM file signed; "
                 "system: the authorities of this computer")
      ->excludes(pin);
  cli.add_option("--push", flags.push, "The push whose ladder a report shows; without it the newest acknowledged one");
  cli.add_option("--device", flags.device, "The device of that push; without it the newest of its deliveries");
  cli.add_option("--replay", flags.replay, "Watch a recording, or the one in a bug report")
      ->excludes(sandbox)
      ->excludes(connect)
      ->excludes(fleet)
      ->excludes(profile);
  cli.add_option(
      "--report", flags.report,
      "Run for a bounded time, or to the end of a recording, and leave pictures, CSVs, a ladder and, unless it is a "
      "recording, a bug report in this folder");
  cli.add_option("--for", flags.span, "How long such a run watches")->capture_default_str();
  cli.add_option("--theme", flags.theme, "system, light or dark; without it as it was chosen last")
      ->check(CLI::IsMember({"system", "light", "dark"}));
  cli.add_option("--language", flags.language,
                 "system, en or zh_CN; without it the one that was chosen by the menu, or the system's")
      ->check(CLI::IsMember({"system", "en", "zh_CN"}));
  cli.add_option("--page", flags.page, "Page to open first")
      ->check(CLI::IsMember({"overview", "sessions", "fleet", "heartbeats", "wakes", "queues", "push", "ladder",
                             "history", "alerts", "recording", "scenarios"}));
  cli.add_option("--size", flags.size,
                 "Size of the window, WIDTHxHEIGHT; without it that of the last time, or 1280x800");
  cli.add_option("--scale", flags.scale, "Scale of a report's pictures")->check(CLI::Range(1.0, 4.0));
  if (const auto code = readCommandLine(cli, "pushscope", argc, argv))
    return *code;
  if (sandbox->count() > 0 && flags.sandbox == 0)
    flags.sandbox = Console::sandboxPhones; // the flag came without a number
  if (!sizeOf(flags.size).isValid())
    return usage("--size takes WIDTHxHEIGHT, for example 1280x800");
  QApplication app(argc, argv);
  QApplication::setApplicationName(QStringLiteral("pushscope"));
  QApplication::setOrganizationName(QStringLiteral("pushscope"));
  QApplication::setApplicationVersion(QStringLiteral(PUSHSCOPE_VERSION));
  return run(app, flags, sandbox->count() > 0);
}
