#pragma once

#include "models/store/batch.h"
#include "protocol/base/bytes.h"
#include "protocol/base/result.h"

namespace pushscope {

// The bodies of telemetry frames, from the wire to a batch. `offset` is how far the other side's clock is ahead of
// ours: times in the batch are ours. Columns of unequal length, times out of range and unknown enumerators are errors
// or read as unknown: nothing in a batch can index or overflow.
struct BlockCursor {
  Incarnation incarnation;
  uint64_t sequence = 0;
};

Result<BlockCursor> readBlock(BytesView body, Duration offset, Batch& batch);
Result<uint64_t> readSnapshotPage(BytesView body, Duration offset, Batch& batch); // as of this block
Result<uint64_t> readGap(BytesView body);                                         // number of blocks
Status readTraced(BytesView body, Duration offset, Batch& batch);

} // namespace pushscope
