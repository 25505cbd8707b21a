#include "tests/ui/window_fixture.h"
#include "ui/alerts/alert_bar.h"
#include "ui/alerts/alert_form.h"
#include "ui/alerts/alert_tray.h"
#include "ui/table/query_edit.h"

#include <QCheckBox>
#include <QComboBox>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSettings>

#include <csignal>

namespace pushscope {
namespace {

class WindowWithAlerts : public Window {
 protected:
  AlertDesk& desk() { return console.window().alerts(); }
  void SetUp() override {
    Window::SetUp();
    desk().load({});
  }
};

TEST_F(WindowWithAlerts, ARuleIsMadeFiresAndLeadsToItsRows) {
  connectConsole();
  openPage("alerts");
  EXPECT_FALSE(find<AlertForm>("alertForm")->isVisible());
  picture("alerts-empty");
  click(find<QPushButton>("alertNew"));
  type("alertName", "Many here");
  type("alertQuery0", "link:onlin colour:red");
  EXPECT_FALSE(find<QPushButton>("alertSave")->isEnabled());
  auto* problem = find<QLabel>("alertProblem");
  ASSERT_TRUE(waitUntil([&] { return problem->text().contains("“colour”"); })) << "after a pause";
  picture("alerts-mistake");
  type("alertQuery0", "link:online");
  type("alertThreshold", "20");
  type("alertFor", "1s");
  EXPECT_TRUE(problem->text().isEmpty()) << problem->text().toStdString();
  ASSERT_TRUE(find<QPushButton>("alertSave")->isEnabled());
  click(find<QPushButton>("alertSave"));
  EXPECT_FALSE(find<AlertForm>("alertForm")->isVisible());
  ASSERT_EQ(rows("alertRules"), 1);
  EXPECT_EQ(cell("alertRules", 0, "watched"), "sessions where link:online");

  ASSERT_TRUE(waitUntil([&] { return rows("alertsFired") == 1; }));
  EXPECT_EQ(cell("alertRules", 0, "state"), "firing");
  EXPECT_EQ(cell("alertsFired", 0, "value"), "25 sessions");
  auto* bar = find<QWidget>("alertBar");
  EXPECT_TRUE(bar->isVisible());
  EXPECT_EQ(find<QLabel>("alertText")->text(), "Many here: 25 sessions, above 20 for 1s");
  EXPECT_EQ(find<QToolButton>("alertBadge")->text(), "1 alert");
  clickRow(find<TableView>("alertsFired"), 0);
  EXPECT_TRUE(find<QLabel>("alertEvidence")->text().contains("Made by phone-00"))
      << find<QLabel>("alertEvidence")->text().toStdString();
  EXPECT_FALSE(find<QPushButton>("alertTime")->isVisible()) << "only a recording has a time cursor";
  picture("alerts-firing");
  click(find<QPushButton>("alertRows"));
  EXPECT_TRUE(pageOf("sessions")->isVisible());
  EXPECT_EQ(find<QLineEdit>("sessionsFilter")->text(), "link:online");
  EXPECT_EQ(console.window().context().devices().size(), int(RowCount::mostExamples));
  EXPECT_TRUE(bar->isVisible()) << "on every page";
  click(find<QPushButton>("alertHide"));
  EXPECT_FALSE(bar->isVisible());
  click(find<QToolButton>("alertBadge"));
  EXPECT_TRUE(pageOf("alerts")->isVisible());
}

TEST_F(WindowWithAlerts, AMutedRuleTellsNobodyAndADeletedOneIsGone) {
  connectConsole();
  openPage("alerts");
  QStringList notices;
  QObject::connect(&desk(), &AlertDesk::noticeWanted, [&](const QString& title) { notices << title; });
  desk().load("warning \"One\": devices_online > 0\nmuted warning \"Two\": devices_online > 1");
  ASSERT_TRUE(waitUntil([&] { return rows("alertsFired") == 2; }));
  EXPECT_EQ(notices, QStringList{"One"});
  EXPECT_EQ(find<QToolButton>("alertBadge")->text(), "1 alert");
  clickRow(find<TableView>("alertRules"), 0);
  click(find<QPushButton>("alertMute"));
  ASSERT_TRUE(waitUntil([&] { return cell("alertRules", 0, "notices") == "muted"; }));
  EXPECT_FALSE(find<QToolButton>("alertBadge")->isVisible());
  EXPECT_FALSE(find<QWidget>("alertBar")->isVisible());
  EXPECT_TRUE(waitUntil([&] { return find<QPushButton>("alertMute")->text() == "Unmute"; }));
  EXPECT_EQ(settings.value("alerts/rules").toString(),
            "muted warning \"One\": devices_online > 0\nmuted warning \"Two\": devices_online > 1")
      << "rules are kept";
  click(find<QPushButton>("alertDelete"));
  ASSERT_TRUE(waitUntil([&] { return rows("alertRules") == 1; }));
  EXPECT_EQ(rows("alertsFired"), 2) << "what fired stays in the list";
}

TEST_F(WindowWithAlerts, ARuleIsEditedAndOneThatCannotBeReadIsSaid) {
  connectConsole();
  openPage("alerts");
  desk().load("warning \"Depth\": retry_depth > 4 for 30s clear 2\nwarning \"Broken\": sessions > few");
  ASSERT_TRUE(waitUntil([&] { return rows("alertRules") == 2; }));
  EXPECT_EQ(cell("alertRules", 1, "state"), "cannot be read");
  clickRow(find<TableView>("alertRules"), 0);
  click(find<QPushButton>("alertEdit"));
  EXPECT_EQ(find<QLineEdit>("alertName")->text(), "Depth");
  EXPECT_EQ(find<QLineEdit>("alertThreshold")->text(), "4");
  EXPECT_EQ(find<QComboBox>("alertWatched")->currentData().toString(), "retry_depth");
  type("alertClear", "9");
  QTest::keyClick(find<QLineEdit>("alertClear"), Qt::Key_Return);
  EXPECT_TRUE(find<QLabel>("alertProblem")->text().contains("there or below"));
  EXPECT_EQ(find<QLineEdit>("alertClear")->text(), "9") << "what was typed stays";
  picture("alerts-edit");
  type("alertClear", "1");
  QTest::keyClick(find<QLineEdit>("alertClear"), Qt::Key_Return);
  ASSERT_TRUE(waitUntil([&] { return cell("alertRules", 0, "clears") == "at 1"; }));
  clickRow(find<TableView>("alertRules"), 1);
  click(find<QPushButton>("alertEdit"));
  EXPECT_EQ(find<QLineEdit>("alertName")->text(), "Broken") << "what could be read is in the fields";
  EXPECT_EQ(find<QLineEdit>("alertThreshold")->text(), "few");
  picture("alerts-unreadable");
  click(find<QPushButton>("alertCancel"));
  EXPECT_TRUE(desk().live().text().endsWith("warning \"Broken\": sessions > few")) << "it is kept as it is";
}

TEST_F(WindowWithAlerts, ACellBeginsARule) {
  connectConsole();
  openPage("sessions");
  auto* sessions = find<TableView>("sessionsTable");
  ASSERT_TRUE(waitUntil([&] { return rows("sessionsTable") == phones; }));
  const int link = columnWithId(sessions->tableModel()->columns(), "link");
  const QRect cell = sessions->visualRect(sessions->model()->index(2, link));
  QTest::mouseClick(sessions->viewport(), Qt::LeftButton, {}, cell.center());
  emit sessions->customContextMenuRequested(cell.center());
  auto* menu = console.window().findChild<QMenu*>("sessionsMenu");
  ASSERT_NE(menu, nullptr);
  auto* action = menu->findChild<QAction*>("alertOnCell");
  ASSERT_NE(action, nullptr);
  EXPECT_EQ(action->text(), "Alert on link=online…");
  action->trigger();
  menu->close();
  EXPECT_TRUE(pageOf("alerts")->isVisible());
  EXPECT_EQ(find<QLineEdit>("alertQuery0")->text(), "link=online");
  EXPECT_EQ(find<QLineEdit>("alertName")->text(), "Link online");
  EXPECT_TRUE(find<QPushButton>("alertSave")->isEnabled());
}

TEST_F(WindowWithAlerts, AServerThatIsLostRaisesTheDefaultRule) {
  connectConsole();
  openPage("alerts");
  desk().load(defaultAlertLines());
  ASSERT_TRUE(waitUntil([&] { return cell("alertRules", 0, "state") == "quiet"; }));
  picture("alerts-defaults");
  bed.server().killHard();
  auto* text = find<QLabel>("alertText");
  ASSERT_TRUE(
      waitUntil([&] { return text->isVisible() && text->text().contains("Server or fleet lost: Links lost 1"); }));
  EXPECT_EQ(cell("alertRules", 2, "state"), "not known") << "what a lost server knew neither raises nor clears";
  picture("alerts-lost");
  bed.restartServer();
  EXPECT_TRUE(waitUntil([&] { return !text->isVisible(); }, 60'000));
  EXPECT_EQ(cell("alertsFired", 0, "end"), "cleared");
}

TEST_F(WindowWithAlerts, InARecordingTheyAreThoseOfTheRecordingAndLeadToTheirTime) {
  connectConsole();
  desk().load("warning \"Pushed\": deliveries > 0");
  QTemporaryDir folder;
  const QString path = folder.filePath("a.psrec");
  console.window().timeTravel().record(path);
  ASSERT_TRUE(waitUntil([&] { return console.feed().recording().recording; }));
  WallTime begin = console.feed().now();
  ASSERT_TRUE(waitUntil([&] { return console.feed().now() - begin > std::chrono::seconds(2); }));
  PushDraft push;
  push.targets = "phone-0002";
  push.payload = "{}";
  ASSERT_TRUE(console.window().context().sendPush(push));
  ASSERT_TRUE(waitUntil([&] { return desk().live().endRecord() == 1; }));
  begin = console.feed().now();
  ASSERT_TRUE(waitUntil([&] { return console.feed().now() - begin > std::chrono::seconds(2); }));
  console.window().timeTravel().stop();
  ASSERT_TRUE(waitUntil([&] { return !console.feed().recording().recording; }));

  openPage("alerts");
  EXPECT_EQ(rows("alertsFired"), 1);
  QStringList notices;
  QObject::connect(&desk(), &AlertDesk::noticeWanted, [&](const QString& title) { notices << title; });
  ASSERT_TRUE(console.window().timeTravel().open(path));
  ASSERT_TRUE(waitUntil([&] { return rows("alertsFired") == 0; })) << "of the recording nothing was played yet";
  Replay& replay = *console.window().timeTravel().replay();
  replay.play(5);
  ASSERT_TRUE(waitUntil([&] { return rows("alertsFired") == 1 && !replay.isPlaying(); }));
  EXPECT_TRUE(notices.isEmpty()) << "nobody is told of the past";
  const WallTime raised = desk().shown().record(0)->raised;
  EXPECT_NE(replay.now(), raised);
  clickRow(find<TableView>("alertsFired"), 0);
  click(find<QPushButton>("alertTime"));
  EXPECT_EQ(replay.now(), raised);
  EXPECT_EQ(rows("alertsFired"), 1) << "it stays, so that one can go to the next";
  picture("alerts-replay");
  console.window().timeTravel().backToLive();
  EXPECT_EQ(&desk().shown(), &desk().live());
}

TEST_F(WindowWithAlerts, APushIsJudgedByWhatWasExpectedOfIt) {
  connectConsole();
  openPage("push");
  find<QPlainTextEdit>("pushTargets")->setPlainText("phone-0001\nphone-0002");
  type("pushExpectation", "acknowledged within fast");
  EXPECT_FALSE(find<QPushButton>("pushSend")->isEnabled());
  EXPECT_TRUE(find<QLabel>("pushStatus")->text().contains("no bound"));
  picture("push-expect-mistake");
  type("pushExpectation", "acknowledged within 20s");
  click(find<QPushButton>("pushSend"));
  auto* verdict = find<QLabel>("pushVerdict");
  ASSERT_TRUE(waitUntil([&] { return verdict->text().contains("2 of 2 passed"); })) << verdict->text().toStdString();
  EXPECT_EQ(cell("pushHistory", 0, "verdict"), "pass");
  type("pushExpectation", "acknowledged within 1us");
  click(find<QPushButton>("pushSend"));
  ASSERT_TRUE(waitUntil([&] { return verdict->text().contains("0 of 2 passed; worst: phone-0"); }))
      << verdict->text().toStdString();
  EXPECT_TRUE(cell("pushHistory", 0, "verdict").startsWith("FAIL: acknowledged after"));
  type("pushFilter", "verdict:pass");
  EXPECT_TRUE(waitUntil([&] { return rows("pushHistory") == 2; }));
  find<QLineEdit>("pushFilter")->clear();
  picture("push-expect");
}

TEST(AlertNotice, HasNothingThatADesktopTakesForMarkup) {
  EXPECT_EQ(noticeText("<b>a & b</b>"), "‹b›a + b‹/b›");
}

} // namespace
} // namespace pushscope
