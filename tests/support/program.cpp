#include "tests/support/program.h"

#include "tests/support/wait.h"

#include <QJsonDocument>
#include <QTest>

#include <gtest/gtest.h>

#include <csignal>

namespace pushscope {

Program::Program(const QString& name, const QStringList& arguments) {
  m_process.start(QStringLiteral(PUSHSCOPE_BIN "/") + name, arguments);
  m_process.waitForStarted();
}

Program::~Program() {
  killHard();
}

QByteArray Program::output() {
  return m_output += m_process.readAllStandardOutput();
}
QByteArray Program::log() {
  return m_log += m_process.readAllStandardError();
}

QJsonObject Program::waitReady() {
  waitUntil([this] { return output().contains('\n') || !isRunning(); });
  const QByteArray line = output().left(output().indexOf('\n'));
  return QJsonDocument::fromJson(line).object().value(QStringLiteral("ready")).toObject();
}

int Program::waitExit(int limitMs) {
  if (!waitUntil([this] { return !isRunning(); }, limitMs)) {
    killHard();
    return -1;
  }
  output();
  log();
  return m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
}

void Program::signal(int number) {
  ::kill(pid_t(pid()), number);
}
void Program::terminate() {
  signal(SIGTERM);
}

void Program::killHard() {
  if (!isRunning())
    return;
  m_process.kill();
  m_process.waitForFinished();
}

TestBed::TestBed(const QString& heartbeat, const QStringList& serverFlags)
    : m_heartbeat(heartbeat), m_serverFlags(serverFlags) {
  startServer(QStringLiteral("127.0.0.1:0"), QStringLiteral("127.0.0.1:0"));
}

void TestBed::startServer(const QString& device, const QString& admin) {
  m_server.reset(); // it must have let go of ports and store
  m_server = std::make_unique<Program>(QStringLiteral("pushnode"),
                                       QStringList{"--device-listen", device, "--admin-listen", admin, "--token-file",
                                                   tokenFile(), "--node", "stage", "--heartbeat", m_heartbeat} +
                                           m_serverFlags);
  const QJsonObject ready = m_server->waitReady();
  EXPECT_FALSE(ready.isEmpty()) << m_server->log().toStdString();
  m_device = ready.value(QStringLiteral("device")).toString();
  m_admin = ready.value(QStringLiteral("admin")).toString();
  m_tls = ready.value(QStringLiteral("tls")).toString();
}

void TestBed::restartServer() {
  startServer(m_device, m_admin);
}

// Kinds that no system suspends, so that every phone stays online, beating as the server says.
static const QStringList awake{"--profile", "desktop",          "--profile", "android-exempt",
                               "--set",     "heartbeat=server", "--set",     "background_heartbeat=server"};

void TestBed::startFleet(int phones, const QStringList& flags) {
  m_fleet = std::make_unique<Program>(
      QStringLiteral("pushfleet"),
      QStringList{"--server", m_device, "--count", QString::number(phones), "--control-listen", "127.0.0.1:0",
                  "--token-file", fleetTokenFile(), "--backoff-cap", "2s"} +
          (flags.contains(QStringLiteral("--scenario")) || flags.contains(QStringLiteral("--profile")) ? QStringList()
                                                                                                       : awake) +
          flags);
  const QJsonObject ready = m_fleet->waitReady();
  EXPECT_FALSE(ready.isEmpty()) << m_fleet->log().toStdString();
  m_control = ready.value(QStringLiteral("control")).toString();
  m_controlTls = ready.value(QStringLiteral("tls")).toString();
}

QList<QJsonObject> TestBed::Outcome::objects() const {
  QList<QJsonObject> objects;
  for (const QByteArray& line : output.split('\n'))
    if (!line.isEmpty())
      objects << QJsonDocument::fromJson(line).object();
  return objects;
}

TestBed::Outcome TestBed::ctl(const QStringList& arguments) const {
  const bool asSomebody = arguments.contains(QStringLiteral("--token-file"));
  Program ctl(QStringLiteral("pushctl"), QStringList{"--server", m_admin} +
                                             (asSomebody ? QStringList() : QStringList{"--token-file", tokenFile()}) +
                                             arguments);
  Outcome outcome;
  outcome.exitCode = ctl.waitExit();
  outcome.output = ctl.output();
  outcome.errors = ctl.log();
  return outcome;
}

} // namespace pushscope
