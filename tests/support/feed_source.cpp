#include "tests/support/feed_source.h"

#include "app/telemetry/monitor.h"
#include "protocol/codec/admin_codec.h"
#include "protocol/codec/session_codec.h"
#include "tests/support/wire.h"

#include <algorithm>
#include <fcntl.h>
#include <sys/uio.h>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

constexpr Incarnation incarnation{0x5eed};
// Enough that each device of a million is told of; the same ones come again after that.
constexpr uint32_t differentBlocks = 256;
// What a server's ring holds (9-wire).
constexpr size_t ringBytes = size_t{64} << 20;
// Frames that wait in here, so that writing seldom has to ask for more.
constexpr size_t framesAhead = 8;

WallTime wallNow() {
  return WallTime(std::chrono::duration_cast<Duration>(std::chrono::system_clock::now().time_since_epoch()));
}

void putVarint(Bytes& out, uint32_t field, uint64_t value) {
  for (uint64_t rest : {uint64_t{field} << 3, value}) {
    for (; rest > 127; rest >>= 7)
      out.push_back(uint8_t(rest | 128));
    out.push_back(uint8_t(rest));
  }
}

} // namespace

FeedSource::FeedSource(const Config& config) : m_config(config) {
  makePages();
  makeBlocks();
  m_listener = ::socket(AF_INET, SOCK_STREAM, 0);
  const int on = 1;
  ::setsockopt(m_listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(config.port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (::bind(m_listener, reinterpret_cast<const sockaddr*>(&address), size) == 0 && ::listen(m_listener, 4) == 0 &&
      ::getsockname(m_listener, reinterpret_cast<sockaddr*>(&address), &size) == 0)
    m_port = ntohs(address.sin_port);
}

FeedSource::~FeedSource() {
  drop();
  if (m_listener >= 0)
    ::close(m_listener);
}

DeviceRecord FeedSource::deviceOf(uint32_t handle, Random& random, WallTime now) const {
  DeviceRecord record = virtualDevice(handle, random, now);
  record.device = m_config.prefix + std::to_string(handle);
  return record;
}

void FeedSource::makePages() {
  Random random(m_config.seed);
  const WallTime now = wallNow();
  uint32_t handle = 0;
  do {
    SnapshotPage page;
    while (handle < m_config.devices && !page.isFull())
      page.add(deviceOf(++handle, random, now));
    m_pages.push_back(page.frame(Port::admin, 0, m_pages.empty(), handle == m_config.devices));
  } while (handle < m_config.devices);
}

// A block's times are deltas, and a field that comes twice counts as it came last: so the same body serves for ever,
// with a new sequence and a new time behind it.
void FeedSource::makeBlocks() {
  static_assert(Monitor::factsPerBlock == factsPerBlock);
  if (m_config.devices == 0)
    return;
  Random random(m_config.seed + 1);
  const WallTime now = wallNow();
  for (uint32_t i = 0; i < differentBlocks; ++i) {
    Monitor monitor({"source", incarnation, Port::admin});
    for (uint32_t fact = 0; fact < factsPerBlock; ++fact)
      tellVirtualFact(monitor, m_config.mix, m_config.devices, random, now + Duration(fact));
    const Bytes& frame = *monitor.block(1);
    m_blocks.emplace_back(frame.begin() + headerBytes, frame.end());
  }
}

void FeedSource::accept() {
  drop();
  m_socket = ::accept(m_listener, nullptr, nullptr);
  const int on = 1;
  ::setsockopt(m_socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
#ifdef SO_NOSIGPIPE
  ::setsockopt(m_socket, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
#endif
  ::fcntl(m_socket, F_SETFL, ::fcntl(m_socket, F_GETFL) | O_NONBLOCK);
}

void FeedSource::drop() {
  if (m_socket >= 0)
    ::close(m_socket);
  m_socket = -1;
  m_decoder = Decoder(adminLimit);
  m_welcomed = m_subscribed = false;
  m_out.clear();
  m_written = 0;
}

void FeedSource::read() {
  uint8_t bytes[16 * 1024];
  const ssize_t count = ::recv(m_socket, bytes, sizeof bytes, 0);
  if (count <= 0)
    return drop();
  m_decoder.feed({bytes, size_t(count)});
  while (m_socket >= 0) {
    const auto frame = m_decoder.next();
    if (!frame)
      break;
    heard(*frame);
  }
  if (m_decoder.failed())
    drop();
}

void FeedSource::heard(const FrameView& frame) {
  const uint32_t serial = frame.header.serial;
  if (frame.header.command == command(Port::admin, Common::hello)) {
    const Result<Hello> hello = decodeHello(frame.body);
    m_welcomed = hello.ok() && (m_config.token.empty() || hello.value().credential == m_config.token);
    if (!m_welcomed) {
      m_out.push_back({encodeGoodbye(Port::admin, ErrorCode::unauthenticated, {}), {}, {}});
      return;
    }
    Welcome welcome;
    welcome.node = m_config.node;
    welcome.server = m_config.server;
    welcome.incarnation = incarnation;
    welcome.role = Role::view;
    m_out.push_back({encodeWelcome(Port::admin, serial, welcome), {}, {}});
  } else if (m_welcomed && frame.header.command == command(Port::admin, Common::ping)) {
    const WallTime now = wallNow();
    if (const Result<Ping> ping = decodePing(frame.body); ping.ok())
      m_out.push_back({encodePong(Port::admin, serial, {ping.value().sent, now, now, now}), {}, {}});
  } else if (m_welcomed && frame.header.command == command(Port::admin, telemetry::subscribe)) {
    m_out.push_back({encodeSubscribed(Port::admin, serial, {false, m_config.devices}), {}, {}});
    m_subscribed = true;
    m_nextPage = 0;
  } else if (m_welcomed && frame.header.command != command(Port::admin, Common::goodbye)) {
    m_out.push_back({encodeRefusal(frame.header, ErrorCode::forbidden, {}), {}, {}});
  }
}

double FeedSource::dueBlocks() const {
  return (steadySeconds() - m_blocksBegan) * m_config.factsPerSecond / factsPerBlock;
}

bool FeedSource::putNext() {
  if (!m_subscribed)
    return false;
  if (m_nextPage < m_pages.size()) {
    m_out.push_back({{}, m_pages[m_nextPage++], {}});
    m_blocksBegan = steadySeconds();
    m_sinceThen = 0;
    return true;
  }
  if (m_blocks.empty())
    return false;
  if (m_config.factsPerSecond > 0) {
    const double due = dueBlocks();
    if (due < double(m_sinceThen + 1))
      return false;
    // The reader is slower than the facts: what a ring would not hold any more is lost.
    const auto late = uint64_t(due) - m_sinceThen;
    if (late * m_blocks.front().size() > ringBytes) {
      m_out.push_back({encodeGap(Port::admin, late), {}, {}});
      m_skippedBlocks += late;
      m_nextSequence += late;
      m_nextPage = 0;
      return true;
    }
  }
  putBlock();
  return true;
}

void FeedSource::putBlock() {
  // Their numbers in telemetry.proto.
  constexpr uint32_t sequence = 3, wall = 4;
  const Bytes& body = m_blocks[m_nextSequence % m_blocks.size()];
  Out out;
  putVarint(out.tail, sequence, m_nextSequence++);
  putVarint(out.tail, wall, uint64_t(micros(wallNow())));
  const auto length = uint32_t(headerBytes + body.size() + out.tail.size());
  const HeaderBytes header = writeHeader({length, 0, command(Port::admin, telemetry::block), 0});
  out.own.assign(header.begin(), header.end());
  out.shared = body;
  m_out.push_back(std::move(out));
  ++m_sinceThen;
  ++m_sentBlocks;
}

bool FeedSource::write() {
  while (m_out.size() < framesAhead && putNext()) {
  }
  while (!m_out.empty()) {
    const Out& out = m_out.front();
    iovec parts[3];
    int count = 0;
    size_t skip = m_written, left = 0;
    for (const BytesView part : {BytesView(out.own), out.shared, BytesView(out.tail)}) {
      const size_t taken = std::min(skip, part.size());
      skip -= taken;
      if (taken < part.size()) {
        parts[count++] = {const_cast<uint8_t*>(part.data()) + taken, part.size() - taken};
        left += part.size() - taken;
      }
    }
    msghdr message{};
    message.msg_iov = parts;
    message.msg_iovlen = decltype(message.msg_iovlen)(count);
#ifdef MSG_NOSIGNAL
    const ssize_t sent = ::sendmsg(m_socket, &message, MSG_NOSIGNAL);
#else
    const ssize_t sent = ::sendmsg(m_socket, &message, 0);
#endif
    if (sent < 0)
      return false;
    m_written += size_t(sent);
    if (size_t(sent) < left)
      return false;
    m_out.pop_front();
    m_written = 0;
    putNext();
  }
  return true;
}

void FeedSource::serve(int milliseconds) {
  if (m_socket >= 0 && write() && m_subscribed && m_config.factsPerSecond > 0 && !m_blocks.empty())
    milliseconds = std::min(milliseconds, int(1e3 * factsPerBlock / m_config.factsPerSecond) + 1);
  std::array<pollfd, 2> watched{pollfd{m_listener, POLLIN, 0},
                                pollfd{m_socket, short(m_out.empty() ? POLLIN : POLLIN | POLLOUT), 0}};
  if (::poll(watched.data(), m_socket >= 0 ? 2 : 1, milliseconds) <= 0)
    return;
  if (m_socket >= 0 && (watched[1].revents & ~POLLOUT) != 0)
    read();
  if ((watched[0].revents & POLLIN) != 0)
    accept();
}

} // namespace pushscope
