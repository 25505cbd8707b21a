#include "ui/replay/distribution_painter.h"

#include "tests/ui/ink.h"
#include "ui/theme/theme.h"

#include <QApplication>

#include <gtest/gtest.h>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

class DistributionPainter : public ::testing::Test {
 protected:
  DistributionPair pair{"Round trip", "before.psrec", "after.psrec", {}, {}};

  void SetUp() override { Theme::apply(*qApp, Theme::Choice::light); }
  static void add(FineHistogram& values, Duration around) {
    for (int i = 0; i < 1000; ++i)
      values.add(around + i * 20us);
  }
  QImage draw(QSize size) const {
    return paintOn(size, [&](QPainter& painter) {
      paintDistributions(painter, QRectF(8, 8, size.width() - 16, size.height() - 16), pair, QApplication::palette(),
                         QApplication::font());
    });
  }
  // The middle height of what has this colour; -1: nothing has.
  static int heightOf(const QImage& image, const QColor& color) {
    int64_t sum = 0, count = 0;
    for (int y = 80; y < image.height(); ++y) // below the legend
      for (int x = 0; x < image.width(); ++x)
        if (image.pixelColor(x, y) == color) {
          sum += y;
          ++count;
        }
    return count == 0 ? -1 : int(sum / count);
  }
};

TEST_F(DistributionPainter, StaysInsideItsAreaAtEverySize) {
  add(pair.first, 5ms);
  add(pair.second, 400ms);
  pair.before = QString(300, QLatin1Char('x'));
  for (const QSize size : {QSize(900, 300), QSize(420, 160), QSize(160, 120), QSize(20, 20)}) {
    const Ink ink = inkOf(draw(size));
    EXPECT_TRUE(QRect(QPoint(7, 7), size - QSize(14, 14)).contains(ink.bounds) || ink.count == 0)
        << size.width() << 'x' << size.height();
  }
  EXPECT_GT(inkOf(draw({900, 300})).count, 2000);
}

TEST_F(DistributionPainter, TheSlowerRunIsAboveTheOther) {
  add(pair.first, 5ms);
  add(pair.second, 50ms);
  const QImage image = draw({900, 300});
  const int first = heightOf(image, Theme::line(0, QApplication::palette()));
  const int second = heightOf(image, Theme::line(1, QApplication::palette()));
  ASSERT_GT(first, 0);
  ASSERT_GT(second, 0);
  EXPECT_LT(second, first);
  const QString words = distributionWords(pair);
  EXPECT_TRUE(words.startsWith("Round trip. A: p50 1")) << words.toStdString();
}

TEST_F(DistributionPainter, ARunWithoutValuesHasNoLineAndSaysSo) {
  EXPECT_TRUE(distributionWords(pair).contains("nothing was measured"));
  EXPECT_GT(inkOf(draw({900, 300})).count, 0);
  add(pair.second, 50ms);
  const QImage image = draw({900, 300});
  EXPECT_EQ(heightOf(image, Theme::line(0, QApplication::palette())), -1);
  EXPECT_GT(heightOf(image, Theme::line(1, QApplication::palette())), 0);
}

} // namespace
} // namespace pushscope
