#include "tests/ui/ink.h"
#include "ui/chart/resume_gauge.h"
#include "ui/chart/sparkline.h"
#include "ui/ladder/ladder_painter.h"
#include "ui/theme/theme.h"
#include "ui/wake/lanes_painter.h"

#include <QApplication>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

TEST(Sparkline, DrawsNothingWithoutValuesAndBreaksAtGaps) {
  const QRectF area(0, 0, 101, 20);
  const auto draw = [&](std::vector<std::optional<double>> values) {
    return inkOf(paintOn({101, 21}, [&](QPainter& p) { paintSparkline(p, area, values, Qt::black); }));
  };
  EXPECT_EQ(draw({}).count, 0);
  EXPECT_EQ(draw({std::nullopt, std::nullopt, std::nullopt}).count, 0);
  EXPECT_GT(draw({1.0, 2.0, 1.0}).count, 50);
  const QImage gap = paintOn({101, 21}, [&](QPainter& p) {
    paintSparkline(p, area, {1.0, 1.0, std::nullopt, std::nullopt, 1.0, 1.0}, Qt::black);
  });
  for (int y = 0; y < gap.height(); ++y)
    EXPECT_EQ(gap.pixel(50, y), 0xffffffff) << "an unknown time is not bridged";
}

DeliveryRow acknowledgedDelivery() {
  DeliveryRow row;
  row.device = "phone";
  const WallTime start(1'000'000s);
  row.stages = {{Stage::composed, start, 0, {}, Source::server},
                {Stage::accepted, start + 200us, 0, {}, Source::server},
                {Stage::written, start + 300us, 1, {}, Source::server},
                {Stage::woken, start + 40ms, 0, 9ms, Source::reported},
                {Stage::shown, start + 60ms, 0, 9ms, Source::reported},
                {Stage::acknowledged, start + 80ms, 0, {}, Source::server}};
  return row;
}

TEST(LadderPainter, StaysInsideItsAreaAtEverySize) {
  const DeliveryRow row = acknowledgedDelivery();
  for (const QSize size : {QSize(300, 120), QSize(500, 170), QSize(1200, 260), QSize(2400, 600)}) {
    const QRect area(20, 20, size.width(), size.height());
    const QImage image = paintOn(size + QSize(40, 40), [&](QPainter& p) {
      paintLadder(p, area, row, QApplication::palette(), QApplication::font());
    });
    const Ink ink = inkOf(image);
    EXPECT_GT(ink.count, 500);
    EXPECT_TRUE(area.adjusted(-1, -1, 1, 1).contains(ink.bounds)) << size.width();
  }
}

TEST(LadderPainter, DrawsADeliveryWithOneStageOrNone) {
  DeliveryRow row = acknowledgedDelivery();
  row.stages.resize(1);
  const auto draw = [&] {
    return inkOf(paintOn({500, 170}, [&](QPainter& p) {
      paintLadder(p, QRectF(0, 0, 500, 170), row, QApplication::palette(), QApplication::font());
    }));
  };
  EXPECT_GT(draw().count, 100);
  row.stages.clear();
  EXPECT_EQ(draw().count, 0);
}

TEST(LadderPainter, DrawsEveryStageWithItsReason) {
  DeliveryRow row = acknowledgedDelivery();
  const WallTime start = row.stages.front().at;
  row.stages.push_back({Stage::notShown, start + 81ms, 0, 9ms, Source::reported, {}, Reason::alertsOff});
  row.stages.push_back({Stage::duplicate, start + 82ms, 0, {}, Source::truth, {}, {}});
  row.stages.push_back({Stage::mediaReady, start + 90ms, 0, {}, Source::truth, {}, {}});
  const QRect area(20, 20, 500, 200);
  const Ink ink = inkOf(paintOn(
      {540, 240}, [&](QPainter& p) { paintLadder(p, area, row, QApplication::palette(), QApplication::font()); }));
  EXPECT_TRUE(area.adjusted(-1, -1, 1, 1).contains(ink.bounds));
}

class LanesPainter : public ::testing::Test {
 protected:
  const WallTime now = wallFromMicros(1'700'000'000'000'000);
  std::vector<NamedLane> lanes;
  LanesPlan plan{QRectF(20, 20, 640, 200), now - 10min, now};

  NamedLane& add(const QString& name) {
    lanes.push_back({});
    lanes.back().name = name;
    lanes.back().lane.device = Row(lanes.size() - 1);
    lanes.back().lane.source = Source::truth;
    return lanes.back();
  }
  Wake wake(Duration ago, Cause cause = Cause::data, Reason missed = Reason::none) const {
    Wake w;
    w.at = now - ago;
    w.cause = cause;
    w.missed = missed;
    w.latency = 300ms;
    w.used = 9s;
    w.budget = 10s;
    return w;
  }
  QImage draw(std::optional<size_t> current = {}) const {
    const QSize size(int(plan.area.right()) + 20, int(plan.area.bottom()) + 20);
    return paintOn(size, [&](QPainter& p) {
      paintLanes(p, plan, lanes, current, 0, QApplication::palette(), QApplication::font());
    });
  }
  int inkIn(const QImage& image, const QRectF& where) const { return inkOf(image.copy(where.toRect())).count; }
};

TEST_F(LanesPainter, StaysInsideItsAreaAtEverySize) {
  NamedLane& lane = add(QString(200, 'm'));
  lane.lane.resumes = Resumes{13, 15};
  lane.lane.keepsAwake = true;
  lane.lane.states = {{now - 2h, now - 8min, AppState::foreground, Cause::user},
                      {now - 8min, now + 1h, AppState::suspended, Cause::system}};
  lane.lane.wakes = {wake(2h), wake(8min), wake(0s), wake(-5s), wake(3min, Cause::data, Reason::airplane)};
  for (const QSize size : {QSize(200, 60), QSize(608, 120), QSize(1200, 400), QSize(2400, 900)}) {
    plan.area = QRectF(QPointF(20, 20), size);
    for (const Duration span : {Duration(1s), Duration(60s), Duration(600s), Duration(24h)}) {
      plan.from = now - span;
      const Ink ink = inkOf(draw(0));
      EXPECT_GT(ink.count, 500);
      EXPECT_TRUE(plan.area.toRect().adjusted(-1, -1, 1, 1).contains(ink.bounds)) << size.width();
    }
  }
}

TEST_F(LanesPainter, DrawsWhatLiesOutsideOfItsTimeNowhere) {
  add("phone");
  const QRectF where = plan.row(0).intersected(plan.plot());
  const int empty = inkIn(draw(), where);
  lanes[0].lane.states = {{now - 2h, now - 1h, AppState::foreground, Cause::user}};
  lanes[0].lane.wakes = {wake(1h), wake(-1h)};
  EXPECT_EQ(inkIn(draw(), where), empty);
  lanes[0].lane.states[0].to = now - 5min;
  EXPECT_GT(inkIn(draw(), where), empty + 1000);
}

TEST_F(LanesPainter, EveryStateLooksDifferentWithoutItsColour) {
  add("phone");
  const QRectF where = plan.row(0).intersected(plan.plot());
  std::vector<QImage> pictures;
  for (const AppState state : {AppState::foreground, AppState::background, AppState::suspended, AppState::woken,
                               AppState::handler, AppState::terminated}) {
    // Too narrow for its word.
    lanes[0].lane.states = {{now - 40s, now - 10s, state, Cause::user}};
    const QImage picture = draw().copy(where.toRect());
    QImage shape(picture.size(), QImage::Format_RGB32);
    for (int y = 0; y < picture.height(); ++y)
      for (int x = 0; x < picture.width(); ++x)
        shape.setPixel(x, y, qGray(picture.pixel(x, y)) < 200 ? 0xff000000 : 0xffffffff);
    for (const QImage& other : pictures)
      EXPECT_NE(shape, other) << int(state);
    pictures.push_back(shape);
  }
}

TEST_F(LanesPainter, AStateTooShortForAPixelIsStillSeen) {
  add("phone");
  const QRectF where = plan.row(0).intersected(plan.plot());
  const int empty = inkIn(draw(), where);
  lanes[0].lane.states = {{now - 5min, now - 5min + 10ms, AppState::woken, Cause::data}};
  EXPECT_GT(inkIn(draw(), where), empty + 5);
}

TEST_F(LanesPainter, ScrolledLanesLeaveTheAxisAlone) {
  for (int i = 0; i < 20; ++i)
    add("phone-" + QString::number(i)).lane.states = {{plan.from, plan.to, AppState::foreground, Cause::user}};
  const QRectF axis(plan.area.left(), plan.plot().bottom() + 4, plan.area.width(), LanesPlan::axisHeight - 4);
  const auto picture = [&](double scrolled) {
    return paintOn({700, 260},
                   [&](QPainter& p) {
                     paintLanes(p, plan, lanes, {}, scrolled, QApplication::palette(), QApplication::font());
                   })
        .copy(axis.toRect());
  };
  EXPECT_EQ(picture(0), picture(130));
}

TEST_F(LanesPainter, SaysWhatIsUnderTheMouse) {
  NamedLane& lane = add("phone-0007");
  lane.lane.states = {{now - 10min, now - 5min, AppState::suspended, Cause::system}};
  lane.lane.wakes = {wake(2min), wake(1min, Cause::data, Reason::airplane)};
  const auto at = [&](Duration ago) { return wordsAt(plan, lanes, 0, {plan.x(now - ago), plan.row(0).center().y()}); };
  EXPECT_TRUE(at(7min).contains("suspended for 5 min")) << at(7min).toStdString();
  EXPECT_TRUE(at(7min).contains("system"));
  EXPECT_TRUE(at(7min).startsWith("phone-0007"));
  EXPECT_TRUE(at(2min).contains("by data, ran after 300 ms for 9.00 s of 10.0 s")) << at(2min).toStdString();
  EXPECT_TRUE(at(1min).contains("missed: airplane mode"));
  EXPECT_FALSE(at(4min).contains("suspended"));
  EXPECT_EQ(wordsAt(plan, lanes, 0, {300, plan.row(1).center().y()}), "");
  EXPECT_EQ(wordsAt(plan, {}, 0, {300, 30}), "");
}

TEST_F(LanesPainter, TheLegendWrapsIntoItsWidth) {
  for (const int width : {300, 608, 1400}) {
    double height = 0;
    const QImage image = paintOn({width + 40, 200}, [&](QPainter& p) {
      height = paintLanesLegend(p, QRectF(20, 20, width, 100), QApplication::palette(), QApplication::font());
    });
    EXPECT_TRUE(QRect(19, 19, width + 2, int(height) + 2).contains(inkOf(image).bounds)) << width;
  }
}

TEST(ResumeGauge, FillsACellForEachResumeUpToTheLimit) {
  const auto draw = [](const Resumes& resumes, QSize size = {200, 36}) {
    return inkOf(paintOn(size + QSize(20, 20), [&](QPainter& p) {
      paintResumes(p, QRectF(QPointF(10, 10), QSizeF(size)), resumes, QApplication::palette(), QApplication::font());
    }));
  };
  EXPECT_EQ(draw({3, 0}).count, 0) << "no limit, nothing to show it against";
  int before = 0;
  for (uint32_t used = 0; used <= 15; ++used) {
    const int ink = draw({used, 15}).count;
    EXPECT_GT(ink, before) << used;
    before = ink;
  }
  EXPECT_EQ(draw({99, 15}).count, before) << "more than all is all";
  for (const uint32_t limit : {1u, 2u, 3u, 15u, 31u, 1000u, ~0u})
    EXPECT_TRUE(QRect(9, 9, 202, 38).contains(draw({limit / 2, limit}).bounds)) << limit;
}

} // namespace
} // namespace pushscope
