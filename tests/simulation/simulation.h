#pragma once

#include "app/fleet/lifecycle/phone.h"
#include "app/fleet/lifecycle/vendor_channel.h"
#include "app/server/core/shard.h"
#include "app/server/store/memory_store.h"
#include "app/telemetry/monitor.h"
#include "protocol/machine/deadline_queue.h"
#include "tests/support/fact_fan.h"

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace pushscope {

// A push server's core and a fleet of phones in one process on virtual time. The network between them is a function
// call; delays, losses and dead links are those of each phone's own path. What both say of it is encoded as for
// consoles and hashed, so that two runs can be compared to the byte.
class Simulation {
 public:
  struct Options {
    uint64_t seed = 1;
    CoreConfig server;
    std::vector<Phone::Config> phones;
    std::string gateway;                                   // device id of the vendor's channel; empty: none
    Duration ramp = std::chrono::milliseconds(1);          // between the first launches of two phones
    FactSink* belief = nullptr;                            // what the server says, beside its monitor
    FactSink* truth = nullptr;                             // what the phones say, beside theirs
    std::function<void(Port, const SharedFrame&)> onBlock; // each block, as a console gets it
  };
  explicit Simulation(Options options);
  ~Simulation();

  Now now() const { return m_now; }
  MonoTime deadline() const;
  // Everything that is due until then, in order.
  void runUntil(MonoTime end);
  void run(Duration span) { runUntil(m_now.mono + span); }

  Injected inject(const Inject& inject);
  Controlled control(const Control& control);
  Changed manage(const Manage& manage);
  Changed touch(const Touch& touch) { return m_shard->touch(touch, m_now); }

  // The server's process runs nothing, while its kernel keeps every connection, and what comes in on it for later.
  void freezeServer(bool frozen);
  // Another process of the server, with an empty store; every connection is lost.
  void restartServer();
  // A wall clock that jumps, as administrators and time daemons make it.
  void jumpWallClock(Duration by) { m_now.wall += by; }

  const Shard& shard() const { return *m_shard; }
  const Phone& phone(uint32_t index) const { return *m_phones[index]; }
  uint32_t phoneCount() const { return uint32_t(m_phones.size()); }
  std::optional<uint32_t> find(const std::string& device) const;
  // Of every block so far, of server and fleet.
  uint64_t hash() const { return m_hash; }
  uint64_t bytes() const { return m_bytes; }
  void flush();

 private:
  static constexpr uint32_t nobody = ~uint32_t{0};
  static constexpr uint32_t abandoned = nobody - 1;
  // The network: what each end does, as a call at the other.
  struct ServerSide : Outlet {
    explicit ServerSide(Simulation& s) : simulation(s) {}
    void send(ConnectionKey connection, Bytes frame) override;
    void close(ConnectionKey connection, ErrorCode why, const std::string& detail) override;
    void setFrameLimit(ConnectionKey, uint32_t) override {}
    Now clocks() override { return simulation.m_now; }
    void handOver(ConnectionKey, uint32_t, const FrameView&) override {}
    void nudge(const std::string& gateway, const Nudge& nudge) override { simulation.m_shard->nudged(gateway, nudge); }
    Simulation& simulation;
  };
  struct PhoneSide : Phone::Outlet {
    explicit PhoneSide(Simulation& s) : simulation(s) {}
    void connect(uint32_t phone, size_t server) override;
    void send(uint32_t phone, Bytes frame) override;
    void close(uint32_t phone) override;
    void reset(uint32_t phone) override { close(phone); }
    void abandon(uint32_t phone) override;
    DeliveryHandle nextDelivery() override { return {++simulation.m_lastDelivery}; }
    Simulation& simulation;
  };

  void startServer();
  void advance(MonoTime to);
  void step();
  template <class Tell>
  void told(uint32_t key, Tell tell);
  void arm(uint32_t key);
  // What a phone does at the server's end, at once or when the server runs again.
  template <class What>
  void arrive(What what);
  bool isVendor(uint32_t key) const { return key == m_phones.size(); }
  void nudged(const Nudge& nudge);
  void watch(Monitor& monitor, Port port);

  Options m_options;
  Now m_now{MonoTime(std::chrono::hours(1)), WallTime(std::chrono::hours(24 * 365 * 56))};
  std::unique_ptr<Monitor> m_beliefMonitor, m_truthMonitor;
  FactFan m_belief, m_truth;
  ServerSide m_serverSide{*this};
  PhoneSide m_phoneSide{*this};
  std::unique_ptr<MemoryStore> m_store;
  std::unique_ptr<Shard> m_shard;
  std::vector<std::unique_ptr<Phone>> m_phones;
  std::unique_ptr<VendorChannel> m_vendor;
  std::unordered_map<std::string, uint32_t> m_byDevice;
  DeadlineQueue m_deadlines;
  MonoTime m_flushAt = never;
  std::vector<uint32_t> m_phoneOf;      // by connection
  std::vector<uint32_t> m_connectionOf; // by phone
  std::vector<uint32_t> m_free;
  uint32_t m_lastDelivery = 0;
  uint64_t m_incarnations = 0;
  uint64_t m_hash = 0, m_bytes = 0;
  bool m_frozen = false;
  std::deque<std::function<void()>> m_kernel; // of a frozen server
};

} // namespace pushscope
