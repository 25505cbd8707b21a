#include "models/feed/link.h"
#include "models/text/sentences.h"
#include "tests/models/feed/fake_server.h"
#include "tests/support/certificates.h"
#include "tests/support/wait.h"

#include <QTemporaryDir>

#include <gtest/gtest.h>

#include <QFile>

namespace pushscope {
namespace {

using State = LinkStatus::State;

// A link to a server under TLS, and whom it believes.
class LinkTlsTest : public ::testing::Test {
 protected:
  const Identity authority = selfSigned({.names = "", .commonName = "authority", .authority = true});
  QTemporaryDir folder;
  std::unique_ptr<FakeServer> server;
  std::vector<Batch> batches;
  std::unique_ptr<Link> link;

  Trust pinning(const Identity& identity) const { return {Trust::By::pins, {fingerprintOf(identity)}, {}}; }
  Trust trustingAuthority() const {
    QFile file(folder.filePath("ca.pem"));
    EXPECT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(authority.certificate.data(), qint64(authority.certificate.size()));
    return {Trust::By::file, {}, file.fileName().toStdString()};
  }

  void serve(const Identity* identity) { server = std::make_unique<FakeServer>(Port::admin, identity); }
  void connectWith(const Trust& trust, const std::string& host = "127.0.0.1") {
    batches.clear();
    link = std::make_unique<Link>(
        LinkId{0}, LinkTarget{LinkKind::node, host, server->tcpPort(), "secret", trust},
        [this](Batch& batch, const RecordedFrame*) {
          batches.push_back(std::move(batch));
          return true;
        },
        1);
    link->open();
  }
  LinkStatus status() const {
    for (auto it = batches.rbegin(); it != batches.rend(); ++it)
      if (it->status)
        return *it->status;
    return {};
  }
  bool becomes(State state) {
    return waitUntil([&] { return status().state == state; });
  }
  void accepts() {
    ASSERT_TRUE(becomes(State::online)) << status().error.detail;
    EXPECT_EQ(server->hellos.at(0).credential, "secret");
  }
  // For good, with this cause and fingerprint, before anything was said.
  void refuses(const std::string& cause, const Identity& identity) {
    ASSERT_TRUE(becomes(State::refused));
    EXPECT_EQ(status().error.code, ErrorCode::untrusted);
    EXPECT_EQ(status().error.detail, cause + " " + fingerprintOf(identity).text());
    EXPECT_TRUE(server->hellos.empty()) << "the token was sent";
  }
};

TEST_F(LinkTlsTest, BelievesThePinnedCertificate) {
  const Identity own = selfSigned({.names = "DNS:elsewhere", .validFrom = -7200, .validTo = -3600});
  serve(&own);
  connectWith(pinning(own));
  accepts();
  server->sendPage({"a", "b"}, true, true);
  server->sendLongBlock(8, 700'000); // many records
  server->sendBlock(9, {"c"});
  EXPECT_TRUE(waitUntil([&] {
    size_t devices = 0;
    for (const Batch& batch : batches)
      devices += batch.devices.size();
    return devices == 3;
  }));
}

TEST_F(LinkTlsTest, RefusesAnotherThanThePinnedOneAndSaysWhichItSaw) {
  const Identity own = selfSigned({}), pinned = selfSigned({});
  serve(&own);
  connectWith(pinning(pinned));
  refuses("pin", own);
  const QString sentence = Sentences::error(status().error, QStringLiteral("Server stage"));
  EXPECT_TRUE(sentence.contains(QString::fromStdString(fingerprintOf(own).text()))) << sentence.toStdString();
  EXPECT_TRUE(sentence.contains("--tls-pin"));
  // A person compares, and pins what the server shows.
  connectWith(parseTrust(QString::fromStdString(fingerprintOf(own).text())).value());
  accepts();
}

TEST_F(LinkTlsTest, AnUnknownCertificateIsNotRememberedByUsingIt) {
  const Identity own = selfSigned({});
  serve(&own);
  for (int i = 0; i < 2; ++i) {
    connectWith({Trust::By::system, {}, {}});
    refuses("unknown", own);
  }
  link->retryNow();
  EXPECT_EQ(status().state, State::connecting);
  refuses("unknown", own);
}

TEST_F(LinkTlsTest, BelievesAnAuthorityAndTheName) {
  const Identity good = signedBy(authority, {});
  serve(&good);
  connectWith(trustingAuthority());
  accepts();
  connectWith(trustingAuthority(), "localhost");
  EXPECT_TRUE(becomes(State::online));
}

TEST_F(LinkTlsTest, RefusesWhatTheAuthorityDidNotSayOfThisServer) {
  const Identity otherAuthority = selfSigned({.names = "", .commonName = "other", .authority = true});
  const std::vector<std::pair<std::string, Identity>> cases{
      {"unknown", signedBy(otherAuthority, {})},
      {"unknown", selfSigned({})},
      {"name", signedBy(authority, {.names = "DNS:push.example.com"})},
      {"expired", signedBy(authority, {.validFrom = -7200, .validTo = -3600})},
      {"not_yet_valid", signedBy(authority, {.validFrom = 3600, .validTo = 7200})},
      {"unfit", signedBy(authority, {.usage = "clientAuth"})},
  };
  for (const auto& [cause, identity] : cases) {
    serve(&identity);
    connectWith(trustingAuthority());
    refuses(cause, identity);
  }
}

// On this computer a link is plain if nobody says otherwise; a server under TLS answers that with an alert.
TEST_F(LinkTlsTest, APlainLinkThatMeetsTlsTriesAgainUnderIt) {
  class Alerting : public QTcpServer {
   public:
    explicit Alerting(uint16_t real) {
      QObject::connect(this, &QTcpServer::newConnection, this, [this, real] {
        QTcpSocket* here = nextPendingConnection();
        if (connections++ == 0) {
          QObject::connect(here, &QTcpSocket::readyRead, here, [here] {
            here->write(QByteArray::fromHex("15030300020246"));
            here->disconnectFromHost();
          });
          return;
        }
        auto* there = new QTcpSocket(here);
        there->connectToHost(QHostAddress::LocalHost, real);
        QObject::connect(here, &QTcpSocket::readyRead, there, [=] { there->write(here->readAll()); });
        QObject::connect(there, &QTcpSocket::readyRead, here, [=] { here->write(there->readAll()); });
      });
      listen(QHostAddress::LocalHost);
    }
    int connections = 0;
  };
  const Identity own = selfSigned({});
  serve(&own);
  Alerting door(server->tcpPort());
  batches.clear();
  link = std::make_unique<Link>(
      LinkId{0}, LinkTarget{LinkKind::node, "127.0.0.1", door.serverPort(), "secret"},
      [this](Batch& batch, const RecordedFrame*) {
        batches.push_back(std::move(batch));
        return true;
      },
      1);
  link->open();
  refuses("unknown", own);
}

TEST_F(LinkTlsTest, AServerWithoutTlsGetsNothingFromALinkThatWantsIt) {
  serve(nullptr);
  connectWith(pinning(selfSigned({})));
  EXPECT_TRUE(waitUntil([&] { return server->connections == 1; }));
  server->sendText("\x00\x00\x00\x10 no TLS here");
  server->drop();
  EXPECT_TRUE(waitUntil([&] { return status().state != State::connecting; }));
  EXPECT_TRUE(server->hellos.empty());
}

} // namespace
} // namespace pushscope
