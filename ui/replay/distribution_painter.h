#pragma once

#include "models/store/fine_histogram.h"

#include <QFont>
#include <QPalette>
#include <QRectF>
#include <QString>

class QPainter;

namespace pushscope {

// How two runs are distributed, one over the other: the time that so many percent stay below, both on scales on which a
// tail is as wide as the rest (the time logarithmic, the percentiles by their nines), with p50, p90 and p99 marked and
// written above. The first run is a full line with circles, the second a broken one with squares. A run without any
// value has no line, and says so. Draws into any painter, at any scale.
struct DistributionPair {
  QString title; // "round trip"
  QString before, after;
  FineHistogram first, second;
};
void paintDistributions(QPainter& painter, const QRectF& area, const DistributionPair& pair, const QPalette& palette,
                        const QFont& font);
// The same in words, for those who do not see it: "A: p50 6.91 ms, p90 …; B: …".
QString distributionWords(const DistributionPair& pair);

} // namespace pushscope
