#pragma once

#include "protocol/base/bytes.h"
#include "protocol/message/telemetry.h"

#include <functional>
#include <string>
#include <vector>

namespace pushscope {

// The durable inbox: for each device an ordered log of deliveries and a cursor. Four verbs, the same for every engine;
// one test suite runs against all. Called from one thread; answers come on the same thread, perhaps before the call
// returns.
class Store {
 public:
  struct Body {
    Uuid uuid;
    Bytes payload;
    bool highPriority = false;
    WallTime expires{};
    std::string collapseKey;
    bool media = false;
    WallTime notBefore{}; // zero: at once
    bool again = false;   // takes a new place although its uuid is known: it was postponed
  };
  struct Stored {
    Sequence sequence;
    Body body;
  };
  struct Appended {
    Sequence sequence;
    bool known = false; // this uuid is there already; nothing was added
  };

  virtual ~Store() = default;

  // `done` comes once the delivery is as durable as the engine promises; only then may anybody be told "accepted".
  virtual void append(const std::string& device, Body body, std::function<void(Result<Appended>)> done) = 0;
  // Up to `count` waiting deliveries with a greater sequence than `after`, in order.
  virtual std::vector<Stored> read(const std::string& device, Sequence after, size_t count) = 0;
  // All waiting deliveries up to this sequence are final: acknowledged. Skips what is settled.
  virtual void acknowledge(const std::string& device, Sequence upTo) = 0;
  // One delivery is final for another reason.
  virtual void settle(const std::string& device, Sequence sequence, Stage stage) = 0;
};

} // namespace pushscope
