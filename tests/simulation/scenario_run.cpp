#include "tests/simulation/scenario_run.h"

#include "app/fleet/lifecycle/population.h"
#include "protocol/scenario/agenda.h"
#include "protocol/scenario/conductor.h"
#include "protocol/scenario/parser.h"
#include "protocol/scenario/witness.h"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <map>
#include <sstream>

namespace pushscope {
namespace {

// As long as a console waits until what has happened was told.
constexpr Duration tellingTakes = std::chrono::milliseconds(1500);

// Hands facts to the judge's witness.
class WitnessSink : public FactSink {
 public:
  WitnessSink(scenario::Judge& judge, scenario::Source source) : m_witness(judge, source) {}

  void device(const DeviceRecord& record) override { m_witness.device(record); }
  void link(Handle h, WallTime at, LinkState s, const Closing& c) override { m_witness.link(h, at, s, c); }
  void app(Handle h, WallTime at, AppState s, Cause c) override { m_witness.app(h, at, s, c); }
  void wake(Handle h, const Wake& wake) override { m_witness.wake(h, wake); }
  void notice(Handle h, const Notice& notice) override { m_witness.notice(h, notice); }
  void sync(Handle h, const SyncFact& sync) override { m_witness.sync(h, sync); }
  void delivery(const DeliveryRecord& record) override { m_witness.delivery(record); }
  void stage(const StageFact& f) override { m_witness.stage(f.delivery, f.at, f.stage, f.attempt, f.reason); }
  void beat(Handle, WallTime, Duration) override {}
  void missed(Handle, WallTime, uint32_t) override {}
  void clock(Handle, Duration, Duration) override {}
  void waiting(Handle, uint32_t) override {}
  void network(Handle h, WallTime at, const Network& network) override { m_witness.network(h, at, network); }
  void stall(Duration) override {}

 private:
  scenario::Witness m_witness;
};

CoreConfig serverOf(const scenario::ServerSettings& settings) {
  CoreConfig config;
  config.heartbeat = settings.heartbeat.value_or(config.heartbeat);
  config.backgroundHeartbeat = settings.backgroundHeartbeat.value_or(config.backgroundHeartbeat);
  config.backlog.retry = settings.retry.value_or(config.backlog.retry);
  config.timeToLive = settings.timeToLive.value_or(config.timeToLive);
  config.guardsWakes = settings.wakeGuard.value_or(config.guardsWakes);
  for (const char* name : {"friends", "profiles", "groups", "members"}) // pushnode's
    config.collections[name] = {};
  return config;
}

class Player {
 public:
  Player(const scenario::Scenario& file, const ScenarioOptions& options)
      : m_checksSettling(options.checksSettling),
        m_conductor(file, options.seed.value_or(file.seed), options.scalePercent),
        m_server(m_conductor.judge(), scenario::Source::node), m_fleet(m_conductor.judge(), scenario::Source::fleet) {
    constexpr const char* gateway = "vendor-channel";
    auto phones = populate(file, options.scalePercent, {{}, gateway, {}});
    if (!phones.ok()) {
      m_conductor.judge().failed(phones.error().detail);
      return;
    }
    Simulation::Options world;
    world.seed = options.seed.value_or(file.seed);
    world.server = serverOf(file.server);
    world.gateway = wantsGateway(phones.value()) ? gateway : "";
    world.phones = std::move(phones).value();
    const bool directly = options.judged && !options.console;
    world.belief = directly ? &m_server : nullptr;
    world.truth = directly ? &m_fleet : nullptr;
    if (options.console)
      world.onBlock = options.console(m_conductor.judge());
    m_world = std::make_unique<Simulation>(std::move(world));
  }

  ScenarioOutcome run() {
    if (!m_world)
      return {m_conductor.judge().verdicts(), 0, 0, {}};
    // Every phone is launched and has said hello before the scenario's time begins.
    m_world->run(std::chrono::milliseconds(m_world->phoneCount()) + std::chrono::seconds(5));
    m_conductor.start(m_world->now());
    const MonoTime begin = m_world->now().mono;
    std::map<Duration, std::vector<uint32_t>> settling; // lines by when they settle
    if (m_checksSettling)
      for (const scenario::Expectation& each : m_conductor.scenario().expectations)
        settling[scenario::settlesAt(each, m_conductor.scenario())].push_back(each.line);
    std::map<uint32_t, bool> settled; // by line: whether it was kept then
    while (!m_conductor.over(m_world->now())) {
      const MonoTime deadline = m_conductor.deadline();
      if (!settling.empty() && begin + settling.begin()->first + tellingTakes < deadline) {
        m_world->runUntil(begin + settling.begin()->first + tellingTakes);
        for (const scenario::Verdict& verdict : m_conductor.judge().verdicts())
          for (const uint32_t line : settling.begin()->second)
            if (verdict.line == line)
              settled[line] = verdict.passed;
        settling.erase(settling.begin());
        continue;
      }
      m_world->runUntil(deadline);
      while (auto action = m_conductor.next(m_world->now()))
        std::visit([this](const auto& what) { act(what); }, *action);
    }
    m_world->flush();
    ScenarioOutcome outcome{m_conductor.judge().verdicts(), m_world->hash(), m_world->bytes(), {}};
    for (const scenario::Verdict& verdict : outcome.verdicts)
      if (const auto then = settled.find(verdict.line); then != settled.end() && then->second != verdict.passed)
        outcome.changedLater.push_back(verdict.expectation);
    return outcome;
  }

 private:
  void act(const Control& control) { m_world->control(control); }
  void act(const Manage& manage) { m_world->manage(manage); }
  void act(const Touch& touch) { m_world->touch(touch); }
  void act(const Inject& inject) {
    for (const InjectedDelivery& delivery : m_world->inject(inject).deliveries)
      if (delivery.code != ErrorCode::ok)
        m_conductor.judge().refused(inject.uuid, delivery.device, std::string(errorName(delivery.code)));
  }

  bool m_checksSettling;
  scenario::Conductor m_conductor;
  WitnessSink m_server, m_fleet;
  std::unique_ptr<Simulation> m_world;
};

} // namespace

bool ScenarioOutcome::passed() const {
  return !verdicts.empty() && std::all_of(verdicts.begin(), verdicts.end(), [](const auto& v) { return v.passed; });
}

std::string ScenarioOutcome::text() const {
  std::ostringstream out;
  for (const scenario::Verdict& verdict : verdicts) {
    out << (verdict.passed ? "pass  " : "FAIL  ") << verdict.expectation << ": " << verdict.sentence << "\n";
    for (const scenario::Example& example : verdict.examples)
      out << "        " << example.device << (example.push.isNull() ? "" : " " + example.push.text()) << "\n";
  }
  return out.str();
}

Result<scenario::Scenario> readScenario(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (!(text << file.rdbuf()))
    return {ErrorCode::file, path};
  return scenario::parse(text.str());
}

ScenarioOutcome play(const scenario::Scenario& scenario, const ScenarioOptions& options) {
  return Player(scenario, options).run();
}

} // namespace pushscope
