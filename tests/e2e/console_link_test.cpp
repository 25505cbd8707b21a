#include "models/feed/feed.h"
#include "models/feed/token_reader.h"
#include "models/text/sentences.h"
#include "tests/support/files.h"
#include "tests/support/program.h"
#include "tests/support/wait.h"

#include <QFile>

#include <gtest/gtest.h>

namespace pushscope {
namespace {

constexpr int phones = 30;

// The console's own feed against real programs.
class ConsoleLink : public ::testing::Test {
 protected:
  TestBed bed;
  Feed feed;

  LinkId open(LinkKind kind, const QString& address, const QString& tokenFile) {
    const auto place = parseHostPort(address).value();
    return feed.open({kind, place.host, place.port, readToken(tokenFile).value()});
  }
  const World::LinkInfo& link(LinkId id) const { return feed.world().links()[id.value]; }
  int online() const { return int(feed.world().countByLink()[size_t(LinkState::online)]); }
};

TEST_F(ConsoleLink, SeesBeliefAndTruthOfEveryPhone) {
  bed.startFleet(phones);
  open(LinkKind::node, bed.admin(), bed.tokenFile());
  open(LinkKind::fleet, bed.control(), bed.fleetTokenFile());
  ASSERT_TRUE(waitUntil([&] { return online() == phones; }));
  const auto agreed = [&] {
    int count = 0;
    for (Row row = 0; row < feed.world().devices().size(); ++row)
      count += feed.world().devices().truth(row).known && feed.world().devices().belief(row).known &&
               !feed.world().devices().differs(row);
    return count;
  };
  ASSERT_TRUE(waitUntil([&] { return agreed() == phones; }));
}

TEST_F(ConsoleLink, AServerThatIsKilledAndRestartedIsSaidToBeStaleAndThenTheTruthAgain) {
  bed.startFleet(phones);
  const LinkId node = open(LinkKind::node, bed.admin(), bed.tokenFile());
  ASSERT_TRUE(waitUntil([&] { return online() == phones; }));
  bed.server().killHard();
  ASSERT_TRUE(waitUntil([&] { return link(node).status.state == LinkStatus::State::waiting; }));
  EXPECT_EQ(online(), 0) << "what cannot be known is not counted as online";
  EXPECT_TRUE(feed.world().devices().belief(0).stale);
  EXPECT_TRUE(Sentences::link(link(node), feed.now()).contains("stale"));
  bed.restartServer();
  ASSERT_TRUE(waitUntil([&] { return online() == phones; }, 60'000)) << "without a restart of the console";
  EXPECT_EQ(link(node).status.state, LinkStatus::State::online);
}

TEST_F(ConsoleLink, AServerThatGoesDownInGoodOrderSaysSo) {
  const LinkId node = open(LinkKind::node, bed.admin(), bed.tokenFile());
  ASSERT_TRUE(waitUntil([&] { return link(node).snapshotComplete; }));
  bed.server().terminate();
  EXPECT_EQ(bed.server().waitExit(), 0);
  ASSERT_TRUE(waitUntil([&] { return link(node).status.state == LinkStatus::State::waiting; }));
}

TEST_F(ConsoleLink, AWrongTokenIsASentenceAndNotASilentRetry) {
  const QString wrong = writeFile(bed.path("wrong"), "guess\n");
  const LinkId node = open(LinkKind::node, bed.admin(), wrong);
  ASSERT_TRUE(waitUntil([&] { return link(node).status.state == LinkStatus::State::refused; }));
  EXPECT_TRUE(Sentences::link(link(node), feed.now()).contains("does not accept this token"));
  // Longer than any first retry would take.
  EXPECT_FALSE(waitUntil([&] { return link(node).status.state != LinkStatus::State::refused; }, 1500));
  EXPECT_EQ(bed.server().log().count("unauthenticated"), 1);
}

TEST_F(ConsoleLink, ManyConsolesSeeTheSame) {
  bed.startFleet(phones);
  std::vector<std::unique_ptr<Feed>> consoles;
  const auto place = parseHostPort(bed.admin()).value();
  const std::string token = readToken(bed.tokenFile()).value();
  for (int i = 0; i < 8; ++i) {
    consoles.push_back(std::make_unique<Feed>());
    consoles.back()->open({LinkKind::node, place.host, place.port, token});
  }
  for (const auto& console : consoles)
    ASSERT_TRUE(waitUntil([&] { return console->world().countByLink()[size_t(LinkState::online)] == phones; }));
}

} // namespace
} // namespace pushscope
