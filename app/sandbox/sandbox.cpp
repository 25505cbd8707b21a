#include "app/sandbox/sandbox.h"

#include "models/feed/token_reader.h"
#include "models/text/format.h"
#include "models/text/json_reader.h"
#include "protocol/base/duration_text.h"
#include "protocol/message/policy_text.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonObject>

#include <cerrno>
#include <csignal>
#include <unistd.h>

namespace pushscope {
namespace {

constexpr int startLimitMs = 10'000;
constexpr int stopLimitMs = 2'000;
// Of a program that failed: a sentence that lists what it knows is long.
constexpr int shownError = 2'000;

const QString folderPrefix = QStringLiteral("pushscope-sandbox-");

// A program that was killed while its sandbox started could not remove the folder with the tokens: the next one does.
void removeLeftovers() {
  const auto folders = QDir::temp().entryInfoList({folderPrefix + QLatin1Char('*')}, QDir::Dirs | QDir::NoSymLinks);
  for (const QFileInfo& folder : folders) {
    const int pid = folder.fileName().mid(folderPrefix.size()).section('-', 0, 0).toInt();
    const bool orphaned = pid > 0 && ::kill(pid, 0) != 0 && errno == ESRCH;
    if (orphaned && folder.ownerId() == ::getuid())
      QDir(folder.filePath()).removeRecursively();
  }
}

QString tokenPath(const QTemporaryDir& directory, const char* name) {
  return directory.filePath(QLatin1String(name));
}

} // namespace

struct Sandbox::Child {
  QProcess process;
  QByteArray output;
  QByteArray errors; // the tail, for the sentence when it fails
  bool isReady = false;

  ~Child() {
    process.disconnect();
    process.closeWriteChannel();
    if (process.state() != QProcess::NotRunning && !process.waitForFinished(stopLimitMs)) {
      process.kill();
      process.waitForFinished(stopLimitMs);
    }
  }
};

Sandbox::Setup Sandbox::ofPhones(int phones) {
  // Every beat in seconds instead of half a minute: dead after 5 s. Users look at their
  // phones for seconds, and sleeping phones are woken by a beat every 12 s, so that there is something to see at once.
  return {{"--heartbeat", "2s/1s/3", "--background-heartbeat", "12s/2s/3"},
          {"--count", QString::number(phones), "--set", "foreground_mean=5s", "--set", "background_mean=40s", "--flaky",
           "8", "--flaky-every", "15s", "--backoff-cap", "5s", "--name", "phones", "--set", "heartbeat=server", "--set",
           "background_heartbeat=server"}};
}

Sandbox::Setup Sandbox::ofScenario(const scenario::Scenario& scenario, const QString& file, uint64_t seed,
                                   unsigned scalePercent) {
  const scenario::ServerSettings& server = scenario.server;
  Setup setup{{},
              {"--scenario", file, "--scale", QString::number(scalePercent), "--seed", QString::number(seed), "--name",
               "phones"}};
  const auto add = [&](const char* flag, const std::string& value) {
    setup.node << QLatin1String(flag) << QString::fromStdString(value);
  };
  if (server.heartbeat)
    add("--heartbeat", policyText(*server.heartbeat));
  if (server.backgroundHeartbeat)
    add("--background-heartbeat", policyText(*server.backgroundHeartbeat));
  if (server.retry)
    add("--retry", *server.retry == Backlog::Retry::classic ? "classic" : "reconnect");
  if (server.timeToLive)
    add("--time-to-live", durationText(*server.timeToLive));
  if (server.wakeGuard == false)
    setup.node << QStringLiteral("--no-wake-guard");
  return setup;
}

Sandbox::Sandbox(Setup setup, QObject* parent) : QObject(parent), m_setup(std::move(setup)) {
  m_limit.setSingleShot(true);
  connect(&m_limit, &QTimer::timeout, this,
          [this] { fail(tr("The sandbox did not start within %1 s.").arg(startLimitMs / 1000)); });
}

// Phones first, so that they can say goodbye.
Sandbox::~Sandbox() {
  m_fleet.reset();
  m_node.reset();
}

void Sandbox::start() {
  removeLeftovers();
  m_directory = std::make_unique<QTemporaryDir>(
      QDir::temp().filePath(folderPrefix + QStringLiteral("%1-XXXXXX").arg(QCoreApplication::applicationPid())));
  if (!m_directory->isValid())
    return fail(tr("The sandbox needs a temporary folder: %1.").arg(m_directory->errorString()));
  m_limit.start(startLimitMs);
  startNode();
}

std::unique_ptr<Sandbox::Child> Sandbox::spawn(const QString& program, const QStringList& arguments) {
  auto child = std::make_unique<Child>();
  Child* raw = child.get();
  const QString path = QDir(QCoreApplication::applicationDirPath()).filePath(program);
  if (!QFileInfo(path).isExecutable()) {
    fail(tr("%1 is missing beside this program. Build it, or put it there.").arg(QDir::toNativeSeparators(path)));
    return nullptr;
  }
  connect(&raw->process, &QProcess::readyReadStandardOutput, this, [this, raw] { readLine(*raw); });
  connect(&raw->process, &QProcess::readyReadStandardError, this,
          [raw] { raw->errors = (raw->errors + raw->process.readAllStandardError()).right(shownError); });
  connect(&raw->process, &QProcess::finished, this, [this, raw, program](int exitCode) {
    m_misused = exitCode == 2; // protocol/README.md: usage
    const QByteArray last = raw->errors.trimmed().split('\n').constLast();
    fail(tr("%1 ended: %2").arg(program, plain(last.toStdString(), shownError)));
  });
#ifdef Q_OS_UNIX
  // In a group of its own: Ctrl+C is for this program, which ends them when it ends.
  raw->process.setChildProcessModifier([] { ::setpgid(0, 0); });
#endif
  raw->process.start(path, arguments + QStringList{QStringLiteral("--until-stdin-closes")});
  return child;
}

void Sandbox::startNode() {
  m_node =
      spawn(QStringLiteral("pushnode"), QStringList{"--device-listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0",
                                                    "--token-file", tokenPath(*m_directory, "node-token"), "--node",
                                                    "sandbox", "--store", "memory"} + // a file would go with the folder
                                            m_setup.node);
}

void Sandbox::startFleet(const QString& deviceAddress) {
  m_fleet = spawn(QStringLiteral("pushfleet"), QStringList{"--server", deviceAddress, "--control-listen", "127.0.0.1:0",
                                                           "--token-file", tokenPath(*m_directory, "fleet-token")} +
                                                   m_setup.fleet);
}

void Sandbox::readLine(Child& child) {
  child.output += child.process.readAllStandardOutput();
  const qsizetype end = child.output.indexOf('\n');
  if (child.isReady || end < 0)
    return;
  child.isReady = true;
  const QJsonObject ports = readJson(child.output.left(end)).document.object().value("ready").toObject();
  &child == m_node.get() ? nodeReady(ports) : fleetReady(ports);
}

void Sandbox::nodeReady(const QJsonObject& ports) {
  const Result<HostPort> admin = parseHostPort(ports.value("admin").toString());
  const Result<std::string> token = readToken(tokenPath(*m_directory, "node-token"));
  if (!admin.ok() || !token.ok())
    return fail(tr("pushnode started in a way that was not expected."));
  m_nodeTarget = {LinkKind::node, admin.value().host, admin.value().port, token.value()};
  startFleet(ports.value("device").toString());
}

void Sandbox::fleetReady(const QJsonObject& ports) {
  const Result<HostPort> control = parseHostPort(ports.value("control").toString());
  const Result<std::string> token = readToken(tokenPath(*m_directory, "fleet-token"));
  if (!control.ok() || !token.ok())
    return fail(tr("pushfleet started in a way that was not expected."));
  m_limit.stop();
  m_directory.reset();
  emit ready(m_nodeTarget, {LinkKind::fleet, control.value().host, control.value().port, token.value()});
}

void Sandbox::fail(const QString& sentence) {
  m_limit.stop();
  // Later: a child may be in the middle of one of its own signals.
  QMetaObject::invokeMethod(
      this,
      [this, sentence] {
        m_fleet.reset();
        m_node.reset();
        m_directory.reset();
        emit failed(sentence);
      },
      Qt::QueuedConnection);
}

} // namespace pushscope
