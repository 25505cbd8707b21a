#include "models/alerts/row_count.h"

#include "tests/models/query/random_devices.h"
#include "tests/support/seed.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

struct Twin {
  const char* query;
  std::function<bool(const World&, Row)> fits;
};

const std::vector<Twin>& twins() {
  static const std::vector<Twin> all{
      {"", [](const World&, Row) { return true; }},
      {"missed>=2",
       [](const World& w, Row r) { return w.devices().belief(r).known && w.devices().belief(r).missed >= 2; }},
      {"profile:ios queue>0",
       [](const World& w, Row r) {
         return w.devices().profile(r).starts_with("ios") && w.devices().belief(r).known &&
                w.devices().belief(r).waiting > 0;
       }},
      {"rtt>300ms or id~qa-",
       [](const World& w, Row r) {
         return w.devices().belief(r).roundTrip > std::chrono::milliseconds(300) ||
                w.devices().device(r).find("qa-") != std::string_view::npos;
       }},
  };
  return all;
}

// A second implementation: one row after the other.
RowCount::Found naive(const World& world, const Twin& twin) {
  RowCount::Found found;
  for (Row row = 0; row < world.devices().size(); ++row) {
    const bool shown = world.devices().belief(row).known || world.devices().truth(row).known;
    if (!shown || !twin.fits(world, row))
      continue;
    if (++found.count <= RowCount::mostExamples)
      found.first.push_back(row);
  }
  return found;
}

TEST(RowCountTwin, CountsWhatANaiveLookCountsHoweverItIsCutIntoSlices) {
  Random random(testSeed("RowCountTwin"));
  RandomDevices sample(random);
  std::vector<RowCount> counts;
  for (const Twin& twin : twins())
    counts.emplace_back(deviceRows(), Condition::of(twin.query, deviceRows().columns()).condition);
  for (uint64_t step = 0; step < testSteps(60); ++step) {
    sample.tellSome(random.below(400), 3000);
    for (size_t i = 0; i < counts.size(); ++i) {
      QElapsedTimer spent;
      spent.start();
      std::optional<RowCount::Found> found;
      size_t calls = 0;
      // Without time a call looks at one block.
      for (; !found; ++calls)
        found = counts[i].step(sample.world, sample.now, spent, random.below(2) == 0 ? Duration(0) : Duration(50));
      const RowCount::Found expected = naive(sample.world, twins()[i]);
      ASSERT_EQ(found->count, expected.count) << twins()[i].query << ", step " << step;
      ASSERT_EQ(found->first, expected.first) << twins()[i].query;
      EXPECT_FALSE(counts[i].isUnderWay());
    }
  }
}

TEST(RowCount, ASliceIsOneBlockAtLeastAndRestartForgets) {
  Random random(1);
  RandomDevices sample(random);
  sample.tellSome(3000, 2000);
  RowCount count(deviceRows(), {});
  QElapsedTimer spent;
  spent.start();
  EXPECT_FALSE(count.step(sample.world, sample.now, spent, Duration(0)));
  EXPECT_TRUE(count.isUnderWay());
  count.restart();
  std::optional<RowCount::Found> found;
  int calls = 0;
  while (!found) {
    found = count.step(sample.world, sample.now, spent, Duration(0));
    ++calls;
  }
  EXPECT_EQ(calls, int((sample.world.devices().size() + 255) / 256));
  EXPECT_EQ(found->count, naive(sample.world, twins()[0]).count) << "nothing is counted twice";
}

} // namespace
} // namespace pushscope
