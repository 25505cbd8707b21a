#pragma once

#include "app/telemetry/ladder_codec.h"

#include <deque>
#include <unordered_map>
#include <vector>

namespace pushscope {

// Receipts: what became of each delivery, stage by stage, kept beyond its end so that it can be asked for later.
// Bounded: the oldest deliveries are forgotten first.
class MemoryLedger {
 public:
  static constexpr size_t capacity = 20'000;
  // 4 attempts and every other stage twice; a peer that acknowledges for ever adds nothing beyond.
  static constexpr size_t stagesPerDelivery = 32;

  void delivery(const DeliveryRecord& record);
  void stage(const StageFact& fact);
  // The deliveries of one push, in the order of acceptance.
  std::vector<Ladder> find(const Uuid& uuid) const;

 private:
  std::unordered_map<DeliveryHandle, Ladder> m_receipts;
  std::deque<DeliveryHandle> m_order;
  std::unordered_multimap<Uuid, DeliveryHandle> m_byUuid;
};

} // namespace pushscope
