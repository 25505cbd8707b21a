#include "protocol/base/duration_text.h"

#include "protocol/base/random.h"
#include "tests/support/seed.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

constexpr Duration hundredYears = 24h * 366 * 100;

TEST(DurationText, ReadsEveryUnit) {
  EXPECT_EQ(parseDuration("250us").value(), 250us);
  EXPECT_EQ(parseDuration("500ms").value(), 500ms);
  EXPECT_EQ(parseDuration("30s").value(), 30s);
  EXPECT_EQ(parseDuration("2m").value(), 2min);
  EXPECT_EQ(parseDuration("24h").value(), 24h);
}

TEST(DurationText, ReadsABareNumberAsSeconds) {
  EXPECT_EQ(parseDuration("15").value(), 15s);
  EXPECT_EQ(parseDuration("0").value(), 0s);
}

TEST(DurationText, ReadsDecimals) {
  EXPECT_EQ(parseDuration("1.5s").value(), 1500ms);
  EXPECT_EQ(parseDuration("0.25").value(), 250ms);
  EXPECT_EQ(parseDuration("1.5h").value(), 90min);
  EXPECT_EQ(parseDuration(".5m").value(), 30s);
}

TEST(DurationText, DropsWhatIsBelowAMicrosecond) {
  EXPECT_EQ(parseDuration("1.9us").value(), 1us);
  EXPECT_EQ(parseDuration("0.00000099s").value(), 0us);
}

TEST(DurationText, RefusesWhatIsNoDuration) {
  for (const char* text : {"",     ".",      "s",   "ms",   ".s", "-1s",  "+1s", " 1s", "1s ", "1 s",
                           "1,5s", "1.5.5s", "1e3", "0x10", "1S", "1sec", "1d",  "∞",   "nan", "1s1s"})
    EXPECT_EQ(parseDuration(text).ok(), false) << '"' << text << '"';
}

TEST(DurationText, NamesTheRefusedText) {
  EXPECT_EQ(parseDuration("soon").error(), (Error{ErrorCode::malformed, "soon"}));
}

TEST(DurationText, CutsALongRefusedText) {
  EXPECT_EQ(parseDuration(std::string(1000, 'x')).error().detail, std::string(64, 'x'));
}

TEST(DurationText, EndsAtAHundredYears) {
  EXPECT_EQ(parseDuration("878400h").value(), hundredYears);
  EXPECT_FALSE(parseDuration("878401h").ok());
  EXPECT_FALSE(parseDuration("878400.1h").ok());
  EXPECT_FALSE(parseDuration("3162240000000001us").ok());
}

TEST(DurationText, RefusesNumbersThatWouldOverflow) {
  EXPECT_FALSE(parseDuration("9223372036854775807us").ok());
  EXPECT_FALSE(parseDuration("18446744073709551617us").ok());
  EXPECT_FALSE(parseDuration(std::string(400, '9')).ok());
}

TEST(DurationText, WritesAWholeNumberOfTheLargestUnitThatFits) {
  EXPECT_EQ(durationText(0s), "0s");
  EXPECT_EQ(durationText(250us), "250us");
  EXPECT_EQ(durationText(1500ms), "1500ms");
  EXPECT_EQ(durationText(90s), "90s");
  EXPECT_EQ(durationText(120s), "2m");
  EXPECT_EQ(durationText(24h), "24h");
}

TEST(DurationText, IsReadBackToTheSameValue) {
  Random random(testSeed("DurationText.IsReadBackToTheSameValue"));
  const Duration units[] = {1us, 1ms, 1s, 1min, 1h};
  for (uint64_t i = 0; i < testSteps(20'000); ++i) {
    const Duration unit = units[random.below(5)];
    const Duration value = unit * int64_t(random.below(uint64_t(hundredYears / unit) + 1));
    ASSERT_EQ(parseDuration(durationText(value)).value(), value);
  }
}

} // namespace
} // namespace pushscope
