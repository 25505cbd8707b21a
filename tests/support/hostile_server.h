#pragma once

#include "protocol/base/bytes.h"
#include "protocol/base/random.h"

#include <atomic>
#include <cstdint>
#include <thread>
#include <vector>

namespace pushscope {

// An admin port that welcomes everybody and then misbehaves, by a seed: real telemetry with flipped bytes, answers that
// nobody asked for, frames of wrong lengths, garbage, halves of frames, silence, sudden ends. On a thread of its own,
// one connection after the other. Not for Windows.
class HostileServer {
 public:
  explicit HostileServer(uint64_t seed);
  ~HostileServer();
  HostileServer(const HostileServer&) = delete;
  HostileServer& operator=(const HostileServer&) = delete;

  uint16_t port() const { return m_port; }
  uint64_t connections() const { return m_connections; }
  uint64_t frames() const { return m_frames; }

 private:
  void makeMaterial();
  void run();
  bool welcome(int socket);
  void mistreat(int socket);
  bool send(int socket, BytesView bytes);
  Bytes nextFrame();

  Random m_random;
  std::vector<Bytes> m_material; // frames of an honest server
  int m_listener = -1;
  uint16_t m_port = 0;
  std::atomic<uint64_t> m_connections = 0, m_frames = 0;
  std::atomic<bool> m_ends = false;
  std::thread m_thread;
};

} // namespace pushscope
