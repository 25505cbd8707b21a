#pragma once

#include "protocol/base/time.h"

#include <QFont>
#include <QPalette>
#include <QRectF>

class QPainter;

namespace pushscope {

// Time from left to right as all charts show it: in round steps back from the end of what is shown, "now", "−10 s",
// "−1 min", so far apart that the labels have room.
struct TimeAxis {
  QRectF plot; // its left is `from`, its right `to`
  WallTime from{}, to{};
  bool isPast = false; // the end is no "now": it is named by its time of day

  double x(WallTime time) const {
    return plot.left() + plot.width() * double((time - from).count()) / double((to - from).count());
  }
};

inline constexpr double timeLabelsHeight = 18;

// Lines from `linesTop` to `bottom` and a little further, labels below.
void paintTimeAxis(QPainter& painter, const TimeAxis& axis, double linesTop, double bottom, const QPalette& palette,
                   const QFont& font);

// "100 ms": a bound of a scale, which is a round number.
QString boundText(Duration bound);

} // namespace pushscope
