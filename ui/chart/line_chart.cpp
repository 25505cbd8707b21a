#include "ui/chart/line_chart.h"

#include "ui/chart/crisp.h"
#include "ui/chart/time_axis.h"
#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QLocale>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace pushscope {
namespace {

constexpr double swatch = 16, swatchGap = 4, entryGap = 12, legendRow = 16;
constexpr double leastPlot = 32; // with less, the lines need the room of their names

struct Range {
  double lowest = 0, highest = 1;
};

Range rangeOf(const LineChart& chart) {
  Range range;
  bool any = false;
  for (const LineChart::Line& line : chart.lines)
    for (const Stretch& stretch : line.stretches)
      for (const LinePoint& point : stretch) {
        range.lowest = any ? std::min(range.lowest, point.value) : point.value;
        range.highest = any ? std::max(range.highest, point.value) : point.value;
        any = true;
      }
  if (chart.scale == LineChart::Scale::count) {
    // A round number whose half is one, too.
    for (double decade = 1; decade < 1e18; decade *= 10)
      for (const double digit : {2, 4, 6, 10})
        if (digit * decade >= range.highest)
          return {0, digit * decade};
    return range;
  }
  if (!any)
    return {1'000, 1'000'000};
  range.lowest = std::pow(10, std::floor(std::log10(std::max(1.0, range.lowest))));
  range.highest = std::pow(10, std::ceil(std::log10(std::max(1.0, range.highest))));
  range.highest = std::max(range.highest, range.lowest * 10);
  return range;
}

QString countText(double value) {
  return value < 1e6 ? QLocale().toString(qlonglong(value))
                     : QCoreApplication::translate("LineChart", "%1 M").arg(QLocale().toString(value / 1e6, 'g', 4));
}

double yOf(const QRectF& plot, const LineChart& chart, const Range& range, double value) {
  const double share = chart.scale == LineChart::Scale::count
                           ? (value - range.lowest) / (range.highest - range.lowest)
                           : std::log(std::max(value, 1.0) / range.lowest) / std::log(range.highest / range.lowest);
  return plot.bottom() - plot.height() * std::clamp(share, 0.0, 1.0);
}

// Those that have room, from the bottom.
void paintValues(QPainter& painter, const QRectF& area, const QRectF& plot, const LineChart& chart, const Range& range,
                 const QPalette& palette) {
  const QFontMetricsF metrics(painter.font());
  std::vector<std::pair<double, QString>> values;
  if (chart.scale == LineChart::Scale::count)
    for (const double value : {0.0, range.highest / 2, range.highest})
      values.emplace_back(value, countText(value));
  else
    for (double value = range.lowest; value <= range.highest * 1.01; value *= 10)
      values.emplace_back(value, boundText(Duration(int64_t(std::llround(value)))));
  double free = plot.bottom() + metrics.height();
  for (const auto& [value, label] : values) {
    const double y = yOf(plot, chart, range, value);
    drawRule(painter, {plot.left() - 4, y, plot.right(), y}, Theme::grid(palette));
    if (y + metrics.height() > free + 1)
      continue;
    painter.setPen(Theme::faintText(palette));
    painter.drawText(QRectF(area.left(), y - metrics.height() / 2, plot.left() - area.left() - 8, metrics.height()),
                     Qt::AlignRight | Qt::AlignVCenter, label);
    free = y;
  }
}

// Where the names of the lines stand, only if there is more than one to tell apart: beside the title if both have room
// there, else in rows below it.
struct Legend {
  struct Entry {
    const LineChart::Line* line;
    QRectF place;
  };
  std::vector<Entry> entries;
  double titleRoom = 0, height = 0; // below the title
};

Legend legendOf(const QRectF& area, const LineChart& chart, const QFont& titleFont) {
  const QFontMetricsF metrics(Theme::caption(titleFont));
  const double left = area.left() + LineChart::left, right = area.right() - LineChart::right;
  Legend legend;
  legend.titleRoom = std::max(0.0, right - left);
  double width = -entryGap;
  for (const LineChart::Line& line : chart.lines)
    if (!line.name.isEmpty()) {
      const double words = std::min(metrics.horizontalAdvance(line.name), legend.titleRoom - swatch - swatchGap);
      legend.entries.push_back({&line, QRectF(0, 0, swatch + swatchGap + words, legendRow)});
      width += legend.entries.back().place.width() + entryGap;
    }
  if (legend.entries.size() < 2) {
    legend.entries.clear();
    return legend;
  }
  const double beside = legend.titleRoom - QFontMetricsF(titleFont).horizontalAdvance(chart.title) - 2 * entryGap;
  const bool fits = width <= beside;
  double x = fits ? right - width : left,
         y = area.top() + (fits ? (LineChart::header - 2 - legendRow) / 2 : LineChart::header - 2);
  for (Legend::Entry& entry : legend.entries) {
    if (!fits && x > left && x + entry.place.width() > right) {
      x = left;
      y += legendRow;
    }
    entry.place.moveTopLeft({x, y});
    x += entry.place.width() + entryGap;
  }
  if (fits)
    legend.titleRoom -= width + entryGap;
  else
    legend.height = y + legendRow - area.top() - LineChart::header + 4;
  return legend;
}

void paintLegend(QPainter& painter, const Legend& legend, const QPalette& palette) {
  const QFontMetricsF metrics(painter.font());
  for (const auto& [line, place] : legend.entries) {
    painter.setPen(line->pen);
    painter.drawLine(QPointF(place.left(), place.center().y()), QPointF(place.left() + swatch, place.center().y()));
    const QRectF words = place.adjusted(swatch + swatchGap, 0, 1, 0);
    painter.setPen(Theme::faintText(palette));
    painter.drawText(words, Qt::AlignVCenter | Qt::AlignLeft,
                     metrics.elidedText(line->name, Qt::ElideRight, words.width()));
  }
}

void paintLine(QPainter& painter, const TimeAxis& axis, const QRectF& plot, const LineChart& chart, const Range& range,
               const LineChart::Line& line) {
  painter.setPen(line.pen);
  for (const Stretch& stretch : line.stretches) {
    QPainterPath path;
    for (const LinePoint& point : stretch) {
      const QPointF at(axis.x(wallFromMicros(point.second * 1'000'000)), yOf(plot, chart, range, point.value));
      path.elementCount() == 0 ? path.moveTo(at) : path.lineTo(at);
    }
    if (stretch.size() == 1) // a line of no length is not drawn
      painter.drawEllipse(path.currentPosition(), 1, 1);
    else
      painter.drawPath(path);
  }
}

} // namespace

void paintLineChart(QPainter& painter, const QRectF& area, const LineChart& chart, const QPalette& palette,
                    const QFont& font) {
  Legend legend = legendOf(area, chart, font);
  if (area.height() - LineChart::header - timeLabelsHeight - legend.height < leastPlot)
    legend = {{}, legend.titleRoom, 0};
  const QRectF plot =
      area.adjusted(LineChart::left, LineChart::header + legend.height, -LineChart::right, -timeLabelsHeight);
  if (chart.to <= chart.from || plot.width() < 1 || plot.height() < 1)
    return;
  const Range range = rangeOf(chart);
  const TimeAxis axis{plot, wallFromMicros(chart.from * 1'000'000), wallFromMicros(chart.to * 1'000'000)};
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setFont(Theme::caption(font));
  paintTimeAxis(painter, axis, plot.top(), plot.bottom(), palette, font);
  paintValues(painter, area, plot, chart, range, palette);
  paintLegend(painter, legend, palette);
  painter.setFont(font);
  painter.setPen(palette.color(QPalette::Text));
  painter.drawText(QRectF(plot.left(), area.top(), legend.titleRoom, LineChart::header - 2),
                   Qt::AlignVCenter | Qt::AlignLeft,
                   QFontMetricsF(font).elidedText(chart.title, Qt::ElideRight, legend.titleRoom));
  painter.setBrush(Qt::NoBrush);
  painter.setClipRect(plot.adjusted(0, -2, 2, 2), Qt::IntersectClip);
  for (const LineChart::Line& line : chart.lines)
    paintLine(painter, axis, plot, chart, range, line);
  painter.restore();
}

LineChartView::LineChartView(QWidget* parent) : QWidget(parent) {
  setBackgroundRole(QPalette::Base);
  setAutoFillBackground(true);
}

void LineChartView::show(LineChart chart) {
  m_chart = std::move(chart);
  setAccessibleName(m_chart.title);
  update();
}

void LineChartView::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paintLineChart(painter, rect(), m_chart, palette(), font());
}

} // namespace pushscope
