#include "protocol/scenario/timetable.h"
#include "tests/support/seed.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace pushscope::scenario {
namespace {

using namespace std::chrono_literals;

struct Fired {
  Duration at;
  Timetable::Due due;
};

class TimetableTest : public ::testing::Test {
 protected:
  Scenario scenario;

  TimetableTest() {
    scenario.duration = 60s;
    scenario.groups = {{"a", 10, {{"desktop", 1}}, {}}, {"b", 20, {{"desktop", 1}}, {}}};
  }
  Timing& step(Duration at) {
    scenario.steps.push_back({});
    scenario.steps.back().timing.at = at;
    return scenario.steps.back().timing;
  }
  // On virtual time, from deadline to deadline.
  std::vector<Fired> play(uint64_t seed = 1, unsigned scale = 100) const {
    const Roster roster(scenario, scale);
    Timetable timetable(scenario, roster, seed);
    std::vector<Fired> fired;
    while (const auto at = timetable.upcoming()) {
      EXPECT_FALSE(timetable.next(*at - 1us)) << "nothing is early";
      while (auto due = timetable.next(*at))
        fired.push_back({*at, std::move(*due)});
    }
    return fired;
  }
};

TEST_F(TimetableTest, FiresAtItsTimeForItsPhones) {
  step(10s).phones = {1};
  step(5s);
  const auto fired = play();
  ASSERT_EQ(fired.size(), 2u);
  EXPECT_EQ(fired[0].at, 5s);
  EXPECT_EQ(fired[0].due.plan, 1u);
  EXPECT_EQ(fired[0].due.phones.size(), 30u);
  EXPECT_EQ(fired[1].at, 10s);
  EXPECT_EQ(fired[1].due.phones.front(), 10u);
  EXPECT_EQ(fired[1].due.phones.size(), 20u);
}

TEST_F(TimetableTest, RepeatsSoOftenAndSoFarApart) {
  Timing& timing = step(1s);
  timing.every = 7s;
  timing.times = 3;
  const auto fired = play();
  ASSERT_EQ(fired.size(), 3u);
  EXPECT_EQ(fired[0].at, 1s);
  EXPECT_EQ(fired[1].at, 8s);
  EXPECT_EQ(fired[2].at, 15s);
}

TEST_F(TimetableTest, OfOneMomentStepsComeBeforeTouchesBeforePushesBeforeQueueActions) {
  scenario.queues.push_back({});
  scenario.pushes.push_back({});
  scenario.touches.push_back({});
  step(0s);
  const auto fired = play();
  ASSERT_EQ(fired.size(), 4u);
  for (size_t i = 0; i < fired.size(); ++i)
    EXPECT_EQ(fired[i].due.kind, Timetable::Kind(i));
}

TEST_F(TimetableTest, ASpreadGivesEachPhoneATimeOfItsOwnAnewEachTime) {
  Timing& timing = step(10s);
  timing.spread = 5s;
  timing.every = 20s;
  timing.times = 2;
  std::vector<Duration> offsets[2];
  for (const Fired& f : play()) {
    const size_t turn = f.at < 30s ? 0 : 1;
    EXPECT_EQ(f.due.phones.size(), 1u) << "µs apart";
    offsets[turn].push_back(f.at - 10s - turn * 20s);
    EXPECT_GE(offsets[turn].back(), 0s);
    EXPECT_LE(offsets[turn].back(), 5s);
  }
  EXPECT_EQ(offsets[0].size(), 30u);
  EXPECT_EQ(offsets[1].size(), 30u);
  EXPECT_NE(offsets[0], offsets[1]);
}

TEST_F(TimetableTest, APickIsSoManyDifferentPhonesDrawnAnewEachTime) {
  Timing& timing = step(0s);
  timing.phones = {1};
  timing.pick = 3;
  timing.every = 1s;
  timing.times = 50;
  std::set<uint32_t> all;
  for (const Fired& f : play()) {
    ASSERT_EQ(f.due.phones.size(), 3u);
    EXPECT_TRUE(std::is_sorted(f.due.phones.begin(), f.due.phones.end()));
    EXPECT_EQ(std::set<uint32_t>(f.due.phones.begin(), f.due.phones.end()).size(), 3u);
    EXPECT_GE(f.due.phones.front(), 10u);
    all.insert(f.due.phones.begin(), f.due.phones.end());
  }
  EXPECT_EQ(all.size(), 20u) << "each is drawn some time";
}

TEST_F(TimetableTest, APickIsScaledWithThePhones) {
  step(0s).pick = 6;
  EXPECT_EQ(play(1, 50).front().due.phones.size(), 3u);
  EXPECT_EQ(play(1, 1).front().due.phones.size(), 1u);
}

TEST_F(TimetableTest, IsAFunctionOfItsSeedAndEntriesDoNotDisturbEachOther) {
  const uint64_t seed = testSeed("timetable");
  step(1s).spread = 5s;
  step(2s).pick = 4;
  const auto shape = [](const std::vector<Fired>& fired, uint32_t plan) {
    std::vector<std::pair<Duration, std::vector<uint32_t>>> moments;
    for (const Fired& f : fired)
      if (f.due.plan == plan)
        moments.emplace_back(f.at, f.due.phones);
    return moments;
  };
  const auto once = play(seed);
  EXPECT_EQ(shape(once, 0), shape(play(seed), 0));
  EXPECT_NE(shape(once, 0), shape(play(seed + 1), 0));
  step(0s).spread = 3s;
  EXPECT_EQ(shape(once, 0), shape(play(seed), 0));
  EXPECT_EQ(shape(once, 1), shape(play(seed), 1));
}

// The same on every platform and for ever: a change here makes another run of every scenario there is.
TEST_F(TimetableTest, DrawsWhatItAlwaysDrew) {
  Timing& timing = step(1s);
  timing.spread = 5s;
  timing.pick = 3;
  std::string drawn;
  for (const Fired& f : play(7))
    for (const uint32_t phone : f.due.phones)
      drawn += std::to_string(f.at.count()) + ":" + std::to_string(phone) + " ";
  EXPECT_EQ(drawn, "1425281:14 2207659:22 2968275:16 ");
}

TEST_F(TimetableTest, AShellThatIsLateGetsEverythingInOrderAndTogether) {
  step(10s).spread = 5s;
  const Roster roster(scenario);
  Timetable timetable(scenario, roster, 1);
  const auto due = timetable.next(60s);
  ASSERT_TRUE(due);
  EXPECT_EQ(due->phones.size(), 30u);
  EXPECT_TRUE(std::is_sorted(due->phones.begin(), due->phones.end()));
  EXPECT_FALSE(timetable.next(60s));
  EXPECT_FALSE(timetable.upcoming());
}

} // namespace
} // namespace pushscope::scenario
