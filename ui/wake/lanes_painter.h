#pragma once

#include "models/query/device_wakes.h"

#include <QFont>
#include <QPalette>
#include <QRectF>
#include <QString>

class QPainter;

namespace pushscope {

// A lane with what it is called; device text is plain already.
struct NamedLane {
  WakeLane lane;
  QString name;
};

// Where things are on the picture: for the painter, and for whoever wants to know what is under the mouse. Lanes hang
// from the top, an axis of time lies below them.
struct LanesPlan {
  QRectF area;
  WallTime from{}, to{};
  bool isPast = false; // `to` is not now

  static constexpr double laneHeight = 34, axisHeight = 20;
  // Names get a quarter, within reason.
  double nameWidth() const { return std::clamp(area.width() / 4, 90.0, 168.0); }
  QRectF plot() const { return area.adjusted(nameWidth(), 0, -2, -axisHeight); }
  WallTime timeAt(double x) const {
    return from + Duration(int64_t(double((to - from).count()) * (x - plot().left()) / plot().width()));
  }
  double x(WallTime time) const {
    return plot().left() + plot().width() * double((time - from).count()) / double((to - from).count());
  }
  // Of lane number `index`, moved up by `scrolled`.
  QRectF row(size_t index, double scrolled = 0) const {
    return {area.left(), area.top() + laneHeight * double(index) - scrolled, area.width(), laneHeight};
  }
};

// Devices over time, one lane each. From top to bottom of a lane: wakes as marks, the app's state as spans, and of each
// wake the run time that was granted as a frame, filled as far as it was used. States differ by height and line as well
// as by colour, and say their name where there is room. Draws into any painter, at any scale.
void paintLanes(QPainter& painter, const LanesPlan& plan, const std::vector<NamedLane>& lanes,
                std::optional<size_t> current, double scrolled, const QPalette& palette, const QFont& font);

// What the shapes mean, wrapped into the width of the area; returns the height that it takes.
double paintLanesLegend(QPainter& painter, const QRectF& area, const QPalette& palette, const QFont& font);

// What is at `point`, in words; empty if nothing is. Plain text.
QString wordsAt(const LanesPlan& plan, const std::vector<NamedLane>& lanes, double scrolled, const QPointF& point);

} // namespace pushscope
