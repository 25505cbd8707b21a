#pragma once

#include "protocol/scenario/judge.h"

#include <algorithm>
#include <unordered_map>
#include <vector>

namespace pushscope::scenario {

// Tells the judge what one server or one fleet reports: knows what its handles stand for. Devices and deliveries that
// are not of this scenario are passed over.
class Witness {
 public:
  Witness(Judge& judge, Source source) : m_judge(judge), m_source(source) {}

  // Another incarnation, or a new snapshot: the handles so far mean nothing.
  void forget();

  void device(const DeviceRecord& record);
  void link(Handle handle, WallTime at, LinkState state, const Closing& closing);
  void app(Handle handle, WallTime at, AppState state, Cause cause);
  void network(Handle handle, WallTime at, const Network& network);
  void wake(Handle handle, const Wake& wake);
  void notice(Handle handle, const Notice& notice);
  void sync(Handle handle, const SyncFact& sync);
  void delivery(const DeliveryRecord& record);
  void stage(DeliveryHandle delivery, WallTime at, Stage stage, uint32_t attempt, Reason reason);
  void missed(uint64_t blocks) { m_judge.missed(blocks); }

 private:
  static constexpr uint32_t nobody = ~uint32_t{0};
  uint32_t phoneOf(Handle handle) const { return handle.value < m_phones.size() ? m_phones[handle.value] : nobody; }

  WallTime seen(WallTime at) { return m_newest = std::max(m_newest, at), at; }

  Judge& m_judge;
  Source m_source;
  WallTime m_newest = WallTime::min();                 // of what was told
  std::vector<uint32_t> m_phones;                      // by handle
  std::unordered_map<uint32_t, uint32_t> m_deliveries; // by delivery handle; only those of this scenario
};

} // namespace pushscope::scenario
