#include "models/feed/ingest.h"

#include "models/feed/clocks.h"

#include <QRandomGenerator>
#include <QTimer>

namespace pushscope {

Ingest::Ingest(std::shared_ptr<BatchQueue> queue, Recorder& recorder)
    : m_queue(std::move(queue)), m_tap(recorder), m_pulse(this) {
  m_pulse.setSingleShot(true);
  m_pulse.setTimerType(Qt::PreciseTimer);
  connect(&m_pulse, &QTimer::timeout, this, &Ingest::pulse);
  QMetaObject::invokeMethod(this, &Ingest::pulse, Qt::QueuedConnection); // once it is on its thread
}

// At the beginning of each second.
void Ingest::pulse() {
  Batch batch;
  batch.link = noLink;
  take(batch, nullptr);
  const int64_t millis = micros(batch.received) / 1000;
  m_pulse.start(std::chrono::milliseconds(1001 - millis % 1000));
}

// What the queue has no room for did not happen yet, for the recorder too: both have everything in the same order.
bool Ingest::take(Batch& batch, const RecordedFrame* frame) {
  const Now now = readClocks();
  batch.received = now.wall;
  const LinkId link = batch.link;
  const size_t facts = batch.factCount();
  const std::optional<LinkStatus> status = batch.status;
  const bool resumed = batch.snapshotEnds;
  if (!m_queue->tryPush(batch))
    return false;
  if (frame)
    m_tap.take(now, link, *frame, facts);
  else if (status)
    m_tap.take(Record::Kind::status, now, link, encode(*status));
  else if (resumed)
    m_tap.take(Record::Kind::resumed, now, link, {});
  else
    m_tap.take(Record::Kind::pulse, now, {}, {}); // answers are nobody's but the asker's
  return true;
}

void Ingest::addLink(LinkId id, const LinkTarget& target) {
  if (id.value >= m_links.size())
    m_links.resize(id.value + 1);
  const LinkIntroduction link{target.kind, target.host + ":" + std::to_string(target.port)};
  m_tap.take(Record::Kind::link, readClocks(), id, encode(link));
  m_links[id.value] = std::make_unique<Link>(
      id, target, [this](Batch& batch, const RecordedFrame* frame) { return take(batch, frame); },
      QRandomGenerator::system()->generate64());
  m_links[id.value]->open();
}

// It stays until all are removed: the queue may not have room yet for what it says at its end.
void Ingest::closeLink(LinkId id) {
  if (id.value < m_links.size() && m_links[id.value])
    m_links[id.value]->close();
}

void Ingest::removeLinks() {
  m_links.clear();
  m_tap.flush();
}

void Ingest::mark(const std::string& text) {
  m_tap.take(Record::Kind::mark, readClocks(), {}, asBytes(text));
}

void Ingest::ask(LinkId id, Request request) {
  if (id.value < m_links.size() && m_links[id.value])
    m_links[id.value]->ask(std::move(request));
  else
    answer(id, request.id, {ErrorCode::cannotConnect, {}});
}

void Ingest::answer(LinkId id, RequestId request, const Error& error) {
  Batch batch;
  batch.link = id;
  batch.answers.push_back({request, error});
  if (!take(batch, nullptr))
    QTimer::singleShot(Link::pause, this, [=, this] { answer(id, request, error); });
}

void Ingest::retry(LinkId id) {
  if (id.value < m_links.size() && m_links[id.value])
    m_links[id.value]->retryNow();
}

} // namespace pushscope
