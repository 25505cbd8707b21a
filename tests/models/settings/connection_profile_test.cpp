#include "models/settings/connection_profile.h"
#include "tests/support/files.h"

#include <QFile>
#include <QTemporaryDir>

#include <gtest/gtest.h>

namespace pushscope {
namespace {

using Field = ProfileMistake::Field;

class ConnectionProfileTest : public ::testing::Test {
 protected:
  QTemporaryDir folder;
  const QString pin = QStringLiteral("sha256:") + QString(64, 'a');

  QString tokenFile(const char* name, const char* token) {
    return writeFile(folder.filePath(QLatin1String(name)), token);
  }
  static ProfileLink server(const QString& address, const QString& tokenFile = {}, const QString& trust = {}) {
    return {LinkKind::node, address, tokenFile, trust};
  }
};

TEST_F(ConnectionProfileTest, OpensEachLinkWithItsOwnToken) {
  const OpenedProfile opened = openProfile({"",
                                            {server("one:7802", tokenFile("a", "first")),
                                             server("two:7802", tokenFile("b", "second\n")),
                                             {LinkKind::fleet, "[::1]:7803", folder.filePath("a")}}});
  ASSERT_TRUE(opened.mistakes.isEmpty());
  ASSERT_EQ(opened.targets.size(), 3u);
  EXPECT_EQ(opened.targets[0], (LinkTarget{LinkKind::node, "one", 7802, "first"}));
  EXPECT_EQ(opened.targets[1], (LinkTarget{LinkKind::node, "two", 7802, "second"}));
  EXPECT_EQ(opened.targets[2], (LinkTarget{LinkKind::fleet, "::1", 7803, "first"}));
}

TEST_F(ConnectionProfileTest, WhatIsLeftOutIsThatOfTheLinkBefore) {
  const QString file = tokenFile("a", "first");
  const OpenedProfile opened =
      openProfile({"", {server("one:1", file, pin), server("two:1"), server("three:1", {}, "none"), server("four:1")}});
  ASSERT_EQ(opened.targets.size(), 4u);
  for (const LinkTarget& target : opened.targets)
    EXPECT_EQ(target.token, "first");
  EXPECT_EQ(opened.targets[1].trust.by, Trust::By::pins);
  EXPECT_EQ(opened.targets[2].trust, Trust{});
  EXPECT_EQ(opened.targets[3].trust, Trust{});
  EXPECT_EQ(opened.links[1], server("two:1", file, pin)) << "so that it can stand alone";
  EXPECT_EQ(opened.links[3], server("four:1", file, "none"));
}

TEST_F(ConnectionProfileTest, SaysEachMistakeAtItsLinkAndField) {
  const OpenedProfile opened = openProfile({"",
                                            {server("no address", folder.filePath("missing"), "sha256:12"),
                                             server("two:1", tokenFile("a", "t"), folder.filePath("no.pem")),
                                             server("two:1", {}, "none"), server("three:1")}});
  EXPECT_TRUE(opened.targets.empty());
  QList<std::pair<qsizetype, Field>> places;
  for (const ProfileMistake& mistake : opened.mistakes) {
    places << std::pair(mistake.link, mistake.field);
    EXPECT_FALSE(mistake.sentence.isEmpty());
  }
  EXPECT_EQ(
      places,
      (QList<std::pair<qsizetype, Field>>{
          {0, Field::address}, {0, Field::tokenFile}, {0, Field::trust}, {1, Field::trust}, {2, Field::address}}));
  EXPECT_EQ(opened.mistakes[1].code, ErrorCode::file);
  EXPECT_EQ(opened.mistakes[3].code, ErrorCode::file);
  EXPECT_TRUE(opened.mistakes[4].sentence.contains("twice"));
}

TEST_F(ConnectionProfileTest, HasAtLeastOneLinkAndAtMostSixtyFour) {
  EXPECT_EQ(openProfile({}).mistakes.size(), 1);
  ConnectionProfile many;
  const QString file = tokenFile("a", "t");
  for (int i = 0; i < 64; ++i)
    many.links << server(QStringLiteral("host:%1").arg(i + 1), file);
  EXPECT_EQ(openProfile(many).targets.size(), 64u);
  many.links << server("host:65", file);
  EXPECT_EQ(openProfile(many).mistakes.size(), 1);
  EXPECT_TRUE(openProfile(many).targets.empty());
}

TEST_F(ConnectionProfileTest, ANameIsShortAndCanBeShown) {
  for (const char* good : {"stage", "a/b", "Büro 手机", "50%"})
    EXPECT_EQ(nameProblem(good), QString()) << good;
  const QString reversed = QStringLiteral("a") + QChar(0x202E);
  for (const QString& bad :
       {QString(), QStringLiteral("  "), QStringLiteral(" a"), QStringLiteral("a\nb"), reversed, QString(65, 'x')})
    EXPECT_NE(nameProblem(bad), QString()) << bad.toStdString();
}

TEST_F(ConnectionProfileTest, FlagsArePairedByTheirOrder) {
  LinkArguments arguments;
  arguments.servers = QStringList{"a:1", "b:1", "c:1"};
  arguments.tokenFiles = QStringList{"fa", "fb"};
  arguments.fleets = QStringList{"f:1", "g:1"};
  arguments.pins = QStringList{pin, pin};
  const Result<ConnectionProfile> profile = profileOf(arguments);
  ASSERT_TRUE(profile.ok());
  const QString both = pin + ',' + pin;
  EXPECT_EQ(profile.value().links, (QList<ProfileLink>{server("a:1", "fa", both),
                                                       server("b:1", "fb", both),
                                                       server("c:1", "fb", both),
                                                       {LinkKind::fleet, "f:1", "fa", both},
                                                       {LinkKind::fleet, "g:1", "fb", both}}));
  arguments.fleetTokenFiles = QStringList{"ff"};
  arguments.fleetPins = QStringList{"sha256:other"};
  const Result<ConnectionProfile> own = profileOf(arguments);
  ASSERT_TRUE(own.ok());
  EXPECT_EQ(own.value().links[0].trust, both);
  for (const qsizetype fleet : {3, 4})
    EXPECT_EQ(own.value().links[fleet],
              (ProfileLink{LinkKind::fleet, own.value().links[fleet].address, "ff", "sha256:other"}));
}

TEST_F(ConnectionProfileTest, FlagsThatDoNotFitAreAnError) {
  const QStringList one{"a:1"}, two{"fa", "fb"}, none;
  const QString ca = QStringLiteral("system");
  const struct {
    LinkArguments arguments;
    const char* words;
  } cases[] = {
      {{one, none, none, none, none, none, {}}, "needs --token-file"},
      {{none, none, one, none, none, none, {}}, "needs --fleet-token-file"},
      {{one, two, none, none, none, none, {}}, "more token files"},
      {{one, {"fa"}, {"f:1"}, two, none, none, {}}, "more token files"},
      {{one, {"fa"}, none, none, {"md5:12"}, none, {}}, "not sha256:"},
      {{one, {"fa"}, none, none, {pin}, none, ca}, "exclude each other"},
  };
  for (const auto& [arguments, words] : cases) {
    const Result<ConnectionProfile> profile = profileOf(arguments);
    ASSERT_FALSE(profile.ok()) << words;
    EXPECT_EQ(profile.error().code, ErrorCode::usage);
    EXPECT_NE(profile.error().detail.find(words), std::string::npos) << profile.error().detail;
  }
}

} // namespace
} // namespace pushscope
