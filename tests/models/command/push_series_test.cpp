#include "models/command/push_series.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

const WallTime start = wallFromMicros(1'700'000'000'000'000);

PushDraft draftOf(const char* payload, const char* repeat, const char* every) {
  PushDraft draft;
  draft.targets = "a\nb";
  draft.payload = payload;
  draft.repeat = repeat;
  draft.every = every;
  return draft;
}

class PushSeriesTest : public ::testing::Test {
 protected:
  Random random{7};
  QStringList taken(PushSeries& series, WallTime now) {
    QStringList payloads;
    for (const Inject& push : series.takeDue(now, random))
      payloads << QString::fromUtf8(QByteArrayView(asText(push.payload)));
    return payloads;
  }
};

TEST_F(PushSeriesTest, WithoutARepetitionIsOnePushAtOnce) {
  PushSeries series(draftOf("{}", "", ""), start);
  EXPECT_EQ(series.next(), start);
  const auto pushes = series.takeDue(start, random);
  ASSERT_EQ(pushes.size(), 1u);
  EXPECT_EQ(pushes[0].devices, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(series.next(), std::nullopt);
  EXPECT_TRUE(series.takeDue(start + 1h, random).empty());
}

TEST_F(PushSeriesTest, RepeatsFromTheFirstOnWhateverIsLate) {
  PushSeries series(draftOf("{{n}}", "4", "2s"), start);
  EXPECT_EQ(taken(series, start), QStringList{"1"});
  EXPECT_EQ(series.next(), start + 2s);
  EXPECT_TRUE(taken(series, start + 1999ms).isEmpty());
  EXPECT_EQ(taken(series, start + 3500ms), QStringList{"2"});
  EXPECT_EQ(series.next(), start + 4s);
  EXPECT_EQ(taken(series, start + 6s), (QStringList{"3", "4"}));
  EXPECT_EQ(series.next(), std::nullopt);
  EXPECT_EQ(series.leftOut(), 0u);
}

TEST_F(PushSeriesTest, GivesEachDeviceItsOwnIfThePayloadNamesIt) {
  PushSeries series(draftOf("\"{{device}} {{n}}\"", "2", ""), start);
  EXPECT_EQ(taken(series, start), (QStringList{"\"a 1\"", "\"b 1\""}));
  const auto second = series.takeDue(start + 1s, random);
  ASSERT_EQ(second.size(), 2u);
  EXPECT_EQ(second[1].devices, std::vector<std::string>{"b"});
  EXPECT_FALSE(second[0].uuid == second[1].uuid);
}

TEST_F(PushSeriesTest, AMachineThatSleptDoesNotSendAllThatItMissed) {
  PushSeries series(draftOf("{{n}}", "1000", "10ms"), start);
  taken(series, start);
  const QStringList late = taken(series, start + 5s);
  EXPECT_EQ(late.size(), qsizetype(PushSeries::mostAtOnce));
  EXPECT_EQ(late.last(), "501");
  EXPECT_EQ(series.leftOut(), 400u);
  EXPECT_EQ(series.next(), start + 5010ms);
}

TEST_F(PushSeriesTest, AClockThatWentBackSendsNothingTwice) {
  PushSeries series(draftOf("{{n}}", "3", "1s"), start);
  EXPECT_EQ(taken(series, start + 1s).size(), 2);
  EXPECT_TRUE(taken(series, start - 1h).isEmpty());
  EXPECT_EQ(taken(series, start + 2s), QStringList{"3"});
}

} // namespace
} // namespace pushscope
