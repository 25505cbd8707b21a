#pragma once

#include "protocol/base/random.h"
#include "tests/models/sample_world.h"

namespace pushscope {

// A world of a node and a fleet whose devices have everything at random, unknown things among them.
struct RandomDevices : SampleWorld {
  explicit RandomDevices(Random& from) : random(from) {
    node = addLink(LinkKind::node, "stage");
    fleet = addLink(LinkKind::fleet, "fleet");
  }

  DeviceRecord randomRecord(uint32_t devices) {
    using namespace std::chrono_literals;
    static const std::string names[] = {"phone-", "Phone-", "qa-",
                                        "设备-",  "é",      "a device with a long name, more than eight bytes-"};
    const auto number = uint32_t(1 + random.below(devices));
    DeviceRecord r = record(number, names[number % 6] + std::to_string(number));
    r.link = static_cast<LinkState>(random.below(linkStateCount));
    r.appState = static_cast<AppState>(random.below(appStateCount));
    r.appCause = static_cast<Cause>(random.below(causeCount));
    r.profile = random.below(3) == 0 ? "" : random.below(2) == 0 ? "ios-voip-classic" : "Android";
    r.address = "10.0." + std::to_string(random.below(3)) + "." + std::to_string(random.below(20)) + ":4242";
    r.client = random.below(2) == 0 ? "sim 1.0" : "";
    r.waiting = uint32_t(random.below(4));
    r.missed = uint32_t(random.below(3));
    r.roundTrip = random.below(3) == 0 ? Duration{} : random.between(1ms, 900ms);
    if (r.roundTrip > Duration{})
      r.roundTrips.add(r.roundTrip);
    r.connected = random.below(5) == 0 ? WallTime{} : now - random.between(0s, 500s);
    r.clockError = random.between(0us, 3us);
    r.clockOffset = random.between(-5s, 5s);
    r.closing = {static_cast<Side>(random.below(3)), random.below(2) == 0 ? ErrorCode::ok : ErrorCode::heartbeatLost,
                 random.below(2) == 0};
    r.mostResumes = random.below(3) == 0 ? 15 : 0;
    r.network = networkOf(uint32_t(random.below(16)));
    return r;
  }
  void tellSome(uint64_t count, uint32_t devices) {
    Batch batch = batchOf(random.below(3) == 0 ? fleet : node);
    for (; count > 0; --count)
      batch.devices.push_back(randomRecord(devices));
    apply(std::move(batch));
  }

  Random& random;
  LinkId node, fleet;
};

} // namespace pushscope
