#include "app/console/console.h"

#include "models/feed/token_reader.h"
#include "models/text/format.h"

namespace pushscope {
Console::Console(const QString& version) : m_recent(m_settings), m_window(m_feed, version) {
  connect(&m_window, &MainWindow::sandboxWanted, this, [this] { startSandbox(sandboxPhones); });
  connect(&m_window.connectPage(), &ConnectPage::connectWanted, this,
          [this](const ConnectRequest& request) { m_window.connectPage().setProblem(connectTo(request)); });
  connect(this, &Console::sandboxFailed, this, [this](const QString& sentence) {
    m_window.showConnectPage();
    m_window.connectPage().setProblem(sentence);
  });
  keepAlerts();
  showRecent();
}

// Rules as text, so that a person may mend what cannot be read.
void Console::keepAlerts() {
  const QString rules = QStringLiteral("alerts/rules"), notices = QStringLiteral("alerts/notices");
  AlertDesk& alerts = m_window.alerts();
  if (m_settings.contains(rules))
    alerts.load(m_settings.value(rules).toString());
  alerts.setGivesNotices(m_settings.value(notices, true).toBool());
  connect(&alerts, &AlertDesk::rulesEdited, this,
          [this, rules](const QString& text) { m_settings.setValue(rules, text); });
  connect(&alerts, &AlertDesk::noticesChanged, this,
          [this, notices](bool given) { m_settings.setValue(notices, given); });
}

Console::~Console() = default;

void Console::showRecent() {
  QList<ConnectRequest> requests;
  for (const RecentServers::Entry& entry : m_recent.entries())
    requests << ConnectRequest{entry.server,         entry.tokenFile, entry.fleet,
                               entry.fleetTokenFile, entry.trust,     entry.fleetTrust};
  m_window.connectPage().setRecent(requests);
}

void Console::startSandbox(int phones) {
  m_window.timeTravel().backToLive();
  m_feed.closeAll();
  m_sandbox = std::make_unique<Sandbox>(Sandbox::ofPhones(phones));
  connect(m_sandbox.get(), &Sandbox::ready, this, [this](const LinkTarget& node, const LinkTarget& fleet) {
    m_feed.open(node);
    m_feed.open(fleet);
  });
  connect(m_sandbox.get(), &Sandbox::failed, this, [this](const QString& sentence) {
    m_feed.closeAll();
    emit sandboxFailed(sentence);
  });
  m_window.showPages();
  m_sandbox->start();
}

QString Console::open(const QString& address, const QString& tokenFile, const QString& trustText, LinkKind kind,
                      QList<LinkTarget>& targets) {
  const Result<HostPort> place = parseHostPort(address);
  if (!place.ok())
    return tr("“%1” is not an address. Write host and port, for example 127.0.0.1:7802.").arg(address);
  const Result<std::string> token = readToken(tokenFile);
  if (!token.ok())
    return tr("The token file could not be read. %1").arg(plain(token.error().detail));
  const Result<Trust> trust = parseTrust(trustText);
  if (!trust.ok())
    return trust.error().code == ErrorCode::file
               ? tr("The file with certificates could not be read. %1").arg(plain(trust.error().detail))
               : tr("“%1” is not the fingerprint of a certificate. Copy it from the server's ready line: sha256: and "
                    "64 "
                    "digits.")
                     .arg(plain(trust.error().detail));
  targets << LinkTarget{kind, place.value().host, place.value().port, token.value(), trust.value()};
  return {};
}

QString Console::connectTo(const ConnectRequest& request) {
  QList<LinkTarget> targets;
  QString problem = open(request.server, request.tokenFile, request.trust, LinkKind::node, targets);
  if (problem.isEmpty() && !request.fleet.isEmpty())
    problem = open(request.fleet, request.fleetTokenFile.isEmpty() ? request.tokenFile : request.fleetTokenFile,
                   request.fleetTrust.isEmpty() ? request.trust : request.fleetTrust, LinkKind::fleet, targets);
  if (!problem.isEmpty())
    return problem;
  m_window.timeTravel().backToLive();
  m_sandbox.reset();
  m_feed.closeAll();
  for (const LinkTarget& target : targets)
    m_feed.open(target);
  m_recent.remember(
      {request.server, request.tokenFile, request.fleet, request.fleetTokenFile, request.trust, request.fleetTrust});
  showRecent();
  m_window.showPages();
  return {};
}

} // namespace pushscope
