#include "app/server/core/deliveries.h"

#include "protocol/codec/device_codec.h"

#include <algorithm>
#include <utility>

namespace pushscope {
namespace {

// An error of an hour says that nothing is known; it fits the 32 bits of telemetry.
constexpr Duration mostClockError = std::chrono::hours(1);

uint64_t keyOf(const std::string& collapseKey) {
  if (collapseKey.empty())
    return 0;
  const auto* bytes = reinterpret_cast<const uint8_t*>(collapseKey.data());
  return std::max<uint64_t>(1, keyedHash(0, 0, {bytes, collapseKey.size()}));
}

// A wall time as a deadline: what lies in the past is due now.
MonoTime monoOf(WallTime at, Now now) {
  return now.mono + std::max(at - now.wall, Duration::zero());
}

} // namespace

Deliveries::Deliveries(const CoreConfig& config, Store& store, FactSink& facts, Outlet& outlet)
    : m_config(config), m_store(store), m_facts(facts), m_outlet(outlet) {}

void Deliveries::inject(Device& device, std::shared_ptr<const Inject> inject, Now now, Accepted done) {
  const Duration asked = inject->timeToLive > Duration::zero() ? inject->timeToLive : m_config.timeToLive;
  const Duration timeToLive = std::min(asked, m_config.longestTimeToLive);
  Store::Body body{inject->uuid,        inject->payload, inject->highPriority, now.wall + timeToLive,
                   inject->collapseKey, inject->media,   inject->notBefore,    false};
  m_store.append(device.record.device, std::move(body), [this, &device, inject, now, timeToLive, done](auto appended) {
    if (!appended.ok())
      return done(appended.error().code, {}, false);
    const auto [sequence, known] = appended.value();
    if (!known) {
      Backlog::Options options{now.mono + timeToLive, {}, inject->highPriority, keyOf(inject->collapseKey)};
      if (inject->notBefore > now.wall)
        options.notBefore = monoOf(inject->notBefore, now);
      accepted(device, inject->uuid, keyedHash(m_config.payloadKey0, m_config.payloadKey1, inject->payload),
               inject->payload.size(), sequence, options, inject->composed, now);
    }
    done(ErrorCode::ok, sequence, known);
  });
}

void Deliveries::accepted(Device& device, const Uuid& uuid, uint64_t payloadHash, size_t payloadBytes,
                          Sequence sequence, const Backlog::Options& options, WallTime composed, Now now) {
  const DeliveryHandle delivery{++m_lastDelivery};
  device.deliveries[sequence] = {delivery, uuid, options.expires};
  m_facts.delivery({delivery, uuid, device.record.device, sequence, uint32_t(payloadBytes), payloadHash});
  if (composed > WallTime{})
    m_facts.stage({delivery, composed, Stage::composed});
  m_facts.stage({delivery, m_outlet.wallNow(), Stage::accepted});
  for (const Backlog::Settled& settled : device.backlog.append(sequence, options, now.mono))
    settle(device, settled.sequence, settled.stage, settled.reason, 0, now);
  if (options.notBefore > now.mono)
    m_facts.stage({delivery, m_outlet.wallNow(), Stage::held, 0, {}, ErrorCode::ok, Reason::postponed});
  waitingChanged(device);
  pump(device, now);
}

void Deliveries::pump(Device& device, Now now) {
  for (;;) {
    hold(device, now);
    const Backlog::Action action = device.backlog.tick(now.mono);
    switch (action.kind) {
    case Backlog::Action::Kind::none:
      return;
    case Backlog::Action::Kind::send:
      write(device, action.sequence, action.attempt, now);
      break;
    case Backlog::Action::Kind::settle:
      settle(device, action.sequence, action.stage, action.reason, action.attempt, now);
      waitingChanged(device);
      break;
    case Backlog::Action::Kind::requeue:
      requeue(device, action.sequence, now);
      break;
    case Backlog::Action::Kind::wait:
      wait(device, action, now);
      break;
    case Backlog::Action::Kind::giveUp:
      if (onDead)
        onDead(device, now);
      break;
    }
  }
}

// Decides when bytes may wake a sleeping phone. Of high priority is the whole backlog as soon as one of it is: one
// resume delivers all, in order.
void Deliveries::hold(Device& device, Now now) {
  if (!device.connection || !device.asleep())
    return device.backlog.release();
  if (!device.backlog.ready(now.mono))
    return;
  if (!device.sleep.wakesOnData)
    return device.backlog.hold(never, Reason::asleep);
  if (!m_config.guardsWakes)
    return device.backlog.release();
  const auto kind = device.backlog.urgent() ? WakeBudget::For::high : WakeBudget::For::normal;
  const MonoTime from = device.budget.allowed(kind, now.mono);
  if (from > now.mono)
    device.backlog.hold(from, Reason::wakeBudget);
  else
    device.backlog.release();
}

MonoTime Deliveries::mayBeat(Device& device, Now now) const {
  return m_config.guardsWakes ? device.budget.allowed(WakeBudget::For::heartbeat, now.mono) : now.mono;
}

void Deliveries::beatWritten(Device& device, Now now) {
  device.budget.wrote(now.mono);
}

void Deliveries::write(Device& device, Sequence sequence, uint32_t attempt, Now now) {
  const auto waiting = device.deliveries.find(sequence);
  const std::vector<Store::Stored> stored = m_store.read(device.record.device, {sequence.value - 1}, 1);
  if (waiting == device.deliveries.end() || stored.empty() || stored.front().sequence != sequence || !device.connection)
    return;
  const DeliveryHandle delivery = waiting->second.delivery;
  const Store::Body& body = stored.front().body;
  if (attempt == 1)
    m_facts.stage({delivery, m_outlet.wallNow(), Stage::routed});
  if (device.asleep())
    device.budget.wrote(now.mono);
  m_outlet.send(*device.connection, encodePush({body.uuid, sequence, attempt, body.payload, body.highPriority,
                                                body.collapseKey, body.media}));
  m_facts.stage({delivery, m_outlet.wallNow(), Stage::written, attempt});
}

void Deliveries::wait(Device& device, const Backlog::Action& action, Now now) {
  const auto waiting = device.deliveries.find(action.sequence);
  if (waiting == device.deliveries.end())
    return;
  const bool offline = action.stage == Stage::offline && action.reason == Reason::notConnected;
  const Reason reason = offline ? device.offlineReason() : action.reason;
  m_facts.stage(
      {waiting->second.delivery, m_outlet.wallNow(), action.stage, action.attempt, {}, ErrorCode::ok, reason});
  if (action.stage == Stage::offline || action.reason == Reason::asleep)
    unreachable(device, action.sequence, reason, now);
}

// A wake that did not happen, as far as a server can know: and the vendor's channel is the only way left.
void Deliveries::unreachable(Device& device, Sequence sequence, Reason reason, Now now) {
  Wake wake;
  wake.at = now.wall;
  wake.cause = Cause::data;
  wake.missed = reason;
  m_facts.wake(device.record.handle, wake);
  if (device.gateway.empty() || !onUnreachable)
    return;
  const std::vector<Store::Stored> stored = m_store.read(device.record.device, {sequence.value - 1}, 1);
  if (!stored.empty() && stored.front().sequence == sequence)
    onUnreachable(device, {device.record.device, stored.front().body.uuid, stored.front().body.highPriority});
}

// Postponed until now: it takes a new place in the order, under the same uuid.
void Deliveries::requeue(Device& device, Sequence sequence, Now now) {
  const auto waiting = device.deliveries.find(sequence);
  const std::vector<Store::Stored> stored = m_store.read(device.record.device, {sequence.value - 1}, 1);
  if (waiting == device.deliveries.end() || stored.empty() || stored.front().sequence != sequence)
    return;
  Store::Body body = stored.front().body;
  body.notBefore = {};
  body.again = true;
  const uint64_t hash = keyedHash(m_config.payloadKey0, m_config.payloadKey1, body.payload);
  // Not by the wall time in the body: that clock may have jumped meanwhile.
  const Backlog::Options options{waiting->second.expires, {}, body.highPriority, keyOf(body.collapseKey)};
  m_store.append(device.record.device, body,
                 [this, &device, sequence, options, hash, body, now](Result<Store::Appended> appended) {
                   if (!appended.ok())
                     return;
                   settle(device, sequence, Stage::cancelled, Reason::postponed, 0, now);
                   accepted(device, body.uuid, hash, body.payload.size(), appended.value().sequence, options, {}, now);
                 });
}

void Deliveries::settle(Device& device, Sequence sequence, Stage stage, Reason reason, uint32_t attempt, Now now) {
  if (const auto waiting = device.deliveries.find(sequence); waiting != device.deliveries.end()) {
    m_facts.stage({waiting->second.delivery, now.wall, stage, attempt, {}, ErrorCode::ok, reason});
    device.deliveries.erase(waiting);
  }
  m_store.settle(device.record.device, sequence, stage);
}

void Deliveries::waitingChanged(Device& device) {
  device.record.waiting = uint32_t(device.backlog.size());
  m_facts.waiting(device.record.handle, device.record.waiting);
}

bool Deliveries::acknowledge(Device& device, Sequence upTo, Now now) {
  const std::vector<Sequence> settled = device.backlog.acknowledge(upTo);
  if (settled.empty())
    return false;
  for (Sequence sequence : settled) {
    if (const auto waiting = device.deliveries.find(sequence); waiting != device.deliveries.end()) {
      m_facts.stage({waiting->second.delivery, now.wall, Stage::acknowledged});
      device.rememberAcknowledged(sequence, waiting->second.delivery);
      device.deliveries.erase(waiting);
    }
  }
  // What was postponed keeps a lower number and goes on waiting.
  if (device.deliveries.empty() || device.deliveries.begin()->first > settled.back())
    m_store.acknowledge(device.record.device, settled.back());
  else
    for (Sequence sequence : settled)
      m_store.settle(device.record.device, sequence, Stage::acknowledged);
  waitingChanged(device);
  return true;
}

void Deliveries::phoneStages(Device& device, const PhoneStages& stages, Now now) {
  DeliveryHandle delivery;
  if (const auto waiting = device.deliveries.find(stages.sequence); waiting != device.deliveries.end())
    delivery = waiting->second.delivery;
  else if (const DeliveryHandle* late = device.recentlyAcknowledged(stages.sequence))
    delivery = *late;
  else
    return;
  const auto tell = [&](Stage stage, WallTime phoneTime, Reason reason = Reason::none) {
    if (const auto corrected = device.onNodeClock(phoneTime, now.wall))
      m_facts.stage(
          {delivery, corrected->at, stage, 0, std::min(corrected->error, mostClockError), ErrorCode::ok, reason});
  };
  if (stages.duplicate)
    return tell(Stage::duplicate, stages.handled);
  tell(Stage::woken, stages.woken);
  tell(Stage::handled, stages.handled);
  tell(Stage::shown, stages.shown);
  if (stages.notShown != Reason::none)
    tell(Stage::notShown, stages.handled, stages.notShown);
  tell(Stage::mediaReady, stages.mediaReady);
}

std::optional<Sequence> Deliveries::find(const Device& device, const Uuid& uuid) const {
  const auto found = std::find_if(device.deliveries.begin(), device.deliveries.end(),
                                  [&](const auto& entry) { return entry.second.uuid == uuid; });
  return found == device.deliveries.end() ? std::nullopt : std::optional(found->first);
}

bool Deliveries::cancel(Device& device, const Uuid& uuid, Now now) {
  const auto sequence = find(device, uuid);
  if (!sequence || !device.backlog.cancel(*sequence))
    return false;
  settle(device, *sequence, Stage::cancelled, Reason::operatorAsked, 0, now);
  waitingChanged(device);
  pump(device, now);
  return true;
}

bool Deliveries::postpone(Device& device, const Uuid& uuid, WallTime until, Now now) {
  const auto sequence = find(device, uuid);
  if (!sequence || !device.backlog.postpone(*sequence, monoOf(until, now)))
    return false;
  m_facts.stage(
      {device.deliveries[*sequence].delivery, now.wall, Stage::held, 0, {}, ErrorCode::ok, Reason::postponed});
  pump(device, now);
  return true;
}

} // namespace pushscope
