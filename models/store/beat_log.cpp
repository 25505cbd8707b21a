#include "models/store/beat_log.h"

namespace pushscope {

ChosenBeats::ChosenBeats(const BeatRange& range, const BeatLog& log) : m_range(range) {
  for (size_t i = 0; i < log.size(); ++i) {
    const BeatLog::Beat& beat = log[i];
    if (!range.contains(beat.second, beat.bucket))
      continue;
    uint16_t& count = m_counts.make(beat.row);
    m_devices += count == 0;
    count += count < std::numeric_limits<uint16_t>::max();
    ++m_beats;
  }
}

} // namespace pushscope
