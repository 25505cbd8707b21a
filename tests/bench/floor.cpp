#include "protocol/frame/decoder.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

// The floor under every push server that speaks TCP on one thread: a relay that reads a header, looks the device up in
// an array and passes the frame on. It checks, keeps and counts nothing, and allocates nothing while frames pass. What
// pushnode costs more than this, it costs for what it knows.
//
//   pusher ─ push ─▶ relay ─ push ─▶ device ─ acknowledge ─▶ relay ─ acknowledge ─▶ pusher
//
// All frames have the header of protocol/README.md; the serial is the device's number. Hello is a header alone, comes
// first on each connection and is echoed; the device with the number 0 is the pusher.
namespace pushscope {
namespace {

constexpr uint32_t hello = 1, push = 2;
constexpr size_t most = 65'536; // connections, and with them devices
constexpr size_t frameBound = 4096;

struct Peer {
  uint32_t device = 0;
  uint32_t kept = 0;                       // bytes of an unfinished frame
  std::array<uint8_t, headerBytes> part{}; // of a device, whose frames are headers
};

std::array<Peer, most> peers;          // by descriptor
std::array<int, most> descriptorOf;    // by device
std::array<uint8_t, 1 << 18> incoming; // what the pusher sent, an unfinished frame first
std::array<uint8_t, 1 << 18> scratch;
std::array<uint8_t, 1 << 18> answers; // for the pusher, sent once a turn
size_t answerBytes = 0;
int pusher = -1, poller = -1, listener = -1;

void fail(const char* what) {
  std::perror(what);
  std::exit(1);
}

// Neither end lets a socket's buffer fill up; one that does has broken the measurement.
void sendAll(int to, const uint8_t* bytes, size_t count) {
  while (count > 0) {
    const ssize_t sent = ::send(to, bytes, count, MSG_NOSIGNAL);
    if (sent < 0 && errno != EAGAIN)
      return;
    if (sent > 0)
      bytes += sent, count -= size_t(sent);
  }
}

void flushAnswers() {
  sendAll(pusher, answers.data(), answerBytes);
  answerBytes = 0;
}

void accept() {
  for (;;) {
    const int fd = ::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0 || size_t(fd) >= most)
      return;
    const int on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    peers[size_t(fd)] = {};
    epoll_event event{EPOLLIN, {}};
    event.data.fd = fd;
    ::epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event);
  }
}

void greet(int fd, Peer& peer, uint32_t device, const uint8_t* frame) {
  peer.device = device;
  if (device == 0)
    pusher = fd;
  else
    descriptorOf[device % most] = fd;
  sendAll(fd, frame, headerBytes);
}

// A frame that is a header alone, from a device or from anybody who has not said hello.
void header(int fd, Peer& peer, const uint8_t* frame) {
  if (readU32(frame + 8) == hello)
    return greet(fd, peer, readU32(frame + 4), frame);
  if (answerBytes + headerBytes > answers.size())
    flushAnswers();
  std::memcpy(answers.data() + answerBytes, frame, headerBytes);
  answerBytes += headerBytes;
}

void readDevice(int fd, Peer& peer) {
  std::memcpy(scratch.data(), peer.part.data(), peer.kept);
  const ssize_t count = ::recv(fd, scratch.data() + peer.kept, scratch.size() - peer.kept, 0);
  if (count == 0 || (count < 0 && errno != EAGAIN))
    ::close(fd);
  if (count <= 0)
    return;
  const size_t all = peer.kept + size_t(count);
  size_t at = 0;
  for (; all - at >= headerBytes; at += headerBytes)
    header(fd, peer, scratch.data() + at);
  peer.kept = uint32_t(all - at);
  std::memcpy(peer.part.data(), scratch.data() + at, peer.kept);
}

void readPusher(Peer& peer) {
  const ssize_t count = ::recv(pusher, incoming.data() + peer.kept, incoming.size() - peer.kept, 0);
  if (count == 0 || (count < 0 && errno != EAGAIN)) {
    ::close(pusher);
    pusher = -1;
  }
  if (count <= 0)
    return;
  const size_t all = peer.kept + size_t(count);
  size_t at = 0;
  while (all - at >= headerBytes) {
    const uint8_t* frame = incoming.data() + at;
    const uint32_t length = readU32(frame);
    if (length < headerBytes || length > frameBound)
      fail("a frame has a length that this relay does not know");
    if (all - at < length)
      break;
    if (readU32(frame + 8) == push)
      sendAll(descriptorOf[readU32(frame + 4) % most], frame, length);
    at += length;
  }
  peer.kept = uint32_t(all - at);
  std::memmove(incoming.data(), incoming.data() + at, peer.kept);
}

void openPort() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  listener = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (::bind(listener, reinterpret_cast<sockaddr*>(&address), length) != 0 || ::listen(listener, 4096) != 0)
    fail("the relay cannot listen");
  ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &length);
  poller = ::epoll_create1(EPOLL_CLOEXEC);
  epoll_event event{EPOLLIN, {}};
  event.data.fd = listener;
  ::epoll_ctl(poller, EPOLL_CTL_ADD, listener, &event);
  const unsigned port = ntohs(address.sin_port);
  std::printf("{\"ready\":{\"device\":\"127.0.0.1:%u\",\"admin\":\"127.0.0.1:%u\"}}\n", port, port);
  std::fflush(stdout);
}

void relay() {
  std::array<epoll_event, 1024> events;
  for (;;) {
    const int count = ::epoll_wait(poller, events.data(), int(events.size()), -1);
    for (int i = 0; i < count; ++i) {
      const int fd = events[size_t(i)].data.fd;
      if (fd == listener)
        accept();
      else if (fd == pusher)
        readPusher(peers[size_t(fd)]);
      else
        readDevice(fd, peers[size_t(fd)]);
    }
    if (answerBytes > 0)
      flushAnswers();
  }
}

} // namespace
} // namespace pushscope

int main() {
  std::signal(SIGPIPE, SIG_IGN);
  pushscope::openPort();
  pushscope::relay();
}
