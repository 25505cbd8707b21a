#pragma once

#include "models/store/batch.h"

namespace pushscope {

// What can be asked: all but Control of a server, Control of a fleet.
using Ask = std::variant<Inject, Trace, Manage, Touch, Control>;

// What a person asked of a server or a fleet. Answered by an Answer in a later batch, always: by the other side, by
// `timedOut`, or by `outcomeUnknown` if the connection ended first.
struct Request {
  RequestId id;
  Ask body;
};

struct LinkTarget {
  LinkKind kind = LinkKind::node;
  std::string host;
  uint16_t port = 0;
  std::string token;
};

} // namespace pushscope
