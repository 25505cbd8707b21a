#include "tests/ui/ink.h"
#include "ui/chart/line_chart.h"
#include "ui/chart/time_axis.h"
#include "ui/theme/theme.h"

#include <QApplication>

#include <gtest/gtest.h>

namespace pushscope {
namespace {

class LineChartPainter : public ::testing::Test {
 protected:
  LineChart chart;
  QRectF area{20, 20, 640, 160};

  void SetUp() override {
    Theme::apply(*qApp, Theme::Choice::light);
    chart.title = QStringLiteral("Round trip");
    chart.from = 1'700'000'000;
    chart.to = chart.from + 60;
  }
  void add(const QString& name, const QColor& colour, std::vector<Stretch> stretches) {
    chart.lines.push_back({name, QPen(colour, 2), std::move(stretches)});
  }
  QImage draw() const {
    const QSize size(int(area.right()) + 20, int(area.bottom()) + 20);
    return paintOn(size,
                   [&](QPainter& p) { paintLineChart(p, area, chart, QApplication::palette(), QApplication::font()); });
  }
  static int pixels(const QImage& image, const QColor& colour, const QRectF& where) {
    int count = 0;
    for (int y = int(where.top()); y < int(where.bottom()); ++y)
      for (int x = int(where.left()); x < int(where.right()); ++x)
        count += image.pixelColor(x, y) == colour;
    return count;
  }
  QRectF plot() const {
    return area.adjusted(LineChart::left, LineChart::header, -LineChart::right, -timeLabelsHeight);
  }
};

TEST_F(LineChartPainter, StaysInsideItsAreaAtEverySizeAndWithEveryValue) {
  chart.title = QString(300, QLatin1Char('m'));
  for (const double value : {0.0, 1.0, 4e4, 1e9, 1e15})
    add(QString(60, QLatin1Char('n')), Qt::red, {{{chart.from - 100, value}, {chart.from + 30, 1}, {chart.to, value}}});
  for (const auto scale : {LineChart::Scale::duration, LineChart::Scale::count})
    for (const QSizeF size : {QSizeF(120, 60), QSizeF(640, 96), QSizeF(2000, 900)}) {
      chart.scale = scale;
      area.setSize(size);
      const Ink ink = inkOf(draw());
      EXPECT_GT(ink.count, 100);
      EXPECT_TRUE(area.toRect().adjusted(-1, -1, 1, 1).contains(ink.bounds)) << size.width();
    }
}

TEST_F(LineChartPainter, AGapIsNotBridged) {
  add(QStringLiteral("p50"), Qt::red,
      {{{chart.from, 5e4}, {chart.from + 20, 5e4}}, {{chart.from + 40, 5e4}, {chart.to, 5e4}}});
  const QImage image = draw();
  const double third = plot().width() / 3;
  const auto part = [&](int i) { return plot().adjusted(third * i + 4, 0, third * (i - 2) - 4, 0); };
  EXPECT_GT(pixels(image, Qt::red, part(0)), 100);
  EXPECT_EQ(pixels(image, Qt::red, part(1)), 0);
  EXPECT_GT(pixels(image, Qt::red, part(2)), 100);
}

TEST_F(LineChartPainter, AValueStandsWhereItsScaleSays) {
  add({}, Qt::red, {{{chart.from, 1e3}, {chart.to, 1e3}}});
  add({}, Qt::blue, {{{chart.from, 1e5}, {chart.to, 1e5}}});
  const auto heightOf = [&](const QImage& image, const QColor& colour) {
    for (int y = int(plot().top()) - 2; y < int(plot().bottom()) + 2; ++y)
      if (pixels(image, colour, QRectF(plot().center().x() - 30, y, 20, 1)) > 0)
        return y;
    return -1;
  };
  const QImage log = draw();
  EXPECT_NEAR(heightOf(log, Qt::blue), plot().top(), 2) << "100 ms is the highest of 1 to 100 ms";
  EXPECT_NEAR(heightOf(log, Qt::red), plot().bottom(), 2);
  chart.scale = LineChart::Scale::count;
  chart.lines[0].stretches = {{{chart.from, 0}, {chart.to, 0}}};
  chart.lines[1].stretches = {{{chart.from, 2}, {chart.to, 2}}};
  const QImage counts = draw();
  EXPECT_NEAR(heightOf(counts, Qt::blue), plot().top(), 2);
  EXPECT_NEAR(heightOf(counts, Qt::red), plot().bottom(), 2);
}

TEST_F(LineChartPainter, WithoutValuesItHasItsAxesAndNoLine) {
  add(QStringLiteral("p50"), Qt::red, {{}});
  const QImage image = draw();
  EXPECT_GT(inkOf(image).count, 200);
  EXPECT_EQ(pixels(image, Qt::red, plot()), 0);
  chart.to = chart.from;
  EXPECT_EQ(inkOf(draw()).count, 0) << "no time at all";
}

} // namespace
} // namespace pushscope
