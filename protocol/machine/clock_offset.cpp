#include "protocol/machine/clock_offset.h"

#include <algorithm>

namespace pushscope {
namespace {

// Stamps are untrusted: bounds keep the arithmetic from overflowing, and what contradicts itself says nothing.
bool consistent(const Exchange& e) {
  constexpr WallTime latest = wallFromMicros(int64_t{1} << 53);
  for (WallTime t : {e.sent, e.arrived, e.answered, e.received})
    if (t < WallTime{} || t > latest)
      return false;
  return e.received >= e.sent && e.answered >= e.arrived && e.roundTrip() >= Duration::zero();
}

} // namespace

bool ClockOffset::add(const Exchange& e) {
  if (!consistent(e))
    return false;
  // Drift counts from the beginning: a phone that sleeps before it answers drifts within the exchange, too.
  keep({((e.arrived - e.sent) + (e.answered - e.received)) / 2, e.roundTrip(), e.sent});
  return true;
}

bool ClockOffset::addTheirs(const Exchange& e, WallTime now) {
  if (!consistent(e) || e.answered > now)
    return false;
  keep({((e.sent - e.arrived) + (e.received - e.answered)) / 2, e.roundTrip(), e.arrived - e.roundTrip()});
  return true;
}

void ClockOffset::keep(const Sample& sample) {
  if (m_samples.size() < window) {
    m_samples.push_back(sample);
    return;
  }
  m_samples[m_next] = sample;
  m_next = uint8_t((m_next + 1) % window);
}

Duration ClockOffset::errorOf(const Sample& sample, WallTime now) {
  const Duration age = std::max(now - sample.at, Duration::zero());
  // Four stamps and the divisions here, each cut to a whole microsecond.
  constexpr Duration rounding(4);
  return sample.roundTrip / 2 + rounding + age * driftPerMillion / 1'000'000;
}

std::optional<ClockOffset::Estimate> ClockOffset::estimate(WallTime now) const {
  if (m_samples.empty())
    return std::nullopt;
  const auto best = std::min_element(m_samples.begin(), m_samples.end(), [now](const Sample& a, const Sample& b) {
    return errorOf(a, now) < errorOf(b, now);
  });
  return Estimate{best->offset, errorOf(*best, now)};
}

} // namespace pushscope
