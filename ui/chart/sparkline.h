#pragma once

#include <QColor>
#include <QRectF>

#include <optional>
#include <vector>

class QPainter;

namespace pushscope {

// A small line without axes: its highest value is its height. Unknown values are gaps, never bridged.
void paintSparkline(QPainter& painter, const QRectF& area, const std::vector<std::optional<double>>& values,
                    const QColor& color);

} // namespace pushscope
