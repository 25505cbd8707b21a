#pragma once

#include "models/store/batch.h"

namespace pushscope {

// What a person asked of a server or a fleet. Answered by an Answer in a later batch, always: by the other side, by
// `timedOut`, or by `outcomeUnknown` if the connection ended first.
struct Request {
  RequestId id;
  std::variant<Inject, Trace, Control> body;
};

struct LinkTarget {
  LinkKind kind = LinkKind::node;
  std::string host;
  uint16_t port = 0;
  std::string token;
};

} // namespace pushscope
