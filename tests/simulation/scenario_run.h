#pragma once

#include "protocol/scenario/judge.h"
#include "protocol/scenario/scenario.h"
#include "protocol/scenario/verdict.h"
#include "tests/simulation/simulation.h"

#include <string>
#include <vector>

namespace pushscope {

// A scenario played on virtual time: the same file, conductor and judge as in real time.
struct ScenarioOutcome {
  std::vector<scenario::Verdict> verdicts;
  uint64_t hash = 0;                     // of all telemetry
  uint64_t bytes = 0;                    // ditto
  std::vector<std::string> changedLater; // expectations that were judged otherwise after they had settled

  bool passed() const;
  std::string text() const; // each verdict in a line
};

struct ScenarioOptions {
  unsigned scalePercent = 100;
  std::optional<uint64_t> seed; // instead of the file's
  bool checksSettling = false;  // fills changedLater
  bool judged = true;           // false: facts go to the encoder alone
  // Made with the judge, it is told each block as a console gets it, and tells the judge what is in it; nobody else
  // does.
  using Console = std::function<void(Port, const SharedFrame&)>;
  std::function<Console(scenario::Judge&)> console;
};

Result<scenario::Scenario> readScenario(const std::string& path);
ScenarioOutcome play(const scenario::Scenario& scenario, const ScenarioOptions& options = {});

} // namespace pushscope
