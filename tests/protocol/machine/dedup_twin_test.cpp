#include "protocol/base/random.h"
#include "protocol/machine/dedup.h"
#include "tests/support/seed.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <vector>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

// Forgets nothing, and works out what should be remembered.
class PlainDedup {
 public:
  bool admit(const Uuid& uuid, MonoTime now) {
    const auto last = m_last.find(uuid);
    if (last != m_last.end() && last->second >= firstRemembered(now))
      return false;
    m_last[uuid] = m_admitted.size();
    m_admitted.push_back(now);
    return true;
  }
  bool knows(const Uuid& uuid, MonoTime now) const {
    const auto last = m_last.find(uuid);
    return last != m_last.end() && last->second >= firstRemembered(now);
  }
  size_t size(MonoTime now) const { return m_admitted.size() - firstRemembered(now); }

 private:
  // The number of the oldest admission that is among the last 1024 and younger than seven days.
  size_t firstRemembered(MonoTime now) const {
    const size_t ofWindow = m_admitted.size() - std::min<size_t>(m_admitted.size(), 1024);
    const auto young = std::upper_bound(m_admitted.begin(), m_admitted.end(), now - 7 * 24h);
    return std::max(ofWindow, size_t(young - m_admitted.begin()));
  }

  std::map<Uuid, size_t> m_last; // number of the last admission
  std::vector<MonoTime> m_admitted;
};

TEST(DedupTwin, AgreesWithAPlainSecondImplementation) {
  Random random(testSeed("DedupTwin"));
  std::vector<Uuid> pool(2200);
  for (Uuid& uuid : pool)
    uuid = Uuid::make(WallTime{}, random);
  Dedup dedup;
  PlainDedup plain;
  MonoTime now{};
  for (uint64_t step = 0; step < testSteps(1'500'000); ++step) {
    if (random.below(100) == 0)
      now += random.between(0s, 2h);
    if (random.below(10'000) == 0)
      now += random.below(2) == 0 ? 7 * 24h : random.between(0s, 8 * 24h);
    const Uuid& uuid = pool[random.below(pool.size())];
    ASSERT_EQ(dedup.knows(uuid, now), plain.knows(uuid, now)) << "step " << step;
    ASSERT_EQ(dedup.admit(uuid, now), plain.admit(uuid, now)) << "step " << step;
    ASSERT_EQ(dedup.size(), plain.size(now)) << "step " << step;
  }
}

} // namespace
} // namespace pushscope
