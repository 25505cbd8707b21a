#include "protocol/base/random.h"
#include "protocol/machine/collection.h"
#include "tests/support/seed.h"

#include <gtest/gtest.h>

#include <deque>

namespace pushscope {

static bool operator==(const CollectionItem& a, const CollectionItem& b) {
  return a.key == b.key && a.version == b.version && a.value == b.value;
}

namespace {

constexpr CollectionSource::Shape shapes[] = {{0, 5, 4}, {1, 3, 4}, {50, 10, 8}, {230, 400, 4}, {120, 1000, 0}};

// What a collection holds at a version, one change after the other.
class PlainSource {
 public:
  PlainSource(const CollectionSource::Shape& shape, uint64_t seed) : m_steps("plain", shape, seed) {
    m_history.push_back({});
    m_history.push_back(m_steps.content());
  }
  const std::map<uint32_t, CollectionItem>& at(uint64_t version) {
    while (m_history.size() <= version) {
      m_history.push_back(m_history.back());
      m_steps.touch(1);
      for (const CollectionPage& page : m_steps.since(m_steps.version() - 1))
        for (const CollectionItem& item : page.items)
          m_history.back()[item.key] = item;
    }
    return m_history[version];
  }

 private:
  CollectionSource m_steps;
  std::deque<std::map<uint32_t, CollectionItem>> m_history;
};

class CollectionTwin : public ::testing::Test {
 protected:
  // One phone and its server: pages on their way, connections that end in between, and answers that overlap.
  void live(Random& random, uint64_t steps) {
    const CollectionSource::Shape& shape = shapes[random.below(std::size(shapes))];
    const uint64_t seed = random.next();
    CollectionSource source("friends", shape, seed);
    PlainSource plain(shape, seed);
    CollectionReplica replica;
    std::deque<CollectionPage> way;
    for (uint64_t step = 0; step < steps && !HasFailure(); ++step) {
      switch (random.below(6)) {
      case 0:
        source.touch(random.below(random.below(4) == 0 ? 300 : 3));
        break;
      case 1:
      case 2:
        // Asked again before the first answer has come, it answers from the same version once more.
        if (way.empty() || random.below(4) == 0)
          for (CollectionPage& page : source.since(replica.version()))
            way.push_back(std::move(page));
        break;
      case 3:
        if (random.below(10) == 0) {
          way.clear();
          replica.interrupted();
        }
        break;
      default:
        if (!way.empty()) {
          const uint64_t before = replica.version();
          const bool applied = replica.apply(way.front());
          EXPECT_EQ(replica.version(), applied && way.front().last ? way.front().to : before);
          way.pop_front();
        }
        break;
      }
      EXPECT_TRUE(replica.content() == plain.at(replica.version())) << "step " << step;
    }
    replica.interrupted();
    for (const CollectionPage& page : source.since(replica.version()))
      EXPECT_TRUE(replica.apply(page));
    EXPECT_EQ(replica.version(), source.version());
    EXPECT_TRUE(replica.content() == source.content());
    EXPECT_TRUE(source.content() == plain.at(source.version()));
  }
};

TEST_F(CollectionTwin, ReplicaIsAlwaysTheSourceAtItsVersion) {
  Random random(testSeed("CollectionTwin"));
  for (uint64_t left = testSteps(20'000); left > 0 && !HasFailure();) {
    const uint64_t steps = std::min<uint64_t>(left, 500);
    live(random, steps);
    left -= steps;
  }
}

} // namespace
} // namespace pushscope
