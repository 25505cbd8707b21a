#include "tests/support/hostile_server.h"

#include "app/telemetry/monitor.h"
#include "protocol/codec/admin_codec.h"
#include "protocol/codec/session_codec.h"
#include "protocol/frame/decoder.h"
#include "tests/support/virtual_devices.h"

#include <algorithm>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

constexpr uint32_t devices = 500;
constexpr WallTime begin(1'700'000'000s);
// So that whoever reads is kept busy by many conversations rather than by one.
constexpr uint64_t mostFrames = 400;

Bytes garbage(Random& random, size_t most) {
  Bytes out(size_t(random.below(most)) + 1);
  std::generate(out.begin(), out.end(), [&] { return uint8_t(random.below(256)); });
  return out;
}

} // namespace

HostileServer::HostileServer(uint64_t seed) : m_random(seed) {
  makeMaterial();
  m_listener = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (::bind(m_listener, reinterpret_cast<const sockaddr*>(&address), size) == 0 && ::listen(m_listener, 16) == 0 &&
      ::getsockname(m_listener, reinterpret_cast<sockaddr*>(&address), &size) == 0)
    m_port = ntohs(address.sin_port);
  m_thread = std::thread([this] { run(); });
}

HostileServer::~HostileServer() {
  m_ends = true;
  m_thread.join();
  ::close(m_listener);
}

void HostileServer::makeMaterial() {
  for (uint32_t handle = 0; handle < devices;) {
    const bool first = handle == 0;
    SnapshotPage page;
    while (handle < devices && !page.isFull())
      page.add(virtualDevice(++handle, m_random, begin));
    m_material.push_back(page.frame(Port::admin, 0, first, handle == devices));
  }
  Monitor monitor({"stage", Incarnation{7}, Port::admin});
  for (int block = 0; block < 50; ++block) {
    for (int fact = 0; fact < 40; ++fact)
      tellVirtualFact(monitor, FactMix::mixed(), devices, m_random, begin + Duration(fact));
    monitor.flush({MonoTime{}, begin});
  }
  for (uint64_t n = 1; n <= monitor.lastSequence(); ++n)
    m_material.push_back(*monitor.block(n));
}

void HostileServer::run() {
  while (!m_ends) {
    pollfd watched{m_listener, POLLIN, 0};
    if (::poll(&watched, 1, 20) <= 0)
      continue;
    const int socket = ::accept(m_listener, nullptr, nullptr);
    if (socket < 0)
      continue;
    ++m_connections;
    const timeval patience{0, 200'000}; // for those who do not read, or say nothing
    ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    mistreat(socket);
    ::close(socket);
  }
}

bool HostileServer::send(int socket, BytesView bytes) {
#ifdef MSG_NOSIGNAL
  constexpr int flags = MSG_NOSIGNAL;
#else
  constexpr int flags = 0;
#endif
  while (!bytes.empty() && !m_ends) {
    const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), flags);
    if (sent <= 0)
      return false;
    bytes = bytes.subspan(size_t(sent));
  }
  return !m_ends;
}

Bytes HostileServer::nextFrame() {
  Bytes frame = m_material[size_t(m_random.below(m_material.size()))];
  switch (m_random.below(8)) {
  case 0: // flipped bytes in the body: the frame is whole
    for (uint64_t i = 0; i <= m_random.below(8) && frame.size() > headerBytes; ++i)
      frame[headerBytes + size_t(m_random.below(frame.size() - headerBytes))] = uint8_t(m_random.below(256));
    break;
  case 1: // anywhere
    frame[size_t(m_random.below(frame.size()))] = uint8_t(m_random.below(256));
    break;
  case 2: { // some command, some serial, some body
    frame = garbage(m_random, 300);
    const uint32_t answer = m_random.below(2) == 0 ? answerBit : 0;
    const HeaderBytes header =
        writeHeader({uint32_t(headerBytes + frame.size()), uint32_t(m_random.below(20)),
                     command(Port::admin, uint32_t(m_random.below(64))) | answer, uint32_t(m_random.below(40))});
    frame.insert(frame.begin(), header.begin(), header.end());
    break;
  }
  default: // honest, but again and in any order
    break;
  }
  return frame;
}

// The beginning of an honest conversation. False: the other side has gone, or said nothing.
bool HostileServer::welcome(int socket) {
  Decoder decoder(adminLimit);
  for (bool subscribed = false; !subscribed;) {
    uint8_t bytes[4096];
    const ssize_t count = ::recv(socket, bytes, sizeof bytes, 0);
    if (count <= 0)
      return false;
    decoder.feed({bytes, size_t(count)});
    while (const auto frame = decoder.next()) {
      const uint32_t serial = frame->header.serial;
      if (frame->header.command == command(Port::admin, Common::hello)) {
        Welcome welcome;
        welcome.node = "stage";
        welcome.incarnation = {7};
        welcome.server = "hostile/1";
        welcome.heartbeat = {30s, 15s, 3};
        send(socket, encodeWelcome(Port::admin, serial, welcome));
      } else if (frame->header.command == command(Port::admin, Common::ping)) {
        if (const auto ping = decodePing(frame->body); ping.ok())
          send(socket, encodePong(Port::admin, serial, {ping.value().sent, begin, begin, begin}));
      } else if (frame->header.command == command(Port::admin, telemetry::subscribe)) {
        subscribed = send(socket, encodeSubscribed(Port::admin, serial, {}));
      }
    }
  }
  return true;
}

void HostileServer::mistreat(int socket) {
  if (m_random.below(20) == 0)
    send(socket, garbage(m_random, 5000));
  if (!welcome(socket))
    return;
  for (uint64_t left = m_random.below(mostFrames); left > 0; --left) {
    const Bytes frame = nextFrame();
    const bool half = m_random.below(mostFrames) == 0;
    if (!send(socket, half ? BytesView(frame).first(frame.size() / 2) : BytesView(frame)))
      return;
    ++m_frames;
  }
}

} // namespace pushscope
