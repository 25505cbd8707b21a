#include "app/fleet/lifecycle/population.h"

#include "tests/support/seed.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace pushscope {
namespace {

using namespace std::chrono_literals;

std::shared_ptr<const Profile> kind(const char* name) {
  return std::make_shared<const Profile>(*findProfile(name));
}

scenario::Scenario twoGroups() {
  scenario::Scenario scenario;
  scenario.groups.resize(2);
  scenario.groups[0].name = "callers";
  scenario.groups[0].count = 40;
  scenario.groups[0].mix = {{"ios-voip-classic", 3}, {"android-doze", 1}};
  scenario.groups[0].settings = {{"nat_timeout", "300s"}, {"start", "background"}};
  scenario.groups[1].name = "desks";
  scenario.groups[1].count = 10;
  scenario.groups[1].mix = {{"desktop", 1}};
  return scenario;
}

TEST(Population, NamesPhonesByPrefixAndNumber) {
  const auto few = populate({{"phone-", 3, {{kind("desktop"), 1}}}}, {}, 1);
  ASSERT_EQ(few.size(), 3u);
  EXPECT_EQ(few[0].device, "phone-0001");
  EXPECT_EQ(few[2].device, "phone-0003");
  const auto many = populate({{"x", 12'345, {{kind("desktop"), 1}}}}, {}, 1);
  EXPECT_EQ(many.front().device, "x00001") << "ids of one group are of one length, and sort as they count";
  EXPECT_EQ(many.back().device, "x12345");
  std::set<std::string> ids;
  for (const Phone::Config& phone : many)
    ids.insert(phone.device);
  EXPECT_EQ(ids.size(), many.size());
}

TEST(Population, HandsOnWhatAllHaveInCommon) {
  PopulationOptions options;
  options.credential = "secret";
  options.gateway = "vendor";
  options.backoff.cap = 300s;
  const auto phones = populate({{"a", 1, {{kind("desktop"), 1}}}, {"b", 2, {{kind("desktop"), 1}}}}, options, 1);
  ASSERT_EQ(phones.size(), 3u);
  EXPECT_EQ(phones[1].device, "b0001");
  for (const Phone::Config& phone : phones) {
    EXPECT_EQ(phone.credential, "secret");
    EXPECT_EQ(phone.gateway, "vendor");
    EXPECT_EQ(phone.backoff.cap, 300s);
  }
}

TEST(Population, DrawsKindsByTheirWeights) {
  const uint64_t seed = testSeed("population");
  const auto phones = populate({{"p", 10'000, {{kind("desktop"), 3}, {kind("android-doze"), 1}}}}, {}, seed);
  std::map<std::string, int> kinds;
  for (const Phone::Config& phone : phones)
    ++kinds[phone.profile->name];
  EXPECT_EQ(kinds.size(), 2u);
  EXPECT_NEAR(kinds["desktop"], 7500, 250);
}

TEST(Population, IsAPureFunctionOfGroupsAndSeed) {
  const uint64_t seed = testSeed("population twice");
  const Group group{"p", 500, defaultMix(), 300'000};
  const auto profilesOf = [](const std::vector<Phone::Config>& phones) {
    std::vector<std::pair<std::string, Duration>> all;
    for (const Phone::Config& phone : phones)
      all.emplace_back(phone.profile->name, phone.profile->habits.dropEvery);
    return all;
  };
  EXPECT_EQ(profilesOf(populate({group}, {}, seed)), profilesOf(populate({group}, {}, seed)));
  EXPECT_NE(profilesOf(populate({group}, {}, seed)), profilesOf(populate({group}, {}, seed + 1)));
}

TEST(Population, SomePhonesHaveAFlakyLink) {
  Group group{"p", 10'000, {{kind("desktop"), 1}}, 100'000, 7s};
  int flaky = 0;
  for (const Phone::Config& phone : populate({group}, {}, testSeed("flaky"))) {
    EXPECT_TRUE(phone.profile->habits.dropEvery == 7s || phone.profile->habits.dropEvery == 0s);
    flaky += phone.profile->habits.dropEvery == 7s;
  }
  EXPECT_NEAR(flaky, 1000, 150);
  group.flakyPerMillion = 0;
  for (const Phone::Config& phone : populate({group}, {}, 1))
    EXPECT_EQ(phone.profile->habits.dropEvery, 0s);
}

TEST(Population, OfAScenarioAreNumberedAsItsRoster) {
  const auto phones = populate(twoGroups(), 100, {});
  ASSERT_TRUE(phones.ok());
  ASSERT_EQ(phones.value().size(), 50u);
  EXPECT_EQ(phones.value()[0].device, "callers-0001");
  EXPECT_EQ(phones.value()[40].device, "desks-0001");
  std::map<std::string, int> kinds;
  for (const Phone::Config& phone : phones.value())
    ++kinds[phone.profile->name];
  EXPECT_EQ(kinds, (std::map<std::string, int>{{"ios-voip-classic", 30}, {"android-doze", 10}, {"desktop", 10}}));
  EXPECT_EQ(populate(twoGroups(), 10, {}).value().size(), 5u);
  EXPECT_EQ(populate(twoGroups(), 1, {}).value().size(), 2u) << "at least one of each group";
}

TEST(Population, OfAScenarioHaveTheSettingsOfTheirGroup) {
  const auto made = populate(twoGroups(), 100, {});
  for (const Phone::Config& phone : made.value()) {
    const bool caller = phone.device.starts_with("callers-");
    EXPECT_EQ(phone.profile->network.natTimeout, caller ? 300s : 0s);
    EXPECT_EQ(phone.profile->habits.startsInBackground, caller);
  }
  EXPECT_EQ(findProfile("ios-voip-classic")->network.natTimeout, 0s) << "what others begin with is untouched";
}

TEST(Population, AnErrorNamesTheGroupAndTheSetting) {
  scenario::Scenario wrong = twoGroups();
  wrong.groups[1].settings = {{"loss", "lots"}};
  const auto setting = populate(wrong, 100, {});
  ASSERT_FALSE(setting.ok());
  EXPECT_EQ(setting.error().detail.find("group desks: loss = lots: "), 0u) << setting.error().detail;
  wrong = twoGroups();
  wrong.groups[0].mix = {{"nokia", 1}};
  const auto profile = populate(wrong, 100, {});
  ASSERT_FALSE(profile.ok());
  EXPECT_NE(profile.error().detail.find("group callers"), std::string::npos);
  EXPECT_NE(profile.error().detail.find("nokia"), std::string::npos);
}

TEST(Population, WantsAVendorsChannelIfAPhoneOfItMayBeAsked) {
  EXPECT_FALSE(wantsGateway(populate({{"p", 3, {{kind("desktop"), 1}}}}, {}, 1)));
  EXPECT_TRUE(wantsGateway(populate({{"p", 3, {{kind("ios-apns-fallback"), 1}}}}, {}, 1)));
  EXPECT_FALSE(wantsGateway({}));
}

TEST(Population, TheDefaultMixHasEveryProfile) {
  std::set<std::string> mixed;
  uint32_t sum = 0;
  for (const Group::Share& share : defaultMix()) {
    mixed.insert(share.profile->name);
    sum += share.weight;
  }
  EXPECT_EQ(mixed.size(), profiles().size());
  EXPECT_EQ(sum, 100u);
}

} // namespace
} // namespace pushscope
