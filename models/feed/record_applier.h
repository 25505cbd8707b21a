#pragma once

#include "models/recording/record_block.h"
#include "models/store/world.h"

namespace pushscope {

// Does to the world what the batch of this record did to the live one. The block reader is the one that the record came
// from. A record that makes no sense does nothing.
void applyRecord(World& world, const Record& record, RecordBlockReader& block);
// All records of a block. False if it is damaged; what came before that is applied.
bool applyBlock(World& world, BytesView content);

} // namespace pushscope
