#pragma once

#include <QColor>
#include <QLineF>
#include <QRectF>

class QPainter;

namespace pushscope {

// Lines and boxes whose edges lie between pixels of the device, whatever the scale: at 1.25 a line is one pixel wide
// and not two grey ones. For painters that are moved and scaled, not turned.

// Horizontal or vertical, `width` wide and at least one pixel of the device.
void drawRule(QPainter& painter, const QLineF& line, const QColor& colour, double width = 1);
// The line lies inside the box.
void drawBox(QPainter& painter, const QRectF& box, const QColor& colour, double width = 1);
// `box` moved to the nearest pixels of the device.
QRectF onPixels(const QPainter& painter, const QRectF& box);

} // namespace pushscope
