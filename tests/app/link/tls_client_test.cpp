#include "tests/app/link/tls_fixtures.h"

#include <openssl/ssl.h>

namespace pushscope {
namespace {

// Whom a client believes (6-trust TE1, the client's side).
class TlsClientTest : public TlsTest {
 protected:
  const Identity authority = selfSigned({.names = "", .commonName = "authority", .authority = true});
  const Identity otherAuthority = selfSigned({.names = "", .commonName = "other", .authority = true});

  TlsClient trusting(const std::string& pem) {
    const auto client = TlsClient::withAuthorities(folder.write("authorities.pem", pem, 0644));
    EXPECT_TRUE(client.ok());
    return client.value();
  }
  TlsClient trustingAuthority() { return trusting(authority.certificate); }
  TlsClient pinning(const Identity& identity) { return TlsClient::withPins({fingerprintOf(identity)}).value(); }

  struct Host {
    std::string name = "localhost";
    std::vector<Identity> issuers;
    BlockingPeer::Prepare prepare;
  };
  // Connects to a server with this certificate; it answers one frame.
  void meet(const TlsClient& client, const Identity& identity, const Host& host) {
    recorder = {};
    connectOut(client, host.name);
    connection->send(frameOf(1, 100));
    BlockingPeer peer = acceptPeer();
    heardByPeer.clear();
    play(
        [&] {
          if (peer.acceptTls(identity, host.prepare, host.issuers))
            heardByPeer = peer.read(headerBytes + 100);
          if (!heardByPeer.empty())
            peer.send(frameOf(2, 10));
          peer.closePlain();
        },
        [&] { return recorder.endedWith.has_value(); });
  }
  Bytes heardByPeer;

  void accepts(const TlsClient& client, const Identity& identity, const Host& host) {
    meet(client, identity, host);
    EXPECT_EQ(heardByPeer, frameOf(1, 100)) << connection->tlsTrouble().detail;
    EXPECT_EQ(recorder.headers.size(), 1u);
  }
  void accepts(const TlsClient& client, const Identity& identity) { accepts(client, identity, Host{}); }
  // Not a byte of what was to be sent may reach a server that is not believed.
  void refuses(const TlsClient& client, const Identity& identity, const std::string& cause, const Host& host) {
    meet(client, identity, host);
    EXPECT_TRUE(heardByPeer.empty());
    EXPECT_EQ(recorder.endedWith, ErrorCode::untrusted);
    EXPECT_EQ(connection->tlsTrouble().detail, cause + " " + fingerprintOf(identity).text());
  }
  void refuses(const TlsClient& client, const Identity& identity, const std::string& cause) {
    refuses(client, identity, cause, Host{});
  }
  void isInsecure(const std::function<void(BlockingPeer&)>& misbehave, ErrorCode expected = ErrorCode::insecure) {
    recorder = {};
    connectOut(trustingAuthority());
    connection->send(frameOf(1, 100));
    BlockingPeer peer = acceptPeer();
    play([&] { misbehave(peer); }, [&] { return recorder.endedWith.has_value(); });
    EXPECT_EQ(recorder.endedWith, expected);
    EXPECT_TRUE(recorder.headers.empty());
  }
};

TEST_F(TlsClientTest, BelievesAnAuthority) {
  accepts(trustingAuthority(), signedBy(authority, {}));
}

TEST_F(TlsClientTest, BelievesAnAddressInTheCertificate) {
  accepts(trustingAuthority(), signedBy(authority, {}), {.name = "127.0.0.1", .issuers = {}, .prepare = {}});
}

TEST_F(TlsClientTest, BelievesAnAuthorityBehindAnother) {
  const Identity between = signedBy(authority, {.names = "", .commonName = "between", .authority = true});
  accepts(trustingAuthority(), signedBy(between, {}), {.name = "localhost", .issuers = {between}, .prepare = {}});
}

TEST_F(TlsClientTest, BelievesNobodyWhoseIssuerIsMissing) {
  const Identity between = signedBy(authority, {.names = "", .commonName = "between", .authority = true});
  refuses(trustingAuthority(), signedBy(between, {}), "unknown");
}

TEST_F(TlsClientTest, BelievesNoAuthorityThatIsNone) {
  const Identity pretender = signedBy(authority, {.commonName = "pretender"});
  refuses(trustingAuthority(), signedBy(pretender, {}), "unfit",
          {.name = "localhost", .issuers = {pretender}, .prepare = {}});
}

TEST_F(TlsClientTest, RefusesAnotherAuthority) {
  refuses(trustingAuthority(), signedBy(otherAuthority, {}), "unknown");
}

TEST_F(TlsClientTest, RefusesAnExpiredCertificate) {
  refuses(trustingAuthority(), signedBy(authority, {.validFrom = -7200, .validTo = -3600}), "expired");
}

TEST_F(TlsClientTest, RefusesACertificateOfTheFuture) {
  refuses(trustingAuthority(), signedBy(authority, {.validFrom = 3600, .validTo = 7200}), "not_yet_valid");
}

TEST_F(TlsClientTest, RefusesAnotherName) {
  refuses(trustingAuthority(), signedBy(authority, {.names = "DNS:push.example.com"}), "name");
}

TEST_F(TlsClientTest, RefusesAnotherAddress) {
  refuses(trustingAuthority(), signedBy(authority, {.names = "IP:127.0.0.2"}), "name",
          {.name = "127.0.0.1", .issuers = {}, .prepare = {}});
}

TEST_F(TlsClientTest, ReadsNoNameOutOfTheSubject) {
  refuses(trustingAuthority(), signedBy(authority, {.names = "", .commonName = "localhost"}), "name");
}

TEST_F(TlsClientTest, TakesAWildcardForOneLabelOnly) {
  const Identity star = signedBy(authority, {.names = "DNS:*.example.com"});
  accepts(trustingAuthority(), star, {.name = "push.example.com", .issuers = {}, .prepare = {}});
  refuses(trustingAuthority(), star, "name", {.name = "a.push.example.com", .issuers = {}, .prepare = {}});
  refuses(trustingAuthority(), signedBy(authority, {.names = "DNS:pu*.example.com"}), "name",
          {.name = "push.example.com", .issuers = {}, .prepare = {}});
}

TEST_F(TlsClientTest, TakesNoNameForAnyName) {
  refuses(trustingAuthority(), signedBy(authority, {}), "name", {.name = "", .issuers = {}, .prepare = {}});
}

TEST_F(TlsClientTest, IsNotFooledByANulInAName) {
  refuses(trustingAuthority(), signedBy(authority, {}), "name",
          {.name = std::string("localhost\0.evil.example", 23), .issuers = {}, .prepare = {}});
}

TEST_F(TlsClientTest, RefusesASelfSignedCertificate) {
  refuses(trustingAuthority(), selfSigned({}), "unknown");
}

TEST_F(TlsClientTest, BelievesASelfSignedCertificateThatIsInItsFile) {
  const Identity own = selfSigned({});
  accepts(trusting(own.certificate), own);
}

TEST_F(TlsClientTest, RefusesACertificateForClients) {
  refuses(trustingAuthority(), signedBy(authority, {.usage = "clientAuth"}), "unfit");
}

TEST_F(TlsClientTest, RefusesAShortKey) {
  const Identity weak = signedBy(authority, {.rsaBits = 1024});
  refuses(trustingAuthority(), weak, "unfit",
          {.name = "localhost", .issuers = {}, .prepare = [](SSL_CTX* tls) { SSL_CTX_set_security_level(tls, 0); }});
}

TEST_F(TlsClientTest, RefusesARevokedCertificate) {
  const Identity good = signedBy(authority, {}), bad = signedBy(authority, {});
  const std::string list = revocationList(authority, {bad});
  accepts(trusting(authority.certificate + list), good);
  refuses(trusting(authority.certificate + list), bad, "revoked");
}

TEST_F(TlsClientTest, RefusesWhatNoRevocationListCovers) {
  const std::string list = revocationList(otherAuthority, {});
  refuses(trusting(authority.certificate + otherAuthority.certificate + list), signedBy(authority, {}), "revoked");
}

TEST_F(TlsClientTest, BelievesAPinWithoutAnyAuthority) {
  const Identity own = selfSigned({});
  accepts(pinning(own), own);
}

TEST_F(TlsClientTest, RefusesAnotherPinWhoeverSignedIt) {
  refuses(pinning(selfSigned({})), signedBy(authority, {}), "pin");
}

TEST_F(TlsClientTest, RefusesTheSameKeyUnderAnotherCertificate) {
  const Identity pinned = signedBy(authority, {});
  refuses(pinning(pinned), signedBy(authority, {}), "pin");
}

TEST_F(TlsClientTest, APinSaysMoreThanDatesAndNames) {
  const Identity old = selfSigned({.names = "DNS:elsewhere", .validFrom = -7200, .validTo = -3600});
  accepts(pinning(old), old);
}

// The certificate of another is not its key: a server that shows what was pinned must also be able to sign.
TEST_F(TlsClientTest, APinIsNoUseWithoutItsKey) {
  const Identity pinned = selfSigned({}), mine = selfSigned({});
  recorder = {};
  connectOut(pinning(pinned));
  BlockingPeer peer = acceptPeer();
  play(
      [&] {
        EXPECT_FALSE(peer.acceptTls({pinned.certificate, mine.key}));
        peer.closePlain();
      },
      [&] { return recorder.endedWith.has_value(); });
  EXPECT_TRUE(recorder.headers.empty());
}

TEST_F(TlsClientTest, AnyOfSeveralPinsWillDo) {
  const Identity one = selfSigned({}), two = selfSigned({});
  const TlsClient client = TlsClient::withPins({fingerprintOf(one), fingerprintOf(two)}).value();
  accepts(client, one);
  accepts(client, two);
  refuses(client, selfSigned({}), "pin");
}

TEST_F(TlsClientTest, RefusesAServerOfTls12) {
  isInsecure([this](BlockingPeer& peer) {
    EXPECT_FALSE(peer.acceptTls(signedBy(authority, {}),
                                [](SSL_CTX* tls) { SSL_CTX_set_max_proto_version(tls, TLS1_2_VERSION); }));
    peer.closePlain();
  });
}

TEST_F(TlsClientTest, RefusesAServerWithoutTls) {
  isInsecure([](BlockingPeer& peer) {
    EXPECT_TRUE(peer.sendPlain(frameOf(1, 40)));
    peer.readPlain(1);
    peer.closePlain();
  });
}

TEST_F(TlsClientTest, RefusesGarbage) {
  isInsecure([](BlockingPeer& peer) {
    EXPECT_TRUE(peer.sendPlain(Bytes(500, 0xa5)));
    peer.readPlain(1);
    peer.closePlain();
  });
}

TEST_F(TlsClientTest, RefusesAServerThatHangsUp) {
  isInsecure([](BlockingPeer& peer) {
    peer.readPlain(1);
    peer.closePlain();
  });
}

TEST_F(TlsClientTest, GivesUpAServerThatStalls) {
  isInsecure([](BlockingPeer& peer) { peer.readPlain(); }, ErrorCode::timedOut);
}

TEST_F(TlsClientTest, NamesAFileWithoutCertificates) {
  for (const std::string& path : {folder.path("none.pem"), folder.write("text.pem", "no certificate\n")}) {
    const auto client = TlsClient::withAuthorities(path);
    ASSERT_FALSE(client.ok());
    EXPECT_EQ(client.error().code, ErrorCode::file);
    EXPECT_NE(client.error().detail.find(path), std::string::npos);
  }
}

TEST_F(TlsClientTest, BelievesNothingOfOursByTheSystemsAuthorities) {
  refuses(TlsClient::withSystemAuthorities().value(), signedBy(authority, {}), "unknown");
}

TEST_F(TlsClientTest, PinsWhatAServerMadeForItself) {
  const TlsServer server = TlsServer::selfMade(folder.path("token.tls")).value();
  Recorder heard;
  asio::ip::tcp::socket socket(context);
  socket.connect(acceptor.local_endpoint());
  const auto other = std::make_shared<Connection>(acceptor.accept(), limits, scratch, server.session());
  other->start(heard);
  connection = std::make_shared<Connection>(std::move(socket), limits, scratch,
                                            TlsClient::withPins({server.fingerprint()}).value().session("10.1.2.3"));
  connection->start(recorder);
  connection->send(frameOf(3, 1000));
  play([] {}, [&] { return !heard.headers.empty(); });
  EXPECT_TRUE(connection->isEncrypted());
  other->reset();
}

} // namespace
} // namespace pushscope
