#pragma once

#include "protocol/codec/session_codec.h"
#include "protocol/frame/command.h"
#include "protocol/frame/header.h"

#include <arpa/inet.h>
#include <chrono>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <optional>
#include <poll.h>
#include <string>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace pushscope {

inline double steadySeconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// A peer that sends any bytes it likes and takes frames one by one; without an event loop, so that thousands of cases
// cost seconds. Not for Windows.
class Wire {
 public:
  struct Frame {
    Header header;
    Bytes body;
    ErrorCode code() const { return errorFromWire(header.code); }
  };
  // There for broken code, not for slow machines.
  static constexpr int patienceMs = 20'000;

  // A small receive buffer makes a peer that does not read felt early.
  explicit Wire(uint16_t port, int receiveBuffer = 0) : m_socket(::socket(AF_INET, SOCK_STREAM, 0)) {
    const int on = 1;
    ::setsockopt(m_socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
#ifdef SO_NOSIGPIPE
    ::setsockopt(m_socket, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
#endif
    if (receiveBuffer > 0)
      ::setsockopt(m_socket, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, sizeof receiveBuffer);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    m_closed = ::connect(m_socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0;
  }
  ~Wire() {
    if (m_socket >= 0)
      ::close(m_socket);
  }
  Wire(Wire&& other) noexcept
      : m_socket(std::exchange(other.m_socket, -1)), m_closed(other.m_closed), m_in(std::move(other.m_in)),
        m_at(other.m_at), m_received(other.m_received) {}
  Wire& operator=(Wire&&) = delete;

  // False once the other side is gone.
  bool send(BytesView bytes) {
#ifdef MSG_NOSIGNAL
    constexpr int flags = MSG_NOSIGNAL;
#else
    constexpr int flags = 0;
#endif
    while (!bytes.empty()) {
      const ssize_t sent = ::send(m_socket, bytes.data(), bytes.size(), flags);
      if (sent <= 0)
        return false;
      bytes = bytes.subspan(size_t(sent));
    }
    return true;
  }
  // As many bytes as the socket takes at once.
  size_t sendSome(BytesView bytes) {
#ifdef MSG_NOSIGNAL
    const ssize_t sent = ::send(m_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
#else
    const ssize_t sent = ::send(m_socket, bytes.data(), bytes.size(), MSG_DONTWAIT);
#endif
    return sent > 0 ? size_t(sent) : 0;
  }

  // The next frame; nothing if none came in time or the other side closed.
  std::optional<Frame> next(int ms = patienceMs) {
    const double until = steadySeconds() + ms * 1e-3;
    for (;;) {
      if (auto frame = takeFrame())
        return frame;
      const double left = until - steadySeconds();
      if (m_closed || left < 0 || !read(int(left * 1e3) + 1))
        return std::nullopt;
    }
  }
  // The next frame with this command; what comes before it is dropped.
  std::optional<Frame> await(uint32_t commandValue, int ms = patienceMs) {
    while (auto frame = next(ms))
      if (frame->header.command == commandValue)
        return frame;
    return std::nullopt;
  }
  // Takes what comes until the other side closes; the last frame of this kind, if there was one.
  bool waitClosed(int ms = patienceMs) {
    const double until = steadySeconds() + ms * 1e-3;
    while (!m_closed) {
      const double left = until - steadySeconds();
      if (left < 0 || !read(int(left * 1e3) + 1))
        break;
    }
    return m_closed;
  }
  bool closed() const {
    return m_closed;
  }
  bool readable(int ms) const {
    pollfd watched{m_socket, POLLIN, 0};
    return !m_in.empty() || ::poll(&watched, 1, ms) > 0;
  }
  size_t receivedBytes() const {
    return m_received;
  }
  const Bytes& unparsed() const {
    return m_in;
  }
  int socket() const {
    return m_socket;
  }

  // Hello on any port; the welcome's header and body, or the goodbye.
  std::optional<Frame> hello(Port port, const Hello& hello) {
    send(encodeHello(port, 1, hello));
    return next();
  }

 private:
  std::optional<Frame> takeFrame() {
    if (m_in.size() - m_at < headerBytes)
      return std::nullopt;
    const BytesView rest = BytesView(m_in).subspan(m_at);
    const Header header = readHeader(rest);
    if (header.length < headerBytes || rest.size() < header.length)
      return std::nullopt;
    Frame frame{header, Bytes(rest.begin() + headerBytes, rest.begin() + header.length)};
    m_at += header.length;
    if (m_at == m_in.size())
      m_in.clear(), m_at = 0;
    return frame;
  }
  bool read(int ms) {
    pollfd watched{m_socket, POLLIN, 0};
    if (::poll(&watched, 1, ms) <= 0)
      return false;
    if (m_at > 0)
      m_in.erase(m_in.begin(), m_in.begin() + std::ptrdiff_t(std::exchange(m_at, 0)));
    uint8_t bytes[65536];
    const ssize_t count = ::recv(m_socket, bytes, sizeof bytes, 0);
    m_closed |= count <= 0;
    if (count > 0) {
      m_in.insert(m_in.end(), bytes, bytes + count);
      m_received += size_t(count);
    }
    return true;
  }

  int m_socket = -1;
  bool m_closed = false;
  Bytes m_in;
  size_t m_at = 0;
  size_t m_received = 0;
};

} // namespace pushscope
