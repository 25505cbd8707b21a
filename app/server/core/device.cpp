#include "app/server/core/device.h"

namespace pushscope {

std::optional<Device::Corrected> Device::onNodeClock(WallTime phoneTime, WallTime now) const {
  constexpr WallTime latest = wallFromMicros(int64_t{1} << 53);
  const auto estimate = clock.estimate(now);
  if (!estimate || phoneTime <= WallTime{} || phoneTime > latest)
    return std::nullopt;
  return Corrected{phoneTime - estimate->offset, estimate->error};
}

} // namespace pushscope
