#include "ui/chart/crisp.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace pushscope {
namespace {

void fill(QPainter& painter, const QRectF& box, const QColor& colour) {
  const bool smooth = painter.renderHints().testFlag(QPainter::Antialiasing);
  painter.setRenderHint(QPainter::Antialiasing, false);
  painter.fillRect(box, colour);
  painter.setRenderHint(QPainter::Antialiasing, smooth);
}

double scaleOf(const QPainter& painter) {
  return std::max(0.01, std::abs(painter.deviceTransform().m11()));
}

// Of the painter; whole pixels of the device.
double widthOf(const QPainter& painter, double width) {
  const double scale = scaleOf(painter);
  return std::max(1.0, std::floor(width * scale + 0.01)) / scale;
}

} // namespace

QRectF onPixels(const QPainter& painter, const QRectF& box) {
  const QTransform toDevice = painter.deviceTransform();
  const QRectF there = toDevice.mapRect(box);
  const QRectF rounded(QPointF(std::round(there.left()), std::round(there.top())),
                       QPointF(std::round(there.right()), std::round(there.bottom())));
  return toDevice.inverted().mapRect(rounded);
}

void drawRule(QPainter& painter, const QLineF& line, const QColor& colour, double width) {
  const double thick = widthOf(painter, width);
  QRectF box = QRectF(line.p1(), line.p2()).normalized();
  if (std::abs(line.dx()) < std::abs(line.dy())) {
    box.setLeft(box.center().x() - thick / 2);
    const double left = onPixels(painter, QRectF(box.left(), box.top(), thick, box.height())).left();
    fill(painter, QRectF(left, box.top(), thick, box.height()), colour);
  } else {
    box.setTop(box.center().y() - thick / 2);
    const double top = onPixels(painter, QRectF(box.left(), box.top(), box.width(), thick)).top();
    fill(painter, QRectF(box.left(), top, box.width(), thick), colour);
  }
}

void drawBox(QPainter& painter, const QRectF& box, const QColor& colour, double width) {
  const double thick = widthOf(painter, width);
  const QRectF outer = onPixels(painter, box);
  fill(painter, {outer.left(), outer.top(), outer.width(), thick}, colour);
  fill(painter, {outer.left(), outer.bottom() - thick, outer.width(), thick}, colour);
  fill(painter, {outer.left(), outer.top() + thick, thick, outer.height() - 2 * thick}, colour);
  fill(painter, {outer.right() - thick, outer.top() + thick, thick, outer.height() - 2 * thick}, colour);
}

} // namespace pushscope
