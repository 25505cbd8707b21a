#pragma once

#include "protocol/base/time.h"

#include <cstdint>

namespace pushscope {

// A part of a recording that cannot be read. Sentences::flaw() says it to people.
struct RecordingFlaw {
  enum class Cause : uint8_t {
    notClosed, // all of it is there, but for what was not yet written when its program ended
    cutOff,    // from `offset` on nothing can be read
    damaged,   // `bytes` from `offset` on; it goes on after them
    dropped,   // blocks that the recorder had no time to write
  };
  Cause cause = Cause::notClosed;
  uint64_t offset = 0, bytes = 0;
  WallTime from{}, to{}; // what is known on both sides ends and begins here; zero: there is nothing on that side
};

} // namespace pushscope
