#pragma once

#include "app/telemetry/fact_sink.h"
#include "protocol/base/bytes.h"
#include "pushscope/v1/telemetry.pb.h"

#include <span>

// Private to app/telemetry: facts and records to generated messages.
namespace pushscope {

void writeRecord(const DeviceRecord& record, v1::DeviceRecord& out);
void writeRecord(const DeliveryRecord& record, v1::DeliveryRecord& out);
void appendStage(const StageFact& fact, v1::Stages& out);

} // namespace pushscope
