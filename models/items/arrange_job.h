#pragma once

#include "models/items/arrangement.h"
#include "models/query/row_order.h"

#include <QObject>

#include <memory>
#include <optional>

namespace pushscope {

// How a table is to be arranged, and what was found out on the way.
struct Arranged {
  Rearrangement change;
  uint64_t total = 0; // rows that there are without the query
  uint64_t end = 0;   // rows before this were looked at
  Duration cost{};    // of gathering or of the work, whichever took longer
};

// One piece of work for a worker. First it gathers from the world, on the world's thread; then work() is called on any
// thread and touches nothing else. It says so by a signal, because a queued one reaches nobody who is gone.
class ArrangeJob : public QObject {
  Q_OBJECT
 public:
  // `before` is what is shown; nobody changes it meanwhile.
  ArrangeJob(const RowSource& rows, const World& world, OrderWish wish, WallTime now,
             std::shared_ptr<const Arrangement> before);

  // Some more, for about so long. False when there are no more.
  bool gather(std::chrono::milliseconds atMost);
  void work();
  Arranged& result() { return m_result; }

 signals:
  void done();

 private:
  OrderWish m_wish;
  WallTime m_now;
  std::shared_ptr<const Arrangement> m_before;
  std::optional<KeyGatherer> m_gatherer; // until all is gathered
  RowKeys m_keys;
  Arranged m_result;
};

} // namespace pushscope
