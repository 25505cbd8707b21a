#include "models/query/device_wakes.h"

#include <algorithm>
#include <array>

namespace pushscope {
namespace {

constexpr std::array bothRoads{LinkKind::node, LinkKind::fleet};

AppNow appNow(const DeviceTable::Told& told) {
  return {told.app, told.cause, told.appSince};
}

// When a device that told of it was last heard.
WallTime heardUntil(const World& world, Row device, LinkKind road) {
  const DeviceTable& devices = world.devices();
  if (!devices.told(device, road).stale)
    return world.now();
  return world.links()[devices.told(device, road).teller.value].silentSince;
}

} // namespace

LinkKind betterRoad(const World& world, Row device) {
  const DeviceTable::Truth& truth = world.devices().truth(device);
  const DeviceTable::Belief& belief = world.devices().belief(device);
  if (!truth.known)
    return LinkKind::node;
  return truth.stale && belief.known && !belief.stale ? LinkKind::node : LinkKind::fleet;
}

const DeviceTable::Told& betterTold(const World& world, Row device) {
  return world.devices().told(device, betterRoad(world, device));
}

const Activity* betterActivity(const World& world, Row device) {
  return world.devices().activity(device, betterRoad(world, device));
}

std::vector<Wake> recentWakes(const World& world, Row device) {
  const LinkKind better = betterRoad(world, device);
  std::vector<Wake> wakes;
  for (const LinkKind road : bothRoads)
    if (const Activity* activity = world.devices().activity(device, road))
      for (const WakeTable::Number number : world.wakes().of(*activity))
        if (const Wake& wake = world.wakes().find(number)->wake; road == better || !happened(wake))
          wakes.push_back(wake);
  std::stable_sort(wakes.begin(), wakes.end(), [](const Wake& a, const Wake& b) { return a.at < b.at; });
  return wakes;
}

std::optional<WakeCount> countWakes(const World& world, Row device) {
  const LinkKind better = betterRoad(world, device);
  WakeCount count;
  for (const LinkKind road : bothRoads)
    if (const Activity* activity = world.devices().activity(device, road)) {
      count.happened += road == better ? activity->wakes : 0;
      count.missed += activity->missedWakes;
    }
  const DeviceTable::Told& told = world.devices().told(device, better);
  const bool mayBe = told.known && (told.wakesOnData || told.mostResumes > 0);
  return mayBe || count.happened + count.missed > 0 ? std::optional(count) : std::nullopt;
}

uint64_t countWakes(const World& world) {
  uint64_t happened = 0;
  for (Row device = 0; device < world.devices().size(); ++device)
    if (const auto count = countWakes(world, device))
      happened += count->happened;
  return happened;
}

WallTime lastWake(const World& world, Row device) {
  WallTime last{};
  for (const LinkKind road : bothRoads)
    if (const Activity* activity = world.devices().activity(device, road))
      last = std::max(last, activity->lastWake);
  return last;
}

std::optional<Resumes> resumesOf(const World& world, Row device) {
  const DeviceTable::Told& told = betterTold(world, device);
  const Activity* activity = betterActivity(world, device);
  if (told.mostResumes == 0 && (!activity || activity->wakes == 0))
    return std::nullopt;
  return Resumes{resumesIn(recentWakes(world, device), appNow(told), world.now()), told.mostResumes};
}

bool keepsItselfAwake(const World& world, Row device) {
  const DeviceTable::Told& told = betterTold(world, device);
  const Activity* activity = betterActivity(world, device);
  if (!told.known || !activity)
    return false;
  return keepsItselfAwake(recentWakes(world, device), appNow(told), told.mostResumes,
                          heardUntil(world, device, betterRoad(world, device)));
}

WakeLane wakeLane(const World& world, Row device, WallTime from, WallTime to) {
  const LinkKind road = betterRoad(world, device);
  const DeviceTable::Told& told = world.devices().told(device, road);
  WakeLane lane;
  lane.device = device;
  lane.source = road == LinkKind::fleet ? Source::truth : Source::server;
  lane.resumes = resumesOf(world, device);
  lane.keepsAwake = keepsItselfAwake(world, device);
  lane.states = world.devices().states(device, road);
  if (told.known && told.app != AppState::unknown && told.appSince != WallTime{})
    lane.states.push_back({told.appSince, heardUntil(world, device, road), told.app, told.cause});
  std::erase_if(lane.states,
                [&](const AppSpan& span) { return span.to <= from || span.from >= to || span.to <= span.from; });
  lane.wakes = recentWakes(world, device);
  std::erase_if(lane.wakes, [&](const Wake& wake) {
    return wake.at >= to || wake.at + wake.latency + std::max(wake.used, wake.budget) <= from;
  });
  return lane;
}

} // namespace pushscope
