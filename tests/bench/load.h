#pragma once

#include "tests/bench/dialect.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <sys/types.h>

// Linux only: one thread and one epoll play thousands of devices and whoever pushes to them.
namespace pushscope::bench {

// Crosses a pipe as it is.
struct LoadOutcome {
  bool failed = false; // the server refused somebody, or the pusher's connection ended
  double connectSeconds = 0;
  uint64_t pushes = 0; // begun and over: the device has it, has acknowledged it, and the pusher has its answer
  uint64_t lost = 0;   // begun and not over 3 s after the last one
  double seconds = 0;
  double p50 = 0, p99 = 0;             // µs from the pusher's write until the device has the push
  double nearlyAll = 0, everybody = 0; // restart: seconds on the steady clock when 99 %, and when all, were back
};

// A process of its own, so that what is open, allocated and scheduled here stays apart from what is measured and from
// other loads. It ends with this object, its connections with a reset each.
class Load {
 public:
  using MakeDialect = std::function<std::unique_ptr<Dialect>()>;
  // Connects all devices, then the pusher.
  Load(const MakeDialect& dialect, uint16_t devicePort, uint16_t pusherPort, uint32_t devices);
  ~Load();
  Load(const Load&) = delete;
  Load& operator=(const Load&) = delete;

  bool ok() const { return !m_connected.failed; }
  double connectSeconds() const { return m_connected.connectSeconds; }

  struct Run {
    uint32_t inFlight = 64;
    double seconds = 1;
  };
  LoadOutcome run(const Run& run);

  // Order of calls: expectRestart(), restart the server, restarted(). Lost devices come back with full-jitter backoff.
  void expectRestart();
  LoadOutcome restarted();

 private:
  pid_t m_pid = -1;
  int m_control = -1;
  LoadOutcome m_connected;
};

// Consoles in a process of their own that subscribe to telemetry and drain it.
class Watchers {
 public:
  Watchers(uint16_t adminPort, const std::string& token, unsigned count);
  ~Watchers();
  Watchers(const Watchers&) = delete;
  Watchers& operator=(const Watchers&) = delete;

 private:
  pid_t m_pid = -1;
};

// A console that subscribes and then reads nothing any more.
class StalledConsole {
 public:
  StalledConsole(uint16_t adminPort, const std::string& token);
  ~StalledConsole();
  StalledConsole(const StalledConsole&) = delete;
  StalledConsole& operator=(const StalledConsole&) = delete;

 private:
  int m_socket = -1;
};

double steadySeconds();
double residentBytes(pid_t process);

} // namespace pushscope::bench
