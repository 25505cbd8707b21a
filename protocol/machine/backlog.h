#pragma once

#include "protocol/message/telemetry.h"

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
// Retry policy `reconnect`: each delivery is written once a connection. Without an acknowledgement within
// `connectionTimeout` the connection is thought dead (`giveUp`, once a connection); without a connection a delivery is
// offline at once. It is written again when the device is back.
//
//   ready ──connected, not held──▶ sent ──acknowledge()──▶ (final: acknowledged)
//     ▲  └─checks used up─▶ offline ◀─attempts used up─┘ │
//     └──────────── connected() ─────────┘    └──────────┘ attemptTimeout: ready again
//
// hold(): while a device sleeps its server decides when bytes may wake it. What is ready while there is a connection is
// told once, as `held`. Acknowledgements of what was written before are still waited for, and attempts used up.
// postpone(): a delivery leaves the order and comes back as `requeue` when its time has come: it is final then, and its
// owner appends a new one in its place, so that sequences are always written in ascending order. Until then nothing is
// told of it.
// refuse(): the app could not take what was written to it. The delivery waits as if postponed for `attemptTimeout`, so
// that nobody behind it waits, and no acknowledgement covers it any more; refused for the `refusals`-th time it is
// dead. Its owner hands the count on from `requeue` to append(), in memory: after a restart of the server it is counted
// anew.
//
// Order is kept: of deliveries that are ready, the lower sequence is written first; at most `window` are unacknowledged
// at a time, and no more than fit into `windowBytes`, but one always. Acknowledgements are cumulative and are believed
// only up to what was written.
//
// Order of calls: tick(now) until it answers `none`, then one timer for deadline(). Cost of a call: linear in size(),
// which is bounded by `capacity`. Empty it owns no memory.
class Backlog {
 public:
  enum class Retry { classic, reconnect };
  struct Policy {
    Retry retry = Retry::classic;
    Duration attemptTimeout = std::chrono::seconds(15);    // source text
    uint32_t maxResends = 3;                               // source text
    Duration checkEvery = std::chrono::seconds(2);         // source text
    uint32_t checks = 15;                                  // source text
    Duration connectionTimeout = std::chrono::seconds(60); // as long as all attempts of `classic`
    uint8_t refusals = 5;                                  // 9-wire
    size_t capacity = 1000;                                // 9-wire; the oldest is evicted and counted
    size_t window = 16;
    // Half of what a connection may leave unwritten (256 KiB, 6-trust TD4), so that a phone that reads is never cut
    // for what its server wrote at once.
    size_t windowBytes = 128 * 1024;
    // 3-behaviour part 1: printed beside the settings.
    Duration worstCase() const {
      return retry == Retry::reconnect ? connectionTimeout : (1 + maxResends) * (checks * checkEvery + attemptTimeout);
    }
  };
  struct Options {
    MonoTime expires = never;
    MonoTime notBefore{}; // postponed from the start if later than now
    bool highPriority = false;
    uint64_t collapseKey = 0;             // 0: none
    uint32_t bytes = 0;                   // of payload
    uint8_t refusals = 0;                 // of the deliveries before it in whose place it comes
    Reason postponed = Reason::postponed; // why `notBefore`
  };
  struct Action {
    enum class Kind {
      none,    // nothing to do before deadline()
      send,    // write `sequence` as attempt number `attempt`, which counts all writes ever
      wait,    // not now: `stage` is queued, retrying, held or offline, `reason` says why
      settle,  // gone from the backlog: `stage` is final
      requeue, // gone from the backlog: its time has come, append it anew (its stage is `cancelled`, `reason` says why)
      giveUp,  // end the connection: it carries nothing any more
    };
    Kind kind = Kind::none;
    Sequence sequence{};
    uint32_t attempt = 0;
    Stage stage = Stage::unknown;
    Reason reason = Reason::none;
    uint8_t refusals = 0; // of what is to be appended anew
  };
  // What append() pushed out.
  struct Settled {
    Sequence sequence;
    Stage stage; // evicted (no room), or cancelled (collapsed)
    Reason reason;
    friend bool operator==(const Settled&, const Settled&) = default;
  };

  explicit Backlog(const Policy& policy) : m_policy(&policy) {} // the policy outlives the backlog

  // Sequences grow, except that a postponed one may come back in its old place. What it takes the place of is final:
  // the oldest if there is no room, and every waiting one with the same collapse key that was not written on this
  // connection (one that was may be on the screen already).
  std::vector<Settled> append(Sequence sequence, const Options& options, MonoTime now);
  void connected(MonoTime now);
  // `reason` is told with what waits because of it.
  void disconnected(Reason reason = Reason::notConnected);
  // Nothing is written before `until`; a time that has passed, or release(), ends it. What is held already is not told
  // again if time or reason change.
  void hold(MonoTime until, Reason reason);
  void release();
  // The sequences that became final by this, in order.
  std::vector<Sequence> acknowledge(Sequence upTo);
  // False if it is not waiting here. Cancelled is final.
  bool cancel(Sequence sequence);
  bool postpone(Sequence sequence, MonoTime until);
  // What became of a delivery that the app refused.
  enum class Refused {
    ignored,   // it is not here, was never written, or its refusal is known already
    again,     // comes back as `requeue`: after `attemptTimeout`, or when it was postponed to meanwhile
    collapsed, // gone: a newer one with the same collapse key waits
    dead,      // gone: refused once too often
  };
  Refused refuse(Sequence sequence, MonoTime now);
  // As if it were new, and of high priority: with a connection it is written next, whatever it waited for.
  bool retryNow(Sequence sequence, MonoTime now);
  Action tick(MonoTime now);
  MonoTime deadline() const;

  size_t size() const { return m_entries.size() + m_postponed.size(); }
  bool contains(Sequence sequence) const;
  // Written on this connection and waited for.
  size_t unacknowledged() const;
  // How it waits: what was told of it last, or would be.
  struct View {
    Stage stage = Stage::unknown;
    Reason reason = Reason::none;
    uint32_t attempt = 0;
    MonoTime due = never; // when something is done with it by time alone
    bool highPriority = false;
  };
  std::optional<View> view(Sequence sequence) const;
  // Something of high priority is ready to be written.
  bool urgent() const;
  // Something would be written now if there were a connection and no hold.
  bool ready(MonoTime now) const;

 private:
  enum class State : uint8_t { ready, sent, offline };
  struct Entry {
    Sequence sequence;
    MonoTime expires;
    MonoTime due; // ready: look at it; sent: give up waiting; postponed: requeue it
    uint64_t collapseKey = 0;
    uint32_t bytes = 0;
    State state = State::ready;
    bool highPriority = false;
    bool onThisConnection = false; // written on the connection that there is now
    bool heldTold = false;
    uint32_t attempt = 0; // writes so far
    uint32_t tries = 0;   // of those, since it last started over
    uint32_t checks = 0;
    uint8_t refusals = 0;
    Reason postponed = Reason::postponed; // why it is in m_postponed
  };
  // What is under way. Entries ask in order: once one finds no room, none behind it does.
  class Window {
   public:
    explicit Window(const Policy& policy) : m_policy(policy) {}
    void take(const Entry& entry);
    bool hasRoomFor(const Entry& entry);

   private:
    const Policy& m_policy;
    size_t m_count = 0, m_bytes = 0;
    bool m_full = false;
  };
  // Both in ascending order of sequence. Not deques: an empty one owns 600 bytes in libstdc++.
  using Entries = std::vector<Entry>;

  static Entries::const_iterator find(const Entries& entries, Sequence sequence);
  Entries::const_iterator placeOf(Sequence postponed) const;
  std::optional<Entry> takeWritten(Sequence sequence, MonoTime until);
  bool superseded(const Entry& entry) const;
  void collapse(uint64_t key, std::vector<Settled>& settled);
  Sequence evictOldest();
  void shrink();
  std::optional<Action> expire(MonoTime now);
  std::optional<Action> requeue(MonoTime now);
  std::optional<Action> giveUp(MonoTime now);
  std::optional<Action> lapse(Entry& entry, MonoTime now);
  std::optional<Action> advance(Entry& entry, MonoTime now, Window& window);
  Action write(Entry& entry, MonoTime now);
  std::optional<Action> look(Entry& entry, MonoTime now);
  MonoTime dueOf(const Entry& entry, Window& window) const;
  Window underWay() const;
  bool held() const { return m_heldUntil != MonoTime{}; }
  bool retries(const Entry& entry) const {
    return m_policy->retry == Retry::classic && entry.tries <= m_policy->maxResends;
  }

  const Policy* m_policy;
  Entries m_entries;
  Entries m_postponed;
  MonoTime m_heldUntil{}; // zero: not held
  bool m_connected = false;
  bool m_gaveUp = false;
  Reason m_holdReason = Reason::none;
  Reason m_offlineReason = Reason::notConnected;
};

} // namespace pushscope
