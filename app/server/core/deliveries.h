#pragma once

#include "app/server/core/core_config.h"
#include "app/server/core/device.h"
#include "app/server/store/store.h"
#include "app/telemetry/fact_sink.h"
#include "protocol/message/admin.h"
#include "protocol/message/device.h"

#include <functional>
#include <memory>

namespace pushscope {

// The way of a delivery through a shard: accepted, written, waited for, settled. Between the store, which keeps bodies,
// the device's backlog, which keeps times, and the facts. After any call for a device, its backlog.deadline() may have
// moved.
class Deliveries {
 public:
  Deliveries(const CoreConfig& config, Store& store, FactSink& facts, Outlet& outlet);

  // A push wants to reach its phone through the vendor's channel: the app cannot be woken by bytes.
  std::function<void(Device&, const Nudge&)> onUnreachable;
  // The connection carries nothing any more, by the retry policy's judgement.
  std::function<void(Device&, Now)> onDead;

  // The backlog of a device changed outside of any call for it: the store answered.
  std::function<void(const Device&)> onLater;

  // A push for all of its devices, and what became of it.
  struct Asked {
    Inject inject;
    std::shared_ptr<const Bytes> payload; // instead of the one in `inject`, which is empty
    uint64_t payloadHash = 0;
    Injected answer; // has an entry for each device from the start
    size_t open = 0; // entries that wait for the store
    std::function<void(Injected)> done;
    // Engines may answer later and in any order; the last answer completes the whole.
    void answered(size_t place, ErrorCode code, Sequence sequence, bool known);
  };
  std::shared_ptr<Asked> ask(Inject inject, std::function<void(Injected)> done) const;
  // The entry at `place` is answered once the store has it, or refuses; onLater comes before.
  void inject(Device& device, std::shared_ptr<Asked> asked, size_t place, Now now);
  // What waits since an earlier life of the process, for those devices for which `find` gives one.
  Status recover(const std::function<Device*(const std::string&)>& find, Now now);
  // Everything that the backlog has to do now.
  void pump(Device& device, Now now);
  // The server pings a sleeping phone: from when on it may, by the phone's wake budget.
  MonoTime mayBeat(Device& device, Now now) const;
  void beatWritten(Device& device, Now now);

  // What the phone says of deliveries. True if any became final.
  bool acknowledge(Device& device, Sequence upTo, Now now);
  // The app could not take it. Before an acknowledgement of the same frame, which does not cover it. True if it left
  // the order.
  bool refuse(Device& device, Sequence sequence, Now now);
  void phoneStages(Device& device, const PhoneStages& stages, Now now);

  // What an operator does to a waiting delivery, or to a dead one (requeue). `done(true)` once it is so.
  using Done = std::function<void(bool)>;
  void manage(Device& device, const Uuid& uuid, QueueAction action, WallTime until, Now now, Done done);
  // Cancels everything that waits; says how much.
  uint32_t purge(Device& device, Now now);
  std::optional<Store::Stored> peek(const Device& device, const Uuid& uuid) const;
  // The delivery of a push that waits for this device.
  std::optional<Sequence> find(const Device& device, const Uuid& uuid) const;

  // Of all devices.
  size_t waiting() const { return m_waiting; }

 private:
  // `refusals`: of the deliveries before it in whose place it comes.
  void accepted(Device& device, const Store::Body& body, uint64_t payloadHash, Sequence sequence, MonoTime expires,
                Now now, uint8_t refusals = 0);
  DeliveryHandle announce(Device& device, Sequence sequence, const Store::Body& body, uint64_t payloadHash);
  // Tells consoles of a delivery of an earlier life, if that was not done yet.
  DeliveryHandle handleOf(Device& device, Sequence sequence, Device::Waiting& waiting);
  void recovered(Device& device, const Store::Stored& stored, uint32_t payloadBytes, Now now);
  void restore(Device& device, const Backlog::Action& requeue, Now now);
  bool cancel(Device& device, Sequence sequence, Stage stage, Now now);
  bool postpone(Device& device, Sequence sequence, WallTime until, Now now);
  void putOff(Device& device, Sequence sequence, WallTime until, Reason reason, Now now);
  void resurrect(Device& device, const Uuid& uuid, Now now, Done done);
  void hold(Device& device, Now now);
  void write(Device& device, Sequence sequence, uint32_t attempt, Now now);
  void wait(Device& device, const Backlog::Action& action, Now now);
  void requeue(Device& device, const Backlog::Action& action);
  void settle(Device& device, Sequence sequence, Stage stage, Reason reason, uint32_t attempt, Now now);
  std::optional<Store::Stored> bodyOf(const Device& device, Sequence sequence) const;
  void appended(uint32_t number, const Result<Store::Appended>& appended);
  void waitingChanged(Device& device);
  void unreachable(Device& device, Sequence sequence, Reason reason, Now now);
  uint64_t hashOf(const Bytes& payload) const;
  bool enqueue(Device& device, const Device::Waiting& waiting, const Store::Body& body, Now now, uint8_t refusals = 0);

  // What the store was asked to take. By number, because a callback that holds no more than that needs no memory.
  struct Appending {
    Device* device = nullptr;
    std::shared_ptr<Asked> asked;
    size_t place = 0;
    MonoTime expires{};
    Store::Body body;
  };
  std::vector<Appending> m_appending;
  std::vector<uint32_t> m_freeAppending;
  // The delivery that was just accepted: it is mostly written at once, and need not be read for that.
  struct AtHand {
    const Device* device = nullptr;
    Sequence sequence;
    const Store::Body* body = nullptr;
  } m_atHand;

  const CoreConfig& m_config;
  Store& m_store;
  FactSink& m_facts;
  Outlet& m_outlet;
  uint32_t m_handles = 0; // given so far
  size_t m_waiting = 0;
};

} // namespace pushscope
