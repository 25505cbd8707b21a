#pragma once

#include "models/store/world.h"

#include <QString>

namespace pushscope {

// The ladder of a delivery that the world knows, as lines of text under a line that says whose it is and what became of
// it. `device` is what it is called there.
QString ladderText(const World& world, DeliveryTable::Number delivery, const QString& device, WallTime now);

} // namespace pushscope
