#include "protocol/scenario/parser.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

namespace pushscope::scenario {
namespace {

std::string contentOf(const std::filesystem::path& path) {
  std::ostringstream content;
  content << std::ifstream(path).rdbuf();
  return content.str();
}

TEST(SampleScenarios, AllAreReadAndExpectSomething) {
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(PUSHSCOPE_SCENARIOS)) {
    if (entry.path().extension() != ".toml")
      continue;
    SCOPED_TRACE(entry.path().filename().string());
    const Result<Scenario> scenario = parse(contentOf(entry.path()));
    ASSERT_TRUE(scenario.ok()) << scenario.error().detail;
    EXPECT_EQ(scenario.value().name, entry.path().stem().string());
    EXPECT_FALSE(scenario.value().about.empty());
    EXPECT_FALSE(scenario.value().expectations.empty());
    names.insert(scenario.value().name);
  }
  EXPECT_GE(names.size(), 12u);
  EXPECT_TRUE(names.count("overnight"));
}

// What a table knows, from the sentence about a key "x" that it does not.
std::vector<std::string> knownKeys(const std::string& table) {
  const Result<Scenario> scenario =
      parse("name = 'x'\nduration = '1m'\n" + table +
            "[[phones]]\ngroup = 'g'\nprofile = 'desktop'\n[[push]]\nname = 'p'\nat = '1s'\n");
  const std::string detail = scenario.ok() ? "" : scenario.error().detail;
  const std::string knows = "has no \"x\"; it knows ";
  const size_t begin = detail.find(knows);
  EXPECT_NE(begin, std::string::npos) << table << detail;
  std::vector<std::string> keys;
  std::istringstream words(begin == std::string::npos ? "" : detail.substr(begin + knows.size()));
  for (std::string word; words >> word;)
    keys.push_back(word.substr(0, word.find(',')));
  return keys;
}

// The README promises to explain every key.
TEST(SampleScenarios, TheReadmeNamesEveryKey) {
  const std::string readme = contentOf(std::filesystem::path(PUSHSCOPE_SCENARIOS) / "README.md");
  ASSERT_FALSE(readme.empty());
  for (const char* table :
       {"x = 1\n", "[server]\nx = 1\n", "[[step]]\nat = 1\ndo = 'crash'\nx = 1\n",
        "[[queue]]\nat = 1\npush = 'p'\ndo = 'cancel'\nx = 1\n", "[[touch]]\nat = 1\ncollection = 'c'\nx = 1\n",
        "[[phones]]\ngroup = 'h'\nprofile = 'desktop'\nx = 1\n", "[[push]]\nname = 'q'\nat = 1\nx = 1\n",
        "[[expect]]\npush = 'any'\nstage = 'shown'\nx = 1\n", "[[expect]]\napp = 'woken'\nx = 1\n",
        "[[expect]]\nwakes = 'any'\ntotal = 1\nx = 1\n", "[[expect]]\nmissed = 'any'\ntotal = 1\nx = 1\n",
        "[[expect]]\nnotice = 'any'\ntotal = 1\nx = 1\n", "[[expect]]\nsync = 'any'\ntotal = 1\nx = 1\n",
        "[[expect]]\nclosed = 'any'\ntotal = 1\nx = 1\n"})
    for (const std::string& key : knownKeys(table))
      EXPECT_NE(readme.find("`" + key + "`"), std::string::npos) << key;
}

} // namespace
} // namespace pushscope::scenario
