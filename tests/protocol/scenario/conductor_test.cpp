#include "tests/protocol/scenario/stage_hand.h"

#include <algorithm>
#include <set>

namespace pushscope::scenario {
namespace {

using namespace std::chrono_literals;

const std::string head = R"(name = "test"
duration = "60s"
[[phones]]
group = "callers"
count = 10
profile = "ios-voip-classic"
[[phones]]
group = "others"
count = 4500
profile = "desktop"
)";

TEST(Conductor, TurnsAStepIntoAControlForItsPhones) {
  StageHand hand(head + R"(
[[step]]
at = "10s"
phones = "callers"
do = "loss"
value = "30%"
)");
  const auto done = hand.playUntil(60s);
  ASSERT_EQ(done.size(), 1u);
  EXPECT_EQ(done[0].at, 10s);
  const auto& control = std::get<Control>(done[0].action);
  EXPECT_EQ(control.action, PhoneAction::loss);
  EXPECT_EQ(control.value, 300'000u);
  EXPECT_EQ(control.devices.size(), 10u);
  EXPECT_EQ(control.devices.front(), "callers-0001");
}

TEST(Conductor, SplitsManyPhonesIntoFramesOfOnePush) {
  StageHand hand(head + R"(
[[push]]
name = "ring"
at = "10s"
phones = "others"
payload = '{"a":1}'
priority = "high"
collapse = "k"
time_to_live = "5m"
not_before = "+10s"
media = true
)");
  const auto done = hand.playUntil(60s);
  ASSERT_EQ(done.size(), 3u);
  std::set<std::string> devices;
  for (const auto& d : done) {
    const auto& inject = std::get<Inject>(d.action);
    EXPECT_LE(inject.devices.size(), maxTargets);
    EXPECT_EQ(inject.uuid, std::get<Inject>(done[0].action).uuid);
    EXPECT_EQ(asText(inject.payload), R"({"a":1})");
    EXPECT_TRUE(inject.highPriority && inject.media);
    EXPECT_EQ(inject.collapseKey, "k");
    EXPECT_EQ(inject.timeToLive, 5min);
    EXPECT_EQ(inject.composed, wallStart + 10s);
    EXPECT_EQ(inject.notBefore, wallStart + 20s);
    devices.insert(inject.devices.begin(), inject.devices.end());
  }
  EXPECT_EQ(devices.size(), 4500u);
}

TEST(Conductor, EveryRepetitionIsAPushOfItsOwnAndItsIdComesFromTheSeed) {
  const std::string toml = head + "[[push]]\nname = 'p'\nat = '1s'\nphones = 'callers'\nevery = '5s'\ntimes = 4\n";
  const auto uuids = [&](uint64_t seed) {
    StageHand hand(toml, seed);
    std::vector<std::string> all;
    for (const auto& d : hand.playUntil(60s))
      all.push_back(std::get<Inject>(d.action).uuid.text());
    return all;
  };
  const auto once = uuids(7);
  EXPECT_EQ(std::set<std::string>(once.begin(), once.end()).size(), 4u);
  EXPECT_EQ(once, uuids(7));
  EXPECT_NE(once, uuids(8));
}

TEST(Conductor, AQueueActionIsForWhatIsOnItsWayThen) {
  StageHand hand(head + R"(
[[push]]
name = "p"
at = "1s"
phones = "callers"
every = "5s"
times = 3
[[queue]]
at = "20s"
push = "p"
phones = "callers"
do = "postpone"
until = "+5m"
)");
  const auto pushes = hand.playUntil(19s);
  ASSERT_EQ(pushes.size(), 3u);
  for (uint32_t delivery = 0; delivery < 19; ++delivery) // the first push, and nine of the second
    hand.stage(delivery, 12s, Stage::acknowledged);
  const auto done = hand.playUntil(60s);
  ASSERT_EQ(done.size(), 2u);
  const auto& second = std::get<Manage>(done[0].action);
  EXPECT_EQ(second.uuid, std::get<Inject>(pushes[1].action).uuid);
  EXPECT_EQ(second.devices, std::vector<std::string>{"callers-0010"});
  EXPECT_EQ(second.action, QueueAction::postpone);
  EXPECT_EQ(second.until, wallStart + 20s + 5min);
  EXPECT_EQ(std::get<Manage>(done[1].action).devices.size(), 10u);
}

TEST(Conductor, ATouchIsForTheAccountsOfItsPhones) {
  StageHand hand(head + "[[touch]]\nat = '3s'\nphones = 'callers'\ncollection = 'friends'\nchanges = 2\n");
  const auto done = hand.playUntil(60s);
  ASSERT_EQ(done.size(), 1u);
  const auto& touch = std::get<Touch>(done[0].action);
  EXPECT_EQ(touch.collection, "friends");
  EXPECT_EQ(touch.changes, 2u);
  EXPECT_EQ(touch.devices.size(), 10u);
}

TEST(Conductor, HasADeadlineFromItsStartToItsEnd) {
  Conductor conductor(scenarioOf(head + "[[step]]\nat = '10s'\nphones = 'callers'\ndo = 'crash'\n"), 1);
  EXPECT_EQ(conductor.deadline(), never);
  EXPECT_FALSE(conductor.next(nowAt(20s)));
  EXPECT_FALSE(conductor.over(nowAt(100s)));
  conductor.start(nowAt(0s));
  EXPECT_EQ(conductor.deadline(), monoStart + 10s);
  EXPECT_FALSE(conductor.next(nowAt(10s - 1us)));
  EXPECT_TRUE(conductor.next(nowAt(10s)));
  EXPECT_FALSE(conductor.next(nowAt(10s)));
  EXPECT_EQ(conductor.deadline(), monoStart + 60s);
  EXPECT_FALSE(conductor.over(nowAt(60s - 1us)));
  EXPECT_TRUE(conductor.over(nowAt(60s)));
}

TEST(Conductor, SaysHowFarItIs) {
  StageHand hand(head + "[[push]]\nname = 'p'\nat = '1s'\nphones = 'callers'\n");
  hand.playUntil(2s);
  hand.stage(0, 2s, Stage::acknowledged);
  hand.stage(1, 2s, Stage::expired);
  const Progress progress = hand.conductor.progress(nowAt(3s));
  EXPECT_EQ(progress.elapsed, 3s);
  EXPECT_EQ(progress.duration, 60s);
  EXPECT_EQ(progress.actions, 1u);
  EXPECT_EQ(progress.deliveries, 10u);
  EXPECT_EQ(progress.acknowledged, 1u);
  EXPECT_EQ(progress.failed, 1u);
}

TEST(Conductor, KnowsItsPhonesAtEveryScale) {
  EXPECT_EQ(Conductor(scenarioOf(head), 1).devices().size(), 4510u);
  const auto devices = Conductor(scenarioOf(head), 1, 10).devices();
  EXPECT_EQ(devices.size(), 451u);
  EXPECT_EQ(devices.front(), "callers-0001");
  EXPECT_EQ(devices.back(), "others-0450");
}

} // namespace
} // namespace pushscope::scenario
