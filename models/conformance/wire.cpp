#include "models/conformance/wire.h"

#include "protocol/codec/session_codec.h"

#include <algorithm>
#include <utility>

namespace pushscope::conformance {

Wire::Line Wire::open(Port port) {
  Connection& connection = m_lines.emplace_back();
  connection.port = port;
  connection.decoder.setLimit(port == Port::device ? deviceLimit : adminLimit);
  m_orders.push_back({Order::Kind::open, m_lines.size() - 1, port, {}});
  return m_lines.size() - 1;
}

void Wire::send(Line line, Bytes frame) {
  Connection& connection = m_lines[line];
  if (connection.state == State::opening)
    connection.unsent.push_back(std::move(frame));
  else if (connection.state == State::open)
    m_orders.push_back({Order::Kind::send, line, connection.port, std::move(frame)});
}

void Wire::close(Line line) {
  Connection& connection = m_lines[line];
  if (connection.state == State::ended)
    return;
  connection.state = State::ended;
  connection.nextBeat = never;
  connection.frames.clear();
  m_orders.push_back({Order::Kind::close, line, connection.port, {}});
}

void Wire::keepAlive(Line line, Duration interval) {
  m_lines[line].interval = interval;
  m_lines[line].nextBeat = m_now.mono + interval;
}

void Wire::opened(Line line, Now now) {
  Connection& connection = m_lines[line];
  if (connection.state != State::opening)
    return;
  connection.state = State::open;
  connection.reached = true;
  for (Bytes& frame : connection.unsent)
    m_orders.push_back({Order::Kind::send, line, connection.port, std::move(frame)});
  connection.unsent.clear();
  goOn(now);
}

bool Wire::isHeartbeat(Connection& connection, Line line, const FrameView& frame) {
  if (connection.interval == Duration::zero())
    return false;
  const Header& header = frame.header;
  const uint32_t ping = command(connection.port, Common::ping);
  if (header.command == answerTo(ping) && header.serial >= firstBeat)
    return true;
  if (connection.port != Port::device || header.command != ping)
    return false;
  if (const Result<Ping> heard = decodePing(frame.body); heard.ok())
    send(line, encodePong(connection.port, header.serial, {heard.value().sent, m_now.wall, m_now.wall, m_now.wall}));
  return true;
}

void Wire::heard(Line line, BytesView bytes, Now now) {
  m_now = now;
  Connection& connection = m_lines[line];
  if (connection.state == State::ended)
    return;
  connection.decoder.feed(bytes);
  while (const auto frame = connection.decoder.next()) {
    if (isHeartbeat(connection, line, *frame))
      continue;
    connection.kept += frame->header.length;
    connection.frames.push_back({frame->header, Bytes(frame->body.begin(), frame->body.end())});
  }
  if (connection.decoder.failed() || connection.kept > mostKept) {
    connection.state = State::ended;
    connection.nextBeat = never;
    m_orders.push_back({Order::Kind::close, line, connection.port, {}});
  }
  goOn(now);
}

void Wire::ended(Line line, Now now) {
  m_lines[line].state = State::ended;
  m_lines[line].nextBeat = never;
  goOn(now);
}

void Wire::tick(Now now) {
  for (Line line = 0; line < m_lines.size(); ++line) {
    Connection& connection = m_lines[line];
    if (connection.nextBeat > now.mono)
      continue;
    send(line, encodePing(connection.port, m_beats++, {now.wall}));
    connection.nextBeat = now.mono + connection.interval;
  }
  goOn(now);
}

MonoTime Wire::due() const {
  MonoTime first = m_waiter.script ? m_waiter.until : never;
  for (const Connection& connection : m_lines)
    first = std::min(first, connection.nextBeat);
  return first;
}

bool Wire::isReady(Line line, MonoTime until) const {
  return !m_lines[line].frames.empty() || hasEnded(line) || m_now.mono >= until;
}

std::optional<Heard> Wire::take(Line line) {
  Connection& connection = m_lines[line];
  if (connection.frames.empty())
    return std::nullopt;
  Heard heard = std::move(connection.frames.front());
  connection.frames.pop_front();
  connection.kept -= heard.header.length;
  return heard;
}

void Wire::goOn(Now now) {
  m_now = now;
  if (m_waiter.script && isReady(m_waiter.line, m_waiter.until))
    std::exchange(m_waiter, {}).script.resume();
}

} // namespace pushscope::conformance
