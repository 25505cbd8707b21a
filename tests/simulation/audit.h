#pragma once

#include "app/telemetry/fact_sink.h"
#include "protocol/message/admin.h"

#include <functional>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace pushscope {

// An outside checker of the promises P2, P3 and P4 (6-trust section 2). It is told what was accepted and every fact of
// server and phones, and believes nobody: each sentence in violations() is a promise broken.
class Audit {
 public:
  Audit() : belief(*this), truth(*this) {}

  // Set it before the first push: what time it is, by a clock that does not jump.
  std::function<MonoTime()> clock;

  // The server's answer to a push, whose time to live begins now.
  void accepted(const Inject& inject, const Injected& answer, Duration timeToLive) {
    for (const InjectedDelivery& delivery : answer.deliveries)
      if (delivery.code == ErrorCode::ok && !delivery.known) {
        ++m_accepted;
        m_pushes[{delivery.device, inject.uuid}].expires = clock() + timeToLive;
      }
  }

  // Call it when nothing is under way that this class was not told of.
  std::vector<std::string> violations() {
    std::vector<std::string> found = m_violations;
    // P2: nothing that was accepted vanishes; what is not final is in the server's own count of what waits.
    std::map<std::string, uint32_t> open;
    size_t begun = 0;
    for (const auto& [handle, delivery] : m_deliveries) {
      begun += !delivery.again;
      if (delivery.end == Stage::unknown)
        ++open[delivery.record.device];
    }
    if (begun != m_accepted)
      found.push_back(std::to_string(m_accepted) + " were accepted, of " + std::to_string(begun) + " there are facts");
    for (const auto& [handle, device] : m_devices)
      if (open[device.name] != device.waiting)
        found.push_back(device.name + ": " + std::to_string(open[device.name]) +
                        " without an end, of which the server "
                        "says that " +
                        std::to_string(device.waiting) + " wait");
    // What is acknowledged was handled.
    for (const auto& [handle, delivery] : m_deliveries)
      if (delivery.end == Stage::acknowledged && m_pushes[key(delivery.record)].handled == 0)
        found.push_back(text(delivery.record) + ": acknowledged, and never handled");
    return found;
  }

  size_t accepted() const { return m_accepted; }
  size_t ended(Stage stage) const {
    size_t count = 0;
    for (const auto& [handle, delivery] : m_deliveries)
      count += delivery.end == stage;
    return count;
  }
  size_t waiting() const { return ended(Stage::unknown); }
  size_t shown() const { return m_shown; }
  size_t duplicates() const { return m_duplicates; }
  // Pushes that a phone showed after their time to live: on their way when it ended, or too early for the phone to
  // know.
  const std::vector<Duration>& shownLate() const { return m_shownLate; }

 private:
  using Key = std::pair<std::string, Uuid>;
  struct Delivery {
    DeliveryRecord record;
    Stage end = Stage::unknown;
    bool again = false; // of a push that was postponed or refused
  };
  struct Push {
    MonoTime expires = never; // until the answer is there, it is being written already
    uint32_t handled = 0, shown = 0, deliveries = 0;
  };
  struct Device {
    std::string name;
    uint32_t waiting = 0;
    Sequence written, handled; // the greatest for the first time
  };
  // What both sides say and is of no interest here.
  struct Quiet : FactSink {
    explicit Quiet(Audit& a) : audit(a) {}
    void device(const DeviceRecord& record) override { audit.m_names[this][record.handle.value] = record.device; }
    void beat(Handle, WallTime, Duration) override {}
    void missed(Handle, WallTime, uint32_t) override {}
    void link(Handle, WallTime, LinkState, const Closing&) override {}
    void app(Handle, WallTime, AppState, Cause) override {}
    void clock(Handle, Duration, Duration) override {}
    void waiting(Handle, uint32_t) override {}
    void delivery(const DeliveryRecord&) override {}
    void stage(const StageFact&) override {}
    void wake(Handle, const Wake&) override {}
    void notice(Handle, const Notice&) override {}
    void network(Handle, WallTime, const Network&) override {}
    void sync(Handle, const SyncFact&) override {}
    void stall(Duration) override {}
    Audit& audit;
  };
  struct Belief : Quiet {
    using Quiet::Quiet;
    void waiting(Handle handle, uint32_t deliveries) override {
      Device& device = audit.m_devices[audit.m_names[this][handle.value]];
      device.waiting = deliveries;
    }
    void delivery(const DeliveryRecord& record) override { audit.begins(record); }
    void stage(const StageFact& fact) override { audit.believed(fact); }
  };
  struct Truth : Quiet {
    using Quiet::Quiet;
    void delivery(const DeliveryRecord& record) override { audit.m_onPhone[record.delivery.value] = record; }
    void stage(const StageFact& fact) override { audit.happened(fact); }
  };

  static Key key(const DeliveryRecord& record) { return {record.device, record.uuid}; }
  static std::string text(const DeliveryRecord& record) {
    return record.device + " #" + std::to_string(record.sequence.value) + " " + record.uuid.text();
  }
  void violated(const DeliveryRecord& record, const std::string& how) {
    m_violations.push_back(text(record) + ": " + how);
  }

  void begins(const DeliveryRecord& record) {
    m_devices[record.device].name = record.device;
    const bool again = m_pushes[key(record)].deliveries++ > 0;
    if (!m_deliveries.emplace(record.delivery.value, Delivery{record, Stage::unknown, again}).second)
      violated(record, "a handle that was given before");
  }
  void believed(const StageFact& fact) {
    const auto found = m_deliveries.find(fact.delivery.value);
    if (found == m_deliveries.end()) {
      m_violations.push_back("a stage of a delivery that never began");
      return;
    }
    Delivery& delivery = found->second;
    const std::string name(stageName(fact.stage));
    if (isFinal(fact.stage)) {
      if (delivery.end != Stage::unknown)
        violated(delivery.record, name + " after " + std::string(stageName(delivery.end)));
      delivery.end = fact.stage;
    } else if (delivery.end != Stage::unknown && (fact.stage == Stage::written || isWaiting(fact.stage))) {
      violated(delivery.record, name + " though it was " + std::string(stageName(delivery.end)));
    }
    if (fact.stage != Stage::written)
      return;
    if (clock() >= m_pushes[key(delivery.record)].expires) // TC7
      violated(delivery.record, "written after its time to live");
    if (fact.attempt != 1)
      return;
    Sequence& last = m_devices[delivery.record.device].written; // P4
    if (delivery.record.sequence <= last)
      violated(delivery.record, "written for the first time after a later one");
    last = delivery.record.sequence;
  }
  void happened(const StageFact& fact) {
    const DeliveryRecord& record = m_onPhone[fact.delivery.value];
    Push& push = m_pushes[key(record)];
    m_duplicates += fact.stage == Stage::duplicate;
    if (fact.stage == Stage::handled) {
      if (++push.handled > 1) // P3
        violated(record, "handled twice");
      Sequence& last = m_devices[record.device].handled; // P4
      if (record.sequence <= last)
        violated(record, "handled after a later one");
      last = record.sequence;
    } else if (fact.stage == Stage::shown) {
      ++m_shown;
      if (++push.shown > 1) // P3
        violated(record, "shown twice");
      if (clock() >= push.expires)
        m_shownLate.push_back(clock() - push.expires);
    }
  }

  size_t m_accepted = 0, m_shown = 0, m_duplicates = 0;
  std::map<const FactSink*, std::unordered_map<uint32_t, std::string>> m_names;
  std::map<uint32_t, Delivery> m_deliveries;
  std::unordered_map<uint32_t, DeliveryRecord> m_onPhone;
  std::map<Key, Push> m_pushes;
  std::map<std::string, Device> m_devices;
  std::vector<Duration> m_shownLate;
  std::vector<std::string> m_violations;

 public:
  Belief belief; // what the server says
  Truth truth;   // what happened on the phones
};

} // namespace pushscope
