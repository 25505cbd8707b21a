#include "app/server/store/memory_ledger.h"

#include <algorithm>

namespace pushscope {
namespace {

// Entries of a list whose cursors are consecutive numbers.
template <class Entry>
auto firstAfter(const std::deque<Entry>& entries, uint64_t after) {
  return std::upper_bound(entries.begin(), entries.end(), after,
                          [](uint64_t wanted, const Entry& entry) { return wanted < entry.cursor; });
}

template <class Entry>
void keep(std::deque<Entry>& entries, Entry entry, uint64_t cursor, size_t most) {
  entry.cursor = cursor;
  entries.push_back(std::move(entry));
  if (entries.size() > most)
    entries.pop_front();
}

// Scattered, because they are consecutive: neighbours would fill the table without a gap.
uint32_t hashOf(DeliveryHandle handle) {
  return uint32_t((handle.value * 0x9e3779b97f4a7c15ull) >> 32);
}

uint32_t hashOf(const Uuid& uuid) {
  return NumberTable::hashOf({reinterpret_cast<const char*>(uuid.bytes.data()), uuid.bytes.size()});
}

} // namespace

// ---- Deliveries

MemoryLedger::Slot MemoryLedger::byHandle(DeliveryHandle handle) const {
  return m_byHandle.find(hashOf(handle), [&](Slot slot) { return m_receipts[slot].ladder.record.delivery == handle; });
}

MemoryLedger::Slot MemoryLedger::firstOf(const Uuid& uuid) const {
  return m_byUuid.find(hashOf(uuid), [&](Slot slot) { return m_receipts[slot].ladder.record.uuid == uuid; });
}

void MemoryLedger::delivery(const DeliveryRecord& record) {
  // Sent again: it is no longer dead.
  if (!m_dead.empty())
    if (const auto dead = m_deadByUuid.find({record.device, record.uuid}); dead != m_deadByUuid.end()) {
      m_dead.erase(dead->second);
      m_deadByUuid.erase(dead);
    }
  if (byHandle(record.delivery) != none)
    return;
  Slot slot = Slot(m_receipts.size());
  if (m_receipts.size() < mostDeliveries) {
    m_receipts.emplace_back();
  } else {
    slot = m_oldest;
    forgetOldest();
  }
  Receipt& receipt = m_receipts[slot];
  receipt.ladder.record = record;
  receipt.ladder.stages.clear();
  receipt.next = none;
  m_byHandle.add(hashOf(record.delivery), slot);
  const Slot first = firstOf(record.uuid);
  if (first == none)
    m_byUuid.add(hashOf(record.uuid), slot);
  else
    m_receipts[m_receipts[first].last].next = slot;
  m_receipts[first == none ? slot : first].last = slot;
}

void MemoryLedger::forgetOldest() {
  const Receipt& oldest = m_receipts[m_oldest];
  m_byHandle.erase(hashOf(oldest.ladder.record.delivery), m_oldest);
  // It is the first of its push, since it is the first of all.
  if (oldest.next == none) {
    m_byUuid.erase(hashOf(oldest.ladder.record.uuid), m_oldest);
  } else {
    m_receipts[oldest.next].last = oldest.last;
    m_byUuid.replace(hashOf(oldest.ladder.record.uuid), m_oldest, oldest.next);
  }
  m_oldest = (m_oldest + 1) % mostDeliveries;
}

void MemoryLedger::stage(const StageFact& fact) {
  const Slot found = byHandle(fact.delivery);
  if (found == none)
    return;
  Ladder& ladder = m_receipts[found].ladder;
  if (ladder.stages.size() < stagesPerDelivery)
    ladder.stages.push_back(fact);
  if (fact.stage == Stage::dead)
    bury(ladder.record, fact);
}

void MemoryLedger::find(const Uuid& uuid, std::function<void(Result<std::vector<Ladder>>)> done) {
  std::vector<Ladder> found;
  for (Slot slot = firstOf(uuid); slot != none; slot = m_receipts[slot].next)
    found.push_back(m_receipts[slot].ladder);
  done(std::move(found));
}

void MemoryLedger::bury(const DeliveryRecord& record, const StageFact& fact) {
  const DeadLetter letter{record.device, record.uuid, record.sequence, fact.at, fact.reason, record.payloadBytes};
  if (!m_dead.emplace(record.sequence, letter).second)
    return;
  m_deadByUuid[{record.device, record.uuid}] = record.sequence;
  if (m_dead.size() > mostDead) {
    const DeadLetter& oldest = m_dead.begin()->second;
    if (const auto named = m_deadByUuid.find({oldest.device, oldest.uuid});
        named != m_deadByUuid.end() && named->second == oldest.sequence)
      m_deadByUuid.erase(named);
    m_dead.erase(m_dead.begin());
  }
}

void MemoryLedger::deadLetters(Sequence after, size_t count,
                               std::function<void(Result<std::vector<DeadLetter>>)> done) {
  std::vector<DeadLetter> page;
  for (auto it = m_dead.upper_bound(after); it != m_dead.end() && page.size() < count; ++it)
    page.push_back(it->second);
  done(std::move(page));
}

// ---- Sessions and actions

void MemoryLedger::session(PastSession session) {
  keep(m_sessions, std::move(session), ++m_lastSession, mostSessions);
}

void MemoryLedger::sessions(const std::string& device, uint64_t after, size_t count,
                            std::function<void(Result<std::vector<PastSession>>)> done) {
  std::vector<PastSession> page;
  for (auto it = firstAfter(m_sessions, after); it != m_sessions.end() && page.size() < count; ++it)
    if (device.empty() || it->device == device)
      page.push_back(*it);
  done(std::move(page));
}

void MemoryLedger::audit(AuditEntry entry) {
  keep(m_audited, std::move(entry), ++m_lastAudited, mostAudited);
}

void MemoryLedger::audited(uint64_t after, size_t count, std::function<void(Result<std::vector<AuditEntry>>)> done) {
  const auto first = firstAfter(m_audited, after);
  done(std::vector<AuditEntry>(first, first + std::ptrdiff_t(std::min(count, size_t(m_audited.end() - first)))));
}

} // namespace pushscope
