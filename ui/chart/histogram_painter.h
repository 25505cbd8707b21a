#pragma once

#include "models/store/fine_histogram.h"

#include <QFont>
#include <QPalette>
#include <QRectF>
#include <QString>

class QPainter;

namespace pushscope {

// How often which duration came: bars, two to a factor of two, on a logarithmic scale of time, from the shortest that
// came to the longest. The median and the 99th percentile are marked, and written beside the title. Draws into any
// painter, at any scale.
void paintHistogram(QPainter& painter, const QRectF& area, const QString& title, const FineHistogram& values,
                    const QColor& bars, const QPalette& palette, const QFont& font);
// The same in words: "Latency: 120 values, p50 35.0 ms, p99 1.20 s".
QString histogramWords(const QString& title, const FineHistogram& values);

} // namespace pushscope
