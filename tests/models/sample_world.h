#pragma once

#include "models/store/world.h"

#include <string>
#include <vector>

namespace pushscope {

// A world that a test fills a fact at a time.
struct SampleWorld {
  World world;
  WallTime now = wallFromMicros(1'700'000'000'000'000);

  LinkId addLink(LinkKind kind, const std::string& name) {
    const LinkId id{uint32_t(world.links().size())};
    world.addLink(id, kind, "127.0.0.1:7802");
    say(id, LinkStatus::State::online, name);
    return id;
  }
  void say(LinkId link, LinkStatus::State state, const std::string& name = {}) {
    Batch batch = batchOf(link);
    batch.status = LinkStatus{};
    batch.status->state = state;
    batch.status->name = name;
    apply(std::move(batch));
  }
  Batch batchOf(LinkId link) const {
    Batch batch;
    batch.link = link;
    batch.kind = world.links()[link.value].kind;
    return batch;
  }
  void apply(Batch&& batch) { world.apply(std::move(batch), now); }

  // Online, in the foreground, connected a moment ago.
  DeviceRecord record(uint32_t handle, const std::string& device) const {
    DeviceRecord record;
    record.handle = {handle};
    record.device = device;
    record.link = LinkState::online;
    record.appState = AppState::foreground;
    record.connected = now - std::chrono::seconds(1);
    record.connects = 1;
    return record;
  }
  void tell(LinkId link, const DeviceRecord& record) {
    Batch batch = batchOf(link);
    batch.devices.push_back(record);
    apply(std::move(batch));
  }
  void deliver(LinkId link, uint32_t handle, const Uuid& uuid, const std::string& device,
               const std::vector<DeliveryStageFact>& stages = {}, uint64_t sequence = 1) {
    Batch batch = batchOf(link);
    batch.deliveries.push_back({{handle}, uuid, device, {sequence}, 120, 0});
    batch.stages = stages;
    apply(std::move(batch));
  }
  // By the road of the link.
  void wake(LinkId link, uint32_t handle, const Wake& wake) {
    Batch batch = batchOf(link);
    batch.wakes.push_back({{handle}, wake});
    apply(std::move(batch));
  }
  void app(LinkId link, uint32_t handle, AppState state, Cause cause, WallTime at) {
    Batch batch = batchOf(link);
    batch.apps.push_back({{handle}, at, state, cause});
    apply(std::move(batch));
  }
  World::Changes changes() { return world.takeChanges(); }
};

inline Uuid uuidOf(uint64_t number) {
  Uuid uuid;
  for (size_t i = 0; i < 8; ++i)
    uuid.bytes[15 - i] = uint8_t(number >> (8 * i));
  return uuid;
}

// By data, over after its budget.
inline Wake wakeOf(WallTime at, uint32_t resumes = 1) {
  Wake wake;
  wake.at = at;
  wake.cause = Cause::data;
  wake.latency = std::chrono::milliseconds(300);
  wake.used = wake.budget = std::chrono::seconds(9);
  wake.resumes = resumes;
  wake.pushes = 2;
  wake.beats = 1;
  return wake;
}
inline Wake missedWake(WallTime at, Reason why = Reason::notMarked) {
  Wake wake;
  wake.at = at;
  wake.cause = Cause::data;
  wake.missed = why;
  return wake;
}

inline DeliveryStageFact stageFact(uint32_t delivery, Stage stage, WallTime at, uint32_t attempt = 0,
                                   Reason reason = Reason::none) {
  return {{delivery}, at, stage, attempt, Duration{}, ErrorCode::ok, reason};
}

} // namespace pushscope
