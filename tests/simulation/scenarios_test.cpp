#include "tests/simulation/scenario_run.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

namespace pushscope {
namespace {

// A fleet of thousands is played by some hundreds here; ./dev bench F1 plays the whole night.
constexpr uint32_t mostPhones = 600;

std::vector<std::string> files() {
  std::vector<std::string> out;
  for (const auto& entry : std::filesystem::directory_iterator(PUSHSCOPE_SCENARIOS))
    if (entry.path().extension() == ".toml")
      out.push_back(entry.path().filename().string());
  std::sort(out.begin(), out.end());
  return out;
}

class Scenarios : public ::testing::TestWithParam<std::string> {};

TEST_P(Scenarios, ComesOutAsItsFileExpects) {
  const auto scenario = readScenario(std::string(PUSHSCOPE_SCENARIOS) + "/" + GetParam());
  ASSERT_TRUE(scenario.ok()) << scenario.error().detail;
  uint32_t phones = 0;
  for (const scenario::PhoneGroup& group : scenario.value().groups)
    phones += group.count;
  ScenarioOptions options;
  options.scalePercent = phones <= mostPhones ? 100 : std::max(1u, 100 * mostPhones / phones);
  options.checksSettling = true;
  const ScenarioOutcome outcome = play(scenario.value(), options);
  EXPECT_TRUE(outcome.passed()) << outcome.text();
  for (const std::string& expectation : outcome.changedLater)
    ADD_FAILURE() << "was judged otherwise after it had settled: " << expectation;
}

INSTANTIATE_TEST_SUITE_P(All, Scenarios, ::testing::ValuesIn(files()), [](const auto& tested) {
  std::string name = tested.param.substr(0, tested.param.rfind('.'));
  std::replace_if(
      name.begin(), name.end(), [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); }, '_');
  return name;
});

TEST(ScenarioRun, TheSameSeedGivesTheSameFactsToTheByte) {
  const auto scenario = readScenario(PUSHSCOPE_SCENARIOS "/worst-network.toml");
  ASSERT_TRUE(scenario.ok()) << scenario.error().detail;
  const ScenarioOutcome first = play(scenario.value()), second = play(scenario.value());
  EXPECT_EQ(first.hash, second.hash);
  ScenarioOptions other;
  other.seed = scenario.value().seed + 1;
  EXPECT_NE(play(scenario.value(), other).hash, first.hash);
}

// Equal on every platform, compiler and library (6-trust TH1). A change of behaviour changes it: then look at what
// changed, and write the new value here.
TEST(ScenarioRun, TheFactsOfTheWorstNetworkAreTheGoldenOnes) {
  const auto scenario = readScenario(PUSHSCOPE_SCENARIOS "/worst-network.toml");
  ASSERT_TRUE(scenario.ok()) << scenario.error().detail;
  EXPECT_EQ(play(scenario.value()).hash, 0xd04d01fe154aebceull) << std::hex << play(scenario.value()).hash;
}

} // namespace
} // namespace pushscope
