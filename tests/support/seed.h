#pragma once

#include <cstdint>

namespace pushscope {

// The seed of one random test: PUSHSCOPE_SEED if it is set, else a new one. It is printed, so that a failure
// can be repeated: `seed NAME=…` on standard output.
uint64_t testSeed(const char* name);

// How many random steps a test takes: PUSHSCOPE_STEPS if it is set, else `ordinary`.
uint64_t testSteps(uint64_t ordinary);

} // namespace pushscope
