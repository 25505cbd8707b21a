#include "app/telemetry/ladder_codec.h"

#include "app/telemetry/record_codec.h"
#include "protocol/codec/proto_frame.h"
#include "protocol/frame/command.h"
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
  return codec::frameOf(serial, answerTo(admin::trace), ErrorCode::ok, traced);
}

} // namespace pushscope
