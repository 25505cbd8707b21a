#pragma once

#include "models/store/world.h"

namespace pushscope {

// The one way in which batches come into a world, live or replayed: time goes on with them, and each second in which
// something came is counted once.
inline void advance(World& world, Batch&& batch) {
  const WallTime now = batch.received;
  const bool newSecond = micros(now) / 1'000'000 != micros(world.now()) / 1'000'000;
  world.apply(std::move(batch), now);
  if (newSecond)
    world.beatSecond(now);
}

} // namespace pushscope
