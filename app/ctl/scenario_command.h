#pragma once

#include "app/ctl/session.h"
#include "protocol/scenario/scenario.h"

#include <memory>

namespace pushscope::ctl {

struct ScenarioOptions {
  scenario::Scenario scenario;
  uint64_t seed = 1;
  unsigned scalePercent = 100;
  Duration connectLimit{}; // until every phone has connected
  QString junit;           // empty: none
  bool json = false;
};

// Plays a scenario on a server and a fleet, prints how far it is and the verdicts.
std::unique_ptr<Command> scenarioCommand(ScenarioOptions options);

} // namespace pushscope::ctl
