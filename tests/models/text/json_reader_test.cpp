#include "models/text/json_reader.h"

#include <QElapsedTimer>

#include <gtest/gtest.h>

#include <cstdio>
#include <limits>

namespace pushscope {
namespace {

QByteArray nested(int levels) {
  return QByteArray(levels, '[') + QByteArray(levels, ']');
}

TEST(JsonReader, ReadsWhatIsJson) {
  const JsonRead read = readJson(R"({"a": [1, {"b": "]]]]"}]})");
  ASSERT_FALSE(read.mistake);
  EXPECT_EQ(read.document["a"][1]["b"].toString(), "]]]]");
}

TEST(JsonReader, PointsAtWhatIsWrong) {
  const JsonRead read = readJson(R"({"a": 1, b})");
  ASSERT_TRUE(read.mistake);
  EXPECT_EQ(read.mistake->position, 9);
  EXPECT_FALSE(read.mistake->what.isEmpty());
  EXPECT_TRUE(read.document.isNull());
  EXPECT_EQ(readJson("").mistake->position, 0);
}

TEST(JsonReader, GoesAsDeepAsItSaysAndNoDeeper) {
  EXPECT_FALSE(readJson(nested(JsonRead::deepest)).mistake);
  const JsonRead deeper = readJson(nested(JsonRead::deepest + 1));
  ASSERT_TRUE(deeper.mistake);
  EXPECT_EQ(deeper.mistake->position, JsonRead::deepest);
  EXPECT_TRUE(readJson(nested(1'000'000)).mistake);
  EXPECT_FALSE(readJson("[\"" + QByteArray(1000, '[') + R"(\"[["])").mistake) << "brackets in a text are text";
}

TEST(JsonReader, TakesNoMoreThanItsBound) {
  EXPECT_FALSE(readJson("[\"" + QByteArray(JsonRead::mostBytes - 4, 'x') + "\"]").mistake);
  EXPECT_TRUE(readJson("[\"" + QByteArray(JsonRead::mostBytes - 3, 'x') + "\"]").mistake);
}

// Twice the text may take 2.2 times as long; measured as the best of some, since others use this machine, too.
TEST(JsonReader, TakesAsLongAsTheTextIs) {
  const auto bestOf = [](const QByteArray& text) {
    qint64 best = std::numeric_limits<qint64>::max();
    for (int i = 0; i < 15; ++i) {
      QElapsedTimer timer;
      timer.start();
      EXPECT_FALSE(readJson(text).mistake);
      best = std::min(best, timer.nsecsElapsed());
    }
    return best;
  };
  for (const QByteArray& unit : {QByteArray("1,"), QByteArray("\"\\u0041\\n\","), QByteArray("{\"k\":[]},")}) {
    const auto array = [&](int times) { return '[' + unit.repeated(times) + "0]"; };
    const int times = int(200'000 / unit.size());
    // Whoever is quadratic takes four times as long in each round. Some milliseconds are the machine's.
    double ratio = 0, bound = -1;
    for (int round = 0; round < 5 && ratio > bound; ++round) {
      const qint64 once = bestOf(array(times)), twice = bestOf(array(2 * times));
      ratio = double(twice) / double(once);
      bound = 2.2 + 4e6 / double(once);
    }
    std::printf("TE13: %s twice as long takes %.2f times as long\n", unit.constData(), ratio);
    EXPECT_LT(ratio, bound) << unit.constData();
  }
}

} // namespace
} // namespace pushscope
