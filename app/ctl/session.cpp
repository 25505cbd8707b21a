#include "app/ctl/session.h"

#include "app/ctl/output.h"
#include "models/text/sentences.h"

#include <QCoreApplication>

#include <algorithm>

namespace pushscope::ctl {

std::optional<int> CommandSession::start() {
  const OpenedProfile opened = openProfile(m_options.profile);
  for (const ProfileMistake& mistake : opened.mistakes)
    printError(mistake.sentence);
  if (!opened.mistakes.isEmpty())
    return opened.mistakes.first().code == ErrorCode::file ? localFile : usageError;
  startWith(opened.targets);
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
