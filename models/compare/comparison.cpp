#include "models/compare/comparison.h"

#include <algorithm>
#include <array>

namespace pushscope {
namespace {

std::optional<double> milliseconds(std::optional<Duration> duration) {
  if (!duration)
    return std::nullopt;
  return double(duration->count()) / 1000;
}

std::optional<double> perThousand(uint64_t count, uint64_t of) {
  if (of == 0)
    return std::nullopt;
  return double(count) * 1000 / double(of);
}

bool failed(const DeliveryRow& delivery, WallTime to) {
  switch (delivery.state) {
  case Stage::dead:
  case Stage::expired:
  case Stage::evicted:
    return true;
  case Stage::acknowledged:
  case Stage::cancelled:
  case Stage::held:
    return false;
  default:
    return delivery.first + RunFigures::grace < to;
  }
}

std::optional<double> ratioOf(std::optional<double> before, std::optional<double> after) {
  if (!before || !after || *before == 0)
    return std::nullopt;
  return *after / *before;
}

} // namespace

void RunFigures::addSeconds(const World& world, WallTime from, WallTime to) {
  const auto secondOf = [](WallTime at) {
    return int64_t(std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count());
  };
  for (int64_t number = secondOf(from); number < secondOf(to); ++number) {
    const Series::Second& second = world.series().second(number);
    if (second.second < 0)
      continue;
    roundTrips.add(second.roundTrips);
    acknowledgements.add(second.acknowledgements);
    wakeLatencies.add(second.wakeLatencies);
    beats += second.beats;
    misses += second.misses;
    deaths += second.deaths;
    acknowledged += second.acknowledged;
    wakes += second.wakes;
    missedWakes += second.missedWakes;
  }
}

void RunFigures::addOutcomes(const World& world, WallTime from, WallTime to) {
  devices = world.devices().size();
  for (size_t i = 0; i < world.deliveries().size(); ++i) {
    const DeliveryRow& delivery = world.deliveries().at(i);
    if (delivery.first < from)
      continue;
    ++deliveries;
    deadLetters += delivery.state == Stage::dead;
    expired += delivery.state == Stage::expired;
    unacknowledged += failed(delivery, to);
  }
}

FigureComparison::FigureComparison(const RunFigures& before, const RunFigures& after, double worseThan)
    : m_worseThan(worseThan) {
  constexpr std::array roundTrip{Percentile{500, "round_trip_p50_ms"}, Percentile{900, "round_trip_p90_ms"},
                                 Percentile{990, "round_trip_p99_ms"}};
  constexpr std::array acknowledge{Percentile{500, "acknowledge_p50_ms"}, Percentile{900, "acknowledge_p90_ms"},
                                   Percentile{990, "acknowledge_p99_ms"}};
  constexpr std::array wake{Percentile{500, "wake_latency_p50_ms"}, Percentile{900, "wake_latency_p90_ms"},
                            Percentile{990, "wake_latency_p99_ms"}};
  durations(roundTrip, before.roundTrips, before.beats, after.roundTrips, after.beats);
  if (before.beats >= fewest && after.beats == 0) // nobody was there
    for (ComparedFigure& figure : m_figures)
      figure.worse = true;
  durations(acknowledge, before.acknowledgements, before.acknowledged, after.acknowledgements, after.acknowledged);
  durations(wake, before.wakeLatencies, before.wakes, after.wakeLatencies, after.wakes);
  share("missed_beats_per_thousand", before.misses, before.beats + before.misses, after.misses,
        after.beats + after.misses);
  share("deaths_per_thousand_devices", before.deaths, before.devices, after.deaths, after.devices);
  share("dead_letters_per_thousand", before.deadLetters, before.deliveries, after.deadLetters, after.deliveries);
  share("unacknowledged_per_thousand", before.unacknowledged, before.deliveries, after.unacknowledged,
        after.deliveries);
  share("expired_per_thousand", before.expired, before.deliveries, after.expired, after.deliveries);
  share("missed_wakes_per_thousand", before.missedWakes, before.wakes + before.missedWakes, after.missedWakes,
        after.wakes + after.missedWakes);
}

void FigureComparison::durations(std::span<const Percentile> percentiles, const FineHistogram& before,
                                 uint64_t countBefore, const FineHistogram& after, uint64_t countAfter) {
  for (const Percentile& each : percentiles) {
    ComparedFigure figure{each.id,
                          false,
                          countBefore,
                          countAfter,
                          milliseconds(before.percentile(each.perThousand)),
                          milliseconds(after.percentile(each.perThousand)),
                          {},
                          false,
                          false};
    figure.ratio = ratioOf(figure.before, figure.after);
    const double limit = 1 + std::max(m_worseThan, error);
    const bool known = figure.ratio && std::min(countBefore, countAfter) >= fewest;
    figure.worse = known && *figure.ratio > limit;
    figure.few = figure.ratio && !known;
    figure.better = known && *figure.ratio * limit < 1;
    m_figures.push_back(figure);
  }
}

void FigureComparison::share(const char* id, uint64_t countBefore, uint64_t ofBefore, uint64_t countAfter,
                             uint64_t ofAfter) {
  ComparedFigure figure{
      id, true,  countBefore, countAfter, perThousand(countBefore, ofBefore), perThousand(countAfter, ofAfter),
      {}, false, false};
  figure.ratio = ratioOf(figure.before, figure.after);
  figure.worse =
      figure.before && figure.after && countAfter > countBefore && *figure.after > *figure.before * (1 + m_worseThan);
  figure.better =
      figure.before && figure.after && countBefore > countAfter && *figure.before > *figure.after * (1 + m_worseThan);
  m_figures.push_back(figure);
}

bool FigureComparison::anyWorse() const {
  return std::any_of(m_figures.begin(), m_figures.end(), [](const ComparedFigure& figure) { return figure.worse; });
}

} // namespace pushscope
