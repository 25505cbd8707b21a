#pragma once

#include "ui/console_context.h"

class QMenu;

namespace pushscope {

// What can be done to simulated phones, for the devices that are selected: their apps, their network, their account.
// Adds the actions to `menu`; nothing can be chosen while no simulated phone is selected.
void addPhoneActions(QMenu* menu, ConsoleContext& context);

} // namespace pushscope
