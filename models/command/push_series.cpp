#include "models/command/push_series.h"

namespace pushscope {

PushSeries::PushSeries(PushDraft draft, WallTime start)
    : m_draft(std::move(draft)), m_start(start), m_interval(m_draft.interval()), m_repeats(m_draft.repeats()) {}

std::vector<Inject> PushSeries::takeDue(WallTime now, Random& random) {
  std::vector<Inject> pushes;
  if (now < m_start || m_taken == m_repeats)
    return pushes;
  const uint32_t due = uint32_t(std::min<int64_t>(m_repeats, (now - m_start) / m_interval + 1));
  if (due > m_taken + mostAtOnce) {
    m_leftOut += due - mostAtOnce - m_taken;
    m_taken = due - mostAtOnce;
  }
  const QStringList own = m_draft.isOfOneDevice() ? m_draft.devices() : QStringList{QString()};
  while (m_taken < due) {
    ++m_taken;
    for (const QString& device : own)
      pushes.push_back(m_draft.inject(now, random, m_taken, device));
  }
  return pushes;
}

std::optional<WallTime> PushSeries::next() const {
  return m_taken < m_repeats ? std::optional(m_start + m_interval * int64_t(m_taken)) : std::nullopt;
}

} // namespace pushscope
