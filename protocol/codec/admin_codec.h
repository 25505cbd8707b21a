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

Bytes encodeManage(uint32_t serial, const Manage& manage);
Result<Manage> decodeManage(BytesView body);
Bytes encodeTouch(uint32_t serial, const Touch& touch);
Result<Touch> decodeTouch(BytesView body);
// The answer to either; `request` is the command that it answers.
Bytes encodeChanged(uint32_t serial, uint32_t request, const Changed& changed);
Result<Changed> decodeChanged(BytesView body);

Bytes encodeTrace(uint32_t serial, const Trace& trace);
Result<Trace> decodeTrace(BytesView body);

Bytes encodeSubscribe(Port port, uint32_t serial, const Subscribe& subscribe);
Result<Subscribe> decodeSubscribe(BytesView body);
Bytes encodeSubscribed(Port port, uint32_t serial, const Subscribed& subscribed);
Result<Subscribed> decodeSubscribed(BytesView body);

} // namespace pushscope
