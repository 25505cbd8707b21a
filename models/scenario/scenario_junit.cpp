#include "models/scenario/scenario_junit.h"

#include "models/export/junit.h"

namespace pushscope {

Status writeJunit(const QString& path, const ScenarioRun& run) {
  std::vector<JunitSkipped> skipped;
  for (const ScenarioRun::Standing& standing : run.standings())
    if (standing.judged == ScenarioRun::Judged::unjudged)
      skipped.push_back({QString::fromStdString(standing.verdict.expectation), run.whyStopped()});
  return writeJunit(path,
                    {QStringLiteral("scenario"), QString::fromStdString(run.scenario().name), run.progress().elapsed},
                    run.verdicts(), skipped);
}

} // namespace pushscope
