#include "app/ctl/conformance_command.h"

#include "app/ctl/exit_code.h"
#include "app/ctl/output.h"
#include "models/export/junit.h"
#include "models/feed/clocks.h"
#include "models/feed/conformance_player.h"
#include "models/text/format.h"

#include <QCoreApplication>
#include <QRandomGenerator>

namespace pushscope::ctl {
namespace {

using conformance::Clause;
using conformance::Findings;
using conformance::Outcome;

QString textOf(std::string_view text) {
  return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

// A file that was not named has no token.
Result<std::string> tokenIn(const QString& path) {
  return path.isEmpty() ? Result<std::string>(std::string()) : readToken(path);
}

Result<conformance::Target> targetOf(const ConformanceOptions& options) {
  const Result<std::string> token = tokenIn(options.tokenFile), viewer = tokenIn(options.viewerTokenFile),
                            device = tokenIn(options.deviceTokenFile);
  for (const Result<std::string>* each : {&token, &viewer, &device})
    if (!each->ok())
      return each->error();
  conformance::Target target{token.value(), {}, !options.devicePort.isEmpty(), device.value()};
  if (!options.viewerTokenFile.isEmpty())
    target.viewerToken = viewer.value();
  return target;
}

void printFindings(const Findings& findings, bool json) {
  for (const conformance::ClauseText& clause : conformance::clauseTexts()) {
    const conformance::Finding& finding = findings.of(clause.clause);
    const QString outcome = textOf(conformance::outcomeName(finding.outcome));
    const QString reason = plain(finding.reason, 500);
    if (json) {
      printJson({{"clause", clause.id},
                 {"section", clause.section},
                 {"sentence", clause.sentence},
                 {"outcome", outcome},
                 {"reason", reason.isEmpty() ? QJsonValue() : QJsonValue(reason)}});
      continue;
    }
    printLine(outcome.leftJustified(9) + QString::fromUtf8(clause.id).leftJustified(26) +
              QString::fromUtf8(clause.sentence));
    if (!reason.isEmpty())
      printLine(QString(9, ' ') + reason +
                (finding.outcome == Outcome::fails
                     ? QStringLiteral("; see \"%1\"").arg(QString::fromUtf8(clause.section))
                     : QString()));
  }
}

Status writeFindings(const QString& path, const QString& server, Duration took, const Findings& findings) {
  std::vector<scenario::Verdict> verdicts;
  std::vector<JunitSkipped> skipped;
  for (const conformance::ClauseText& clause : conformance::clauseTexts()) {
    const conformance::Finding& finding = findings.of(clause.clause);
    const std::string name = std::string(clause.id) + ": " + clause.sentence;
    if (finding.outcome == Outcome::untried)
      skipped.push_back({textOf(name), textOf(finding.reason)});
    else
      verdicts.push_back({name, finding.outcome == Outcome::holds, finding.reason, {}, 0});
  }
  return writeJunit(path, {QStringLiteral("conformance"), server, took}, verdicts, skipped);
}

} // namespace

int checkConformance(QCoreApplication& app, const ConformanceOptions& options) {
  const Result<conformance::Target> target = targetOf(options);
  if (!target.ok()) {
    printError(plain(target.error().detail, 1000));
    return localFile;
  }
  const Result<HostPort> admin = parseHostPort(options.server);
  const Result<HostPort> device = options.devicePort.isEmpty() ? admin : parseHostPort(options.devicePort);
  for (const auto& [port, flag] : {std::pair(&admin, &options.server), std::pair(&device, &options.devicePort)})
    if (!port->ok()) {
      printError(QStringLiteral("%1 is no HOST:PORT").arg(plain(flag->toStdString())));
      return usageError;
    }

  conformance::Conformance checks(target.value(), QRandomGenerator::system()->generate64());
  ConformancePlayer player(checks, admin.value(),
                           options.devicePort.isEmpty() ? std::nullopt : std::optional(device.value()), options.trust);
  QObject::connect(&player, &ConformancePlayer::finished, &app, &QCoreApplication::quit);
  const MonoTime began = readClocks().mono;
  player.start();
  app.exec();
  const Duration took = readClocks().mono - began;

  if (!checks.wasReached()) {
    printError(QStringLiteral("%1 cannot be reached: %2")
                   .arg(plain(options.server.toStdString()), plain(player.lastProblem().toStdString(), 500)));
    return cannotConnect;
  }
  const Findings& findings = checks.findings();
  printFindings(findings, options.json);
  const auto holds = qint64(findings.count(Outcome::holds)), fails = qint64(findings.count(Outcome::fails)),
             untried = qint64(findings.count(Outcome::untried));
  if (options.json)
    printJson({{"node", plain(checks.node())}, {"holds", holds}, {"fails", fails}, {"untried", untried}});
  else
    printLine(QStringLiteral("%1: %2 hold, %3 fail, %4 not tried")
                  .arg(plain(checks.node()))
                  .arg(holds)
                  .arg(fails)
                  .arg(untried));
  if (findings.of(Clause::welcome).outcome == Outcome::fails)
    printError(QStringLiteral("%1 welcomed nobody, so little could be checked. Is it the admin port, and --token-file "
                              "its token? The port that phones connect to is named by --device-port.")
                   .arg(plain(options.server.toStdString())));
  if (!options.junit.isEmpty())
    if (const Status written = writeFindings(options.junit, options.server, took, findings); !written.ok()) {
      printError(plain(written.error().detail, 1000));
      return localFile;
    }
  return fails > 0 ? expectationFailed : asExpected;
}

} // namespace pushscope::ctl
