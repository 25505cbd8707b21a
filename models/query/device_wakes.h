#pragma once

#include "models/store/world.h"

#include <optional>
#include <vector>

namespace pushscope {

// What the store knows of the wakes of one device. Wakes that happened are taken from the better road: the fleet's
// truth if there is one that can be reached, else what its server heard. Missed ones are taken from both: the server
// tells of those that it could not call for, the fleet of those that the phone's system did not grant.
LinkKind betterRoad(const World& world, Row device);
const DeviceTable::Told& betterTold(const World& world, Row device);
const Activity* betterActivity(const World& world, Row device);

// The newest wakes, by time; at most Activity::wakesKept of each road.
std::vector<Wake> recentWakes(const World& world, Row device);
struct WakeCount {
  uint64_t happened = 0, missed = 0;
};
// Since the console looks on. Nothing for a device at which wakes cannot be and of which none is known.
std::optional<WakeCount> countWakes(const World& world, Row device);
// Of all devices: each wake once, though that of a simulated phone is told by two roads.
uint64_t countWakes(const World& world);
// When one was last called for; zero: never.
WallTime lastWake(const World& world, Row device);

struct Resumes {
  uint32_t used = 0;  // in the last 300 s
  uint32_t limit = 0; // 0 is none
};
// Nothing for a device of which neither a limit nor a wake is known.
std::optional<Resumes> resumesOf(const World& world, Row device);
// See wake_rules.h.
bool keepsItselfAwake(const World& world, Row device);

// One device over time: what its app did, and how it was woken.
struct WakeLane {
  Row device = 0;
  Source source = Source::server; // of all of it: server or truth
  std::vector<AppSpan> states;    // by time, without what is not known
  std::vector<Wake> wakes;        // ditto
  std::optional<Resumes> resumes;
  bool keepsAwake = false;
};
// What lies between `from` and `to`, whole spans.
WakeLane wakeLane(const World& world, Row device, WallTime from, WallTime to);

} // namespace pushscope
