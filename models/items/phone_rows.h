#pragma once

#include "models/items/column.h"

namespace pushscope {

// The devices that some fleet knows as its phones, under the columns of all devices.
const RowSource& phoneRows();

} // namespace pushscope
