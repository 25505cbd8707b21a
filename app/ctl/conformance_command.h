#pragma once

#include "models/feed/trust.h"

#include <QString>

class QCoreApplication;

namespace pushscope::ctl {

struct ConformanceOptions {
  QString server, tokenFile;
  QString viewerTokenFile, devicePort, deviceTokenFile; // each may be empty
  Trust trust;
  QString junit; // may be empty
  bool json = false;
};

// Checks a server against protocol/README.md and prints each clause that holds, fails or was not tried. The exit code:
// expectationFailed if any fails.
int checkConformance(QCoreApplication& app, const ConformanceOptions& options);

} // namespace pushscope::ctl
