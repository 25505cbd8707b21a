#pragma once

#include "app/telemetry/fact_sink.h"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <variant>
#include <vector>

namespace pushscope {

// Facts on their way from a shard's thread to the monitor's: told on one side, replayed in order on the other. Bounded:
// a shard that is further ahead than `capacity` waits, so that no fact is ever lost on the way; consoles cannot cause
// that, because the monitor encodes at its own pace and never waits for them.
class FactQueue : public FactSink {
 public:
  // 80 bytes each: 21 MiB a shard, and a quarter of a second of the most that a shard has been seen to tell.
  static constexpr size_t capacity = 262'144;

  // `filled` is called on the shard's thread when there is something to take and nobody was told yet.
  explicit FactQueue(std::function<void()> filled) : m_filled(std::move(filled)) {}

  // On the monitor's thread: everything that was told until now.
  void replay(FactSink& sink);
  // Nobody will take any more: what is told from now on is dropped, and nobody waits.
  void close();

  void device(const DeviceRecord& record) override;
  void beat(Handle handle, WallTime at, Duration roundTrip) override;
  void missed(Handle handle, WallTime at, uint32_t total) override;
  void link(Handle handle, WallTime at, LinkState state, const Closing& closing) override;
  void app(Handle handle, WallTime at, AppState state, Cause cause) override;
  void clock(Handle handle, Duration offset, Duration error) override;
  void waiting(Handle handle, uint32_t deliveries) override;
  void delivery(const DeliveryRecord& record) override;
  void stage(const StageFact& fact) override;
  void wake(Handle handle, const Wake& wake) override;
  void notice(Handle handle, const Notice& notice) override;
  void network(Handle handle, WallTime at, const Network& network) override;
  void sync(Handle handle, const SyncFact& sync) override;
  void stall(Duration stalled) override;
  void session(const PastSession& session) override;

 private:
  struct Beat {
    Handle handle;
    WallTime at;
    Duration roundTrip;
  };
  struct Missed {
    Handle handle;
    WallTime at;
    uint32_t total;
  };
  struct Link {
    Handle handle;
    WallTime at;
    LinkState state;
    Closing closing;
  };
  struct App {
    Handle handle;
    WallTime at;
    AppState state;
    Cause cause;
  };
  struct Clock {
    Handle handle;
    Duration offset, error;
  };
  struct Waiting {
    Handle handle;
    uint32_t deliveries;
  };
  struct Wakes {
    Handle handle;
    Wake wake;
  };
  struct Notices {
    Handle handle;
    Notice notice;
  };
  struct Networks {
    Handle handle;
    WallTime at;
    Network network;
  };
  struct Syncs {
    Handle handle;
    SyncFact sync;
  };
  struct Stall {
    Duration stalled;
  };
  // What is large is rare, and kept apart so that the rest stays small.
  using Fact = std::variant<std::unique_ptr<DeviceRecord>, Beat, Missed, Link, App, Clock, Waiting,
                            std::unique_ptr<DeliveryRecord>, StageFact, std::unique_ptr<Wakes>, Notices, Networks,
                            Syncs, Stall, std::unique_ptr<PastSession>>;

  void put(Fact fact);
  static void tell(const Fact& fact, FactSink& sink);

  std::function<void()> m_filled;
  std::mutex m_mutex;
  std::condition_variable m_room;
  std::vector<Fact> m_facts;
  std::vector<Fact> m_taken; // of the monitor's thread, kept for its memory
  bool m_told = false;
  bool m_closed = false;
};

} // namespace pushscope
