#include "models/feed/record_tap.h"

namespace pushscope {

void RecordTap::take(Record::Kind kind, Now now, LinkId link, BytesView body) {
  m_block.add(kind, now, link, body);
  considerFlush(now);
}

void RecordTap::take(Now now, LinkId link, const RecordedFrame& frame, size_t facts) {
  m_block.add(now, link, frame, facts);
  considerFlush(now);
}

void RecordTap::considerFlush(Now now) {
  if (m_block.full() || now.mono - m_block.first().mono >= longest)
    flush();
}

void RecordTap::flush() {
  if (!m_block.empty())
    m_recorder.give(m_block.finish());
}

} // namespace pushscope
