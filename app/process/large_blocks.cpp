#include "app/process/large_blocks.h"

#include <cstdlib> // tells whose library it is

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace pushscope {

void returnLargeBlocks() {
#ifdef __GLIBC__
  ::mallopt(M_MMAP_THRESHOLD, 32 * 1024 * 1024); // where it may end up anyway; a bound that is set stays
#endif
}

} // namespace pushscope
