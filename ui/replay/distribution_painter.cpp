#include "ui/replay/distribution_painter.h"

#include "models/text/format.h"
#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace pushscope {
namespace {

constexpr double left = 56, right = 16, bottom = 22;
constexpr double wordsHeight = 16, top = 3 * wordsHeight + 6; // title, two legends
constexpr unsigned marked[] = {500, 900, 990};
constexpr unsigned lastPerThousand = 999;
constexpr double nines = 3; // 99.9 %

struct Words {
  Q_DECLARE_TR_FUNCTIONS(Distribution)
};

double ninesOf(unsigned perThousand) {
  return -std::log10(1 - double(perThousand) / 1000);
}

// Both axes: where a percentile and a time are.
struct Scale {
  QRectF plot;
  double low = 0, high = 1; // log10 of µs

  double x(unsigned perThousand) const { return plot.left() + plot.width() * ninesOf(perThousand) / nines; }
  double y(Duration time) const {
    const double at = std::log10(std::max<double>(1, double(time.count())));
    return plot.bottom() - plot.height() * (at - low) / (high - low);
  }
};

Scale scaleOf(const QRectF& area, const DistributionPair& pair) {
  Scale scale{area.adjusted(left, top, -right, -bottom), 9, 0};
  for (const FineHistogram* run : {&pair.first, &pair.second})
    for (const unsigned perThousand : {1u, lastPerThousand})
      if (const auto time = run->percentile(perThousand)) {
        const double at = std::log10(std::max<double>(1, double(time->count())));
        scale.low = std::min(scale.low, at);
        scale.high = std::max(scale.high, at);
      }
  // At least a factor of two, with some air.
  const double middle = (scale.low + scale.high) / 2, half = std::max(0.16, (scale.high - scale.low) / 2 * 1.1);
  scale.low = middle - half;
  scale.high = middle + half;
  return scale;
}

QPen penOf(int run, const QPalette& palette) {
  return QPen(Theme::line(run, palette), 2, run == 0 ? Qt::SolidLine : Qt::DashLine, Qt::FlatCap, Qt::RoundJoin);
}

void paintMark(QPainter& painter, int run, const QPointF& at, const QPalette& palette) {
  painter.setPen(QPen(palette.color(QPalette::Base), 1));
  painter.setBrush(Theme::line(run, palette));
  const QRectF box(at.x() - 4, at.y() - 4, 8, 8);
  run == 0 ? painter.drawEllipse(box) : painter.drawRect(box);
  painter.setBrush(Qt::NoBrush);
}

QString percentilesOf(const FineHistogram& run) {
  QStringList words;
  for (const unsigned perThousand : marked)
    if (const auto time = run.percentile(perThousand))
      words << Words::tr("p%1 %2").arg(perThousand / 10).arg(durationForPeople(*time));
  return words.isEmpty() ? Words::tr("nothing was measured") : words.join(QStringLiteral("   "));
}

void paintLegend(QPainter& painter, const QRectF& area, int run, const DistributionPair& pair,
                 const QPalette& palette) {
  const QFontMetricsF metrics(painter.font());
  const double y = area.top() + wordsHeight * (1 + run) + wordsHeight / 2;
  painter.setPen(penOf(run, palette));
  painter.drawLine(QPointF(area.left(), y), QPointF(area.left() + 28, y));
  paintMark(painter, run, {area.left() + 14, y}, palette);
  painter.setPen(palette.color(QPalette::Text));
  const QString numbers = percentilesOf(run == 0 ? pair.first : pair.second);
  const double numbersWidth = metrics.horizontalAdvance(numbers);
  const double from = area.left() + 36, room = area.right() - right - from;
  const QString letter = run == 0 ? QStringLiteral("A") : QStringLiteral("B");
  const double nameRoom = room - numbersWidth - 16;
  const QString name =
      nameRoom < 64 ? letter
                    : metrics.elidedText(QStringLiteral("%1: %2").arg(letter, run == 0 ? pair.before : pair.after),
                                         Qt::ElideMiddle, nameRoom);
  painter.drawText(QRectF(from, y - wordsHeight / 2, room, wordsHeight), Qt::AlignVCenter | Qt::AlignLeft, name);
  painter.drawText(QRectF(from, y - wordsHeight / 2, room, wordsHeight), Qt::AlignVCenter | Qt::AlignRight, numbers);
}

void paintGrid(QPainter& painter, const Scale& scale, const QPalette& palette) {
  const QFontMetricsF metrics(painter.font());
  // 1, 2, 5 of each power of ten, as far as their words do not meet.
  double free = scale.plot.bottom() + metrics.height();
  for (int power = 0; power < 9; ++power)
    for (const int digit : {1, 2, 5}) {
      const auto time = Duration(int64_t(digit * std::pow(10, power)));
      const double y = scale.y(time);
      if (y < scale.plot.top() || y > scale.plot.bottom() || y > free - metrics.height())
        continue;
      painter.setPen(QPen(Theme::grid(palette), 1));
      painter.drawLine(QPointF(scale.plot.left(), y), QPointF(scale.plot.right(), y));
      painter.setPen(Theme::faintText(palette));
      painter.drawText(QRectF(scale.plot.left() - left, y - metrics.height() / 2, left - 6, metrics.height()),
                       Qt::AlignRight | Qt::AlignVCenter, durationForPeople(time));
      free = y;
    }
  for (const unsigned perThousand : {0u, 500u, 900u, 990u, lastPerThousand}) {
    const double x = scale.x(perThousand);
    painter.setPen(QPen(Theme::grid(palette), 1));
    painter.drawLine(QPointF(x, scale.plot.top()), QPointF(x, scale.plot.bottom()));
    const QString words = perThousand == 0                 ? Words::tr("of all")
                          : perThousand == lastPerThousand ? Words::tr("99.9 %")
                                                           : Words::tr("%1 %").arg(perThousand / 10);
    painter.setPen(Theme::faintText(palette));
    const double width = metrics.horizontalAdvance(words);
    painter.drawText(QPointF(std::min(x - width / 2, scale.plot.right() + right - width),
                             scale.plot.bottom() + 4 + metrics.ascent()),
                     words);
  }
}

void paintRun(QPainter& painter, const Scale& scale, int run, const FineHistogram& values, const QPalette& palette) {
  if (!values.percentile(500))
    return;
  QPainterPath path;
  for (unsigned perThousand = 1; perThousand <= lastPerThousand; ++perThousand) {
    const QPointF point(scale.x(perThousand), scale.y(*values.percentile(perThousand)));
    perThousand == 1 ? path.moveTo(point) : path.lineTo(point);
  }
  painter.setPen(penOf(run, palette));
  painter.drawPath(path);
  for (const unsigned perThousand : marked)
    paintMark(painter, run, {scale.x(perThousand), scale.y(*values.percentile(perThousand))}, palette);
}

} // namespace

void paintDistributions(QPainter& painter, const QRectF& area, const DistributionPair& pair, const QPalette& palette,
                        const QFont& font) {
  const Scale scale = scaleOf(area, pair);
  if (scale.plot.width() < 1 || scale.plot.height() < 1)
    return;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setFont(Theme::caption(font));
  painter.setPen(palette.color(QPalette::Text));
  painter.drawText(QRectF(area.left(), area.top(), area.width(), wordsHeight), Qt::AlignVCenter | Qt::AlignLeft,
                   Words::tr("%1: the time that so many stay below").arg(pair.title));
  paintLegend(painter, area, 0, pair, palette);
  paintLegend(painter, area, 1, pair, palette);
  if (!pair.first.percentile(500) && !pair.second.percentile(500)) {
    painter.setPen(Theme::faintText(palette));
    painter.drawText(scale.plot, Qt::AlignCenter | Qt::TextWordWrap, Words::tr("Neither run measured any."));
  } else {
    paintGrid(painter, scale, palette);
    painter.setClipRect(scale.plot.adjusted(-5, -5, 5, 5));
    paintRun(painter, scale, 0, pair.first, palette);
    paintRun(painter, scale, 1, pair.second, palette);
  }
  painter.restore();
}

QString distributionWords(const DistributionPair& pair) {
  return Words::tr("%1. A: %2. B: %3.").arg(pair.title, percentilesOf(pair.first), percentilesOf(pair.second));
}

} // namespace pushscope
