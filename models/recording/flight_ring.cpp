#include "models/recording/flight_ring.h"

namespace pushscope {

void FlightRing::add(SealedBlock block) {
  m_bytes += block.bytes.size();
  m_blocks.push_back(std::move(block));
}

bool FlightRing::isBeyond(Duration span, size_t bytes) const {
  return !m_blocks.empty() && (m_bytes > bytes || m_blocks.back().head.last - m_blocks.front().head.last > span);
}

bool FlightRing::isFull() const {
  return isBeyond(kept + slack, keptBytes + slackBytes);
}

std::vector<SealedBlock> FlightRing::takeOldest() {
  std::vector<SealedBlock> taken;
  while (isBeyond(kept, keptBytes)) {
    m_bytes -= m_blocks.front().bytes.size();
    taken.push_back(std::move(m_blocks.front()));
    m_blocks.pop_front();
  }
  return taken;
}

} // namespace pushscope
