#include "ui/chart/histogram_painter.h"

#include "tests/ui/ink.h"
#include "ui/theme/theme.h"

#include <QApplication>

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

class HistogramPainter : public ::testing::Test {
 protected:
  FineHistogram values;
  const QColor bars{10, 120, 200};

  void SetUp() override { Theme::apply(*qApp, Theme::Choice::light); }
  void add(int count, Duration value) {
    for (int i = 0; i < count; ++i)
      values.add(value);
  }
  QImage draw(QSize size) const {
    return paintOn(size, [&](QPainter& painter) {
      paintHistogram(painter, QRectF(8, 8, size.width() - 16, size.height() - 16), QStringLiteral("Latency"), values,
                     bars, QApplication::palette(), QApplication::font());
    });
  }
  // How much of each column of pixels is a bar.
  static std::vector<int> heights(const QImage& image, const QColor& colour) {
    std::vector<int> all;
    for (int x = 0; x < image.width(); ++x) {
      int height = 0;
      for (int y = 0; y < image.height(); ++y)
        height += image.pixelColor(x, y) == colour;
      all.push_back(height);
    }
    return all;
  }
};

TEST_F(HistogramPainter, StaysInsideItsAreaAtEverySize) {
  add(100, 20ms);
  add(3, 40s);
  for (const QSize size : {QSize(900, 200), QSize(420, 100), QSize(90, 60), QSize(20, 20)}) {
    const Ink ink = inkOf(draw(size));
    EXPECT_TRUE(QRect(QPoint(7, 7), size - QSize(14, 14)).contains(ink.bounds) || ink.count == 0)
        << size.width() << 'x' << size.height();
  }
}

TEST_F(HistogramPainter, WhatCameTwiceAsOftenIsTwiceAsHigh) {
  add(100, 20ms);
  add(50, 200ms);
  const std::vector<int> all = heights(draw({800, 240}), bars);
  const auto left = *std::max_element(all.begin(), all.begin() + 400),
             right = *std::max_element(all.begin() + 400, all.end());
  EXPECT_GT(left, 100);
  EXPECT_NEAR(right, left / 2.0, 3);
}

TEST_F(HistogramPainter, OneValueIsOneBarAmongEmptyPlaces) {
  add(1, 100ms);
  const std::vector<int> all = heights(draw({800, 240}), bars);
  const auto filled = std::count_if(all.begin(), all.end(), [](int height) { return height > 0; });
  EXPECT_GT(filled, 20);
  EXPECT_LT(filled, 200);
}

TEST_F(HistogramPainter, SaysTheSameInWords) {
  EXPECT_EQ(histogramWords("Latency", values).toStdString(), "Latency: no value");
  EXPECT_GT(inkOf(draw({400, 120})).count, 100) << "that nobody was woken";
  add(99, 20ms);
  add(1, 2s);
  const std::string words = histogramWords("Latency", values).toStdString();
  EXPECT_TRUE(words.starts_with("Latency: 100 values, p50 20.")) << words;
}

// The shortest and the longest that a histogram knows.
TEST_F(HistogramPainter, TheEndsOfTheScaleAreDrawn) {
  add(5, 0ms);
  EXPECT_GT(inkOf(draw({400, 120})).count, 100);
  values = {};
  add(5, std::chrono::hours(3));
  EXPECT_GT(inkOf(draw({400, 120})).count, 100);
}

} // namespace
} // namespace pushscope
