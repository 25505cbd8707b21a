#pragma once

#include "app/link/tls.h"
#include "protocol/base/time.h"
#include "protocol/frame/decoder.h"

#include <asio/ip/tcp.hpp>
#include <asio/socket_base.hpp>

#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace pushscope {

using SharedFrame = std::shared_ptr<const Bytes>;

// One TCP connection, plain or under TLS: bytes in, frames out to its handler, and back. It owns the socket and what is
// not written yet, and knows nothing of what frames mean. One thread; the handler is called on it, and may call close()
// from inside.
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
    // The last call. `connectionClosed`: the other side ended it. `limit`: it does not read what is sent. Of a TLS
    // handshake: `timedOut`, `insecure` or `untrusted`, with the rest in tlsTrouble(). Not called after close(),
    // reset() or handOver().
    virtual void ended(ErrorCode cause) = 0;
  };
  struct Limits {
    uint32_t frameBytes;   // of the first frame; see setFrameLimit()
    size_t unwrittenBytes; // more than this waiting to be written ends the connection,
    size_t slowBytes = 0;  // and so does more than this for as long as `slowFor`, if there is a limit to that,
    Duration slowFor{};    // judged when something is to be written
  };
  // 6-trust TE1: a peer that does not finish the TLS handshake costs most and tells nothing.
  static constexpr std::chrono::seconds handshakeLimit{5};

  // With a TLS session, nothing but its handshake is written or read before that is done; frames wait for it.
  Connection(asio::ip::tcp::socket socket, const Limits& limits, std::span<uint8_t> scratch,
             std::unique_ptr<TlsSession> tls = nullptr);
  ~Connection();

  // The same connection on the thread of `to`: socket, TLS session, limits, what is unread and what is unwritten.
  // `from` is over without a word to its handler. Call start() on the new thread, whose scratch is given.
  //
  // May be called inside `from`'s frame(); the frame in hand stays valid until that returns. Handed over as `again`, it
  // is the first that the new handler gets.
  static std::shared_ptr<Connection> handOver(Connection& from, const asio::any_io_executor& to,
                                              std::span<uint8_t> scratch,
                                              const std::optional<FrameView>& again = std::nullopt);

  // The handler is first called in a later turn.
  void start(Handler& handler);
  void setFrameLimit(uint32_t bytes) { m_decoder.setLimit(bytes); }
  // Frames that are sent within one turn leave together, after it.
  void send(Bytes frame) { enqueue({std::move(frame), nullptr}); }
  void send(SharedFrame frame) { enqueue({{}, std::move(frame)}); }
  // Reads nothing more until told otherwise: the other side's writes pile up, first in the kernels, then at its end.
  void pauseReading(bool paused);
  size_t unwritten() const { return m_unwritten; }
  // Writes what can be written at once, then ends the connection. The handler is not called again.
  void close();
  // Ends it as a process that dies would: with a reset.
  void reset();
  bool isEncrypted() const { return m_tls != nullptr; }
  // Why there is no TLS session; also after ended().
  Error tlsTrouble() const;

 private:
  struct Tls;
  class Flushes;

  // Its own bytes, or those that others write, too.
  struct Queued {
    Bytes own;
    SharedFrame shared;
    const Bytes& bytes() const { return shared ? *shared : own; }
  };
  // What is not written yet, in order. A first frame takes no memory beside its own. Empty it owns none, but after a
  // crowd of frames the list of them, which a busy connection soon needs again.
  class Queue {
   public:
    bool empty() const { return m_size == 0; }
    size_t size() const { return m_size; }
    const Bytes& operator[](size_t i) const { return i == 0 ? m_front.bytes() : m_more[m_gone + i - 1].bytes(); }
    void push(Queued frame);
    void pop();
    void clear() { *this = {}; }

   private:
    Queued m_front;
    std::vector<Queued> m_more; // those behind it, from m_gone on
    size_t m_gone = 0;
    size_t m_size = 0;
  };

  void enqueue(Queued frame);
  void waitReadable();
  void readOnce();
  void deliver(BytesView bytes);
  void flushSoon();
  // False if the socket is full or broken.
  bool writeOnce(asio::error_code& error);
  void wrote(size_t bytes);
  void flush();
  void flushWhenWritable();
  bool readsEnough();
  void fail(ErrorCode cause);
  void closeGently();
  void dropSocket();

  void startHandshake();
  void shakeHands();
  void shakeHandsWhen(asio::socket_base::wait_type ready);
  void readSecured();
  bool writeSecured(asio::error_code& error);

  asio::ip::tcp::socket m_socket;
  Decoder m_decoder;
  std::span<uint8_t> m_scratch;
  Limits m_limits;              // the decoder has the one of frames
  MonoTime m_slowSince{};       // zero: it is not
  Handler* m_handler = nullptr; // null once ended
  Queue m_queue;
  size_t m_unwritten = 0;
  size_t m_frontWritten = 0;
  std::unique_ptr<Tls> m_tls;      // null: plain
  std::unique_ptr<Bytes> m_handed; // read by the connection that this one was handed over from
  Flushes* m_flushes = nullptr;    // of this thread
  bool m_flushDue = false;         // a flush is due after this turn, or when the socket takes more
  bool m_socketFull = false;
  bool m_paused = false;
  bool m_waiting = false; // for something to read
};

} // namespace pushscope
