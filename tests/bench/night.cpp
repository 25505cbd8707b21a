#include "tests/bench/figure.h"
#include "tests/simulation/scenario_run.h"

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace pushscope {

// F1: the scenario `overnight` with all its phones: server core, phones, their network and conductor; telemetry is
// encoded and hashed, nobody listens. Stands beside the target of 60 s, for want of a peer.
std::vector<Figure> measureNight() {
  constexpr double target = 60;
  constexpr int runs = 3;
  const auto scenario = readScenario(PUSHSCOPE_SCENARIOS "/overnight.toml");
  if (!scenario.ok()) {
    std::fprintf(stderr, "%s\n", scenario.error().detail.c_str());
    return {};
  }
  ScenarioOptions options;
  options.judged = false;
  std::vector<double> seconds;
  for (int i = 0; i < runs; ++i) {
    const auto began = std::chrono::steady_clock::now();
    const ScenarioOutcome outcome = play(scenario.value(), options);
    seconds.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count());
    std::fprintf(stderr, "F1: run %d of %d: %.1f s, %.0f MB of telemetry, hash %016llx\n", i + 1, runs, seconds.back(),
                 double(outcome.bytes) / 1e6, static_cast<unsigned long long>(outcome.hash));
  }
  std::sort(seconds.begin(), seconds.end());
  const double median = seconds[seconds.size() / 2];
  return {{"F1", "10,000 phones for 24 virtual hours (beside: target)", "s", median, target, median / target, runs,
           seconds.front(), seconds.back()}};
}

} // namespace pushscope
