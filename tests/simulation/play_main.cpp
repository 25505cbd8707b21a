#include "tests/simulation/scenario_run.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

// Plays scenario files on virtual time: simulate FILE... [--scale PERCENT] [--seed N]. For people who write them.
int main(int argc, char** argv) {
  using namespace pushscope;
  ScenarioOptions options;
  std::vector<std::string> files;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--scale" && i + 1 < argc)
      options.scalePercent = unsigned(std::strtoul(argv[++i], nullptr, 10));
    else if (argument == "--seed" && i + 1 < argc)
      options.seed = std::strtoull(argv[++i], nullptr, 10);
    else
      files.push_back(argument);
  }
  bool allPassed = true;
  for (const std::string& argument : files) {
    const auto scenario = readScenario(argument);
    if (!scenario.ok()) {
      std::printf("%s: %s\n", argument.c_str(), scenario.error().detail.c_str());
      return 2;
    }
    const auto began = std::chrono::steady_clock::now();
    const ScenarioOutcome outcome = play(scenario.value(), options);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    std::printf("== %s: %s, %.2f s, hash %016llx\n%s", argument.c_str(), outcome.passed() ? "passed" : "FAILED",
                seconds, static_cast<unsigned long long>(outcome.hash), outcome.text().c_str());
    allPassed &= outcome.passed();
  }
  return allPassed ? 0 : 1;
}
