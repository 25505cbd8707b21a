#pragma once

#include "tests/simulation/chronicle.h"

#include <functional>
#include <memory>
#include <string>
#include <utility>

namespace pushscope {

// Phones of one kind and a real server core on virtual time, for tests of what a phone does.
class PhoneWorld {
 public:
  struct Options {
    Profile profile;
    uint32_t phones = 1;
    CoreConfig server;
    std::string gateway;
    Backoff::Policy backoff;
    uint64_t seed = 1;
  };
  explicit PhoneWorld(Options given) : seed(given.seed) {
    Simulation::Options options;
    options.seed = given.seed;
    options.server = std::move(given.server);
    const auto profile = std::make_shared<const Profile>(std::move(given.profile));
    for (uint32_t i = 0; i < given.phones; ++i) {
      Phone::Config phone;
      phone.device = nameOf(i);
      phone.profile = profile;
      phone.gateway = given.gateway;
      phone.backoff = given.backoff;
      options.phones.push_back(std::move(phone));
    }
    options.gateway = std::move(given.gateway);
    options.belief = &belief;
    options.truth = &truth;
    simulation = std::make_unique<Simulation>(std::move(options));
  }

  static std::string nameOf(uint32_t phone) { return "phone-" + std::to_string(phone); }

  Now now() const { return simulation->now(); }
  void run(Duration time) { simulation->run(time); }
  // Until it is so; false if it is not so even after `limit`.
  bool runUntil(const std::function<bool()>& so, Duration limit) {
    const MonoTime end = now().mono + limit;
    while (!so()) {
      if (now().mono >= end)
        return false;
      simulation->runUntil(std::min(std::max(simulation->deadline(), now().mono), end));
    }
    return true;
  }
  bool runUntilOnline(Duration limit, uint32_t phone = 0) {
    return runUntil([&] { return record(phone).link == LinkState::online; }, limit);
  }
  bool runUntilState(AppState state, Duration limit, uint32_t phone = 0) {
    return runUntil([&] { return record(phone).appState == state; }, limit);
  }

  Inject make(uint8_t id, uint32_t phone = 0) const {
    Inject inject;
    inject.uuid.bytes[0] = id;
    inject.uuid.bytes[1] = uint8_t(phone);
    inject.devices = {nameOf(phone)};
    inject.payload = {'{', '}'};
    return inject;
  }
  void push(const Inject& inject) { simulation->inject(inject); }
  void push(uint8_t id, uint32_t phone = 0) { push(make(id, phone)); }
  void control(PhoneAction action, uint64_t value = 1, const std::string& text = {}, uint32_t phone = 0) {
    simulation->control({{nameOf(phone)}, action, value, text});
  }

  // What is true of a phone, and what its server believes.
  const DeviceRecord& record(uint32_t phone = 0) const { return simulation->phone(phone).record(); }
  const DeviceRecord& believed(uint32_t phone = 0) { return belief.records[nameOf(phone)]; }

  const uint64_t seed;
  Chronicle belief, truth;
  std::unique_ptr<Simulation> simulation;
};

} // namespace pushscope
