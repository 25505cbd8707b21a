#include "protocol/scenario/bound.h"

#include <gtest/gtest.h>

namespace pushscope::scenario {
namespace {

constexpr int64_t any = std::numeric_limits<int64_t>::max();
constexpr int64_t none = std::numeric_limits<int64_t>::min();

TEST(Bound, IsReadInEveryForm) {
  struct Case {
    const char* text;
    int64_t least, most;
  };
  for (const Case& c : {Case{"<=15", none, 15}, Case{">=1", 1, any}, Case{"<3", none, 2}, Case{">0", 1, any},
                        Case{"2", 2, 2}, Case{"==2", 2, 2}, Case{"2..5", 2, 5}, Case{" >= 4 ", 4, any}}) {
    SCOPED_TRACE(c.text);
    const Result<Bound> bound = parseCountBound(c.text);
    ASSERT_TRUE(bound.ok()) << bound.error().detail;
    EXPECT_EQ(bound.value(), (Bound{c.least, c.most, {}}));
  }
  EXPECT_EQ(parseTimeBound("<=500ms").value().most, 500'000);
  EXPECT_EQ(parseTimeBound("1s..10s").value(), (Bound{1'000'000, 10'000'000, {}}));
  EXPECT_EQ(parseShareBound(">=95%").value().least, 950'000);
  EXPECT_EQ(parseShareBound("<2.5%").value().most, 24'999);
}

TEST(Bound, WhatIsNoBoundIsASentence) {
  for (const char* text : {"", "<=", "=>5", "5..2", "..5", "-1", "1.5", "<= 5 s", "99999999999999999999"}) {
    const Result<Bound> bound = parseCountBound(text);
    ASSERT_FALSE(bound.ok()) << text;
    EXPECT_NE(bound.error().detail.find("write for example"), std::string::npos);
  }
  EXPECT_FALSE(parseShareBound(">=95").ok());
  EXPECT_FALSE(parseTimeBound("<=5 apples").ok());
}

TEST(Bound, AShareIsExactHoweverManyThereAre) {
  const Bound all = parseShareBound("100%").value();
  EXPECT_TRUE(all.holdsShare(3, 3));
  EXPECT_FALSE(all.holdsShare(9'999'999, 10'000'000));
  const Bound third = parseShareBound(">=33.3333%").value();
  EXPECT_TRUE(third.holdsShare(1, 3));
  EXPECT_FALSE(parseShareBound(">=33.3334%").value().holdsShare(1, 3));
  const Bound nothing = parseShareBound("0%").value();
  EXPECT_TRUE(nothing.holdsShare(0, 7));
  EXPECT_FALSE(nothing.holdsShare(1, 10'000'000));
}

TEST(Percentage, IsReadToPartsOfAMillion) {
  EXPECT_EQ(parsePerMillion("30%").value(), 300'000u);
  EXPECT_EQ(parsePerMillion("2.5%").value(), 25'000u);
  EXPECT_EQ(parsePerMillion("0.0001%").value(), 1u);
  EXPECT_EQ(parsePerMillion("100%").value(), 1'000'000u);
  for (const char* text : {"", "%", "30", "101%", "100.1%", "1.%", ".5%", "-1%", "1.23456%", "1e1%"})
    EXPECT_FALSE(parsePerMillion(text).ok()) << text;
}

TEST(Percentage, IsShownRoundedDown) {
  EXPECT_EQ(shareText(96, 100), "96 %");
  EXPECT_EQ(shareText(1, 3), "33.33 %");
  EXPECT_EQ(shareText(1, 8), "12.5 %");
  EXPECT_EQ(shareText(99'999, 100'000), "99.99 %");
  EXPECT_EQ(shareText(0, 0), "none");
}

} // namespace
} // namespace pushscope::scenario
