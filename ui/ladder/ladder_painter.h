#pragma once

#include "models/store/delivery_table.h"

#include <QFont>
#include <QPalette>
#include <QRectF>

class QPainter;

namespace pushscope {

// The ladder as a picture: one lane for the server, one for what the phone reported, one for what the fleet knows, on
// one time axis. Times from a phone's clock carry their uncertainty as a bar. Draws into any painter, at any scale.
void paintLadder(QPainter& painter, const QRectF& area, const DeliveryRow& delivery, const QPalette& palette,
                 const QFont& font);

} // namespace pushscope
