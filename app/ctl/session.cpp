#include "app/ctl/session.h"

#include "app/ctl/output.h"
#include "models/feed/token_reader.h"
#include "models/text/sentences.h"

#include <QCoreApplication>

#include <algorithm>

namespace pushscope::ctl {

std::optional<int> CommandSession::start() {
  const Result<std::string> token = readToken(m_options.tokenFile);
  if (!token.ok()) {
    printError(plain(token.error().detail));
    return localFile;
  }
  for (const QString& server : m_options.servers) {
    const Result<HostPort> address = parseHostPort(server);
    if (!address.ok()) {
      printError(QStringLiteral("--server %1: not an address of the form 127.0.0.1:7802").arg(server));
      return usageError;
    }
    m_feed.open({LinkKind::node, address.value().host, address.value().port, token.value()});
  }
  connect(&m_feed, &Feed::changed, this, &CommandSession::changed);
  m_limit.setSingleShot(true);
  connect(&m_limit, &QTimer::timeout, this, [this] {
    if (m_ready)
      return finish(m_command.timedOut(m_feed));
    printError(QStringLiteral("no answer from every server in time"));
    finish(timedOut);
  });
  m_limit.start(std::chrono::duration_cast<std::chrono::milliseconds>(m_options.timeout));
  return std::nullopt;
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
    printError(Sentences::error(link.status.error, QStringLiteral("Server ") + plain(link.target)));
    const bool wasRefused = refusedNow || link.status.error.code == ErrorCode::banned;
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
