#include "models/feed/feed.h"
#include "models/feed/token_reader.h"
#include "tests/support/program.h"
#include "tests/support/wait.h"

#include <gtest/gtest.h>

#include <csignal>

namespace pushscope {
namespace {

int online(const TestBed& bed) {
  int count = 0;
  for (const QJsonObject& session : bed.ctl({"sessions", "--json"}).objects())
    count += session["link"] == "online";
  return count;
}

// Source text: do not wait for a server that is dead; disconnect and connect to another one.
TEST(TwoServers, PhonesLeaveTheOneThatDiesForTheOther) {
  TestBed first(QStringLiteral("500ms/2s/2")), second(QStringLiteral("500ms/2s/2"));
  first.startFleet(50, {"--server", second.device(), "--profile", "desktop"});
  ASSERT_TRUE(waitUntil([&] { return online(first) == 50; }));
  first.server().killHard();
  EXPECT_TRUE(waitUntil([&] { return online(second) == 50; }));
}

TEST(TwoServers, AndOneThatIsFrozenWhileItsConnectionsLive) {
  TestBed first(QStringLiteral("500ms/2s/2")), second(QStringLiteral("500ms/2s/2"));
  first.startFleet(50, {"--server", second.device(), "--profile", "desktop"});
  ASSERT_TRUE(waitUntil([&] { return online(first) == 50; }));
  first.server().signal(SIGSTOP);
  EXPECT_TRUE(waitUntil([&] { return online(second) == 50; }));
  first.server().signal(SIGCONT);
}

// One console sees both: the phones that move are the same rows, and the server that is missing is shown as missing.
TEST(TwoServers, InOneConsoleAPhoneThatMovesIsOneRow) {
  constexpr uint32_t phones = 50;
  TestBed first(QStringLiteral("500ms/2s/2")), second(QStringLiteral("500ms/2s/2"));
  first.startFleet(phones, {"--server", second.device(), "--profile", "desktop"});
  Feed feed;
  const auto open = [&](LinkKind kind, const QString& address, const QString& tokenFile) {
    const auto place = parseHostPort(address).value();
    return feed.open({kind, place.host, place.port, readToken(tokenFile).value()});
  };
  const LinkId one = open(LinkKind::node, first.admin(), first.tokenFile());
  const LinkId two = open(LinkKind::node, second.admin(), second.tokenFile());
  open(LinkKind::fleet, first.control(), first.fleetTokenFile());
  const DeviceTable& devices = feed.world().devices();
  const auto believedBy = [&](LinkId link) {
    uint32_t count = 0;
    for (Row row = 0; row < devices.size(); ++row)
      count += devices.belief(row).teller == link && !devices.belief(row).stale &&
               devices.belief(row).link == LinkState::online;
    return count;
  };
  ASSERT_TRUE(waitUntil([&] { return believedBy(one) == phones; }));
  first.server().killHard();
  ASSERT_TRUE(waitUntil([&] { return believedBy(two) == phones; }));
  EXPECT_EQ(devices.size(), phones);
  EXPECT_TRUE(waitUntil([&] { return feed.world().countByLink()[size_t(LinkState::online)] == phones; }));
  EXPECT_NE(feed.world().links()[one.value].status.state, LinkStatus::State::online);
  EXPECT_EQ(feed.world().links()[two.value].status.state, LinkStatus::State::online);
  // It is back, and knows of nobody: what the other says of them stays true.
  first.restartServer();
  ASSERT_TRUE(waitUntil([&] { return feed.world().links()[one.value].snapshotComplete; }, 60'000));
  EXPECT_TRUE(waitUntil([&] { return believedBy(two) == phones; }));
}

} // namespace
} // namespace pushscope
