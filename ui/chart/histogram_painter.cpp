#include "ui/chart/histogram_painter.h"

#include "models/text/format.h"
#include "ui/chart/crisp.h"
#include "ui/chart/time_axis.h"
#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <vector>

namespace pushscope {
namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(Histogram)
};

constexpr size_t perBar = FineHistogram::perOctave / 2;
constexpr size_t fewestBars = 8; // or a single value would be a wall
constexpr double titleHeight = 20, countWidth = 44;

struct Bars {
  size_t first = 0; // of all bars that there may be
  std::vector<uint64_t> counts;
  uint64_t highest = 0, all = 0;
};

Bars barsOf(const FineHistogram& values) {
  constexpr size_t most = FineHistogram::buckets / perBar;
  std::vector<uint64_t> counts(most);
  for (size_t i = 0; i < FineHistogram::buckets; ++i)
    counts[i / perBar] += values.count(i);
  Bars bars;
  for (const uint64_t count : counts) {
    bars.all += count;
    bars.highest = std::max(bars.highest, count);
  }
  if (bars.all == 0)
    return bars;
  const auto isThere = [](uint64_t count) { return count > 0; };
  size_t from = size_t(std::find_if(counts.begin(), counts.end(), isThere) - counts.begin());
  size_t to = most - size_t(std::find_if(counts.rbegin(), counts.rend(), isThere) - counts.rbegin());
  while (to - from < fewestBars) {
    from -= from > 0 ? 1 : 0;
    to += to < most ? 1 : 0;
  }
  bars.first = from;
  bars.counts.assign(counts.begin() + std::ptrdiff_t(from), counts.begin() + std::ptrdiff_t(to));
  return bars;
}

// Where a duration lies, in bars from the first.
double barAt(const Bars& bars, Duration value) {
  const size_t bucket = FineHistogram::bucketOf(value);
  return (double(bucket) + 0.5) / double(perBar) - double(bars.first);
}

} // namespace

void paintHistogram(QPainter& painter, const QRectF& area, const QString& title, const FineHistogram& values,
                    const QColor& colour, const QPalette& palette, const QFont& font) {
  painter.save();
  painter.setClipRect(area, Qt::IntersectClip);
  painter.setFont(font);
  const QRectF head(area.left() + countWidth, area.top(), area.width() - countWidth, titleHeight);
  painter.setPen(palette.color(QPalette::Text));
  painter.drawText(head, Qt::AlignLeft | Qt::AlignVCenter, title);
  painter.setFont(Theme::caption(font));
  painter.setPen(Theme::faintText(palette));
  const QFontMetricsF metrics(painter.font());
  const Bars bars = barsOf(values);
  const QRectF plot = area.adjusted(countWidth, titleHeight, -2, -timeLabelsHeight);
  if (bars.all == 0 || plot.width() < 1 || plot.height() < 1) {
    painter.drawText(plot, Qt::AlignCenter, Words::tr("Nobody has been woken in this time."));
    painter.restore();
    return;
  }
  const auto p50 = *values.percentile(500), p99 = *values.percentile(990);
  painter.drawText(head, Qt::AlignRight | Qt::AlignVCenter,
                   Words::tr("p50 %1   p99 %2").arg(durationForPeople(p50), durationForPeople(p99)));
  drawRule(painter, {plot.left(), plot.bottom(), plot.right(), plot.bottom()}, Theme::grid(palette));
  drawRule(painter, {plot.left(), plot.top(), plot.right(), plot.top()}, Theme::grid(palette));
  painter.setPen(Theme::faintText(palette));
  const QRectF counts(area.left(), plot.top() - metrics.height() / 2, countWidth - 6, metrics.height());
  painter.drawText(counts, Qt::AlignRight | Qt::AlignVCenter, countForPeople(bars.highest));
  painter.drawText(counts.translated(0, plot.height()), Qt::AlignRight | Qt::AlignVCenter, QStringLiteral("0"));
  const double width = plot.width() / double(bars.counts.size());
  for (size_t i = 0; i < bars.counts.size(); ++i) {
    const double height = plot.height() * double(bars.counts[i]) / double(bars.highest);
    painter.fillRect(QRectF(plot.left() + width * double(i) + 1, plot.bottom() - height, width - 2, height), colour);
  }
  for (const auto& [value, line] : {std::pair(p50, Qt::SolidLine), {p99, Qt::DashLine}}) {
    const double x = plot.left() + width * barAt(bars, value);
    painter.setPen(QPen(palette.color(QPalette::Text), 1, line));
    painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
  }
  painter.setPen(Theme::faintText(palette));
  double free = plot.left() - 1;
  for (size_t i = bars.first % 2; i <= bars.counts.size(); i += 2) { // at the factors of two
    const QString label =
        durationForPeople(FineHistogram::lowerBound(std::min((bars.first + i) * perBar, FineHistogram::buckets)));
    const double room = metrics.horizontalAdvance(label), x = plot.left() + width * double(i);
    const double left = std::clamp(x - room / 2, plot.left(), std::max(plot.left(), plot.right() - room));
    if (left < free)
      continue;
    painter.drawText(QPointF(left, plot.bottom() + 4 + metrics.ascent()), label);
    free = left + room + 10;
  }
  painter.restore();
}

QString histogramWords(const QString& title, const FineHistogram& values) {
  const Bars bars = barsOf(values);
  return bars.all == 0 ? Words::tr("%1: no value").arg(title)
                       : Words::tr("%1: %2 values, p50 %3, p99 %4")
                             .arg(title, countForPeople(bars.all), durationForPeople(*values.percentile(500)),
                                  durationForPeople(*values.percentile(990)));
}

} // namespace pushscope
