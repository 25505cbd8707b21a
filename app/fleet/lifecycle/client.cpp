#include "app/fleet/lifecycle/client.h"

#include "protocol/codec/device_codec.h"
#include "protocol/codec/session_codec.h"

#include <algorithm>
#include <utility>

namespace pushscope {
namespace {

// Deferred collections wait for an idle moment after the first screen (source text: some data may wait until after
// login).
constexpr Duration deferredAfter = std::chrono::seconds(10);

} // namespace

Client::Client(const Config& config, const AppTraits& traits, Random& random, Host& host)
    : m_config(config), m_traits(&traits), m_random(random), m_host(host), m_backoff(config.backoff),
      m_servers(config.servers, 0), m_adaptive({}) {}

void Client::run(Mode mode, AppState state, Now now) {
  const bool wasHalted = std::exchange(m_mode, mode) == Mode::halted;
  m_state = state;
  if (mode == Mode::halted || !m_session)
    return;
  if (wasHalted)
    m_session->forgive(now.mono); // its timers stood still
  if (online())
    rule(now);
}

void Client::forget() {
  m_link = Link::offline;
  m_session.reset();
  m_sessionId = 0;
  m_previous.reset();
  m_acknowledge = {};
  m_report = {};
  m_acknowledgeAt = m_connectAt = m_deferredAt = never;
}

void Client::allow(bool allowed, Now now) {
  if (std::exchange(m_allowed, allowed) || !allowed)
    return;
  if (m_link == Link::offline && m_connectAt == never)
    m_connectAt = now.mono;
}

void Client::networkChanged(Now now) {
  m_backoff.networkChanged();
  m_adaptive.networkChanged();
  if (m_link == Link::offline)
    m_connectAt = now.mono;
}

void Client::connectSoon(Duration delay, Now now) {
  if (m_link == Link::offline)
    m_connectAt = now.mono + delay;
}

void Client::retryLater(Now now) {
  m_connectAt = now.mono + m_backoff.next(m_random);
}

std::vector<CollectionVersion> Client::versions(const std::vector<std::string>& names) {
  std::vector<CollectionVersion> out;
  for (const std::string& name : names)
    out.push_back({name, replica(name)->version()});
  return out;
}

CollectionReplica* Client::replica(const std::string& name) {
  for (auto& [known, copy] : m_replicas)
    if (known == name)
      return &copy;
  return &m_replicas.emplace_back(name, CollectionReplica()).second;
}

const CollectionReplica* Client::collection(const std::string& name) const {
  const auto found =
      std::find_if(m_replicas.begin(), m_replicas.end(), [&](const auto& known) { return known.first == name; });
  return found == m_replicas.end() ? nullptr : &found->second;
}

void Client::connected(Now now) {
  m_link = Link::greeting;
  m_disturbed = true;
  m_probe = false;
  m_session.emplace(Port::device, Session::End::client, now.mono);
  Hello hello;
  hello.credential = m_config.credential;
  hello.device = m_config.device;
  hello.profile = m_config.profile;
  hello.client = m_config.program;
  hello.appState = m_told = m_state;
  m_report.changes.clear(); // hello says it
  hello.session = m_sessionId;
  hello.handled = handledForSure();
  hello.sleep = m_config.sleep;
  hello.heartbeat = m_traits->heartbeat;
  hello.backgroundHeartbeat = m_traits->backgroundHeartbeat;
  hello.collections = versions(m_traits->collections);
  hello.gateway = m_traits->gateway ? m_config.gateway : std::string();
  hello.lastEnd = std::exchange(m_lastEnd, Cause::unknown);
  const uint32_t serial = m_session->takeSerial();
  Bytes frame = encodeHello(Port::device, serial, hello);
  // With a long id and credential there may be no room for versions: they are asked for once there is.
  m_syncLater = frame.size() > helloLimit;
  if (m_syncLater) {
    hello.collections.clear();
    frame = encodeHello(Port::device, serial, hello);
  }
  m_host.send(std::move(frame), now);
}

void Client::connectFailed(Now now) {
  m_link = Link::offline;
  m_servers.failed();
  retryLater(now);
}

void Client::lost(const Closing& closing, Now now) {
  const bool wasOnline = online();
  m_link = Link::offline;
  // A server that answers nothing, or sends its devices away, is left for the next one.
  if (!wasOnline || closing.code == ErrorCode::heartbeatLost || closing.code == ErrorCode::draining)
    m_servers.failed();
  m_session.reset();
  m_previous.reset();
  m_acknowledge = {}; // what was not acknowledged comes again
  m_toldRefused = 0;
  m_acknowledgeAt = m_deferredAt = never;
  for (auto& [name, copy] : m_replicas)
    copy.interrupted();
  if (std::exchange(m_probe, false) && closing.code == ErrorCode::heartbeatLost)
    m_adaptive.failed(now.mono);
  retryLater(now);
  m_host.offline(closing, wasOnline, now);
}

void Client::goodbye(Cause cause, Now now) {
  if (connectedAtAll()) {
    m_host.send(encodeGoodbye(Port::device, ErrorCode::ok, {{}, {}, cause}), now);
    m_host.close(now);
    lost({Side::phone, ErrorCode::ok, true}, now);
  }
  m_allowed = false;
  m_connectAt = never;
}

// With a frame that is sent anyway goes what there is to tell.
void Client::send(Bytes frame, Now now) {
  if (!m_report.wakes.empty() || !m_report.changes.empty() || !m_report.stages.empty())
    flushReport(now);
  m_disturbed = true;
  m_host.send(std::move(frame), now);
}

void Client::flushReport(Now now) {
  if (!online())
    return;
  if (!m_report.changes.empty())
    m_told = m_report.changes.back().appState;
  m_report.appState = AppState::unknown;
  m_host.send(encodeReport(std::exchange(m_report, {})), now);
}

void Client::tell(const AppChange& change) {
  if (change.appState == AppState::terminated)
    m_lastEnd = change.cause;
  if (m_report.changes.size() >= maxReported)
    m_report.changes.erase(m_report.changes.begin());
  m_report.changes.push_back(change);
}

void Client::tell(const Wake& wake) {
  if (m_report.wakes.size() >= maxReported)
    m_report.wakes.erase(m_report.wakes.begin());
  m_report.wakes.push_back(wake);
}

void Client::tell(const PhoneStages& late) {
  if (m_report.stages.size() < maxReported)
    m_report.stages.push_back(late);
}

void Client::frame(const Header& header, BytesView body, Now arrived, Now now) {
  if (!m_session)
    return;
  const ErrorCode admitted = m_session->admit(header.command);
  if (admitted == ErrorCode::unknownCommand)
    return;
  if (admitted != ErrorCode::ok) {
    m_host.close(now);
    return lost({Side::phone, admitted, false}, now);
  }
  m_session->heard(now.mono);
  m_disturbed |= header.command != answerTo(command(Port::device, Common::ping));
  switch (header.command) {
  case answerTo(command(Port::device, Common::hello)):
    return welcome(header, body, now);
  case command(Port::device, Common::ping):
    return ping(header, body, arrived, now);
  case answerTo(command(Port::device, Common::ping)):
    return pong(header, body, now);
  case device::push:
    if (Result<Push> push = decodePush(body); push.ok())
      m_host.pushed(std::move(push).value(), arrived, now);
    return;
  case device::collection:
    return page(body, now);
  case device::nudge:
    if (const Result<Nudge> nudge = decodeNudge(body); nudge.ok())
      m_host.nudged(nudge.value(), now);
    return;
  case device::rule:
    if (const Result<Rule> ruled = decodeRule(body); ruled.ok()) {
      m_front = ruled.value().foreground;
      m_back = ruled.value().background;
      rule(now);
    }
    return;
  case command(Port::device, Common::goodbye):
    m_host.close(now);
    return lost({Side::server, errorFromWire(header.code), true}, now);
  }
}

void Client::welcome(const Header& header, BytesView body, Now now) {
  const Result<Welcome> decoded = decodeWelcome(body);
  if (header.code != 0 || !decoded.ok()) {
    m_host.close(now);
    return lost({Side::phone, ErrorCode::malformed, false}, now);
  }
  const Welcome& welcome = decoded.value();
  m_link = Link::online;
  m_backoff.succeeded();
  m_servers.succeeded();
  // A server that lost its store counts from one again; an old number would acknowledge what was never handled.
  if (std::exchange(m_incarnation, welcome.incarnation) != m_incarnation) {
    m_handled = {};
    m_refused.clear();
  }
  m_sessionId = welcome.session;
  m_front = welcome.heartbeat;
  m_back = welcome.backgroundHeartbeat;
  m_session->open(m_front, now.mono);
  rule(now);
  if (std::exchange(m_syncLater, false))
    send(encodeSync(m_session->takeSerial(), {versions(m_traits->collections)}), now);
  if (!m_traits->deferred.empty())
    m_deferredAt = now.mono + deferredAfter;
  if (!m_report.changes.empty())
    flushReport(now); // of the time since hello
  if (!m_refused.empty())
    acknowledgeSoon(now);
  m_host.online(welcome, now);
}

HeartbeatPolicy Client::policy() const {
  HeartbeatPolicy policy = m_mode == Mode::front ? m_front : m_back;
  if (m_mode == Mode::background && m_traits->adaptive)
    policy.interval = m_adaptive.interval();
  return policy;
}

// Who pings follows the app's state; the server follows what it is told of that.
void Client::rule(Now now) {
  const HeartbeatPolicy policy = this->policy();
  if (m_mode == Mode::waking)
    return m_session->change(policy, Heartbeat::Role::listener, now.mono);
  // Spread over one interval, so that a fleet that came back together does not ping together; but not over a longer one
  // than the server knows of.
  const Duration spread = std::min(policy.interval, m_mode == Mode::front ? m_front.interval : m_back.interval);
  m_session->open(policy, now.mono, now.mono + m_random.between(Duration::zero(), spread));
}

void Client::ping(const Header& header, BytesView body, Now arrived, Now now) {
  const Result<Ping> ping = decodePing(body);
  if (!ping.ok())
    return;
  m_host.beat();
  const WallTime running = m_host.clock(now);
  send(encodePong(Port::device, header.serial, {ping.value().sent, m_host.clock(arrived), running, running}), now);
}

void Client::pong(const Header& header, BytesView body, Now now) {
  const Result<Pong> pong = decodePong(body);
  if (!pong.ok() || header.code != 0)
    return;
  m_previous =
      Exchange{pong.value().sent, pong.value().arrived, pong.value().running, pong.value().answered, m_host.clock(now)};
  if (!std::exchange(m_probe, false))
    return;
  const Duration before = m_adaptive.interval();
  m_adaptive.succeeded(now.mono);
  // The server was promised the next ping within the interval that was; that one will tell the new one.
  if (m_adaptive.interval() != before && m_traits->adaptive && m_mode == Mode::background)
    m_session->open(policy(), now.mono, m_pingedAt + before);
}

void Client::sendPing(Now now) {
  m_host.beat();
  Ping ping{m_host.clock(now), m_previous.has_value(), m_previous.value_or(Exchange{}), {}};
  if (m_traits->adaptive && m_mode == Mode::background) {
    ping.next = m_adaptive.interval();
    // Only a ping after an interval of silence tells whether the network outlives it.
    m_probe |= !m_disturbed && now.mono >= m_pingedAt + m_adaptive.interval();
  }
  send(encodePing(Port::device, m_session->takeSerial(), ping), now);
  m_pingedAt = now.mono;
  m_disturbed = false;
}

void Client::pingNow(Now now) {
  if (online())
    sendPing(now);
}

void Client::fetch(const std::string& collection, Now now) {
  if (online())
    send(encodeSync(m_session->takeSerial(), {versions({collection})}), now);
}

void Client::page(BytesView body, Now now) {
  const Result<CollectionPage> page = decodeCollectionPage(body);
  if (!page.ok() || (m_replicas.size() >= maxCollections && !collection(page.value().name)))
    return;
  if (!replica(page.value().name)->apply(page.value()))
    fetch(page.value().name, now);
}

void Client::handled(const PhoneStages& stages, Now now) {
  m_handled = std::max(m_handled, stages.sequence);
  forgetRefused(stages.sequence); // it came again
  m_acknowledge.stages.push_back(stages);
  acknowledgeSoon(now);
}

// A server has no more unacknowledged than may be refused in a frame: of what was refused before that it has heard.
void Client::refused(Sequence sequence, Now now) {
  forgetRefused(sequence);
  m_refused.push_back(sequence);
  if (m_refused.size() > maxRefused)
    forgetRefused(m_refused.front());
  acknowledgeSoon(now);
}

void Client::forgetRefused(Sequence sequence) {
  const auto found = std::find(m_refused.begin(), m_refused.end(), sequence);
  if (found == m_refused.end())
    return;
  m_toldRefused -= size_t(found - m_refused.begin()) < m_toldRefused;
  m_refused.erase(found);
}

// A connection that broke may have swallowed what was refused on it: the hello must not cover that. It is told again
// after the welcome.
Sequence Client::handledForSure() const {
  const auto lowest = std::min_element(m_refused.begin(), m_refused.end());
  return lowest == m_refused.end() ? m_handled : std::min(m_handled, Sequence{lowest->value - 1});
}

void Client::acknowledgeSoon(Now now) {
  if (!online())
    return;
  const size_t told = m_acknowledge.stages.size() + m_refused.size() - m_toldRefused;
  if (m_traits->acknowledgeDelay == Duration::zero() || told >= m_traits->acknowledgeBatch)
    m_acknowledgeAt = now.mono;
  else
    m_acknowledgeAt = std::min(m_acknowledgeAt, now.mono + m_traits->acknowledgeDelay);
}

void Client::sendAcknowledge(Now now) {
  m_acknowledgeAt = never;
  Acknowledge acknowledge = std::exchange(m_acknowledge, {});
  acknowledge.upTo = m_handled;
  acknowledge.refused.assign(m_refused.begin() + std::ptrdiff_t(m_toldRefused), m_refused.end());
  // A fault: the app died, or its frame went astray, between handling and acknowledging.
  if (m_traits->dropAcknowledgementsPerMillion > 0 && m_random.chance(m_traits->dropAcknowledgementsPerMillion))
    return; // what it refused is told with the next one, which would cover it
  m_toldRefused = m_refused.size();
  send(encodeAcknowledge(acknowledge), now);
}

void Client::forgive(Now now) {
  if (m_session)
    m_session->forgive(now.mono);
}

void Client::sessionDue(Now now) {
  while (m_session) {
    switch (m_session->tick(now.mono)) {
    case Session::Step::none:
      return;
    case Session::Step::miss:
      break;
    case Session::Step::sendPing:
      sendPing(now);
      break;
    case Session::Step::handshakeLate:
    case Session::Step::heartbeatLost:
      m_host.close(now);
      lost({Side::phone, ErrorCode::heartbeatLost, false}, now);
      return;
    }
  }
}

void Client::tick(Now now) {
  if (m_mode == Mode::halted)
    return;
  if (now.mono >= m_connectAt && m_allowed && m_link == Link::offline) {
    m_connectAt = never;
    m_link = Link::connecting;
    m_host.connect(m_servers.current());
  }
  if (now.mono >= m_acknowledgeAt)
    sendAcknowledge(now);
  if (now.mono >= m_deferredAt) {
    m_deferredAt = never;
    if (online())
      send(encodeSync(m_session->takeSerial(), {versions(m_traits->deferred)}), now);
  }
  sessionDue(now);
}

MonoTime Client::deadline() const {
  if (m_mode == Mode::halted)
    return never;
  const MonoTime connect = m_allowed && m_link == Link::offline ? m_connectAt : never;
  return std::min({connect, m_acknowledgeAt, m_deferredAt, m_session ? m_session->deadline() : never});
}

} // namespace pushscope
