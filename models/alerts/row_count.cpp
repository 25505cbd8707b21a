#include "models/alerts/row_count.h"

#include <algorithm>
#include <utility>

namespace pushscope {

RowCount::RowCount(const RowSource& rows, Condition condition)
    : m_rows(&rows), m_condition(std::move(condition)), m_wish{m_condition.columns(), -1} {}

void RowCount::restart() {
  m_underWay = false;
  m_found = {};
}

std::optional<RowCount::Found> RowCount::step(const World& world, WallTime now, const QElapsedTimer& spent,
                                              Duration budget) {
  if (!std::exchange(m_underWay, true))
    m_next = 0;
  m_next = std::max(m_next, m_rows->first(world)); // the oldest may have been dropped meanwhile
  while (m_next < m_rows->end(world)) {
    const uint64_t end = std::min(m_next + blockRows, m_rows->end(world));
    look(world, end, now);
    m_next = end;
    if (m_next < m_rows->end(world) && spent.nsecsElapsed() / 1000 >= budget.count())
      return std::nullopt;
  }
  m_underWay = false;
  return std::exchange(m_found, {});
}

void RowCount::look(const World& world, uint64_t end, WallTime now) {
  KeyGatherer gatherer(*m_rows, world, m_wish, m_next, end);
  gatherer.gatherBlock();
  const RowKeys keys = gatherer.take();
  const std::vector<bool> matches = m_condition.matches(keys, now);
  for (size_t i = 0; i < matches.size(); ++i) {
    if (!matches[i])
      continue;
    ++m_found.count;
    if (m_found.first.size() < mostExamples)
      m_found.first.push_back(keys.rows[i]);
  }
}

} // namespace pushscope
