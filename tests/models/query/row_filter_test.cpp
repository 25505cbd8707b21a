#include "models/query/row_filter.h"
#include "tests/models/sample_world.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

class RowFilterTest : public ::testing::Test {
 protected:
  RowFilterTest() {
    const LinkId node = sample.addLink(LinkKind::node, "stage");
    DeviceRecord record = sample.record(1, "qa-Phone-17");
    record.profile = "ios";
    record.address = "10.0.0.7:4242";
    record.waiting = 12;
    sample.tell(node, record);
  }

  SampleWorld sample;

  RowFilter filter(const QString& text) const { return {text, deviceRows().columns()}; }
  bool matches(const QString& text) const { return filter(text).matches(sample.world, 0, sample.now); }
};

TEST_F(RowFilterTest, NothingTypedMatchesEverything) {
  EXPECT_TRUE(filter("").isEmpty());
  EXPECT_TRUE(filter("  \t ").isEmpty());
  EXPECT_TRUE(matches(""));
  EXPECT_TRUE(RowFilter().matches(sample.world, 0, sample.now));
}

TEST_F(RowFilterTest, EveryWordMustOccurSomewhereWhateverItsCase) {
  EXPECT_TRUE(matches("phone"));
  EXPECT_TRUE(matches("PHONE iOS"));
  EXPECT_TRUE(matches("  ios   17 "));
  EXPECT_FALSE(matches("phone android"));
}

TEST_F(RowFilterTest, ABareWordLooksIntoTextOnly) {
  EXPECT_FALSE(matches("12")) << "the count of waiting deliveries is no text";
  EXPECT_TRUE(matches("waiting:12"));
}

TEST_F(RowFilterTest, AColumnsWordMustOccurThere) {
  EXPECT_TRUE(matches("profile:ios"));
  EXPECT_TRUE(matches("profile:IO device:17"));
  EXPECT_FALSE(matches("profile:qa"));
  EXPECT_FALSE(matches("profile:ios device:18"));
}

TEST_F(RowFilterTest, OnlyTheFirstColonIsASeparator) {
  EXPECT_TRUE(matches("address:7:4242"));
  EXPECT_TRUE(matches("address:"));
  EXPECT_TRUE(matches(":4242")) << "a word that begins with a colon names no column";
}

TEST_F(RowFilterTest, AnUnknownColumnIsAProblemWithItsPlaceAndFiltersNothing) {
  const RowFilter wrong = filter("ios  battery:9 device:99");
  EXPECT_EQ(wrong.problem().position, 5);
  EXPECT_EQ(wrong.problem().length, 7);
  EXPECT_TRUE(wrong.problem().sentence.contains("battery"));
  EXPECT_TRUE(wrong.problem().sentence.contains("device")) << "an example of what would do";
  EXPECT_TRUE(wrong.isEmpty());
  EXPECT_TRUE(wrong.matches(sample.world, 0, sample.now));
  EXPECT_EQ(filter("ios").problem().position, -1);
}

TEST_F(RowFilterTest, AnIdIsWrittenAsItIs) {
  EXPECT_EQ(filter("Profile:ios").problem().position, 0);
}

TEST_F(RowFilterTest, PatternsAreJustCharacters) {
  EXPECT_FALSE(matches(".*"));
  EXPECT_FALSE(matches("qa-[A-Z]"));
  EXPECT_FALSE(matches("(("));
}

} // namespace
} // namespace pushscope
