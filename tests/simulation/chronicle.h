#pragma once

#include "tests/simulation/simulation.h"
#include "tests/support/fact_log.h"

#include <string>
#include <utility>
#include <vector>

namespace pushscope {

// A FactLog that also keeps the facts as values, each with its time and the names of what it is about.
class Chronicle : public FactLog {
 public:
  struct App {
    std::string device;
    WallTime at;
    AppState state;
    Cause cause;
  };
  struct Link {
    std::string device;
    WallTime at;
    LinkState state;
    Closing closing;
  };
  struct Step {
    std::string device;
    Uuid uuid;
    Sequence sequence;
    StageFact fact;
  };
  struct Clock {
    std::string device;
    Duration offset, error;
  };
  struct Beat {
    std::string device;
    WallTime at;
    Duration roundTrip;
  };
  std::vector<App> apps;
  std::vector<Link> links;
  std::vector<Step> steps;
  std::vector<Clock> clocks;
  std::vector<Beat> beats;

  // Each device as these facts have it now, as a console keeps it.
  std::map<std::string, DeviceRecord> records;

  void device(const DeviceRecord& record) override {
    records[record.device] = record;
    FactLog::device(record);
  }
  void beat(Handle h, WallTime at, Duration roundTrip) override {
    beats.push_back({deviceOf(h), at, roundTrip});
    FactLog::beat(h, at, roundTrip);
  }
  void link(Handle h, WallTime at, LinkState state, const Closing& closing) override {
    links.push_back({deviceOf(h), at, state, closing});
    records[deviceOf(h)].link = state;
    FactLog::link(h, at, state, closing);
  }
  void app(Handle h, WallTime at, AppState state, Cause cause) override {
    apps.push_back({deviceOf(h), at, state, cause});
    records[deviceOf(h)].appState = state;
    records[deviceOf(h)].appCause = cause;
    FactLog::app(h, at, state, cause);
  }
  void clock(Handle h, Duration offset, Duration error) override {
    clocks.push_back({deviceOf(h), offset, error});
    records[deviceOf(h)].clockOffset = offset;
    records[deviceOf(h)].clockError = error;
    FactLog::clock(h, offset, error);
  }
  void waiting(Handle h, uint32_t deliveries) override {
    records[deviceOf(h)].waiting = deliveries;
    FactLog::waiting(h, deliveries);
  }
  void delivery(const DeliveryRecord& record) override {
    m_deliveries[record.delivery.value] = record;
    FactLog::delivery(record);
  }
  void stage(const StageFact& fact) override {
    const DeliveryRecord& record = m_deliveries[fact.delivery.value];
    steps.push_back({record.device, record.uuid, record.sequence, fact});
    FactLog::stage(fact);
  }

  std::vector<App> appsOf(const std::string& device) const { return of(apps, device); }
  std::vector<Link> linksOf(const std::string& device) const { return of(links, device); }
  std::vector<Wake> wakesOf(const std::string& device, bool missed = false) const {
    std::vector<Wake> out;
    for (const auto& [handle, wake] : wakes)
      if (deviceOf(handle) == device && (wake.missed != Reason::none) == missed)
        out.push_back(wake);
    return out;
  }
  std::vector<Notice> noticesOf(const std::string& device) const {
    std::vector<Notice> out;
    for (const auto& [handle, notice] : notices)
      if (deviceOf(handle) == device)
        out.push_back(notice);
    return out;
  }
  std::vector<Step> stepsAt(Stage stage) const {
    std::vector<Step> out;
    for (const Step& step : steps)
      if (step.fact.stage == stage)
        out.push_back(step);
    return out;
  }
  size_t count(Stage stage) const { return FactLog::count(stage); }
  size_t count(Stage stage, Reason reason) const {
    return size_t(std::count_if(steps.begin(), steps.end(), [&](const Step& step) {
      return step.fact.stage == stage && step.fact.reason == reason;
    }));
  }
  std::string deviceOf(Handle handle) const {
    const auto found = devices.find(handle.value);
    return found == devices.end() ? std::string() : found->second.device;
  }

 private:
  template <class Event>
  static std::vector<Event> of(const std::vector<Event>& all, const std::string& device) {
    std::vector<Event> out;
    for (const Event& event : all)
      if (event.device == device)
        out.push_back(event);
    return out;
  }
  std::map<uint32_t, DeliveryRecord> m_deliveries;
};

} // namespace pushscope
