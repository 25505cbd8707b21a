// Thousands of strangers at the device port of a real pushnode, who never say hello as they should: what they cost it,
// when they are dropped, and what an honest phone notices (6-trust TA4, TA5, TA7).
//
//   crowd silent|slow-loris|flood [CONNECTIONS] [elsewhere]
//
// elsewhere: the control. The crowd goes to a second server, so that what honest phones wait longer is what this
// machine and this program cost, not the server.
//
// silent: they connect and say nothing. slow-loris: a byte of a good hello every 5 s. flood: a header with a wrong
// length each, or one that announces as much as is allowed and then all but its last byte; a third never ends.
#include "tests/support/raw_node.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <limits>
#include <mutex>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <thread>

namespace pushscope {
namespace {

constexpr double deadline = 10;      // s until hello
constexpr double allowedLate = 1.5;  // s: timers of a second, and a machine with other work
constexpr double drip = 5;           // s between two bytes of a slow one
constexpr long mostBytesEach = 4096; // before authentication
constexpr long mostKiB = 100 * 1024; // of 10,000
constexpr size_t connectingAtOnce = 256;

enum class Mode { silent, slowLoris, flood };

struct Kind {
  const char* name;
  Bytes bytes;
  bool heldToTheDeadline;
  uint32_t code; // of the goodbye
  size_t peers = 0, right = 0;
  double slowest = 0; // s from what it sent, or from its connection, to its end
};

Bytes headerOf(uint32_t length, Common what, size_t andBytes = 0) {
  const HeaderBytes header = writeHeader({length, 1, command(Port::device, what), 0});
  Bytes out(header.begin(), header.end());
  out.resize(out.size() + andBytes, 0x0a);
  return out;
}

std::vector<Kind> kindsOf(Mode mode) {
  constexpr auto malformed = uint32_t(ErrorCode::malformed), tooLarge = uint32_t(ErrorCode::tooLarge),
                 unknown = uint32_t(ErrorCode::unauthenticated), late = uint32_t(ErrorCode::busy);
  switch (mode) {
  case Mode::silent:
    return {{"silent", {}, true, late}};
  case Mode::slowLoris:
    return {{"a byte every 5 s", headerOf(40, Common::hello, 24), true, late}};
  case Mode::flood:
    break;
  }
  return {{"length 0", headerOf(0, Common::hello), false, malformed},
          {"length 15", headerOf(15, Common::hello), false, malformed},
          {"length 16, no hello", headerOf(16, Common::ping), false, unknown},
          {"length 17, its byte missing", headerOf(17, Common::hello), true, late},
          {"the limit, a byte missing", headerOf(helloLimit, Common::hello, helloLimit - headerBytes - 1), true, late},
          {"the limit and 1", headerOf(helloLimit + 1, Common::hello), false, tooLarge},
          {"0x7fffffff", headerOf(0x7fff'ffff, Common::hello), false, tooLarge},
          {"0x80000000", headerOf(0x8000'0000, Common::hello), false, tooLarge},
          {"0xffffffff", headerOf(0xffff'ffff, Common::hello), false, tooLarge},
          {"a hello of 1 MiB", headerOf(1 << 20, Common::hello, 4096), false, tooLarge},
          {"pushes before hello", headerOf(64, Common(0x10), 48), false, unknown},
          {"a byte every 5 s", headerOf(40, Common::hello, 24), true, late}};
}

struct Peer {
  int fd = -1;
  uint32_t kind = 0;
  double since = 0; // connected
  double drips = 0; // when the next byte is due
  size_t sent = 0;
  std::array<uint8_t, headerBytes> goodbye{};
  size_t heard = 0;
};

// A phone that connects over and over; with many ids in turn, because one that comes too often is banned.
class Honest {
 public:
  explicit Honest(const RawNode& node) : m_node(node), m_thread([this] { run(); }) {}
  ~Honest() {
    m_over = true;
    m_thread.join();
  }
  // What was measured since the last call.
  std::vector<double> take() {
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_latencies, {});
  }
  size_t refused() const { return m_refused; }

 private:
  static constexpr uint64_t ids = 5000;
  void run() {
    for (uint64_t i = 0; !m_over; ++i) {
      const double begun = steadySeconds();
      Wire wire(m_node.device());
      const auto frame = wire.hello(Port::device, RawNode::helloOf("honest-" + std::to_string(i % ids)));
      if (!frame || frame->header.command != answerTo(command(Port::device, Common::hello)))
        ++m_refused;
      const std::lock_guard lock(m_mutex);
      m_latencies.push_back(steadySeconds() - begun);
      // A phone a millisecond is enough; without a pause it would measure its own load.
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
  }
  const RawNode& m_node;
  std::mutex m_mutex;
  std::vector<double> m_latencies;
  std::atomic<size_t> m_refused = 0;
  std::atomic<bool> m_over = false;
  std::thread m_thread;
};

double quantile(std::vector<double> values, double q) {
  if (values.empty())
    return 0;
  std::sort(values.begin(), values.end());
  return values[std::min(values.size() - 1, size_t(double(values.size()) * q))];
}

class Crowd {
 public:
  // Slow ones dial evenly over the time between two of their bytes, so that these come evenly, as from strangers who do
  // not know of each other; all others as fast as they can.
  Crowd(Mode mode, size_t count, uint16_t port)
      : m_kinds(kindsOf(mode)), m_peers(count), m_port(port),
        m_perSecond(mode == Mode::slowLoris ? double(count) / drip : std::numeric_limits<double>::infinity()) {}
  ~Crowd() {
    for (const Peer& peer : m_peers)
      if (peer.fd >= 0)
        ::close(peer.fd);
    ::close(m_poller);
  }

  // Runs until all are gone, or should have been for long. `turn` is called often.
  void run(const std::function<void()>& turn) {
    const double begun = steadySeconds();
    while (m_over < m_peers.size() && steadySeconds() - begun < deadline + allowedLate + 30) {
      while (m_next < m_peers.size() && m_connecting < connectingAtOnce &&
             double(m_next) <= (steadySeconds() - begun) * m_perSecond)
        dial(m_peers[m_next++]);
      if (m_next == m_peers.size() && m_connecting == 0 && allConnected == 0)
        allConnected = steadySeconds() - begun;
      step();
      turn();
    }
  }
  size_t gone() const { return m_over; }
  size_t held() const { return m_open; }
  const std::vector<Kind>& kinds() const { return m_kinds; }
  double allConnected = 0;
  size_t mostAtOnce = 0;

 private:
  void dial(Peer& peer) {
    peer.kind = uint32_t(size_t(&peer - m_peers.data()) % m_kinds.size());
    ++m_kinds[peer.kind].peers;
    peer.fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(m_port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (peer.fd < 0 || (::connect(peer.fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 &&
                        errno != EINPROGRESS)) {
      std::fprintf(stderr, "cannot connect: %s\n", std::strerror(errno));
      return over(peer);
    }
    ++m_connecting;
    epoll_event event{EPOLLOUT | EPOLLIN, {.u64 = uint64_t(&peer - m_peers.data())}};
    ::epoll_ctl(m_poller, EPOLL_CTL_ADD, peer.fd, &event);
  }

  void step() {
    std::array<epoll_event, 512> events;
    const int n = ::epoll_wait(m_poller, events.data(), int(events.size()), m_next < m_peers.size() ? 1 : 20);
    for (int i = 0; i < n; ++i) {
      Peer& peer = m_peers[events[size_t(i)].data.u64];
      if (peer.since == 0)
        connected(peer);
      if (peer.fd >= 0 && (events[size_t(i)].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0)
        read(peer);
    }
    const double now = steadySeconds();
    while (m_dripAt < m_drips.size() && m_peers[m_drips[m_dripAt]].drips <= now)
      dripOne(m_peers[m_drips[m_dripAt++]], now);
  }

  void connected(Peer& peer) {
    --m_connecting;
    ++m_open;
    mostAtOnce = std::max(mostAtOnce, m_open);
    peer.since = steadySeconds();
    epoll_event event{EPOLLIN, {.u64 = uint64_t(&peer - m_peers.data())}};
    ::epoll_ctl(m_poller, EPOLL_CTL_MOD, peer.fd, &event);
    if (isSlow(peer))
      dripOne(peer, peer.since);
    else if (const Bytes& bytes = m_kinds[peer.kind].bytes; !bytes.empty())
      (void)!::send(peer.fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  }
  bool isSlow(const Peer& peer) const { return std::strcmp(m_kinds[peer.kind].name, "a byte every 5 s") == 0; }

  void dripOne(Peer& peer, double now) {
    const Bytes& bytes = m_kinds[peer.kind].bytes;
    if (peer.fd < 0 || peer.sent >= bytes.size())
      return;
    (void)!::send(peer.fd, &bytes[peer.sent++], 1, MSG_NOSIGNAL);
    peer.drips = now + drip;
    m_drips.push_back(size_t(&peer - m_peers.data())); // in order of time, because all wait as long
  }

  void read(Peer& peer) {
    std::array<uint8_t, 512> bytes;
    const ssize_t count = ::recv(peer.fd, bytes.data(), bytes.size(), 0);
    if (count < 0 && errno == EAGAIN)
      return;
    for (ssize_t i = 0; i < count && peer.heard < headerBytes; ++i)
      peer.goodbye[peer.heard++] = bytes[size_t(i)];
    if (count > 0)
      return;
    Kind& kind = m_kinds[peer.kind];
    const double lived = steadySeconds() - peer.since;
    kind.slowest = std::max(kind.slowest, lived);
    const Header header = peer.heard == headerBytes ? readHeader(peer.goodbye) : Header{};
    const bool inTime = kind.heldToTheDeadline ? lived > deadline - 0.5 && lived < deadline + allowedLate : true;
    kind.right += header.command == command(Port::device, Common::goodbye) && header.code == kind.code && inTime;
    --m_open;
    over(peer);
  }
  void over(Peer& peer) {
    if (peer.fd >= 0)
      ::close(std::exchange(peer.fd, -1));
    ++m_over;
  }

  std::vector<Kind> m_kinds;
  std::vector<Peer> m_peers;
  uint16_t m_port;
  double m_perSecond;
  int m_poller = ::epoll_create1(EPOLL_CLOEXEC);
  size_t m_next = 0, m_connecting = 0, m_over = 0, m_open = 0, m_dripAt = 0;
  std::vector<size_t> m_drips;
};

void raiseLimit() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

int run(Mode mode, const char* name, size_t count, bool elsewhere) {
  raiseLimit();
  RawNode node({"--store", "memory"});
  if (!node.ready())
    return std::fprintf(stderr, "pushnode does not start: %s\n", node.log().c_str()), 2;
  const bool big = count >= 5000;
  // Memory first, and alone: what honest phones cost is not the strangers'.
  long before = node.residentKiB(), most = before;
  double each = 0;
  if (big) {
    Crowd alone(mode, count, node.device());
    double looked = 0;
    alone.run([&] {
      if (steadySeconds() - looked < 0.05)
        return;
      looked = steadySeconds();
      most = std::max(most, node.residentKiB());
    });
    each = double(most - before) * 1024 / double(std::max<size_t>(1, alone.mostAtOnce));
  }
  Honest honest(node);
  const auto measure = [&](double seconds) {
    honest.take();
    std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
    return honest.take();
  };
  const double baseSeconds = count < 5000 ? 1 : 5;
  measure(baseSeconds / 2); // whatever is allocated once
  const std::vector<double> base = measure(baseSeconds);

  std::unique_ptr<RawNode> decoy;
  if (elsewhere)
    decoy = std::make_unique<RawNode>(std::vector<std::string>{"--store", "memory"});
  Crowd crowd(mode, count, decoy ? decoy->device() : node.device());
  honest.take();
  crowd.run([] {});
  const std::vector<double> meanwhile = honest.take();

  const double ratio = quantile(base, 0.99) > 0 ? quantile(meanwhile, 0.99) / quantile(base, 0.99) : 0;
  std::printf("crowd %s: %zu connections in %.1f s, %zu at once\n", name, count, crowd.allConnected, crowd.mostAtOnce);
  bool right = crowd.gone() == count && node.process().running() && honest.refused() == 0;
  for (const Kind& kind : crowd.kinds()) {
    std::printf("  %-30s %6zu peers, %6zu ended as they must, the last after %.2f s\n", kind.name, kind.peers,
                kind.right, kind.slowest);
    right &= kind.right == kind.peers;
  }
  if (big)
    std::printf("  memory: %ld KiB before, %ld KiB at most: +%.1f MiB, %.0f bytes a connection (bound %ld, and %ld MiB "
                "of 10,000)\n",
                before, most, double(most - before) / 1024, each, mostBytesEach, mostKiB / 1024);
  std::printf("  honest phones, connect to welcome: base p50 %.2f ms, p99 %.2f ms (%zu); meanwhile p50 %.2f ms, p99 "
              "%.2f ms (%zu): %.1fx (bound 2x); %zu refused\n",
              quantile(base, 0.5) * 1e3, quantile(base, 0.99) * 1e3, base.size(), quantile(meanwhile, 0.5) * 1e3,
              quantile(meanwhile, 0.99) * 1e3, meanwhile.size(), ratio, honest.refused());
  // A small crowd says nothing about memory each, and a test does not fail for being slow.
  const bool fits = before == 0 || !big || (each <= mostBytesEach && most - before <= mostKiB);
  const bool quick = !big || ratio <= 2;
  std::printf("  %s\n", !right   ? "FAILED: somebody did not end as they must"
                        : !fits  ? "FAILED: too much memory"
                        : !quick ? "FAILED: honest phones waited too long"
                                 : "passed");
  return right && fits && quick ? 0 : 1;
}

} // namespace
} // namespace pushscope

int main(int argc, char** argv) {
  using pushscope::Mode;
  const std::string mode = argc > 1 ? argv[1] : "";
  const size_t count = argc > 2 ? size_t(std::strtoul(argv[2], nullptr, 10)) : 10'000;
  const bool elsewhere = argc > 3 && std::string(argv[3]) == "elsewhere";
  if (mode == "silent")
    return pushscope::run(Mode::silent, "silent", count, elsewhere);
  if (mode == "slow-loris")
    return pushscope::run(Mode::slowLoris, "slow-loris", count, elsewhere);
  if (mode == "flood")
    return pushscope::run(Mode::flood, "flood", count, elsewhere);
  std::fprintf(stderr, "crowd silent|slow-loris|flood [CONNECTIONS] [elsewhere]\n");
  return 2;
}
