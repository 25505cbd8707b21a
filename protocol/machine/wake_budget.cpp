#include "protocol/machine/wake_budget.h"

#include <algorithm>

namespace pushscope {

MonoTime WakeBudget::allowed(For kind, MonoTime now) {
  prune(now);
  if (limit() == 0 || now <= m_asleepFrom)
    return now;
  const size_t last = limit() - 1;
  const size_t lastButOne = last == 0 ? 0 : last - 1;
  const size_t most = kind == For::heartbeat ? last
                      : kind == For::high    ? lastButOne
                                             : std::min(limit() * 2 / 3, lastButOne);
  if (m_resumes.size() <= most)
    return now;
  return m_resumes[m_resumes.size() - 1 - most] + guarded();
}

bool WakeBudget::wrote(MonoTime now) {
  if (now <= m_asleepFrom)
    return false;
  const Duration runs = m_sleep.budget > Duration::zero() ? std::min(m_sleep.budget, grace) : grace;
  m_asleepFrom = now + runs;
  if (limit() > 0)
    m_resumes.push_back(now);
  prune(now);
  return true;
}

// Which of them this side did not see is not known, so all that are missing are thought to be the latest, and of too
// many the oldest are dropped: what is left stays in the window for as long as it may.
void WakeBudget::told(uint32_t resumes, MonoTime now) {
  if (limit() == 0)
    return;
  const size_t counted = std::min(size_t{resumes} + 1, limit() + 1);
  const size_t kept = std::min<size_t>(counted, this->resumes(now));
  m_resumes.erase(m_resumes.begin(), m_resumes.end() - std::ptrdiff_t(kept));
  m_resumes.resize(counted, now);
}

uint32_t WakeBudget::resumes(MonoTime now) {
  prune(now);
  return uint32_t(std::count_if(m_resumes.begin(), m_resumes.end(),
                                [&](MonoTime resume) { return resume + m_sleep.window > now; }));
}

void WakeBudget::prune(MonoTime now) {
  const auto young =
      std::find_if(m_resumes.begin(), m_resumes.end(), [&](MonoTime resume) { return resume + guarded() > now; });
  m_resumes.erase(m_resumes.begin(), young);
  if (m_resumes.size() > limit() + 1)
    m_resumes.erase(m_resumes.begin(), m_resumes.end() - std::ptrdiff_t(limit() + 1));
}

} // namespace pushscope
