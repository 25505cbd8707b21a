#include "models/compare/compared_rows.h"

#include "models/items/table_model.h"

#include <QAbstractItemModelTester>

#include <gtest/gtest.h>

namespace pushscope {
namespace {

class ComparedTable : public ::testing::Test {
 protected:
  World world;
  ComparedRows rows;
  TableModel model{rows};
  QAbstractItemModelTester rules{&model, QAbstractItemModelTester::FailureReportingMode::Warning};

  void show(const std::vector<ComparedFigure>& figures) {
    rows.show(figures);
    model.setWorld(&world, {});
  }
  static ComparedFigure figure(const char* id, std::optional<double> before, std::optional<double> after, bool worse,
                               bool better = false) {
    return {id,
            false,
            100,
            120,
            before,
            after,
            before && after && *before > 0 ? std::optional(*after / *before) : std::nullopt,
            worse,
            better};
  }
  QString cell(int row, const char* id) {
    return model.index(row, columnWithId(model.columns(), id)).data().toString();
  }
};

TEST_F(ComparedTable, TheWorstComesFirstAndWhatIsNotKnownLast) {
  show({figure("round_trip_p50_ms", 20, 10, false, true), figure("round_trip_p90_ms", {}, 9, false),
        figure("round_trip_p99_ms", 10, 20, true), figure("expired_per_thousand", 0, 5, true),
        figure("acknowledge_p50_ms", 1.5, 1.5, false), figure("acknowledge_p90_ms", 1, 1.1, false)});
  ASSERT_EQ(model.rowCount(), 6);
  EXPECT_EQ(cell(0, "figure"), "expired_per_thousand") << "there was none before";
  EXPECT_EQ(cell(1, "title"), "round trip p99, ms");
  EXPECT_EQ(cell(1, "verdict"), "worse");
  EXPECT_EQ(cell(1, "difference"), "10.0");
  EXPECT_EQ(cell(1, "ratio"), "2.00");
  EXPECT_EQ(cell(1, "count_before"), "100");
  EXPECT_EQ(cell(2, "figure"), "acknowledge_p90_ms");
  EXPECT_EQ(cell(2, "verdict"), "same");
  EXPECT_EQ(cell(4, "figure"), "round_trip_p50_ms");
  EXPECT_EQ(cell(4, "verdict"), "better");
  EXPECT_EQ(cell(4, "difference"), "-10.0");
  EXPECT_EQ(cell(5, "figure"), "round_trip_p90_ms");
  EXPECT_EQ(cell(5, "before"), "–");
  EXPECT_EQ(cell(5, "verdict"), "–") << "what one run does not have is no verdict";
}

TEST_F(ComparedTable, FindsFiguresByTheirNumbers) {
  show({figure("round_trip_p50_ms", 20, 10, false), figure("round_trip_p99_ms", 10, 16, true)});
  EXPECT_FALSE(model.setQuery("ratio>1.5"));
  EXPECT_EQ(model.rowCount(), 1);
  EXPECT_FALSE(model.setQuery("difference<-9.5"));
  ASSERT_EQ(model.rowCount(), 1);
  EXPECT_EQ(cell(0, "figure"), "round_trip_p50_ms");
  EXPECT_TRUE(model.setQuery("ratio>much"));
}

TEST_F(ComparedTable, AnotherComparisonTakesItsPlace) {
  show({figure("round_trip_p50_ms", 20, 10, false)});
  EXPECT_EQ(model.rowCount(), 1);
  show({});
  EXPECT_EQ(model.rowCount(), 0);
}

TEST_F(ComparedTable, EveryFigureOfAComparisonHasATitle) {
  const FigureComparison comparison({}, {}, 0.2);
  ASSERT_FALSE(comparison.figures().empty());
  for (const ComparedFigure& each : comparison.figures())
    EXPECT_NE(comparedFigureTitle(each.id), QLatin1String(each.id));
}

} // namespace
} // namespace pushscope
