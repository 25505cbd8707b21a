#include "models/store/device_table.h"
#include "protocol/base/random.h"
#include "tests/support/seed.h"

#include <gtest/gtest.h>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

TEST(DeviceTable, GivesEachDeviceOneRowForEver) {
  DeviceTable table;
  const Row a = table.rowFor("a"), b = table.rowFor("b");
  EXPECT_NE(a, b);
  EXPECT_EQ(table.rowFor("a"), a);
  EXPECT_EQ(table.size(), 2u);
  EXPECT_EQ(table.find("b"), std::optional(b));
  EXPECT_EQ(table.find("c"), std::nullopt);
  EXPECT_EQ(table.device(b), "b");
}

struct DiffersCase {
  const char* what;
  LinkState believed, real;
  AppState believedApp, realApp;
  bool differs;
};

class Differs : public ::testing::TestWithParam<DiffersCase> {
 protected:
  DeviceTable table;
  const Row row = table.rowFor("phone");

  void fill() {
    DeviceTable::Belief& belief = table.makeBelief(row);
    DeviceTable::Truth& truth = table.makeTruth(row);
    belief.known = truth.known = true;
    belief.link = GetParam().believed;
    truth.link = GetParam().real;
    belief.app = GetParam().believedApp;
    truth.app = GetParam().realApp;
  }
};

TEST_P(Differs, WhenBothAreKnown) {
  fill();
  EXPECT_EQ(table.differs(row), GetParam().differs);
}

TEST_P(Differs, NeverWhileEitherIsUnknownOrStale) {
  fill();
  table.makeBelief(row).known = false;
  EXPECT_FALSE(table.differs(row));
  fill();
  table.makeTruth(row).known = false;
  EXPECT_FALSE(table.differs(row));
  fill();
  table.makeBelief(row).stale = true;
  EXPECT_FALSE(table.differs(row));
  table.makeBelief(row).stale = false;
  table.makeTruth(row).stale = true;
  EXPECT_FALSE(table.differs(row));
}

constexpr auto up = LinkState::online, late = LinkState::suspect, down = LinkState::offline;
constexpr auto front = AppState::foreground, back = AppState::background, asleep = AppState::suspended;

INSTANTIATE_TEST_SUITE_P(
    BeliefAndTruth, Differs,
    ::testing::Values(DiffersCase{"Agree", up, up, front, front, false},
                      DiffersCase{"HalfOpen", up, down, front, front, true},
                      DiffersCase{"NotYetSeen", down, up, front, front, true},
                      DiffersCase{"SuspectIsStillBelievedUp", late, up, front, front, false},
                      DiffersCase{"SuspectAndDown", late, down, front, front, true},
                      DiffersCase{"AnotherAppState", up, up, front, back, true},
                      DiffersCase{"FrozenWhileItIsBelievedToRun", up, up, back, asleep, true},
                      DiffersCase{"FrozenWhileItIsBelievedInFront", up, up, front, asleep, true},
                      DiffersCase{"SuspendedAgainAfterAWake", up, up, AppState::woken, asleep, false},
                      DiffersCase{"WokenAndNotReportedYet", up, up, asleep, AppState::woken, false},
                      DiffersCase{"TheHandlerRuns", up, up, asleep, AppState::handler, false},
                      DiffersCase{"OpenedAndNotReportedYet", up, up, asleep, front, true},
                      DiffersCase{"NothingWasReported", up, up, AppState::unknown, asleep, false},
                      DiffersCase{"ItIsGone", up, up, front, AppState::terminated, true},
                      DiffersCase{"TheAppStateOfALostPhoneIsNoNews", down, down, front, back, false}),
    [](const auto& test) { return std::string(test.param.what); });

class AppHistory : public ::testing::Test {
 protected:
  DeviceTable table;
  const Row row = table.rowFor("phone");
  const WallTime start = wallFromMicros(1'700'000'000'000'000);

  void set(AppState state, Duration at, Cause cause = Cause::user) {
    table.setApp(row, LinkKind::fleet, state, cause, start + at);
  }
  std::vector<std::tuple<AppState, int64_t, int64_t>> states() const {
    std::vector<std::tuple<AppState, int64_t, int64_t>> out;
    for (const AppSpan& span : table.states(row, LinkKind::fleet))
      out.emplace_back(span.state, (span.from - start) / 1s, (span.to - start) / 1s);
    return out;
  }
  using States = std::vector<std::tuple<AppState, int64_t, int64_t>>;
};

TEST_F(AppHistory, KeepsWhatAnAppDidAndForHowLong) {
  set(front, 0s);
  EXPECT_EQ(states(), States{}) << "what goes on is the device's present state";
  set(back, 10s);
  set(asleep, 15s, Cause::system);
  EXPECT_EQ(states(), (States{{front, 0, 10}, {back, 10, 15}}));
  EXPECT_EQ(table.truth(row).app, asleep);
  EXPECT_EQ(table.truth(row).cause, Cause::system);
  EXPECT_EQ(table.truth(row).appSince, start + 15s);
  EXPECT_EQ(table.activity(row, LinkKind::node), nullptr) << "the other road told nothing";
}

TEST_F(AppHistory, TheSameStateAgainGoesOn) {
  set(AppState::woken, 0s, Cause::data);
  set(AppState::woken, 5s, Cause::data);
  EXPECT_EQ(table.truth(row).appSince, start);
  EXPECT_EQ(states(), States{});
}

TEST_F(AppHistory, ALaterWordOfAnEarlierTimeReplacesWhatWasThought) {
  set(front, 0s);
  set(back, 10s);
  set(AppState::woken, 100s);
  set(asleep, 40s, Cause::system); // reported now: it had slept since then
  set(AppState::woken, 95s, Cause::data);
  EXPECT_EQ(states(), (States{{front, 0, 10}, {back, 10, 40}, {asleep, 40, 95}}));
  EXPECT_EQ(table.truth(row).appSince, start + 95s);
}

TEST_F(AppHistory, WhatIsNotKnownIsAGap) {
  set(front, 0s);
  table.endApp(row, LinkKind::fleet, start + 10s);
  set(asleep, 30s);
  set(back, 40s);
  EXPECT_EQ(states(), (States{{front, 0, 10}, {asleep, 30, 40}}));
}

TEST_F(AppHistory, IsBoundedAndInOrderWhateverIsTold) {
  Random random(testSeed("AppHistory"));
  for (uint64_t step = 0; step < testSteps(20'000); ++step) {
    const Duration at = random.between(0s, Duration(1000s) + Duration(step * 1000));
    if (random.below(10) == 0)
      table.endApp(row, LinkKind::fleet, start + at);
    else
      set(static_cast<AppState>(random.below(appStateCount)), at, static_cast<Cause>(random.below(causeCount)));
    const std::vector<AppSpan> known = table.states(row, LinkKind::fleet);
    ASSERT_LE(known.size(), Activity::statesKept);
    WallTime before = start;
    for (const AppSpan& span : known) {
      ASSERT_GE(span.from, before) << "step " << step;
      ASSERT_LE(span.from, span.to);
      before = span.to;
    }
    const WallTime since = table.truth(row).appSince;
    ASSERT_TRUE(since == WallTime{} || since >= before) << "step " << step;
  }
}

} // namespace
} // namespace pushscope
