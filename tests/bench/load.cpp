#include "tests/bench/load.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <ctime>
#include <fstream>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <queue>
#include <random>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace pushscope::bench {
namespace {

constexpr uint32_t pusher = 0;            // its place among the peers; devices follow
constexpr uint32_t control = 0xffff'ffff; // the socket to whoever gives orders
constexpr size_t handshakesAtOnce = 256;
constexpr double patience = 3; // for pushes that are under way when a run ends
constexpr double connectPatience = 60;
constexpr double keepAliveEvery = 2;
constexpr double firstBackoff = 1, longestBackoff = 60; // README, goodbye: full jitter up to 1 s × 2^n
constexpr double restartPatience = 150;
constexpr uint32_t stride =
    7919; // coprime with every count of devices: neighbours in time are not neighbours in memory

struct Order {
  enum class Kind : uint32_t { run, restart } kind = Kind::run;
  Load::Run run;
};

void raiseLimit() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

int dial(uint16_t port, bool blocking, int receiveBuffer = 0) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | (blocking ? 0 : SOCK_NONBLOCK), 0);
  if (fd < 0)
    return -1;
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  const linger hard{1, 0}; // thousands of connections in TIME_WAIT would leave the next run without ports
  ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
  if (receiveBuffer > 0)
    ::setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, sizeof receiveBuffer);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 && errno != EINPROGRESS) {
    ::close(fd);
    return -1;
  }
  return fd;
}

// Everything inside the load's process.
class Engine {
 public:
  Engine(std::unique_ptr<Dialect> dialect, uint16_t devicePort, uint16_t pusherPort, uint32_t devices, int orders)
      : m_dialect(std::move(dialect)), m_devicePort(devicePort), m_pusherPort(pusherPort), m_devices(devices),
        m_peers(devices + 1), m_scratch(256 * 1024), m_poller(::epoll_create1(EPOLL_CLOEXEC)), m_orders(orders) {
    watch(EPOLL_CTL_ADD, m_orders, EPOLLIN, control);
  }

  void serve() {
    tell(connectAll());
    for (;;) {
      turn(500);
      if (std::exchange(m_ordered, false))
        obey();
    }
  }

 private:
  enum class State : uint8_t { down, connecting, greeted, up };
  struct Peer {
    int fd = -1;
    State state = State::down;
    bool back = false; // since the restart
    uint8_t failures = 0;
    Bytes partial;
  };
  struct Slot {
    uint64_t number = 0;
    double begun = 0;
    bool shown = false, answered = false;
  };

  void watch(int how, int fd, uint32_t events, uint32_t place) {
    epoll_event event{events, {}};
    event.data.u32 = place;
    ::epoll_ctl(m_poller, how, fd, &event);
  }

  void tell(const LoadOutcome& outcome) {
    if (::send(m_orders, &outcome, sizeof outcome, 0) < 0)
      ::_exit(0);
  }

  void obey() {
    Order order;
    if (::recv(m_orders, &order, sizeof order, 0) != ssize_t(sizeof order))
      ::_exit(0);
    tell(order.kind == Order::Kind::run ? run(order.run) : awaitRestart());
  }

  // ---- connections

  LoadOutcome connectAll() {
    LoadOutcome outcome;
    const double began = steadySeconds();
    uint32_t next = 1;
    while (m_up < m_devices && !m_failed && steadySeconds() - began < connectPatience) {
      while (next <= m_devices && m_handshakes < handshakesAtOnce)
        connect(next++);
      turn(10);
    }
    outcome.connectSeconds = steadySeconds() - began;
    connect(pusher);
    while (m_peers[pusher].state != State::up && !m_failed && steadySeconds() - began < connectPatience)
      turn(10);
    outcome.failed = m_failed || m_up < m_devices + 1;
    return outcome;
  }

  void connect(uint32_t place) {
    Peer& peer = m_peers[place];
    peer.fd = dial(place == pusher ? m_pusherPort : m_devicePort, false);
    if (peer.fd < 0)
      return retryLater(place);
    peer.state = State::connecting;
    ++m_handshakes;
    watch(EPOLL_CTL_ADD, peer.fd, EPOLLIN | EPOLLOUT, place);
  }

  void greet(uint32_t place) {
    Peer& peer = m_peers[place];
    peer.state = State::greeted;
    watch(EPOLL_CTL_MOD, peer.fd, EPOLLIN, place);
    m_reply.clear();
    if (place == pusher)
      m_dialect->helloPusher(m_reply);
    else
      m_dialect->helloDevice(place, m_reply);
    (void)!::send(peer.fd, m_reply.data(), m_reply.size(), MSG_NOSIGNAL);
  }

  void lose(uint32_t place) {
    Peer& peer = m_peers[place];
    ::close(peer.fd);
    peer.fd = -1;
    peer.partial = {};
    m_up -= peer.state == State::up;
    m_handshakes -= peer.state != State::up;
    peer.state = State::down;
    retryLater(place);
  }

  void retryLater(uint32_t place) {
    Peer& peer = m_peers[place];
    m_failed |= !m_restarting;
    const double most =
        std::min(longestBackoff, firstBackoff * double(uint64_t{1} << std::min<int>(peer.failures, 10)));
    ++peer.failures;
    m_retries.emplace(steadySeconds() + std::uniform_real_distribution<double>(0, most)(m_random), place);
  }

  LoadOutcome awaitRestart() {
    LoadOutcome outcome;
    m_restarting = true;
    m_back = 0;
    for (Peer& peer : m_peers)
      peer.back = false, peer.failures = 0;
    const double began = steadySeconds();
    while (m_back < m_devices && steadySeconds() - began < restartPatience) {
      turn(1);
      for (const double now = steadySeconds(); !m_retries.empty() && m_retries.top().first <= now; m_retries.pop())
        connect(m_retries.top().second);
      if (m_back >= m_devices - m_devices / 100 && outcome.nearlyAll == 0)
        outcome.nearlyAll = steadySeconds();
    }
    outcome.everybody = steadySeconds();
    outcome.failed = m_back < m_devices;
    m_restarting = false;
    return outcome;
  }

  // ---- pushes

  LoadOutcome run(const Load::Run& run) {
    LoadOutcome outcome;
    m_slots.assign(run.inFlight, {});
    m_latencies.clear();
    m_done = 0;
    m_open = 0;
    const double began = steadySeconds();
    for (uint32_t slot = 0; slot < run.inFlight; ++slot)
      begin(slot, began);
    flush();
    m_running = true;
    double now = began;
    for (; !m_failed && now - began < run.seconds; now = steadySeconds())
      turn(100);
    m_running = false;
    while (m_open > 0 && !m_failed && steadySeconds() - now < patience)
      turn(10);
    outcome.seconds = m_lastDone - began;
    outcome.pushes = m_done;
    outcome.lost = m_open;
    outcome.failed = m_failed;
    if (!m_latencies.empty()) {
      std::sort(m_latencies.begin(), m_latencies.end());
      outcome.p50 = double(m_latencies[m_latencies.size() / 2]) / 1e3;
      outcome.p99 = double(m_latencies[m_latencies.size() * 99 / 100]) / 1e3;
    }
    // What the server still makes of the last acknowledgements belongs to this run.
    for (const double end = steadySeconds(); steadySeconds() - end < 0.05;)
      turn(10);
    return outcome;
  }

  void begin(uint32_t slot, double now) {
    m_cursor = (m_cursor + stride) % m_devices;
    m_slots[slot] = {++m_pushes << 16 | slot, now, false, !m_dialect->answers()};
    ++m_open;
    m_dialect->push(m_cursor + 1, m_slots[slot].number, slot, m_out);
  }

  void shown(uint64_t number) {
    const auto slot = uint32_t(number & 0xffff);
    if (slot >= m_slots.size() || m_slots[slot].number != number || m_slots[slot].shown)
      return; // written twice, or of an earlier run
    m_slots[slot].shown = true;
    m_latencies.push_back(uint32_t((steadySeconds() - m_slots[slot].begun) * 1e9));
    finish(slot);
  }

  void answered(uint64_t slot) {
    if (slot >= m_slots.size() || m_slots[slot].answered)
      return;
    m_slots[slot].answered = true;
    finish(uint32_t(slot));
  }

  void finish(uint32_t slot) {
    if (!m_slots[slot].shown || !m_slots[slot].answered)
      return;
    ++m_done;
    --m_open;
    m_lastDone = steadySeconds();
    if (m_running)
      begin(slot, m_lastDone);
  }

  // ---- bytes

  void turn(int timeoutMs) {
    const int count = ::epoll_wait(m_poller, m_events.data(), int(m_events.size()), timeoutMs);
    for (int i = 0; i < count; ++i) {
      const uint32_t place = m_events[size_t(i)].data.u32;
      if (place == control)
        m_ordered = true;
      else
        handle(place, m_events[size_t(i)].events);
    }
    if (const double now = steadySeconds(); now - m_keptAlive > keepAliveEvery) {
      m_keptAlive = now;
      m_dialect->keepAlive(m_out);
    }
    flush();
  }

  void handle(uint32_t place, uint32_t events) {
    Peer& peer = m_peers[place];
    if (peer.state == State::connecting) {
      if ((events & (EPOLLERR | EPOLLHUP)) != 0)
        return lose(place);
      return greet(place);
    }
    if (peer.fd < 0 || (events & ~uint32_t{EPOLLOUT}) == 0)
      return;
    const ssize_t count = ::recv(peer.fd, m_scratch.data(), m_scratch.size(), 0);
    if (count == 0 || (count < 0 && errno != EAGAIN))
      return lose(place);
    if (count < 0)
      return;
    m_reply.clear();
    const BytesView bytes(m_scratch.data(), size_t(count));
    if (peer.partial.empty()) {
      keep(peer, frames(place, bytes));
    } else {
      peer.partial.insert(peer.partial.end(), bytes.begin(), bytes.end());
      const Bytes whole = std::exchange(peer.partial, {});
      keep(peer, frames(place, whole));
    }
    // A device has one frame under way: the socket takes its reply.
    if (!m_reply.empty() && peer.fd >= 0)
      (void)!::send(peer.fd, m_reply.data(), m_reply.size(), MSG_NOSIGNAL);
  }

  static void keep(Peer& peer, BytesView rest) {
    if (!rest.empty())
      peer.partial.assign(rest.begin(), rest.end());
  }

  // Handles whole frames; what is left begins an unfinished one.
  BytesView frames(uint32_t place, BytesView bytes) {
    while (!bytes.empty()) {
      const size_t length = m_dialect->frameBytes(bytes);
      if (length == 0 || bytes.size() < length)
        break;
      frame(place, bytes.first(length));
      bytes = bytes.subspan(length);
    }
    return bytes;
  }

  void frame(uint32_t place, BytesView bytes) {
    const Dialect::Read read =
        place == pusher ? m_dialect->atPusher(bytes) : m_dialect->atDevice(place, bytes, m_reply);
    switch (read.event) {
    case Dialect::Event::nothing:
      break;
    case Dialect::Event::welcome:
      welcome(m_peers[place], place);
      break;
    case Dialect::Event::push:
      shown(read.number);
      break;
    case Dialect::Event::answer:
      answered(read.number);
      break;
    case Dialect::Event::refused:
      m_failed |= !m_restarting;
      break;
    }
  }

  void welcome(Peer& peer, uint32_t place) {
    if (peer.state == State::up)
      return;
    peer.state = State::up;
    peer.failures = 0;
    --m_handshakes;
    ++m_up;
    if (m_restarting && place != pusher && !std::exchange(peer.back, true))
      ++m_back;
  }

  void flush() {
    Peer& peer = m_peers[pusher];
    if (m_out.empty() || peer.state != State::up)
      return;
    const ssize_t sent = ::send(peer.fd, m_out.data(), m_out.size(), MSG_NOSIGNAL);
    if (sent > 0)
      m_out.erase(m_out.begin(), m_out.begin() + sent);
    if (const bool full = !m_out.empty(); full != std::exchange(m_full, full))
      watch(EPOLL_CTL_MOD, peer.fd, full ? EPOLLIN | EPOLLOUT : EPOLLIN, pusher);
  }

  std::unique_ptr<Dialect> m_dialect;
  uint16_t m_devicePort, m_pusherPort;
  uint32_t m_devices;
  std::vector<Peer> m_peers;
  Bytes m_scratch, m_reply, m_out;
  int m_poller, m_orders;
  std::array<epoll_event, 512> m_events;
  bool m_ordered = false, m_failed = false, m_full = false, m_running = false, m_restarting = false;
  uint32_t m_up = 0, m_handshakes = 0, m_back = 0, m_cursor = 0, m_open = 0;
  std::vector<Slot> m_slots;
  std::vector<uint32_t> m_latencies; // ns
  uint64_t m_pushes = 0, m_done = 0;
  double m_lastDone = 0, m_keptAlive = 0;
  std::mt19937_64 m_random{std::random_device{}()};
  std::priority_queue<std::pair<double, uint32_t>, std::vector<std::pair<double, uint32_t>>, std::greater<>> m_retries;
};

void endProcess(pid_t pid) {
  if (pid <= 0)
    return;
  ::kill(pid, SIGKILL);
  ::waitpid(pid, nullptr, 0);
}

void readWelcome(int fd) {
  std::array<uint8_t, 1024> bytes;
  (void)!::recv(fd, bytes.data(), bytes.size(), 0);
}

void sendAll(int fd, const Bytes& bytes) {
  (void)!::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
}

} // namespace

Load::Load(const MakeDialect& dialect, uint16_t devicePort, uint16_t pusherPort, uint32_t devices) {
  int ends[2];
  m_connected.failed = true;
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
    return;
  m_pid = ::fork();
  if (m_pid == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::close(ends[0]);
    raiseLimit();
    Engine(dialect(), devicePort, pusherPort, devices, ends[1]).serve();
  }
  ::close(ends[1]);
  m_control = ends[0];
  if (::recv(m_control, &m_connected, sizeof m_connected, 0) != ssize_t(sizeof m_connected))
    m_connected.failed = true;
}

Load::~Load() {
  endProcess(m_pid);
  if (m_control >= 0)
    ::close(m_control);
}

LoadOutcome Load::run(const Run& run) {
  const Order order{Order::Kind::run, run};
  (void)!::send(m_control, &order, sizeof order, MSG_NOSIGNAL);
  return restarted();
}

void Load::expectRestart() {
  const Order order{Order::Kind::restart, {}};
  (void)!::send(m_control, &order, sizeof order, MSG_NOSIGNAL);
}

LoadOutcome Load::restarted() {
  LoadOutcome outcome;
  outcome.failed = true;
  (void)!::recv(m_control, &outcome, sizeof outcome, 0);
  return outcome;
}

Watchers::Watchers(uint16_t adminPort, const std::string& token, unsigned count) {
  int ends[2];
  if (::pipe(ends) != 0)
    return;
  m_pid = ::fork();
  if (m_pid == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    std::vector<pollfd> consoles;
    for (unsigned i = 0; i < count; ++i) {
      const int fd = dial(adminPort, true);
      sendAll(fd, consoleHello(token));
      readWelcome(fd);
      sendAll(fd, consoleSubscribe());
      consoles.push_back({fd, POLLIN, 0});
    }
    (void)!::write(ends[1], "!", 1);
    static std::array<uint8_t, 256 * 1024> drained;
    for (double pinged = steadySeconds();;) {
      ::poll(consoles.data(), nfds_t(consoles.size()), 500);
      for (const pollfd& console : consoles)
        if (console.revents != 0 && ::recv(console.fd, drained.data(), drained.size(), 0) <= 0)
          ::_exit(1);
      if (steadySeconds() - pinged < keepAliveEvery)
        continue;
      pinged = steadySeconds();
      for (const pollfd& console : consoles)
        sendAll(console.fd, consolePing());
    }
  }
  char ready = 0;
  (void)!::read(ends[0], &ready, 1);
  ::close(ends[0]);
  ::close(ends[1]);
}

Watchers::~Watchers() {
  endProcess(m_pid);
}

StalledConsole::StalledConsole(uint16_t adminPort, const std::string& token) : m_socket(dial(adminPort, true, 4096)) {
  sendAll(m_socket, consoleHello(token));
  readWelcome(m_socket);
  sendAll(m_socket, consoleSubscribe());
}

StalledConsole::~StalledConsole() {
  ::close(m_socket);
}

double steadySeconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double residentBytes(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/smaps_rollup");
  for (std::string word; file >> word;)
    if (double kilobytes = 0; word == "Rss:" && file >> kilobytes)
      return kilobytes * 1024;
  return 0;
}

} // namespace pushscope::bench
