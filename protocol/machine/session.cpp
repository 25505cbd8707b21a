#include "protocol/machine/session.h"

#include <algorithm>

namespace pushscope {

Session::Session(Port port, End end, MonoTime now) : m_port(port), m_end(end), m_handshakeDue(now + handshakeLimit) {}

ErrorCode Session::admit(uint32_t commandValue) const {
  const uint32_t hello = command(m_port, Common::hello);
  const uint32_t opening = m_end == End::server ? hello : answerTo(hello);
  const bool ofThisPort =
      (commandValue & ~answerBit & 0xff00) == static_cast<uint32_t>(m_port) && (commandValue & 0xffff0000) == 0;
  if (m_state == State::handshake) {
    // A server may say goodbye instead of welcome.
    const bool refusal = m_end == End::client && commandValue == command(m_port, Common::goodbye);
    return commandValue == opening || refusal ? ErrorCode::ok : ErrorCode::unauthenticated;
  }
  if (commandValue == opening)
    return ErrorCode::conflict;
  return ofThisPort ? ErrorCode::ok : ErrorCode::unknownCommand;
}

void Session::open(const HeartbeatPolicy& policy, MonoTime now) {
  open(policy, now, now + policy.interval);
}

void Session::open(const HeartbeatPolicy& policy, MonoTime now, MonoTime firstPing) {
  m_state = State::open;
  const auto role = m_end == End::client ? Heartbeat::Role::pinger : Heartbeat::Role::listener;
  m_heartbeat.emplace(policy, role, now, firstPing);
}

void Session::close() {
  m_state = State::closed;
  m_heartbeat.reset();
}

void Session::change(const HeartbeatPolicy& policy, Heartbeat::Role role, MonoTime now, uint64_t jitterSeed) {
  if (isOpen())
    m_heartbeat.emplace(policy, role, now, jitterSeed);
}

void Session::expectWithin(Duration interval, MonoTime now) {
  if (m_heartbeat)
    m_heartbeat->expectWithin(interval, now);
}

bool Session::heard(MonoTime now) {
  return m_heartbeat && m_heartbeat->heard(now);
}

Session::Step Session::tick(MonoTime now) {
  if (m_state == State::handshake)
    return now < m_handshakeDue ? Step::none : Step::handshakeLate;
  if (m_state == State::closed)
    return Step::none;
  switch (m_heartbeat->tick(now)) {
  case Heartbeat::Step::none:
    return Step::none;
  case Heartbeat::Step::sendPing:
    return Step::sendPing;
  case Heartbeat::Step::miss:
    return Step::miss;
  case Heartbeat::Step::dead:
    return Step::heartbeatLost;
  }
  return Step::none;
}

MonoTime Session::deadline() const {
  if (m_state == State::handshake)
    return m_handshakeDue;
  return m_heartbeat ? m_heartbeat->deadline() : never;
}

void Session::forgive(MonoTime now) {
  if (m_state == State::handshake)
    m_handshakeDue = std::max(m_handshakeDue, now + handshakeLimit);
  else if (m_heartbeat)
    m_heartbeat->forgive(now);
}

uint32_t Session::takeSerial() {
  if (++m_serial == 0)
    m_serial = 1;
  return m_serial;
}

} // namespace pushscope
