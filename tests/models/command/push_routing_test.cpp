#include "models/command/push_routing.h"
#include "tests/models/sample_world.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

using State = LinkStatus::State;
using Devices = std::vector<std::string>;

class PushRouting : public ::testing::Test {
 protected:
  SampleWorld sample;
  const LinkId first = sample.addLink(LinkKind::node, "first");
  const LinkId fleet = sample.addLink(LinkKind::fleet, "fleet");
  const LinkId second = sample.addLink(LinkKind::node, "second");

  std::map<LinkId, Inject> split(const Devices& devices) const {
    Inject push;
    push.uuid = uuidOf(9);
    push.devices = devices;
    push.payload = {1, 2, 3};
    push.highPriority = true;
    return splitByNode(push, sample.world);
  }
};

TEST_F(PushRouting, AsksEachServerForItsOwnDevices) {
  sample.tell(first, sample.record(1, "a"));
  sample.tell(first, sample.record(2, "b"));
  sample.tell(second, sample.record(1, "c"));
  const auto parts = split({"c", "b", "a"});
  ASSERT_EQ(parts.size(), 2u);
  EXPECT_EQ(parts.at(first).devices, (Devices{"b", "a"}));
  EXPECT_EQ(parts.at(second).devices, (Devices{"c"}));
}

TEST_F(PushRouting, EveryPartIsTheSamePush) {
  sample.tell(second, sample.record(1, "c"));
  const auto parts = split({"c", "stranger"});
  for (const auto& [link, part] : parts) {
    EXPECT_EQ(part.uuid, uuidOf(9));
    EXPECT_EQ(part.payload, (Bytes{1, 2, 3}));
    EXPECT_TRUE(part.highPriority);
  }
}

TEST_F(PushRouting, AsksTheFirstReachableServerForWhatNobodyKnows) {
  EXPECT_EQ(split({"stranger"}).at(first).devices, (Devices{"stranger"}));
  sample.say(first, State::waiting);
  EXPECT_EQ(split({"stranger"}).at(second).devices, (Devices{"stranger"}));
}

TEST_F(PushRouting, APhoneThatOnlyItsFleetKnowsIsAStrangerToEveryServer) {
  sample.tell(fleet, sample.record(1, "phone"));
  const auto parts = split({"phone"});
  ASSERT_EQ(parts.size(), 1u);
  EXPECT_TRUE(parts.contains(first));
}

TEST_F(PushRouting, ADeviceStaysWithItsServerThoughThatIsLost) {
  sample.tell(second, sample.record(1, "c"));
  sample.say(second, State::waiting);
  EXPECT_TRUE(split({"c"}).contains(second)) << "another server would only say that it does not know it";
}

TEST_F(PushRouting, IsEmptyWithoutAServer) {
  sample.say(first, State::waiting);
  sample.say(second, State::refused);
  EXPECT_TRUE(split({"stranger"}).empty());
  EXPECT_TRUE(split({}).empty());
}

} // namespace
} // namespace pushscope
