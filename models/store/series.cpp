#include "models/store/series.h"

namespace pushscope {
namespace {

constexpr int64_t aheadAllowed = 5;

int64_t secondOf(WallTime t) {
  return micros(t) / 1'000'000;
}

} // namespace

Series::Second* Series::at(WallTime time, WallTime now) {
  const int64_t number = secondOf(time), newest = secondOf(now);
  if (number > newest + aheadAllowed || number <= newest - int64_t(seconds) + aheadAllowed || number < 0)
    return nullptr;
  std::unique_ptr<Second>& slot = m_ring[size_t(number) % seconds];
  if (!slot)
    slot = std::make_unique<Second>();
  if (slot->second != number) {
    *slot = {};
    slot->second = number;
  }
  return slot.get();
}

const Series::Second& Series::second(int64_t number) const {
  static const Second empty;
  const Second* slot = m_ring[size_t(number) % seconds].get();
  return slot && slot->second == number ? *slot : empty;
}

std::optional<int64_t> Series::firstHeard(WallTime now) const {
  for (int64_t n = secondOf(now) - int64_t(seconds) + 1; n <= secondOf(now); ++n)
    if (n >= 0 && second(n).heard)
      return n;
  return std::nullopt;
}

Series::Totals Series::totals(WallTime now, int64_t span) const {
  Totals totals;
  FineHistogram roundTrips, acknowledgements, wakeLatencies, wakeUses;
  uint64_t known = 0;
  for (int64_t n = secondOf(now) - span; n < secondOf(now); ++n) {
    const Second& s = second(n);
    known += s.heard || s.beats > 0;
    totals.beats += s.beats;
    totals.misses += s.misses;
    totals.deaths += s.deaths;
    totals.pushes += s.pushes;
    totals.acknowledged += s.acknowledged;
    totals.wakes += s.wakes;
    totals.missedWakes += s.missedWakes;
    if (s.second < 0)
      continue;
    roundTrips.add(s.roundTrips);
    acknowledgements.add(s.acknowledgements);
    wakeLatencies.add(s.wakeLatencies);
    wakeUses.add(s.wakeUses);
  }
  totals.beatsPerSecond = known > 0 ? double(totals.beats) / double(known) : 0;
  totals.roundTripP50 = roundTrips.percentile(500);
  totals.roundTripP99 = roundTrips.percentile(990);
  totals.acknowledgeP99 = acknowledgements.percentile(990);
  totals.wakeLatencyP50 = wakeLatencies.percentile(500);
  totals.wakeUseP50 = wakeUses.percentile(500);
  return totals;
}

} // namespace pushscope
