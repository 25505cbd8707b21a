#include "ui/chart/sparkline.h"
#include "ui/ladder/ladder_painter.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QImage>
#include <QPainter>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

// What a painter left on a white picture: how many pixels are not white, and where.
struct Ink {
  int count = 0;
  QRect bounds;
};

Ink inkOf(const QImage& image) {
  Ink ink;
  for (int y = 0; y < image.height(); ++y)
    for (int x = 0; x < image.width(); ++x)
      if (image.pixel(x, y) != 0xffffffff) {
        ++ink.count;
        ink.bounds |= QRect(x, y, 1, 1);
      }
  return ink;
}

template <class Paint>
QImage paintOn(QSize size, Paint&& paint) {
  QImage image(size, QImage::Format_RGB32);
  image.fill(Qt::white);
  QPainter painter(&image);
  paint(painter);
  return image;
}

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

double luminance(const QColor& c) {
  const auto linear = [](double v) { return v <= 0.03928 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); };
  return 0.2126 * linear(c.redF()) + 0.7152 * linear(c.greenF()) + 0.0722 * linear(c.blueF());
}
double contrast(const QColor& a, const QColor& b) {
  const double x = luminance(a), y = luminance(b);
  return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

// WCAG: 4.5:1 for words, 3:1 for shapes.
TEST(Theme, HasEnoughContrastInBothLooks) {
  for (const auto choice : {Theme::Choice::light, Theme::Choice::dark}) {
    Theme::apply(*qApp, choice);
    const QPalette palette = QApplication::palette();
    for (const auto base : {QPalette::Base, QPalette::AlternateBase, QPalette::Window}) {
      const QColor ground = palette.color(base);
      EXPECT_GE(contrast(palette.color(QPalette::Text), ground), 4.5);
      EXPECT_GE(contrast(Theme::faintText(palette), ground), 4.5);
      EXPECT_GE(contrast(palette.color(QPalette::PlaceholderText), ground), 4.0);
      for (const Tone tone : {Tone::alive, Tone::late, Tone::dead, Tone::retried, Tone::info})
        EXPECT_GE(contrast(Theme::tone(tone, palette), ground), 3.0) << int(tone) << " " << int(choice);
    }
    EXPECT_GE(contrast(palette.color(QPalette::HighlightedText), palette.color(QPalette::Highlight)), 4.5)
        << int(choice);
  }
}

} // namespace
} // namespace pushscope
