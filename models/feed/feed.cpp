#include "models/feed/feed.h"

#include "models/feed/clocks.h"
#include "models/feed/ingest.h"

#include <QElapsedTimer>

namespace pushscope {

Feed::Feed(QObject* parent)
    : QObject(parent), m_queue(std::make_shared<BatchQueue>()), m_ingest(new Ingest(m_queue)),
      m_world(std::make_unique<World>()) {
  m_thread.setObjectName("ingest");
  m_ingest->moveToThread(&m_thread);
  connect(&m_thread, &QThread::finished, m_ingest, &QObject::deleteLater);
  m_thread.start();
  m_tick.setTimerType(Qt::PreciseTimer);
  connect(&m_tick, &QTimer::timeout, this, &Feed::tick);
  m_tick.start(tickInterval);
}

Feed::~Feed() {
  QMetaObject::invokeMethod(m_ingest, &Ingest::removeLinks, Qt::BlockingQueuedConnection);
  m_thread.quit();
  m_thread.wait();
}

WallTime Feed::now() {
  return readClocks().wall;
}

LinkId Feed::open(const LinkTarget& target) {
  const LinkId id{m_nextLink++};
  m_world->addLink(id, target.kind, target.host + ":" + std::to_string(target.port));
  QMetaObject::invokeMethod(m_ingest, [ingest = m_ingest, id, target] { ingest->addLink(id, target); });
  return id;
}

void Feed::closeAll() {
  QMetaObject::invokeMethod(m_ingest, &Ingest::removeLinks, Qt::BlockingQueuedConnection);
  while (m_queue->pop()) {
  }
  m_world = std::make_unique<World>();
  m_nextLink = 0;
  ++m_worldNumber;
  emit changed(World::Changes::everything());
}

void Feed::retry(LinkId link) {
  QMetaObject::invokeMethod(m_ingest, [ingest = m_ingest, link] { ingest->retry(link); });
}

RequestId Feed::ask(LinkId link, Ask body) {
  const RequestId id{++m_nextRequest};
  QMetaObject::invokeMethod(
      m_ingest, [ingest = m_ingest, link, request = Request{id, std::move(body)}] { ingest->ask(link, request); });
  return id;
}

void Feed::tick() {
  QElapsedTimer spent;
  spent.start();
  const WallTime time = now();
  while (auto batch = m_queue->pop()) {
    if (m_tap)
      m_tap(*batch);
    m_world->apply(std::move(*batch), time);
    if (spent.elapsed() >= tickBudget.count())
      break;
  }
  const int64_t second = micros(time) / 1'000'000;
  if (second != m_lastSecond) {
    m_lastSecond = second;
    m_world->beatSecond(time);
  }
  const World::Changes changes = m_world->takeChanges();
  if (changes.any())
    emit changed(changes);
}

} // namespace pushscope
