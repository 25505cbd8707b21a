#pragma once

#include "models/recording/sealed_block.h"

#include <deque>

namespace pushscope {

// The newest minutes of everything, as the blocks that a recording of them would have, behind an image of the world
// before them. Whoever owns it folds what is too old into that image.
class FlightRing {
 public:
  // As long as the charts reach back: what a person asks for after something went wrong. Held for a minute longer, so
  // that an image is made once a minute at most.
  static constexpr Duration kept = std::chrono::minutes(10), slack = std::chrono::minutes(1);
  // As much as a server holds for its consoles: ten minutes of 30,000 facts a second, half a minute of a million.
  static constexpr size_t keptBytes = 64 * 1024 * 1024, slackBytes = keptBytes / 8;

  void add(SealedBlock block);
  // Something is to be folded into the base.
  bool isFull() const;
  // What is beyond the bounds, oldest first; the ring begins behind it.
  std::vector<SealedBlock> takeOldest();

  // An image of the world before the first block; empty bytes: there was nothing.
  const SealedBlock& base() const { return m_base; }
  void setBase(SealedBlock base) { m_base = std::move(base); }
  const std::deque<SealedBlock>& blocks() const { return m_blocks; }
  // In memory, compressed.
  size_t bytes() const { return m_bytes + m_base.bytes.size(); }
  void clear() { *this = {}; }

 private:
  bool isBeyond(Duration span, size_t bytes) const;

  SealedBlock m_base;
  std::deque<SealedBlock> m_blocks;
  size_t m_bytes = 0; // of the blocks
};

} // namespace pushscope
