#pragma once

#include "protocol/base/time.h"
#include "protocol/frame/command.h"
#include "protocol/frame/decoder.h"

#include <coroutine>
#include <cstddef>
#include <deque>
#include <optional>
#include <utility>
#include <vector>

namespace pushscope::conformance {

struct Heard {
  Header header;
  Bytes body;
};

// The connections of a script to a server, without sockets: the script orders, whoever plays it carries the orders out
// and tells what came and what time it is. One script waits for one line at a time; what comes on the others is kept.
//
// A line forgives nothing but its own heartbeat: once keepAlive() was called, its pings and their pongs, and on a
// device line the server's pings and their pongs, are seen to here.
class Wire {
 public:
  using Line = size_t;
  struct Order {
    enum class Kind : uint8_t { open, send, close };
    Kind kind;
    Line line;
    Port port;
    Bytes bytes;
  };

  // For whoever carries out.
  std::vector<Order> takeOrders() { return std::exchange(m_orders, {}); }
  void opened(Line line, Now now);
  void heard(Line line, BytesView bytes, Now now);
  // Or it could not be opened.
  void ended(Line line, Now now);
  void tick(Now now);
  // When to call tick(), if nothing comes before.
  MonoTime due() const;

  // For the script.
  Now now() const { return m_now; }
  Line open(Port port);
  // What is sent before the line is open waits until it is.
  void send(Line line, Bytes frame);
  void close(Line line);
  void keepAlive(Line line, Duration interval);
  // Before keepAlive()'s own.
  uint32_t takeSerial(Line line) { return ++m_lines[line].serial; }
  bool wasOpened(Line line) const { return m_lines[line].reached; }
  bool hasEnded(Line line) const { return m_lines[line].state == State::ended; }
  // Something came that is no frame, or more than is kept.
  bool isGarbled(Line line) const { return m_lines[line].decoder.failed(); }

  // The next frame; nothing if the line has ended or the time is up.
  struct Next {
    Wire& wire;
    Line line;
    MonoTime until;
    bool await_ready() const { return wire.isReady(line, until); }
    void await_suspend(std::coroutine_handle<> script) { wire.m_waiter = {script, line, until}; }
    std::optional<Heard> await_resume() { return wire.take(line); }
  };
  Next next(Line line, MonoTime until) { return {*this, line, until}; }
  Next next(Line line, Duration limit) { return {*this, line, m_now.mono + limit}; }

  // A server that says more than a script takes is cut: a snapshot of a million devices is some 200 MB.
  static constexpr size_t mostKept = size_t{512} * 1024 * 1024;

 private:
  enum class State : uint8_t { opening, open, ended };
  struct Connection {
    Port port = Port::admin;
    State state = State::opening;
    bool reached = false;
    Decoder decoder{adminLimit};
    std::deque<Heard> frames;
    size_t kept = 0; // bytes in them
    std::vector<Bytes> unsent;
    uint32_t serial = 0;
    Duration interval{}; // zero: it is not kept alive
    MonoTime nextBeat = never;
  };
  struct Waiter {
    std::coroutine_handle<> script;
    Line line = 0;
    MonoTime until = never;
  };
  // Serials of heartbeats are up here, those of scripts below.
  static constexpr uint32_t firstBeat = 0x4000'0000;

  bool isReady(Line line, MonoTime until) const;
  std::optional<Heard> take(Line line);
  bool isHeartbeat(Connection& connection, Line line, const FrameView& frame);
  void goOn(Now now);

  Now m_now{};
  std::vector<Connection> m_lines;
  std::vector<Order> m_orders;
  Waiter m_waiter;
  uint32_t m_beats = firstBeat;
};

} // namespace pushscope::conformance
