#include "app/link/connection.h"

#include <asio/buffer.hpp>
#include <asio/socket_base.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace pushscope {
namespace {

// One writev() of at most so many frames: the kernel takes 1,024, more than these rarely wait.
constexpr size_t gathered = 64;

} // namespace

Connection::Connection(asio::ip::tcp::socket socket, const Limits& limits, std::span<uint8_t> scratch)
    : m_socket(std::move(socket)), m_decoder(limits.frameBytes), m_scratch(scratch),
      m_unwrittenBound(limits.unwrittenBytes) {}

void Connection::start(Handler& handler) {
  m_handler = &handler;
  asio::error_code ignored;
  m_socket.non_blocking(true, ignored);
  m_socket.set_option(asio::ip::tcp::no_delay(true), ignored);
  waitReadable();
}

void Connection::pauseReading(bool paused) {
  if (std::exchange(m_paused, paused) && !paused && m_handler)
    waitReadable();
}

void Connection::waitReadable() {
  if (m_paused || std::exchange(m_waiting, true))
    return;
  m_socket.async_wait(asio::socket_base::wait_read, [self = shared_from_this()](const asio::error_code& error) {
    self->m_waiting = false;
    if (error || !self->m_handler || self->m_paused)
      return;
    self->readOnce();
    if (self->m_handler)
      self->waitReadable();
  });
}

// One read per turn keeps a busy connection from starving the others.
void Connection::readOnce() {
  asio::error_code error;
  const size_t count = m_socket.read_some(asio::buffer(m_scratch.data(), m_scratch.size()), error);
  if (error == asio::error::would_block || error == asio::error::interrupted)
    return;
  if (error)
    return fail(ErrorCode::connectionClosed);
  m_decoder.feed({m_scratch.data(), count});
  deliver();
}

void Connection::deliver() {
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

void Connection::send(SharedFrame frame) {
  if (!m_handler)
    return;
  m_unwritten += frame->size();
  m_queue.push_back(std::move(frame));
  flushSoon();
  // Later, because the caller is in the middle of its work; the socket took nothing more when it was last asked.
  if (m_socketFull && m_unwritten > m_unwrittenBound)
    asio::post(m_socket.get_executor(), [self = shared_from_this()] {
      if (self->m_unwritten > self->m_unwrittenBound)
        self->fail(ErrorCode::limit);
    });
}

// After the caller's turn: frames that it sends together leave together.
void Connection::flushSoon() {
  if (std::exchange(m_flushDue, true))
    return;
  asio::post(m_socket.get_executor(), [self = shared_from_this()] { self->flush(); });
}

bool Connection::writeOnce(asio::error_code& error) {
  std::array<asio::const_buffer, gathered> buffers;
  const size_t n = std::min(gathered, m_queue.size());
  for (size_t i = 0; i < n; ++i)
    buffers[i] = asio::buffer(*m_queue[i]);
  buffers[0] += m_frontWritten;
  const size_t written = m_socket.write_some(std::span<const asio::const_buffer>(buffers.data(), n), error);
  if (error)
    return false;
  m_unwritten -= written;
  m_frontWritten += written;
  while (!m_queue.empty() && m_frontWritten >= m_queue.front()->size()) {
    m_frontWritten -= m_queue.front()->size();
    m_queue.pop_front();
  }
  return true;
}

void Connection::flush() {
  m_flushDue = m_socketFull = false;
  if (!m_handler || m_queue.empty())
    return;
  asio::error_code error;
  while (!m_queue.empty() && writeOnce(error)) {
  }
  if (m_queue.empty())
    return m_handler->drained();
  if (error != asio::error::would_block && error != asio::error::interrupted)
    return fail(ErrorCode::connectionClosed);
  if (m_unwritten > m_unwrittenBound)
    return fail(ErrorCode::limit);
  m_flushDue = m_socketFull = true;
  m_socket.async_wait(asio::socket_base::wait_write, [self = shared_from_this()](const asio::error_code& waited) {
    if (!waited)
      self->flush();
  });
}

void Connection::close() {
  if (!std::exchange(m_handler, nullptr))
    return;
  asio::error_code error;
  while (!m_queue.empty() && writeOnce(error)) {
  }
  // Unread bytes would turn the close into a reset, which can take the goodbye with it.
  m_socket.shutdown(asio::ip::tcp::socket::shutdown_send, error);
  std::array<uint8_t, 4096> unread; // not the scratch: another connection's frames may lie there
  m_socket.read_some(asio::buffer(unread), error);
  dropSocket();
}

void Connection::reset() {
  m_handler = nullptr;
  asio::error_code ignored;
  m_socket.set_option(asio::socket_base::linger(true, 0), ignored);
  dropSocket();
}

void Connection::fail(ErrorCode cause) {
  Handler* handler = std::exchange(m_handler, nullptr);
  dropSocket();
  if (handler)
    handler->ended(cause);
}

void Connection::dropSocket() {
  asio::error_code ignored;
  m_socket.close(ignored);
  m_queue.clear();
  m_unwritten = 0;
}

} // namespace pushscope
