#include "tests/app/link/tls_fixtures.h"

#include <asio/write.hpp>
#include <openssl/ssl.h>

#include <algorithm>
#include <thread>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

// What a port under TLS makes of peers that are not what they should be (6-trust TE1, the server's side).
class TlsServerTest : public TlsTest {
 protected:
  TlsServer server = serverOf(folder, selfSigned({}));

  bool isOver() const { return recorder.endedWith.has_value(); }
  bool hasFrame() const { return !recorder.headers.empty(); }

  // A peer that must be refused: no frame may come of it, and the connection ends as `insecure`.
  void refuses(const std::function<void(BlockingPeer&)>& misbehave) {
    acceptNext(server);
    play(
        [&] {
          BlockingPeer peer = BlockingPeer::connectedTo(acceptor.local_endpoint());
          misbehave(peer);
        },
        [&] { return isOver(); });
    EXPECT_EQ(recorder.endedWith, ErrorCode::insecure);
    EXPECT_FALSE(connection->tlsTrouble().detail.empty());
    EXPECT_TRUE(recorder.headers.empty());
  }
  void refusesVersion(int version) {
    refuses([version](BlockingPeer& peer) {
      EXPECT_FALSE(peer.connectTls([version](SSL_CTX* tls) {
        SSL_CTX_set_security_level(tls, 0);
        SSL_CTX_set_min_proto_version(tls, version);
        SSL_CTX_set_max_proto_version(tls, version);
      }));
      EXPECT_EQ(peer.reason(), "tlsv1 alert protocol version");
    });
  }
};

// A ClientHello of TLS 1.2 with one cipher suite, as clients sent it that today's libraries no longer build.
Bytes oldHello(uint16_t suite, uint16_t version = 0x0303) {
  Bytes body(2 + 32 + 1, 0x5a); // version, random, no session
  body.reserve(64);
  body[0] = uint8_t(version >> 8);
  body[1] = uint8_t(version);
  body.back() = 0;
  body.insert(body.end(), {0, 2, uint8_t(suite >> 8), uint8_t(suite), 1, 0});
  const Bytes head{0x16, 3, 1, 0, uint8_t(body.size() + 4), 1, 0, 0, uint8_t(body.size())};
  body.insert(body.begin(), head.begin(), head.end());
  return body;
}

bool endsWithAlert(const Bytes& bytes, uint8_t description) {
  return bytes.size() == 7 && bytes[0] == 0x15 && bytes[5] == 2 && bytes[6] == description;
}
constexpr uint8_t protocolVersionAlert = 70;

TEST_F(TlsServerTest, WelcomesTls13) {
  acceptNext(server);
  recorder.onFrame = [this](const FrameView&) { connection->send(frameOf(7, 20)); };
  std::string version;
  play(
      [&] {
        BlockingPeer peer = BlockingPeer::connectedTo(acceptor.local_endpoint());
        ASSERT_TRUE(peer.connectTls());
        version = SSL_get_version(peer.ssl());
        ASSERT_TRUE(peer.send(frameOf(1, 10)));
        EXPECT_EQ(peer.read(headerBytes + 20), frameOf(7, 20));
      },
      [&] { return isOver(); });
  EXPECT_EQ(version, "TLSv1.3");
  EXPECT_EQ(recorder.headers.at(0).serial, 1u);
}

TEST_F(TlsServerTest, LetsAPhoneWithoutAesChooseTheStreamCipher) {
  acceptNext(server);
  std::string cipher;
  play(
      [&] {
        BlockingPeer peer = BlockingPeer::connectedTo(acceptor.local_endpoint());
        EXPECT_TRUE(peer.connectTls([](SSL_CTX* tls) {
          SSL_CTX_set_ciphersuites(tls, "TLS_CHACHA20_POLY1305_SHA256:TLS_AES_256_GCM_SHA384");
        }));
        cipher = SSL_get_cipher_name(peer.ssl());
      },
      [&] { return isOver(); });
  EXPECT_EQ(cipher, "TLS_CHACHA20_POLY1305_SHA256");
}

TEST_F(TlsServerTest, RefusesTls10) {
  refusesVersion(TLS1_VERSION);
}
TEST_F(TlsServerTest, RefusesTls11) {
  refusesVersion(TLS1_1_VERSION);
}
TEST_F(TlsServerTest, RefusesTls12) {
  refusesVersion(TLS1_2_VERSION);
}

TEST_F(TlsServerTest, RefusesRc4TripleDesAndStaticRsa) {
  for (const uint16_t suite : {0x0005, 0x0004, 0x000a, 0x002f, 0x009c, 0x0035})
    refuses([suite](BlockingPeer& peer) {
      EXPECT_TRUE(peer.sendPlain(oldHello(suite)));
      EXPECT_TRUE(endsWithAlert(peer.readPlain(), protocolVersionAlert)) << suite;
    });
}

TEST_F(TlsServerTest, RefusesSsl3) {
  refuses([](BlockingPeer& peer) {
    EXPECT_TRUE(peer.sendPlain(oldHello(0x000a, 0x0300)));
    EXPECT_FALSE(peer.readPlain().empty());
  });
}

TEST_F(TlsServerTest, RefusesTheHelloOfSsl2) {
  refuses([](BlockingPeer& peer) {
    Bytes hello{0x80, 0x2e, 1, 0, 2, 0, 0x15, 0, 0, 0, 0x10, 1, 0, 0x80};
    hello.resize(2 + 0x2e);
    EXPECT_TRUE(peer.sendPlain(hello));
    peer.readPlain();
  });
}

TEST_F(TlsServerTest, RefusesHttp) {
  refuses([](BlockingPeer& peer) {
    EXPECT_TRUE(peer.sendPlain("POST /admin HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 4\r\n\r\nkill"));
    peer.readPlain();
  });
  EXPECT_EQ(connection->tlsTrouble().detail, "http request");
}

// A browser speaks TLS 1.3 itself; what a page makes it send must not arrive.
TEST_F(TlsServerTest, RefusesABrowser) {
  refuses([](BlockingPeer& peer) {
    EXPECT_FALSE(peer.connectTls([](SSL_CTX* tls) {
      const Bytes offered{2, 'h', '2', 8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
      SSL_CTX_set_alpn_protos(tls, offered.data(), unsigned(offered.size()));
    }));
    EXPECT_EQ(peer.reason(), "tlsv1 alert no application protocol");
  });
}

TEST_F(TlsServerTest, TakesAClientThatNamesThisProtocol) {
  acceptNext(server);
  play(
      [&] {
        BlockingPeer peer = BlockingPeer::connectedTo(acceptor.local_endpoint());
        EXPECT_TRUE(peer.connectTls([](SSL_CTX* tls) {
          const Bytes offered{2, 'h', '2', 11, 'p', 'u', 's', 'h', 's', 'c', 'o', 'p', 'e', '/', '1'};
          SSL_CTX_set_alpn_protos(tls, offered.data(), unsigned(offered.size()));
        })) << peer.reason();
      },
      [&] { return isOver(); });
}

TEST_F(TlsServerTest, RefusesGarbage) {
  refuses([](BlockingPeer& peer) {
    EXPECT_TRUE(peer.sendPlain(Bytes(3000, 0xee)));
    peer.readPlain();
  });
}

TEST_F(TlsServerTest, RefusesZeros) {
  refuses([](BlockingPeer& peer) {
    EXPECT_TRUE(peer.sendPlain(Bytes(64, 0)));
    peer.readPlain();
  });
}

TEST_F(TlsServerTest, RefusesAFrameThatIsNotEncrypted) {
  refuses([](BlockingPeer& peer) {
    EXPECT_TRUE(peer.sendPlain(frameOf(1, 40)));
    EXPECT_TRUE(endsWithAlert(peer.readPlain(), protocolVersionAlert)) << "so that it knows what it forgot";
  });
}

TEST_F(TlsServerTest, RefusesARecordLongerThanAnyIs) {
  refuses([](BlockingPeer& peer) {
    EXPECT_TRUE(peer.sendPlain(Bytes{0x16, 3, 1, 0xff, 0xff, 1}));
    peer.readPlain();
  });
}

TEST_F(TlsServerTest, RefusesAHelloThatIsCutOff) {
  refuses([](BlockingPeer& peer) {
    Bytes hello = oldHello(0x1301);
    hello.resize(hello.size() / 2);
    EXPECT_TRUE(peer.sendPlain(hello));
    peer.closePlain();
  });
}

TEST_F(TlsServerTest, RefusesAHelloWithLengthsThatLie) {
  refuses([](BlockingPeer& peer) {
    Bytes hello = oldHello(0x1301);
    hello[8] = 0xff; // longer than its record
    hello[7] = 0xff;
    EXPECT_TRUE(peer.sendPlain(hello));
    peer.closePlain();
  });
}

TEST_F(TlsServerTest, RefusesAPeerThatIsGoneAtOnce) {
  refuses([](BlockingPeer& peer) { peer.resetPlain(); });
}

// Bytes of a good handshake, as a bystander could have recorded them, then something else in its middle.
TEST_F(TlsServerTest, RefusesGarbageInPlaceOfTheLastMessage) {
  refuses([](BlockingPeer& peer) {
    Bytes recorded;
    SSL_CTX* tls = SSL_CTX_new(TLS_client_method());
    SSL* ssl = SSL_new(tls);
    BIO* out = BIO_new(BIO_s_mem());
    SSL_set_bio(ssl, BIO_new(BIO_s_mem()), out);
    SSL_connect(ssl);
    char* bytes = nullptr;
    const long size = BIO_get_mem_data(out, &bytes);
    recorded.assign(bytes, bytes + size);
    SSL_free(ssl);
    SSL_CTX_free(tls);
    EXPECT_TRUE(peer.sendPlain(recorded));
    EXPECT_EQ(peer.readPlain(5).size(), 5u);
    EXPECT_TRUE(peer.sendPlain(Bytes{0x17, 3, 3, 0, 40}));
    EXPECT_TRUE(peer.sendPlain(Bytes(40, 0x42)));
    peer.readPlain();
  });
}

// 6-trust TE16: everything that a client sent, sent again. The server's part of the key is another one.
TEST_F(TlsServerTest, RefusesARecordedSession) {
  Bytes recorded;
  acceptNext(server);
  asio::io_context proxyContext;
  asio::ip::tcp::acceptor proxy(proxyContext, {asio::ip::address_v4::loopback(), 0});
  play(
      [&] {
        std::thread client([&] {
          BlockingPeer peer = BlockingPeer::connectedTo(proxy.local_endpoint());
          EXPECT_TRUE(peer.connectTls());
          EXPECT_TRUE(peer.send(frameOf(1, 100)));
        });
        asio::ip::tcp::socket inner = proxy.accept(), outer(proxyContext);
        outer.connect(acceptor.local_endpoint());
        std::thread back([&] {
          std::array<uint8_t, 4096> part{};
          asio::error_code error;
          for (size_t n = 0; !error && (n = outer.read_some(asio::buffer(part), error)) > 0;)
            asio::write(inner, asio::buffer(part.data(), n), error);
        });
        std::array<uint8_t, 4096> part{};
        asio::error_code error;
        for (size_t n = 0; !error && (n = inner.read_some(asio::buffer(part), error)) > 0;) {
          recorded.insert(recorded.end(), part.begin(), part.begin() + std::ptrdiff_t(n));
          asio::write(outer, asio::buffer(part.data(), n), error);
        }
        outer.shutdown(asio::ip::tcp::socket::shutdown_send, error);
        client.join();
        back.join();
      },
      [&] { return isOver(); });
  ASSERT_EQ(recorder.headers.size(), 1u);
  recorder = {};
  refuses([&](BlockingPeer& peer) {
    EXPECT_TRUE(peer.sendPlain(recorded));
    peer.readPlain();
  });
}

// 6-trust TE16: what there would have to be for data before the handshake is never given out.
TEST_F(TlsServerTest, GivesOutNothingThatASessionCouldBeResumedWith) {
  acceptNext(server);
  recorder.onFrame = [this](const FrameView&) { connection->send(frameOf(2, 0)); };
  play(
      [&] {
        BlockingPeer peer = BlockingPeer::connectedTo(acceptor.local_endpoint());
        ASSERT_TRUE(peer.connectTls());
        ASSERT_TRUE(peer.send(frameOf(1, 0)));
        EXPECT_EQ(peer.read(headerBytes), frameOf(2, 0)); // tickets would have come before
        EXPECT_EQ(SSL_SESSION_is_resumable(SSL_get0_session(peer.ssl())), 0);
        EXPECT_EQ(SSL_SESSION_get_max_early_data(SSL_get0_session(peer.ssl())), 0u);
      },
      [&] { return isOver(); });
}

TEST_F(TlsServerTest, EndsAPeerThatDoesNothingButChangeKeys) {
  acceptNext(server);
  int sent = 0;
  play(
      [&] {
        BlockingPeer peer = BlockingPeer::connectedTo(acceptor.local_endpoint());
        ASSERT_TRUE(peer.connectTls());
        while (sent < 100'000 && SSL_key_update(peer.ssl(), SSL_KEY_UPDATE_NOT_REQUESTED) == 1 &&
               SSL_do_handshake(peer.ssl()) == 1)
          ++sent;
      },
      [&] { return isOver(); });
  EXPECT_LT(sent, 100'000);
  EXPECT_EQ(recorder.endedWith, ErrorCode::connectionClosed);
}

TEST_F(TlsServerTest, FollowsAChangeOfKeys) {
  acceptNext(server);
  recorder.onFrame = [this](const FrameView& frame) {
    if (frame.header.serial == 10)
      connection->send(frameOf(11, 0));
  };
  play(
      [&] {
        BlockingPeer peer = BlockingPeer::connectedTo(acceptor.local_endpoint());
        ASSERT_TRUE(peer.connectTls());
        for (uint32_t i = 1; i <= 10; ++i) {
          EXPECT_EQ(SSL_key_update(peer.ssl(), SSL_KEY_UPDATE_REQUESTED), 1);
          ASSERT_TRUE(peer.send(frameOf(i, 100)));
        }
        EXPECT_EQ(peer.read(headerBytes), frameOf(11, 0)); // under the last of the new keys
      },
      [&] { return isOver(); });
  EXPECT_EQ(recorder.headers.size(), 10u);
}

TEST_F(TlsServerTest, HasNoRenegotiation) {
  acceptNext(server);
  play(
      [&] {
        BlockingPeer peer = BlockingPeer::connectedTo(acceptor.local_endpoint());
        ASSERT_TRUE(peer.connectTls());
        EXPECT_EQ(SSL_renegotiate(peer.ssl()), 0);
      },
      [&] { return isOver(); });
}

TEST_F(TlsServerTest, EndsAConnectionWhoseRecordsWereChanged) {
  acceptNext(server);
  play(
      [&] {
        BlockingPeer peer = BlockingPeer::connectedTo(acceptor.local_endpoint());
        ASSERT_TRUE(peer.connectTls());
        ASSERT_TRUE(peer.send(frameOf(1, 10)));
        EXPECT_TRUE(peer.sendPlain(Bytes{0x17, 3, 3, 0, 60}));
        EXPECT_TRUE(peer.sendPlain(Bytes(60, 7)));
        peer.readPlain();
      },
      [&] { return isOver(); });
  EXPECT_EQ(recorder.endedWith, ErrorCode::connectionClosed);
  EXPECT_EQ(recorder.headers.size(), 1u);
}

TEST_F(TlsServerTest, EndsAConnectionWhoseLastRecordIsCutOff) {
  acceptNext(server);
  play(
      [&] {
        BlockingPeer peer = BlockingPeer::connectedTo(acceptor.local_endpoint());
        ASSERT_TRUE(peer.connectTls());
        ASSERT_TRUE(peer.send(frameOf(1, 10)));
        EXPECT_TRUE(peer.sendPlain(Bytes{0x17, 3, 3, 0, 60, 1, 2, 3}));
        peer.closePlain();
      },
      [&] { return isOver(); });
  EXPECT_EQ(recorder.endedWith, ErrorCode::connectionClosed);
  EXPECT_EQ(recorder.headers.size(), 1u);
}

// Without close_notify anybody on the way could have cut it; half a frame is never told.
TEST_F(TlsServerTest, NeverTellsHalfAFrameWhoeverCutIt) {
  for (const bool politely : {false, true}) {
    recorder = {};
    acceptNext(server);
    play(
        [&] {
          BlockingPeer peer = BlockingPeer::connectedTo(acceptor.local_endpoint());
          ASSERT_TRUE(peer.connectTls());
          Bytes bytes = frameOf(1, 10);
          const Bytes half = frameOf(2, 50);
          bytes.insert(bytes.end(), half.begin(), half.begin() + 30);
          ASSERT_TRUE(peer.send(bytes));
          if (politely)
            SSL_shutdown(peer.ssl());
          peer.closePlain();
        },
        [&] { return isOver(); });
    EXPECT_EQ(recorder.endedWith, ErrorCode::connectionClosed);
    EXPECT_EQ(recorder.headers.size(), 1u);
  }
}

TEST_F(TlsServerTest, SaysThatNothingMoreComes) {
  acceptNext(server);
  recorder.onFrame = [this](const FrameView&) {
    connection->send(frameOf(2, 5));
    connection->close();
  };
  play(
      [&] {
        BlockingPeer peer = BlockingPeer::connectedTo(acceptor.local_endpoint());
        ASSERT_TRUE(peer.connectTls());
        ASSERT_TRUE(peer.send(frameOf(1, 10)));
        EXPECT_EQ(peer.read(headerBytes + 5), frameOf(2, 5));
        EXPECT_TRUE(peer.read(1).empty());
        EXPECT_EQ(SSL_get_shutdown(peer.ssl()) & SSL_RECEIVED_SHUTDOWN, SSL_RECEIVED_SHUTDOWN);
      },
      [&] { return hasFrame(); });
}

// The limit is 5 s: all the ways to stall are tried at once.
TEST_F(TlsServerTest, EndsAHandshakeThatStalls) {
  struct Stalled {
    Recorder recorder;
    std::shared_ptr<Connection> connection;
  };
  const std::vector<Bytes> openings{{}, {0x16}, {0x16, 3, 1, 0, 200}, oldHello(0x1301)};
  std::vector<Stalled> stalled(openings.size() - 1);
  std::vector<asio::ip::tcp::socket> peers;
  const auto began = std::chrono::steady_clock::now();
  for (size_t i = 0; i < stalled.size(); ++i) {
    peers.emplace_back(context).connect(acceptor.local_endpoint());
    asio::write(peers.back(), asio::buffer(openings[i]));
    stalled[i].connection = std::make_shared<Connection>(acceptor.accept(), limits, scratch, server.session());
    stalled[i].connection->start(stalled[i].recorder);
  }
  play([] {},
       [&] {
         return std::all_of(stalled.begin(), stalled.end(), [](const auto& one) { return one.recorder.endedWith; });
       });
  EXPECT_GE(std::chrono::steady_clock::now() - began, 4900ms);
  for (const Stalled& one : stalled)
    EXPECT_EQ(one.recorder.endedWith, ErrorCode::timedOut);
}

TEST_F(TlsServerTest, FramesSentBeforeTheHandshakeLeaveBehindIt) {
  BlockingPeer peer = BlockingPeer::connectedTo(acceptor.local_endpoint());
  connection = std::make_shared<Connection>(acceptor.accept(), limits, scratch, server.session());
  connection->start(recorder);
  connection->send(frameOf(9, 30));
  play([&] {
    ASSERT_TRUE(peer.connectTls());
    EXPECT_EQ(peer.read(headerBytes + 30), frameOf(9, 30));
  });
}

TEST(TlsServerFiles, NamesWhatIsWrongWithThem) {
  const Folder folder;
  const Identity one = selfSigned({}), other = selfSigned({});
  const std::string certificate = folder.write("a.pem", one.certificate), key = folder.write("a.key", one.key);
  EXPECT_TRUE(TlsServer::fromFiles(certificate, key).ok());
  EXPECT_TRUE(TlsServer::fromFiles(certificate, folder.write("group.key", one.key, 0640)).ok());
  struct Case {
    std::string certificate, key, named;
  };
  const std::vector<Case> cases{
      {folder.path("none.pem"), key, "none.pem"},
      {certificate, folder.path("none.key"), "none.key"},
      {folder.write("empty.pem", ""), key, "empty.pem"},
      {folder.write("text.pem", "not a certificate\n"), key, "text.pem"},
      {certificate, folder.write("other.key", other.key), "other.key"},
      {certificate, folder.write("open.key", one.key, 0644), "open.key"},
      {certificate, folder.write("cut.key", one.key.substr(0, one.key.size() / 2)), "cut.key"},
      {certificate,
       folder.write("locked.key", "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIB\n-----END ENCRYPTED PRIVATE KEY-----\n"),
       "locked.key"},
  };
  for (const Case& one_ : cases) {
    const auto server = TlsServer::fromFiles(one_.certificate, one_.key);
    ASSERT_FALSE(server.ok()) << one_.named;
    EXPECT_EQ(server.error().code, ErrorCode::file);
    EXPECT_NE(server.error().detail.find(one_.named), std::string::npos) << server.error().detail;
  }
}

TEST(TlsServerFiles, MakesACertificateOnce) {
  const Folder folder;
  const auto first = TlsServer::selfMade(folder.path("token.tls")),
             second = TlsServer::selfMade(folder.path("token.tls"));
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(first.value().fingerprint(), second.value().fingerprint());
  EXPECT_EQ(folder.names(), std::vector<std::string>{"token.tls"});
  EXPECT_EQ(std::filesystem::status(folder.path("token.tls")).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  EXPECT_NE(TlsServer::selfMade(folder.path("other.tls")).value().fingerprint(), first.value().fingerprint());
}

TEST(TlsServerFiles, TwoProcessesThatStartAtOnceMakeOneCertificate) {
  const Folder folder;
  std::vector<std::thread> threads;
  std::array<Fingerprint, 8> made;
  for (Fingerprint& one : made)
    threads.emplace_back(
        [&one, &folder] { one = TlsServer::selfMade(folder.path("token.tls")).value().fingerprint(); });
  for (std::thread& thread : threads)
    thread.join();
  for (const Fingerprint& one : made)
    EXPECT_EQ(one, made[0]);
  EXPECT_EQ(folder.names(), std::vector<std::string>{"token.tls"});
}

TEST(TlsServerFiles, RefusesASpoiltOne) {
  const Folder folder;
  for (const char* text : {"", "x", "-----BEGIN PRIVATE KEY-----\n"})
    EXPECT_FALSE(TlsServer::selfMade(folder.write("token.tls", text)).ok());
  ASSERT_TRUE(TlsServer::selfMade(folder.path("good.tls")).ok());
  folder.write("good.tls", folder.read("good.tls"), 0644);
  EXPECT_FALSE(TlsServer::selfMade(folder.path("good.tls")).ok());
}

} // namespace
} // namespace pushscope
