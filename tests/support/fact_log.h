#pragma once

#include "app/telemetry/fact_sink.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace pushscope {

// Every fact as a line of text, so that an expectation reads like a log.
class FactLog : public FactSink {
 public:
  std::vector<std::string> lines;
  std::map<uint32_t, DeviceRecord> devices;
  std::vector<std::pair<DeliveryHandle, Stage>> stages;

  void device(const DeviceRecord& record) override {
    devices[record.handle.value] = record;
    lines.push_back("device " + record.device);
  }
  void beat(Handle h, WallTime, Duration roundTrip) override {
    lines.push_back("beat " + name(h) + " " + std::to_string(roundTrip.count()));
  }
  void missed(Handle h, WallTime, uint32_t total) override {
    lines.push_back("missed " + name(h) + " " + std::to_string(total));
  }
  void link(Handle h, WallTime, LinkState state, const Closing& closing) override {
    std::string line = "link " + name(h) + " " + std::string(linkStateName(state));
    if (state == LinkState::offline)
      line += " by " + std::string(sideName(closing.side)) + " " + std::string(errorName(closing.code)) +
              (closing.goodbye ? " goodbye" : "");
    lines.push_back(line);
  }
  void app(Handle h, WallTime, AppState state, Cause cause) override {
    lines.push_back("app " + name(h) + " " + std::string(appStateName(state)) + " " + std::string(causeName(cause)));
  }
  void clock(Handle h, Duration offset, Duration) override { clockOffsets[h.value] = offset; }
  void waiting(Handle h, uint32_t n) override { lines.push_back("waiting " + name(h) + " " + std::to_string(n)); }
  void delivery(const DeliveryRecord& record) override {
    lines.push_back("delivery " + record.device + " " + std::to_string(record.sequence.value));
  }
  void stage(const StageFact& fact) override {
    stages.emplace_back(fact.delivery, fact.stage);
    lines.push_back("stage " + std::to_string(fact.delivery.value) + " " + std::string(stageName(fact.stage)) +
                    (fact.attempt ? " " + std::to_string(fact.attempt) : "") +
                    (fact.reason != Reason::none ? " " + std::string(reasonName(fact.reason)) : ""));
  }
  void wake(Handle h, const Wake& wake) override {
    wakes.emplace_back(h, wake);
    lines.push_back("wake " + name(h) + " " + std::string(causeName(wake.cause)) +
                    (wake.missed == Reason::none ? "" : " missed " + std::string(reasonName(wake.missed))));
  }
  void notice(Handle h, const Notice& notice) override {
    notices.emplace_back(h, notice);
    lines.push_back("notice " + name(h) + " " + std::string(noticeKindName(notice.kind)) +
                    (notice.reason == Reason::none ? "" : " " + std::string(reasonName(notice.reason))));
  }
  void network(Handle h, WallTime, const Network& network) override {
    lines.push_back("network " + name(h) + " " + std::to_string(networkBits(network)));
  }
  void sync(Handle h, const SyncFact& sync) override {
    syncs.emplace_back(h, sync);
    lines.push_back("sync " + name(h) + (sync.resumed ? " resumed " : " new ") + std::to_string(sync.items));
  }
  void stall(Duration) override { lines.push_back("stall"); }

  bool has(const std::string& line) const { return std::find(lines.begin(), lines.end(), line) != lines.end(); }
  size_t count(Stage stage) const {
    return size_t(std::count_if(stages.begin(), stages.end(), [stage](const auto& s) { return s.second == stage; }));
  }

  std::map<uint32_t, Duration> clockOffsets;
  std::vector<std::pair<Handle, Wake>> wakes;
  std::vector<std::pair<Handle, Notice>> notices;
  std::vector<std::pair<Handle, SyncFact>> syncs;

 private:
  std::string name(Handle h) const {
    const auto found = devices.find(h.value);
    return found == devices.end() ? "?" : found->second.device;
  }
};

} // namespace pushscope
