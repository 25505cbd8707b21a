#pragma once

#include "app/telemetry/monitor.h"
#include "protocol/message/admin.h"

namespace pushscope {

// What one console has been sent, and what comes next. The connection asks for the next frame when it has room, so a
// slow console costs nothing but the ring: when its next block has fallen out, it is told how many it missed and gets a
// new snapshot.
//
//   subscribe() ──cursor still held──▶ live: block after block
//        └──────otherwise──▶ snapshot: pages, with the blocks made meanwhile between them ──▶ live
//        live ──next block fell out of the ring──▶ gap, then snapshot
class Subscriber {
 public:
  explicit Subscriber(Monitor& monitor) : m_monitor(monitor) {}

  Subscribed subscribe(const Subscribe& cursor, Now now);
  bool active() const { return m_active; }
  // Null: nothing to send now.
  SharedFrame next(Now now);

 private:
  void startSnapshot(Now now);

  Monitor& m_monitor;
  bool m_active = false;
  uint64_t m_nextBlock = 0;
  bool m_inSnapshot = false;
  bool m_firstPage = false;
  Handle m_nextHandle;
};

} // namespace pushscope
