#include "tests/protocol/scenario/stage_hand.h"

namespace pushscope::scenario {
namespace {

using namespace std::chrono_literals;

const std::string head = R"(name = "test"
duration = "60s"
[[phones]]
group = "callers"
count = 2
profile = "ios-voip-classic"
[[push]]
name = "ring"
at = "10s"
[[expect]]
)";

DeviceRecord recordOf(uint32_t handle, const char* device, AppState app) {
  DeviceRecord record;
  record.handle = {handle};
  record.device = device;
  record.appState = app;
  record.link = LinkState::online;
  return record;
}

class WitnessTest : public ::testing::Test {
 protected:
  Conductor conductor{scenarioOf(head + "app = 'woken'\neach = 1\n"), 1};
  Witness fleet{conductor.judge(), Source::fleet};

  AppState app(uint32_t phone) const { return conductor.judge().standing(phone).app; }
};

TEST_F(WitnessTest, PassesOverWhatIsNotOfTheScenario) {
  fleet.device(recordOf(1, "stranger-0001", AppState::woken));
  fleet.device(recordOf(0, "callers-0001", AppState::woken));
  fleet.device(recordOf(~uint32_t{0}, "callers-0001", AppState::woken));
  fleet.app({1}, wallStart, AppState::woken, Cause::data);
  fleet.app({77}, wallStart, AppState::woken, Cause::data);
  fleet.stage({5}, wallStart, Stage::shown, 0, Reason::none);
  EXPECT_EQ(conductor.judge().heardOf(Source::fleet), 0u);
  EXPECT_EQ(app(0), AppState::unknown);
}

TEST_F(WitnessTest, EachRecordSaysWhereAPhoneStandsFromItsConnectionOn) {
  StageHand hand(head + "link = 'online'\nafter = '20s'\nlasts = '10s'\neach = 1\n");
  for (uint32_t i = 0; i < 2; ++i)
    hand.link(i, 10s, LinkState::offline);
  for (uint32_t i = 0; i < 2; ++i) {
    DeviceRecord record = recordOf(i + 1, i == 0 ? "callers-0001" : "callers-0002", AppState::foreground);
    record.connected = wallStart + 30s;
    hand.fleet.device(record);
  }
  for (uint32_t i = 0; i < 2; ++i)
    hand.link(i, 40s, LinkState::offline);
  EXPECT_TRUE(hand.verdict().passed) << hand.verdict().sentence;
}

TEST_F(WitnessTest, AfterASnapshotHandlesAreNew) {
  fleet.device(recordOf(7, "callers-0002", AppState::suspended));
  fleet.forget();
  fleet.app({7}, wallStart, AppState::woken, Cause::data);
  EXPECT_EQ(app(1), AppState::suspended) << "the handle means nothing";
  fleet.device(recordOf(7, "callers-0001", AppState::handler));
  fleet.device(recordOf(8, "callers-0002", AppState::background));
  EXPECT_EQ(app(0), AppState::handler);
  EXPECT_EQ(app(1), AppState::background);
  EXPECT_EQ(conductor.judge().heardOf(Source::fleet), 2u);
}

TEST_F(WitnessTest, FactsFromBeforeTheStartSetTheStageOnly) {
  for (uint32_t i = 1; i <= 2; ++i) {
    fleet.device(recordOf(i, i == 1 ? "callers-0001" : "callers-0002", AppState::suspended));
    fleet.app({i}, wallStart - 5s, AppState::woken, Cause::data);
    fleet.app({i}, wallStart - 4s, AppState::suspended, Cause::budget);
  }
  conductor.start(nowAt(0s));
  EXPECT_EQ(conductor.judge().verdicts().front().sentence, "0 of 2 phones (0 %); 0 times, at most 0 on one phone");
  for (uint32_t i = 1; i <= 2; ++i)
    fleet.app({i}, wallStart + 5s, AppState::woken, Cause::data);
  EXPECT_TRUE(conductor.judge().verdicts().front().passed);
}

// A postponed push comes back as a delivery with another handle and sequence: the same delivery for the judge.
TEST_F(WitnessTest, SeveralHandlesMayBeOneDelivery) {
  Witness node(conductor.judge(), Source::node);
  conductor.start(nowAt(0s));
  const auto inject = std::get<Inject>(conductor.next(nowAt(10s)).value());
  node.delivery({{3}, inject.uuid, "callers-0002", {1}, 0, 0});
  node.stage({3}, wallStart + 10s, Stage::accepted, 0, Reason::none);
  node.stage({3}, wallStart + 20s, Stage::cancelled, 0, Reason::postponed);
  node.delivery({{4}, inject.uuid, "callers-0002", {2}, 0, 0});
  node.stage({4}, wallStart + 21s, Stage::acknowledged, 0, Reason::none);
  const DeliveryState& delivery = conductor.judge().deliveries().all().at(1);
  EXPECT_TRUE(delivery.accepted);
  EXPECT_EQ(delivery.end, Stage::acknowledged);
}

} // namespace
} // namespace pushscope::scenario
