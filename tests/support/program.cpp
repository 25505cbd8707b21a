#include "tests/support/program.h"

#include "tests/support/wait.h"

#include <QJsonDocument>
#include <QTcpSocket>
#include <QTest>

#include <gtest/gtest.h>

#include <csignal>

namespace pushscope {

Program::Program(const QString& name, const QStringList& arguments) {
  // What programs say is compared in English, whatever this machine speaks.
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
  m_process.setProcessEnvironment(environment);
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

QByteArray httpGet(const QString& address, const QByteArray& request) {
  QTcpSocket socket;
  socket.connectToHost(address.section(':', 0, 0), quint16(address.section(':', 1).toUInt()));
  if (!socket.waitForConnected(5000))
    return {};
  socket.write(request);
  while (socket.state() == QAbstractSocket::ConnectedState && socket.waitForReadyRead(10'000)) {
  }
  return socket.readAll();
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
  m_metrics = ready.value(QStringLiteral("metrics")).toString();
  m_tls = ready.value(QStringLiteral("tls")).toString();
}

QByteArray TestBed::metrics() const {
  return httpGet(m_metrics, "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n");
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

QList<QJsonObject> Outcome::objects() const {
  QList<QJsonObject> objects;
  for (const QByteArray& line : output.split('\n'))
    if (!line.isEmpty())
      objects << QJsonDocument::fromJson(line).object();
  return objects;
}

Outcome run(const QString& program, const QStringList& arguments) {
  Program process(program, arguments);
  const int exitCode = process.waitExit();
  return {exitCode, process.output(), process.log()};
}

Outcome TestBed::ctl(const QStringList& arguments) const {
  const bool asSomebody = arguments.contains(QStringLiteral("--token-file"));
  return run(QStringLiteral("pushctl"), QStringList{"--server", m_admin} +
                                            (asSomebody ? QStringList() : QStringList{"--token-file", tokenFile()}) +
                                            arguments);
}

} // namespace pushscope
