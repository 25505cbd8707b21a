#pragma once

#include "protocol/base/bytes.h"
#include "protocol/base/result.h"
#include "protocol/frame/command.h"
#include "protocol/frame/header.h"
#include "protocol/message/session.h"

// What every port has in common. Encoders return whole frames; decoders take a frame's body and fail with `malformed`
// and the name of the message or field. Nothing that they return has been checked beyond its form.
namespace pushscope {

Bytes encodeHello(Port port, uint32_t serial, const Hello& hello);
Result<Hello> decodeHello(BytesView body);

Bytes encodeWelcome(Port port, uint32_t serial, const Welcome& welcome);
Result<Welcome> decodeWelcome(BytesView body);

Bytes encodePing(Port port, uint32_t serial, const Ping& ping);
Result<Ping> decodePing(BytesView body);

Bytes encodePong(Port port, uint32_t serial, const Pong& pong);
Result<Pong> decodePong(BytesView body);

Bytes encodeGoodbye(Port port, ErrorCode code, const Goodbye& goodbye);
Result<Goodbye> decodeGoodbye(BytesView body);

// The answer to `request` when it failed.
Bytes encodeRefusal(const Header& request, ErrorCode code, const Refusal& refusal);
// A body that cannot be read is a refusal without details.
Refusal decodeRefusal(BytesView body);

} // namespace pushscope
