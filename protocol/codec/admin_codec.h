#pragma once

#include "protocol/base/result.h"
#include "protocol/frame/command.h"
#include "protocol/message/admin.h"

// The admin port's own messages, and the subscription that admin and fleet ports share; see session_codec.h.
namespace pushscope {

Bytes encodeInject(uint32_t serial, const Inject& inject);
Result<Inject> decodeInject(BytesView body);
Bytes encodeInjected(uint32_t serial, const Injected& injected);
Result<Injected> decodeInjected(BytesView body);

Bytes encodeTrace(uint32_t serial, const Trace& trace);
Result<Trace> decodeTrace(BytesView body);

Bytes encodeSubscribe(Port port, uint32_t serial, const Subscribe& subscribe);
Result<Subscribe> decodeSubscribe(BytesView body);
Bytes encodeSubscribed(Port port, uint32_t serial, const Subscribed& subscribed);
Result<Subscribed> decodeSubscribed(BytesView body);

} // namespace pushscope
