#include "app/fleet/lifecycle/phone.h"

#include "protocol/codec/device_codec.h"
#include "protocol/codec/session_codec.h"

#include <algorithm>
#include <utility>

namespace pushscope {
namespace {

// How long an app works on a push once it runs.
constexpr Duration shortestWork = std::chrono::milliseconds(1);
constexpr Duration mostWork = std::chrono::milliseconds(15);

DelayLine<Bytes>::Delay linkDelay(const Profile& profile, Random random) {
  return {random.between(profile.shortestDelay, profile.longestDelay), profile.jitter};
}

} // namespace

Phone::Phone(uint32_t key, Config config, uint64_t seed, Outlet& outlet, FactSink& truth, Now now)
    : m_key(key), m_config(std::move(config)), m_random(Random::stream(seed, key)), m_outlet(outlet), m_truth(truth),
      m_clock(m_random, now), m_backoff(m_config.backoff),
      m_inbound({linkDelay(*m_config.profile, m_random).base, m_config.profile->jitter}),
      m_outbound(linkDelay(*m_config.profile, m_random)), m_work({shortestWork, mostWork - shortestWork}) {
  m_record.handle = {key + 1};
  m_record.device = m_config.device;
  m_record.profile = std::string(m_config.profile->name);
  m_record.client = "pushfleet";
  m_record.link = LinkState::offline;
  m_record.appState = AppState::foreground;
}

void Phone::start(Now now, Duration delay) {
  m_truth.device(m_record);
  m_connectAt = now.mono + delay;
  if (m_config.dwell > Duration::zero())
    m_lifeAt = now.mono + around(m_config.dwell);
}

Duration Phone::around(Duration mean) {
  return m_random.between(mean / 2, mean * 3 / 2);
}

void Phone::send(Bytes frame, Now now) {
  m_outbound.put(std::move(frame), now.mono, m_random);
}

void Phone::connected(Now now) {
  m_link = Link::greeting;
  m_session.emplace(Port::device, Session::End::client, now.mono);
  Hello hello;
  hello.credential = m_config.credential;
  hello.device = m_config.device;
  hello.profile = m_record.profile;
  hello.client = m_record.client;
  hello.appState = m_record.appState;
  send(encodeHello(Port::device, m_session->takeSerial(), hello), now);
}

void Phone::connectFailed(Now now) {
  m_link = Link::offline;
  retryLater(now);
}

// Behind the frames that are still under way: one of them may be the goodbye.
void Phone::disconnected(Now now) {
  m_inbound.put(std::nullopt, now.mono, m_random);
}

void Phone::retryLater(Now now) {
  m_connectAt = now.mono + m_backoff.next(m_random);
}

void Phone::frame(const FrameView& frame, Now now) {
  m_inbound.put(Frame{frame.header, Bytes(frame.body.begin(), frame.body.end())}, now.mono, m_random);
}

void Phone::receive(const Frame& frame, Now now) {
  const ErrorCode admitted = m_session->admit(frame.header.command);
  if (admitted == ErrorCode::unknownCommand)
    return;
  if (admitted != ErrorCode::ok) {
    m_outlet.close(m_key);
    return lose({Side::phone, admitted, false}, now);
  }
  m_session->heard(now.mono);
  switch (frame.header.command) {
  case answerTo(command(Port::device, Common::hello)):
    return welcome(frame, now);
  case command(Port::device, Common::ping):
    return ping(frame, now);
  case answerTo(command(Port::device, Common::ping)):
    return pong(frame, now);
  case device::push:
    return arrive(frame, now);
  case command(Port::device, Common::goodbye):
    m_outlet.close(m_key);
    return lose({Side::server, errorFromWire(frame.header.code), true}, now);
  }
}

void Phone::welcome(const Frame& frame, Now now) {
  const Result<Welcome> welcome = decodeWelcome(frame.body);
  if (frame.header.code != 0 || !welcome.ok()) {
    m_outlet.close(m_key);
    return lose({Side::phone, ErrorCode::malformed, false}, now);
  }
  m_link = Link::online;
  m_backoff.succeeded();
  // A server that lost its store counts from one again; an old number would acknowledge what was never handled.
  if (std::exchange(m_incarnation, welcome.value().incarnation) != m_incarnation)
    m_handled = {};
  // Spread over one interval, so that a fleet that came back together does not ping together.
  const HeartbeatPolicy& policy = welcome.value().heartbeat;
  m_session->open(policy, now.mono, now.mono + m_random.between(Duration::zero(), policy.interval));
  m_record.link = LinkState::online;
  m_record.connected = now.wall;
  ++m_record.connects;
  m_truth.device(m_record);
  if (m_config.dropEvery > Duration::zero())
    m_dropAt = now.mono + around(m_config.dropEvery);
}

void Phone::ping(const Frame& frame, Now now) {
  const Result<Ping> ping = decodePing(frame.body);
  if (!ping.ok())
    return;
  const WallTime stamp = m_clock.read(now);
  send(encodePong(Port::device, frame.header.serial, {ping.value().sent, stamp, stamp, stamp}), now);
}

void Phone::pong(const Frame& frame, Now now) {
  const Result<Pong> pong = decodePong(frame.body);
  if (!pong.ok() || frame.header.code != 0)
    return;
  m_previous =
      Exchange{pong.value().sent, pong.value().arrived, pong.value().running, pong.value().answered, m_clock.read(now)};
  m_record.lastBeat = now.wall;
}

void Phone::arrive(const Frame& frame, Now now) {
  Result<Push> push = decodePush(frame.body);
  if (!push.ok())
    return;
  const Duration wake = m_record.appState == AppState::background
                            ? m_random.between(m_config.profile->shortestWake, m_config.profile->longestWake)
                            : Duration::zero();
  const Now woken{now.mono + wake, now.wall + wake};
  m_work.put({std::move(push).value(), woken}, woken.mono, m_random);
}

PhoneStages Phone::handle(const Arrived& arrived, Now now) {
  const Push& push = arrived.push;
  PhoneStages stages{
      push.sequence, m_clock.read(arrived.woken), m_clock.read(now), {}, !m_dedup.admit(push.uuid, now.mono)};
  m_handled = std::max(m_handled, push.sequence);
  if (stages.duplicate)
    return stages;
  stages.shown = m_clock.read(now);
  const DeliveryHandle delivery = m_outlet.nextDelivery();
  m_truth.delivery({delivery, push.uuid, m_config.device, push.sequence, uint32_t(push.payload.size()), 0});
  m_truth.stage({delivery, arrived.woken.wall, Stage::woken, push.attempt});
  m_truth.stage({delivery, now.wall, Stage::handled, push.attempt});
  m_truth.stage({delivery, now.wall, Stage::shown, push.attempt});
  return stages;
}

void Phone::handleDue(Now now) {
  Acknowledge acknowledge;
  while (const auto arrived = m_work.take(now.mono))
    acknowledge.stages.push_back(handle(*arrived, now));
  if (acknowledge.stages.empty() || m_link != Link::online)
    return;
  acknowledge.upTo = m_handled;
  send(encodeAcknowledge(acknowledge), now);
}

void Phone::sessionDue(Now now) {
  while (m_session) {
    switch (m_session->tick(now.mono)) {
    case Session::Step::none:
      return;
    case Session::Step::miss:
      break;
    case Session::Step::sendPing:
      send(encodePing(Port::device, m_session->takeSerial(),
                      {m_clock.read(now), m_previous.has_value(), m_previous.value_or(Exchange{})}),
           now);
      break;
    case Session::Step::handshakeLate:
    case Session::Step::heartbeatLost:
      m_outlet.close(m_key);
      lose({Side::phone, ErrorCode::heartbeatLost, false}, now);
      return;
    }
  }
}

void Phone::setApp(AppState state, Now now) {
  if (m_record.appState == state)
    return;
  m_record.appState = state;
  m_truth.app(m_record.handle, now.wall, state);
  if (m_link == Link::online)
    send(encodeReport({state}), now);
}

void Phone::control(PhoneAction action, Now now) {
  switch (action) {
  case PhoneAction::foreground:
    return setApp(AppState::foreground, now);
  case PhoneAction::background:
    return setApp(AppState::background, now);
  case PhoneAction::unknown:
    return;
  }
}

void Phone::forgive(Now now) {
  if (m_session)
    m_session->forgive(now.mono);
}

void Phone::goodbye(Now now) {
  m_connectAt = m_lifeAt = never;
  if (m_link == Link::online || m_link == Link::greeting) {
    m_outlet.send(m_key, encodeGoodbye(Port::device, ErrorCode::ok, {}));
    m_outlet.close(m_key);
    lose({Side::phone, ErrorCode::ok, true}, now);
  }
  m_connectAt = never;
}

void Phone::lose(const Closing& closing, Now now) {
  const bool wasOnline = m_link == Link::online;
  m_link = Link::offline;
  m_session.reset();
  m_inbound.clear();
  m_outbound.clear();
  m_work.clear();
  m_previous.reset();
  m_dropAt = never;
  m_record.link = LinkState::offline;
  m_record.closing = closing;
  m_record.closed = now.wall;
  if (wasOnline)
    m_truth.link(m_record.handle, now.wall, LinkState::offline, closing);
  retryLater(now);
}

void Phone::tick(Now now) {
  if (now.mono >= m_connectAt) {
    m_connectAt = never;
    m_link = Link::connecting;
    m_outlet.connect(m_key, m_backoff.failures());
  }
  if (now.mono >= m_lifeAt) {
    m_lifeAt = now.mono + around(m_config.dwell);
    setApp(m_record.appState == AppState::foreground ? AppState::background : AppState::foreground, now);
  }
  if (now.mono >= m_dropAt) {
    m_outlet.reset(m_key);
    lose({Side::phone, ErrorCode::ok, false}, now);
  }
  while (m_session) {
    const auto frame = m_inbound.take(now.mono);
    if (!frame)
      break;
    if (*frame)
      receive(**frame, now);
    else
      lose({Side::server, ErrorCode::ok, false}, now);
  }
  handleDue(now);
  sessionDue(now);
  while (auto frame = m_outbound.take(now.mono))
    m_outlet.send(m_key, std::move(*frame));
}

MonoTime Phone::deadline() const {
  return std::min({m_connectAt, m_lifeAt, m_dropAt, m_inbound.deadline(), m_outbound.deadline(), m_work.deadline(),
                   m_session ? m_session->deadline() : never});
}

} // namespace pushscope
