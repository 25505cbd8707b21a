#pragma once

#include "protocol/base/result.h"
#include "protocol/base/time.h"
#include "protocol/scenario/verdict.h"

#include <QString>

namespace pushscope {

struct JunitSuite {
  QString kind; // "scenario", "push"
  QString name;
  Duration took{};
};

// A test case without a verdict, and why there is none.
struct JunitSkipped {
  QString name;
  QString reason;
};

// Verdicts as JUnit XML, in the form that continuous integration reads: one test case for each expectation. `file` with
// the path and the cause.
Status writeJunit(const QString& path, const JunitSuite& suite, const std::vector<scenario::Verdict>& verdicts,
                  const std::vector<JunitSkipped>& skipped = {});

} // namespace pushscope
