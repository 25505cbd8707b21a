#include "tests/models/sample_world.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

using State = LinkStatus::State;
using namespace std::chrono_literals;

// A device that two nodes know at once is one row. The node to which it connected last is believed, whatever the order
// in which they tell; the other one counts its beats and describes it no more.
class TwoNodes : public ::testing::Test {
 protected:
  SampleWorld sample;
  World& world = sample.world;
  const LinkId first = sample.addLink(LinkKind::node, "first");
  const LinkId second = sample.addLink(LinkKind::node, "second");

  DeviceRecord connectedAt(WallTime at, LinkState link = LinkState::online) {
    DeviceRecord record = sample.record(1, "phone");
    record.connected = at;
    record.link = link;
    return record;
  }
  const DeviceTable::Belief& belief() const { return world.devices().belief(world.devices().find("phone").value()); }
  uint32_t count(LinkState state) const { return world.countByLink()[size_t(state)]; }
  void says(LinkId link, LinkState state) {
    Batch batch = sample.batchOf(link);
    batch.links.push_back({{1}, sample.now, state, {Side::server, ErrorCode::superseded, false}});
    sample.apply(std::move(batch));
  }
};

TEST_F(TwoNodes, TheOneToWhichItConnectedLastIsBelievedInEitherOrder) {
  sample.tell(first, connectedAt(sample.now - 60s));
  sample.tell(second, connectedAt(sample.now - 5s));
  EXPECT_EQ(belief().teller, second);
  sample.tell(first, connectedAt(sample.now - 60s, LinkState::offline));
  EXPECT_EQ(belief().teller, second) << "an older connection says nothing of where it is now";
  EXPECT_EQ(belief().link, LinkState::online);
  EXPECT_EQ(world.devices().size(), 1u);
  EXPECT_EQ(count(LinkState::online), 1u) << "it is counted once";
}

TEST_F(TwoNodes, ThatTheOtherLosesItDoesNotEndIt) {
  sample.tell(first, connectedAt(sample.now - 60s));
  sample.tell(second, connectedAt(sample.now - 5s));
  says(first, LinkState::suspect);
  says(first, LinkState::offline);
  EXPECT_EQ(belief().link, LinkState::online);
  says(second, LinkState::offline);
  EXPECT_EQ(belief().link, LinkState::offline);
}

TEST_F(TwoNodes, ItMovesBack) {
  sample.tell(first, connectedAt(sample.now - 60s));
  sample.tell(second, connectedAt(sample.now - 50s));
  sample.tell(first, connectedAt(sample.now - 1s)); // a node tells a record with every connection
  EXPECT_EQ(belief().teller, first);
  says(second, LinkState::offline);
  EXPECT_EQ(belief().link, LinkState::online);
}

TEST_F(TwoNodes, OneThatIsLostGivesItToTheOtherAsSoonAsThatTells) {
  sample.tell(first, connectedAt(sample.now - 60s));
  sample.tell(second, connectedAt(sample.now - 5s));
  sample.say(second, State::waiting);
  EXPECT_TRUE(belief().stale);
  EXPECT_EQ(count(LinkState::unknown), 1u);
  sample.tell(first, connectedAt(sample.now - 60s, LinkState::offline));
  EXPECT_EQ(belief().teller, first);
  EXPECT_EQ(count(LinkState::unknown), 0u);
}

TEST_F(TwoNodes, OneThatIsLostLeavesTheDevicesOfTheOtherAlone) {
  sample.tell(first, connectedAt(sample.now));
  DeviceRecord other = sample.record(1, "other");
  sample.tell(second, other);
  sample.say(second, State::refused);
  EXPECT_FALSE(belief().stale);
  EXPECT_EQ(count(LinkState::online), 1u);
  EXPECT_EQ(count(LinkState::unknown), 1u);
}

TEST_F(TwoNodes, WhatAClosedLinkSaidIsForgottenAndNothingElse) {
  sample.tell(first, connectedAt(sample.now));
  sample.tell(second, sample.record(1, "other"));
  sample.say(second, State::closed);
  EXPECT_TRUE(belief().known);
  const Row other = world.devices().find("other").value();
  EXPECT_FALSE(world.devices().belief(other).known);
  EXPECT_EQ(count(LinkState::online), 1u);
  EXPECT_EQ(count(LinkState::unknown), 0u) << "nobody waits for it";
  EXPECT_EQ(world.devices().size(), 2u) << "a row is never removed";
}

} // namespace
} // namespace pushscope
