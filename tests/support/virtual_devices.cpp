#include "tests/support/virtual_devices.h"

#include <array>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

const std::array<const char*, 4> profiles{"desktop", "ios-voip-classic", "android-doze", "android-classic"};

} // namespace

DeviceRecord virtualDevice(uint32_t handle, Random& random, WallTime now) {
  DeviceRecord record;
  record.handle = {handle};
  record.device = "phone-" + std::to_string(handle);
  record.profile = profiles[random.below(profiles.size())];
  record.address = "10." + std::to_string(handle >> 16 & 255) + "." + std::to_string(handle >> 8 & 255) + "." +
                   std::to_string(handle & 255) + ":" + std::to_string(1024 + random.below(60'000));
  record.client = "virtual/1." + std::to_string(random.below(8));
  record.link = random.below(50) == 0 ? LinkState::offline : LinkState::online;
  record.appState = static_cast<AppState>(1 + random.below(3));
  record.appCause = Cause::user;
  record.connected = now - random.between(0s, 3600s);
  record.lastBeat = now - random.between(0s, 60s);
  record.roundTrip = random.between(5ms, 300ms);
  for (int i = 0; i < 4; ++i)
    record.roundTrips.add(random.between(5ms, 300ms));
  record.missed = uint32_t(random.below(20) == 0 ? random.below(5) : 0);
  record.waiting = uint32_t(random.below(10) == 0 ? random.below(4) : 0);
  record.connects = uint32_t(1 + random.below(5));
  record.clockOffset = random.between(-5s, 5s);
  record.clockError = random.between(1ms, 50ms);
  if (record.link == LinkState::offline) {
    record.closing = {Side::phone, ErrorCode::connectionClosed, random.below(2) == 0};
    record.closed = now - random.between(0s, 600s);
  }
  record.wakesOnData = random.below(4) == 0;
  record.mostResumes = record.wakesOnData ? 15 : 0;
  return record;
}

void tellVirtualFact(FactSink& sink, const FactMix& mix, uint32_t devices, Random& random, WallTime at) {
  const Handle handle{uint32_t(random.below(devices)) + 1};
  uint64_t kind = random.below(1000);
  const auto is = [&](uint32_t share) {
    const bool yes = kind < share;
    kind -= yes ? 0 : share;
    return yes;
  };
  if (is(mix.misses))
    return sink.missed(handle, at, uint32_t(random.below(5)));
  if (is(mix.links))
    return sink.link(handle, at, random.below(4) == 0 ? LinkState::suspect : LinkState::online, {});
  if (is(mix.apps))
    return sink.app(handle, at, static_cast<AppState>(1 + random.below(3)),
                    random.below(2) == 0 ? Cause::user : Cause::system);
  if (is(mix.clocks))
    return sink.clock(handle, random.between(-5s, 5s), random.between(1ms, 50ms));
  if (is(mix.queues))
    return sink.waiting(handle, uint32_t(random.below(4)));
  if (is(mix.wakes)) {
    Wake wake;
    wake.at = at; // absolute on the wire: a block that is sent again tells of the same time
    wake.cause = Cause::data;
    wake.latency = random.between(20ms, 900ms);
    wake.used = random.between(1s, 10s);
    wake.budget = 10s;
    wake.resumes = uint32_t(1 + random.below(8));
    return sink.wake(handle, wake);
  }
  sink.beat(handle, at, random.between(5ms, 300ms));
}

} // namespace pushscope
