#include "app/process/core_dumps.h"

#include <cstdlib>
#include <sys/resource.h>

namespace pushscope {

void forbidCoreDumps() {
  if (std::getenv("PUSHSCOPE_CORE_DUMPS"))
    return;
  rlimit none{};
  if (::getrlimit(RLIMIT_CORE, &none) != 0)
    return;
  none.rlim_cur = 0; // the hard limit stays: a debugger may raise it again
  (void)::setrlimit(RLIMIT_CORE, &none);
}

} // namespace pushscope
