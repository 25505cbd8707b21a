#include "protocol/machine/backlog.h"

#include <algorithm>
#include <cassert>

namespace pushscope {

std::optional<Sequence> Backlog::append(Sequence sequence, MonoTime expires, MonoTime now) {
  assert(m_entries.empty() || m_entries.back().sequence < sequence);
  m_entries.push_back({sequence, expires, now});
  if (m_entries.size() <= m_policy->capacity)
    return std::nullopt;
  const Sequence evicted = m_entries.front().sequence;
  m_entries.pop_front();
  return evicted;
}

void Backlog::connected(MonoTime now) {
  m_connected = true;
  for (Entry& entry : m_entries) {
    // What was written to an earlier connection may be lost with it, so it is written again now; a delivery that had
    // used up its attempts starts over.
    if (entry.state == State::offline || entry.tries > m_policy->maxResends)
      entry.tries = 0;
    entry.state = State::ready;
    entry.checks = 0;
    entry.due = now;
  }
}

void Backlog::disconnected() {
  m_connected = false;
}

std::vector<Sequence> Backlog::acknowledge(Sequence upTo) {
  std::vector<Sequence> settled;
  while (!m_entries.empty() && m_entries.front().sequence <= upTo && m_entries.front().attempt > 0) {
    settled.push_back(m_entries.front().sequence);
    m_entries.pop_front();
  }
  return settled;
}

Backlog::Action Backlog::tick(MonoTime now) {
  if (const auto expired = expire(now))
    return *expired;
  size_t inFlight = 0;
  for (Entry& entry : m_entries) {
    if (const auto action = advance(entry, now, inFlight))
      return *action;
    inFlight += entry.state == State::sent;
  }
  return {};
}

std::optional<Backlog::Action> Backlog::expire(MonoTime now) {
  const auto late =
      std::find_if(m_entries.begin(), m_entries.end(), [now](const Entry& entry) { return entry.expires <= now; });
  if (late == m_entries.end())
    return std::nullopt;
  const Action action{Action::Kind::settle, late->sequence, late->attempt, Stage::expired};
  m_entries.erase(late);
  return action;
}

std::optional<Backlog::Action> Backlog::advance(Entry& entry, MonoTime now, size_t inFlight) {
  if (entry.state == State::offline || now < entry.due)
    return std::nullopt;
  if (entry.state == State::sent && entry.tries <= m_policy->maxResends) {
    entry.state = State::ready;
    entry.checks = 0;
  }
  const bool exhausted = entry.state == State::sent || (!m_connected && entry.checks >= m_policy->checks);
  if (exhausted) {
    entry.state = State::offline;
    return Action{Action::Kind::wait, entry.sequence, entry.attempt, Stage::offline};
  }
  if (m_connected) {
    if (inFlight >= m_policy->window)
      return std::nullopt;
    entry.state = State::sent;
    entry.due = now + m_policy->attemptTimeout;
    ++entry.attempt;
    ++entry.tries;
    return Action{Action::Kind::send, entry.sequence, entry.attempt, Stage::written};
  }
  entry.due = now + m_policy->checkEvery;
  if (++entry.checks > 1)
    return std::nullopt;
  return Action{Action::Kind::wait, entry.sequence, entry.attempt,
                entry.attempt == 0 ? Stage::queued : Stage::retrying};
}

MonoTime Backlog::deadline() const {
  MonoTime earliest = never;
  size_t inFlight = 0;
  for (const Entry& entry : m_entries) {
    earliest = std::min(earliest, entry.expires);
    const bool held = entry.state == State::ready && m_connected && inFlight >= m_policy->window;
    if (entry.state != State::offline && !held)
      earliest = std::min(earliest, entry.due);
    inFlight += entry.state == State::sent;
  }
  return earliest;
}

bool Backlog::contains(Sequence sequence) const {
  return std::any_of(m_entries.begin(), m_entries.end(),
                     [sequence](const Entry& entry) { return entry.sequence == sequence; });
}

} // namespace pushscope
