#include "app/telemetry/subscriber.h"

#include "app/telemetry/snapshot_page.h"

namespace pushscope {

Subscribed Subscriber::subscribe(const Subscribe& cursor, Now now) {
  m_active = true;
  m_monitor.flush(now);
  const bool known = cursor.incarnation == m_monitor.identity().incarnation &&
                     cursor.sequence + 1 >= m_monitor.firstSequence() && cursor.sequence <= m_monitor.lastSequence();
  if (known) {
    m_inSnapshot = false;
    m_nextBlock = cursor.sequence + 1;
  } else {
    startSnapshot(now);
  }
  return {known, m_monitor.deviceCount()};
}

void Subscriber::startSnapshot(Now now) {
  m_monitor.flush(now);
  m_inSnapshot = m_firstPage = true;
  m_nextHandle = {};
  m_nextBlock = m_monitor.lastSequence() + 1;
}

SharedFrame Subscriber::next(Now now) {
  if (!m_active)
    return nullptr;
  if (m_nextBlock < m_monitor.firstSequence()) {
    Bytes gap = encodeGap(m_monitor.identity().port, m_monitor.firstSequence() - m_nextBlock);
    startSnapshot(now);
    return std::make_shared<const Bytes>(std::move(gap));
  }
  if (m_inSnapshot)
    m_monitor.flush(now); // so that a page holds nothing that a later block would tell again
  if (SharedFrame block = m_monitor.block(m_nextBlock)) {
    ++m_nextBlock;
    return block;
  }
  if (!m_inSnapshot)
    return nullptr;
  Monitor::Page page = m_monitor.snapshotPage(m_nextHandle, m_firstPage);
  m_nextHandle = page.next;
  m_firstPage = false;
  m_inSnapshot = !page.last;
  return page.frame;
}

} // namespace pushscope
