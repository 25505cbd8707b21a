#include "models/settings/connection_profiles.h"

#include "protocol/base/random.h"
#include "tests/support/files.h"
#include "tests/support/seed.h"

#include <QFile>
#include <QSettings>
#include <QTemporaryDir>

#include <gtest/gtest.h>

namespace pushscope {
namespace {

class ConnectionProfilesTest : public ::testing::Test {
 protected:
  QTemporaryDir folder;
  const QString path = folder.filePath(QStringLiteral("settings.conf"));
  QSettings settings{path, QSettings::IniFormat};

  static ConnectionProfile profile(int number, const QString& name = {}) {
    return {name, {{LinkKind::node, QStringLiteral("10.0.0.%1:7802").arg(number), QStringLiteral("/token"), {}}}};
  }
  static QStringList names(const ConnectionProfiles& profiles) {
    QStringList all;
    for (const ConnectionProfiles::Known& known : profiles.read().profiles)
      all << known.profile.name;
    return all;
  }
  QByteArray fileText() {
    settings.sync();
    QFile file(path);
    EXPECT_TRUE(file.open(QIODevice::ReadOnly));
    return file.readAll();
  }
  void writeFile(const QByteArray& text) {
    QFile file(path);
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(text);
  }
};

TEST_F(ConnectionProfilesTest, AreNoneAtFirst) {
  const ConnectionProfiles profiles(settings);
  EXPECT_TRUE(profiles.read().profiles.isEmpty());
  EXPECT_TRUE(profiles.read().problems.isEmpty());
  EXPECT_EQ(profiles.current(), QString());
}

TEST_F(ConnectionProfilesTest, KeepEveryFieldOverARestart) {
  const ConnectionProfile whole{QStringLiteral("stage / 手机, 50% [x]=y"),
                                {{LinkKind::node, "push.example.com:7802", "/a token/手机", "sha256:00ff, sha256:11ee"},
                                 {LinkKind::fleet, "[::1]:7803", "/fleet,token", "/authorities.pem"},
                                 {LinkKind::node, "127.0.0.1:1", "", "none"}}};
  ASSERT_EQ(ConnectionProfiles(settings).remember(whole).value(), whole.name);
  settings.sync();
  QSettings again(path, QSettings::IniFormat);
  const ConnectionProfiles profiles(again);
  EXPECT_EQ(profiles.find(whole.name), whole);
  EXPECT_TRUE(profiles.read().profiles[0].named);
  EXPECT_TRUE(profiles.read().problems.isEmpty());
}

TEST_F(ConnectionProfilesTest, TheNewestUseComesFirst) {
  ConnectionProfiles profiles(settings);
  for (const char* name : {"a", "b", "c"})
    ASSERT_TRUE(profiles.remember(profile(name[0], name)).ok());
  ASSERT_TRUE(profiles.remember(profile('a', "a")).ok());
  EXPECT_EQ(names(profiles), (QStringList{"a", "c", "b"}));
}

TEST_F(ConnectionProfilesTest, OneWithoutANameIsCalledByItsAddressesAndKnownByItsLinks) {
  ConnectionProfiles profiles(settings);
  EXPECT_EQ(profiles.remember(profile(1)).value(), "10.0.0.1:7802");
  EXPECT_EQ(profiles.remember(profile(1)).value(), "10.0.0.1:7802");
  ConnectionProfile pinned = profile(1);
  pinned.links[0].trust = "system";
  EXPECT_EQ(profiles.remember(pinned).value(), "10.0.0.1:7802 (2)") << "another certificate is another connection";
  ConnectionProfile three = profile(1);
  three.links << profile(2).links << profile(3).links;
  EXPECT_EQ(profiles.remember(three).value(), "10.0.0.1:7802 and 2 more");
  ASSERT_TRUE(profiles.remember(profile(7, "seven")).ok());
  EXPECT_EQ(profiles.remember(profile(7)).value(), "seven") << "it has a name already";
}

TEST_F(ConnectionProfilesTest, HoldEightWithoutANameAndEveryNamedOne) {
  ConnectionProfiles profiles(settings);
  ASSERT_TRUE(profiles.remember(profile(200, "kept")).ok());
  for (int i = 1; i <= 20; ++i)
    ASSERT_TRUE(profiles.remember(profile(i)).ok());
  EXPECT_EQ(names(profiles).size(), 1 + ConnectionProfiles::mostRecent);
  EXPECT_EQ(names(profiles).first(), "10.0.0.20:7802");
  EXPECT_EQ(names(profiles).last(), "kept");
  for (int i = 1; i < int(ConnectionProfiles::mostNamed); ++i)
    ASSERT_TRUE(profiles.remember(profile(i, QStringLiteral("n%1").arg(i))).ok());
  const Result<QString> tooMany = profiles.remember(profile(1, "one more"));
  ASSERT_FALSE(tooMany.ok());
  EXPECT_EQ(tooMany.error().code, ErrorCode::usage);
  EXPECT_TRUE(profiles.remember(profile(99, "n1")).ok()) << "over one that is there";
}

TEST_F(ConnectionProfilesTest, AreRenamedAndForgotten) {
  ConnectionProfiles profiles(settings);
  ASSERT_TRUE(profiles.remember(profile(1)).ok());
  ASSERT_TRUE(profiles.remember(profile(2, "two")).ok());
  profiles.setCurrent("10.0.0.1:7802");
  EXPECT_EQ(profiles.rename("10.0.0.1:7802", "one"), QString());
  EXPECT_EQ(profiles.current(), "one");
  EXPECT_EQ(names(profiles), (QStringList{"two", "one"})) << "a new name is no use";
  EXPECT_TRUE(profiles.read().profiles[1].named);
  EXPECT_TRUE(profiles.rename("one", "two").contains("already"));
  EXPECT_FALSE(profiles.rename("one", " ").isEmpty());
  EXPECT_FALSE(profiles.rename("nobody", "x").isEmpty());
  profiles.forget("one");
  EXPECT_EQ(names(profiles), QStringList{"two"});
  EXPECT_EQ(profiles.current(), QString());
}

TEST_F(ConnectionProfilesTest, PathsAreKeptWhole) {
  ConnectionProfiles profiles(settings);
  ASSERT_TRUE(profiles.remember({"p", {{LinkKind::node, "a:1", "token", "ca.pem"}}}).ok());
  const ProfileLink link = profiles.find("p")->links[0];
  EXPECT_TRUE(link.tokenFile.startsWith('/') && link.tokenFile.endsWith("/token"));
  EXPECT_TRUE(link.trust.startsWith('/') && link.trust.endsWith("/ca.pem"));
}

TEST_F(ConnectionProfilesTest, NoTokenIsEverWritten) {
  const QString token = pushscope::writeFile(folder.filePath("token"), "very-secret\n");
  ConnectionProfiles profiles(settings);
  const ConnectionProfile one{"p", {{LinkKind::node, "a:1", token, {}}}};
  ASSERT_EQ(openProfile(one).targets[0].token, "very-secret");
  ASSERT_TRUE(profiles.remember(one).ok());
  EXPECT_TRUE(fileText().contains("/token"));
  EXPECT_FALSE(fileText().contains("very-secret"));
}

TEST_F(ConnectionProfilesTest, RecentServersOfEarlierVersionsAreTakenOver) {
  writeFile("[recentServers]\n1\\server=10.0.0.1:7802\n1\\tokenFile=/t1\n1\\fleet=\n1\\fleetTokenFile=\n"
            "2\\server=10.0.0.2:7802\n2\\tokenFile=/t2\n2\\fleet=10.0.0.2:7803\n2\\fleetTokenFile=/f2\n"
            "2\\trust=sha256:00\n3\\server=nonsense\nsize=3\n");
  settings.sync();
  const ConnectionProfiles profiles(settings);
  EXPECT_EQ(names(profiles), (QStringList{"10.0.0.1:7802", "10.0.0.2:7802 with 10.0.0.2:7803"}));
  EXPECT_EQ(profiles.read().profiles[1].profile.links,
            (QList<ProfileLink>{{LinkKind::node, "10.0.0.2:7802", "/t2", "sha256:00"},
                                {LinkKind::fleet, "10.0.0.2:7803", "/f2", {}}}));
  EXPECT_FALSE(fileText().contains("recentServers"));
}

TEST_F(ConnectionProfilesTest, WhatCannotBeReadIsSaidAndStaysInTheFile) {
  writeFile("[connections]\nhalf\\01\\kind=server\nhalf\\01\\address=10.0.0.1:7802\nhalf\\02\\kind=moon\n"
            "half\\02\\address=10.0.0.2:7802\nhalf\\03\\kind=fleet\nhalf\\03\\address=nowhere\n"
            "none\\used=7\nnone\\01\\kind=server\n");
  settings.sync();
  ConnectionProfiles profiles(settings);
  const ConnectionProfiles::Reading reading = profiles.read();
  ASSERT_EQ(names(profiles), QStringList{"half"});
  EXPECT_EQ(reading.profiles[0].profile.links.size(), 1);
  const QString said = reading.problems.join('\n');
  EXPECT_TRUE(said.contains("“half” has 2 entries")) << said.toStdString();
  EXPECT_TRUE(said.contains("“none”")) << said.toStdString();
  ASSERT_TRUE(profiles.remember(*profiles.find("half")).ok()) << "used, and not changed";
  EXPECT_TRUE(fileText().contains("moon"));
}

TEST_F(ConnectionProfilesTest, NoMoreLinksAreReadThanThereMayBe) {
  QByteArray text = "[connections]\n";
  for (int i = 100; i < 300; ++i)
    text += QStringLiteral("many\\%1\\kind=server\nmany\\%1\\address=h:%1\n").arg(i).toUtf8();
  writeFile(text);
  settings.sync();
  const auto reading = ConnectionProfiles(settings).read();
  ASSERT_EQ(reading.profiles.size(), 1);
  EXPECT_EQ(reading.profiles[0].profile.links.size(), ConnectionProfile::mostLinks);
  EXPECT_EQ(reading.problems.size(), 1);
}

// Bytes of a good file changed, cut out, doubled: what comes of it is read, and what is read is valid.
TEST_F(ConnectionProfilesTest, ADamagedFileGivesValidProfilesAndIsUsedAgain) {
  {
    ConnectionProfiles profiles(settings);
    for (int i = 1; i <= 4; ++i) {
      ConnectionProfile one = profile(i, QStringLiteral("name %1").arg(i));
      one.links << ProfileLink{LinkKind::fleet, QStringLiteral("[::1]:%1").arg(i), "/t,t", "sha256:00, sha256:11"};
      ASSERT_TRUE(profiles.remember(one).ok());
    }
    profiles.setCurrent("name 2");
  }
  const QByteArray good = fileText();
  const uint64_t seed = testSeed("ConnectionProfiles");
  Random random(seed);
  int intact = 0;
  for (int round = 0; round < 500; ++round) {
    QByteArray text = good;
    for (uint64_t changes = 1 + random.below(6); changes > 0 && !text.isEmpty(); --changes) {
      const qsizetype at = qsizetype(random.below(uint64_t(text.size())));
      const qsizetype length = qsizetype(random.below(20));
      switch (random.below(4)) {
      case 0:
        text[at] = char(random.below(256));
        break;
      case 1:
        text.remove(at, length);
        break;
      case 2:
        text.insert(at, text.mid(at, length));
        break;
      case 3:
        text.truncate(at);
        break;
      }
    }
    const QString damaged = folder.filePath(QStringLiteral("damaged-%1.conf").arg(round));
    QFile file(damaged);
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(text);
    file.close();
    QSettings spoilt(damaged, QSettings::IniFormat);
    ConnectionProfiles profiles(spoilt);
    const auto reading = profiles.read();
    for (const ConnectionProfiles::Known& known : reading.profiles) {
      EXPECT_EQ(nameProblem(known.profile.name), QString()) << "round " << round;
      EXPECT_FALSE(known.profile.links.isEmpty()) << "round " << round;
      EXPECT_EQ(profiles.find(known.profile.name), known.profile) << "round " << round;
    }
    intact += reading.profiles.size() == 4 && reading.problems.isEmpty();
    ASSERT_TRUE(profiles.remember(profile(9, "new")).ok()) << "round " << round;
    EXPECT_EQ(profiles.find("new"), profile(9, "new")) << "round " << round;
    QFile::remove(damaged);
  }
  EXPECT_GT(intact, 0);
  EXPECT_LT(intact, 500);
}

TEST_F(ConnectionProfilesTest, AFileThatCannotBeWrittenIsNoTrouble) {
  QSettings nowhere(folder.filePath(QStringLiteral("settings.conf/inside/a/file")), QSettings::IniFormat);
  writeFile("x");
  ConnectionProfiles profiles(nowhere);
  ASSERT_TRUE(profiles.remember(profile(1, "one")).ok());
  EXPECT_EQ(names(profiles), QStringList{"one"}) << "until the program ends";
}

} // namespace
} // namespace pushscope
