#pragma once

#include "models/items/column.h"

namespace pushscope {

// Lists that servers hand out in pages, one row an entry.
const RowSource& queueRows();
const RowSource& deadLetterRows();
const RowSource& historyRows(); // sessions that are over
const RowSource& auditRows();
const RowSource& tokenRows();
// By its number: admin::queue, deadLetters, history, audit or tokenList.
const RowSource& listRows(uint32_t list);

} // namespace pushscope
