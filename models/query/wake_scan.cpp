#include "models/query/wake_scan.h"

#include <QElapsedTimer>

#include <algorithm>
#include <utility>

namespace pushscope {
namespace {

// Between two looks at the clock.
constexpr Row rowsAtOnce = 64;

} // namespace

void WakeScan::step(const World& world, WallTime since, WallTime now) {
  if (!m_running) {
    if (m_began != WallTime{} && now >= m_began && now - m_began < interval)
      return;
    m_began = now;
    m_running = true;
  }
  QElapsedTimer spent;
  spent.start();
  while (m_row < world.devices().size()) {
    for (const Row end = std::min(m_row + rowsAtOnce, world.devices().size()); m_row < end; ++m_row)
      look(world, m_row, since);
    if (spent.nsecsElapsed() / 1000 >= slice.count())
      break;
  }
  if (m_row >= world.devices().size())
    finish();
}

void WakeScan::look(const World& world, Row row, WallTime since) {
  const DeviceTable& devices = world.devices();
  const uint32_t limit = betterTold(world, row).mostResumes;
  m_next.limited += limit > 0;
  const bool active = devices.activity(row, LinkKind::node) || devices.activity(row, LinkKind::fleet);
  if (!active && limit == 0)
    return;
  if (const auto resumes = resumesOf(world, row); resumes && isShort(resumes->used, resumes->limit))
    m_next.shortOfResumes.push_back(row);
  m_next.awake += keepsItselfAwake(world, row);
  if (!active || m_most == 0)
    return;
  Busy busy{0, 0, row};
  if (lastWake(world, row) >= since)
    for (const Wake& wake : recentWakes(world, row))
      busy.wakes += wake.at >= since;
  for (const AppSpan& span : devices.states(row, betterRoad(world, row)))
    busy.changes += span.to >= since;
  if (busy.wakes + busy.changes == 0 || (m_busy.size() >= m_most && !(busy < m_busy.front())))
    return;
  if (m_busy.size() >= m_most) {
    std::pop_heap(m_busy.begin(), m_busy.end());
    m_busy.pop_back();
  }
  m_busy.push_back(busy);
  std::push_heap(m_busy.begin(), m_busy.end());
}

void WakeScan::finish() {
  // A place in the list that changes with each wake would be hard to follow.
  std::sort(m_busy.begin(), m_busy.end(), [](const Busy& a, const Busy& b) {
    return std::pair(a.wakes == 0, a.row) < std::pair(b.wakes == 0, b.row);
  });
  for (const Busy& busy : m_busy)
    m_next.busiest.push_back(busy.row);
  m_busy.clear();
  m_found = std::exchange(m_next, {});
  m_row = 0;
  m_running = false;
  m_through = true;
}

} // namespace pushscope
