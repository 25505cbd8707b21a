#include "protocol/base/random.h"
#include "protocol/machine/deadline_queue.h"
#include "tests/support/seed.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

TEST(DeadlineQueueTwin, AgreesWithAPlainMapOfDeadlines) {
  Random random(testSeed("DeadlineQueueTwin"));
  DeadlineQueue queue;
  std::map<uint32_t, MonoTime> plain;
  MonoTime now{};
  for (uint64_t step = 0; step < testSteps(200'000); ++step) {
    const auto key = uint32_t(random.below(30));
    const MonoTime due = random.below(8) == 0 ? never : now + 1ms * int64_t(random.below(200));
    queue.set(key, due);
    plain[key] = due;
    if (random.below(4) != 0)
      continue;
    now += 1ms * int64_t(random.below(20));
    for (const auto& [k, deadline] : plain)
      ASSERT_LE(queue.next(), deadline) << "step " << step;
    std::set<uint32_t> expected, popped;
    for (auto& [k, deadline] : plain)
      if (deadline <= now) {
        expected.insert(k);
        deadline = never;
      }
    while (const auto k = queue.pop(now))
      ASSERT_TRUE(popped.insert(*k).second) << "step " << step << ": " << *k << " came twice";
    ASSERT_EQ(popped, expected) << "step " << step;
    ASSERT_GT(queue.next(), now) << "step " << step;
  }
}

} // namespace
} // namespace pushscope
