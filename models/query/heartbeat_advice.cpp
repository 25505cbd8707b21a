#include "models/query/heartbeat_advice.h"

#include "protocol/machine/heartbeat.h"

#include <cmath>

namespace pushscope {
namespace {

using Bins = std::array<SilenceLog::Bin, SilenceLog::bins>;

constexpr double beyondChance = 16, steeper = 4, leastShare = 0.02;
constexpr uint64_t fewestDeaths = 5;
constexpr size_t binsALine = SilenceLog::perOctave / 4; // of the evidence
constexpr Duration day = std::chrono::hours(24);

Bins binsOf(const SilenceLog& silences, const std::optional<NetworkPath>& network) {
  Bins sum{};
  for (size_t path = 0; path < networkPathCount; ++path)
    for (size_t i = 0; i < sum.size() && (!network || *network == NetworkPath(path)); ++i) {
      const SilenceLog::Bin& bin = silences.bin(NetworkPath(path), i);
      sum[i].held += bin.held;
      sum[i].asleep += bin.asleep;
      sum[i].dead += bin.dead;
    }
  return sum;
}

// Deaths among beats, and how long all of these were silent together.
struct Tally {
  uint64_t held = 0, dead = 0;
  double seconds = 0;

  void add(const SilenceLog::Bin& bin, size_t index) {
    const auto middle = double((SilenceLog::lowerBound(index) + SilenceLog::lowerBound(index + 1)).count()) / 2e6;
    held += bin.held;
    dead += bin.dead;
    seconds += middle * double(bin.held + bin.dead);
  }
  double rate() const { return seconds > 0 ? double(dead) / seconds : 0; }
  double share() const { return held + dead > 0 ? double(dead) / double(held + dead) : 0; }
  // Logarithm of how likely these deaths are at their rate, but for what does not depend on it.
  double likelihood() const { return dead > 0 ? double(dead) * std::log(rate()) : 0; }
};

Tally tallyOf(const Bins& bins, size_t from, size_t to) {
  Tally tally;
  for (size_t i = from; i < to; ++i)
    tally.add(bins[i], i);
  return tally;
}

// The bin below `end` where deaths begin to be more frequent, if they do.
std::optional<size_t> stepBelow(const Bins& bins, size_t end) {
  const Tally all = tallyOf(bins, 0, end);
  std::optional<size_t> best;
  double gain = beyondChance / 2;
  Tally below;
  for (size_t cut = 1; cut < end; ++cut) {
    below.add(bins[cut - 1], cut - 1);
    if (bins[cut].dead == 0 || below.seconds == 0)
      continue;
    const Tally above{all.held - below.held, all.dead - below.dead, all.seconds - below.seconds};
    const double now = below.likelihood() + above.likelihood() - all.likelihood();
    if (now >= gain && above.dead >= fewestDeaths && above.share() >= leastShare &&
        above.rate() >= steeper * below.rate()) {
      gain = now;
      best = cut;
    }
  }
  return best;
}

std::optional<size_t> limitOf(const Bins& bins) {
  std::optional<size_t> limit;
  for (auto step = stepBelow(bins, bins.size()); step; step = stepBelow(bins, *step))
    limit = step;
  return limit;
}

// Deaths without a step say "other causes" only where much shorter silences were seen, too: a step may lie below all of
// them.
bool isUnclear(const Bins& bins, const Tally& all) {
  if (all.dead < fewestDeaths || all.share() < leastShare)
    return false;
  double silence = 0;
  for (size_t i = 0; i < bins.size(); ++i)
    silence += double(bins[i].dead) * double(SilenceLog::lowerBound(i).count());
  const Duration quarter(int64_t(silence / double(all.dead) / 4));
  return tallyOf(bins, 0, SilenceLog::binOf(std::max(quarter, SilenceLog::shortest))).held < HeartbeatAdvice::enough;
}

// The longest silence that so many beats below bin `end` outlived.
std::optional<Duration> longestHeldBelow(const Bins& bins, size_t end) {
  uint64_t held = 0;
  for (size_t i = end; i-- > 0;)
    if ((held += bins[i].held) >= HeartbeatAdvice::enough)
      return SilenceLog::lowerBound(i);
  return std::nullopt;
}

std::optional<Duration> medianAsleep(const Bins& bins) {
  uint64_t all = 0, seen = 0;
  for (const SilenceLog::Bin& bin : bins)
    all += bin.asleep;
  if (all < HeartbeatAdvice::enough)
    return std::nullopt;
  for (size_t i = 0; i < bins.size(); ++i)
    if ((seen += bins[i].asleep) * 2 >= all)
      return (SilenceLog::lowerBound(i) + SilenceLog::lowerBound(i + 1)) / 2;
  return std::nullopt;
}

std::vector<HeartbeatAdvice::Evidence> evidenceOf(const Bins& bins) {
  std::vector<HeartbeatAdvice::Evidence> lines;
  size_t known = 0; // lines up to the last one in which something was seen
  for (size_t i = 0; i < bins.size(); i += binsALine) {
    const Tally tally = tallyOf(bins, i, i + binsALine);
    if (tally.held + tally.dead == 0 && lines.empty())
      continue;
    lines.push_back({SilenceLog::lowerBound(i), SilenceLog::lowerBound(i + binsALine), tally.held, tally.dead});
    if (tally.held + tally.dead > 0)
      known = lines.size();
  }
  lines.resize(known);
  return lines;
}

// A policy that a person writes: whole seconds, or tenths if it is short.
Duration rounded(Duration d) {
  const Duration unit = d < std::chrono::seconds(10) ? Duration(100'000) : Duration(1'000'000);
  return d - d % unit;
}
Duration withJitter(Duration interval) {
  return interval + interval * Heartbeat::jitterPercent / 100;
}
Duration withoutJitter(Duration silence) {
  return silence * 100 / (100 + Heartbeat::jitterPercent);
}
uint32_t wakesOf(Duration interval) {
  return uint32_t(std::ceil(double(day.count()) / double(interval.count())));
}

// What 95 of 100 such samples stay below: the rule of three with no deaths, a normal bound of the count with some.
double mostOf(const Tally& tally) {
  const double deaths = double(tally.dead);
  return std::min(1.0,
                  (deaths + (tally.dead == 0 ? 3.0 : 1.65 * std::sqrt(deaths) + 2)) / double(tally.held + tally.dead));
}

HeartbeatAdvice::Confidence confidenceOf(uint64_t supporting) {
  using C = HeartbeatAdvice::Confidence;
  return supporting >= 1000                      ? C::good
         : supporting >= 100                     ? C::fair
         : supporting >= HeartbeatAdvice::enough ? C::low
                                                 : C::none;
}

} // namespace

HeartbeatAdvice adviseHeartbeat(const SilenceLog& silences, const AdviceWish& wish) {
  const Bins bins = binsOf(silences, wish.network);
  const Tally all = tallyOf(bins, 0, bins.size());
  const auto found = [&](Duration interval) { return withJitter(interval) + wish.policy.timeout * wish.policy.misses; };
  HeartbeatAdvice advice;
  advice.held = all.held;
  advice.dead = all.dead;
  advice.evidence = evidenceOf(bins);
  if (const auto now = medianAsleep(bins)) {
    advice.intervalNow = now;
    advice.wakesNow = wakesOf(*now);
    advice.foundNow = found(*now);
  }
  const Duration wished = std::clamp(Duration(day / std::max(wish.wakesADay, 1u)), shortestHeartbeat, longestHeartbeat);
  const auto limit = limitOf(bins);
  if (limit)
    advice.limit = SilenceLog::lowerBound(*limit);
  advice.longestHeld = longestHeldBelow(bins, limit.value_or(bins.size()));
  if (!limit && isUnclear(bins, all)) {
    advice.basis = HeartbeatAdvice::Basis::unclear;
    return advice;
  }
  if (!advice.longestHeld)
    return advice;
  // The interval that rules now was tried with all of its jitter.
  Duration safe = withoutJitter(*advice.longestHeld);
  if (advice.intervalNow && *advice.intervalNow <= *advice.longestHeld)
    safe = std::max(safe, *advice.intervalNow);
  if (advice.limit)
    safe = std::min(safe, withoutJitter(*advice.limit - std::min(HeartbeatAdvice::margin, *advice.limit / 10)));
  safe = std::clamp(rounded(safe), shortestHeartbeat, longestHeartbeat);
  const Duration granted = std::min(rounded(wished + std::chrono::microseconds(999'999)), longestHeartbeat);
  if (granted > safe && !advice.limit && silences.watched() < 2 * withJitter(granted)) {
    advice.basis = HeartbeatAdvice::Basis::tooEarly;
    advice.watchFor = 2 * withJitter(granted) - silences.watched();
    return advice;
  }
  advice.interval = std::min(granted, safe);
  advice.basis = granted <= safe ? HeartbeatAdvice::Basis::wakes
                 : advice.limit  ? HeartbeatAdvice::Basis::limit
                                 : HeartbeatAdvice::Basis::untried;
  const size_t from = SilenceLog::binOf(std::max(*advice.interval * 9 / 10, SilenceLog::shortest));
  const Tally support = tallyOf(bins, from, limit.value_or(bins.size()));
  advice.supporting = support.held;
  advice.confidence = confidenceOf(support.held);
  // Of connections that were silent for about so long; longer ones would say more about longer intervals.
  if (support.held + support.dead >= HeartbeatAdvice::enough)
    advice.mostLost = mostOf(support);
  advice.wakesADay = wakesOf(*advice.interval);
  advice.foundAfter = found(*advice.interval);
  return advice;
}

} // namespace pushscope
