#pragma once

#include "protocol/base/time.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <queue>
#include <vector>

namespace pushscope {

// The deadlines of many machines under one timer. Keys are small numbers that their owner reuses.
//
// A deadline that moves later, as each sign of life makes it do, costs one store: the heap keeps the old entry, which
// is put back when it surfaces. Only one that moves earlier costs a heap insertion. At most one stale entry a key and
// move.
class DeadlineQueue {
 public:
  // `never` takes the key out.
  void set(uint32_t key, MonoTime due) {
    if (key >= m_slots.size())
      m_slots.resize(key + 1);
    Slot& slot = m_slots[key];
    slot.due = due;
    if (due < slot.queued) {
      slot.queued = due;
      m_heap.push({due, key});
      if (m_heap.size() > 2 * m_slots.size() + 64)
        sweep();
    }
  }

  // A key that is due by now; its deadline is taken out, so that its owner sets the next one.
  std::optional<uint32_t> pop(MonoTime now) {
    while (!m_heap.empty() && m_heap.top().due <= now) {
      const Entry entry = m_heap.top();
      m_heap.pop();
      Slot& slot = m_slots[entry.key];
      if (entry.due != slot.queued)
        continue; // an earlier entry of the same key came before it
      slot.queued = never;
      if (slot.due <= now) {
        slot.due = never;
        return entry.key;
      }
      set(entry.key, slot.due);
    }
    return std::nullopt;
  }

  // When to call pop(); may be earlier than the first deadline, never later.
  MonoTime next() const { return m_heap.empty() ? never : m_heap.top().due; }

 private:
  // Entries that an earlier one of their key overtook are left in the heap; more of them than live ones are thrown out.
  void sweep() {
    std::vector<Entry> live;
    for (uint32_t key = 0; key < m_slots.size(); ++key)
      if (m_slots[key].queued != never)
        live.push_back({m_slots[key].queued, key});
    m_heap = std::priority_queue<Entry>(std::less<Entry>(), std::move(live));
  }

  struct Slot {
    MonoTime due = never;
    MonoTime queued = never; // when the live heap entry of this key surfaces
  };
  struct Entry {
    MonoTime due;
    uint32_t key;
    // Of two at the same time the lower key comes first, so that a run is the same with every library's heap.
    bool operator<(const Entry& other) const { return due != other.due ? due > other.due : key > other.key; }
  };
  std::vector<Slot> m_slots;
  std::priority_queue<Entry> m_heap;
};

} // namespace pushscope
