#include "tests/ui/window_fixture.h"
#include "ui/chart/line_chart.h"
#include "ui/heartbeat/heatmap_view.h"

#include <QComboBox>
#include <QLineEdit>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>

#include <gtest/gtest.h>

#include <set>

namespace pushscope {
namespace {

class Heartbeats : public Window {
 protected:
  HeatmapView* heatmap() { return find<HeatmapView>("heatmap"); }
  const World& world() { return console.feed().world(); }

  // Some seconds of beats, so that there is something to brush.
  void openHeartbeats() {
    connectConsole();
    openPage("heartbeats");
    ASSERT_TRUE(waitUntil([&] { return world().series().totals(console.feed().now(), 60).beats > 3 * phones; }));
    ASSERT_TRUE(waitUntil([&] { return heatmap()->isVisible() && heatmap()->map().most > 0; }));
  }
  Heatmap::Cells hottest() {
    const Heatmap& map = heatmap()->map();
    // Not of the newest columns: facts of these seconds may still come.
    Heatmap::Cells best;
    uint64_t most = 0;
    for (size_t c = 0; c + 2 < map.columns.size(); ++c)
      for (size_t r = 0; r < map.rows; ++r)
        if (map.count(c, r) > most) {
          most = map.count(c, r);
          best = {c, c + 1, r, r + 1};
        }
    return best;
  }
  QPoint centreOf(const Heatmap::Cells& cells) {
    return heatmap()->plan().rectOf(heatmap()->map(), cells).center().toPoint();
  }
  // Whose round trips lie in what is brushed, one by one.
  std::set<Row> brushedDevices() {
    std::set<Row> rows;
    const BeatRange range = heatmap()->brush().value_or(BeatRange());
    for (size_t i = 0; i < world().beats().size(); ++i)
      if (const BeatLog::Beat& beat = world().beats()[i]; range.contains(beat.second, beat.bucket))
        rows.insert(beat.row);
    return rows;
  }
  void expectTheirSessions(const std::set<Row>& expected) {
    auto* sessions = find<TableView>("sessionsTable");
    EXPECT_TRUE(pageOf("sessions")->isVisible());
    EXPECT_EQ(find<QLineEdit>("sessionsFilter")->text(), "brushed>0");
    ASSERT_FALSE(expected.empty());
    EXPECT_TRUE(waitUntil([&] { return size_t(sessions->model()->rowCount()) == expected.size(); }))
        << sessions->model()->rowCount() << " of " << expected.size();
    for (int row = 0; row < sessions->model()->rowCount(); ++row)
      EXPECT_TRUE(expected.contains(Row(sessions->tableModel()->sourceRow(row))));
  }
};

TEST_F(Heartbeats, AClickOnAHotCellOpensItsSessions) {
  openHeartbeats();
  picture("heartbeats");
  // The chart may move on by a second between aiming and clicking.
  ASSERT_TRUE(waitUntil([&] {
    QTest::mouseClick(heatmap(), Qt::LeftButton, {}, centreOf(hottest()));
    return pageOf("sessions")->isVisible();
  }));
  expectTheirSessions(brushedDevices());
  picture("heartbeats-brushed-sessions");
  openPage("heartbeats");
  EXPECT_TRUE(pageSays("heartbeats", "devices")) << "what was brushed is still said";
  EXPECT_TRUE(heatmap()->brush());
  picture("heartbeats-brushed");
}

TEST_F(Heartbeats, DraggingBelowTheCellsBrushesWholeTimes) {
  openHeartbeats();
  const HeatmapPlan plan = heatmap()->plan();
  const double y = plan.stripRect(0).center().y();
  const QPoint from(int(plan.plot().left()) + 2, int(y)), to(int(plan.plot().right()) - 2, int(y));
  QTest::mousePress(heatmap(), Qt::LeftButton, {}, from);
  QTest::mouseMove(heatmap(), (from + to) / 2);
  QTest::mouseMove(heatmap(), to);
  EXPECT_FALSE(pageOf("sessions")->isVisible()) << "not before the button is let go";
  picture("heartbeats-dragging");
  QTest::mouseRelease(heatmap(), Qt::LeftButton, {}, to);
  ASSERT_TRUE(heatmap()->brush());
  EXPECT_GT(heatmap()->brush()->toSecond - heatmap()->brush()->fromSecond, 10);
  EXPECT_EQ(brushedDevices().size(), size_t(phones)) << "all beat once a second";
  expectTheirSessions(brushedDevices());
}

TEST_F(Heartbeats, ABrushIsMadeAndTakenByTheKeyboard) {
  openHeartbeats();
  heatmap()->setFocus();
  ASSERT_TRUE(waitUntil([&] { return heatmap()->hasFocus(); }));
  QTest::keyClick(heatmap(), Qt::Key_Return);
  EXPECT_FALSE(pageOf("sessions")->isVisible()) << "nothing is brushed";
  QTest::keyClick(heatmap(), Qt::Key_Left);
  ASSERT_TRUE(heatmap()->brush());
  EXPECT_FALSE(heatmap()->accessibleDescription().isEmpty());
  for (int i = 0; i < 4; ++i)
    QTest::keyClick(heatmap(), Qt::Key_Left);
  const BeatRange one = *heatmap()->brush();
  for (int i = 0; i < 3; ++i)
    QTest::keyClick(heatmap(), Qt::Key_Left, Qt::ShiftModifier);
  EXPECT_EQ(heatmap()->brush()->toSecond, one.toSecond);
  EXPECT_LT(heatmap()->brush()->fromSecond, one.fromSecond) << "it is wider";
  QTest::keyClick(heatmap(), Qt::Key_Escape);
  EXPECT_FALSE(heatmap()->brush());
  for (int i = 0; i < 5; ++i)
    QTest::keyClick(heatmap(), Qt::Key_Left, i < 2 ? Qt::NoModifier : Qt::ShiftModifier);
  QTest::keyClick(heatmap(), Qt::Key_Return, Qt::ShiftModifier); // its whole time
  expectTheirSessions(brushedDevices());
}

TEST_F(Heartbeats, WhereNoBeatIsNoPageIsOpened) {
  openHeartbeats();
  const Heatmap& map = heatmap()->map();
  size_t row = 0;
  const auto isEmpty = [&](size_t r) { return map.beatsIn({0, map.columns.size(), r, r + 1}) == 0; };
  while (row < map.rows && !isEmpty(row))
    ++row;
  ASSERT_LT(row, map.rows);
  QTest::mouseClick(heatmap(), Qt::LeftButton, {},
                    centreOf({map.columns.size() - 1, map.columns.size(), row, row + 1}));
  EXPECT_TRUE(pageOf("heartbeats")->isVisible());
  EXPECT_TRUE(pageSays("heartbeats", "0 beats"));
}

TEST_F(Heartbeats, LinesAreDrawnByProfileAndByNode) {
  openHeartbeats();
  const auto legend = [&] {
    QStringList labels;
    for (const LineChart::Line& line : static_cast<LineChartView*>(find<QWidget>("roundTrips"))->chart().lines)
      if (!line.name.isEmpty())
        labels << line.name;
    return labels;
  };
  EXPECT_TRUE(waitUntil([&] { return legend() == QStringList{"p99", "p90", "p50"}; }));
  auto* groups = find<QComboBox>("heartbeatGroups");
  groups->setFocus();
  QTest::keyClick(groups, Qt::Key_Down);
  EXPECT_TRUE(waitUntil([&] { return legend().size() == 2; })) << legend().join(' ').toStdString();
  EXPECT_TRUE(legend().contains("desktop"));
  picture("heartbeats-by-profile");
  QTest::keyClick(groups, Qt::Key_Down);
  EXPECT_TRUE(waitUntil([&] { return legend().size() == 1; })) << legend().join(' ').toStdString();
  picture("heartbeats-by-node");
}

TEST_F(Heartbeats, TheAdvisorSaysWhatItStandsOn) {
  openHeartbeats();
  EXPECT_TRUE(pageSays("heartbeats", "Too little was seen") || pageSays("heartbeats", "Too early"));
  auto* toggle = find<QToolButton>("advisorToggle");
  auto* wakes = find<QSpinBox>("advisorWakes");
  EXPECT_FALSE(wakes->isVisible());
  click(toggle);
  ASSERT_TRUE(wakes->isVisible());
  ASSERT_TRUE(waitUntil([&] { return pageSays("heartbeats", "Too early"); })) << "four minutes cannot have been seen";
  wakes->setFocus();
  wakes->selectAll();
  QTest::keyClicks(wakes, "86400");
  // Beats are a little more or less than a second apart, so enough of them were longer.
  ASSERT_TRUE(waitUntil([&] { return pageSays("heartbeats", "session heartbeat"); }));
  EXPECT_TRUE(pageSays("heartbeats", "86400") || pageSays("heartbeats", "86,400")) << "what was asked for";
  picture("heartbeats-advisor");
  console.window().resize(1024, 640);
  picture("heartbeats-advisor-small");
  click(toggle);
  picture("heartbeats-small");
}

} // namespace
} // namespace pushscope
