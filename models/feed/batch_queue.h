#pragma once

#include "models/store/batch.h"

#include <deque>
#include <mutex>

namespace pushscope {

// From the ingest thread to the GUI thread; the only thing that both touch. Bounded: when it is full the ingest thread
// stops reading its sockets, so that the server, not this process, holds what a stopped window cannot take.
class BatchQueue {
 public:
  // A batch is a frame of at most 1 MiB, a few KiB as a rule; a window that is dragged takes none for a second or two.
  static constexpr size_t capacity = 512;
  // By Batch::weight(): so that a snapshot of a million devices, or two million facts a second, do not wait in here.
  static constexpr size_t heaviest = size_t{8} << 20;

  // False if it is full; the batch is untouched then.
  bool tryPush(Batch& batch);
  // Takes the oldest; nothing if it is empty.
  std::optional<Batch> pop();
  size_t size() const;

 private:
  mutable std::mutex m_mutex;
  std::deque<Batch> m_batches; // guarded by m_mutex, and so is
  size_t m_weight = 0;         // of all of them
};

} // namespace pushscope
