#include "tests/app/link/tls_fixtures.h"

#include <asio/read.hpp>
#include <asio/write.hpp>

#include <cstdio>
#include <sys/wait.h>
#include <unistd.h>
#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace pushscope {
namespace {

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

size_t allocated() {
  return mallinfo2().uordblks;
}

// The clients are another process, so that only the server's halves are counted.
class TlsMemory : public TlsTest {
 protected:
  static constexpr size_t sessions = 300;
  pid_t m_child = -1;

  void SetUp() override {
    m_child = ::fork();
    if (m_child != 0)
      return;
    std::vector<BlockingPeer> peers;
    for (size_t i = 0; i < sessions; ++i) {
      peers.push_back(BlockingPeer::connectedTo(acceptor.local_endpoint()));
      if (!peers.back().connectTls() || !peers.back().send(frameOf(1, 20'000)) ||
          peers.back().read(headerBytes + 20'000).empty())
        ::_exit(1);
    }
    for (const BlockingPeer& peer : peers)
      peer.readPlain(); // until the other side closes
    ::_exit(0);
  }
};

// 6-trust TD3: at most 32 KiB for an idle session, everything of OpenSSL's and ours.
TEST_F(TlsMemory, AnIdleSessionIsSmall) {
  const TlsServer server = serverOf(folder, selfSigned({}));
  struct Answering : Connection::Handler {
    std::shared_ptr<Connection> connection;
    size_t* answered = nullptr;
    void frame(const FrameView&) override { connection->send(frameOf(1, 20'000)); }
    void drained() override { ++*answered; }
    void undecodable(ErrorCode) override {}
    void ended(ErrorCode) override {}
  };
  size_t answered = 0;
  const auto serve = [&](std::vector<Answering>& some, size_t count) {
    some.resize(count);
    const size_t before = answered;
    for (size_t i = 0; i < count; ++i) {
      some[i].answered = &answered;
      some[i].connection = std::make_shared<Connection>(acceptor.accept(), limits, scratch, server.session());
      some[i].connection->start(some[i]);
      while (answered < before + i + 1)
        ASSERT_GT(context.run_one_for(std::chrono::seconds(10)), 0u);
    }
  };
  std::vector<Answering> warmUp, measured;
  serve(warmUp, 20); // what is made once for all
  measured.reserve(sessions);
  const size_t before = allocated();
  serve(measured, sessions - 20);
  const size_t each = (allocated() - before) / measured.size();
  std::printf("%zu idle TLS sessions: %zu bytes each\n", measured.size(), each);
  RecordProperty("bytes", int(each));
  EXPECT_LE(each, 32u * 1024);
  for (std::vector<Answering>* some : {&warmUp, &measured})
    for (Answering& one : *some)
      one.connection->reset();
  int status = 0;
  ::waitpid(m_child, &status, 0);
  EXPECT_EQ(status, 0);
}

#endif

} // namespace
} // namespace pushscope
