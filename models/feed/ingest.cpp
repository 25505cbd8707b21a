#include "models/feed/ingest.h"

#include <QRandomGenerator>
#include <QTimer>

namespace pushscope {

void Ingest::addLink(LinkId id, const LinkTarget& target) {
  if (id.value >= m_links.size())
    m_links.resize(id.value + 1);
  m_links[id.value] = std::make_unique<Link>(
      id, target, [this](Batch& batch) { return m_queue->tryPush(batch); }, QRandomGenerator::system()->generate64());
  m_links[id.value]->open();
}

void Ingest::removeLinks() {
  m_links.clear();
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
  if (!m_queue->tryPush(batch))
    QTimer::singleShot(Link::pause, this, [=, this] { answer(id, request, error); });
}

void Ingest::retry(LinkId id) {
  if (id.value < m_links.size() && m_links[id.value])
    m_links[id.value]->retryNow();
}

} // namespace pushscope
