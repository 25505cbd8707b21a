#pragma once

#include "models/feed/trust.h"
#include "models/store/batch.h"

namespace pushscope {

// A page of one of the lists of a server: admin::queue, deadLetters, history, audit, tokenList.
struct ListRequest {
  uint32_t list = 0;
  PageRequest page;
};

// What can be asked: all but Control of a server, Control of a fleet.
using Ask =
    std::variant<Inject, Trace, Manage, Touch, Control, SessionControl, Tag, Peek, ListRequest, TokenAdd, TokenRemove>;

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
  Trust trust{};

  friend bool operator==(const LinkTarget&, const LinkTarget&) = default;
};

} // namespace pushscope
