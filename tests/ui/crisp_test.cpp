#include "ui/chart/crisp.h"
#include "ui/chart/line_chart.h"
#include "ui/chart/time_axis.h"
#include "ui/theme/theme.h"
#include "ui/wake/lanes_painter.h"

#include <QApplication>
#include <QPainter>

#include <gtest/gtest.h>

#include <cmath>
#include <set>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

const std::array<double, 5> scales{1, 1.25, 1.5, 2, 3};

// A screen of that scale.
template <class Paint>
QImage onScreen(QSize size, double scale, Paint&& paint) {
  QImage image(size * scale, QImage::Format_RGB32);
  image.setDevicePixelRatio(scale);
  image.fill(Qt::white);
  QPainter painter(&image);
  painter.setRenderHint(QPainter::Antialiasing);
  paint(painter);
  return image;
}

std::set<QRgb> coloursOf(const QImage& image) {
  std::set<QRgb> colours;
  for (int y = 0; y < image.height(); ++y)
    for (int x = 0; x < image.width(); ++x)
      colours.insert(image.pixel(x, y));
  return colours;
}

TEST(Crisp, LinesAndBoxesHaveNoGreyEdgesAtAnyScale) {
  for (const double scale : scales)
    for (const double at : {10.0, 10.3, 10.5, 10.8}) {
      const auto rule = [&](bool upright) {
        return onScreen({40, 40}, scale, [&](QPainter& p) {
          drawRule(p, upright ? QLineF(at, 4, at, 36) : QLineF(4, at, 36, at), Qt::black);
        });
      };
      for (const bool upright : {false, true}) {
        const QImage image = rule(upright);
        EXPECT_EQ(coloursOf(image), (std::set<QRgb>{0xff000000, 0xffffffff})) << scale << " " << at;
        int thick = 0;
        for (int i = 0; i < image.width(); ++i)
          thick += image.pixel(upright ? i : image.width() / 2, upright ? image.width() / 2 : i) == 0xff000000;
        EXPECT_EQ(thick, int(scale)) << "one pixel is enough, two of 1.25 are too many";
      }
      const QImage box = onScreen({40, 40}, scale, [&](QPainter& p) { drawBox(p, {at, at, 20.4, 9.7}, Qt::black); });
      EXPECT_EQ(coloursOf(box), (std::set<QRgb>{0xff000000, 0xffffffff})) << scale << " " << at;
    }
}

// Where nothing but the grid is drawn, a row of pixels has two colours.
void expectSharpGrid(const QImage& image, int row, const QPalette& palette, int fewest) {
  const QRgb grid = Theme::grid(palette).rgb();
  int lines = 0;
  for (int x = 0; x < image.width(); ++x) {
    const QRgb pixel = image.pixel(x, row);
    EXPECT_TRUE(pixel == grid || pixel == 0xffffffff) << "grey at " << x;
    lines += pixel == grid && (x == 0 || image.pixel(x - 1, row) != grid);
  }
  EXPECT_GE(lines, fewest);
}

TEST(Crisp, GridsOfChartsAndLanesAreSharpAtEveryScale) {
  Theme::apply(*qApp, Theme::Choice::light);
  const QPalette palette = QApplication::palette();
  LineChart chart;
  chart.title = QStringLiteral("title");
  chart.from = 1'700'000'000;
  chart.to = chart.from + 60;
  chart.lines.push_back(
      {QStringLiteral("a"), QPen(Qt::red, 1.8), {{{chart.from + 1, 20'000.0}, {chart.to, 20'000.0}}}});
  const WallTime now = wallFromMicros(1'700'000'000'000'000);
  for (const double scale : scales) {
    const QImage lines = onScreen({641, 161}, scale, [&](QPainter& p) {
      paintLineChart(p, {0, 0, 641, 161}, chart, palette, QApplication::font());
    });
    // From 10 to 100 ms; a quarter of the plot is below the line.
    const double plot = 161 - LineChart::header - timeLabelsHeight;
    expectSharpGrid(lines, int((LineChart::header + plot * 0.93) * scale), palette, 5);
    const LanesPlan plan{{0, 0, 640, 120}, now - 10min, now};
    const QImage lanes = onScreen({640, 120}, scale,
                                  [&](QPainter& p) { paintLanes(p, plan, {}, {}, 0, palette, QApplication::font()); });
    expectSharpGrid(lanes, int(50 * scale), palette, 5);
  }
}

} // namespace
} // namespace pushscope
