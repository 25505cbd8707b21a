#include "models/settings/recent_servers.h"

#include <QSettings>
#include <QTemporaryDir>

#include <gtest/gtest.h>

namespace pushscope {
namespace {

class RecentServersTest : public ::testing::Test {
 protected:
  QTemporaryDir folder;
  QSettings settings{folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat};
  RecentServers recent{settings};

  static RecentServers::Entry entry(int number) {
    return {QStringLiteral("10.0.0.%1:7802").arg(number), QStringLiteral("/tokens/%1").arg(number), {}, {}};
  }
  QStringList servers() const {
    QStringList all;
    for (const RecentServers::Entry& e : recent.entries())
      all << e.server;
    return all;
  }
};

TEST_F(RecentServersTest, AreNoneAtFirst) {
  EXPECT_TRUE(recent.entries().isEmpty());
}

TEST_F(RecentServersTest, TheNewestComesFirst) {
  recent.remember(entry(1));
  recent.remember(entry(2));
  EXPECT_EQ(servers(), (QStringList{entry(2).server, entry(1).server}));
}

TEST_F(RecentServersTest, OneThatIsUsedAgainMovesToTheTop) {
  for (int i = 1; i <= 3; ++i)
    recent.remember(entry(i));
  recent.remember(entry(1));
  EXPECT_EQ(servers(), (QStringList{entry(1).server, entry(3).server, entry(2).server}));
}

TEST_F(RecentServersTest, HoldNoMoreThanTheirCapacity) {
  for (int i = 1; i <= 20; ++i)
    recent.remember(entry(i));
  ASSERT_EQ(recent.entries().size(), RecentServers::capacity);
  EXPECT_EQ(servers().first(), entry(20).server);
  EXPECT_EQ(servers().last(), entry(13).server);
}

TEST_F(RecentServersTest, KeepEveryFieldOverARestart) {
  const RecentServers::Entry whole{"push.example.com:7802",    "/a token/手机",   "127.0.0.1:7803", "/fleet,token",
                                   "sha256:00ff, sha256:11ee", "/authorities.pem"};
  recent.remember(whole);
  settings.sync();
  QSettings again(settings.fileName(), QSettings::IniFormat);
  EXPECT_EQ(RecentServers(again).entries(), QList{whole});
}

TEST_F(RecentServersTest, AnotherCertificateIsAnotherEntry) {
  RecentServers::Entry one = entry(1), two = entry(1);
  one.trust = "sha256:00";
  two.trust = "sha256:11";
  recent.remember(one);
  recent.remember(two);
  EXPECT_EQ(recent.entries(), (QList{two, one}));
}

TEST_F(RecentServersTest, ASpoiltFileIsNoMoreThanAnEmptyList) {
  settings.setValue(QStringLiteral("recentServers/size"), "a thousand");
  EXPECT_TRUE(recent.entries().isEmpty());
  settings.setValue(QStringLiteral("recentServers/size"), 2'000'000'000);
  EXPECT_LE(recent.entries().size(), RecentServers::capacity);
}

} // namespace
} // namespace pushscope
