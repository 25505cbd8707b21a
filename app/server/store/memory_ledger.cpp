#include "app/server/store/memory_ledger.h"

#include <algorithm>

namespace pushscope {

void MemoryLedger::delivery(const DeliveryRecord& record) {
  m_receipts[record.delivery] = {record, {}};
  m_byUuid.emplace(record.uuid, record.delivery);
  m_order.push_back(record.delivery);
  if (m_order.size() <= capacity)
    return;
  const auto oldest = m_receipts.find(m_order.front());
  m_order.pop_front();
  const auto [first, last] = m_byUuid.equal_range(oldest->second.record.uuid);
  m_byUuid.erase(std::find_if(first, last, [&](const auto& entry) { return entry.second == oldest->first; }));
  m_receipts.erase(oldest);
}

void MemoryLedger::stage(const StageFact& fact) {
  const auto receipt = m_receipts.find(fact.delivery);
  if (receipt != m_receipts.end() && receipt->second.stages.size() < stagesPerDelivery)
    receipt->second.stages.push_back(fact);
}

std::vector<Ladder> MemoryLedger::find(const Uuid& uuid) const {
  std::vector<Ladder> out;
  const auto [first, last] = m_byUuid.equal_range(uuid);
  for (auto it = first; it != last; ++it)
    out.push_back(m_receipts.at(it->second));
  std::sort(out.begin(), out.end(),
            [](const Ladder& a, const Ladder& b) { return a.record.delivery < b.record.delivery; });
  return out;
}

} // namespace pushscope
