#pragma once

#include "models/feed/batch_queue.h"
#include "models/feed/link.h"
#include "models/feed/record_tap.h"

#include <memory>
#include <vector>

namespace pushscope {

// All that lives on the ingest thread. Made, used and destroyed there; the GUI thread reaches it only through queued
// calls and the batch queue. Time goes on by a batch a second even when no link says anything.
class Ingest : public QObject {
  Q_OBJECT
 public:
  Ingest(std::shared_ptr<BatchQueue> queue, Recorder& recorder);

  void addLink(LinkId id, const LinkTarget& target);
  void closeLink(LinkId id);
  void removeLinks();
  void ask(LinkId id, Request request);
  void retry(LinkId id);
  void mark(const std::string& text);
  // All that came until now is with the recorder.
  void flushRecord() { m_tap.flush(); }

 private:
  void answer(LinkId id, RequestId request, const Error& error);
  bool take(Batch& batch, const RecordedFrame* frame);
  void pulse();

  std::shared_ptr<BatchQueue> m_queue;
  RecordTap m_tap;
  QTimer m_pulse;
  std::vector<std::unique_ptr<Link>> m_links; // by id
};

} // namespace pushscope
