#pragma once

#include "protocol/base/result.h"
#include "protocol/message/device.h"

// The device port's own messages; see session_codec.h for the conventions.
namespace pushscope {

Bytes encodePush(const Push& push);
Result<Push> decodePush(BytesView body);

Bytes encodeAcknowledge(const Acknowledge& acknowledge);
Result<Acknowledge> decodeAcknowledge(BytesView body);

Bytes encodeReport(const Report& report);
Result<Report> decodeReport(BytesView body);

} // namespace pushscope
