#include "tests/support/program.h"
#include "tests/support/wait.h"

#include <QFile>

#include <gtest/gtest.h>

namespace pushscope {
namespace {

// Every port under TLS, with certificates that server and fleet made for themselves.
class Tls : public ::testing::Test {
 protected:
  TestBed bed{QStringLiteral("500ms/2s/2"), {"--tls", "self-made"}};

  void startFleet(const QString& pin) {
    bed.startFleet(3, {"--profile", "desktop", "--tls-pin", pin, "--tls", "self-made"});
  }
  int online() {
    int count = 0;
    for (const QJsonObject& session : bed.ctl({"--tls-pin", bed.tls(), "sessions", "--json"}).objects())
      count += session["link"] == "online";
    return count;
  }
  static QString otherPin() { return QStringLiteral("sha256:") + QString(64, 'a'); }
};

TEST_F(Tls, APushReachesPhonesWhoseServerIsPinned) {
  startFleet(bed.tls());
  ASSERT_TRUE(waitUntil([&] { return online() == 3; })) << bed.fleet().log().toStdString();
  const auto push = bed.ctl({"--tls-pin", bed.tls(), "push", "--device", "phone-0001", "--payload", "{}", "--wait"});
  EXPECT_EQ(push.exitCode, 0) << push.errors.toStdString();
  const auto act =
      bed.ctl({"--tls-pin", bed.tls(), "--fleet", bed.control(), "--fleet-token-file", bed.fleetTokenFile(),
               "--fleet-tls-pin", bed.controlTls(), "fleet", "do", "crash", "--device", "phone-0002"});
  EXPECT_EQ(act.exitCode, 0) << act.errors.toStdString();
}

TEST_F(Tls, PhonesThatPinAnotherServerStayAwayAndSaySo) {
  startFleet(otherPin());
  ASSERT_TRUE(waitUntil([&] { return bed.fleet().log().contains(bed.tls().toLatin1()); }));
  EXPECT_EQ(online(), 0);
}

TEST_F(Tls, WhoPinsNothingLearnsTheFingerprintAndSendsNoToken) {
  for (const QStringList& flags : {QStringList{}, {"--tls-pin", otherPin()}, {"--tls-ca", "system"}}) {
    const auto outcome = bed.ctl(flags + QStringList{"sessions"});
    EXPECT_EQ(outcome.exitCode, 3);
    EXPECT_TRUE(outcome.errors.contains(bed.tls().toLatin1())) << outcome.errors.toStdString();
    EXPECT_TRUE(outcome.errors.contains("--tls-pin"));
  }
}

TEST_F(Tls, ARestartKeepsTheCertificateAndTheTokens) {
  const QString before = bed.tls();
  bed.restartServer();
  EXPECT_EQ(bed.tls(), before);
  EXPECT_EQ(bed.ctl({"--tls-pin", before, "sessions"}).exitCode, 0);
}

TEST_F(Tls, TheKeyIsForItsOwnerAlone) {
  EXPECT_EQ(QFile(bed.tokenFile() + ".tls").permissions() & (QFile::ReadGroup | QFile::ReadOther), 0);
  EXPECT_FALSE(bed.server().log().contains("PRIVATE"));
}

// 6-trust TE2: nothing is reached from outside in plain, and the refusal names the flag.
TEST(Exposure, AProgramThatWouldBeReachedInPlainDoesNotStart) {
  const QTemporaryDir folder;
  for (const QStringList& ports : {QStringList{"--admin-listen", "0.0.0.0:0", "--device-listen", "127.0.0.1:0"},
                                   {"--admin-listen", "127.0.0.1:0", "--device-listen", "0.0.0.0:0"}}) {
    Program server("pushnode", QStringList{"--token-file", folder.filePath("token")} + ports);
    EXPECT_EQ(server.waitExit(), 2);
    EXPECT_TRUE(server.log().contains("--")) << server.log().toStdString();
  }
  Program fleet("pushfleet",
                {"--server", "127.0.0.1:1", "--token-file", folder.filePath("fleet"), "--control-listen", "0.0.0.0:0"});
  EXPECT_EQ(fleet.waitExit(), 2);
  EXPECT_TRUE(fleet.log().contains("--tls self-made"));
  Program away("pushfleet", {"--server", "192.0.2.1:7801", "--token-file", folder.filePath("fleet")});
  EXPECT_EQ(away.waitExit(), 2);
  EXPECT_TRUE(away.log().contains("--tls-pin"));
}

// 6-trust TE3.
TEST(Exposure, AnEmptyFileOfTokensOrRolesRefusesTheStart) {
  const QTemporaryDir folder;
  for (const char* name : {"token", "token.roles"}) {
    QFile file(folder.filePath(name));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    file.close();
    Program server("pushnode", {"--admin-listen", "127.0.0.1:0", "--device-listen", "127.0.0.1:0", "--token-file",
                                folder.filePath("token")});
    EXPECT_EQ(server.waitExit(), 6);
    EXPECT_TRUE(server.log().contains(QByteArray(name) + ": line 1")) << server.log().toStdString();
    ASSERT_TRUE(file.remove());
  }
}

} // namespace
} // namespace pushscope
