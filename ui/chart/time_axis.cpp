#include "ui/chart/time_axis.h"

#include "models/text/format.h"
#include "ui/chart/crisp.h"
#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <array>

namespace pushscope {
namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(TimeAxis)
};

constexpr double widestLabel = 76, tickLength = 3;

// Whole numbers of seconds, and of minutes where a person would not count seconds any more.
constexpr int64_t longestInSeconds = 150;

int64_t stepOf(Duration span, double width) {
  constexpr std::array<int64_t, 15> steps{1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21600, 86'400};
  const double seconds = double(span.count()) / 1e6, room = seconds / std::max(1.0, width / widestLabel);
  for (const int64_t step : steps)
    if (double(step) >= room && (step >= 60 || seconds <= longestInSeconds))
      return step;
  return steps.back();
}

// All labels of an axis have one unit.
QString labelOf(int64_t ago, int64_t step) {
  if (ago == 0)
    return Words::tr("now");
  if (step % 3600 == 0)
    return Words::tr("−%1 h").arg(ago / 3600);
  return step % 60 == 0 ? Words::tr("−%1 min").arg(ago / 60) : Words::tr("−%1 s").arg(ago);
}

} // namespace

QString boundText(Duration bound) {
  const int64_t us = bound.count();
  return us < 1000        ? Words::tr("%1 µs").arg(us)
         : us < 1'000'000 ? Words::tr("%1 ms").arg(us / 1000)
                          : Words::tr("%1 s").arg(us / 1'000'000);
}

void paintTimeAxis(QPainter& painter, const TimeAxis& axis, double linesTop, double bottom, const QPalette& palette,
                   const QFont& font) {
  if (axis.to <= axis.from || axis.plot.width() < 1)
    return;
  painter.save();
  painter.setFont(Theme::caption(font));
  const QFontMetricsF metrics(painter.font());
  const int64_t step = stepOf(axis.to - axis.from, axis.plot.width());
  double free = axis.plot.right() + 1; // left of the label before
  for (int64_t ago = 0; axis.to - std::chrono::seconds(ago) >= axis.from; ago += step) {
    const double x = axis.x(axis.to - std::chrono::seconds(ago));
    drawRule(painter, {x, linesTop, x, bottom + tickLength}, Theme::grid(palette));
    const QString label =
        ago == 0 && axis.isPast ? timeOfDay(axis.to).section(QLatin1Char('.'), 0, 0) : labelOf(ago, step);
    const double width = metrics.horizontalAdvance(label);
    const double left =
        std::clamp(x - width / 2, axis.plot.left(), std::max(axis.plot.left(), axis.plot.right() - width));
    if (left + width > free)
      continue;
    painter.setPen(Theme::faintText(palette));
    painter.drawText(QPointF(left, bottom + tickLength + 1 + metrics.ascent()), label);
    free = left - 10;
  }
  painter.restore();
}

} // namespace pushscope
