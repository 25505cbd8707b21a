#pragma once

#include "protocol/base/error.h"

namespace pushscope::ctl {

// What scripts may count on (protocol/README.md).
enum ExitCode : int {
  asExpected = 0,
  expectationFailed = 1,
  usageError = 2,
  cannotConnect = 3,
  refused = 4,
  timedOut = 5, // or the outcome is unknown
  localFile = 6,
  interrupted = 130,
};

// Of a request that failed.
constexpr int exitCodeOf(const Error& error) {
  switch (error.code) {
  case ErrorCode::timedOut:
  case ErrorCode::outcomeUnknown:
    return timedOut;
  case ErrorCode::cannotConnect:
    return cannotConnect;
  default:
    return refused;
  }
}

} // namespace pushscope::ctl
