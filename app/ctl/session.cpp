#include "app/ctl/session.h"

#include "app/ctl/output.h"
#include "models/text/format.h"
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
  connect(&m_interrupt.emplace(), &Interrupt::came, this, [this] {
    if (const auto code = m_ready ? m_command->interrupted(m_feed) : std::optional<int>(interrupted))
      finish(*code);
  });
  m_limit.setSingleShot(true);
  connect(&m_limit, &QTimer::timeout, this, [this] {
    if (m_ready)
      return finish(m_command->timedOut(m_feed));
    printError(
        QStringLiteral("not every server and fleet has told what it knows within %1; give it longer with --timeout")
            .arg(durationForPeople(m_options.timeout)));
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
    if (!m_command->bounded())
      m_limit.stop();
    m_command->ready(m_feed);
  }
  if (!m_ready)
    return;
  tellTurns();
  if (const auto code = m_command->changed(m_feed, changes))
    finish(*code);
}

// A server that is lost meanwhile is connected to again; whoever reads what the command says has to know.
void CommandSession::tellTurns() {
  m_log.watch(m_feed.world(), m_feed.now());
  const bool first = m_told == 0; // the snapshots that everything began with
  for (; m_told < m_log.end(); ++m_told)
    if (const EventLog::Entry* entry = first ? nullptr : m_log.find(m_told))
      printError(entry->text);
}

void CommandSession::finish(int code) {
  if (m_finished)
    return;
  m_finished = true;
  QCoreApplication::exit(code);
}

} // namespace pushscope::ctl
