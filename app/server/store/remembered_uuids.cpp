#include "app/server/store/remembered_uuids.h"

#include <algorithm>
#include <cassert>
#include <cstring>

namespace pushscope {
namespace {

constexpr size_t smallest = 4;

// Uuids differ in their tail, or, if somebody numbers them, in a byte of it: multiply and keep the upper half.
uint64_t mixed(const Uuid& uuid) {
  uint64_t head = 0, tail = 0;
  std::memcpy(&head, uuid.bytes.data(), 8);
  std::memcpy(&tail, uuid.bytes.data() + 8, 8);
  const uint64_t product = (head ^ (tail * 0x9e3779b97f4a7c15ull)) * 0xd6e8feb86659fd93ull;
  return product ^ product >> 32;
}

} // namespace

size_t RememberedUuids::homeOf(const Uuid& uuid) const {
  return mixed(uuid) & (m_table.size() - 1);
}

size_t RememberedUuids::slotOf(const Uuid& uuid) const {
  size_t slot = homeOf(uuid);
  while (m_table[slot] != none && at(m_table[slot] - 1).uuid != uuid)
    slot = (slot + 1) & (m_table.size() - 1);
  return slot;
}

std::optional<Sequence> RememberedUuids::find(const Uuid& uuid) const {
  if (m_count == 0)
    return std::nullopt;
  const uint32_t found = m_table[slotOf(uuid)];
  return found == none ? std::nullopt : std::optional(at(found - 1).sequence);
}

void RememberedUuids::put(const Uuid& uuid, Sequence sequence) {
  if (m_count == m_ring.size())
    grow();
  const size_t slot = slotOf(uuid);
  if (m_table[slot] != none) {
    at(m_table[slot] - 1).sequence = sequence;
    return;
  }
  const uint32_t position = m_first + m_count++;
  at(position) = {uuid, sequence};
  m_table[slot] = position + 1;
}

void RememberedUuids::forgetOldest() {
  assert(m_count > 0);
  size_t hole = slotOf(oldest().uuid);
  // What stands behind moves up, unless it would come before its home.
  for (size_t next = hole;;) {
    next = (next + 1) & (m_table.size() - 1);
    if (m_table[next] == none)
      break;
    const size_t home = homeOf(at(m_table[next] - 1).uuid);
    if (((next - home) & (m_table.size() - 1)) >= ((next - hole) & (m_table.size() - 1))) {
      m_table[hole] = m_table[next];
      hole = next;
    }
  }
  m_table[hole] = none;
  ++m_first;
  --m_count;
}

void RememberedUuids::grow() {
  std::vector<Entry> entries;
  entries.reserve(m_count);
  for (uint32_t i = 0; i < m_count; ++i)
    entries.push_back(at(m_first + i));
  m_ring.assign(std::max(smallest, m_ring.size() * 2), {});
  m_table.assign(m_ring.size() * 2, none);
  m_first = 0;
  m_count = 0;
  for (const Entry& entry : entries) {
    m_table[slotOf(entry.uuid)] = m_count + 1;
    at(m_count++) = entry;
  }
}

} // namespace pushscope
