#pragma once

#include "app/telemetry/fact_sink.h"

#include <utility>
#include <vector>

namespace pushscope {

// Tells each fact to several sinks, in order.
class FactFan : public FactSink {
 public:
  void add(FactSink* sink) {
    if (sink)
      m_sinks.push_back(sink);
  }

  void device(const DeviceRecord& record) override { all(&FactSink::device, record); }
  void beat(Handle h, WallTime at, Duration roundTrip) override { all(&FactSink::beat, h, at, roundTrip); }
  void missed(Handle h, WallTime at, uint32_t total) override { all(&FactSink::missed, h, at, total); }
  void link(Handle h, WallTime at, LinkState s, const Closing& c) override { all(&FactSink::link, h, at, s, c); }
  void app(Handle h, WallTime at, AppState s, Cause c) override { all(&FactSink::app, h, at, s, c); }
  void clock(Handle h, Duration offset, Duration error) override { all(&FactSink::clock, h, offset, error); }
  void waiting(Handle h, uint32_t deliveries) override { all(&FactSink::waiting, h, deliveries); }
  void delivery(const DeliveryRecord& record) override { all(&FactSink::delivery, record); }
  void stage(const StageFact& fact) override { all(&FactSink::stage, fact); }
  void wake(Handle h, const Wake& wake) override { all(&FactSink::wake, h, wake); }
  void notice(Handle h, const Notice& notice) override { all(&FactSink::notice, h, notice); }
  void network(Handle h, WallTime at, const Network& n) override { all(&FactSink::network, h, at, n); }
  void sync(Handle h, const SyncFact& sync) override { all(&FactSink::sync, h, sync); }
  void stall(Duration stalled) override { all(&FactSink::stall, stalled); }

 private:
  template <class Method, class... Arguments>
  void all(Method method, const Arguments&... arguments) {
    for (FactSink* sink : m_sinks)
      (sink->*method)(arguments...);
  }
  std::vector<FactSink*> m_sinks;
};

} // namespace pushscope
