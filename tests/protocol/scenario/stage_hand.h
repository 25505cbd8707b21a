#pragma once

#include "protocol/scenario/conductor.h"
#include "protocol/scenario/parser.h"
#include "protocol/scenario/witness.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace pushscope::scenario {

inline constexpr WallTime wallStart = wallFromMicros(1'700'000'000'000'000);
inline constexpr MonoTime monoStart{std::chrono::hours(5)};

// Virtual time: so long after the start.
inline Now nowAt(Duration elapsed) {
  return {monoStart + elapsed, wallStart + elapsed};
}

inline Scenario scenarioOf(const std::string& toml) {
  const Result<Scenario> scenario = parse(toml);
  EXPECT_TRUE(scenario.ok()) << (scenario.ok() ? "" : scenario.error().detail);
  return scenario.ok() ? scenario.value() : Scenario{};
}

// A conductor with a server and a fleet made by hand: handle i + 1 is phone i at both, delivery i has handle i + 1.
class StageHand {
 public:
  explicit StageHand(const std::string& toml, uint64_t seed = 1, unsigned scale = 100)
      : conductor(scenarioOf(toml), seed, scale), node(conductor.judge(), Source::node),
        fleet(conductor.judge(), Source::fleet) {
    for (uint32_t phone = 0; phone < conductor.roster().size(); ++phone) {
      DeviceRecord record;
      record.handle = {phone + 1};
      record.device = conductor.roster().device(phone);
      record.link = LinkState::online;
      record.appState = AppState::foreground;
      node.device(record);
      fleet.device(record);
    }
    conductor.start(nowAt({}));
  }

  struct Done {
    Duration at;
    Action action;
  };
  // All that is to be done until then, from deadline to deadline.
  std::vector<Done> playUntil(Duration end) {
    std::vector<Done> done;
    while (true) {
      const Duration at = conductor.deadline() - monoStart;
      if (at > end)
        break;
      while (auto action = conductor.next(nowAt(at))) {
        if (const auto* inject = std::get_if<Inject>(&*action))
          accept(*inject);
        done.push_back({at, std::move(*action)});
      }
      if (conductor.over(nowAt(at)))
        break;
    }
    return done;
  }

  void stage(uint32_t delivery, Duration at, Stage stage, uint32_t attempt = 0, Reason reason = Reason::none) {
    (isOfPhone(stage) ? fleet : node).stage({delivery + 1}, wallStart + at, stage, attempt, reason);
  }
  void app(uint32_t phone, Duration at, AppState state, Cause cause = Cause::user) {
    fleet.app({phone + 1}, wallStart + at, state, cause);
  }
  void link(uint32_t phone, Duration at, LinkState state) { fleet.link({phone + 1}, wallStart + at, state, {}); }
  void believe(uint32_t phone, Duration at, LinkState state, const Closing& closing = {}) {
    node.link({phone + 1}, wallStart + at, state, closing);
  }

  // Of the first expectation.
  Verdict verdict() const { return conductor.judge().verdicts().front(); }
  // Of one that is asked of every scenario.
  Verdict verdict(const std::string& words) const {
    for (const Verdict& v : conductor.judge().verdicts())
      if (v.expectation.find(words) != std::string::npos)
        return v;
    ADD_FAILURE() << "no verdict about: " << words;
    return {};
  }

  Conductor conductor;
  Witness node, fleet;

 private:
  void accept(const Inject& inject) {
    for (const std::string& device : inject.devices) {
      const auto phone = conductor.roster().find(device);
      const uint32_t delivery = conductor.judge().deliveries().find(inject.uuid, *phone).value();
      const DeliveryRecord record{{delivery + 1}, inject.uuid, device, {1}, 0, 0};
      node.delivery(record);
      fleet.delivery(record);
      node.stage({delivery + 1}, inject.composed, Stage::composed, 0, Reason::none);
      node.stage({delivery + 1}, inject.composed, Stage::accepted, 0, Reason::none);
    }
  }
};

} // namespace pushscope::scenario
