#pragma once

#include "models/query/heatmap.h"

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
  double left, right;             // room beside the plot, so that it stands under that of another chart

  HeatmapPlan(const QRectF& whole, const Heatmap& map, double left = 64, double right = 16);

  static constexpr double header = 24, strip = 12, axis = 18;
  static constexpr int ticks = 6; // of the axis of time, evenly, both ends included
  QRectF plot() const { return area.adjusted(left, header, -right, -(2 * strip + axis)); }
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
