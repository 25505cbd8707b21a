#pragma once

#include "models/feed/batch_queue.h"
#include "models/feed/request.h"
#include "models/store/world.h"

#include <QObject>
#include <QThread>
#include <QTimer>

#include <functional>
#include <memory>

namespace pushscope {

class Ingest;

// The GUI thread's end of the live feed: starts links, sends requests, and on each tick moves what has come into the
// world, until there is no more or the tick's time is spent. Then it says once what changed.
class Feed : public QObject {
  Q_OBJECT
 public:
  explicit Feed(QObject* parent = nullptr);
  ~Feed() override;

  // Starts a link at once; it reports through world().links().
  LinkId open(const LinkTarget& target);
  // Ends all links and begins with an empty world.
  void closeAll();
  void retry(LinkId link);

  // The answer comes with changed(); see Request.
  RequestId ask(LinkId link, Ask body);

  const World& world() const { return *m_world; }
  // Counts up whenever world() is a new one.
  uint64_t worldNumber() const { return m_worldNumber; }
  // Told of each batch before the world is, for who keeps more of the facts than the world does; nothing: nobody.
  void setTap(std::function<void(const Batch&)> tap) { m_tap = std::move(tap); }
  // Batches that wait for a tick.
  size_t lag() const { return m_queue->size(); }
  static WallTime now();

  // 4-console: the display's rate at most. The budget leaves half a frame for drawing.
  static constexpr std::chrono::milliseconds tickInterval{33};
  static constexpr std::chrono::milliseconds tickBudget{8};

 signals:
  void changed(const pushscope::World::Changes& changes);

 private:
  void tick();

  std::shared_ptr<BatchQueue> m_queue;
  QThread m_thread;
  Ingest* m_ingest; // lives on m_thread, and ends there
  std::unique_ptr<World> m_world;
  uint64_t m_worldNumber = 0;
  uint32_t m_nextLink = 0;
  uint64_t m_nextRequest = 0;
  std::function<void(const Batch&)> m_tap;
  QTimer m_tick;
  int64_t m_lastSecond = 0;
};

} // namespace pushscope
