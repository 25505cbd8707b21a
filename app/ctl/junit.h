#pragma once

#include "protocol/base/result.h"
#include "protocol/scenario/conductor.h"

#include <QString>

namespace pushscope::ctl {

// The verdicts of a scenario as JUnit XML, in the form that continuous integration reads: one test case for each
// expectation. `file` with the path and the cause.
Status writeJunit(const QString& path, const scenario::Scenario& scenario,
                  const std::vector<scenario::Verdict>& verdicts);

} // namespace pushscope::ctl
