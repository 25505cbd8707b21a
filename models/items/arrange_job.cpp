#include "models/items/arrange_job.h"

#include <QElapsedTimer>

#include <algorithm>

namespace pushscope {
namespace {

Duration spentIn(const QElapsedTimer& timer) {
  return Duration(timer.nsecsElapsed() / 1000);
}

} // namespace

ArrangeJob::ArrangeJob(const RowSource& rows, const World& world, OrderWish wish, WallTime now,
                       std::shared_ptr<const Arrangement> before)
    : m_wish(std::move(wish)), m_now(now), m_before(std::move(before)),
      m_gatherer(std::in_place, rows, world, keysFor(m_wish, rows.columns())) {}

bool ArrangeJob::gather(std::chrono::milliseconds atMost) {
  QElapsedTimer spent;
  spent.start();
  bool more = true;
  do
    more = m_gatherer->gatherBlock();
  while (more && !spent.hasExpired(atMost.count()));
  m_result.cost += spentIn(spent);
  if (more)
    return true;
  m_result.end = m_gatherer->end();
  m_keys = m_gatherer->take();
  m_gatherer.reset();
  return false;
}

void ArrangeJob::work() {
  QElapsedTimer spent;
  spent.start();
  m_result.total = m_keys.rows.size();
  const bool newestFirst = m_wish.sortColumn < 0 && m_wish.naturalOrder == Qt::DescendingOrder;
  m_result.change = rearrange(*m_before, orderOf(m_keys, m_wish, m_now), newestFirst);
  m_keys = {};
  m_before.reset();
  m_result.cost = std::max(m_result.cost, spentIn(spent));
}

} // namespace pushscope
