#include "app/server/store/memory_store.h"

namespace pushscope {

void MemoryStore::append(const std::string& device, Body body, std::function<void(Result<Appended>)> done) {
  Inbox& inbox = m_inboxes[device];
  if (const auto known = inbox.known.find(body.uuid); known != inbox.known.end() && !body.again)
    return done(Appended{known->second, true});
  const Sequence sequence{++inbox.lastSequence};
  if (inbox.known.insert_or_assign(body.uuid, sequence).second)
    inbox.knownOrder.push_back(body.uuid);
  if (inbox.knownOrder.size() > rememberedUuids) {
    inbox.known.erase(inbox.knownOrder.front());
    inbox.knownOrder.pop_front();
  }
  inbox.waiting.emplace(sequence, std::move(body));
  done(Appended{sequence, false});
}

std::vector<Store::Stored> MemoryStore::read(const std::string& device, Sequence after, size_t count) {
  std::vector<Stored> out;
  const auto inbox = m_inboxes.find(device);
  if (inbox == m_inboxes.end())
    return out;
  for (auto it = inbox->second.waiting.upper_bound(after); it != inbox->second.waiting.end() && out.size() < count;
       ++it)
    out.push_back({it->first, it->second});
  return out;
}

void MemoryStore::acknowledge(const std::string& device, Sequence upTo) {
  if (const auto inbox = m_inboxes.find(device); inbox != m_inboxes.end()) {
    auto& waiting = inbox->second.waiting;
    waiting.erase(waiting.begin(), waiting.upper_bound(upTo));
  }
}

void MemoryStore::settle(const std::string& device, Sequence sequence, Stage) {
  if (const auto inbox = m_inboxes.find(device); inbox != m_inboxes.end())
    inbox->second.waiting.erase(sequence);
}

} // namespace pushscope
