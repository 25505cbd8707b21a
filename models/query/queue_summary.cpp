#include "models/query/queue_summary.h"

namespace pushscope {

QueueSummary summaryOf(const PulledList<Queued>& queue) {
  QueueSummary summary;
  for (uint64_t row = queue.first(); row < queue.end(); ++row) {
    const auto& entry = *queue.find(row);
    if (!entry.there)
      continue;
    const Queued& queued = entry.value;
    ++(queued.stage == Stage::retrying  ? summary.retrying
       : queued.stage == Stage::held    ? summary.held
       : queued.stage == Stage::offline ? summary.offline
                                        : summary.queued);
    summary.bytes += queued.payloadBytes;
    if (queued.accepted > WallTime{} && (summary.oldest == WallTime{} || queued.accepted < summary.oldest))
      summary.oldest = queued.accepted;
  }
  return summary;
}

} // namespace pushscope
