#include "tests/app/link/tls_fixtures.h"

#include <openssl/ssl.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <thread>
#include <utility>

namespace pushscope {
namespace {

// What connection_test.cpp demands of a plain connection, under TLS; and connections that move to another thread.
class TlsConnectionTest : public TlsTest {
 protected:
  TlsServer server = serverOf(folder, selfSigned({}));

  bool isOver() const { return recorder.endedWith.has_value(); }
  static Bytes all(uint32_t frames, size_t bodyBytes) {
    Bytes bytes;
    for (uint32_t i = 1; i <= frames; ++i) {
      const Bytes one = frameOf(i, bodyBytes);
      bytes.insert(bytes.end(), one.begin(), one.end());
    }
    return bytes;
  }
  void expectFrames(uint32_t count, size_t bodyBytes) const {
    ASSERT_EQ(recorder.headers.size(), count);
    for (uint32_t i = 0; i < count; ++i) {
      ASSERT_EQ(recorder.headers[i].serial, i + 1);
      const Bytes frame = frameOf(i + 1, bodyBytes);
      ASSERT_TRUE(
          std::equal(recorder.bodies[i].begin(), recorder.bodies[i].end(), frame.begin() + headerBytes, frame.end()));
    }
  }
};

TEST_F(TlsConnectionTest, FindsFramesHoweverTheyAreCut) {
  const Bytes conversation = all(6, 33);
  for (const size_t piece : {size_t{1}, size_t{2}, size_t{3}, size_t{15}, size_t{16}, size_t{17}, size_t{48},
                             size_t{49}, size_t{50}, conversation.size()}) {
    recorder = {};
    acceptNext(server);
    play(
        [&] {
          BlockingPeer peer = BlockingPeer::connectedTo(acceptor.local_endpoint());
          ASSERT_TRUE(peer.connectTls());
          for (size_t at = 0; at < conversation.size(); at += piece)
            ASSERT_TRUE(peer.send(BytesView(conversation).subspan(at, std::min(piece, conversation.size() - at))));
        },
        [&] { return isOver(); });
    expectFrames(6, 33);
  }
}

TEST_F(TlsConnectionTest, FindsFramesWhereverTheyAreCutOnce) {
  const Bytes conversation = all(2, 20);
  for (size_t cut = 1; cut < conversation.size(); ++cut) {
    recorder = {};
    acceptNext(server);
    play(
        [&] {
          BlockingPeer peer = BlockingPeer::connectedTo(acceptor.local_endpoint());
          ASSERT_TRUE(peer.connectTls());
          ASSERT_TRUE(peer.send(BytesView(conversation).first(cut)));
          ASSERT_TRUE(peer.send(BytesView(conversation).subspan(cut)));
        },
        [&] { return isOver(); });
    expectFrames(2, 20);
  }
}

TEST_F(TlsConnectionTest, CarriesBigFramesBothWays) {
  constexpr size_t big = 900'000;
  acceptNext(server);
  recorder.onFrame = [this](const FrameView& frame) {
    connection->send(encodeFrame(frame.header.serial, 2, ErrorCode::ok, frame.body));
  };
  play(
      [&] {
        BlockingPeer peer = BlockingPeer::connectedTo(acceptor.local_endpoint());
        ASSERT_TRUE(peer.connectTls());
        for (uint32_t i = 1; i <= 5; ++i) {
          ASSERT_TRUE(peer.send(frameOf(i, big)));
          ASSERT_EQ(peer.read(headerBytes + big), frameOf(i, big));
        }
      },
      [&] { return isOver(); });
  expectFrames(5, big);
}

TEST_F(TlsConnectionTest, CarriesManySmallFramesInFewRecords) {
  constexpr uint32_t count = 5000;
  acceptNext(server);
  recorder.onFrame = [this](const FrameView&) {
    for (uint32_t i = 1; i <= count; ++i)
      connection->send(frameOf(i, 20));
  };
  size_t reads = 0;
  Bytes heard;
  play(
      [&] {
        BlockingPeer peer = BlockingPeer::connectedTo(acceptor.local_endpoint());
        ASSERT_TRUE(peer.connectTls());
        ASSERT_TRUE(peer.send(frameOf(1, 0)));
        std::array<uint8_t, 32 * 1024> part{};
        size_t n = 0;
        while (heard.size() < count * 36 && SSL_read_ex(peer.ssl(), part.data(), part.size(), &n) == 1) {
          heard.insert(heard.end(), part.begin(), part.begin() + std::ptrdiff_t(n));
          ++reads; // a read returns one record
        }
      },
      [&] { return isOver(); });
  EXPECT_EQ(heard, all(count, 20));
  EXPECT_EQ(reads, (count * 36 + TlsSession::recordBytes - 1) / TlsSession::recordBytes);
  EXPECT_EQ(recorder.drainedCount, 1);
}

// The peer reads nothing until megabytes wait, then slowly: what the full socket refused comes again, unchanged.
TEST_F(TlsConnectionTest, ASlowReaderGetsEveryByteInOrder) {
  constexpr uint32_t count = 3000;
  constexpr size_t body = 2000;
  acceptNext(server);
  recorder.onFrame = [this](const FrameView&) {
    for (uint32_t i = 1; i <= count / 2; ++i)
      connection->send(frameOf(i, body));
  };
  Bytes heard;
  std::atomic<bool> stuck = false;
  play(
      [&] {
        BlockingPeer peer = BlockingPeer::connectedTo(acceptor.local_endpoint());
        ASSERT_TRUE(peer.connectTls());
        ASSERT_TRUE(peer.send(frameOf(1, 0)));
        // More frames join those that wait, in the middle of a record that the socket took in part.
        heard = peer.read(100'000);
        asio::post(context, [&] {
          for (uint32_t i = count / 2 + 1; i <= count; ++i)
            connection->send(frameOf(i, body));
          stuck = connection->unwritten() > 0;
        });
        while (heard.size() < count * (headerBytes + body)) {
          const Bytes more = peer.read(std::min<size_t>(777, count * (headerBytes + body) - heard.size()));
          if (more.empty())
            break;
          heard.insert(heard.end(), more.begin(), more.end());
        }
      },
      [&] { return isOver(); });
  EXPECT_TRUE(stuck);
  EXPECT_TRUE(heard == all(count, body));
}

TEST_F(TlsConnectionTest, APeerThatDoesNotReadIsCutAtTheBound) {
  acceptNext(server);
  recorder.onFrame = [this](const FrameView&) {
    for (int i = 0; i < 1000; ++i)
      connection->send(frameOf(1, 16'000));
  };
  std::atomic<bool> cut = false;
  play(
      [&] {
        BlockingPeer peer = BlockingPeer::connectedTo(acceptor.local_endpoint());
        ASSERT_TRUE(peer.connectTls());
        ASSERT_TRUE(peer.send(frameOf(1, 0)));
        while (!cut)
          std::this_thread::yield();
      },
      [&] {
        cut = isOver();
        return isOver();
      });
  EXPECT_EQ(recorder.endedWith, ErrorCode::limit);
}

TEST_F(TlsConnectionTest, ReadsNothingWhilePausedAndLosesNothing) {
  constexpr uint32_t count = 2000;
  acceptNext(server);
  recorder.onFrame = [this](const FrameView& frame) {
    if (frame.header.serial % 100 != 0)
      return;
    connection->pauseReading(true);
    asio::post(context, [this] { connection->pauseReading(false); });
  };
  play(
      [&] {
        BlockingPeer peer = BlockingPeer::connectedTo(acceptor.local_endpoint());
        ASSERT_TRUE(peer.connectTls());
        ASSERT_TRUE(peer.send(all(count, 300)));
      },
      [&] { return isOver(); });
  expectFrames(count, 300);
}

TEST_F(TlsConnectionTest, BytesThatAreNoFrameAreSaid) {
  acceptNext(server);
  play(
      [&] {
        BlockingPeer peer = BlockingPeer::connectedTo(acceptor.local_endpoint());
        ASSERT_TRUE(peer.connectTls());
        ASSERT_TRUE(peer.send(asBytes("GET / HTTP/1.1\r\nHost: x\r\n\r\n")));
      },
      [&] { return recorder.undecodableWith.has_value(); });
  EXPECT_EQ(recorder.undecodableWith, ErrorCode::tooLarge);
}

// The handover of an acceptor to a shard: another io_context, run by another thread with a scratch of its own.
class HandOver : public TlsTest, public ::testing::WithParamInterface<bool> {
 protected:
  HandOver() : m_thread([this] { other.run(); }) {}
  ~HandOver() override {
    asio::post(other, [this] {
      if (moved)
        moved->reset();
      otherWork.reset();
    });
    m_thread.join();
  }

  TlsServer server = serverOf(folder, selfSigned({}));
  asio::io_context other;
  asio::executor_work_guard<asio::io_context::executor_type> otherWork{other.get_executor()};
  std::array<uint8_t, 64 * 1024> otherScratch{};
  // Used on the other thread alone, and here once `received` or `over` says so.
  Recorder movedRecorder;
  std::shared_ptr<Connection> moved;
  std::atomic<uint32_t> received = 0;
  std::atomic<bool> over = false;

  bool isTls() const { return GetParam(); }

  void accept() {
    acceptor.async_accept([this](const asio::error_code& error, asio::ip::tcp::socket socket) {
      ASSERT_FALSE(error);
      connection =
          std::make_shared<Connection>(std::move(socket), limits, scratch, isTls() ? server.session() : nullptr);
      connection->start(recorder);
    });
  }
  // At the frame with this serial; the new handler answers each frame with its serial.
  void moveAt(uint32_t serial, bool again) {
    movedRecorder.onFrame = [this](const FrameView& frame) {
      moved->send(frameOf(frame.header.serial, 10));
      ++received;
    };
    recorder.onFrame = [this, serial, again](const FrameView& frame) {
      if (frame.header.serial != serial)
        return;
      const std::optional<FrameView> first = again ? std::optional(frame) : std::nullopt;
      auto next = Connection::handOver(*connection, other.get_executor(), otherScratch, first);
      EXPECT_EQ(readU32(frame.body.data()), readU32(frameOf(serial, 50).data() + headerBytes)) << "still valid";
      asio::post(other, [this, next] {
        moved = next;
        moved->start(movedRecorder);
      });
    };
  }
  // Ends the moved connection on its thread; afterwards movedRecorder is this thread's.
  void settle() {
    std::promise<void> done;
    asio::post(other, [this, &done] {
      if (const auto last = std::exchange(moved, nullptr))
        last->reset();
      done.set_value();
    });
    done.get_future().wait();
  }
  bool open(BlockingPeer& peer) { return !isTls() || peer.connectTls(); }
  bool send(BlockingPeer& peer, BytesView bytes) { return isTls() ? peer.send(bytes) : peer.sendPlain(bytes); }
  Bytes read(BlockingPeer& peer, size_t most) { return isTls() ? peer.read(most) : peer.readPlain(most); }

 private:
  std::thread m_thread;
};

INSTANTIATE_TEST_SUITE_P(Plain, HandOver, ::testing::Values(false));
INSTANTIATE_TEST_SUITE_P(Tls, HandOver, ::testing::Values(true));

Bytes series(uint32_t from, uint32_t to, size_t body) {
  Bytes bytes;
  for (uint32_t i = from; i <= to; ++i) {
    const Bytes one = frameOf(i, body);
    bytes.insert(bytes.end(), one.begin(), one.end());
  }
  return bytes;
}

// All in one write: the first frame is handled on one thread, and what was read behind it goes along.
TEST_P(HandOver, TakesWhatWasReadAlong) {
  constexpr uint32_t count = 500;
  accept();
  moveAt(1, false);
  Bytes answers;
  play([&] {
    BlockingPeer peer = BlockingPeer::connectedTo(acceptor.local_endpoint());
    ASSERT_TRUE(open(peer));
    ASSERT_TRUE(send(peer, series(1, count, 50)));
    answers = read(peer, (count - 1) * (headerBytes + 10));
  });
  EXPECT_EQ(answers, series(2, count, 10));
  EXPECT_EQ(recorder.headers.size(), 1u);
  EXPECT_FALSE(recorder.endedWith);
}

TEST_P(HandOver, GivesTheFrameInHandAgain) {
  accept();
  moveAt(1, true);
  Bytes answers;
  play([&] {
    BlockingPeer peer = BlockingPeer::connectedTo(acceptor.local_endpoint());
    ASSERT_TRUE(open(peer));
    ASSERT_TRUE(send(peer, series(1, 3, 50)));
    answers = read(peer, 3 * (headerBytes + 10));
  });
  settle();
  EXPECT_EQ(answers, series(1, 3, 10));
  EXPECT_EQ(movedRecorder.headers.at(0).serial, 1u);
  EXPECT_EQ(movedRecorder.bodies.at(0).size(), 50u);
}

// The first frame, then a piece of the next, cut at each place; the rest comes when the connection has moved.
TEST_P(HandOver, TakesHalfAFrameAlong) {
  const Bytes bytes = series(1, 3, 50);
  for (size_t cut = headerBytes + 50; cut < bytes.size(); cut += 7) {
    recorder = {};
    movedRecorder = {};
    received = 0;
    accept();
    moveAt(1, true);
    Bytes answers;
    play([&] {
      BlockingPeer peer = BlockingPeer::connectedTo(acceptor.local_endpoint());
      ASSERT_TRUE(open(peer));
      ASSERT_TRUE(send(peer, BytesView(bytes).first(cut)));
      answers = read(peer, headerBytes + 10);
      ASSERT_TRUE(send(peer, BytesView(bytes).subspan(cut)));
      const Bytes more = read(peer, 2 * (headerBytes + 10));
      answers.insert(answers.end(), more.begin(), more.end());
    });
    settle();
    EXPECT_EQ(answers, series(1, 3, 10)) << cut;
  }
}

// Several records wait inside the session, more than the scratch holds.
TEST_P(HandOver, TakesWhatTheSessionHoldsAlong) {
  constexpr uint32_t count = 3000;
  accept();
  moveAt(700, false);
  Bytes answers;
  play([&] {
    BlockingPeer peer = BlockingPeer::connectedTo(acceptor.local_endpoint());
    ASSERT_TRUE(open(peer));
    ASSERT_TRUE(send(peer, series(1, count, 50)));
    answers = read(peer, (count - 700) * (headerBytes + 10));
  });
  EXPECT_EQ(answers, series(701, count, 10));
}

TEST_P(HandOver, TakesWhatIsUnwrittenAndTheLimitsAlong) {
  accept();
  movedRecorder.onFrame = [this](const FrameView&) { ++received; };
  recorder.onFrame = [this](const FrameView&) {
    connection->send(frameOf(77, 200));
    connection->setFrameLimit(1000);
    auto next = Connection::handOver(*connection, other.get_executor(), otherScratch);
    connection->send(frameOf(99, 10)); // to nobody
    connection->close();
    asio::post(other, [this, next] {
      moved = next;
      moved->start(movedRecorder);
    });
  };
  Bytes answer;
  play([&] {
    BlockingPeer peer = BlockingPeer::connectedTo(acceptor.local_endpoint());
    ASSERT_TRUE(open(peer));
    ASSERT_TRUE(send(peer, frameOf(1, 50)));
    answer = read(peer, headerBytes + 200);
    ASSERT_TRUE(send(peer, frameOf(2, 900)));
    ASSERT_TRUE(send(peer, frameOf(3, 1000)));
    while (!over) {
      asio::post(other, [this] { over = movedRecorder.undecodableWith.has_value(); });
      std::this_thread::yield();
    }
  });
  settle();
  EXPECT_EQ(answer, frameOf(77, 200));
  EXPECT_EQ(received, 1u);
  EXPECT_EQ(movedRecorder.undecodableWith, ErrorCode::tooLarge);
}

TEST_P(HandOver, SaysTheEndToTheNewHandlerAlone) {
  accept();
  moveAt(1, true);
  play([&] {
    BlockingPeer peer = BlockingPeer::connectedTo(acceptor.local_endpoint());
    ASSERT_TRUE(open(peer));
    ASSERT_TRUE(send(peer, frameOf(1, 50)));
    read(peer, headerBytes + 10);
    peer.resetPlain();
    while (!over) {
      asio::post(other, [this] { over = movedRecorder.endedWith.has_value(); });
      std::this_thread::yield();
    }
  });
  settle();
  EXPECT_EQ(movedRecorder.endedWith, ErrorCode::connectionClosed);
  EXPECT_FALSE(recorder.endedWith);
}

} // namespace
} // namespace pushscope
