#pragma once

#include "protocol/base/bytes.h"
#include "protocol/message/telemetry.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace pushscope {

// The durable inbox: for each device an ordered log of deliveries and a cursor. The same verbs for every engine; one
// test suite runs against all. A store belongs to one thread: it is called there, and answers there, perhaps before the
// call returns. Sequences of a device grow, with gaps.
class Store {
 public:
  struct Body {
    Uuid uuid;
    std::shared_ptr<const Bytes> payload; // one for all devices of a push; never null but where recover() says so
    bool highPriority = false;
    WallTime composed{};
    WallTime accepted{};
    WallTime expires{};
    std::string collapseKey;
    bool media = false;
    WallTime notBefore{}; // zero: at once
    bool again = false;   // takes a new place although its uuid is known: it was postponed, or edited, or dead
  };
  struct Stored {
    Sequence sequence;
    Body body;
  };
  struct Appended {
    Sequence sequence;
    bool known = false; // this uuid is there already for this device, waiting or final; nothing was added
  };

  virtual ~Store() = default;

  // What waits from an earlier life of the process, in ascending order of sequence. Called once, before anything else.
  // Payloads are left out (null): a million deliveries wait in less memory than their bodies; read() has them.
  using Recovered = std::function<void(const std::string& device, const Stored& stored, uint32_t payloadBytes)>;
  virtual Status recover(const Recovered& each) = 0;

  // `done` comes once the delivery is as durable as the engine promises; only then may anybody be told "accepted".
  // Errors: `limit` with the name of the bound (a full store, or a full queue in front of it: `busy`), `storage` if it
  // certainly was not stored, `outcomeUnknown` if that cannot be told (ask again with the same uuid).
  virtual void append(const std::string& device, Body body, std::function<void(Result<Appended>)> done) = 0;
  // Up to `count` waiting deliveries with a greater sequence than `after`, in order.
  virtual std::vector<Stored> read(const std::string& device, Sequence after, size_t count) = 0;
  // All waiting deliveries up to this sequence are final: acknowledged. Skips what is settled.
  virtual void acknowledge(const std::string& device, Sequence upTo, WallTime at) = 0;
  // One delivery is final for another reason. A dead one keeps its body, so that it can be sent again.
  virtual void settle(const std::string& device, Sequence sequence, Stage stage, Reason reason, WallTime at) = 0;
  // A waiting delivery is not to be written before then. It keeps its place until its owner gives it a new one.
  virtual void postpone(const std::string& device, Sequence sequence, WallTime until) = 0;
  // A dead letter, body and all; nothing if there is none. Of several with one uuid the one with the highest sequence.
  virtual std::optional<Stored> dead(const std::string& device, const Uuid& uuid) = 0;
};

} // namespace pushscope
