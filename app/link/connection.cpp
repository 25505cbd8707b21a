#include "app/link/connection.h"

#include "app/link/shell_clock.h"

#include <asio/buffer.hpp>
#include <asio/execution/context.hpp>
#include <asio/execution_context.hpp>
#include <asio/post.hpp>
#include <asio/socket_base.hpp>
#include <asio/steady_timer.hpp>

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

namespace pushscope {
namespace {

// One writev() of at most so many frames: the kernel takes 1,024, more than these rarely wait.
constexpr size_t gathered = 64;

using Progress = TlsSession::Progress;

} // namespace

struct Connection::Tls {
  std::unique_ptr<TlsSession> session;       // null once the socket is closed
  std::unique_ptr<asio::steady_timer> limit; // of the handshake
  bool mayHoldMore = false;                  // the session may give bytes although the socket has none
  bool readWantsWrite = false;               // it has to answer a change of keys before it reads on
  Error trouble;
};

// The connections of one thread that have something to write after this turn: one handler flushes them all.
class Connection::Flushes : public asio::execution_context::service {
 public:
  using key_type = Flushes;
  static inline asio::execution_context::id id;

  explicit Flushes(asio::execution_context& context) : service(context) {}

  void add(std::shared_ptr<Connection> connection) {
    m_due.push_back(std::move(connection));
    if (m_due.size() == 1)
      asio::post(m_due.front()->m_socket.get_executor(), [this] { flush(); });
  }

 private:
  void flush() {
    m_now.swap(m_due);
    for (std::shared_ptr<Connection>& connection : m_now) {
      connection->flush();
      connection = nullptr;
    }
    m_now.clear();
  }
  void shutdown() override {
    m_due.clear();
    m_now.clear();
  }

  std::vector<std::shared_ptr<Connection>> m_due, m_now;
};

void Connection::Queue::push(Queued frame) {
  if (m_size++ == 0)
    m_front = std::move(frame);
  else
    m_more.push_back(std::move(frame));
}

void Connection::Queue::pop() {
  constexpr size_t busy = 32, most = 1024; // frames; fewer than that are of a connection that mostly idles
  if (--m_size == 0) {
    if (m_more.capacity() < busy || m_more.capacity() > most)
      return clear();
    m_front = {};
    m_more.clear();
    m_gone = 0;
    return;
  }
  m_front = std::move(m_more[m_gone++]);
  if (m_gone > m_more.size() / 2) { // each is moved once on average
    m_more.erase(m_more.begin(), m_more.begin() + std::ptrdiff_t(m_gone));
    m_gone = 0;
  }
}

Connection::Connection(asio::ip::tcp::socket socket, const Limits& limits, std::span<uint8_t> scratch,
                       std::unique_ptr<TlsSession> tls)
    : m_socket(std::move(socket)), m_decoder(limits.frameBytes), m_scratch(scratch), m_limits(limits) {
  if (tls)
    m_tls = std::make_unique<Tls>(Tls{std::move(tls), nullptr, false, false, {}});
}

Connection::~Connection() = default;

std::shared_ptr<Connection> Connection::handOver(Connection& from, const asio::any_io_executor& to,
                                                 std::span<uint8_t> scratch, const std::optional<FrameView>& again) {
  assert(from.m_handler);
  from.m_handler = nullptr;
  auto unread = std::make_unique<Bytes>();
  if (again)
    *unread = encodeFrame(again->header.serial, again->header.command, static_cast<ErrorCode>(again->header.code),
                          again->body);
  for (const Bytes& rest : {from.m_handed ? *from.m_handed : Bytes(), from.m_decoder.takeRest()})
    unread->insert(unread->end(), rest.begin(), rest.end());

  asio::ip::tcp::socket socket(to);
  asio::error_code error;
  const auto protocol = from.m_socket.local_endpoint(error).protocol();
  const auto descriptor = from.m_socket.release(error);
  if (!error)
    socket.assign(protocol, descriptor, error); // else it is not open, and start() finds it ended
  Limits limits = from.m_limits;
  limits.frameBytes = from.m_decoder.limit();
  auto connection = std::make_shared<Connection>(std::move(socket), limits, scratch);
  connection->m_handed = unread->empty() ? nullptr : std::move(unread);
  connection->m_tls = std::move(from.m_tls);
  connection->m_queue = std::exchange(from.m_queue, {});
  connection->m_unwritten = from.m_unwritten;
  connection->m_frontWritten = std::exchange(from.m_frontWritten, 0);
  connection->m_paused = from.m_paused;
  from.dropSocket();
  return connection;
}

void Connection::start(Handler& handler) {
  m_handler = &handler;
  asio::error_code ignored;
  m_socket.non_blocking(true, ignored);
  m_socket.set_option(asio::ip::tcp::no_delay(true), ignored);
  if (m_tls && !m_tls->session->isEstablished())
    return startHandshake();
  if (!m_queue.empty())
    flushSoon();
  waitReadable();
}

void Connection::pauseReading(bool paused) {
  if (std::exchange(m_paused, paused) && !paused && m_handler)
    waitReadable();
}

void Connection::waitReadable() {
  if (m_paused || std::exchange(m_waiting, true))
    return;
  auto turn = [self = shared_from_this()](const asio::error_code& error) {
    self->m_waiting = false;
    if (error == asio::error::operation_aborted || !self->m_handler || self->m_paused)
      return;
    if (error)
      return self->fail(ErrorCode::connectionClosed);
    self->readOnce();
    if (self->m_handler)
      self->waitReadable();
  };
  if (m_handed || (m_tls && m_tls->mayHoldMore))
    return asio::post(m_socket.get_executor(), [turn = std::move(turn)] { turn({}); });
  const bool wantsWrite = m_tls && m_tls->readWantsWrite;
  m_socket.async_wait(wantsWrite ? asio::socket_base::wait_write : asio::socket_base::wait_read, std::move(turn));
}

// One read per turn keeps a busy connection from starving the others.
void Connection::readOnce() {
  if (m_handed)
    return deliver(*std::exchange(m_handed, nullptr));
  if (m_tls)
    return readSecured();
  asio::error_code error;
  const size_t count = m_socket.read_some(asio::buffer(m_scratch.data(), m_scratch.size()), error);
  if (error == asio::error::would_block || error == asio::error::interrupted)
    return;
  if (error)
    return fail(ErrorCode::connectionClosed);
  deliver({m_scratch.data(), count});
}

// As many records as fit into the scratch: each is 16 KiB at most, and a call to the system brings several small ones.
void Connection::readSecured() {
  TlsSession& session = *m_tls->session;
  TlsSession::Moved moved{Progress::done};
  size_t filled = 0;
  while (filled < m_scratch.size()) {
    moved = session.read(m_scratch.subspan(filled));
    filled += moved.bytes;
    if (moved.progress != Progress::done || !session.holdsMore())
      break;
  }
  m_tls->mayHoldMore = moved.progress == Progress::done && session.holdsMore();
  m_tls->readWantsWrite = moved.progress == Progress::wantsWrite;
  if (filled > 0)
    deliver({m_scratch.data(), filled});
  if (m_handler && (moved.progress == Progress::closed || moved.progress == Progress::failed))
    fail(ErrorCode::connectionClosed);
}

void Connection::deliver(BytesView bytes) {
  m_decoder.feed(bytes);
  while (m_handler) {
    const auto frame = m_decoder.next();
    if (!frame)
      break;
    m_handler->frame(*frame);
  }
  if (m_handler && m_decoder.failed())
    m_handler->undecodable(m_decoder.failure());
  else if (m_handler)
    m_handler->batchRead();
}

void Connection::enqueue(Queued frame) {
  if (!m_handler)
    return;
  m_unwritten += frame.bytes().size();
  m_queue.push(std::move(frame));
  flushSoon();
  // Later, because the caller is in the middle of its work; the socket took nothing more when it was last asked.
  if (m_socketFull && !readsEnough())
    asio::post(m_socket.get_executor(), [self = shared_from_this()] {
      if (!self->readsEnough())
        self->fail(ErrorCode::limit);
    });
}

bool Connection::readsEnough() {
  if (m_unwritten > m_limits.unwrittenBytes)
    return false;
  if (m_limits.slowFor == Duration::zero() || m_unwritten <= m_limits.slowBytes) {
    m_slowSince = {};
    return true;
  }
  const MonoTime now = readClocks().mono;
  if (m_slowSince == MonoTime{})
    m_slowSince = now;
  return now - m_slowSince < m_limits.slowFor;
}

// After the caller's turn: frames that it sends together leave together.
void Connection::flushSoon() {
  if (std::exchange(m_flushDue, true))
    return;
  if (!m_flushes)
    m_flushes = &asio::use_service<Flushes>(asio::query(m_socket.get_executor(), asio::execution::context));
  m_flushes->add(shared_from_this());
}

bool Connection::writeOnce(asio::error_code& error) {
  if (m_tls)
    return writeSecured(error);
  size_t written = 0;
  if (m_queue.size() == 1) {
    written = m_socket.write_some(asio::buffer(m_queue[0]) + m_frontWritten, error);
  } else {
    std::array<asio::const_buffer, gathered> buffers;
    const size_t n = std::min(gathered, m_queue.size());
    for (size_t i = 0; i < n; ++i)
      buffers[i] = asio::buffer(m_queue[i]);
    buffers[0] += m_frontWritten;
    written = m_socket.write_some(std::span<const asio::const_buffer>(buffers.data(), n), error);
  }
  if (error)
    return false;
  wrote(written);
  return true;
}

// One record a call. Small frames are copied together into one, because each record costs 22 bytes and a call to the
// system. What a full socket did not take comes again with the same beginning, as the session demands.
bool Connection::writeSecured(asio::error_code& error) {
  std::array<uint8_t, TlsSession::recordBytes> joined;
  BytesView next = BytesView(m_queue[0]).subspan(m_frontWritten);
  if (next.size() < joined.size() && m_queue.size() > 1) {
    size_t filled = 0;
    for (size_t i = 0; i < m_queue.size() && filled < joined.size(); ++i) {
      const BytesView rest = BytesView(m_queue[i]).subspan(i == 0 ? m_frontWritten : 0);
      const size_t count = std::min(rest.size(), joined.size() - filled);
      std::copy_n(rest.begin(), count, joined.begin() + std::ptrdiff_t(filled));
      filled += count;
    }
    next = BytesView(joined).first(filled);
  }
  const TlsSession::Moved moved = m_tls->session->write(next.first(std::min(next.size(), joined.size())));
  if (moved.progress == Progress::done)
    wrote(moved.bytes);
  else
    error = moved.progress == Progress::wantsWrite ? asio::error_code(asio::error::would_block)
                                                   : asio::error_code(asio::error::connection_reset);
  return moved.progress == Progress::done;
}

void Connection::wrote(size_t bytes) {
  m_unwritten -= bytes;
  m_frontWritten += bytes;
  while (!m_queue.empty() && m_frontWritten >= m_queue[0].size()) {
    m_frontWritten -= m_queue[0].size();
    m_queue.pop();
  }
}

void Connection::flush() {
  m_flushDue = m_socketFull = false;
  if (!m_handler || m_queue.empty())
    return;
  asio::error_code error;
  if (m_tls && !m_tls->session->isEstablished())
    return m_unwritten > m_limits.unwrittenBytes ? fail(ErrorCode::limit) : void();
  while (!m_queue.empty() && writeOnce(error)) {
  }
  if (m_queue.empty()) {
    m_slowSince = {};
    return m_handler->drained();
  }
  if (error != asio::error::would_block && error != asio::error::interrupted)
    return fail(ErrorCode::connectionClosed);
  if (!readsEnough())
    return fail(ErrorCode::limit);
  m_flushDue = m_socketFull = true;
  m_socket.async_wait(asio::socket_base::wait_write, [self = shared_from_this()](const asio::error_code& waited) {
    if (!waited)
      self->flush();
  });
}

void Connection::startHandshake() {
  m_waiting = true; // nothing is read until it is done
  m_tls->session->attach(m_socket.native_handle());
  m_tls->limit = std::make_unique<asio::steady_timer>(m_socket.get_executor(), handshakeLimit);
  m_tls->limit->async_wait([self = shared_from_this()](const asio::error_code& cancelled) {
    if (!cancelled && self->m_handler && !self->m_tls->session->isEstablished())
      self->fail(ErrorCode::timedOut);
  });
  if (m_tls->session->isClient())
    asio::post(m_socket.get_executor(), [self = shared_from_this()] { self->shakeHands(); });
  else
    shakeHandsWhen(asio::socket_base::wait_read);
}

void Connection::shakeHands() {
  if (!m_handler)
    return;
  switch (m_tls->session->handshake()) {
  case Progress::wantsRead:
    return shakeHandsWhen(asio::socket_base::wait_read);
  case Progress::wantsWrite:
    return shakeHandsWhen(asio::socket_base::wait_write);
  case Progress::closed:
  case Progress::failed: {
    asio::error_code ignored;
    if (m_tls->session->heardSomethingElse() && !m_tls->session->isClient())
      m_socket.write_some(asio::buffer(TlsSession::plainAlert), ignored);
    return fail(m_tls->session->trouble().code);
  }
  case Progress::done:
    break;
  }
  m_tls->limit = nullptr;
  m_tls->mayHoldMore = true; // the first frame may have come with the end of the handshake
  m_waiting = false;
  if (!m_queue.empty())
    flushSoon();
  waitReadable();
}

void Connection::shakeHandsWhen(asio::socket_base::wait_type ready) {
  m_socket.async_wait(ready, [self = shared_from_this()](const asio::error_code& error) {
    if (!error)
      self->shakeHands();
  });
}

Error Connection::tlsTrouble() const {
  if (!m_tls)
    return {};
  return m_tls->session ? m_tls->session->trouble() : m_tls->trouble;
}

void Connection::close() {
  if (!std::exchange(m_handler, nullptr))
    return;
  asio::error_code error;
  const bool mayWrite = !m_tls || m_tls->session->isEstablished();
  while (mayWrite && !m_queue.empty() && writeOnce(error)) {
  }
  if (m_tls && m_queue.empty())
    m_tls->session->sayClosed();
  closeGently();
}

void Connection::reset() {
  m_handler = nullptr;
  asio::error_code ignored;
  m_socket.set_option(asio::socket_base::linger(true, 0), ignored);
  dropSocket();
}

void Connection::fail(ErrorCode cause) {
  Handler* handler = std::exchange(m_handler, nullptr);
  if (m_tls)
    closeGently(); // an alert may be on its way, which says why
  else
    dropSocket();
  if (handler)
    handler->ended(cause);
}

// Unread bytes would turn the close into a reset, which can take what was written last with it.
void Connection::closeGently() {
  asio::error_code ignored;
  m_socket.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  std::array<uint8_t, 4096> unread; // not the scratch: another connection's frames may lie there
  m_socket.read_some(asio::buffer(unread), ignored);
  dropSocket();
}

void Connection::dropSocket() {
  asio::error_code ignored;
  if (m_tls && m_tls->session) {
    m_tls->trouble = m_tls->session->trouble();
    m_tls->session = nullptr;
    m_tls->limit = nullptr;
  }
  m_socket.close(ignored);
  m_queue.clear();
  m_unwritten = 0;
}

} // namespace pushscope
