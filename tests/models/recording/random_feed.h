#pragma once

#include "models/feed/advance.h"
#include "models/recording/record_block.h"
#include "protocol/base/random.h"

namespace pushscope {

// What the links of a console might tell in some minutes, by a seed: several servers and a fleet, lost and resumed
// connections, new incarnations, snapshots in pages, gaps, ladders; blocks as they are on the wire. Each event is given
// to a live world, as Ingest and Feed do, and to a recorder's block.
class RandomFeed {
 public:
  explicit RandomFeed(uint64_t seed) : m_random(seed) {}

  Now now{MonoTime(std::chrono::hours(1)), wallFromMicros(1'700'000'000'000'000)};

  // All links are asked for.
  void begin(World& live, RecordBlockWriter& recorded);
  // One event more, a little later. Returns its number of facts.
  size_t next(World& live, RecordBlockWriter& recorded);

  Random& random() { return m_random; }

 private:
  static constexpr uint32_t linkCount = 4, fleetLink = 3;
  static LinkKind kindOf(uint32_t link) { return link == fleetLink ? LinkKind::fleet : LinkKind::node; }
  bool oneIn(uint64_t n) { return m_random.below(n) == 0; }
  uint32_t upTo(uint32_t most) { return uint32_t(m_random.below(most + 1)); }

  size_t frame(World& live, RecordBlockWriter& recorded, Batch&& batch);
  std::string block(uint32_t link);
  std::string page(uint32_t link);

  Random m_random;
  uint32_t m_firstHandle[linkCount] = {1, 1, 1, 1};
  uint64_t m_incarnation[linkCount] = {11, 12, 13, 14};
  uint64_t m_sequence = 0;
  uint32_t m_deliveries = 0;
};

} // namespace pushscope
