#pragma once

#include "protocol/message/telemetry.h"

#include <deque>
#include <optional>
#include <vector>

namespace pushscope {

// The deliveries of one device that are not final yet: when each is written, written again, given up for now, expired.
// Knows sequences and times; bodies are in the store.
//
// Retry policy `classic`, from the source texts: a delivery is written, and written again each `attemptTimeout` without
// an acknowledgement, at most `maxResends` times. Before each attempt the connection is checked; without one it looks
// again every `checkEvery`, at most `checks` times. Either way exhausted means *offline*: it waits for the next hello,
// until its time to live ends. Worst case to offline: (1 + maxResends) × (checks × checkEvery + attemptTimeout); 180 s
// by default.
//
//   ready ──connected──▶ sent ──acknowledge()──▶ (final: acknowledged)
//     ▲  └─checks used up─▶ offline ◀─attempts used up─┘ │
//     └──────────── connected() ─────────┘    └──────────┘ attemptTimeout: ready again
//
// Order is kept: of deliveries that are ready, the lower sequence is written first; at most `window` are unacknowledged
// at a time. Acknowledgements are cumulative and are believed only up to what was written.
//
// Order of calls: tick(now) until it answers `none`, then one timer for deadline(). Cost: linear in size(), which is
// bounded by `capacity`.
class Backlog {
 public:
  struct Policy {
    Duration attemptTimeout = std::chrono::seconds(15); // source text
    uint32_t maxResends = 3;                            // source text
    Duration checkEvery = std::chrono::seconds(2);      // source text
    uint32_t checks = 15;                               // source text
    size_t capacity = 1000;                             // 9-wire; the oldest is evicted and counted
    size_t window = 16; // × 48 KiB of payload stays under a connection's 1 MiB of unwritten bytes
    // 3-behaviour part 1: printed beside the settings.
    Duration worstCase() const { return (1 + maxResends) * (checks * checkEvery + attemptTimeout); }
  };
  struct Action {
    enum class Kind {
      none,   // nothing to do before deadline()
      send,   // write `sequence` as attempt number `attempt`, which counts all writes ever
      wait,   // not now: `stage` is queued, retrying or offline
      settle, // gone from the backlog: `stage` is final
    };
    Kind kind = Kind::none;
    Sequence sequence{};
    uint32_t attempt = 0;
    Stage stage = Stage::unknown;
  };

  explicit Backlog(const Policy& policy) : m_policy(&policy) {} // the policy outlives the backlog

  // Sequences grow. Returns the delivery that had to make room, if any: it is final, `evicted`.
  std::optional<Sequence> append(Sequence sequence, MonoTime expires, MonoTime now);
  void connected(MonoTime now);
  void disconnected();
  // The sequences that became final by this, in order.
  std::vector<Sequence> acknowledge(Sequence upTo);
  Action tick(MonoTime now);
  MonoTime deadline() const;

  size_t size() const { return m_entries.size(); }
  bool contains(Sequence sequence) const;

 private:
  enum class State : uint8_t { ready, sent, offline };
  struct Entry {
    Sequence sequence;
    MonoTime expires;
    MonoTime due; // ready: look at it; sent: give up waiting
    State state = State::ready;
    uint32_t attempt = 0; // writes so far
    uint32_t tries = 0;   // of those, since it last started over
    uint32_t checks = 0;
  };
  std::optional<Action> expire(MonoTime now);
  std::optional<Action> advance(Entry& entry, MonoTime now, size_t inFlight);

  const Policy* m_policy;
  std::deque<Entry> m_entries;
  bool m_connected = false;
};

} // namespace pushscope
