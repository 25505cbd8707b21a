#include "protocol/machine/dedup.h"

#include <algorithm>

namespace pushscope {

bool Dedup::admit(const Uuid& uuid, MonoTime now) {
  const auto young =
      std::find_if(m_entries.begin(), m_entries.end(), [now](const Entry& entry) { return entry.at + horizon > now; });
  m_entries.erase(m_entries.begin(), young);
  const auto known =
      std::find_if(m_entries.rbegin(), m_entries.rend(), [&uuid](const Entry& entry) { return entry.uuid == uuid; });
  if (known != m_entries.rend())
    return false;
  if (m_entries.size() == window)
    m_entries.erase(m_entries.begin());
  m_entries.push_back({uuid, now});
  return true;
}

bool Dedup::knows(const Uuid& uuid, MonoTime now) const {
  return std::any_of(m_entries.rbegin(), m_entries.rend(),
                     [&](const Entry& entry) { return entry.uuid == uuid && entry.at + horizon > now; });
}

} // namespace pushscope
