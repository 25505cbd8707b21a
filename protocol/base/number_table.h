#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace pushscope {

// Finds numbers by what they stand for, which their owner keeps in a list of its own: an open table of 8 bytes a slot,
// between a quarter and half full.
class NumberTable {
 public:
  static constexpr uint32_t none = ~uint32_t{0};

  static uint32_t hashOf(std::string_view id) {
    const uint64_t hash = std::hash<std::string_view>{}(id);
    return uint32_t(hash ^ hash >> 32);
  }

  // The number with this hash for which `matches` says so, or none.
  template <class Matches>
  uint32_t find(uint32_t hash, const Matches& matches) const {
    if (m_slots.empty())
      return none;
    for (size_t at = hash & mask();; at = (at + 1) & mask()) {
      const Slot& slot = m_slots[at];
      if (slot.number == none || (slot.hash == hash && matches(slot.number)))
        return slot.number;
    }
  }
  void add(uint32_t hash, uint32_t number) {
    if (++m_count * 2 > m_slots.size())
      grow();
    put({hash, number});
  }
  // Of one that is there.
  void replace(uint32_t hash, uint32_t number, uint32_t by) { m_slots[placeOf(hash, number)].number = by; }
  void erase(uint32_t hash, uint32_t number) {
    --m_count;
    size_t hole = placeOf(hash, number);
    // What stands behind moves up, unless it would come before its home.
    for (size_t next = (hole + 1) & mask(); m_slots[next].number != none; next = (next + 1) & mask())
      if (((next - m_slots[next].hash) & mask()) >= ((next - hole) & mask())) {
        m_slots[hole] = m_slots[next];
        hole = next;
      }
    m_slots[hole] = {};
  }

 private:
  struct Slot {
    uint32_t hash = 0;
    uint32_t number = none;
  };
  size_t mask() const { return m_slots.size() - 1; }
  size_t placeOf(uint32_t hash, uint32_t number) const {
    size_t at = hash & mask();
    while (m_slots[at].number != number)
      at = (at + 1) & mask();
    return at;
  }
  void put(Slot added) {
    size_t at = added.hash & mask();
    while (m_slots[at].number != none)
      at = (at + 1) & mask();
    m_slots[at] = added;
  }
  void grow() {
    std::vector<Slot> old(m_slots.empty() ? 16 : m_slots.size() * 2);
    old.swap(m_slots);
    for (const Slot& slot : old)
      if (slot.number != none)
        put(slot);
  }

  std::vector<Slot> m_slots; // a power of two
  size_t m_count = 0;
};

} // namespace pushscope
