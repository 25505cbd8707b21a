#pragma once

#include "app/telemetry/fact_sink.h"
#include "protocol/base/random.h"

namespace pushscope {

// How many facts of each kind there are in a thousand; the rest are heartbeats.
struct FactMix {
  uint32_t misses = 0, links = 0, apps = 0, clocks = 0, queues = 0, wakes = 0;

  static FactMix beats() { return {}; }
  // As a server tells of phones that sleep, wake and change their networks.
  static FactMix mixed() { return {10, 10, 40, 10, 30, 10}; }
};

// One of any number of devices that are not there, as a server might know it.
DeviceRecord virtualDevice(uint32_t handle, Random& random, WallTime now);
// One fact of one of the devices 1 to `devices`.
void tellVirtualFact(FactSink& sink, const FactMix& mix, uint32_t devices, Random& random, WallTime at);

} // namespace pushscope
