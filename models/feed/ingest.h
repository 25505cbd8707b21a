#pragma once

#include "models/feed/batch_queue.h"
#include "models/feed/link.h"

#include <memory>
#include <vector>

namespace pushscope {

// All that lives on the ingest thread. Made, used and destroyed there; the GUI thread reaches it only through queued
// calls and the batch queue.
class Ingest : public QObject {
  Q_OBJECT
 public:
  explicit Ingest(std::shared_ptr<BatchQueue> queue) : m_queue(std::move(queue)) {}

  void addLink(LinkId id, const LinkTarget& target);
  void removeLinks();
  void ask(LinkId id, Request request);
  void retry(LinkId id);

 private:
  void answer(LinkId id, RequestId request, const Error& error);

  std::shared_ptr<BatchQueue> m_queue;
  std::vector<std::unique_ptr<Link>> m_links; // by id
};

} // namespace pushscope
