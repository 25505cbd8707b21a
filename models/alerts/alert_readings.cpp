#include "models/alerts/alert_readings.h"

#include "models/store/wake_rules.h"

#include <algorithm>
#include <utility>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

constexpr uint64_t mostWakes = 50'000; // half a millisecond
constexpr DeliveryTable::Number deliveriesAtOnce = 256;

std::optional<int64_t> microsOf(const std::optional<Duration>& duration) {
  return duration ? std::optional(int64_t(duration->count())) : std::nullopt;
}

} // namespace

bool AlertReadings::isHeard(const World& world) {
  bool any = false;
  for (const World::LinkInfo& link : world.links()) {
    if (link.kind != LinkKind::node || link.isClosed())
      continue;
    any = true;
    if (link.status.state != LinkStatus::State::online || !link.snapshotComplete)
      return false;
  }
  return any;
}

void AlertReadings::refresh(const AlertInput& input) {
  const World& world = input.world;
  m_now = input.now;
  m_heard = isHeard(world);
  m_linksLost.reset();
  if (!world.links().empty())
    m_linksLost = std::count_if(world.links().begin(), world.links().end(),
                                [](const World::LinkInfo& link) { return link.isLost(); });
  refreshMissedBlocks(input);
  m_batchesWaiting = input.batchesWaiting ? std::optional(int64_t(*input.batchesWaiting)) : std::nullopt;
  const auto& counts = world.countByLink();
  m_online = counts[size_t(LinkState::online)];
  m_suspect = counts[size_t(LinkState::suspect)];
  m_offline = counts[size_t(LinkState::offline)];
  m_waiting = world.waitingDeliveries();
  m_tenSeconds = world.series().totals(input.now, 10);
  m_minute = world.series().totals(input.now, 60);
  const std::optional<int64_t> heard = world.series().firstHeard(input.now);
  m_wholeMinute = heard && *heard <= micros(input.now - 60s) / 1'000'000;
  m_twoMinutes = world.series().totals(input.now, 120);
  m_overBudget = overBudget(world, input.now - 60s);
}

void AlertReadings::refreshMissedBlocks(const AlertInput& input) {
  uint64_t missed = 0;
  for (const World::LinkInfo& link : input.world.links())
    missed += link.missedBlocks;
  // A clock that was set back, or another world.
  if (!m_blocks.empty() && (m_blocks.back().first > input.now || m_blocks.back().second > missed))
    m_blocks.clear();
  m_blocks.emplace_back(input.now, missed);
  while (m_blocks.front().first < input.now - 60s)
    m_blocks.pop_front();
  m_missedBlocks.reset();
  if (!input.world.links().empty())
    m_missedBlocks = int64_t(missed - m_blocks.front().second);
}

int64_t AlertReadings::overBudget(const World& world, WallTime since) {
  int64_t count = 0;
  const WakeTable& wakes = world.wakes();
  const uint64_t first = std::max(wakes.firstNumber(), wakes.endNumber() - std::min(wakes.endNumber(), mostWakes));
  for (uint64_t n = wakes.endNumber(); n > first; --n) {
    const WakeRow* row = wakes.find(n - 1);
    // The same wake comes by two roads: that of the fleet is counted, if there is one.
    const bool byBetterRoad = row && (row->source == Source::truth || !world.devices().truth(row->device).known);
    count += byBetterRoad && row->wake.at >= since && isOverBudget(row->wake);
  }
  return count;
}

bool AlertReadings::look(const World& world, const QElapsedTimer& spent, Duration budget) {
  const DeliveryTable& deliveries = world.deliveries();
  m_next = std::max(m_next, deliveries.firstNumber());
  while (m_next < deliveries.endNumber()) {
    for (const auto end = std::min(m_next + deliveriesAtOnce, deliveries.endNumber()); m_next < end; ++m_next) {
      const DeliveryRow& row = *deliveries.find(m_next);
      // What a lost server had not settled is not known to be open.
      if (!row.byServer || row.state == Stage::unknown || isFinal(row.state))
        continue;
      if (!m_nextOpen.any || row.attempts > m_nextOpen.depth) {
        m_nextOpen.depth = row.attempts;
        m_nextOpen.deepest = m_next;
      }
      if (const WallTime at = row.timeOf(Stage::accepted).value_or(row.first); at < m_nextOpen.oldest) {
        m_nextOpen.oldest = at;
        m_nextOpen.oldestNumber = m_next;
      }
      m_nextOpen.any = true;
    }
    if (m_next < deliveries.endNumber() && spent.nsecsElapsed() / 1000 >= budget.count())
      return false;
  }
  m_open = std::exchange(m_nextOpen, {});
  m_next = 0;
  return true;
}

std::optional<int64_t> AlertReadings::read(AlertNumber number) const {
  switch (number) {
  case AlertNumber::linksLost:
    return m_linksLost;
  case AlertNumber::missedBlocks:
    return m_missedBlocks;
  case AlertNumber::batchesWaiting:
    return m_batchesWaiting;
  default:
    break;
  }
  if (!m_heard)
    return std::nullopt;
  switch (number) {
  case AlertNumber::online:
    return m_online;
  case AlertNumber::suspect:
    return m_suspect;
  case AlertNumber::offline:
    return m_offline;
  case AlertNumber::beats:
    return m_wholeMinute ? std::optional(int64_t(m_minute.beats)) : std::nullopt;
  case AlertNumber::roundTripP99:
    return microsOf(m_tenSeconds.roundTripP99);
  case AlertNumber::missedBeats:
    return int64_t(m_minute.misses);
  case AlertNumber::lostConnections:
    return int64_t(m_minute.deaths);
  case AlertNumber::pushes:
    return m_wholeMinute ? std::optional(int64_t(m_minute.pushes)) : std::nullopt;
  case AlertNumber::acknowledgeP99:
    return microsOf(m_twoMinutes.acknowledgeP99);
  case AlertNumber::waitingDeliveries:
    return m_waiting;
  case AlertNumber::retryDepth:
    return m_open ? std::optional(int64_t(m_open->depth)) : std::nullopt;
  case AlertNumber::oldestWaiting:
    if (!m_open)
      return std::nullopt;
    return m_open->any ? std::max<int64_t>((m_now - m_open->oldest).count(), 0) : 0;
  case AlertNumber::wakes:
    return int64_t(m_minute.wakes);
  case AlertNumber::missedWakes:
    return int64_t(m_minute.missedWakes);
  case AlertNumber::wakesOverBudget:
    return m_overBudget;
  default:
    return std::nullopt;
  }
}

std::optional<DeliveryTable::Number> AlertReadings::deliveryBehind(AlertNumber number) const {
  if (!m_open || !m_open->any)
    return std::nullopt;
  if (number == AlertNumber::retryDepth)
    return m_open->deepest;
  if (number == AlertNumber::oldestWaiting)
    return m_open->oldestNumber;
  return std::nullopt;
}

} // namespace pushscope
