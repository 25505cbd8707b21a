#pragma once

#include "protocol/base/bytes.h"
#include "protocol/base/result.h"
#include "protocol/message/fleet.h"

// The fleet port's own messages; see session_codec.h for the conventions.
namespace pushscope {

Bytes encodeControl(uint32_t serial, const Control& control);
Result<Control> decodeControl(BytesView body);
Bytes encodeControlled(uint32_t serial, const Controlled& controlled);
Result<Controlled> decodeControlled(BytesView body);

} // namespace pushscope
