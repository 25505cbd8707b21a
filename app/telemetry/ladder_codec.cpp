#include "app/telemetry/ladder_codec.h"

#include "app/telemetry/record_codec.h"
#include "protocol/frame/command.h"
#include "protocol/frame/header.h"
#include "pushscope/v1/admin.pb.h"

namespace pushscope {

Bytes encodeTraced(uint32_t serial, std::span<const Ladder> ladders) {
  v1::Traced traced;
  v1::Block& block = *traced.mutable_ladder();
  for (const Ladder& ladder : ladders) {
    writeRecord(ladder.record, *block.add_deliveries());
    for (const StageFact& stage : ladder.stages)
      appendStage(stage, *block.mutable_stages());
  }
  Bytes body(traced.ByteSizeLong());
  traced.SerializeWithCachedSizesToArray(body.data());
  return encodeFrame(serial, answerTo(admin::trace), ErrorCode::ok, body);
}

} // namespace pushscope
