#include "tests/soak/outside_link.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace pushscope {
namespace {

bool isPassing(int error) {
  return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

} // namespace

bool OutsideLink::open(uint16_t port, const Bytes& hello) {
  drop();
  m_decoder = Decoder(adminLimit);
  m_out.clear();
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  if (fd < 0)
    return false;
  ::fcntl(fd, F_SETFD, FD_CLOEXEC);
  ::fcntl(fd, F_SETFL, O_NONBLOCK); // before it connects: a stopped server's queue may be full
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 && errno != EINPROGRESS) {
    ::close(fd);
    return false;
  }
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  m_fd = fd;
  send(hello);
  return true;
}

void OutsideLink::drop() {
  if (m_fd >= 0)
    ::close(m_fd);
  m_fd = -1;
}

short OutsideLink::interest() const {
  return short(m_out.empty() ? POLLIN : POLLIN | POLLOUT);
}

bool OutsideLink::exchange(const std::function<void(const FrameView&)>& handle) {
  std::array<uint8_t, 32 * 1024> bytes;
  for (;;) {
    const ssize_t count = ::recv(m_fd, bytes.data(), bytes.size(), 0);
    if (count < 0 && isPassing(errno))
      break;
    if (count <= 0)
      return false;
    m_decoder.feed({bytes.data(), size_t(count)});
    while (const auto frame = m_decoder.next()) {
      handle(*frame);
      if (!isOpen())
        return false;
    }
    if (m_decoder.failed())
      return false;
  }
  return flush();
}

bool OutsideLink::flush() {
  if (m_out.empty() || !isOpen())
    return true;
  const ssize_t sent = ::send(m_fd, m_out.data(), m_out.size(), 0);
  if (sent > 0)
    m_out.erase(m_out.begin(), m_out.begin() + sent);
  return sent > 0 || isPassing(errno);
}

} // namespace pushscope
