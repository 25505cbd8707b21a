#include "tests/support/menu.h"
#include "tests/ui/window_fixture.h"
#include "ui/heartbeat/heatmap_view.h"
#include "ui/replay/replay_bar.h"
#include "ui/wake/lanes_view.h"

#include <QFileInfo>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>

namespace pushscope {
namespace {

// The five jobs of the console, each from its beginning to its end, as a person does them.
class Journey : public Window {
 protected:
  const World& world() { return console.feed().world(); }
  Row rowOfDevice(const char* device) { return world().devices().find(device).value(); }
  const DeviceTable::Belief& belief(const char* device) { return world().devices().belief(rowOfDevice(device)); }
  TableView* sessions() { return find<TableView>("sessionsTable"); }

  // By a query, so that it stands in the first row.
  void chooseSession(const QString& query, const QString& device) {
    openPage("sessions");
    type("sessionsFilter", query);
    ASSERT_TRUE(waitUntil([&] { return rowOf(sessions(), device) >= 0; })) << query.toStdString();
    clickRow(sessions(), rowOf(sessions(), device));
  }
  // By the menu of the chosen session.
  void act(const char* name) {
    auto* button = find<QPushButton>("phoneActions");
    QMetaObject::invokeMethod(
        button->menu(),
        [=, this] {
          if (clickLine(button->menu(), QLatin1String(name)))
            return;
          ADD_FAILURE() << "no action " << name;
          button->menu()->close();
        },
        Qt::QueuedConnection);
    click(button); // returns when the menu is closed
  }
  bool inspectorSays(const char* words) {
    for (const QLabel* label : find<QWidget>("inspectorDock")->findChildren<QLabel*>())
      if (label->isVisible() && label->text().contains(QLatin1String(words)))
        return true;
    return false;
  }
};

TEST_F(Journey, ASickSessionIsFoundThenItsHeartbeatsThenItsWakes) {
  connectConsole();
  ASSERT_NO_FATAL_FAILURE(chooseSession("id=phone-0007", "phone-0007"));
  act("Make half-open");
  ASSERT_NO_FATAL_FAILURE(chooseSession("missed>0 id=phone-0007", "phone-0007"))
      << "whose heartbeats are not answered any more";
  EXPECT_TRUE(inspectorSays("phone-0007"));
  picture("journey-sick");

  openPage("heartbeats");
  auto* heatmap = find<HeatmapView>("heatmap");
  const auto misses = [&] {
    uint64_t all = 0;
    for (const Heatmap::Column& column : heatmap->map().columns)
      all += column.misses;
    return all;
  };
  EXPECT_TRUE(waitUntil([&] { return misses() > 0; })) << "a mark where it missed";
  picture("journey-heartbeats");

  openPage("wakes");
  auto* lanes = find<LanesView>("wakesLanes");
  ASSERT_TRUE(waitUntil([&] { return lanes->lanes().size() == 1; }));
  EXPECT_EQ(lanes->lanes()[0].name, "phone-0007") << "the chosen session's lane";
  picture("journey-wakes");
}

TEST_F(Journey, AStuckPushIsFoundLookedAtAndRetried) {
  bed.startFleet(3, {"--profile", "desktop"});
  ASSERT_EQ(connectTo({bed.admin(), bed.tokenFile(), bed.control(), bed.fleetTokenFile()}), QString());
  ASSERT_TRUE(waitUntil([&] { return online() == 3; }));
  ASSERT_NO_FATAL_FAILURE(chooseSession("id=phone-0002", "phone-0002"));
  click(find<QPushButton>("pushToSelection"));
  type("pushNotBefore", "2h"); // which nobody remembers afterwards
  click(find<QPushButton>("pushSend"));

  openPage("queues");
  auto* queue = find<TableView>("queueTable");
  ASSERT_TRUE(waitUntil([&] { return queue->model()->rowCount() == 1; }));
  EXPECT_EQ(cell(queue, 0, "state"), "held");
  EXPECT_TRUE(cell(queue, 0, "next_try").startsWith("in 119 min")) << cell(queue, 0, "next_try").toStdString();
  clickRow(queue, 0);
  press(Qt::Key_F3);
  auto* payload = find<QPlainTextEdit>("payloadText");
  ASSERT_TRUE(waitUntil([&] { return payload->isVisible() && payload->toPlainText().contains("Hello"); }));
  EXPECT_TRUE(waitUntil([&] { return belief("phone-0002").waiting == 1; })) << "looking changes nothing";
  picture("journey-stuck");
  click(find<QPushButton>("queueRetryButton"));
  openPage("push");
  EXPECT_TRUE(waitUntil([&] { return cell("pushHistory", 0, "state") == "acknowledged"; }));
  openPage("queues");
  EXPECT_TRUE(pageSays("queues", "Retry now: done for 1 delivery."));
}

TEST_F(Journey, APushIsComposedSentToASelectionAndItsVerdictRead) {
  connectConsole();
  openPage("sessions");
  type("sessionsFilter", "id~phone-001");
  ASSERT_TRUE(waitUntil([&] { return rows("sessionsTable") == 10; }));
  sessions()->setFocus();
  QTest::keyClick(sessions(), Qt::Key_A, Qt::ControlModifier);
  press(Qt::Key_P, Qt::ControlModifier);
  ASSERT_TRUE(waitUntil([&] { return pageOf("push")->isVisible(); }));
  type("pushPayload", R"({"alert": "Hello {{device}}", "number": {{n}}})");
  type("pushExpectation", "acknowledged within 20s, no duplicate");
  EXPECT_EQ(find<QPushButton>("pushSend")->text(), "Send to 10 devices");
  press(Qt::Key_Return, Qt::ControlModifier);
  EXPECT_TRUE(waitUntil([&] { return rows("pushHistory") == 10; })) << find<QLabel>("pushStatus")->text().toStdString();
  picture("journey-sent");
  EXPECT_TRUE(waitUntil([&] {
    int passed = 0;
    for (int row = 0; row < 10; ++row)
      passed += cell("pushHistory", row, "verdict") == "pass";
    return passed == 10;
  }));
  EXPECT_TRUE(find<QLabel>("pushVerdict")->text().contains("passed"));
  picture("journey-verdict");
}

TEST_F(Journey, APhoneInAirplaneModeLosesItsSessionAndComesBack) {
  connectConsole();
  ASSERT_NO_FATAL_FAILURE(chooseSession("id=phone-0005", "phone-0005"));
  act("Airplane mode on");
  ASSERT_TRUE(waitUntil([&] { return belief("phone-0005").link == LinkState::offline; }));
  ASSERT_NO_FATAL_FAILURE(chooseSession("link:offline", "phone-0005"));
  EXPECT_EQ(sessions()->model()->rowCount(), 1);
  EXPECT_TRUE(waitUntil([&] { return inspectorSays("airplane mode"); })) << "the truth beside what the server believes";
  picture("journey-airplane");
  act("Airplane mode off");
  ASSERT_TRUE(waitUntil([&] { return belief("phone-0005").link == LinkState::online; }));
  EXPECT_EQ(belief("phone-0005").connects, 2u);
  openPage("history");
  auto* ledger = find<TableView>("historyTable");
  EXPECT_TRUE(waitUntil([&] { return rowOf(ledger, "phone-0005") >= 0; })) << "the session that ended is still known";
}

TEST_F(Journey, TheLastMinutesAreSavedWatchedAndReported) {
  connectConsole();
  ASSERT_NO_FATAL_FAILURE(chooseSession("id=phone-0003", "phone-0003"));
  click(find<QPushButton>("pushToSelection"));
  click(find<QPushButton>("pushSend"));
  ASSERT_TRUE(waitUntil(
      [&] { return world().deliveries().size() == 1 && world().deliveries().at(0).state == Stage::acknowledged; }));
  const QString saved = settingsFolder.filePath("last.psrec"), report = settingsFolder.filePath("report.zip");
  answer(saved);
  press(Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier);
  ASSERT_TRUE(waitUntil([&] { return QFile::exists(saved) && QFileInfo(saved).size() > 0; }));
  answer(saved);
  press(Qt::Key_O, Qt::ControlModifier | Qt::ShiftModifier);
  ASSERT_TRUE(waitUntil([&] { return find<ReplayBar>("replayBar")->isVisible(); }));
  openPage("push");
  auto* cursor = find<QWidget>("replayCursor");
  cursor->setFocus();
  QTest::keyClick(cursor, Qt::Key_Home);
  EXPECT_TRUE(waitUntil([&] { return rows("pushHistory") == 0; })) << "before it was sent";
  QTest::keyClick(cursor, Qt::Key_End);
  EXPECT_TRUE(waitUntil([&] { return rows("pushHistory") == 1; }));
  picture("journey-replay");
  press(Qt::Key_B, Qt::ControlModifier | Qt::ShiftModifier);
  QPushButton* save = nullptr;
  ASSERT_TRUE(waitUntil(
      [&] {
        save = console.window().findChild<QPushButton*>("reportSave");
        return save && save->isEnabled();
      },
      60'000));
  answer(report);
  click(save);
  EXPECT_TRUE(waitUntil([&] { return QFile::exists(report) && QFileInfo(report).size() > 1000; }));
}

} // namespace
} // namespace pushscope
