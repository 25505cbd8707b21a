#pragma once

#include "protocol/frame/decoder.h"

#include <asio/ip/tcp.hpp>

#include <deque>
#include <memory>
#include <span>

namespace pushscope {

using SharedFrame = std::shared_ptr<const Bytes>;

// One TCP connection: bytes in, frames out to its handler, and back. It owns the socket and what is not written yet,
// and knows nothing of what frames mean. One thread; the handler is called on it, and may call close() from inside.
//
// An idle connection owns no read buffer: it waits until something can be read and then reads into the thread's
// scratch.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  class Handler {
   public:
    virtual ~Handler() = default;
    virtual void frame(const FrameView& frame) = 0;
    // All that was in the socket has been read and handled.
    virtual void batchRead() {}
    // Everything that was handed to send() has been written.
    virtual void drained() {}
    // `malformed` or `tooLarge`: no frame can be found in these bytes any more. Say goodbye and close().
    virtual void undecodable(ErrorCode cause) = 0;
    // The last call. `connectionClosed`: the other side ended it. `limit`: it does not read what is sent.
    // Not called after close() or reset().
    virtual void ended(ErrorCode cause) = 0;
  };
  struct Limits {
    uint32_t frameBytes;   // of the first frame; see setFrameLimit()
    size_t unwrittenBytes; // more than this waiting to be written ends the connection
  };

  Connection(asio::ip::tcp::socket socket, const Limits& limits, std::span<uint8_t> scratch);

  void start(Handler& handler);
  void setFrameLimit(uint32_t bytes) { m_decoder.setLimit(bytes); }
  void send(Bytes frame) { send(std::make_shared<const Bytes>(std::move(frame))); }
  void send(SharedFrame frame);
  // Reads nothing more until told otherwise: the other side's writes pile up, first in the kernels, then at its end.
  void pauseReading(bool paused);
  size_t unwritten() const { return m_unwritten; }
  // Writes what can be written at once, then ends the connection. The handler is not called again.
  void close();
  // Ends it as a process that dies would: with a reset.
  void reset();

 private:
  void waitReadable();
  void readOnce();
  void deliver();
  void flushSoon();
  // False if the socket is full or broken.
  bool writeOnce(asio::error_code& error);
  void flush();
  void fail(ErrorCode cause);
  void dropSocket();

  asio::ip::tcp::socket m_socket;
  Decoder m_decoder;
  std::span<uint8_t> m_scratch;
  size_t m_unwrittenBound;
  Handler* m_handler = nullptr; // null once ended
  std::deque<SharedFrame> m_queue;
  size_t m_unwritten = 0;
  size_t m_frontWritten = 0;
  bool m_flushDue = false; // a flush is posted, or waits for the socket to take more
  bool m_socketFull = false;
  bool m_paused = false;
  bool m_waiting = false; // for something to read
};

} // namespace pushscope
