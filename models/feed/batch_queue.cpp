#include "models/feed/batch_queue.h"

namespace pushscope {

bool BatchQueue::tryPush(Batch& batch) {
  const std::lock_guard lock(m_mutex);
  if (m_batches.size() >= capacity || m_weight >= heaviest)
    return false;
  m_weight += batch.weight();
  m_batches.push_back(std::move(batch));
  return true;
}

std::optional<Batch> BatchQueue::pop() {
  const std::lock_guard lock(m_mutex);
  if (m_batches.empty())
    return std::nullopt;
  Batch batch = std::move(m_batches.front());
  m_batches.pop_front();
  m_weight -= batch.weight();
  return batch;
}

size_t BatchQueue::size() const {
  const std::lock_guard lock(m_mutex);
  return m_batches.size();
}

} // namespace pushscope
