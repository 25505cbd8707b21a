#include "app/link/connection.h"

#include <asio/connect.hpp>
#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/steady_timer.hpp>
#include <asio/write.hpp>
#include <gtest/gtest.h>

#include <array>
#include <functional>
#include <optional>
#include <utility>

namespace pushscope {
namespace {

using namespace std::chrono_literals;
using asio::ip::tcp;

// A connection under test on one end of a real loopback socket, a plain socket on the other.
class ConnectionTest : public ::testing::Test, public Connection::Handler {
 protected:
  asio::io_context context;
  tcp::acceptor acceptor{context, tcp::endpoint(asio::ip::address_v4::loopback(), 0)};
  tcp::socket peer{context};
  std::array<uint8_t, 4096> scratch{};
  std::shared_ptr<Connection> connection;
  std::vector<uint32_t> serials;
  std::optional<ErrorCode> endedWith, undecodableWith;
  int drainedCount = 0;

  void SetUp() override { open({1024, 100'000}); }
  void TearDown() override {
    connection->reset();
    context.poll();
  }
  void open(const Connection::Limits& limits) {
    if (connection)
      connection->reset();
    peer = tcp::socket(context);
    peer.connect(acceptor.local_endpoint());
    connection = std::make_shared<Connection>(acceptor.accept(), limits, scratch);
    connection->start(*this);
  }
  // Runs until it is so; a test that would wait for ever fails after five seconds.
  void until(const std::function<bool()>& done) {
    const auto limit = std::chrono::steady_clock::now() + 5s;
    while (!done() && std::chrono::steady_clock::now() < limit)
      context.run_one_for(100ms);
    ASSERT_TRUE(done());
  }
  std::shared_ptr<Connection> closeAtFirstFrame;

  void frame(const FrameView& frame) override {
    serials.push_back(frame.header.serial);
    if (const auto other = std::exchange(closeAtFirstFrame, nullptr))
      other->close();
  }
  void drained() override { ++drainedCount; }
  void undecodable(ErrorCode cause) override {
    undecodableWith = cause;
    connection->send(encodeFrame(0, 1, cause, {}));
    connection->close();
  }
  void ended(ErrorCode cause) override { endedWith = cause; }
  Bytes readAll() {
    Bytes all;
    asio::error_code error;
    std::array<uint8_t, 4096> part{};
    while (!error) {
      const size_t n = peer.read_some(asio::buffer(part), error);
      all.insert(all.end(), part.begin(), part.begin() + std::ptrdiff_t(n));
    }
    return all;
  }
};

TEST_F(ConnectionTest, HandsOverFramesInOrder) {
  Bytes bytes;
  for (uint32_t i = 1; i <= 500; ++i) {
    const Bytes one = encodeFrame(i, 2, ErrorCode::ok, Bytes(i % 100));
    bytes.insert(bytes.end(), one.begin(), one.end());
  }
  asio::write(peer, asio::buffer(bytes));
  until([&] { return serials.size() == 500; });
  for (uint32_t i = 0; i < 500; ++i)
    ASSERT_EQ(serials[i], i + 1);
}

TEST_F(ConnectionTest, SaysWhenTheOtherSideIsGone) {
  peer.close();
  until([&] { return endedWith.has_value(); });
  EXPECT_EQ(*endedWith, ErrorCode::connectionClosed);
}

TEST_F(ConnectionTest, BytesThatAreNoFrameAreAnsweredAndTheConnectionCloses) {
  const std::string http = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
  asio::write(peer, asio::buffer(http));
  until([&] { return undecodableWith.has_value(); });
  EXPECT_EQ(*undecodableWith, ErrorCode::tooLarge);
  const Bytes goodbye = readAll();
  ASSERT_EQ(goodbye.size(), headerBytes);
  EXPECT_EQ(readHeader(goodbye).code, uint32_t(ErrorCode::tooLarge));
  EXPECT_FALSE(endedWith) << "close() is the end; nothing is told after it";
}

TEST_F(ConnectionTest, WritesEverythingThatWasSentBeforeItCloses) {
  for (uint32_t i = 1; i <= 100; ++i)
    connection->send(encodeFrame(i, 2, ErrorCode::ok, {}));
  connection->close();
  EXPECT_EQ(readAll().size(), 100 * headerBytes);
}

// Connections share the scratch they read into: closing one in the middle of another's frames must not touch them.
TEST_F(ConnectionTest, ClosingAnotherConnectionLeavesTheFramesInHandAlone) {
  struct Silent : Connection::Handler {
    void frame(const FrameView&) override {}
    void undecodable(ErrorCode) override {}
    void ended(ErrorCode) override {}
  } silent;
  tcp::socket otherPeer(context);
  otherPeer.connect(acceptor.local_endpoint());
  auto other = std::make_shared<Connection>(acceptor.accept(), Connection::Limits{1024, 1000}, scratch);
  other->start(silent);
  asio::write(otherPeer, asio::buffer(Bytes(2000, 0xee)));
  closeAtFirstFrame = other;
  Bytes bytes;
  for (uint32_t i = 1; i <= 50; ++i) {
    const Bytes one = encodeFrame(i, 2, ErrorCode::ok, Bytes(10));
    bytes.insert(bytes.end(), one.begin(), one.end());
  }
  asio::write(peer, asio::buffer(bytes));
  until([&] { return serials.size() == 50 || undecodableWith; });
  for (uint32_t i = 0; i < serials.size(); ++i)
    ASSERT_EQ(serials[i], i + 1);
  EXPECT_FALSE(undecodableWith);
}

TEST_F(ConnectionTest, APeerThatDoesNotReadIsCutAtTheBound) {
  for (int i = 0; i < 100'000 && !endedWith; ++i) {
    connection->send(encodeFrame(1, 2, ErrorCode::ok, Bytes(16'000)));
    context.poll();
    ASSERT_LE(connection->unwritten(), 100'000u + 16'016u);
  }
  ASSERT_TRUE(endedWith.has_value());
  EXPECT_EQ(*endedWith, ErrorCode::limit);
}

TEST_F(ConnectionTest, APeerThatReadsTooSlowlyIsCutAfterATime) {
  constexpr Duration slowFor = 50ms;
  open({1024, 100'000'000, 20'000, slowFor});
  const auto begun = std::chrono::steady_clock::now();
  until([&] {
    connection->send(encodeFrame(1, 2, ErrorCode::ok, Bytes(connection->unwritten() > 20'000 ? 1 : 16'000)));
    return endedWith.has_value();
  });
  EXPECT_EQ(*endedWith, ErrorCode::limit);
  EXPECT_GE(std::chrono::steady_clock::now() - begun, slowFor);
}

TEST_F(ConnectionTest, APeerThatCatchesUpHasItsTimeAgain) {
  open({1024, 100'000'000, 20'000, 1h});
  const auto fallBehind = [&] {
    while (connection->unwritten() <= 20'000) {
      connection->send(encodeFrame(1, 2, ErrorCode::ok, Bytes(16'000)));
      context.poll();
    }
  };
  fallBehind();
  peer.non_blocking(true);
  Bytes part(1'000'000);
  until([&] {
    asio::error_code nothingThere;
    peer.read_some(asio::buffer(part), nothingThere);
    return connection->unwritten() == 0;
  });
  fallBehind();
  EXPECT_FALSE(endedWith);
}

TEST_F(ConnectionTest, TellsWhenAllIsWritten) {
  connection->send(encodeFrame(1, 2, ErrorCode::ok, Bytes(10)));
  connection->send(encodeFrame(2, 2, ErrorCode::ok, Bytes(10)));
  until([&] { return drainedCount > 0; });
  EXPECT_EQ(connection->unwritten(), 0u);
  EXPECT_EQ(drainedCount, 1) << "frames sent together leave together";
}

} // namespace
} // namespace pushscope
