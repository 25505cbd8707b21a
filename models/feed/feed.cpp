#include "models/feed/feed.h"

#include "models/feed/advance.h"
#include "models/feed/clocks.h"
#include "models/feed/ingest.h"

#include <algorithm>

namespace pushscope {

Feed::Feed(QObject* parent)
    : WorldSource(parent), m_queue(std::make_shared<BatchQueue>()), m_recorder(new Recorder),
      m_ingest(new Ingest(m_queue, *m_recorder)), m_world(std::make_unique<World>()) {
  m_recorderThread.setObjectName("recorder");
  m_recorder->moveToThread(&m_recorderThread);
  connect(&m_recorderThread, &QThread::finished, m_recorder, &QObject::deleteLater);
  connect(m_recorder, &Recorder::changed, this, [this](const RecordingStatus& status) {
    m_recording = status;
    emit recordingChanged(status);
  });
  connect(m_recorder, &Recorder::saved, this, &Feed::recordingSaved);
  m_recorderThread.start();
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
  QMetaObject::invokeMethod(m_recorder, &Recorder::stop, Qt::BlockingQueuedConnection);
  m_recorderThread.quit();
  m_recorderThread.wait();
}

WallTime Feed::now() const {
  return readClocks().wall;
}

LinkId Feed::open(const LinkTarget& target) {
  const LinkId id{m_nextLink++};
  m_world->addLink(id, target.kind, target.host + ":" + std::to_string(target.port));
  QMetaObject::invokeMethod(m_ingest, [ingest = m_ingest, id, target] { ingest->addLink(id, target); });
  return id;
}

void Feed::close(LinkId link) {
  QMetaObject::invokeMethod(m_ingest, [ingest = m_ingest, link] { ingest->closeLink(link); });
}

void Feed::closeAll() {
  QMetaObject::invokeMethod(m_ingest, &Ingest::removeLinks, Qt::BlockingQueuedConnection);
  while (m_queue->pop()) {
  }
  QMetaObject::invokeMethod(m_recorder, &Recorder::clear);
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

// After everything that has come until now.
void Feed::tellRecorder(std::function<void(Recorder&)> what) {
  QMetaObject::invokeMethod(m_ingest, [ingest = m_ingest, recorder = m_recorder, what = std::move(what)] {
    ingest->flushRecord();
    QMetaObject::invokeMethod(recorder, [recorder, what] { what(*recorder); });
  });
}

void Feed::startRecording(const QString& path, WallTime since) {
  tellRecorder([=](Recorder& recorder) { recorder.start(path, since); });
}

void Feed::stopRecording() {
  tellRecorder([](Recorder& recorder) { recorder.stop(); });
}

void Feed::saveRecent(const QString& path, WallTime since) {
  tellRecorder([=](Recorder& recorder) { recorder.save(path, since); });
}

void Feed::mark(const QString& text) {
  QByteArray line = text.toUtf8();
  for (qsizetype most = qsizetype(longestMark); line.size() > qsizetype(longestMark);)
    line = text.left(--most).toUtf8();
  QMetaObject::invokeMethod(m_ingest, [ingest = m_ingest, line = line.toStdString()] { ingest->mark(line); });
}

bool Feed::readsSnapshot() const {
  const auto& links = m_world->links();
  return std::any_of(links.begin(), links.end(), [](const World::LinkInfo& link) {
    return link.status.state == LinkStatus::State::online && !link.snapshotComplete;
  });
}

// False: there is more.
bool Feed::applyBatches() {
  QElapsedTimer spent;
  spent.start();
  const auto budget = readsSnapshot() ? snapshotBudget : tickBudget;
  while (auto batch = m_queue->pop()) {
    if (m_tap)
      m_tap(*batch);
    advance(*m_world, std::move(*batch));
    if (spent.nsecsElapsed() >= std::chrono::nanoseconds(budget).count())
      return m_queue->size() == 0;
  }
  return true;
}

void Feed::tick() {
  QElapsedTimer spent;
  spent.start();
  const auto interval = applyBatches() ? tickInterval : busyInterval;
  if (m_tick.intervalAsDuration() != interval)
    m_tick.start(interval);
  if (m_world->isChangeAwaited() || !m_sinceChanged.isValid() || m_sinceChanged.elapsed() >= readable.count())
    if (const World::Changes changes = m_world->takeChanges(); changes.any()) {
      m_sinceChanged.start();
      emit changed(changes);
    }
  m_tickTimes.add(Duration(spent.nsecsElapsed() / 1000), now());
}

} // namespace pushscope
