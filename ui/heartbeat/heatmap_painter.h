#pragma once

#include "models/query/heatmap.h"
#include "ui/chart/line_chart.h"
#include "ui/chart/time_axis.h"

#include <QFont>
#include <QPalette>
#include <QRectF>
#include <QString>

#include <optional>

class QPainter;

namespace pushscope {

// Where things are on the picture: for the painter, and for whoever wants to know what is under the mouse. From the
// top: title and colour scale, cells, a strip for missed beats, one for connections that they ended, the axis of time.
struct HeatmapPlan {
  QRectF area;
  int64_t from = 0, to = 0;       // seconds
  Duration shortest{}, longest{}; // of the latency scale, which is logarithmic; equal: nothing was measured

  HeatmapPlan(const QRectF& whole, const Heatmap& map);

  // Those of a LineChart, so that it stands under that of another chart.
  static constexpr double left = LineChart::left, right = LineChart::right, header = LineChart::header, strip = 12;
  QRectF plot() const { return area.adjusted(left, header, -right, -(2 * strip + timeLabelsHeight)); }
  // 0: missed beats, 1: connections that they ended.
  QRectF stripRect(int which) const { return {plot().left(), plot().bottom() + strip * which, plot().width(), strip}; }
  double x(double second) const { return plot().left() + plot().width() * (second - double(from)) / double(to - from); }
  double y(Duration latency) const;
  // Of these cells, as far as they lie in the plot.
  QRectF rectOf(const Heatmap& map, const Heatmap::Cells& cells) const;
  // The cell at, or nearest to, a point; nothing if the chart has none.
  std::optional<Heatmap::Cells> cellAt(const Heatmap& map, const QPointF& point) const;
};

// Heartbeats by latency and time. How many is a colour of one sequence that is even to the eye, also to a colour-blind
// one (see Theme::heat), on a logarithmic scale that is shown. A time of which nothing is known is hatched, and says
// why where there is room; that is not the ground of the chart, which means that nobody was so fast or so slow. Draws
// into any painter, at any scale; edges of cells are not blurred.
void paintHeatmap(QPainter& painter, const HeatmapPlan& plan, const Heatmap& map,
                  const std::optional<Heatmap::Cells>& brush, const std::optional<Heatmap::Cells>& cursor,
                  const QPalette& palette, const QFont& font);

// Of cells: their time, their latency and how many beats; or why there are none. Plain text.
QString wordsOf(const Heatmap& map, const Heatmap::Cells& cells);
// What is at `point`; empty if nothing is.
QString wordsAt(const HeatmapPlan& plan, const Heatmap& map, const QPointF& point);
QString gapWords(Heatmap::Gap gap);

} // namespace pushscope
