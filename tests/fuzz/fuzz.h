#pragma once

#include "protocol/base/bytes.h"

#include <cstdio>
#include <cstdlib>

// A statement that holds for every input. Unlike assert() it is checked in every build.
#define FUZZ_CHECK(statement)                                                                                          \
  do {                                                                                                                 \
    if (!(statement)) {                                                                                                \
      std::fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #statement);                              \
      std::abort();                                                                                                    \
    }                                                                                                                  \
  } while (false)

namespace pushscope {

// What each target defines: one input. It must return, whatever the input is.
void fuzzOne(BytesView input);

// The first byte of an input chooses among several parsers; the rest is for the parser.
struct Choice {
  explicit Choice(BytesView input)
      : number(input.empty() ? 0 : input[0]), rest(input.empty() ? input : input.subspan(1)) {}

  uint8_t number;
  BytesView rest;
};

} // namespace pushscope

// NOLINTNEXTLINE(misc-definitions-in-headers): each target is one translation unit
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  pushscope::fuzzOne({data, size});
  return 0;
}
