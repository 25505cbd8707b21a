#include "models/items/event_log.h"

#include "models/items/table_model.h"
#include "tests/models/sample_world.h"

#include <QAbstractItemModelTester>

#include <gtest/gtest.h>

namespace pushscope {
namespace {

using namespace std::chrono_literals;
using State = LinkStatus::State;

class EventTable : public ::testing::Test {
 protected:
  SampleWorld sample;
  EventLog log;
  TableModel model{std::make_unique<EventRows>(log)};
  QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::Fatal};

  void SetUp() override {
    model.setNaturalOrder(Qt::DescendingOrder);
    model.setWorld(&sample.world, sample.now);
  }
  void turns(LinkId link, State state) {
    sample.say(link, state, "node-1");
    look();
  }
  void look() {
    sample.now += 1s;
    log.watch(sample.world, sample.now);
    model.refresh({}, sample.now);
  }
  QString cell(int row, const char* id) {
    return model.index(row, columnWithId(model.columns(), id)).data().toString();
  }
  Tone tone(int row) {
    return Tone(model.index(row, columnWithId(model.columns(), "text")).data(TableModel::ToneRole).toInt());
  }
};

TEST_F(EventTable, TellsEachTurnOfALinkOnceTheNewestFirst) {
  const LinkId link = sample.addLink(LinkKind::node, "node-1");
  look();
  look();
  ASSERT_EQ(model.rowCount(), 1);
  EXPECT_EQ(cell(0, "about"), "node-1");
  EXPECT_EQ(tone(0), Tone::alive);
  turns(link, State::waiting);
  turns(link, State::connecting);
  turns(link, State::waiting);
  ASSERT_EQ(model.rowCount(), 2) << "it still waits: another attempt is no news";
  EXPECT_EQ(tone(0), Tone::late);
  turns(link, State::refused);
  ASSERT_EQ(model.rowCount(), 3);
  EXPECT_EQ(tone(0), Tone::dead);
  log.add({sample.now, Tone::neutral, {}, QStringLiteral("Written: a.csv")});
  look();
  EXPECT_EQ(cell(0, "text"), "Written: a.csv");
  EXPECT_EQ(cell(0, "about"), "–");
}

TEST_F(EventTable, IsBoundedAndKnowsItsRowsByTheirNumbers) {
  for (size_t i = 0; i < EventLog::most + 10; ++i)
    log.add({sample.now, Tone::neutral, {}, QString::number(i)});
  look();
  sample.now += 2s; // rows that are gone leave with the next order
  look();
  EXPECT_EQ(model.rowCount(), int(EventLog::most));
  EXPECT_EQ(log.first(), 10u);
  EXPECT_EQ(cell(0, "text"), QString::number(EventLog::most + 9));
  EXPECT_EQ(log.find(9), nullptr);
  ASSERT_NE(log.find(10), nullptr);
  EXPECT_EQ(log.find(10)->text, "10");
  EXPECT_EQ(log.find(log.end()), nullptr);
}

TEST_F(EventTable, IsNarrowedByAQuery) {
  sample.addLink(LinkKind::node, "node-1");
  look();
  log.add({sample.now, Tone::neutral, {}, QStringLiteral("Written: a.csv")});
  look();
  EXPECT_FALSE(model.setQuery("of:node-1"));
  ASSERT_EQ(model.rowCount(), 1);
  EXPECT_EQ(cell(0, "about"), "node-1");
}

TEST_F(EventTable, ABugReportHasWhatWasSaidOfTheseLinksAlone) {
  log.add({sample.now, Tone::neutral, {}, QStringLiteral("before")});
  log.forgetLinks();
  EXPECT_TRUE(log.recent().isEmpty());
  log.add({sample.now, Tone::late, QStringLiteral("node-1"), QStringLiteral("after")});
  ASSERT_EQ(log.recent().size(), 1);
  EXPECT_TRUE(log.recent().first().endsWith("node-1: after"));
  for (size_t i = 0; i < EventLog::most; ++i)
    log.add({sample.now, Tone::neutral, {}, QString::number(i)});
  EXPECT_EQ(log.recent().size(), qsizetype(EventLog::mostRecent));
  EXPECT_TRUE(log.recent().last().endsWith(QString::number(EventLog::most - 1)));
}

} // namespace
} // namespace pushscope
