#include "tests/support/files.h"
#include "tests/ui/window_fixture.h"
#include "ui/queues/manage_dialog.h"

#include <QAction>
#include <QComboBox>
#include <QFile>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabWidget>

namespace pushscope {
namespace {

class WindowOnQueues : public Window {
 protected:
  QStringList said;

  void connectPhones(const QString& tokenFile = {}) {
    bed.startFleet(3, {"--profile", "desktop"});
    const QString token = tokenFile.isEmpty() ? bed.tokenFile() : tokenFile;
    ASSERT_EQ(connectTo({bed.admin(), token, bed.control(), bed.fleetTokenFile()}), QString());
    ASSERT_TRUE(waitUntil([&] { return online() == 3; }));
    QObject::connect(&console.window().context(), &ConsoleContext::said, [&](const QString& text) { said << text; });
  }
  const DeviceTable& devices() { return console.feed().world().devices(); }
  Row rowOfDevice(const char* device) { return devices().find(device).value(); }
  void phone(const char* device, PhoneAction action, uint64_t value) {
    console.window().context().control({"Test", action, value}, {rowOfDevice(device)});
  }
  // Pushes that wait, because their phone cannot be reached.
  void strand(const char* device, int pushes, const QString& payload) {
    phone(device, PhoneAction::airplane, 1);
    ASSERT_TRUE(waitUntil([&] { return devices().belief(rowOfDevice(device)).link == LinkState::offline; }));
    PushDraft push;
    push.targets = QLatin1String(device);
    push.payload = payload;
    for (int i = 0; i < pushes; ++i)
      ASSERT_TRUE(console.window().context().sendPush(push));
    ASSERT_TRUE(waitUntil([&] { return devices().belief(rowOfDevice(device)).waiting == uint32_t(pushes); }));
  }
  TableView* queue() { return find<TableView>("queueTable"); }
  TableView* dead() { return find<TableView>("deadTable"); }
  // The order is not held any more, so what is gone leaves.
  void lookAway(TableView* table) {
    QEvent leave(QEvent::Leave);
    QCoreApplication::sendEvent(table->viewport(), &leave);
  }
  bool shows(TableView* table, int rows) {
    lookAway(table);
    return waitUntil([&] { return table->model()->rowCount() == rows; });
  }
  bool answers(const char* words) {
    auto* answer = find<QLabel>("queuesAnswer");
    return waitUntil([&] { return answer->isVisible() && answer->text().contains(QLatin1String(words)); });
  }
  void press(TableView* table, Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
    console.window().activateWindow(); // no window manager does it when a dialog is gone
    ASSERT_TRUE(QTest::qWaitForWindowActive(&console.window(), 20'000));
    table->setFocus();
    QTest::keyClick(table, key, modifiers);
  }
  ManageDialog* dialog() {
    ManageDialog* found = nullptr;
    EXPECT_TRUE(waitUntil([&] {
      found = console.window().findChild<ManageDialog*>();
      return found && found->isVisible();
    }));
    return found;
  }
};

TEST_F(WindowOnQueues, AStuckPushIsFoundLookedAtPostponedAndRetried) {
  ASSERT_NO_FATAL_FAILURE(connectPhones());
  ASSERT_NO_FATAL_FAILURE(strand("phone-0002", 1, R"({"alert":"<b>stuck</b>"})"));
  openPage("queues");
  ASSERT_TRUE(shows(queue(), 1));
  EXPECT_EQ(cell(queue(), 0, "device"), "phone-0002");
  EXPECT_EQ(cell(queue(), 0, "state"), "queued") << "it is looked for, for half a minute";
  EXPECT_EQ(cell(queue(), 0, "reason"), "not connected");
  EXPECT_TRUE(waitUntil([&] { return pageSays("queues", "1 delivery waits: 1 queued"); }));
  EXPECT_TRUE(pageSays("queues", "read "));
  EXPECT_FALSE(find<QAction>("queueRetry")->isEnabled());
  EXPECT_TRUE(find<QAction>("queueRetry")->toolTip().contains("Select a delivery"));

  clickRow(queue(), 0);
  EXPECT_EQ(console.window().context().devices(), QList<Row>{rowOfDevice("phone-0002")});
  EXPECT_TRUE(find<QAction>("queueRetry")->toolTip().contains("Ctrl+T"));
  press(queue(), Qt::Key_F3);
  auto* payload = find<QPlainTextEdit>("payloadText");
  ASSERT_TRUE(waitUntil([&] { return payload->isVisible(); }));
  EXPECT_EQ(payload->toPlainText(), R"({"alert":"<b>stuck</b>"})");
  EXPECT_TRUE(find<QLabel>("payloadTitle")->text().contains("24 bytes"));
  EXPECT_EQ(devices().belief(rowOfDevice("phone-0002")).waiting, 1u) << "looking changes nothing";
  picture("queues-payload");
  auto* form = find<QComboBox>("payloadForm");
  form->setFocus();
  QTest::keyClick(form, Qt::Key_Down);
  EXPECT_TRUE(payload->toPlainText().startsWith("0000  7b 22 61"));
  QTest::keyClick(payload, Qt::Key_Escape);
  EXPECT_FALSE(payload->isVisible());

  press(queue(), Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
  ManageDialog* ask = dialog();
  ASSERT_NE(ask, nullptr);
  auto* howLong = ask->findChild<QLineEdit*>("manageHowLong");
  howLong->setText("soon");
  EXPECT_FALSE(ask->findChild<QPushButton*>("manageDo")->isEnabled());
  picture("queues-postpone", ask);
  howLong->setText("2h");
  click(ask->findChild<QPushButton*>("manageDo"));
  EXPECT_TRUE(answers("Postpone: done for 1 delivery."));
  lookAway(queue());
  ASSERT_TRUE(waitUntil([&] { return queue()->model()->rowCount() == 1 && cell(queue(), 0, "state") == "held"; }));
  EXPECT_TRUE(cell(queue(), 0, "next_try").startsWith("in 1")) << cell(queue(), 0, "next_try").toStdString();

  phone("phone-0002", PhoneAction::airplane, 0);
  ASSERT_TRUE(waitUntil([&] { return devices().belief(rowOfDevice("phone-0002")).link == LinkState::online; }));
  EXPECT_EQ(devices().belief(rowOfDevice("phone-0002")).waiting, 1u) << "it is held";
  ASSERT_TRUE(shows(queue(), 1));
  clickRow(queue(), 0);
  click(find<QPushButton>("queueRetryButton"));
  EXPECT_TRUE(answers("Retry now: done for 1 delivery."));
  EXPECT_TRUE(shows(queue(), 0));
  EXPECT_FALSE(find<QPushButton>("queueRetryButton")->isEnabled()) << "what left is selected no more";
  EXPECT_TRUE(said.contains("Retry now: done for 1 delivery."));
  EXPECT_TRUE(waitUntil([&] { return queue()->emptyText().contains("Nothing waits"); }));
  picture("queues-empty");
}

TEST_F(WindowOnQueues, ManyAreCancelledOnlyAfterTheirNumberWasTyped) {
  ASSERT_NO_FATAL_FAILURE(connectPhones());
  ASSERT_NO_FATAL_FAILURE(strand("phone-0001", 12, "{}"));
  openPage("queues");
  ASSERT_TRUE(shows(queue(), 12));
  press(queue(), Qt::Key_A, Qt::ControlModifier);
  ASSERT_TRUE(waitUntil([&] { return queue()->selectedSourceRows().size() == 12; }));
  EXPECT_FALSE(find<QAction>("queuePeek")->isEnabled());
  // One ends while the person thinks about it.
  const Uuid first =
      console.feed().world().lists().of<Queued>().find(queue()->selectedSourceRows().first())->value.uuid;
  press(queue(), Qt::Key_Delete);
  ManageDialog* ask = dialog();
  ASSERT_NE(ask, nullptr);
  auto* cancel = ask->findChild<QPushButton*>("manageDo");
  EXPECT_EQ(cancel->text(), "Cancel: 12");
  EXPECT_FALSE(cancel->isEnabled());
  auto* number = ask->findChild<QLineEdit*>("manageNumber");
  QTest::keyClicks(number, "1");
  EXPECT_FALSE(cancel->isEnabled());
  picture("queues-confirm", ask);
  EXPECT_EQ(bed.ctl({"queue", "cancel", QString::fromStdString(first.text())}).exitCode, 0);
  QTest::keyClicks(number, "2");
  ASSERT_TRUE(cancel->isEnabled());
  click(cancel);
  EXPECT_TRUE(answers("Cancel: done for 11 deliveries, 1 had ended meanwhile."));
  EXPECT_TRUE(shows(queue(), 0));

  openPage("history");
  auto* tabs = find<QTabWidget>("historyTabs");
  tabs->setCurrentIndex(1);
  auto* audit = find<TableView>("auditTable");
  ASSERT_TRUE(waitUntil([&] { return audit->model()->rowCount() >= 25; }));
  auto* filter = audit->parentWidget()->findChild<QLineEdit*>("historyFilter");
  QTest::keyClicks(filter, "action=cancel outcome:ok");
  EXPECT_TRUE(shows(audit, 12)) << audit->model()->rowCount();
  picture("history-audit");
  clickRow(audit, 0);
  click(find<QPushButton>("auditLadder"));
  ASSERT_TRUE(waitUntil([&] { return pageOf("ladder")->isVisible(); }));
  auto* outcome = pageOf("ladder")->findChild<QLabel*>("ladderOutcome");
  EXPECT_TRUE(waitUntil([&] { return outcome->text().contains("cancelled"); })) << outcome->text().toStdString();
}

TEST_F(WindowOnQueues, ADeadLetterIsEditedAndSentAgain) {
  ASSERT_NO_FATAL_FAILURE(connectPhones());
  ASSERT_NO_FATAL_FAILURE(strand("phone-0003", 2, R"({"n":1})"));
  openPage("queues");
  ASSERT_TRUE(shows(queue(), 2));
  press(queue(), Qt::Key_A, Qt::ControlModifier);
  press(queue(), Qt::Key_Delete, Qt::ShiftModifier);
  ManageDialog* ask = dialog();
  ASSERT_NE(ask, nullptr);
  EXPECT_EQ(ask->findChild<QLineEdit*>("manageNumber"), nullptr) << "so few need no number";
  click(ask->findChild<QPushButton*>("manageDo"));
  EXPECT_TRUE(answers("To the dead letters: done for 2 deliveries."));
  auto* tabs = find<QTabWidget>("queuesTabs");
  tabs->setCurrentIndex(1);
  ASSERT_TRUE(shows(dead(), 2));
  picture("queues-dead");
  clickRow(dead(), 0);
  press(dead(), Qt::Key_F2);
  auto* payload = find<QPlainTextEdit>("pushPayload");
  ASSERT_TRUE(waitUntil([&] { return payload->isVisible(); }));
  EXPECT_EQ(payload->toPlainText(), R"({"n":1})");
  EXPECT_EQ(find<QPlainTextEdit>("pushTargets")->toPlainText(), "phone-0003");

  phone("phone-0003", PhoneAction::airplane, 0);
  ASSERT_TRUE(waitUntil([&] { return devices().belief(rowOfDevice("phone-0003")).link == LinkState::online; }));
  openPage("queues");
  clickRow(dead(), 0);
  press(dead(), Qt::Key_T, Qt::ControlModifier);
  EXPECT_TRUE(answers("Send again: done for 1 delivery."));
  const DeliveryTable& deliveries = console.feed().world().deliveries();
  EXPECT_TRUE(waitUntil([&] {
    for (size_t i = 0; i < deliveries.size(); ++i)
      if (deliveries.at(i).state == Stage::acknowledged)
        return true;
    return false;
  }));
  EXPECT_TRUE(shows(dead(), 1));
}

TEST_F(WindowOnQueues, WhoMayOnlyLookIsToldSo) {
  const auto added = bed.ctl({"token", "add", "looker", "--role", "viewer"});
  ASSERT_NO_FATAL_FAILURE(connectPhones(writeFile(bed.path("viewer"), added.output)));
  phone("phone-0001", PhoneAction::airplane, 1);
  ASSERT_TRUE(waitUntil([&] { return devices().belief(rowOfDevice("phone-0001")).link == LinkState::offline; }));
  ASSERT_EQ(bed.ctl({"push", "--device", "phone-0001", "--payload", "{}"}).exitCode, 0);
  openPage("queues");
  ASSERT_TRUE(shows(queue(), 1));
  clickRow(queue(), 0);
  press(queue(), Qt::Key_Delete);
  EXPECT_TRUE(answers("refused for 1. The server: this token's role may not do that"));
  picture("queues-forbidden");
  press(queue(), Qt::Key_F3);
  auto* title = find<QLabel>("payloadTitle");
  EXPECT_TRUE(waitUntil([&] { return title->isVisible() && title->text().contains("may not do that"); }));
  EXPECT_EQ(queue()->model()->rowCount(), 1);

  openPage("history");
  find<QTabWidget>("historyTabs")->setCurrentIndex(1);
  auto* audit = find<TableView>("auditTable");
  EXPECT_TRUE(waitUntil([&] { return audit->emptyText().contains("may not do that"); }))
      << audit->emptyText().toStdString();
  picture("history-forbidden");
}

TEST_F(WindowOnQueues, WhatWasToldStaysAndIsCalledStaleWhenTheServerIsGone) {
  ASSERT_NO_FATAL_FAILURE(connectPhones());
  ASSERT_NO_FATAL_FAILURE(strand("phone-0001", 2, "{}"));
  openPage("queues");
  ASSERT_TRUE(shows(queue(), 2));
  bed.server().killHard();
  EXPECT_TRUE(waitUntil([&] { return pageSays("queues", "stale, as of"); }));
  EXPECT_EQ(queue()->model()->rowCount(), 2);
  picture("queues-stale");
  bed.restartServer();
  EXPECT_TRUE(waitUntil([&] { return !pageSays("queues", "stale") && pageSays("queues", "read "); }, 60'000));
  EXPECT_TRUE(shows(queue(), 2));
}

TEST_F(WindowOnQueues, AllThatWaitsIsPurgedIfItIsAsManyAsWereCounted) {
  ASSERT_NO_FATAL_FAILURE(connectPhones());
  ASSERT_NO_FATAL_FAILURE(strand("phone-0001", 2, "{}"));
  openPage("queues");
  ASSERT_TRUE(shows(queue(), 2));
  find<QAction>("queuePurge")->trigger();
  ManageDialog* ask = dialog();
  ASSERT_NE(ask, nullptr);
  ASSERT_EQ(bed.ctl({"push", "--device", "phone-0001", "--payload", "{}"}).exitCode, 0);
  click(ask->findChild<QPushButton*>("manageDo"));
  EXPECT_TRUE(answers("nothing was done"));
  ASSERT_TRUE(shows(queue(), 3));
  find<QAction>("queuePurge")->trigger();
  ask = dialog();
  ASSERT_NE(ask, nullptr);
  click(ask->findChild<QPushButton*>("manageDo"));
  EXPECT_TRUE(answers("3 deliveries were cancelled"));
  EXPECT_TRUE(shows(queue(), 0));
}

TEST_F(WindowOnQueues, TheHistoryOfADeviceIsThereWhenTheDeviceIsGone) {
  ASSERT_NO_FATAL_FAILURE(connectPhones());
  phone("phone-0002", PhoneAction::airplane, 1);
  ASSERT_TRUE(waitUntil([&] { return devices().belief(rowOfDevice("phone-0002")).link == LinkState::offline; }));
  openPage("sessions");
  auto* sessions = find<TableView>("sessionsTable");
  const int row = rowOf(sessions, "phone-0002");
  ASSERT_GE(row, 0);
  clickRow(sessions, row);
  const QPoint where = sessions->visualRect(sessions->model()->index(row, 0)).center();
  QContextMenuEvent event(QContextMenuEvent::Mouse, where, sessions->viewport()->mapToGlobal(where));
  QCoreApplication::sendEvent(sessions->viewport(), &event);
  auto* menu = find<QMenu>("sessionsMenu");
  ASSERT_TRUE(waitUntil([&] { return menu->isVisible(); }));
  for (QAction* action : menu->actions())
    if (action->text() == "History of this device")
      QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center());
  auto* history = find<TableView>("historyTable");
  ASSERT_TRUE(waitUntil([&] { return history->isVisible() && history->model()->rowCount() == 1; }));
  EXPECT_EQ(cell(history, 0, "device"), "phone-0002");
  EXPECT_EQ(find<QLineEdit>("historyDevice")->text(), "phone-0002");
  picture("history-device");
  find<QLineEdit>("historyDevice")->clear();
  phone("phone-0001", PhoneAction::crash, 0);
  EXPECT_TRUE(waitUntil([&] { return history->model()->rowCount() >= 2; }));
}

} // namespace
} // namespace pushscope
