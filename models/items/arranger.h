#pragma once

#include "models/items/arrange_job.h"

#include <QTimer>

namespace pushscope {

// Works out how the rows of a table are to be arranged. A small table's at once. For a large one this thread gathers
// what the order and the query need, a slice at a time, from the world that goes on meanwhile; a worker filters, sorts
// and compares with what is shown. A new wish, or another world, ends what is under way: its result is not taken.
class Arranger : public QObject {
  Q_OBJECT
 public:
  // Some 2 ms for all of it, so at once; below that a worker would cost more than it spares.
  static constexpr uint64_t mostAtOnce = 4096;
  // Of the GUI thread, without looking at events: an eighth of a frame.
  static constexpr std::chrono::milliseconds slice{2};

  explicit Arranger(const RowSource& rows, QObject* parent = nullptr);

  // The world lives until the result was told of, or until cancel(). `before` is not changed meanwhile.
  void start(const World& world, OrderWish wish, WallTime now, std::shared_ptr<const Arrangement> before);
  void cancel();
  bool isBusy() const { return m_job != nullptr; }

 signals:
  void arranged(pushscope::Arranged& result);

 private:
  void gatherSlice();
  void finish(const std::shared_ptr<ArrangeJob>& job);

  const RowSource& m_rows;
  std::shared_ptr<ArrangeJob> m_job; // the newest, which alone counts
  QTimer m_slices;
};

} // namespace pushscope
