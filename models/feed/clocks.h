#pragma once

#include "protocol/base/time.h"

namespace pushscope {

// The only place where the console and the command line read the clocks.
inline Now readClocks() {
  using std::chrono::duration_cast;
  return {MonoTime(duration_cast<Duration>(std::chrono::steady_clock::now().time_since_epoch())),
          WallTime(duration_cast<Duration>(std::chrono::system_clock::now().time_since_epoch()))};
}

} // namespace pushscope
