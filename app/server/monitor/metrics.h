#pragma once

#include "app/telemetry/fact_sink.h"

#include <array>
#include <cstdint>
#include <string>
#include <unordered_map>

namespace pushscope {

// What a Prometheus server reads of a push server: counts of facts since the process started, and how it stands now.
// Counts what the shards tell; one thread.
class Metrics : public FactSink {
 public:
  struct Now {
    uint64_t devices = 0, connections = 0, waiting = 0, unacknowledged = 0;
    uint64_t consoles = 0, ringBytes = 0;
    bool storeWorks = true, draining = false;
  };
  // The text exposition format, version 0.0.4.
  std::string text(const Now& now) const;

  void device(const DeviceRecord&) override { ++m_hellos; }
  void beat(Handle handle, WallTime at, Duration roundTrip) override;
  void missed(Handle, WallTime, uint32_t) override { ++m_missed; }
  void link(Handle handle, WallTime at, LinkState state, const Closing& closing) override;
  void app(Handle, WallTime, AppState, Cause) override {}
  void clock(Handle, Duration, Duration) override {}
  void waiting(Handle, uint32_t) override {}
  void delivery(const DeliveryRecord&) override {}
  void stage(const StageFact& fact) override;
  void wake(Handle, const Wake& wake) override { ++(wake.missed == Reason::none ? m_wakes : m_missedWakes); }
  void notice(Handle, const Notice&) override {}
  void network(Handle, WallTime, const Network&) override {}
  void sync(Handle, const SyncFact&) override {}
  void stall(Duration stalled) override { m_stalled += stalled; }

 private:
  // Of round trips, and of pushes from accepted to acknowledged: seconds, 5 steps a decade are enough for an alert.
  static constexpr std::array<double, 16> bounds{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25,
                                                 0.5,   1,      2.5,   5,    10,    25,   60,  300};
  struct Histogram {
    std::array<uint64_t, bounds.size() + 1> counts{};
    double sum = 0;
    void add(Duration value);
  };

  uint64_t m_hellos = 0, m_missed = 0, m_wakes = 0, m_missedWakes = 0;
  Duration m_stalled{};
  std::array<uint64_t, 64> m_stages{}; // by the number of the stage
  std::array<uint64_t, 3> m_closedBy{};
  Histogram m_roundTrips, m_acknowledged;
  // Accepted and not final: when. Bounded by what may wait.
  std::unordered_map<DeliveryHandle, WallTime> m_accepted;
};

} // namespace pushscope
