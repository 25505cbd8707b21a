#include "protocol/base/edit_distance.h"

#include "protocol/base/random.h"
#include "tests/support/seed.h"

#include <gtest/gtest.h>

#include <string>

namespace pushscope {
namespace {

TEST(EditDistance, CountsLettersThatAreLeftOutAddedChangedOrSwapped) {
  EXPECT_EQ(editDistance("", ""), 0u);
  EXPECT_EQ(editDistance("", "abc"), 3u);
  EXPECT_EQ(editDistance("sessions", "sessions"), 0u);
  EXPECT_EQ(editDistance("sesions", "sessions"), 1u);
  EXPECT_EQ(editDistance("sesssions", "sessions"), 1u);
  EXPECT_EQ(editDistance("sezsions", "sessions"), 1u);
  EXPECT_EQ(editDistance("sessinos", "sessions"), 1u);
  EXPECT_EQ(editDistance("kitten", "sitting"), 3u);
  EXPECT_EQ(editDistance("abc", "xyz"), 3u);
}

TEST(EditDistance, OfAWordAndWhatAFewMistakesMakeOfItIsAtMostTheirNumber) {
  Random random(testSeed("EditDistance"));
  for (uint64_t step = 0; step < testSteps(5'000); ++step) {
    std::string word;
    for (uint64_t n = 1 + random.below(12); n > 0; --n)
      word += char('a' + random.below(4));
    std::string other = word;
    const uint64_t mistakes = random.below(4);
    for (uint64_t n = 0; n < mistakes; ++n) {
      const size_t at = size_t(random.below(other.size() + 1));
      if (random.below(2) == 0 && at < other.size())
        other.erase(at, 1);
      else
        other.insert(at, 1, char('a' + random.below(4)));
    }
    EXPECT_LE(editDistance(word, other), mistakes) << word << " " << other;
    EXPECT_EQ(editDistance(word, other), editDistance(other, word)) << word << " " << other;
    EXPECT_EQ(editDistance(word, other) == 0, word == other);
  }
}

} // namespace
} // namespace pushscope
