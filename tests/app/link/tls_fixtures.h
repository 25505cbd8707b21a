#pragma once

#include "app/link/connection.h"
#include "tests/support/certificates.h"
#include "tests/support/temporary_folder.h"

#include <asio/executor_work_guard.hpp>
#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

struct ssl_st;
struct ssl_ctx_st;

namespace pushscope {

// One with files in it.
class Folder : public TemporaryFolder {
 public:
  std::string write(const std::string& name, const std::string& text, int mode = 0600) const;
  std::string read(const std::string& name) const;
  std::vector<std::string> names() const;
};

TlsServer serverOf(const Folder& folder, const Identity& identity);

// The other end of a loopback connection, with blocking calls, on a thread of its own. A call that would block for ever
// fails after ten seconds.
class BlockingPeer {
 public:
  explicit BlockingPeer(int descriptor);
  static BlockingPeer connectedTo(const asio::ip::tcp::endpoint& endpoint);
  ~BlockingPeer();
  BlockingPeer(BlockingPeer&& other) noexcept;
  BlockingPeer& operator=(BlockingPeer&&) = delete;

  bool sendPlain(BytesView bytes) const;
  bool sendPlain(std::string_view text) const { return sendPlain(asBytes(text)); }
  // Until the other side closes, or `most` bytes are there.
  Bytes readPlain(size_t most = 1 << 20) const;
  void closePlain();
  // With a reset.
  void resetPlain();

  // What a peer may do to its context before the handshake, such as to offer old versions.
  using Prepare = std::function<void(ssl_ctx_st*)>;
  bool connectTls(const Prepare& prepare = {});
  bool acceptTls(const Identity& identity, const Prepare& prepare = {}, const std::vector<Identity>& issuers = {});
  bool send(BytesView bytes);
  Bytes read(size_t most);
  ssl_st* ssl() const { return m_ssl.get(); }
  // Of the last call that failed, in OpenSSL's words.
  const std::string& reason() const { return m_reason; }

 private:
  bool shake(ssl_ctx_st* context, bool asClient);
  int m_descriptor;
  struct Free {
    void operator()(ssl_st* ssl) const;
  };
  std::unique_ptr<ssl_st, Free> m_ssl;
  std::string m_reason;
};

// Keeps what a connection says.
struct Recorder : Connection::Handler {
  std::vector<Header> headers;
  std::vector<Bytes> bodies;
  std::optional<ErrorCode> endedWith, undecodableWith;
  int drainedCount = 0;
  std::function<void(const FrameView&)> onFrame;

  void frame(const FrameView& frame) override {
    headers.push_back(frame.header);
    bodies.emplace_back(frame.body.begin(), frame.body.end());
    if (onFrame)
      onFrame(frame);
  }
  void drained() override { ++drainedCount; }
  void undecodable(ErrorCode cause) override { undecodableWith = cause; }
  void ended(ErrorCode cause) override { endedWith = cause; }
};

// An io_context that the test's thread runs while a peer plays on another.
class TlsTest : public ::testing::Test {
 protected:
  TlsTest();
  ~TlsTest() override;

  asio::io_context context;
  asio::executor_work_guard<asio::io_context::executor_type> work{context.get_executor()};
  asio::ip::tcp::acceptor acceptor{context, {asio::ip::address_v4::loopback(), 0}};
  std::array<uint8_t, 64 * 1024> scratch{};
  Folder folder;
  Recorder recorder;
  std::shared_ptr<Connection> connection;

  static constexpr Connection::Limits limits{1024 * 1024, 8 * 1024 * 1024};

  // Runs the peer, and the context until both the peer has ended and it is so.
  void play(
      const std::function<void()>& peer, const std::function<bool()>& done = [] { return true; });
  // Accepts the next connection under TLS and starts it.
  void acceptNext(const TlsServer& server);
  // The connection under test connects; the peer is the server.
  void connectOut(const TlsClient& client, const std::string& name = "localhost");
  BlockingPeer acceptPeer();
};

Bytes frameOf(uint32_t serial, size_t bodyBytes);

} // namespace pushscope
