#include "app/console/sandbox_life.h"
#include "tests/support/program.h"
#include "tests/support/seed.h"
#include "tests/support/wait.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

class SandboxLifeTest : public ::testing::Test {
 protected:
  TestBed bed;
  Feed feed;
  LinkId node, fleet;

  void open(int phones) {
    bed.startFleet(phones);
    const auto target = [](LinkKind kind, const QString& address, const QString& tokenFile) {
      QFile file(tokenFile);
      EXPECT_TRUE(file.open(QIODevice::ReadOnly)) << tokenFile.toStdString();
      return LinkTarget{
          kind, "127.0.0.1", address.section(':', -1).toUShort(), file.readLine().trimmed().toStdString(), {}};
    };
    node = feed.open(target(LinkKind::node, bed.admin(), bed.tokenFile()));
    fleet = feed.open(target(LinkKind::fleet, bed.control(), bed.fleetTokenFile()));
    ASSERT_TRUE(waitUntil([&] { return online() == phones; }));
  }
  int online() const {
    int count = 0;
    for (Row row = 0; row < feed.world().devices().size(); ++row)
      count += feed.world().devices().belief(row).link == LinkState::online;
    return count;
  }
  size_t acknowledged() const {
    const DeliveryTable& all = feed.world().deliveries();
    size_t count = 0;
    for (auto n = all.firstNumber(); n < all.endNumber(); ++n)
      count += all.find(n)->state == Stage::acknowledged;
    return count;
  }
  // While a later one, and so one of two seconds later, is there already.
  bool anyIsStuck() const {
    const DeliveryTable& all = feed.world().deliveries();
    bool stuck = false;
    for (auto n = all.firstNumber(); n < all.endNumber(); ++n) {
      if (all.find(n)->state == Stage::acknowledged && stuck)
        return true;
      stuck |= all.find(n)->state != Stage::acknowledged;
    }
    return false;
  }
};

TEST_F(SandboxLifeTest, PushesByItselfAndBringsSomePhonesIntoTrouble) {
  constexpr int phones = int(SandboxLife::fewestPhones);
  open(phones);
  SandboxLife life(feed, node, fleet, testSeed("SandboxLife"));
  EXPECT_TRUE(life.isGoing());
  EXPECT_TRUE(waitUntil([&] { return online() == phones - 3; })) << "three are in airplane mode";
  EXPECT_TRUE(waitUntil([&] { return acknowledged() > 0; }));
  EXPECT_TRUE(waitUntil([&] { return anyIsStuck(); }, 40'000)) << "one to a phone in trouble";
  life.setGoing(false);
  EXPECT_FALSE(life.isGoing());
}

TEST_F(SandboxLifeTest, LeavesAFewPhonesInPeace) {
  constexpr int phones = int(SandboxLife::fewestPhones) - 1;
  open(phones);
  SandboxLife life(feed, node, fleet, testSeed("SandboxLife"));
  EXPECT_TRUE(waitUntil([&] { return acknowledged() > 1; }));
  EXPECT_TRUE(waitUntil([&] { return online() == phones; }));
}

} // namespace
} // namespace pushscope
