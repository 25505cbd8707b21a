#include "app/console/report_run.h"
#include "protocol/base/duration_text.h"
#include "protocol/codec/quiet_protobuf.h"
#include "ui/theme/theme.h"

#include <CLI/CLI.hpp>
#include <QApplication>

#include <memory>

using namespace pushscope;

namespace {

struct Flags {
  int sandbox = 0;
  std::string server, tokenFile, fleet, fleetTokenFile;
  std::string pin, authorities, fleetPin;
  std::string replay;
  std::string report;
  std::string span = "20s";
  std::string theme = "system";
  std::string page;
  std::string size = "1280x800";
  double scale = 1;
};

constexpr int noFile = 6; // as for pushctl

int usage(const std::string& sentence) {
  std::fprintf(stderr, "pushscope: %s\n", sentence.c_str());
  return 2;
}

QSize sizeOf(const std::string& text) {
  const QStringList parts = QString::fromStdString(text).split('x');
  return parts.size() == 2 ? QSize(parts[0].toInt(), parts[1].toInt()) : QSize();
}

Theme::Choice themeOf(const std::string& text) {
  return text == "dark" ? Theme::Choice::dark : text == "light" ? Theme::Choice::light : Theme::Choice::system;
}

int run(QApplication& app, const Flags& flags, bool sandbox) {
  const Result<Duration> span = parseDuration(flags.span);
  if (!span.ok() || span.value() < std::chrono::seconds(2))
    return usage("--for takes a duration of at least 2 s, for example 20s");
  if (!flags.report.empty() && !sandbox && flags.server.empty() && flags.replay.empty())
    return usage("--report needs something to report on: --sandbox, --connect or --replay");
  Theme::apply(app, themeOf(flags.theme));
  Console console(QStringLiteral(PUSHSCOPE_VERSION));
  if (sandbox) {
    console.startSandbox(flags.sandbox);
  } else if (!flags.server.empty()) {
    const QString problem =
        console.connectTo({QString::fromStdString(flags.server), QString::fromStdString(flags.tokenFile),
                           QString::fromStdString(flags.fleet), QString::fromStdString(flags.fleetTokenFile),
                           QString::fromStdString(flags.pin.empty() ? flags.authorities : flags.pin),
                           QString::fromStdString(flags.fleetPin)});
    if (!problem.isEmpty())
      return usage(problem.toStdString());
  } else if (TimeTravel& travel = console.window().timeTravel();
             !flags.replay.empty() && !travel.open(QString::fromStdString(flags.replay))) {
    std::fprintf(stderr, "pushscope: %s\n", travel.problem().toUtf8().constData());
    return noFile;
  }
  console.window().resize(sizeOf(flags.size));
  if (!flags.page.empty())
    console.window().showPage(QString::fromStdString(flags.page));
  std::unique_ptr<ReportRun> report;
  if (flags.report.empty())
    console.window().show();
  else
    report = std::make_unique<ReportRun>(console, ReportRun::Config{QString::fromStdString(flags.report), span.value(),
                                                                    sandbox ? flags.sandbox : 0, flags.scale,
                                                                    sizeOf(flags.size)});
  return app.exec();
}

} // namespace

int main(int argc, char** argv) {
  quietProtobuf();
  Flags flags;
  CLI::App cli{"pushscope: a console for long-connection mobile push"};
  cli.set_version_flag("--version", "pushscope " PUSHSCOPE_VERSION);
  auto* sandbox =
      cli.add_option("--sandbox", flags.sandbox, "Start a server and N phones of its own (200 if no N is given)")
          ->expected(0, 1)
          ->check(CLI::Range(1, 20'000));
  auto* connect = cli.add_option("--connect", flags.server, "Admin port of a server, for example 127.0.0.1:7802");
  auto* token = cli.add_option("--token-file", flags.tokenFile, "File whose first line is the token of the admin port");
  connect->needs(token)->excludes(sandbox);
  cli.add_option("--fleet", flags.fleet, "Control port of a pushfleet")->needs(connect);
  cli.add_option("--fleet-token-file", flags.fleetTokenFile, "If the fleet has another token than the server");
  auto* pin =
      cli.add_option("--tls-pin", flags.pin, "Believe the server with this certificate: sha256:… from its ready line")
          ->needs(connect);
  cli.add_option("--fleet-tls-pin", flags.fleetPin, "The same for the fleet, if it has another")->needs(connect);
  cli.add_option("--tls-ca", flags.authorities,
                 "Believe a server whose certificate an authority in this PEM file signed; "
                 "system: the authorities of this computer")
      ->needs(connect)
      ->excludes(pin);
  cli.add_option("--replay", flags.replay, "Watch a recording")->excludes(sandbox)->excludes(connect);
  cli.add_option(
      "--report", flags.report,
      "Run for a bounded time, or to the end of a recording, and leave pictures, CSVs and a ladder in this folder");
  cli.add_option("--for", flags.span, "How long such a run watches")->capture_default_str();
  cli.add_option("--theme", flags.theme, "system, light or dark")->check(CLI::IsMember({"system", "light", "dark"}));
  cli.add_option("--page", flags.page,
                 "Page to open first: overview, sessions, heartbeats, wakes, push, ladder, alerts, recording");
  cli.add_option("--size", flags.size, "Size of the window, WIDTHxHEIGHT")->capture_default_str();
  cli.add_option("--scale", flags.scale, "Scale of a report's pictures")->check(CLI::Range(1.0, 4.0));
  try {
    cli.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return cli.exit(error) == 0 ? 0 : 2;
  }
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
