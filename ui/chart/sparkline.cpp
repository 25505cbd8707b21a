#include "ui/chart/sparkline.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace pushscope {

void paintSparkline(QPainter& painter, const QRectF& area, const std::vector<std::optional<double>>& values,
                    const QColor& color) {
  if (values.size() < 2)
    return;
  double highest = 0;
  for (const auto& value : values)
    highest = std::max(highest, value.value_or(0));
  const double step = area.width() / double(values.size() - 1);
  QPainterPath line;
  bool open = false;
  for (size_t i = 0; i < values.size(); ++i) {
    if (!values[i]) {
      open = false;
      continue;
    }
    const double height = highest > 0 ? *values[i] / highest * area.height() : 0;
    const QPointF point(area.left() + step * double(i), area.bottom() - height);
    open ? line.lineTo(point) : line.moveTo(point);
    // A value with unknown ones on either side is a line of no length.
    if (!open && (i + 1 == values.size() || !values[i + 1]))
      line.lineTo(point + QPointF(0.5, 0));
    open = true;
  }
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(color, 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  painter.drawPath(line);
  painter.restore();
}

} // namespace pushscope
