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

std::optional<double> ratioOf(std::optional<double> before, std::optional<double> after) {
  if (!before || !after || *before == 0)
    return std::nullopt;
  return *after / *before;
}

} // namespace

RunFigures figuresOf(const World& world) {
  RunFigures figures;
  const int64_t last = std::chrono::floor<std::chrono::seconds>(world.now()).time_since_epoch().count();
  for (int64_t number = last - int64_t(Series::seconds) + 1; number <= last; ++number) {
    const Series::Second& second = world.series().second(number);
    if (second.second < 0)
      continue;
    figures.roundTrips.add(second.roundTrips);
    figures.acknowledgements.add(second.acknowledgements);
    figures.wakeLatencies.add(second.wakeLatencies);
    figures.beats += second.beats;
    figures.misses += second.misses;
    figures.deaths += second.deaths;
    figures.acknowledged += second.acknowledged;
    figures.wakes += second.wakes;
    figures.missedWakes += second.missedWakes;
  }
  figures.devices = world.devices().size();
  figures.deliveries = world.deliveries().size();
  for (size_t i = 0; i < world.deliveries().size(); ++i) {
    const Stage state = world.deliveries().at(i).state;
    figures.deadLetters += state == Stage::dead;
    figures.expired += state == Stage::expired;
  }
  return figures;
}

Comparison::Comparison(const RunFigures& before, const RunFigures& after, double worseThan) : m_worseThan(worseThan) {
  constexpr std::array roundTrip{Percentile{500, "round_trip_p50_ms"}, Percentile{900, "round_trip_p90_ms"},
                                 Percentile{990, "round_trip_p99_ms"}};
  constexpr std::array acknowledge{Percentile{500, "acknowledge_p50_ms"}, Percentile{900, "acknowledge_p90_ms"},
                                   Percentile{990, "acknowledge_p99_ms"}};
  constexpr std::array wake{Percentile{500, "wake_latency_p50_ms"}, Percentile{900, "wake_latency_p90_ms"},
                            Percentile{990, "wake_latency_p99_ms"}};
  durations(roundTrip, before.roundTrips, before.beats, after.roundTrips, after.beats);
  durations(acknowledge, before.acknowledgements, before.acknowledged, after.acknowledgements, after.acknowledged);
  durations(wake, before.wakeLatencies, before.wakes, after.wakeLatencies, after.wakes);
  share("missed_beats_per_thousand", before.misses, before.beats + before.misses, after.misses,
        after.beats + after.misses);
  share("deaths_per_thousand_devices", before.deaths, before.devices, after.deaths, after.devices);
  share("dead_letters_per_thousand", before.deadLetters, before.deliveries, after.deadLetters, after.deliveries);
  share("expired_per_thousand", before.expired, before.deliveries, after.expired, after.deliveries);
  share("missed_wakes_per_thousand", before.missedWakes, before.wakes + before.missedWakes, after.missedWakes,
        after.wakes + after.missedWakes);
}

void Comparison::durations(std::span<const Percentile> percentiles, const FineHistogram& before, uint64_t countBefore,
                           const FineHistogram& after, uint64_t countAfter) {
  for (const Percentile& each : percentiles) {
    ComparedFigure figure{each.id,
                          false,
                          countBefore,
                          countAfter,
                          milliseconds(before.percentile(each.perThousand)),
                          milliseconds(after.percentile(each.perThousand)),
                          {},
                          false};
    figure.ratio = ratioOf(figure.before, figure.after);
    figure.worse =
        figure.ratio && std::min(countBefore, countAfter) >= fewest && *figure.ratio > 1 + std::max(m_worseThan, error);
    m_figures.push_back(figure);
  }
}

void Comparison::share(const char* id, uint64_t countBefore, uint64_t ofBefore, uint64_t countAfter, uint64_t ofAfter) {
  ComparedFigure figure{
      id, true, countBefore, countAfter, perThousand(countBefore, ofBefore), perThousand(countAfter, ofAfter),
      {}, false};
  figure.ratio = ratioOf(figure.before, figure.after);
  figure.worse =
      figure.before && figure.after && countAfter > countBefore && *figure.after > *figure.before * (1 + m_worseThan);
  m_figures.push_back(figure);
}

bool Comparison::anyWorse() const {
  return std::any_of(m_figures.begin(), m_figures.end(), [](const ComparedFigure& figure) { return figure.worse; });
}

} // namespace pushscope
