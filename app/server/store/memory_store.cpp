#include "app/server/store/memory_store.h"

#include <algorithm>
#include <cassert>

namespace pushscope {

// ---- Payloads

struct MemoryStore::Held {
  Held(std::shared_ptr<const Bytes> bytes, std::shared_ptr<std::atomic<size_t>> counter)
      : payload(std::move(bytes)), total(std::move(counter)) {}
  ~Held() { total->fetch_sub(payload->size(), std::memory_order_relaxed); }
  Held(const Held&) = delete;
  Held& operator=(const Held&) = delete;

  std::shared_ptr<const Bytes> payload;
  std::shared_ptr<std::atomic<size_t>> total;
};

std::shared_ptr<const Bytes> MemoryStore::counted(std::shared_ptr<const Bytes> payload) {
  // The deliveries of one push come one after another.
  if (payload.get() == m_lastPayload)
    if (const std::shared_ptr<Held> held = m_lastHeld.lock())
      return {held, held->payload.get()};
  m_payloadBytes->fetch_add(payload->size(), std::memory_order_relaxed);
  m_lastPayload = payload.get();
  const auto held = std::make_shared<Held>(std::move(payload), m_payloadBytes);
  m_lastHeld = held;
  return {held, m_lastPayload};
}

// ---- The verbs

MemoryStore::MemoryStore(Limits limits, Numbers numbers)
    : m_limits(limits), m_numbers(numbers), m_next(numbers.first),
      m_payloadBytes(std::make_shared<std::atomic<size_t>>(0)) {}

MemoryStore::Inbox* MemoryStore::find(const std::string& device) {
  const uint32_t number =
      m_inboxOf.find(NumberTable::hashOf(device), [&](uint32_t n) { return m_inboxes[n].device == device; });
  return number == NumberTable::none ? nullptr : &m_inboxes[number];
}

void MemoryStore::append(const std::string& device, Body body, std::function<void(Result<Appended>)> done) {
  assert(body.payload);
  Inbox* found = find(device);
  if (!found) {
    m_inboxOf.add(NumberTable::hashOf(device), uint32_t(m_inboxes.size()));
    found = &m_inboxes.emplace_back(Inbox{device, {}, {}});
  }
  Inbox& inbox = *found;
  if (!body.again) {
    if (const auto known = inbox.known.find(body.uuid))
      return done(Appended{*known, true});
    if (m_waiting >= m_limits.waiting)
      return done({ErrorCode::limit, "waiting"});
    const bool counts = body.payload.get() != m_lastPayload || m_lastHeld.expired();
    if (counts && m_payloadBytes->load(std::memory_order_relaxed) + body.payload->size() > m_limits.payloadBytes)
      return done({ErrorCode::limit, "payload_bytes"});
  } else if (const auto dead = m_deadByUuid.find({device, body.uuid}); dead != m_deadByUuid.end()) {
    forgetDead(m_dead.find(dead->second));
  }
  const Sequence sequence{m_next};
  m_next += m_numbers.step;
  remember(inbox, body.uuid, sequence);
  body.payload = counted(std::move(body.payload));
  body.again = false;
  inbox.waiting.push({sequence, std::move(body)});
  ++m_waiting;
  done(Appended{sequence, false});
}

void MemoryStore::remember(Inbox& inbox, const Uuid& uuid, Sequence sequence) {
  inbox.known.put(uuid, sequence);
  // What still waits starts its time anew. Two at a time are more than come in.
  for (int i = 0; i < 2 && inbox.known.size() > rememberedUuids; ++i) {
    const RememberedUuids::Entry oldest = inbox.known.oldest();
    inbox.known.forgetOldest();
    if (inbox.waiting.find(oldest.sequence) != inbox.waiting.end())
      inbox.known.put(oldest.uuid, oldest.sequence);
  }
}

std::vector<Store::Stored> MemoryStore::read(const std::string& device, Sequence after, size_t count) {
  Inbox* inbox = find(device);
  if (!inbox)
    return {};
  auto& waiting = inbox->waiting;
  const auto first = waiting.after(after);
  return {first, first + std::ptrdiff_t(std::min(count, size_t(waiting.end() - first)))};
}

void MemoryStore::acknowledge(const std::string& device, Sequence upTo, WallTime) {
  Inbox* inbox = find(device);
  if (!inbox)
    return;
  auto& waiting = inbox->waiting;
  const auto last = waiting.after(upTo);
  m_waiting -= size_t(last - waiting.begin());
  waiting.eraseUpTo(last);
}

void MemoryStore::settle(const std::string& device, Sequence sequence, Stage stage, Reason, WallTime) {
  Inbox* inbox = find(device);
  if (!inbox)
    return;
  auto& waiting = inbox->waiting;
  const auto settled = waiting.find(sequence);
  if (settled == waiting.end())
    return;
  if (stage == Stage::dead)
    bury(device, std::move(*settled));
  waiting.erase(settled);
  --m_waiting;
}

void MemoryStore::postpone(const std::string& device, Sequence sequence, WallTime until) {
  if (Inbox* inbox = find(device))
    if (const auto found = inbox->waiting.find(sequence); found != inbox->waiting.end())
      found->body.notBefore = until;
}

// ---- Dead letters

void MemoryStore::bury(const std::string& device, Stored stored) {
  if (const auto other = m_deadByUuid.find({device, stored.body.uuid}); other != m_deadByUuid.end()) {
    if (other->second > stored.sequence)
      return;
    forgetDead(m_dead.find(other->second));
  }
  m_deadByUuid[{device, stored.body.uuid}] = stored.sequence;
  m_deadBytes += stored.body.payload->size();
  m_dead.emplace(stored.sequence, Dead{device, std::move(stored.body)});
  while (m_dead.size() > m_limits.dead || m_deadBytes > m_limits.deadBytes)
    forgetDead(m_dead.begin());
}

void MemoryStore::forgetDead(DeadBySequence::iterator dead) {
  m_deadBytes -= dead->second.body.payload->size();
  m_deadByUuid.erase({dead->second.device, dead->second.body.uuid});
  m_dead.erase(dead);
}

std::optional<Store::Stored> MemoryStore::dead(const std::string& device, const Uuid& uuid) {
  const auto found = m_deadByUuid.find({device, uuid});
  if (found == m_deadByUuid.end())
    return std::nullopt;
  return Stored{found->second, m_dead.find(found->second)->second.body};
}

} // namespace pushscope
