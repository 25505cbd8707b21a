#include "models/recording/column_store.h"

#include "protocol/base/random.h"
#include "protocol/frame/header.h"
#include "tests/models/recording/random_feed.h"
#include "tests/support/seed.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

struct Split {
  Bytes rest, columns;
};

Split split(const std::vector<Bytes>& bodies) {
  Split split;
  std::vector<size_t> seams;
  ColumnSplitter splitter;
  for (const Bytes& body : bodies)
    splitter.split(body, split.rest);
  splitter.finish(split.columns, seams);
  return split;
}

void expectSameAgain(const std::vector<Bytes>& bodies) {
  const Split parts = split(bodies);
  ColumnJoiner joiner;
  ASSERT_TRUE(joiner.open(parts.columns));
  ArchiveReader rest(parts.rest);
  for (const Bytes& body : bodies) {
    Bytes joined;
    joiner.join(rest, joined);
    ASSERT_EQ(joined, body);
  }
  EXPECT_FALSE(rest.failed());
  EXPECT_EQ(rest.left(), 0u);
}

// One column message of three columns: words that grow, words that jump, words that stay.
Bytes message(uint32_t words, uint32_t step) {
  Bytes inner;
  for (uint8_t column = 1; column <= 3; ++column) {
    inner.push_back(uint8_t(column << 3 | 2));
    inner.push_back(uint8_t(words * 4));
    for (uint32_t i = 0; i < words; ++i)
      for (int byte = 0; byte < 4; ++byte)
        inner.push_back(uint8_t((column == 1 ? i * step : column == 2 ? i * 2654435761u : 7u) >> (8 * byte)));
  }
  Bytes body{0x0a, 1, 'n', uint8_t(7 << 3 | 2)};
  if (inner.size() >= 128)
    body.push_back(uint8_t(inner.size() & 0x7f) | 0x80);
  body.push_back(uint8_t(inner.size() >= 128 ? inner.size() >> 7 : inner.size()));
  body.insert(body.end(), inner.begin(), inner.end());
  return body;
}

TEST(ColumnStore, ColumnsLeaveTheFramesAndComeBack) {
  const std::vector<Bytes> bodies{message(20, 3), message(1, 3), message(31, 70'000), {}};
  expectSameAgain(bodies);
  EXPECT_LT(split(bodies).rest.size(), 100u);
}

TEST(ColumnStore, AnyBytesComeBack) {
  Random random(testSeed("ColumnStore"));
  for (uint64_t round = testSteps(3000); round > 0 && !testing::Test::HasFailure(); --round) {
    std::vector<Bytes> bodies;
    for (uint64_t n = random.below(5); n > 0; --n) {
      Bytes body = message(uint32_t(random.below(40)), uint32_t(random.below(1 << 20)));
      for (uint64_t flips = random.below(4); flips > 0; --flips)
        body[size_t(random.below(body.size()))] = uint8_t(random.below(256));
      body.resize(size_t(random.below(body.size() + 1)));
      bodies.push_back(std::move(body));
    }
    expectSameAgain(bodies);
  }
}

TEST(ColumnStore, RubbishFailsAndNeverCrashes) {
  Random random(testSeed("ColumnStore"));
  const std::vector<Bytes> bodies{message(20, 3), message(31, 9)};
  for (uint64_t round = testSteps(20'000); round > 0; --round) {
    Split parts = split(bodies);
    Bytes& hit = random.below(2) == 0 ? parts.rest : parts.columns;
    for (uint64_t flips = 1 + random.below(3); flips > 0; --flips)
      hit[size_t(random.below(hit.size()))] = uint8_t(random.below(256));
    ColumnJoiner joiner;
    if (!joiner.open(parts.columns))
      continue;
    ArchiveReader rest(parts.rest);
    Bytes joined;
    while (!rest.failed() && rest.left() > 0) {
      joiner.join(rest, joined);
      ASSERT_LE(joined.size(), adminLimit);
    }
  }
}

} // namespace
} // namespace pushscope
