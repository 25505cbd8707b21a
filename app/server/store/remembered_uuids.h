#pragma once

#include "protocol/base/ids.h"

#include <optional>
#include <vector>

namespace pushscope {

// The newest uuids of one device and where each stands, in the order in which they came. Nothing is allocated while it
// is empty; 40 to 80 bytes an entry afterwards. Finding one is a step or two in an open table.
class RememberedUuids {
 public:
  size_t size() const { return m_count; }
  std::optional<Sequence> find(const Uuid& uuid) const;
  // A uuid that is there already keeps its age.
  void put(const Uuid& uuid, Sequence sequence);

  struct Entry {
    Uuid uuid;
    Sequence sequence;
  };
  // Of at least one.
  const Entry& oldest() const { return at(m_first); }
  void forgetOldest();

 private:
  static constexpr uint32_t none = 0;

  const Entry& at(uint32_t position) const { return m_ring[position & (m_ring.size() - 1)]; }
  Entry& at(uint32_t position) { return m_ring[position & (m_ring.size() - 1)]; }
  size_t homeOf(const Uuid& uuid) const;
  // The slot of the table that holds this uuid, or the free one where it would go.
  size_t slotOf(const Uuid& uuid) const;
  void grow();

  std::vector<Entry> m_ring;     // a power of two; positions count on for ever
  std::vector<uint32_t> m_table; // twice as long; position + 1, or none
  uint32_t m_first = 0;
  uint32_t m_count = 0;
};

} // namespace pushscope
