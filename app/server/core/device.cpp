#include "app/server/core/device.h"

#include <algorithm>

namespace pushscope {

std::optional<Device::Corrected> Device::onNodeClock(WallTime phoneTime, WallTime now) const {
  constexpr WallTime latest = wallFromMicros(int64_t{1} << 53);
  const auto estimate = clock.estimate(now);
  if (!estimate || phoneTime <= WallTime{} || phoneTime > latest)
    return std::nullopt;
  const WallTime at = phoneTime - estimate->offset;
  // The offset is that of now. A stamp of long ago, of an app that slept before it could tell, was made when the clocks
  // stood differently.
  const Duration age = std::max(now - at, Duration::zero());
  return Corrected{at, estimate->error + age * ClockOffset::driftPerMillion / 1'000'000};
}

void Device::rememberAcknowledged(Sequence sequence, DeliveryHandle delivery) {
  if (m_acknowledged.size() < remembered)
    m_acknowledged.emplace_back();
  m_acknowledged[m_nextAcknowledged++ % m_acknowledged.size()] = {sequence, delivery};
}

const DeliveryHandle* Device::recentlyAcknowledged(Sequence sequence) const {
  for (const auto& [handled, delivery] : m_acknowledged)
    if (handled == sequence)
      return &delivery;
  return nullptr;
}

Reason Device::offlineReason() const {
  if (record.appState == AppState::terminated) {
    switch (record.appCause) {
    case Cause::user:
      return Reason::terminatedByUser;
    case Cause::crash:
      return Reason::crashed;
    case Cause::boot:
      return Reason::rebooting;
    case Cause::loggedOut:
      return Reason::loggedOut;
    default:
      return Reason::terminatedBySystem;
    }
  }
  if (record.appCause == Cause::loggedOut)
    return Reason::loggedOut;
  return record.appState == AppState::suspended && !sleep.wakesOnData ? Reason::asleep : Reason::notConnected;
}

} // namespace pushscope
