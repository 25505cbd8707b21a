#pragma once

#include "protocol/frame/command.h"
#include "protocol/machine/heartbeat.h"

#include <optional>

namespace pushscope {

// The life of one connection on any port, seen from either end: handshake, open, closed. It decides what may arrive
// when, when patience ends, and numbers the frames that are sent. It is told frames' commands and the time; the shell
// reads, writes and closes.
//
//   handshake ──open()──▶ open ──close()──▶ closed
//       └──────────────close()──────────────▲
//
// Rules: hello is the first frame and comes once; before it nothing else is accepted. A handshake that takes longer
// than `handshakeLimit` is over. While open, the heartbeat rules.
class Session {
 public:
  enum class End { client, server };
  enum class State {
    handshake, // waiting for hello (server) or for its answer (client)
    open,      // heartbeats run
    closed,    // nothing is expected any more
  };
  enum class Step {
    none,          // nothing to do before deadline()
    sendPing,      // see Heartbeat
    miss,          // see Heartbeat
    handshakeLate, // close with `busy`: the other side may try again
    heartbeatLost, // close with `heartbeatLost`
  };

  Session(Port port, End end, MonoTime now);

  // Whether a frame with this command may come now. `ok`, or: `unauthenticated` (not a hello, before hello), `conflict`
  // (a second hello), `unknownCommand` (of another port). Codes other than unknownCommand end the connection.
  ErrorCode admit(uint32_t commandValue) const;

  // The handshake succeeded. The client end pings, the server end listens.
  void open(const HeartbeatPolicy& policy, MonoTime now);
  void open(const HeartbeatPolicy& policy, MonoTime now, MonoTime firstPing);
  void close();
  // From now on the heartbeat has another policy or this end another part in it; it has missed nothing yet. Only while
  // open.
  void change(const HeartbeatPolicy& policy, Heartbeat::Role role, MonoTime now, uint64_t jitterSeed = 0);
  void expectWithin(Duration interval, MonoTime now);

  // Any whole frame is a sign of life. True if the connection was suspect until now.
  bool heard(MonoTime now);
  Step tick(MonoTime now);
  MonoTime deadline() const;
  void forgive(MonoTime now);

  State state() const { return m_state; }
  bool isOpen() const { return m_state == State::open; }
  bool suspect() const { return m_heartbeat && m_heartbeat->suspect(); }
  uint32_t misses() const { return m_heartbeat ? m_heartbeat->misses() : 0; }

  // The serial for the next frame that wants an answer: from 1, never 0.
  uint32_t takeSerial();

  // 6-trust TA7: a peer that has not said hello by then is dropped.
  static constexpr Duration handshakeLimit = std::chrono::seconds(10);

 private:
  Port m_port;
  End m_end;
  State m_state = State::handshake;
  MonoTime m_handshakeDue;
  uint32_t m_serial = 0;
  std::optional<Heartbeat> m_heartbeat;
};

} // namespace pushscope
