#include "app/server/core/device.h"

#include <algorithm>

namespace pushscope {

Device::Waiting* Device::waiting(Sequence sequence) {
  const auto found =
      std::lower_bound(deliveries.begin(), deliveries.end(), sequence,
                       [](const Waiting& waiting, Sequence wanted) { return waiting.sequence < wanted; });
  return found != deliveries.end() && found->sequence == sequence ? &*found : nullptr;
}

void Device::remember(Waiting added) {
  auto place = deliveries.end();
  while (place != deliveries.begin() && added.sequence < std::prev(place)->sequence)
    --place;
  deliveries.insert(place, std::move(added));
}

void Device::forget(Sequence sequence) {
  const Waiting* gone = waiting(sequence);
  if (!gone)
    return;
  deliveries.erase(deliveries.begin() + (gone - deliveries.data()));
  if (deliveries.empty())
    std::vector<Waiting>().swap(deliveries);
}

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
