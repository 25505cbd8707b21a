#include "tests/support/files.h"
#include "tests/ui/window_fixture.h"
#include "ui/scenario/scenarios_page.h"

#include <QComboBox>
#include <QFile>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QTabWidget>
#include <QTextBlock>
#include <QXmlStreamReader>

namespace pushscope {
namespace {

// Short enough for real time: a push to phones in front, and one to a phone in airplane mode.
const QByteArray story = R"(name = "short"
about = "Five phones are reached, two are in airplane mode."
duration = "6s"
seed = 5
[[phones]]
group = "here"
count = 5
profile = "desktop"
[[phones]]
group = "away"
count = 2
profile = "desktop"
[[step]]
at = "200ms"
phones = "away"
do = "airplane"
value = true
[[push]]
name = "hello"
at = "1s"
payload = '{"alert":"Hello"}'
[[expect]]
push = "hello"
phones = "here"
stage = "shown"
within = "<=4s"
[[expect]]
phones = "away"
airplane = true
at = "2s"
)";
const QByteArray wrongExpectation = R"([[expect]]
name = "who is away is reached"
push = "hello"
phones = "away"
stage = "acknowledged"
)";
const QByteArray longer = R"(name = "longer"
duration = "10m"
[[phones]]
group = "here"
count = 2
profile = "desktop"
[[expect]]
name = "soon known"
link = "online"
at = "100ms"
[[expect]]
name = "known at the end"
link = "online"
at = "10m"
)";

class WindowOnScenarios : public Window {
 protected:
  QTemporaryDir folder;
  QStringList said;

  void SetUp() override {
    Window::SetUp();
    QObject::connect(&console.window().context(), &ConsoleContext::said, &dialogs,
                     [this](const QString& text) { said << text; });
  }
  ScenarioDesk& desk() { return console.window().scenarios(); }
  QString file(const char* name, const QByteArray& content) {
    return writeFile(folder.filePath(QLatin1String(name)), content);
  }
  void openScenario(const QString& path) {
    console.window().showPages();
    openPage("scenarios");
    answer(path);
    click(find<QPushButton>("scenarioOpen"));
    ASSERT_EQ(desk().text().path, path);
  }
  void choose(const char* box, int index) {
    auto* choice = find<QComboBox>(box);
    choice->setFocus();
    while (choice->currentIndex() != index)
      QTest::keyClick(choice, choice->currentIndex() < index ? Qt::Key_Down : Qt::Key_Up);
  }
  bool ends(int limitMs = 30'000) {
    return waitUntil([&] { return desk().state() == ScenarioDesk::State::idle; }, limitMs);
  }
  QString sentence() { return find<QLabel>("scenarioSentence")->text(); }
  TableView* verdicts() { return find<TableView>("scenarioVerdicts"); }
  int rowWith(TableView* table, const char* column, const QString& begins) {
    for (int row = 0; row < table->model()->rowCount(); ++row)
      if (cell(table, row, column).startsWith(begins))
        return row;
    ADD_FAILURE() << "no row begins with " << begins.toStdString();
    return 0;
  }
  // A fleet that has the scenario's phones, on the server of the bed.
  void connectFleetOf(const QString& scenario) {
    bed.startFleet(1, {"--scenario", scenario});
    ASSERT_EQ(connectTo({bed.admin(), bed.tokenFile(), bed.control(), bed.fleetTokenFile()}), QString());
    ASSERT_TRUE(waitUntil([&] { return online() >= 2; }));
  }
};

TEST_F(WindowOnScenarios, OneThatFailsSaysWhatFailedWhileItRunsAndLeadsToThePush) {
  ASSERT_NO_FATAL_FAILURE(openScenario(file("short.toml", story + wrongExpectation)));
  EXPECT_TRUE(pageSays("scenarios", "7 phones"));
  EXPECT_TRUE(pageSays("scenarios", "Five phones are reached"));
  EXPECT_EQ(cell(verdicts(), 0, "verdict"), "waiting");
  picture("scenarios-chosen");
  EXPECT_EQ(find<QComboBox>("scenarioWhere")->currentIndex(), 0) << "its phones are nowhere";
  click(find<QPushButton>("scenarioRun"));
  EXPECT_FALSE(find<QPushButton>("scenarioRun")->isEnabled()) << "one at a time";
  EXPECT_TRUE(find<QPushButton>("scenarioStop")->isEnabled());
  EXPECT_TRUE(find<QProgressBar>("scenarioProgress")->isVisible());
  auto* steps = find<TableView>("scenarioSteps");
  ASSERT_TRUE(waitUntil([&] { return cell(steps, 0, "state") == "done"; })) << sentence().toStdString();
  const int airplane = rowWith(verdicts(), "expectation", "away: airplane mode at 2s");
  ASSERT_TRUE(waitUntil([&] { return cell(verdicts(), airplane, "verdict") == "pass"; }));
  EXPECT_EQ(desk().state(), ScenarioDesk::State::running) << "said as soon as it is certain";
  EXPECT_EQ(cell(verdicts(), rowWith(verdicts(), "expectation", "who is away"), "verdict"), "open");
  EXPECT_GT(find<QProgressBar>("scenarioProgress")->value(), 0);
  picture("scenarios-running");
  ASSERT_TRUE(ends());
  EXPECT_EQ(sentence(), "short: failed, 8 of 9 expectations, seed 5");
  EXPECT_TRUE(said.contains(sentence()));
  EXPECT_FALSE(find<QPushButton>("scenarioStop")->isEnabled());

  const int failed = rowWith(verdicts(), "expectation", "who is away");
  EXPECT_EQ(cell(verdicts(), failed, "verdict"), "FAIL");
  EXPECT_EQ(cell(verdicts(), failed, "seen"), "0 of 2 deliveries (0 %)");
  verdicts()->scrollTo(verdicts()->model()->index(failed, 0));
  clickRow(verdicts(), failed);
  auto* examples = find<QListWidget>("scenarioExamples");
  ASSERT_TRUE(waitUntil([&] { return examples->isVisible() && examples->count() == 2; }));
  EXPECT_TRUE(examples->item(0)->text().startsWith("away-0001: the ladder of push "));
  picture("scenarios-failed");

  const QString report = folder.filePath("report.xml");
  answer(report);
  click(find<QPushButton>("scenarioSave"));
  QFile xml(report);
  ASSERT_TRUE(xml.open(QIODevice::ReadOnly));
  QXmlStreamReader reader(&xml);
  QString testcase, failure;
  while (!reader.atEnd()) {
    reader.readNext();
    if (reader.isStartElement() && reader.name() == QLatin1String("testcase"))
      testcase = reader.attributes().value("name").toString();
    if (reader.isStartElement() && reader.name() == QLatin1String("failure"))
      failure += testcase;
  }
  EXPECT_FALSE(reader.hasError()) << reader.errorString().toStdString();
  EXPECT_EQ(failure, cell(verdicts(), failed, "expectation"));

  examples->setFocus();
  examples->setCurrentRow(0);
  QTest::keyClick(examples, Qt::Key_Return);
  EXPECT_EQ(console.window().chosenPage(), "ladder");
  const auto delivery = console.window().context().delivery();
  ASSERT_TRUE(delivery);
  EXPECT_EQ(console.feed().world().deliveries().find(*delivery)->device, "away-0001");
}

TEST_F(WindowOnScenarios, RunsOnWhatIsConnectedIfItsPhonesAreThereAndPasses) {
  const QString path = file("short.toml", story);
  ASSERT_NO_FATAL_FAILURE(connectFleetOf(path));
  ASSERT_TRUE(waitUntil([&] { return online() == 7; }));
  ASSERT_NO_FATAL_FAILURE(openScenario(path));
  EXPECT_EQ(find<QComboBox>("scenarioWhere")->currentIndex(), 1);
  const uint64_t world = console.feed().worldNumber();
  click(find<QPushButton>("scenarioRun"));
  ASSERT_TRUE(ends());
  EXPECT_EQ(sentence(), "short: passed, 8 of 8 expectations, seed 5");
  EXPECT_EQ(console.feed().worldNumber(), world) << "nothing was left for it";
  picture("scenarios-passed");
}

TEST_F(WindowOnScenarios, StoppedItKeepsWhatIsCertain) {
  const QString path = file("longer.toml", longer);
  ASSERT_NO_FATAL_FAILURE(connectFleetOf(path));
  ASSERT_NO_FATAL_FAILURE(openScenario(path));
  click(find<QPushButton>("scenarioRun"));
  ASSERT_TRUE(waitUntil([&] { return cell(verdicts(), 0, "verdict") == "pass"; })) << sentence().toStdString();
  click(find<QPushButton>("scenarioStop"));
  ASSERT_TRUE(ends());
  EXPECT_TRUE(sentence().startsWith("longer: stopped after ")) << sentence().toStdString();
  EXPECT_EQ(cell(verdicts(), 0, "verdict"), "pass");
  EXPECT_EQ(cell(verdicts(), 1, "verdict"), "not judged");
  const QString report = folder.filePath("report.xml");
  answer(report);
  click(find<QPushButton>("scenarioSave"));
  QFile xml(report);
  ASSERT_TRUE(xml.open(QIODevice::ReadOnly));
  EXPECT_TRUE(xml.readAll().contains("skipped message=\"It was stopped by hand.\""));
}

TEST_F(WindowOnScenarios, ALostFleetEndsTheRunWithItsCause) {
  const QString path = file("longer.toml", longer);
  ASSERT_NO_FATAL_FAILURE(connectFleetOf(path));
  ASSERT_NO_FATAL_FAILURE(openScenario(path));
  click(find<QPushButton>("scenarioRun"));
  ASSERT_TRUE(waitUntil([&] { return cell(verdicts(), 0, "verdict") == "pass"; })) << sentence().toStdString();
  bed.fleet().killHard();
  ASSERT_TRUE(ends());
  EXPECT_TRUE(sentence().contains("stopped after")) << sentence().toStdString();
  EXPECT_FALSE(desk().passed());
  const int reached = rowWith(verdicts(), "expectation", "every action reaches");
  EXPECT_EQ(cell(verdicts(), reached, "verdict"), "FAIL");
  EXPECT_FALSE(find<QPushButton>("scenarioStop")->isEnabled());
  EXPECT_TRUE(waitUntil([&] { return pageSays("scenarios", "None of its 2 phones is here."); }));
  EXPECT_FALSE(find<QPushButton>("scenarioRun")->isEnabled());
  picture("scenarios-lost");
}

TEST_F(WindowOnScenarios, AFileWithAMistakeIsShownAtItsLine) {
  ASSERT_NO_FATAL_FAILURE(openScenario(file("wrong.toml", story + "[[step]]\nat = \"1s\"\ndo = \"dance\"\n")));
  EXPECT_EQ(find<QTabWidget>("scenarioTabs")->currentIndex(), 1);
  auto* text = find<QPlainTextEdit>("scenarioText");
  ASSERT_EQ(text->extraSelections().size(), 1);
  EXPECT_EQ(text->extraSelections().first().cursor.block().text(), "do = \"dance\"");
  EXPECT_TRUE(find<QLabel>("scenarioMistake")->text().startsWith("Line "));
  EXPECT_FALSE(find<QPushButton>("scenarioRun")->isEnabled());
  picture("scenarios-mistake");
  ASSERT_NO_FATAL_FAILURE(openScenario(file("right.toml", story)));
  EXPECT_TRUE(text->extraSelections().isEmpty());
  EXPECT_TRUE(find<QPushButton>("scenarioRun")->isEnabled());
  EXPECT_EQ(settings.value("scenarios/recent").toStringList(),
            (QStringList{folder.filePath("right.toml"), folder.filePath("wrong.toml")}));
}

TEST_F(WindowOnScenarios, TheSamplesAreThereAndNothingRunsInTheWrongPlace) {
  console.window().showPages();
  openPage("scenarios");
  EXPECT_TRUE(pageSays("scenarios", "Choose a scenario"));
  picture("scenarios-empty");
  auto* files = find<QComboBox>("scenarioFiles");
  EXPECT_GE(files->count(), 20);
  files->setFocus();
  QTest::keyClicks(files, "voip");
  QTest::keyClick(files, Qt::Key_Return);
  ASSERT_NE(desk().scenario(), nullptr);
  EXPECT_EQ(desk().scenario()->name, "voip-wake");
  EXPECT_EQ(find<TableView>("scenarioSteps")->model()->rowCount(), 3);
  EXPECT_TRUE(find<QPlainTextEdit>("scenarioText")->toPlainText().contains("ios-voip-classic"));
  choose("scenarioWhere", 1);
  EXPECT_TRUE(pageSays("scenarios", "None of its 40 phones is here."));
  EXPECT_FALSE(find<QPushButton>("scenarioRun")->isEnabled());
  choose("scenarioWhere", 0);
  EXPECT_TRUE(find<QPushButton>("scenarioRun")->isEnabled());
  auto* seed = find<QLineEdit>("scenarioSeed");
  seed->clear();
  QTest::keyClicks(seed, "lots");
  EXPECT_FALSE(find<QPushButton>("scenarioRun")->isEnabled());
  EXPECT_TRUE(pageSays("scenarios", "whole number"));
}

TEST_F(WindowOnScenarios, InAReplayNothingIsRun) {
  connectConsole();
  const QString recording = folder.filePath("a.psrec");
  console.window().timeTravel().save(recording, std::chrono::minutes(1));
  ASSERT_TRUE(waitUntil([&] { return QFile::exists(recording) && !said.isEmpty(); }));
  ASSERT_TRUE(console.window().timeTravel().open(recording));
  ASSERT_NO_FATAL_FAILURE(openScenario(file("short.toml", story)));
  EXPECT_FALSE(find<QPushButton>("scenarioRun")->isEnabled());
  EXPECT_TRUE(pageSays("scenarios", "This is a replay"));
  console.window().timeTravel().backToLive();
  openPage("scenarios");
  EXPECT_TRUE(find<QPushButton>("scenarioRun")->isEnabled());
}

} // namespace
} // namespace pushscope
