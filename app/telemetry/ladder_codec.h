#pragma once

#include "app/telemetry/fact_sink.h"
#include "protocol/base/bytes.h"

#include <span>
#include <vector>

namespace pushscope {

struct Ladder {
  DeliveryRecord record;
  std::vector<StageFact> stages;
};

// The answer to `trace`.
Bytes encodeTraced(uint32_t serial, std::span<const Ladder> ladders);

} // namespace pushscope
