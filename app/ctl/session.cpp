#include "app/ctl/session.h"

#include "app/ctl/output.h"
#include "models/feed/token_reader.h"
#include "models/text/sentences.h"

#include <QCoreApplication>

#include <algorithm>

namespace pushscope::ctl {

std::optional<int> CommandSession::start() {
  std::vector<LinkTarget> targets;
  for (const QString& server : m_options.servers)
    if (const auto problem = add(LinkKind::node, server, m_options.tokenFile, targets))
      return problem;
  const QString& fleetToken = m_options.fleetTokenFile.isEmpty() ? m_options.tokenFile : m_options.fleetTokenFile;
  for (const QString& fleet : m_options.fleets)
    if (const auto problem = add(LinkKind::fleet, fleet, fleetToken, targets))
      return problem;
  startWith(targets);
  return std::nullopt;
}

std::optional<int> CommandSession::add(LinkKind kind, const QString& address, const QString& tokenFile,
                                       std::vector<LinkTarget>& targets) const {
  const Result<std::string> token = readToken(tokenFile);
  if (!token.ok()) {
    printError(plain(token.error().detail));
    return localFile;
  }
  const Result<HostPort> place = parseHostPort(address);
  if (!place.ok()) {
    printError(kind == LinkKind::node
                   ? QStringLiteral("--server %1: not an address of the form 127.0.0.1:7802").arg(address)
                   : QStringLiteral("--fleet %1: not an address of the form 127.0.0.1:7803").arg(address));
    return usageError;
  }
  const Trust& trust = kind == LinkKind::node ? m_options.trust : m_options.fleetTrust;
  targets.push_back({kind, place.value().host, place.value().port, token.value(), trust});
  return std::nullopt;
}

void CommandSession::startWith(const std::vector<LinkTarget>& targets) {
  for (const LinkTarget& target : targets)
    m_feed.open(target);
  connect(&m_feed, &Feed::changed, this, &CommandSession::changed);
  m_limit.setSingleShot(true);
  connect(&m_limit, &QTimer::timeout, this, [this] {
    if (m_ready)
      return finish(m_command.timedOut(m_feed));
    printError(QStringLiteral("no answer from every server in time"));
    finish(timedOut);
  });
  m_limit.start(std::chrono::duration_cast<std::chrono::milliseconds>(m_options.timeout));
}

bool CommandSession::allComplete() const {
  const auto& links = m_feed.world().links();
  return std::all_of(links.begin(), links.end(), [](const auto& link) { return link.snapshotComplete; });
}

std::optional<int> CommandSession::connectionProblem() const {
  for (const World::LinkInfo& link : m_feed.world().links()) {
    const auto state = link.status.state;
    const bool refusedNow = state == LinkStatus::State::refused;
    if (!refusedNow && (state != LinkStatus::State::waiting || m_ready))
      continue;
    const QString kind = link.kind == LinkKind::node ? QStringLiteral("Server ") : QStringLiteral("Fleet ");
    printError(Sentences::error(link.status.error, kind + plain(link.target)));
    const ErrorCode code = link.status.error.code;
    const bool weRefused = code == ErrorCode::untrusted || code == ErrorCode::insecure;
    const bool wasRefused = (refusedNow && !weRefused) || code == ErrorCode::banned;
    return wasRefused ? refused : cannotConnect;
  }
  return std::nullopt;
}

void CommandSession::changed(const World::Changes& changes) {
  if (m_finished)
    return;
  if (const auto problem = connectionProblem())
    return finish(*problem);
  if (!m_ready && allComplete()) {
    m_ready = true;
    if (!m_command.bounded())
      m_limit.stop();
    m_command.ready(m_feed);
  }
  if (!m_ready)
    return;
  if (const auto code = m_command.changed(m_feed, changes))
    finish(*code);
}

void CommandSession::finish(int code) {
  if (m_finished)
    return;
  m_finished = true;
  QCoreApplication::exit(code);
}

} // namespace pushscope::ctl
