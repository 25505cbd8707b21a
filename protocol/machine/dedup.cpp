#include "protocol/machine/dedup.h"

namespace pushscope {

bool Dedup::admit(const Uuid& uuid, MonoTime now) {
  while (!m_order.empty() && m_order.front().at + horizon <= now) {
    m_seen.erase(m_order.front().uuid);
    m_order.pop_front();
  }
  if (!m_seen.insert(uuid).second)
    return false;
  m_order.push_back({uuid, now});
  if (m_order.size() > window) {
    m_seen.erase(m_order.front().uuid);
    m_order.pop_front();
  }
  return true;
}

} // namespace pushscope
