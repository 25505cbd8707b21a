#include "models/store/silence_log.h"

namespace pushscope {

void SilenceLog::missed(uint32_t row, WallTime at, WallTime lastBeat, bool quiet, NetworkPath path) {
  const auto known = m_suspects.find(row);
  if (known != m_suspects.end())
    ++known->second.misses;
  else if (m_suspects.size() < mostSuspects)
    m_suspects[row] = {lastBeat, at, 1, quiet, path};
}

void SilenceLog::ended(uint32_t row, WallTime at, bool foundDead) {
  const auto known = m_suspects.find(row);
  const bool explained = known != m_suspects.end() && known->second.quiet;
  if (foundDead && explained) {
    const Suspect& suspect = known->second;
    const Duration timeout =
        suspect.misses > 1 ? (at - suspect.firstMiss) / int64_t(suspect.misses - 1) : Duration::zero();
    const Duration silence = suspect.firstMiss - suspect.lastBeat - timeout;
    if (silence >= shortest)
      ++m_bins[size_t(suspect.path)][binOf(silence)].dead;
  } else if (foundDead) {
    ++m_unexplained;
  }
  if (known != m_suspects.end())
    m_suspects.erase(known);
}

} // namespace pushscope
