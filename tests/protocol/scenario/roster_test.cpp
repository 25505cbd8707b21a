#include "protocol/scenario/roster.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace pushscope::scenario {
namespace {

Scenario twoGroups() {
  Scenario scenario;
  scenario.groups = {{"callers", 10, {{"ios-voip-classic", 1}}, {}}, {"a-1", 20'000, {{"desktop", 1}}, {}}};
  return scenario;
}

TEST(Roster, NumbersPhonesGroupAfterGroup) {
  const Scenario scenario = twoGroups();
  const Roster roster(scenario);
  EXPECT_EQ(roster.size(), 20'010u);
  EXPECT_EQ(roster.device(0), "callers-0001");
  EXPECT_EQ(roster.device(9), "callers-0010");
  EXPECT_EQ(roster.device(10), "a-1-0001");
  EXPECT_EQ(roster.device(20'009), "a-1-20000");
  EXPECT_EQ(roster.groupOf(9), 0u);
  EXPECT_EQ(roster.groupOf(10), 1u);
  EXPECT_EQ(roster.ranges({1}).front().begin, 10u);
  EXPECT_EQ(roster.ranges({}).size(), 2u);
}

TEST(Roster, FindsEveryPhoneByItsIdAndNothingElse) {
  const Scenario scenario = twoGroups();
  const Roster roster(scenario);
  for (uint32_t phone = 0; phone < roster.size(); ++phone)
    ASSERT_EQ(roster.find(roster.device(phone)), phone);
  for (const char* other : {"", "-", "callers", "callers-", "callers-0000", "callers-0011", "callers-1",
                            "callers-00001", "others-0001", "callers--001", "callers-000x", "a-0001"})
    EXPECT_EQ(roster.find(other), std::nullopt) << other;
}

TEST(Roster, IsScaledGroupByGroupAndKeepsOneOfEach) {
  const Scenario scenario = twoGroups();
  EXPECT_EQ(Roster(scenario, 50).size(), 5u + 10'000u);
  EXPECT_EQ(Roster(scenario, 1).size(), 1u + 200u);
  EXPECT_EQ(Roster(scenario, 200).size(), 20u + 40'000u);
}

TEST(Roster, AMixIsTheSameInEveryStretch) {
  Scenario scenario;
  scenario.groups = {{"all", 100, {{"a", 40}, {"b", 50}, {"c", 10}}, {}}};
  const Roster roster(scenario);
  const auto profiles = roster.profiles();
  for (const size_t first : {10, 20, 50, 100}) {
    const auto share = [&](std::string_view name) {
      return size_t(std::count(profiles.begin(), profiles.begin() + long(first), name));
    };
    EXPECT_EQ(share("a"), first * 4 / 10) << first;
    EXPECT_EQ(share("b"), first * 5 / 10) << first;
    EXPECT_EQ(share("c"), first / 10) << first;
  }
}

} // namespace
} // namespace pushscope::scenario
