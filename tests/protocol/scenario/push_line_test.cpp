#include "protocol/scenario/push_line.h"

#include "protocol/base/random.h"
#include "tests/support/seed.h"

#include <gtest/gtest.h>

namespace pushscope::scenario {
namespace {

using namespace std::chrono_literals;

const PushExpectation& only(const PushLine& line) {
  static const PushExpectation none;
  EXPECT_FALSE(line.mistake) << line.mistake->sentence;
  EXPECT_EQ(line.expectations.size(), 1u);
  return line.expectations.size() == 1 ? std::get<PushExpectation>(line.expectations[0].body) : none;
}

TEST(PushLine, ATimeWithoutASignIsOneAtMost) {
  const PushLine line = parsePushLine("  acknowledged within 2s ");
  EXPECT_EQ(only(line).stage, Stage::acknowledged);
  EXPECT_TRUE(only(line).within->holds(2s));
  EXPECT_TRUE(only(line).within->holds(0s));
  EXPECT_FALSE(only(line).within->holds(2s + 1us));
  EXPECT_EQ(line.expectations[0].text, "acknowledged within 2s") << "as it was written";
  EXPECT_TRUE(only(line).pushes.empty() && only(line).phones.empty());
}

TEST(PushLine, KnowsTheBoundsOfScenariosWhateverTheirSpaces) {
  EXPECT_FALSE(only(parsePushLine("shown within >1s")).within->holds(1s));
  EXPECT_FALSE(only(parsePushLine("shown within 1s..5s")).within->holds(999ms));
  EXPECT_TRUE(only(parsePushLine("shown within <= 500 ms")).within->holds(500ms));
  EXPECT_TRUE(only(parsePushLine("shown within 2 s")).within->holds(2s));
  EXPECT_FALSE(only(parsePushLine("attempts 2")).attempts->holds(int64_t{1})) << "a count without a sign is that count";
  EXPECT_TRUE(only(parsePushLine("skew 200ms")).skew->holds(0s));
}

TEST(PushLine, NoResendIsOneAttemptAtMost) {
  EXPECT_EQ(*only(parsePushLine("no resend")).attempts, parseCountBound("<=1").value());
  EXPECT_EQ(*only(parsePushLine("no duplicate")).duplicates, parseCountBound("0").value());
}

TEST(PushLine, StagesOfTwoWordsAndReasons) {
  EXPECT_EQ(only(parsePushLine("not shown")).stage, Stage::notShown);
  EXPECT_EQ(only(parsePushLine("media ready within 5s")).stage, Stage::mediaReady);
  EXPECT_EQ(only(parsePushLine("not shown (alerts_off) within 3s")).reason, Reason::alertsOff);
  EXPECT_EQ(only(parsePushLine("cancelled (collapsed)")).reason, Reason::collapsed);
}

TEST(PushLine, PartsStandBetweenCommasAndTheWordAnd) {
  const PushLine line = parsePushLine("acknowledged within 2s, shown within 5s and no resend");
  ASSERT_FALSE(line.mistake) << line.mistake->sentence;
  ASSERT_EQ(line.expectations.size(), 3u);
  EXPECT_EQ(line.expectations[1].text, "shown within 5s");
  EXPECT_EQ(line.expectations[2].text, "no resend");
  EXPECT_TRUE(parsePushLine("").expectations.empty());
  EXPECT_FALSE(parsePushLine("  \t").mistake);
}

TEST(PushLine, AMistakeHasItsPlaceAndNothingIsExpected) {
  struct Case {
    const char* line;
    size_t position, length;
    const char* words;
  };
  for (const Case& c : {Case{"acknowledged, shwon within 5s", 14, 15, "one of"},
                        {"acknowledged within fast", 0, 24, "no bound"},
                        {"acknowledged within", 0, 19, "no bound"},
                        {"no resend,", 0, 10, "missing"},
                        {",no resend", 0, 10, "missing"},
                        {"shown,  , no resend", 6, 2, "missing"},
                        {"attempts many", 0, 13, "no bound"},
                        {"expired (boredom)", 0, 17, "one of"},
                        {"5", 0, 1, "one of"}}) {
    const PushLine line = parsePushLine(c.line);
    ASSERT_TRUE(line.mistake) << c.line;
    EXPECT_EQ(line.mistake->position, c.position) << c.line;
    EXPECT_EQ(line.mistake->length, c.length) << c.line;
    EXPECT_NE(line.mistake->sentence.find(c.words), std::string::npos) << c.line << ": " << line.mistake->sentence;
    EXPECT_TRUE(line.expectations.empty());
  }
}

TEST(PushLine, WhateverIsTypedIsReadOrHasAMistakeInTheLine) {
  Random random(testSeed("PushLine"));
  const std::string good = "acknowledged within 2s, not shown (alerts_off) within 1s..5s and no resend, skew <= 5 ms";
  const std::string characters = "abs 0123.,<>=()_-\t\"\xc3\xa9";
  for (uint64_t i = 0; i < testSteps(5000); ++i) {
    std::string line = good;
    for (uint64_t change = 0; change <= random.below(6); ++change) {
      const size_t at = size_t(random.below(line.size() + 1));
      switch (random.below(3)) {
      case 0:
        line.erase(at, size_t(random.below(8)));
        break;
      case 1:
        line.insert(at, 1, characters[size_t(random.below(characters.size()))]);
        break;
      default:
        line.insert(at, good.substr(size_t(random.below(good.size())), size_t(random.below(12))));
      }
    }
    const PushLine read = parsePushLine(line);
    ASSERT_EQ(read.mistake.has_value() && !read.expectations.empty(), false) << line;
    if (read.mistake) {
      ASSERT_LE(read.mistake->position + read.mistake->length, line.size()) << line;
      ASSERT_FALSE(read.mistake->sentence.empty()) << line;
    }
    for (const Expectation& expectation : read.expectations)
      ASSERT_TRUE(std::holds_alternative<PushExpectation>(expectation.body)) << line;
  }
}

TEST(PushLine, IsBounded) {
  EXPECT_TRUE(parsePushLine(std::string(longestPushLine + 1, 'a')).mistake);
  std::string many = "shown";
  for (size_t i = 1; i < mostPushParts; ++i)
    many += ",shown";
  EXPECT_FALSE(parsePushLine(many).mistake);
  EXPECT_TRUE(parsePushLine(many + ",shown").mistake);
}

} // namespace
} // namespace pushscope::scenario
