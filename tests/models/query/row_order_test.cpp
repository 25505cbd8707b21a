#include "models/query/health.h"
#include "models/query/row_order.h"
#include "tests/models/query/random_devices.h"
#include "tests/support/seed.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

class RowOrderTwin : public ::testing::Test {
 protected:
  Random random{testSeed("RowOrderTwin")};
  RandomDevices sample{random};

  // By what cells show; a column with an order of its own by its rank.
  std::vector<uint64_t> expected(const OrderWish& wish) const {
    std::vector<uint64_t> rows;
    for (uint64_t row = 0; row < deviceRows().end(sample.world); ++row)
      if (deviceRows().shown(sample.world, row))
        rows.push_back(row);
    if (wish.naturalOrder == Qt::DescendingOrder)
      std::reverse(rows.begin(), rows.end());
    if (wish.sortColumn >= 0) {
      const Column& column = deviceRows().columns()[size_t(wish.sortColumn)];
      std::stable_sort(rows.begin(), rows.end(), [&](uint64_t a, uint64_t b) {
        const QVariant left = column.value(sample.world, a), right = column.value(sample.world, b);
        if (!left.isValid() || !right.isValid())
          return left.isValid() && !right.isValid();
        return wish.sortOrder == Qt::AscendingOrder ? less(column, a, b) : less(column, b, a);
      });
    }
    if (wish.limit > 0 && rows.size() > wish.limit)
      rows.resize(wish.limit);
    return rows;
  }
  bool less(const Column& column, uint64_t a, uint64_t b) const {
    if (const auto* coded = std::get_if<CodedCell>(&column.cell); coded && coded->rank)
      return coded->rank(sample.world, a) < coded->rank(sample.world, b);
    const QVariant left = column.value(sample.world, a), right = column.value(sample.world, b);
    return column.kind == Kind::text
               ? left.toString().toCaseFolded().toUtf8() < right.toString().toCaseFolded().toUtf8()
               : left.toLongLong() < right.toLongLong();
  }
};

TEST_F(RowOrderTwin, AgreesWithAStableSortOfWhatCellsShow) {
  for (uint64_t step = 0; step < testSteps(400); ++step) {
    sample.tellSome(random.below(20), 400);
    OrderWish wish;
    wish.sortColumn = int(random.below(deviceRows().columns().size() + 1)) - 1;
    wish.sortOrder = random.below(2) == 0 ? Qt::AscendingOrder : Qt::DescendingOrder;
    wish.naturalOrder = random.below(2) == 0 ? Qt::AscendingOrder : Qt::DescendingOrder;
    wish.limit = random.below(3) == 0 ? random.below(50) : 0;
    ASSERT_EQ(orderOf(deviceRows(), sample.world, wish, sample.now), expected(wish))
        << "step " << step << ", column " << wish.sortColumn;
  }
}

TEST_F(RowOrderTwin, KeysAreTheSameWhateverTheirBlocks) {
  sample.tellSome(3000, 2000);
  OrderWish wish;
  wish.sortColumn = columnWithId(deviceRows().columns(), "device");
  KeyGatherer gatherer(deviceRows(), sample.world, keysFor(wish, deviceRows().columns()));
  size_t blocks = 1;
  while (gatherer.gatherBlock())
    ++blocks;
  EXPECT_GT(blocks, 3u);
  EXPECT_EQ(gatherer.end(), sample.world.devices().size());
  EXPECT_EQ(orderOf(gatherer.take(), wish, sample.now), expected(wish));
}

TEST(RowOrder, AnEmptyWorldHasAnEmptyOrder) {
  SampleWorld sample;
  for (int column = -1; column < int(deviceRows().columns().size()); ++column) {
    OrderWish wish;
    wish.sortColumn = column;
    EXPECT_TRUE(orderOf(deviceRows(), sample.world, wish, sample.now).empty());
  }
}

} // namespace
} // namespace pushscope
