#include "models/scenario/scenario_desk.h"

#include "models/items/table_model.h"
#include "models/scenario/scenario_rows.h"
#include "tests/models/sample_world.h"
#include "tests/support/wait.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <gtest/gtest.h>

#include <fstream>

namespace pushscope {
namespace {

const std::string story = R"(name = "short"
about = "Two phones"
duration = "30s"
seed = 7
[[phones]]
group = "here"
count = 2
profile = "desktop"
[[step]]
at = "1s"
do = "airplane"
value = true
[[push]]
name = "hello"
at = "2s"
[[expect]]
name = "is told"
push = "hello"
stage = "shown"
within = "<=2s"
)";

class ScenarioDeskTest : public ::testing::Test {
 protected:
  Feed feed;
  ScenarioDesk desk{feed};
  TableModel steps{std::make_unique<ScenarioStepRows>(desk)}, verdicts{std::make_unique<ScenarioVerdictRows>(desk)};
  QAbstractItemModelTester stepRules{&steps, QAbstractItemModelTester::FailureReportingMode::Warning};
  QAbstractItemModelTester verdictRules{&verdicts, QAbstractItemModelTester::FailureReportingMode::Warning};

  // As the page does it.
  ScenarioDeskTest() {
    const auto begin = [this] {
      steps.setWorld(&feed.world(), feed.now());
      verdicts.setWorld(&feed.world(), feed.now());
    };
    QObject::connect(&desk, &ScenarioDesk::restarted, &steps, begin);
    QObject::connect(&desk, &ScenarioDesk::changed, &steps, [this] {
      steps.refresh(World::Changes::everything(), feed.now());
      verdicts.refresh(World::Changes::everything(), feed.now());
    });
    QObject::connect(&feed, &Feed::changed, &steps, [this, begin, world = uint64_t{0}](const auto&) mutable {
      if (std::exchange(world, feed.worldNumber()) != feed.worldNumber())
        begin();
    });
  }
  QString cell(TableModel& model, int row, const char* id) {
    return model.index(row, columnWithId(model.columns(), id)).data().toString();
  }
  // To ports on which nobody listens.
  std::pair<LinkId, LinkId> openLinks() {
    return {feed.open({LinkKind::node, "127.0.0.1", 1, "secret"}),
            feed.open({LinkKind::fleet, "127.0.0.1", 1, "secret"})};
  }
};

TEST_F(ScenarioDeskTest, ShowsWhatIsDoneAndExpectedBeforeARun) {
  desk.choose({"short.toml", story});
  ASSERT_NE(desk.scenario(), nullptr);
  EXPECT_EQ(desk.phoneCount(), 2u);
  ASSERT_EQ(steps.rowCount(), 2);
  EXPECT_EQ(cell(steps, 0, "step"), "airplane on");
  EXPECT_EQ(cell(steps, 0, "state"), "waiting");
  EXPECT_EQ(cell(steps, 1, "step"), "push hello");
  EXPECT_EQ(cell(steps, 1, "turns"), "2");
  ASSERT_EQ(verdicts.rowCount(), 1);
  EXPECT_EQ(cell(verdicts, 0, "verdict"), "waiting");
  EXPECT_TRUE(cell(verdicts, 0, "expectation").startsWith("is told"));
  EXPECT_TRUE(desk.sentence().isEmpty());
  EXPECT_FALSE(desk.hasOutcome());
}

TEST_F(ScenarioDeskTest, ATextThatCannotBeReadIsChosenWithItsMistake) {
  desk.choose({"short.toml", story});
  desk.choose({"wrong.toml", story + "[[step]]\nat = \"1s\"\ndo = \"dance\"\n"});
  EXPECT_EQ(desk.scenario(), nullptr);
  EXPECT_EQ(desk.text().path, "wrong.toml");
  EXPECT_EQ(desk.mistake().line, 23u);
  EXPECT_TRUE(desk.mistake().sentence.contains("dance")) << desk.mistake().sentence.toStdString();
  EXPECT_EQ(steps.rowCount(), 0);
  EXPECT_EQ(verdicts.rowCount(), 0);
  EXPECT_FALSE(desk.play(1));
  desk.playInSandbox(1);
  EXPECT_EQ(desk.state(), ScenarioDesk::State::idle);
  desk.choose({"no.toml", "= \n"});
  EXPECT_EQ(desk.mistake().line, 1u);
}

TEST_F(ScenarioDeskTest, SaysWhoIsMissingWhereItIsToRun) {
  desk.choose({"short.toml", story});
  EXPECT_FALSE(desk.play(1));
  EXPECT_TRUE(desk.problem().startsWith("None of its 2 phones is here.")) << desk.problem().toStdString();
  EXPECT_EQ(desk.state(), ScenarioDesk::State::idle);
}

TEST_F(ScenarioDeskTest, ASandboxThatIsNotWantedAnyMoreBeginsNothing) {
  QSignalSpy wanted(&desk, &ScenarioDesk::sandboxWanted);
  desk.choose({"short.toml", story});
  desk.playInSandbox(3);
  ASSERT_EQ(wanted.count(), 1);
  EXPECT_EQ(desk.state(), ScenarioDesk::State::starting);
  desk.choose({"other.toml", story});
  EXPECT_EQ(desk.text().path, "short.toml") << "not while one starts";
  desk.playInSandbox(3);
  EXPECT_EQ(wanted.count(), 1);
  desk.stop();
  EXPECT_EQ(desk.state(), ScenarioDesk::State::idle);
  const auto [node, fleet] = openLinks();
  desk.begin(node, fleet);
  EXPECT_EQ(desk.run(), nullptr);
  desk.playInSandbox(3);
  desk.sandboxFailed("pushnode is missing.");
  EXPECT_EQ(desk.state(), ScenarioDesk::State::idle);
  EXPECT_EQ(desk.problem(), "pushnode is missing.");
}

TEST_F(ScenarioDeskTest, StoppedBeforeItsPhonesCameNothingIsJudged) {
  QSignalSpy ended(&desk, &ScenarioDesk::ended);
  desk.choose({"short.toml", story});
  desk.playInSandbox(3);
  const auto [node, fleet] = openLinks();
  desk.begin(node, fleet);
  EXPECT_EQ(desk.state(), ScenarioDesk::State::running);
  EXPECT_EQ(desk.sentence(), "0 of 2 phones have connected");
  EXPECT_GT(verdicts.rowCount(), 1) << "with what is asked of every scenario";
  EXPECT_EQ(cell(verdicts, 0, "verdict"), "open");
  desk.stop();
  ASSERT_TRUE(waitUntil([&] { return ended.count() == 1; }));
  EXPECT_EQ(desk.state(), ScenarioDesk::State::idle);
  EXPECT_FALSE(desk.passed());
  EXPECT_TRUE(desk.run()->verdicts().empty());
  EXPECT_EQ(cell(verdicts, 0, "verdict"), "not judged");
  EXPECT_EQ(cell(steps, 0, "state"), "not all done");
  EXPECT_TRUE(desk.sentence().contains("stopped after")) << desk.sentence().toStdString();
  EXPECT_TRUE(desk.sentence().contains("0 passed, 0 failed")) << desk.sentence().toStdString();
}

TEST_F(ScenarioDeskTest, ARunEndsWhenItsServerIsLeft) {
  QSignalSpy ended(&desk, &ScenarioDesk::ended);
  desk.choose({"short.toml", story});
  desk.playInSandbox(3);
  const auto [node, fleet] = openLinks();
  desk.begin(node, fleet);
  feed.closeAll();
  ASSERT_TRUE(waitUntil([&] { return ended.count() == 1; }));
  EXPECT_TRUE(desk.sentence().contains("were left")) << desk.sentence().toStdString();
  desk.playInSandbox(4);
  EXPECT_EQ(desk.state(), ScenarioDesk::State::starting) << "another one may begin";
}

TEST(ScenarioCastTest, IsThePhonesThatOneServerAndOneFleetTellOf) {
  SampleWorld sample;
  const LinkId node = sample.addLink(LinkKind::node, "node"), fleet = sample.addLink(LinkKind::fleet, "fleet");
  const scenario::Roster roster(std::vector<std::string>{"a", "b"});
  EXPECT_FALSE(castOf(sample.world, roster).isWhole());
  sample.tell(node, sample.record(1, "a"));
  sample.tell(node, sample.record(2, "b"));
  EXPECT_EQ(castOf(sample.world, roster).here, 0u) << "no fleet knows them";
  sample.tell(fleet, sample.record(1, "a"));
  EXPECT_TRUE(castOf(sample.world, roster).obstacle().startsWith("Only 1 of its 2 phones are here."));
  sample.tell(fleet, sample.record(2, "b"));
  const ScenarioCast cast = castOf(sample.world, roster);
  EXPECT_TRUE(cast.isWhole());
  EXPECT_TRUE(cast.obstacle().isEmpty());
  EXPECT_EQ(cast.node, node);
  EXPECT_EQ(cast.fleet, fleet);
  sample.say(fleet, LinkStatus::State::waiting);
  EXPECT_EQ(castOf(sample.world, roster).here, 0u) << "what is lost is not here";
}

TEST(ScenarioCastTest, OfSeveralFleetsIsNone) {
  SampleWorld sample;
  const LinkId node = sample.addLink(LinkKind::node, "node");
  const LinkId fleets[] = {sample.addLink(LinkKind::fleet, "one"), sample.addLink(LinkKind::fleet, "two")};
  sample.tell(node, sample.record(1, "a"));
  sample.tell(node, sample.record(2, "b"));
  sample.tell(fleets[0], sample.record(1, "a"));
  sample.tell(fleets[1], sample.record(1, "b"));
  const ScenarioCast cast = castOf(sample.world, scenario::Roster(std::vector<std::string>{"a", "b"}));
  EXPECT_FALSE(cast.isWhole());
  EXPECT_TRUE(cast.obstacle().contains("several")) << cast.obstacle().toStdString();
}

TEST(ScenarioFile, IsReadOrASentenceWithItsPlace) {
  QTemporaryDir folder;
  const QString path = folder.filePath("a.toml");
  std::ofstream(path.toStdString()) << story;
  EXPECT_EQ(readScenario(path).value().name, "short");
  std::ofstream(path.toStdString()) << "name = 'x'\nduration = 'soon'\n[[phones]]\ngroup = 'g'\nprofile = 'desktop'\n";
  EXPECT_EQ(readScenario(path).error().code, ErrorCode::malformed);
  EXPECT_NE(readScenario(path).error().detail.find("a.toml, line 2: "), std::string::npos)
      << readScenario(path).error().detail;
  EXPECT_EQ(readScenarioText(folder.filePath("none.toml")).error().code, ErrorCode::file);
  const ScenarioMistake mistake = scenarioMistake({ErrorCode::malformed, "line 12: \"x\"\x1b is wrong"});
  EXPECT_EQ(mistake.line, 12u);
  EXPECT_EQ(mistake.sentence, QStringLiteral("\"x\"\uFFFD is wrong"));
  EXPECT_EQ(scenarioMistake({ErrorCode::malformed, "nothing"}).line, 0u);
}

} // namespace
} // namespace pushscope
