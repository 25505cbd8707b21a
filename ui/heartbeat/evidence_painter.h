#pragma once

#include "models/query/heartbeat_advice.h"

#include <QFont>
#include <QPalette>
#include <QRectF>
#include <QString>

class QPainter;

namespace pushscope {

// What the advisor reasons from: for each length of silence how many beats passed after it (full bars) and how many
// found no connection (hatched bars beside them), both on a logarithmic scale, over a logarithmic scale of silence. The
// limit of the network and the advised interval are lines with their words. Draws into any painter, at any scale.
void paintEvidence(QPainter& painter, const QRectF& area, const HeartbeatAdvice& advice, const QPalette& palette,
                   const QFont& font);
// The bar at `point`, in words; empty if there is none.
QString evidenceWordsAt(const QRectF& area, const HeartbeatAdvice& advice, const QPointF& point);

} // namespace pushscope
