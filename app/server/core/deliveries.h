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

  // `done` comes once the store has it, or refuses.
  using Accepted = std::function<void(ErrorCode code, Sequence sequence, bool known)>;
  void inject(Device& device, std::shared_ptr<const Inject> inject, Now now, Accepted done);
  // Everything that the backlog has to do now.
  void pump(Device& device, Now now);
  // The server pings a sleeping phone: from when on it may, by the phone's wake budget.
  MonoTime mayBeat(Device& device, Now now) const;
  void beatWritten(Device& device, Now now);

  // What the phone says of deliveries. True if any became final.
  bool acknowledge(Device& device, Sequence upTo, Now now);
  void phoneStages(Device& device, const PhoneStages& stages, Now now);

  bool cancel(Device& device, const Uuid& uuid, Now now);
  bool postpone(Device& device, const Uuid& uuid, WallTime until, Now now);

 private:
  void accepted(Device& device, const Uuid& uuid, uint64_t payloadHash, size_t payloadBytes, Sequence sequence,
                const Backlog::Options& options, WallTime composed, Now now);
  void hold(Device& device, Now now);
  void write(Device& device, Sequence sequence, uint32_t attempt, Now now);
  void wait(Device& device, const Backlog::Action& action, Now now);
  void requeue(Device& device, Sequence sequence, Now now);
  void settle(Device& device, Sequence sequence, Stage stage, Reason reason, uint32_t attempt, Now now);
  void waitingChanged(Device& device);
  void unreachable(Device& device, Sequence sequence, Reason reason, Now now);
  std::optional<Sequence> find(const Device& device, const Uuid& uuid) const;

  const CoreConfig& m_config;
  Store& m_store;
  FactSink& m_facts;
  Outlet& m_outlet;
  uint32_t m_lastDelivery = 0;
};

} // namespace pushscope
