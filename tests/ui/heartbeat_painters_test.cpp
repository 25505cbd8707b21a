#include "tests/ui/ink.h"
#include "ui/heartbeat/evidence_painter.h"
#include "ui/heartbeat/heatmap_painter.h"
#include "ui/theme/theme.h"

#include <QApplication>

#include <gtest/gtest.h>

#include <cmath>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

class HeatmapPainter : public ::testing::Test {
 protected:
  static constexpr int64_t start = 1'700'000'000;
  Series series;
  QRectF area{20, 20, 640, 200};

  void SetUp() override { Theme::apply(*qApp, Theme::Choice::light); }
  Series::Second& second(int64_t n, bool heard = true) {
    const WallTime at = wallFromMicros((start + n) * 1'000'000);
    Series::Second& s = *series.at(at, at);
    s.heard = heard;
    return s;
  }
  void beats(int64_t n, Duration roundTrip, int count = 1) {
    Series::Second& s = second(n);
    for (int i = 0; i < count; ++i) {
      ++s.beats;
      s.roundTrips.add(roundTrip);
    }
  }
  void hear(int64_t from, int64_t to) {
    for (int64_t n = from; n < to; ++n)
      second(n);
  }
  Heatmap map(int64_t from = 0, int64_t to = 60) const { return heatmapOf(series, start + from, start + to, 300, 40); }
  QImage draw(const Heatmap& heat, std::optional<Heatmap::Cells> brush = {}, double scale = 1) const {
    const QSize size(int(area.right()) + 20, int(area.bottom()) + 20);
    return paintOn(size * scale, [&](QPainter& p) {
      p.scale(scale, scale);
      paintHeatmap(p, {area, heat}, heat, brush, {}, QApplication::palette(), QApplication::font());
    });
  }
  QColor at(const QImage& image, const Heatmap& heat, const Heatmap::Cells& cells, double scale = 1) const {
    return image.pixelColor((HeatmapPlan(area, heat).rectOf(heat, cells).center() * scale).toPoint());
  }
  Heatmap::Cells cellOf(const Heatmap& heat, int64_t n, Duration roundTrip) const {
    const auto bucket = uint32_t(FineHistogram::bucketOf(roundTrip));
    return heat.cellsOf({start + n, start + n + 1, bucket, bucket + 1});
  }
};

TEST_F(HeatmapPainter, StaysInsideItsAreaAtEverySize) {
  hear(0, 60);
  for (int64_t n = 0; n < 60; ++n)
    beats(n, Duration(64) * (int64_t(1) << (n % 20)), int(n));
  second(20, false);
  for (int64_t n : {0, 1, 30, 59}) {
    second(n).misses = 5;
    second(n).deaths = 2;
  }
  const Heatmap heat = map();
  for (const QSize size : {QSize(240, 100), QSize(608, 120), QSize(1200, 400), QSize(2400, 900)}) {
    area = QRectF(QPointF(20, 20), size);
    const Ink ink = inkOf(draw(heat, Heatmap::Cells{0, heat.columns.size(), 0, heat.rows}));
    EXPECT_GT(ink.count, 1000);
    EXPECT_TRUE(area.toRect().adjusted(-1, -1, 1, 1).contains(ink.bounds)) << size.width();
  }
}

TEST_F(HeatmapPainter, MoreBeatsAreFurtherFromTheGroundAndNoneIsTheGround) {
  hear(0, 60);
  beats(10, 20ms, 1);
  beats(20, 20ms, 10);
  beats(30, 20ms, 100);
  const Heatmap heat = map();
  const QImage image = draw(heat);
  int before = qGray(at(image, heat, cellOf(heat, 5, 20ms)).rgb());
  EXPECT_EQ(before, 255);
  for (const int64_t n : {10, 20, 30}) {
    const int grey = qGray(at(image, heat, cellOf(heat, n, 20ms)).rgb());
    EXPECT_LT(grey, before - 15) << n;
    before = grey;
  }
}

TEST_F(HeatmapPainter, AGapIsNoGround) {
  hear(0, 60);
  for (int64_t n = 20; n < 40; ++n)
    second(n, false);
  beats(10, 20ms);
  const Heatmap heat = map();
  const QImage image = draw(heat);
  const auto inkOfColumns = [&](size_t from, size_t to) {
    const QRect where = HeatmapPlan(area, heat).rectOf(heat, {from, to, 0, heat.rows}).toRect().adjusted(2, 2, -2, -2);
    return inkOf(image.copy(where)).count;
  };
  EXPECT_EQ(inkOfColumns(42, 58), 0);
  EXPECT_GT(inkOfColumns(22, 38), 500);
  EXPECT_TRUE(wordsOf(heat, {25, 26, 0, 1}).contains("no server connected"))
      << wordsOf(heat, {25, 26, 0, 1}).toStdString();
  EXPECT_FALSE(wordsOf(heat, {25, 26, 0, 1}).contains("0 beats")) << "unknown is not zero";
  EXPECT_TRUE(wordsOf(heat, {45, 46, 0, 1}).contains("0 beats"));
}

// Every pixel of neighbouring full cells is one of their colours: no seams and no mixed edges.
TEST_F(HeatmapPainter, CellsMeetWithoutSeamsAtAnyScale) {
  for (int64_t n = 0; n < 60; ++n)
    for (int bucket = 0; bucket < 8; ++bucket)
      beats(n, Duration(1024) + Duration(128 * bucket), 3);
  const Heatmap heat = map();
  const QRectF full = HeatmapPlan(area, heat)
                          .rectOf(heat, cellOf(heat, 0, 1100us))
                          .united(HeatmapPlan(area, heat).rectOf(heat, cellOf(heat, 59, 1600us)));
  for (const double scale : {1.0, 1.25, 1.5, 2.0, 3.3}) {
    const QImage image = draw(heat, {}, scale);
    const QRect where = QRectF(full.topLeft() * scale, full.size() * scale).toRect().adjusted(4, 4, -4, -4);
    ASSERT_GT(where.width(), 100);
    const QColor colour = Theme::heat(1, QApplication::palette());
    for (int x = where.left(); x <= where.right(); ++x)
      for (int y = where.top(); y <= where.bottom(); ++y)
        ASSERT_EQ(image.pixelColor(x, y), colour) << x << ' ' << y << " at " << scale;
  }
}

TEST_F(HeatmapPainter, MissesAndDeathsAreMarksOfDifferentShape) {
  hear(0, 60);
  beats(1, 20ms);
  const auto strips = [&](const Heatmap& heat, int which) {
    const QRectF strip = HeatmapPlan(area, heat).stripRect(which);
    return draw(heat).copy(strip.adjusted(4, 1, -4, -1).toRect());
  };
  EXPECT_EQ(inkOf(strips(map(), 0)).count, 0);
  second(30).misses = 1;
  second(30).deaths = 1;
  const auto shapeOf = [](QImage image) {
    for (int y = 0; y < image.height(); ++y)
      for (int x = 0; x < image.width(); ++x)
        image.setPixel(x, y, image.pixel(x, y) == 0xffffffff ? 0xffffffff : 0xff000000);
    return image;
  };
  const QImage misses = shapeOf(strips(map(), 0)), deaths = shapeOf(strips(map(), 1));
  EXPECT_GT(inkOf(misses).count, 15);
  EXPECT_GT(inkOf(deaths).count, 15);
  EXPECT_NE(misses, deaths);
}

TEST_F(HeatmapPainter, ACellIsFoundWhereItIsDrawn) {
  hear(0, 60);
  beats(10, 1ms);
  beats(50, 3s);
  const Heatmap heat = map();
  const HeatmapPlan plan(area, heat);
  for (size_t c = 0; c < heat.columns.size(); c += 7)
    for (size_t r = 0; r < heat.rows; r += 5) {
      const Heatmap::Cells cell{c, c + 1, r, r + 1};
      EXPECT_EQ(plan.cellAt(heat, plan.rectOf(heat, cell).center()), cell) << c << ' ' << r;
    }
  const Heatmap::Cells last{heat.columns.size() - 1, heat.columns.size(), 0, 1};
  EXPECT_EQ(plan.cellAt(heat, {1e6, 1e6}), last) << "the nearest";
  EXPECT_EQ(plan.cellAt(heat, {-1e6, 1e6}), (Heatmap::Cells{0, 1, 0, 1}));
  EXPECT_EQ(wordsAt(plan, heat, {area.left() + 2, area.center().y()}), "");
  EXPECT_TRUE(wordsAt(plan, heat, plan.rectOf(heat, cellOf(heat, 10, 1ms)).center()).contains("1 beat"));
}

TEST_F(HeatmapPainter, WithoutABeatItSaysSo) {
  hear(0, 60);
  const Heatmap heat = map();
  EXPECT_GT(inkOf(draw(heat)).count, 300);
  EXPECT_EQ(HeatmapPlan(area, heat).cellAt(heat, area.center()), std::nullopt);
  EXPECT_EQ(inkOf(draw(map(60, 60))).count, 0) << "no time, no picture";
}

// L* of CIELAB, in which equal steps look equal.
double lightness(const QColor& c) {
  const auto linear = [](double v) { return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); };
  const double y = 0.2126 * linear(c.redF()) + 0.7152 * linear(c.greenF()) + 0.0722 * linear(c.blueF());
  return y > 0.008856 ? 116 * std::cbrt(y) - 16 : 903.3 * y;
}

TEST(HeatColours, AreEvenStepsAwayFromTheGroundInBothLooks) {
  for (const auto choice : {Theme::Choice::light, Theme::Choice::dark}) {
    Theme::apply(*qApp, choice);
    const QPalette palette = QApplication::palette();
    const double ground = lightness(palette.color(QPalette::Base));
    const auto far = [&](double share) { return std::abs(lightness(Theme::heat(share, palette)) - ground); };
    EXPECT_GT(far(0), 10) << "a single beat is seen";
    constexpr int steps = 8;
    const double mean = (far(1) - far(0)) / steps;
    for (int i = 0; i < steps; ++i) {
      const double step = far(double(i + 1) / steps) - far(double(i) / steps);
      EXPECT_NEAR(step, mean, 0.35 * mean) << i << ' ' << int(choice);
    }
  }
}

TEST(LineColours, DifferFromEachOtherAndFromTheGround) {
  for (const auto choice : {Theme::Choice::light, Theme::Choice::dark}) {
    Theme::apply(*qApp, choice);
    const QPalette palette = QApplication::palette();
    for (int i = 0; i <= Theme::lineColours; ++i) {
      EXPECT_GT(std::abs(lightness(Theme::line(i, palette)) - lightness(palette.color(QPalette::Base))), 30) << i;
      for (int other = 0; other < i; ++other)
        EXPECT_NE(Theme::line(i, palette), Theme::line(other, palette));
    }
  }
}

HeartbeatAdvice seen() {
  SilenceLog log;
  for (int i = 0; i < 400; ++i)
    log.held(NetworkPath::unknown, 20s + i * 700ms, true);
  for (uint32_t row = 0; row < 60; ++row) {
    const WallTime from(1'000'000s);
    for (const Duration miss : {330s, 345s, 360s})
      log.missed(row, from + miss, from, true, NetworkPath::unknown);
    log.ended(row, from + 360s, true);
  }
  return adviseHeartbeat(log, {});
}

TEST(EvidencePainter, StaysInsideItsAreaAndShowsLimitAndAdvice) {
  Theme::apply(*qApp, Theme::Choice::light);
  HeartbeatAdvice advice = seen();
  ASSERT_TRUE(advice.interval && advice.limit);
  const auto draw = [&](QSize size) {
    return paintOn(size + QSize(40, 40), [&](QPainter& p) {
      paintEvidence(p, QRectF(QPointF(20, 20), size), advice, QApplication::palette(), QApplication::font());
    });
  };
  for (const QSize size : {QSize(160, 80), QSize(300, 120), QSize(1200, 300)}) {
    const Ink ink = inkOf(draw(size));
    EXPECT_GT(ink.count, 300);
    EXPECT_TRUE(QRect(19, 19, size.width() + 2, size.height() + 2).contains(ink.bounds)) << size.width();
  }
  const QImage with = draw({300, 120});
  advice.limit.reset();
  advice.interval.reset();
  EXPECT_LT(inkOf(draw({300, 120})).count, inkOf(with).count);
  const QString words = evidenceWordsAt({0, 0, 300, 120}, advice, {52, 80});
  EXPECT_TRUE(words.contains("beats passed")) << words.toStdString();
  advice.evidence.clear();
  EXPECT_GT(inkOf(draw({300, 120})).count, 50) << "it says that nothing was seen";
}

} // namespace
} // namespace pushscope
