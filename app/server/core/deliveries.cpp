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

uint64_t Deliveries::hashOf(const Bytes& payload) const {
  return keyedHash(m_config.payloadKey0, m_config.payloadKey1, payload);
}

std::shared_ptr<Deliveries::Asked> Deliveries::ask(Inject inject, std::function<void(Injected)> done) const {
  auto asked = std::make_shared<Asked>();
  asked->payloadHash = hashOf(inject.payload);
  asked->payload = std::make_shared<const Bytes>(std::move(inject.payload));
  inject.payload = {};
  asked->inject = std::move(inject);
  asked->done = std::move(done);
  return asked;
}

void Deliveries::Asked::answered(size_t place, ErrorCode code, Sequence sequence, bool known) {
  InjectedDelivery& delivery = answer.deliveries[place];
  delivery.sequence = sequence;
  delivery.code = code;
  delivery.known = known;
  ++(code == ErrorCode::ok ? answer.accepted : answer.failed);
  if (--open == 0)
    done(std::move(answer));
}

void Deliveries::inject(Device& device, std::shared_ptr<Asked> asked, size_t place, Now now) {
  const Inject& inject = asked->inject;
  const Duration wish = inject.timeToLive > Duration::zero() ? inject.timeToLive : m_config.timeToLive;
  const Duration timeToLive = std::min(wish, m_config.longestTimeToLive);
  if (m_freeAppending.empty()) {
    m_freeAppending.push_back(uint32_t(m_appending.size()));
    m_appending.emplace_back();
  }
  const uint32_t number = m_freeAppending.back();
  m_freeAppending.pop_back();
  Store::Body body{inject.uuid,           asked->payload,     inject.highPriority, inject.composed,  now.wall,
                   now.wall + timeToLive, inject.collapseKey, inject.media,        inject.notBefore, false};
  m_appending[number] = {&device, std::move(asked), place, now.mono + timeToLive, body};
  m_store.append(device.record.device, std::move(body),
                 [this, number](const Result<Store::Appended>& result) { appended(number, result); });
}

void Deliveries::appended(uint32_t number, const Result<Store::Appended>& result) {
  const Appending appending = std::move(m_appending[number]);
  m_freeAppending.push_back(number);
  Device& device = *appending.device;
  if (result.ok() && !result.value().known)
    accepted(device, appending.body, appending.asked->payloadHash, result.value().sequence, appending.expires,
             m_outlet.clocks());
  if (onLater)
    onLater(device);
  if (result.ok())
    appending.asked->answered(appending.place, ErrorCode::ok, result.value().sequence, result.value().known);
  else
    appending.asked->answered(appending.place, result.error().code, {}, false);
}

DeliveryHandle Deliveries::announce(Device& device, Sequence sequence, const Store::Body& body, uint64_t payloadHash) {
  const DeliveryHandle delivery{m_config.shard + 1 + m_config.shards * m_handles++};
  m_facts.delivery({delivery, body.uuid, device.record.device, sequence, uint32_t(body.payload->size()), payloadHash});
  if (body.composed > WallTime{})
    m_facts.stage({delivery, body.composed, Stage::composed});
  return delivery;
}

void Deliveries::accepted(Device& device, const Store::Body& body, uint64_t payloadHash, Sequence sequence,
                          MonoTime expires, Now now, uint8_t refusals) {
  const DeliveryHandle delivery = announce(device, sequence, body, payloadHash);
  m_facts.stage({delivery, now.wall, Stage::accepted});
  const bool postponed = enqueue(
      device, {sequence, delivery, uint32_t(body.payload->size()), body.uuid, expires, now.wall}, body, now, refusals);
  if (postponed)
    m_facts.stage({delivery, now.wall, Stage::held, 0, {}, ErrorCode::ok, Reason::postponed});
  waitingChanged(device);
  const AtHand before = std::exchange(m_atHand, AtHand{&device, sequence, &body});
  pump(device, now);
  m_atHand = before;
}

// It waits from now on, and what it takes the place of does not. True if it is not to be written yet.
bool Deliveries::enqueue(Device& device, const Device::Waiting& waiting, const Store::Body& body, Now now,
                         uint8_t refusals) {
  device.remember(waiting);
  ++m_waiting;
  Backlog::Options options{waiting.expires, {}, body.highPriority, keyOf(body.collapseKey), waiting.payloadBytes};
  options.refusals = refusals;
  if (body.notBefore > now.wall)
    options.notBefore = monoOf(body.notBefore, now);
  for (const Backlog::Settled& settled : device.backlog.append(waiting.sequence, options, now.mono))
    settle(device, settled.sequence, settled.stage, settled.reason, 0, now);
  return options.notBefore > now.mono;
}

Status Deliveries::recover(const std::function<Device*(const std::string&)>& find, Now now) {
  return m_store.recover([&](const std::string& id, const Store::Stored& stored, uint32_t payloadBytes) {
    if (Device* device = find(id))
      recovered(*device, stored, payloadBytes, now);
  });
}

void Deliveries::recovered(Device& device, const Store::Stored& stored, uint32_t payloadBytes, Now now) {
  const Store::Body& body = stored.body;
  if (body.expires <= now.wall)
    return m_store.settle(device.record.device, stored.sequence, Stage::expired, Reason::none, now.wall);
  const MonoTime expires = monoOf(std::min(body.expires, now.wall + m_config.longestTimeToLive), now);
  enqueue(device, {stored.sequence, {}, payloadBytes, body.uuid, expires, body.accepted}, body, now);
  device.record.waiting = uint32_t(device.backlog.size());
}

std::optional<Store::Stored> Deliveries::bodyOf(const Device& device, Sequence sequence) const {
  std::vector<Store::Stored> stored = m_store.read(device.record.device, {sequence.value - 1}, 1);
  if (stored.empty() || stored.front().sequence != sequence)
    return std::nullopt;
  return std::move(stored.front());
}

DeliveryHandle Deliveries::handleOf(Device& device, Sequence sequence, Device::Waiting& waiting) {
  if (waiting.delivery.value != 0)
    return waiting.delivery;
  const auto stored = bodyOf(device, sequence);
  if (!stored)
    return {};
  const Store::Body& body = stored->body;
  waiting.delivery = announce(device, sequence, body, hashOf(*body.payload));
  m_facts.stage({waiting.delivery, body.accepted, Stage::accepted});
  return waiting.delivery;
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
      requeue(device, action);
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
  Device::Waiting* waiting = device.waiting(sequence);
  std::optional<Store::Stored> stored;
  const bool atHand = m_atHand.device == &device && m_atHand.sequence == sequence;
  const Store::Body* body = atHand ? m_atHand.body : nullptr;
  if (!body && (stored = bodyOf(device, sequence)))
    body = &stored->body;
  if (!waiting || !body || !device.connection)
    return;
  const DeliveryHandle delivery = handleOf(device, sequence, *waiting);
  const WallTime at = atHand ? now.wall : m_outlet.clocks().wall; // the clock was read when it was accepted
  if (attempt == 1)
    m_facts.stage({delivery, at, Stage::routed});
  if (device.asleep())
    device.budget.wrote(now.mono);
  m_outlet.send(*device.connection, encodePushView({body->uuid, sequence, attempt, *body->payload, body->highPriority,
                                                    body->collapseKey, body->media}));
  m_facts.stage({delivery, at, Stage::written, attempt});
}

void Deliveries::wait(Device& device, const Backlog::Action& action, Now now) {
  const Device::Waiting* waiting = device.waiting(action.sequence);
  // Since an earlier life: consoles hear of it once something happens to it. A million bodies are not read at a start.
  if (!waiting || waiting->delivery.value == 0)
    return;
  const bool offline = action.stage == Stage::offline && action.reason == Reason::notConnected;
  const Reason reason = offline ? device.offlineReason() : action.reason;
  m_facts.stage({waiting->delivery, m_outlet.clocks().wall, action.stage, action.attempt, {}, ErrorCode::ok, reason});
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
  if (const auto stored = bodyOf(device, sequence))
    onUnreachable(device, {device.record.device, stored->body.uuid, stored->body.highPriority});
}

// Postponed, or refused, until now: it takes a new place in the order, under the same uuid. Until the store has that,
// the old one waits on in the store.
void Deliveries::requeue(Device& device, const Backlog::Action& action) {
  const Device::Waiting* waiting = device.waiting(action.sequence);
  const auto stored = bodyOf(device, action.sequence);
  if (!waiting || !stored)
    return;
  Store::Body body = stored->body;
  body.notBefore = {};
  body.again = true;
  const uint64_t hash = hashOf(*body.payload);
  // Not by the wall time in the body: that clock may have jumped meanwhile.
  const MonoTime expires = waiting->expires;
  m_store.append(device.record.device, body,
                 [this, &device, action, expires, hash, body](Result<Store::Appended> appended) {
                   const Now later = m_outlet.clocks();
                   if (!appended.ok())
                     return restore(device, action, later);
                   settle(device, action.sequence, action.stage, action.reason, 0, later);
                   accepted(device, body, hash, appended.value().sequence, expires, later, action.refusals);
                   if (onLater)
                     onLater(device);
                 });
}

// The store could not take it now.
void Deliveries::restore(Device& device, const Backlog::Action& requeue, Now now) {
  constexpr Duration pause = std::chrono::seconds(5); // a full disk rarely ends sooner
  if (const Device::Waiting* waiting = device.waiting(requeue.sequence))
    device.backlog.append(
        requeue.sequence,
        {waiting->expires, now.mono + pause, false, 0, waiting->payloadBytes, requeue.refusals, requeue.reason},
        now.mono);
  if (onLater)
    onLater(device);
}

void Deliveries::settle(Device& device, Sequence sequence, Stage stage, Reason reason, uint32_t attempt, Now now) {
  if (Device::Waiting* waiting = device.waiting(sequence)) {
    m_facts.stage({handleOf(device, sequence, *waiting), now.wall, stage, attempt, {}, ErrorCode::ok, reason});
    device.forget(sequence);
    --m_waiting;
  }
  m_store.settle(device.record.device, sequence, stage, reason, now.wall);
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
    if (const Device::Waiting* waiting = device.waiting(sequence)) {
      m_facts.stage({waiting->delivery, now.wall, Stage::acknowledged});
      device.rememberAcknowledged(sequence, waiting->delivery);
      device.forget(sequence);
      --m_waiting;
      ++device.acknowledged;
    }
  }
  // What was postponed or refused keeps a lower number and goes on waiting.
  if (device.deliveries.empty() || device.deliveries.front().sequence > settled.back())
    m_store.acknowledge(device.record.device, settled.back(), now.wall);
  else
    for (Sequence sequence : settled)
      m_store.settle(device.record.device, sequence, Stage::acknowledged, Reason::none, now.wall);
  waitingChanged(device);
  return true;
}

bool Deliveries::refuse(Device& device, Sequence sequence, Now now) {
  const Backlog::Refused refused = device.backlog.refuse(sequence, now.mono);
  switch (refused) {
  case Backlog::Refused::ignored:
    return false;
  case Backlog::Refused::again: {
    const Backlog::View view = *device.backlog.view(sequence);
    putOff(device, sequence, now.wall + (view.due - now.mono), view.reason, now);
    return true;
  }
  case Backlog::Refused::collapsed:
    settle(device, sequence, Stage::cancelled, Reason::collapsed, 0, now);
    break;
  case Backlog::Refused::dead:
    settle(device, sequence, Stage::dead, Reason::refused, 0, now);
    break;
  }
  waitingChanged(device);
  return true;
}

void Deliveries::phoneStages(Device& device, const PhoneStages& stages, Now now) {
  DeliveryHandle delivery;
  if (const Device::Waiting* waiting = device.waiting(stages.sequence))
    delivery = waiting->delivery;
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
                                  [&](const Device::Waiting& waiting) { return waiting.uuid == uuid; });
  return found == device.deliveries.end() ? std::nullopt : std::optional(found->sequence);
}

void Deliveries::manage(Device& device, const Uuid& uuid, QueueAction action, WallTime until, Now now, Done done) {
  if (action == QueueAction::requeue)
    return resurrect(device, uuid, now, std::move(done));
  const auto sequence = find(device, uuid);
  if (!sequence)
    return done(false);
  bool changed = false;
  switch (action) {
  case QueueAction::cancel:
  case QueueAction::purge:
    changed = cancel(device, *sequence, Stage::cancelled, now);
    break;
  case QueueAction::deadLetter:
    changed = cancel(device, *sequence, Stage::dead, now);
    break;
  case QueueAction::postpone:
    changed = postpone(device, *sequence, until, now);
    break;
  case QueueAction::retryNow:
    changed = device.backlog.retryNow(*sequence, now.mono);
    break;
  case QueueAction::requeue:
  case QueueAction::unknown:
    break;
  }
  if (changed)
    pump(device, now);
  done(changed);
}

bool Deliveries::cancel(Device& device, Sequence sequence, Stage stage, Now now) {
  if (!device.backlog.cancel(sequence))
    return false;
  settle(device, sequence, stage, Reason::operatorAsked, 0, now);
  waitingChanged(device);
  return true;
}

bool Deliveries::postpone(Device& device, Sequence sequence, WallTime until, Now now) {
  if (!device.backlog.postpone(sequence, monoOf(until, now)))
    return false;
  putOff(device, sequence, until, Reason::postponed, now);
  return true;
}

void Deliveries::putOff(Device& device, Sequence sequence, WallTime until, Reason reason, Now now) {
  const DeliveryHandle delivery = handleOf(device, sequence, *device.waiting(sequence));
  m_facts.stage({delivery, now.wall, Stage::held, 0, {}, ErrorCode::ok, reason});
  m_store.postpone(device.record.device, sequence, until);
}

void Deliveries::resurrect(Device& device, const Uuid& uuid, Now now, Done done) {
  const std::optional<Store::Stored> dead = m_store.dead(device.record.device, uuid);
  if (!dead)
    return done(false);
  Store::Body body = dead->body;
  body.again = true;
  body.accepted = now.wall;
  body.expires = now.wall + m_config.timeToLive;
  body.notBefore = {};
  const uint64_t hash = hashOf(*body.payload);
  m_store.append(device.record.device, body,
                 [this, &device, body, hash, expires = now.mono + m_config.timeToLive,
                  done = std::move(done)](Result<Store::Appended> appended) {
                   if (appended.ok()) {
                     accepted(device, body, hash, appended.value().sequence, expires, m_outlet.clocks());
                     if (onLater)
                       onLater(device);
                   }
                   done(appended.ok());
                 });
}

uint32_t Deliveries::purge(Device& device, Now now) {
  std::vector<Sequence> all;
  for (const Device::Waiting& waiting : device.deliveries)
    all.push_back(waiting.sequence);
  uint32_t purged = 0;
  for (Sequence sequence : all)
    purged += cancel(device, sequence, Stage::cancelled, now);
  return purged;
}

std::optional<Store::Stored> Deliveries::peek(const Device& device, const Uuid& uuid) const {
  const auto sequence = find(device, uuid);
  return sequence ? bodyOf(device, *sequence) : m_store.dead(device.record.device, uuid);
}

} // namespace pushscope
