#include "models/items/arrangement.h"
#include "protocol/base/random.h"
#include "tests/support/seed.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace pushscope {
namespace {

using Rows = std::vector<uint64_t>;

void expectPlaces(const Arrangement& arrangement) {
  for (size_t i = 0; i < arrangement.size(); ++i)
    ASSERT_EQ(arrangement.placeOf(arrangement.rows()[i]), int(i));
}

TEST(Arrangement, KnowsThePlacesOfItsRowsAlone) {
  Arrangement rows(Rows{7, 3, 9});
  expectPlaces(rows);
  for (const uint64_t other : {0u, 4u, 8u, 10u, 1000u})
    EXPECT_EQ(rows.placeOf(other), -1);
  rows.append(Rows{12, 15});
  expectPlaces(rows);
  EXPECT_EQ(rows.placeOf(13), -1);
  rows.prepend(Rows{21, 20});
  EXPECT_EQ(rows.rows(), (Rows{21, 20, 7, 3, 9, 12, 15}));
  expectPlaces(rows);
  rows.append(Rows{30});
  expectPlaces(rows);
  Arrangement cut(Rows{7, 3, 9});
  cut.truncate(1);
  EXPECT_EQ(cut.placeOf(3), -1);
  EXPECT_EQ(Arrangement().placeOf(0), -1);
  Arrangement grown;
  grown.append(Rows{5, 8});
  expectPlaces(grown);
}

TEST(Arrangement, OneBecomesAnotherInStepsThatAViewCanFollow) {
  Random random(testSeed("Arrangement"));
  const auto randomRows = [&] {
    Rows rows;
    for (uint64_t row = random.below(10); row < 60; row += 1 + random.below(5))
      rows.push_back(row);
    for (size_t i = rows.size(); i > 1; --i)
      std::swap(rows[i - 1], rows[size_t(random.below(i))]);
    return rows;
  };
  for (uint64_t step = 0; step < testSteps(3000); ++step) {
    const Arrangement before(random.below(20) == 0 ? Rows{} : randomRows());
    const Rows after = random.below(20) == 0 ? before.rows() : randomRows();
    const bool top = random.below(2) == 0;
    const Rearrangement change = rearrange(before, after, top);
    Rows rows = before.rows();
    if (change.fresh > 0) {
      ASSERT_EQ(change.grown.size(), rows.size() + change.fresh);
      const auto stayed = change.grown.rows().begin() + ptrdiff_t(top ? change.fresh : 0);
      ASSERT_TRUE(std::equal(rows.begin(), rows.end(), stayed));
      rows = change.grown.rows();
    }
    ASSERT_TRUE(std::is_permutation(rows.begin(), rows.end(), change.mixed.rows().begin(), change.mixed.rows().end()));
    ASSERT_EQ(change.moved, rows != change.mixed.rows());
    ASSERT_EQ(change.changesNothing(), before.rows() == after);
    rows = change.mixed.rows();
    rows.resize(change.staying);
    ASSERT_EQ(rows, after);
    ASSERT_NO_FATAL_FAILURE(expectPlaces(change.mixed));
  }
}

} // namespace
} // namespace pushscope
