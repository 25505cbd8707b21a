#include "app/ctl/context_command.h"

#include "app/ctl/exit_code.h"
#include "app/ctl/output.h"
#include "models/settings/connection_profiles.h"
#include "models/settings/window_settings.h"

#include <CLI/CLI.hpp>
#include <QJsonArray>
#include <QSettings>

namespace pushscope::ctl {
namespace {

int failed(const QString& sentence) {
  printError(sentence);
  return usageError;
}

void list(const ConnectionProfiles& profiles, bool namesOnly, bool json) {
  const ConnectionProfiles::Reading reading = profiles.read();
  const QString current = profiles.current();
  std::vector<QStringList> lines{{QString(), QStringLiteral("Name"), QStringLiteral("Servers and fleets")}};
  for (const ConnectionProfiles::Known& known : reading.profiles) {
    if (namesOnly) {
      printLine(known.profile.name);
      continue;
    }
    const bool isCurrent = known.profile.name == current;
    QJsonArray links;
    QStringList words;
    for (const ProfileLink& link : known.profile.links) {
      const QString kind = link.kind == LinkKind::fleet ? QStringLiteral("fleet") : QStringLiteral("server");
      words << kind + QLatin1Char(' ') + link.address;
      links.append(QJsonObject{
          {"kind", kind}, {"address", link.address}, {"token_file", link.tokenFile}, {"trust", link.trust}});
    }
    if (json)
      printJson({{"name", known.profile.name}, {"current", isCurrent}, {"links", links}});
    lines.push_back(
        {isCurrent ? QStringLiteral("*") : QString(), known.profile.name, words.join(QStringLiteral(", "))});
  }
  if (!json && lines.size() > 1)
    printColumns(lines, {}, Cells::whole);
  for (const QString& problem : reading.problems)
    printError(problem);
}

int add(ConnectionProfiles& profiles, const QString& name, const Result<ConnectionProfile>& profile) {
  if (!profile.ok())
    return failed(QString::fromStdString(profile.error().detail));
  if (const QString problem = nameProblem(name); !problem.isEmpty())
    return failed(problem);
  // A token file that is not there yet may come; an address that is none will not.
  const OpenedProfile opened = openProfile(profile.value());
  for (const ProfileMistake& mistake : opened.mistakes)
    if (mistake.code != ErrorCode::file)
      return failed(mistake.sentence);
  const Result<QString> kept = profiles.remember({name, profile.value().links});
  return kept.ok() ? asExpected : failed(QString::fromStdString(kept.error().detail));
}

} // namespace

Result<ConnectionProfile> keptContext(const QString& name) {
  QSettings settings(settingsFile(), QSettings::IniFormat);
  const ConnectionProfiles profiles(settings);
  const QString wanted = name.isEmpty() ? profiles.current() : name;
  if (wanted.isEmpty())
    return ConnectionProfile{};
  if (const auto profile = profiles.find(wanted))
    return *profile;
  return {ErrorCode::usage, "there is no context “" + wanted.toStdString() + "”; context list names them"};
}

int contextCommand(const CLI::App& context, const Flags& flags, const Result<ConnectionProfile>& profile) {
  QSettings settings(settingsFile(), QSettings::IniFormat);
  ConnectionProfiles profiles(settings);
  const QString name = QString::fromStdString(flags.contextName);
  if (context.got_subcommand("list")) {
    list(profiles, flags.namesOnly, flags.json);
    return asExpected;
  }
  int code = asExpected;
  if (context.got_subcommand("add")) {
    code = add(profiles, name, profile);
  } else if (!profiles.find(name)) {
    return failed(QStringLiteral("there is no context “%1”; context list names them").arg(name));
  } else if (context.got_subcommand("use")) {
    profiles.setCurrent(name);
  } else {
    profiles.forget(name);
    WindowSettings(settings).forget(name);
  }
  settings.sync();
  if (settings.status() == QSettings::AccessError)
    return printError(QStringLiteral("%1 cannot be written").arg(settings.fileName())), localFile;
  return code;
}

} // namespace pushscope::ctl
