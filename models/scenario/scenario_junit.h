#pragma once

#include "models/scenario/scenario_run.h"

namespace pushscope {

// The verdicts of a run that is over as JUnit XML; what could not be judged, because it was stopped, is said to be
// skipped. `file` with the path and the cause.
Status writeJunit(const QString& path, const ScenarioRun& run);

} // namespace pushscope
