#include "protocol/machine/backlog.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace pushscope {

void Backlog::Window::take(const Entry& entry) {
  ++m_count;
  m_bytes += entry.bytes;
}

bool Backlog::Window::hasRoomFor(const Entry& entry) {
  m_full = m_full || m_count >= m_policy.window || (m_count > 0 && m_bytes + entry.bytes > m_policy.windowBytes);
  return !m_full;
}

std::vector<Backlog::Settled> Backlog::append(Sequence sequence, const Options& options, MonoTime now) {
  const bool postponed = options.notBefore > now;
  assert(postponed || m_entries.empty() || m_entries.back().sequence < sequence);
  std::vector<Settled> settled;
  if (options.collapseKey != 0)
    collapse(options.collapseKey, settled);
  Entry entry;
  entry.sequence = sequence;
  entry.expires = options.expires;
  entry.due = std::max(now, options.notBefore);
  entry.collapseKey = options.collapseKey;
  entry.highPriority = options.highPriority;
  entry.bytes = options.bytes;
  entry.refusals = options.refusals;
  entry.postponed = options.postponed;
  if (postponed)
    m_postponed.insert(placeOf(sequence), entry);
  else
    m_entries.push_back(entry);
  while (size() > m_policy->capacity)
    settled.push_back({evictOldest(), Stage::evicted, Reason::none});
  shrink();
  return settled;
}

void Backlog::collapse(uint64_t key, std::vector<Settled>& settled) {
  for (Entries* entries : {&m_entries, &m_postponed}) {
    const auto taken = [key](const Entry& entry) { return entry.collapseKey == key && !entry.onThisConnection; };
    for (const Entry& entry : *entries)
      if (taken(entry))
        settled.push_back({entry.sequence, Stage::cancelled, Reason::collapsed});
    entries->erase(std::remove_if(entries->begin(), entries->end(), taken), entries->end());
  }
  std::sort(settled.begin(), settled.end(), [](const Settled& a, const Settled& b) { return a.sequence < b.sequence; });
}

Sequence Backlog::evictOldest() {
  const bool isPostponed =
      m_entries.empty() || (!m_postponed.empty() && m_postponed.front().sequence < m_entries.front().sequence);
  Entries& entries = isPostponed ? m_postponed : m_entries;
  const Sequence oldest = entries.front().sequence;
  entries.erase(entries.begin());
  return oldest;
}

void Backlog::shrink() {
  if (m_entries.empty())
    Entries().swap(m_entries);
  if (m_postponed.empty())
    Entries().swap(m_postponed);
}

void Backlog::connected(MonoTime now) {
  m_connected = true;
  m_gaveUp = false;
  for (Entry& entry : m_entries) {
    // What was written to an earlier connection may be lost with it, so it is written again now; a delivery that had
    // used up its attempts starts over.
    if (entry.state == State::offline || entry.tries > m_policy->maxResends)
      entry.tries = 0;
    entry.state = State::ready;
    entry.onThisConnection = false;
    entry.heldTold = false;
    entry.checks = 0;
    entry.due = now;
  }
  for (Entry& entry : m_postponed)
    entry.onThisConnection = false;
}

void Backlog::disconnected(Reason reason) {
  m_connected = false;
  m_offlineReason = reason;
  for (Entry& entry : m_entries) {
    entry.onThisConnection = false;
    if (m_policy->retry == Retry::reconnect && entry.state == State::sent)
      entry.due = MonoTime{}; // offline at once
  }
  for (Entry& entry : m_postponed)
    entry.onThisConnection = false;
}

void Backlog::hold(MonoTime until, Reason reason) {
  if (until == MonoTime{})
    return release();
  m_heldUntil = until;
  m_holdReason = reason;
}

void Backlog::release() {
  if (!held())
    return;
  m_heldUntil = MonoTime{};
  m_holdReason = Reason::none;
  for (Entry& entry : m_entries)
    entry.heldTold = false;
}

std::vector<Sequence> Backlog::acknowledge(Sequence upTo) {
  std::vector<Sequence> settled;
  const auto stop = std::find_if(m_entries.begin(), m_entries.end(),
                                 [upTo](const Entry& entry) { return entry.sequence > upTo || entry.attempt == 0; });
  for (auto entry = m_entries.begin(); entry != stop; ++entry)
    settled.push_back(entry->sequence);
  m_entries.erase(m_entries.begin(), stop);

  // A postponed one can have been written before: then it was handled after all.
  const auto handled = [upTo](const Entry& entry) { return entry.sequence <= upTo && entry.onThisConnection; };
  const size_t inOrder = settled.size();
  for (const Entry& entry : m_postponed)
    if (handled(entry))
      settled.push_back(entry.sequence);
  m_postponed.erase(std::remove_if(m_postponed.begin(), m_postponed.end(), handled), m_postponed.end());
  std::inplace_merge(settled.begin(), settled.begin() + std::ptrdiff_t(inOrder), settled.end());
  shrink();
  return settled;
}

Backlog::Entries::const_iterator Backlog::find(const Entries& entries, Sequence sequence) {
  const auto found = std::lower_bound(entries.begin(), entries.end(), sequence,
                                      [](const Entry& entry, Sequence wanted) { return entry.sequence < wanted; });
  return found != entries.end() && found->sequence == sequence ? found : entries.end();
}

bool Backlog::contains(Sequence sequence) const {
  return find(m_entries, sequence) != m_entries.end() || find(m_postponed, sequence) != m_postponed.end();
}

size_t Backlog::unacknowledged() const {
  return size_t(std::count_if(m_entries.begin(), m_entries.end(),
                              [](const Entry& entry) { return entry.state == State::sent && entry.onThisConnection; }));
}

bool Backlog::cancel(Sequence sequence) {
  for (Entries* entries : {&m_entries, &m_postponed})
    if (const auto found = find(*entries, sequence); found != entries->end()) {
      entries->erase(found);
      shrink();
      return true;
    }
  return false;
}

bool Backlog::postpone(Sequence sequence, MonoTime until) {
  if (const auto found = find(m_postponed, sequence); found != m_postponed.end()) {
    Entry& entry = m_postponed[size_t(found - m_postponed.cbegin())];
    entry.due = until;
    entry.postponed = Reason::postponed;
    return true;
  }
  const auto found = find(m_entries, sequence);
  if (found == m_entries.end())
    return false;
  Entry entry = *found;
  entry.due = until;
  entry.postponed = Reason::postponed;
  m_entries.erase(found);
  m_postponed.insert(placeOf(sequence), entry);
  shrink();
  return true;
}

Backlog::Refused Backlog::refuse(Sequence sequence, MonoTime now) {
  std::optional<Entry> entry = takeWritten(sequence, now + m_policy->attemptTimeout);
  if (!entry)
    return Refused::ignored;
  const bool dead = ++entry->refusals >= m_policy->refusals;
  if (!dead && !superseded(*entry)) {
    entry->onThisConnection = false; // what acknowledge() and another refusal of the same write look at
    m_postponed.insert(placeOf(sequence), *entry);
    return Refused::again;
  }
  shrink();
  return dead ? Refused::dead : Refused::collapsed;
}

// Out of the order, or out of those that were postponed after they had been written on this connection: these keep the
// time that an operator chose.
std::optional<Backlog::Entry> Backlog::takeWritten(Sequence sequence, MonoTime until) {
  if (const auto found = find(m_postponed, sequence); found != m_postponed.end()) {
    if (!found->onThisConnection)
      return std::nullopt;
    const Entry entry = *found;
    m_postponed.erase(found);
    return entry;
  }
  const auto found = find(m_entries, sequence);
  if (found == m_entries.end() || found->attempt == 0)
    return std::nullopt;
  Entry entry = *found;
  entry.due = until;
  entry.postponed = Reason::refused;
  m_entries.erase(found);
  return entry;
}

// Appended anew it would take the place of what is newer.
bool Backlog::superseded(const Entry& entry) const {
  const auto newer = [&](const Entry& other) {
    return other.collapseKey == entry.collapseKey && other.sequence > entry.sequence;
  };
  return entry.collapseKey != 0 && (std::any_of(m_entries.begin(), m_entries.end(), newer) ||
                                    std::any_of(m_postponed.begin(), m_postponed.end(), newer));
}

Backlog::Entries::const_iterator Backlog::placeOf(Sequence postponed) const {
  return std::upper_bound(m_postponed.begin(), m_postponed.end(), postponed,
                          [](Sequence wanted, const Entry& other) { return wanted < other.sequence; });
}

bool Backlog::retryNow(Sequence sequence, MonoTime now) {
  if (const auto found = find(m_postponed, sequence); found != m_postponed.end()) {
    m_postponed[size_t(found - m_postponed.cbegin())].due = now;
    return true;
  }
  const auto found = find(m_entries, sequence);
  if (found == m_entries.end())
    return false;
  Entry& entry = m_entries[size_t(found - m_entries.cbegin())];
  entry.state = State::ready;
  entry.due = now;
  entry.tries = entry.checks = 0;
  entry.highPriority = true;
  entry.heldTold = false;
  return true;
}

std::optional<Backlog::View> Backlog::view(Sequence sequence) const {
  if (const auto found = find(m_postponed, sequence); found != m_postponed.end())
    return View{Stage::held, found->postponed, found->attempt, found->due, found->highPriority};
  const auto found = find(m_entries, sequence);
  if (found == m_entries.end())
    return std::nullopt;
  View view{Stage::queued, Reason::none, found->attempt, found->due, found->highPriority};
  switch (found->state) {
  case State::offline:
    view.stage = Stage::offline;
    view.reason = m_connected ? Reason::attemptsUsed : m_offlineReason;
    view.due = never;
    break;
  case State::sent:
    view.stage = Stage::written;
    break;
  case State::ready:
    if (m_connected && held()) {
      view.stage = Stage::held;
      view.reason = m_holdReason;
      view.due = m_heldUntil;
    } else if (found->attempt > 0) {
      view.stage = Stage::retrying;
    }
    if (!m_connected)
      view.reason = m_offlineReason;
    break;
  }
  return view;
}

Backlog::Action Backlog::tick(MonoTime now) {
  if (held() && now >= m_heldUntil)
    release();
  if (size() == 0)
    return {};
  if (const auto expired = expire(now))
    return *expired;
  if (const auto requeued = requeue(now))
    return *requeued;
  if (const auto gaveUp = giveUp(now))
    return *gaveUp;
  for (Entry& entry : m_entries)
    if (const auto action = lapse(entry, now))
      return *action;
  Window window = underWay();
  for (Entry& entry : m_entries)
    if (const auto action = advance(entry, now, window))
      return *action;
  return {};
}

std::optional<Backlog::Action> Backlog::expire(MonoTime now) {
  const auto late = [now](const Entry& entry) { return entry.expires <= now; };
  const auto inOrder = std::find_if(m_entries.begin(), m_entries.end(), late);
  const auto postponed = std::find_if(m_postponed.begin(), m_postponed.end(), late);
  if (inOrder == m_entries.end() && postponed == m_postponed.end())
    return std::nullopt;
  const bool isPostponed =
      inOrder == m_entries.end() || (postponed != m_postponed.end() && postponed->sequence < inOrder->sequence);
  const Entry& entry = isPostponed ? *postponed : *inOrder;
  const Action action{Action::Kind::settle, entry.sequence, entry.attempt, Stage::expired, Reason::none};
  if (isPostponed)
    m_postponed.erase(postponed);
  else
    m_entries.erase(inOrder);
  shrink();
  return action;
}

std::optional<Backlog::Action> Backlog::requeue(MonoTime now) {
  const auto due =
      std::find_if(m_postponed.begin(), m_postponed.end(), [now](const Entry& entry) { return entry.due <= now; });
  if (due == m_postponed.end())
    return std::nullopt;
  const Action action{Action::Kind::requeue, due->sequence,  due->attempt,
                      Stage::cancelled,      due->postponed, due->refusals};
  m_postponed.erase(due);
  shrink();
  return action;
}

std::optional<Backlog::Action> Backlog::giveUp(MonoTime now) {
  if (m_policy->retry != Retry::reconnect || !m_connected || m_gaveUp)
    return std::nullopt;
  const auto silent = std::find_if(m_entries.begin(), m_entries.end(), [now](const Entry& entry) {
    return entry.state == State::sent && entry.due <= now;
  });
  if (silent == m_entries.end())
    return std::nullopt;
  m_gaveUp = true;
  return Action{Action::Kind::giveUp, silent->sequence, silent->attempt, Stage::unknown, Reason::none};
}

Backlog::Window Backlog::underWay() const {
  Window window(*m_policy);
  for (const Entry& entry : m_entries)
    if (entry.state == State::sent)
      window.take(entry);
  return window;
}

// Waited for long enough: ready again, or given up for now.
std::optional<Backlog::Action> Backlog::lapse(Entry& entry, MonoTime now) {
  const bool oncePerConnection = m_policy->retry == Retry::reconnect;
  if (entry.state != State::sent || now < entry.due || (oncePerConnection && m_connected))
    return std::nullopt;
  entry.state = retries(entry) ? State::ready : State::offline;
  entry.checks = 0;
  if (entry.state == State::ready)
    return std::nullopt;
  return Action{Action::Kind::wait, entry.sequence, entry.attempt, Stage::offline,
                oncePerConnection ? m_offlineReason : Reason::attemptsUsed};
}

std::optional<Backlog::Action> Backlog::advance(Entry& entry, MonoTime now, Window& window) {
  if (entry.state != State::ready || now < entry.due)
    return std::nullopt;
  if (!m_connected)
    return look(entry, now);
  if (held()) {
    if (std::exchange(entry.heldTold, true))
      return std::nullopt;
    return Action{Action::Kind::wait, entry.sequence, entry.attempt, Stage::held, m_holdReason};
  }
  if (!window.hasRoomFor(entry))
    return std::nullopt;
  return write(entry, now);
}

Backlog::Action Backlog::write(Entry& entry, MonoTime now) {
  const bool classic = m_policy->retry == Retry::classic;
  entry.state = State::sent;
  entry.due = now + (classic ? m_policy->attemptTimeout : m_policy->connectionTimeout);
  entry.onThisConnection = true;
  ++entry.attempt;
  ++entry.tries;
  return {Action::Kind::send, entry.sequence, entry.attempt, Stage::written, Reason::none};
}

// There is no connection.
std::optional<Backlog::Action> Backlog::look(Entry& entry, MonoTime now) {
  if (m_policy->retry == Retry::reconnect || entry.checks >= m_policy->checks) {
    entry.state = State::offline;
    return Action{Action::Kind::wait, entry.sequence, entry.attempt, Stage::offline, m_offlineReason};
  }
  entry.due = now + m_policy->checkEvery;
  if (++entry.checks > 1)
    return std::nullopt;
  const Stage stage = entry.attempt == 0 ? Stage::queued : Stage::retrying;
  return Action{Action::Kind::wait, entry.sequence, entry.attempt, stage, m_offlineReason};
}

MonoTime Backlog::deadline() const {
  MonoTime earliest = never;
  for (const Entry& entry : m_postponed)
    earliest = std::min({earliest, entry.expires, entry.due});
  Window window = underWay();
  for (const Entry& entry : m_entries)
    earliest = std::min({earliest, entry.expires, dueOf(entry, window)});
  return earliest;
}

// When time alone makes something of it.
MonoTime Backlog::dueOf(const Entry& entry, Window& window) const {
  switch (entry.state) {
  case State::offline:
    return never;
  case State::sent:
    return m_policy->retry == Retry::reconnect && m_connected && m_gaveUp ? never : entry.due;
  case State::ready:
    if (m_connected && held())
      return entry.heldTold ? m_heldUntil : entry.due;
    return m_connected && !window.hasRoomFor(entry) ? never : entry.due;
  }
  return never;
}

bool Backlog::urgent() const {
  return std::any_of(m_entries.begin(), m_entries.end(),
                     [](const Entry& entry) { return entry.state == State::ready && entry.highPriority; });
}

// What tick() would come to, were there a connection and no hold.
bool Backlog::ready(MonoTime now) const {
  const auto waits = [&](const Entry& entry) {
    return entry.state == State::sent && (m_policy->retry == Retry::reconnect || now < entry.due);
  };
  const auto live = [&](const Entry& entry) { return entry.expires > now; };
  Window window(*m_policy);
  for (const Entry& entry : m_entries) {
    if (live(entry) && !m_connected)
      return true; // a new connection makes everything ready
    if (live(entry) && waits(entry))
      window.take(entry);
  }
  return std::any_of(m_entries.begin(), m_entries.end(), [&](const Entry& entry) {
    const bool due = entry.state == State::ready ? entry.due <= now : entry.state == State::sent && retries(entry);
    return live(entry) && !waits(entry) && due && window.hasRoomFor(entry);
  });
}

} // namespace pushscope
