#include "tests/support/files.h"
#include "tests/support/menu.h"
#include "tests/ui/window_fixture.h"
#include "ui/theme/theme.h"
#include "ui/wake/lanes_view.h"
#include "ui/wake/wake_histograms.h"

#include <QComboBox>
#include <QFile>
#include <QHeaderView>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabBar>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QWheelEvent>

#include <gtest/gtest.h>

namespace pushscope {
namespace {

TEST_F(Window, ASessionIsChosenAPushIsSentAndItsLadderFills) {
  connectConsole();
  openPage("sessions");
  auto* sessions = find<TableView>("sessionsTable");
  ASSERT_TRUE(waitUntil([&] { return sessions->model()->rowCount() == phones; }));
  const int row = rowOf(sessions, "phone-0007");
  ASSERT_GE(row, 0);
  sessions->scrollTo(sessions->model()->index(row, 0));
  clickRow(sessions, row);
  auto* toSelection = find<QPushButton>("pushToSelection");
  ASSERT_TRUE(toSelection->isEnabled());
  click(toSelection);

  auto* targets = find<QPlainTextEdit>("pushTargets");
  ASSERT_TRUE(targets->isVisible());
  EXPECT_EQ(targets->toPlainText(), "phone-0007");
  auto* payload = find<QPlainTextEdit>("pushPayload");
  click(payload->viewport());
  QTest::keyClick(payload, Qt::Key_A, Qt::ControlModifier);
  QTest::keyClicks(payload, R"({"alert":"hi"})");
  click(find<QPushButton>("pushSend"));

  QWidget* pushPage = find<QWidget>("push");
  auto* outcome = pushPage->findChild<QLabel*>("ladderOutcome");
  ASSERT_TRUE(waitUntil([&] { return outcome->text().contains("acknowledged after"); }));
  EXPECT_TRUE(outcome->text().contains("phone-0007"));
  auto* ladder = pushPage->findChild<TableView*>("ladderTable");
  ASSERT_NE(ladder, nullptr);
  // Server: 5 stages. Phone: 3 as reported and 3 in truth.
  EXPECT_TRUE(waitUntil([&] { return ladder->model()->rowCount() == 11; }));
  EXPECT_TRUE(find<QLabel>("pushStatus")->text().contains("Accepted for 1 device"));
  picture("push-acknowledged");
}

TEST_F(Window, TheLookIsChosenInTheMenuAndChangesAtOnce) {
  QMenu* menu = find<QMenu>("themeMenu");
  const auto choose = [&](int place) {
    menu->actions()[place]->trigger();
    QCoreApplication::processEvents(); // Qt tells widgets of a palette by an event that waits its turn
  };
  const auto groundOf = [&] { return console.window().grab().toImage().pixelColor(4, console.window().height() / 2); };
  const QColor light = groundOf();
  choose(2);
  EXPECT_TRUE(Theme::isDark());
  EXPECT_NE(groundOf(), light);
  EXPECT_EQ(groundOf(), Theme::palette(true).color(QPalette::Window)) << "the rail, whose palette is its own";
  EXPECT_TRUE(menu->actions()[2]->isChecked());
  EXPECT_FALSE(menu->actions()[0]->isChecked());
  choose(1);
  EXPECT_EQ(groundOf(), light);
}

TEST_F(Window, APayloadThatIsNotJsonIsSaidWhereItIsAndNothingTypedIsLost) {
  connectConsole();
  openPage("push");
  auto* targets = find<QPlainTextEdit>("pushTargets");
  click(targets->viewport());
  QTest::keyClicks(targets, "phone-0001");
  auto* payload = find<QPlainTextEdit>("pushPayload");
  click(payload->viewport());
  QTest::keyClick(payload, Qt::Key_A, Qt::ControlModifier);
  QTest::keyClicks(payload, R"({"alert":)");
  EXPECT_FALSE(find<QPushButton>("pushSend")->isEnabled());
  EXPECT_TRUE(find<QLabel>("pushStatus")->text().contains("not JSON"));
  EXPECT_EQ(payload->extraSelections().size(), 1);
  picture("payload-not-json");
  QTest::keyClicks(payload, R"("x"})");
  EXPECT_TRUE(find<QPushButton>("pushSend")->isEnabled());
  EXPECT_TRUE(payload->extraSelections().isEmpty());
  EXPECT_EQ(payload->toPlainText(), R"({"alert":"x"})");
}

TEST_F(Window, APushToAnUnknownDeviceIsRefusedWithItsName) {
  connectConsole();
  openPage("push");
  auto* targets = find<QPlainTextEdit>("pushTargets");
  click(targets->viewport());
  QTest::keyClicks(targets, "nobody");
  click(find<QPushButton>("pushSend"));
  auto* status = find<QLabel>("pushStatus");
  ASSERT_TRUE(waitUntil([&] { return status->text().contains("nobody is not known"); }));
  picture("push-refused");
}

TEST_F(Window, TheFilterNarrowsTheTableAndAMistakeIsNamed) {
  connectConsole();
  QTest::keyClick(&console.window(), Qt::Key_F, Qt::ControlModifier);
  auto* filter = find<QLineEdit>("sessionsFilter");
  ASSERT_TRUE(waitUntil([&] { return filter->hasFocus(); }));
  auto* sessions = find<TableView>("sessionsTable");
  QTest::keyClicks(filter, "id~0007");
  EXPECT_TRUE(waitUntil([&] { return sessions->model()->rowCount() == 1; }));
  filter->clear();
  QTest::keyClicks(filter, "colour:red");
  EXPECT_EQ(sessions->model()->rowCount(), phones) << "a mistake filters nothing";
  EXPECT_TRUE(find<QLabel>("sessionsFilterMistake")->text().contains("“colour”"));
  EXPECT_EQ(filter->text(), "colour:red") << "and loses nothing";
  picture("filter-mistake");
  filter->clear();
  QTest::keyClicks(filter, "nothing-like-this");
  EXPECT_EQ(sessions->model()->rowCount(), 0);
  picture("filter-without-match");
}

TEST_F(Window, AQueryIsCompletedByTheKeyboardAndItsMistakeIsMarkedAfterAPause) {
  connectConsole();
  openPage("sessions");
  auto* query = find<QLineEdit>("sessionsFilter");
  query->setFocus();
  QTest::keyClicks(query, "lin");
  auto* popup = QApplication::activePopupWidget();
  ASSERT_TRUE(popup);
  QTest::keyClick(popup, Qt::Key_Down);
  QTest::keyClick(popup, Qt::Key_Return);
  EXPECT_EQ(query->text(), "link:");
  auto* mistake = find<QLabel>("sessionsFilterMistake");
  EXPECT_FALSE(mistake->isVisible()) << "it is not finished yet";
  ASSERT_TRUE(waitUntil([&] { return QApplication::activePopupWidget() != nullptr; })) << "values follow a field";
  picture("query-completion");
  ASSERT_TRUE(waitUntil([&] { return mistake->isVisible(); }));
  EXPECT_TRUE(mistake->text().contains("needs a value"));
  QTest::keyClick(QApplication::activePopupWidget(), Qt::Key_Escape);
  QTest::keyClicks(query, "online");
  EXPECT_TRUE(waitUntil([&] { return !mistake->isVisible(); }));
  EXPECT_EQ(query->text(), "link:online");
  EXPECT_GT(find<TableView>("sessionsTable")->model()->rowCount(), 0);
}

TEST_F(Window, WhatIsHighlightedIsWhatIsChosenWhereverItWas) {
  connectConsole();
  openPage("sessions");
  auto* sessions = find<TableView>("sessionsTable");
  auto* fleet = find<TableView>("fleetTable");
  const auto& chosen = console.window().context().devices();
  ASSERT_TRUE(waitUntil([&] { return rows("sessionsTable") == phones; }));
  type("sessionsFilter", "link:online");
  clickRow(sessions, 2);
  for (int i = 0; i < 3; ++i)
    QTest::keyClick(sessions, Qt::Key_Down, Qt::ShiftModifier);
  ASSERT_EQ(chosen.size(), 4);
  openPage("fleet");
  EXPECT_EQ(fleet->selectedSourceRows().size(), 4);
  ASSERT_TRUE(waitUntil([&] { return rowOf(fleet, "phone-0020") >= 0; }));
  clickRow(fleet, rowOf(fleet, "phone-0020"));
  ASSERT_EQ(chosen.size(), 1);
  openPage("sessions");
  EXPECT_EQ(sessions->selectedSourceRows(), QList<uint64_t>{chosen.first()});
  // What the query of a page leaves out stays chosen: nobody chose others.
  type("sessionsFilter", "device:phone-0001");
  openPage("fleet");
  clickRow(fleet, rowOf(fleet, "phone-0007"));
  openPage("sessions");
  EXPECT_TRUE(sessions->selectedSourceRows().isEmpty());
  EXPECT_EQ(console.window().context().deviceIds(), QStringList{"phone-0007"});
}

TEST_F(Window, CandidatesOfAQueryDoNotStayOverAnotherPage) {
  connectConsole();
  openPage("sessions");
  auto* filter = find<QLineEdit>("sessionsFilter");
  filter->setFocus();
  QTest::keyClick(filter, Qt::Key_Down);
  ASSERT_TRUE(waitUntil([&] { return QApplication::activePopupWidget() != nullptr; }));
  QTest::keyClick(&console.window(), Qt::Key_4, Qt::ControlModifier);
  EXPECT_TRUE(pageOf("heartbeats")->isVisible());
  EXPECT_EQ(QApplication::activePopupWidget(), nullptr);
}

TEST_F(Window, WorstFirstShowsWhatIsWorstAndTheOrderIsHeldWhileAPersonPoints) {
  connectConsole();
  openPage("sessions");
  click(find<QPushButton>("worstFirst"));
  auto* sessions = find<TableView>("sessionsTable");
  const int health = columnWithId(sessions->tableModel()->columns(), "health");
  EXPECT_FALSE(sessions->isColumnHidden(health));
  EXPECT_EQ(sessions->horizontalHeader()->sortIndicatorSection(), health);
  QTest::mouseMove(sessions->viewport(), {40, 40});
  QTest::mouseMove(sessions->viewport(), {44, 42});
  EXPECT_TRUE(waitUntil([&] { return sessions->tableModel()->isOrderPaused(); }));
  picture("order-paused");
  QEvent leave(QEvent::Leave);
  QCoreApplication::sendEvent(sessions->viewport(), &leave);
  EXPECT_FALSE(sessions->tableModel()->isOrderPaused());
}

TEST_F(Window, AFrozenOrderStaysUntilItIsLetGo) {
  connectConsole();
  openPage("sessions");
  auto* sessions = find<TableView>("sessionsTable");
  sessions->setFocus();
  const auto freeze = [&] { QTest::keyClick(sessions, Qt::Key_F, Qt::ControlModifier | Qt::AltModifier); };
  const auto isHeld = [&] {
    QEvent leave(QEvent::Leave); // nobody points at it
    QCoreApplication::sendEvent(sessions->viewport(), &leave);
    sessions->tableModel()->sort(0, Qt::DescendingOrder);
    return waitUntil([&] { return sessions->tableModel()->isOrderPaused(); }, 3'000);
  };
  freeze();
  EXPECT_TRUE(isHeld());
  picture("order-frozen");
  freeze();
  QEvent leave(QEvent::Leave);
  QCoreApplication::sendEvent(sessions->viewport(), &leave);
  EXPECT_FALSE(sessions->tableModel()->isOrderPaused());
}

TEST_F(Window, AServerThatIsGoneIsSaidInASentenceAndComesBackByItself) {
  connectConsole();
  auto* problem = find<QLabel>("problemText");
  EXPECT_FALSE(problem->isVisible());
  bed.server().killHard();
  ASSERT_TRUE(waitUntil([&] { return problem->isVisible() && problem->text().contains("stale"); }));
  EXPECT_TRUE(problem->text().contains(bed.admin()));
  for (const Page* page : console.window().pages()) {
    openPage(page->id());
    picture(("stale-" + page->id().toStdString()).c_str());
  }
  bed.restartServer();
  ASSERT_TRUE(waitUntil([&] { return online() == phones; }, 60'000));
  EXPECT_TRUE(waitUntil([&] { return !problem->isVisible(); }));
}

TEST_F(Window, TheConnectPageSaysWhatIsWrongAndKeepsWhatWasTyped) {
  auto* server = find<QLineEdit>("connectServer");
  auto* token = find<QLineEdit>("connectToken");
  ASSERT_TRUE(server->isVisible()) << "a console without a server begins here";
  QTest::keyClicks(server, "not an address");
  click(find<QPushButton>("connectGo"));
  const auto said = [&](const char* words) {
    for (const QLabel* label : console.window().connectPage().findChildren<QLabel*>())
      if (label->isVisible() && label->text().contains(words))
        return true;
    return false;
  };
  EXPECT_TRUE(said("is not an address"));
  picture("connect-problem");
  EXPECT_EQ(server->text(), "not an address");
  server->clear();
  QTest::keyClicks(server, bed.admin());
  click(find<QPushButton>("connectGo"));
  EXPECT_TRUE(said("token file could not be read"));
  QTest::keyClicks(token, bed.tokenFile());
  click(find<QPushButton>("connectGo"));
  ASSERT_TRUE(waitUntil(
      [&] { return !console.feed().world().links().empty() && console.feed().world().links()[0].snapshotComplete; }));
}

TEST_F(Window, EveryPageIsReachedByItsKey) {
  connectConsole();
  for (int i = 0; i < console.window().pages().size(); ++i) {
    QTest::keySequence(&console.window(), MainWindow::shortcutOf(i));
    Page* page = console.window().pages()[i];
    EXPECT_TRUE(waitUntil([&] { return page->isVisible(); })) << page->id().toStdString();
    for (const Page* other : console.window().pages())
      EXPECT_EQ(other->isVisible(), other == page) << other->id().toStdString();
  }
}

TEST_F(Window, AServerWithoutDevicesSaysWhatToDoOnEveryPage) {
  ASSERT_EQ(connectTo({bed.admin(), bed.tokenFile(), {}, {}}), QString());
  ASSERT_TRUE(waitUntil([&] { return console.feed().world().links()[0].snapshotComplete; }));
  for (const Page* page : console.window().pages()) {
    openPage(page->id());
    picture(("empty-" + page->id().toStdString()).c_str());
  }
  const auto emptyTextOf = [&](const char* page) { return pageOf(page)->table()->emptyText(); };
  for (const char* page : {"sessions", "wakes"})
    EXPECT_TRUE(emptyTextOf(page).contains("pushfleet")) << emptyTextOf(page).toStdString();
  EXPECT_TRUE(find<LanesView>("wakesLanes")->emptyText().contains("pushfleet"));
  EXPECT_TRUE(emptyTextOf("push").contains("appears here")) << emptyTextOf("push").toStdString();
  EXPECT_TRUE(emptyTextOf("ladder").contains("Push page")) << emptyTextOf("ladder").toStdString();
  openPage("heartbeats");
  EXPECT_TRUE(waitUntil([&] { return pageSays("heartbeats", "No heartbeat was measured"); }));
}

TEST_F(Window, AWrongTokenIsSaidAndNotTriedAgain) {
  const QString wrong = writeFile(bed.path("wrong"), "guess\n");
  ASSERT_EQ(connectTo({bed.admin(), wrong, {}, {}}), QString());
  auto* problem = find<QLabel>("problemText");
  ASSERT_TRUE(
      waitUntil([&] { return problem->isVisible() && problem->text().contains("does not accept this token"); }));
  picture("wrong-token");
}

// An unknown certificate is shown, not believed; a person compares it and writes it into the form.
TEST_F(Window, ACertificateIsAcceptedInTheForm) {
  TestBed encrypted{QStringLiteral("1s/2s/2"), {"--tls", "self-made"}};
  auto* server = find<QLineEdit>("connectServer");
  auto* token = find<QLineEdit>("connectToken");
  auto* certificate = find<QLineEdit>("connectTrust");
  auto* problem = find<QLabel>("problemText");
  server->setText(encrypted.admin());
  token->setText(encrypted.tokenFile());
  const auto isShown = [&](const char* words) {
    return waitUntil([&] {
      return problem->isVisible() && problem->text().contains(encrypted.tls()) && problem->text().contains(words);
    });
  };
  click(find<QPushButton>("connectGo"));
  EXPECT_TRUE(isShown("nobody known here has signed"));
  console.window().showConnectPage();
  certificate->setText(QStringLiteral("sha256:") + QString(64, 'a'));
  click(find<QPushButton>("connectGo"));
  EXPECT_TRUE(isShown("shows another certificate"));
  picture("wrong-certificate");
  console.window().showConnectPage();
  certificate->setText(QStringLiteral("sha256:12"));
  click(find<QPushButton>("connectGo"));
  EXPECT_TRUE(find<QLineEdit>("connectTrust")->isVisible()) << "the form stays";
  certificate->setText(encrypted.tls());
  click(find<QPushButton>("connectGo"));
  ASSERT_TRUE(waitUntil(
      [&] { return !console.feed().world().links().empty() && console.feed().world().links()[0].snapshotComplete; }));
  EXPECT_FALSE(problem->isVisible());
}

TEST_F(Window, TextFromDevicesIsShownAsItIs) {
  bed.startFleet(2, {"--prefix", "<b>bold</b><img src=x>-"});
  ASSERT_EQ(connectTo({bed.admin(), bed.tokenFile(), {}, {}}), QString());
  ASSERT_TRUE(waitUntil([&] { return online() == 2; }));
  openPage("sessions");
  auto* sessions = find<TableView>("sessionsTable");
  ASSERT_TRUE(waitUntil([&] { return sessions->model()->rowCount() == 2; }));
  clickRow(sessions, 0);
  picture("hostile-names");
  for (const QLabel* label : console.window().findChildren<QLabel*>())
    EXPECT_EQ(label->textFormat(), Qt::PlainText) << label->text().toStdString();
  EXPECT_TRUE(sessions->model()->index(0, 0).data().toString().startsWith("<b>bold</b>"));
  for (QWidget* widget : console.window().findChildren<QWidget*>())
    EXPECT_FALSE(widget->toolTip().contains("<b>")) << widget->toolTip().toStdString();
}

TEST_F(Window, ATableAndAPageAreExportedAsSeen) {
  connectConsole();
  openPage("sessions");
  QTemporaryDir folder;
  Page& page = *pageOf("sessions");
  auto* sessions = find<TableView>("sessionsTable");
  ASSERT_TRUE(waitUntil([&] { return sessions->model()->rowCount() == phones; }));
  ASSERT_TRUE(console.window().exports().writeTable(page, folder.filePath("s.csv")).ok());
  QFile csv(folder.filePath("s.csv"));
  ASSERT_TRUE(csv.open(QIODevice::ReadOnly));
  EXPECT_EQ(csv.readAll().count("\r\n"), phones + 1);
  ASSERT_TRUE(console.window().exports().writePicture(page, folder.filePath("s.png"), 2).ok());
  EXPECT_EQ(QImage(folder.filePath("s.png")).width(), page.width() * 2);
  EXPECT_FALSE(console.window().exports().writeTable(page, folder.filePath("no/such/folder/s.csv")).ok());
}

// Phones that are suspended a moment after they were left, and woken by a push.
class WindowOnSleepers : public Window {
 protected:
  static constexpr int sleepers = 4;

  void connectSleepers() {
    bed.startFleet(sleepers,
                   {"--profile", "ios-voip-classic", "--set", "to_suspend=200ms", "--set", "wake_budget_max=1s"});
    ASSERT_EQ(connectTo({bed.admin(), bed.tokenFile(), bed.control(), bed.fleetTokenFile()}), QString());
    ASSERT_TRUE(waitUntil([&] { return console.feed().world().onlineLink(LinkKind::fleet) && known() == sleepers; }));
  }
  int known() {
    const DeviceTable& devices = console.feed().world().devices();
    int count = 0;
    for (Row row = 0; row < devices.size(); ++row)
      count += devices.truth(row).known && devices.belief(row).known && devices.belief(row).link == LinkState::online;
    return count;
  }
  Row rowOfDevice(const char* device) { return console.feed().world().devices().find(device).value(); }
  const DeviceTable::Truth& truth(const char* device) {
    return console.feed().world().devices().truth(rowOfDevice(device));
  }
  void select(const QString& device) {
    openPage("sessions");
    auto* sessions = find<TableView>("sessionsTable");
    ASSERT_TRUE(waitUntil([&] { return rowOf(sessions, device) >= 0; }));
    clickRow(sessions, rowOf(sessions, device));
  }
  // By the right button in the table, then the action by its name.
  void act(const char* name) {
    auto* sessions = find<TableView>("sessionsTable");
    const int row = sessions->selectionModel()->selectedRows().value(0).row();
    const QPoint where = sessions->visualRect(sessions->model()->index(row, 0)).center();
    QContextMenuEvent event(QContextMenuEvent::Mouse, where, sessions->viewport()->mapToGlobal(where));
    QCoreApplication::sendEvent(sessions->viewport(), &event);
    auto* menu = find<QMenu>("sessionsMenu");
    ASSERT_NE(menu, nullptr);
    ASSERT_TRUE(waitUntil([&] { return menu->isVisible(); }));
    const QAction* action = clickLine(menu, QLatin1String(name));
    ASSERT_NE(action, nullptr) << name;
    EXPECT_TRUE(action->isEnabled());
    ASSERT_TRUE(waitUntil([&] { return !console.window().findChild<QMenu*>("sessionsMenu"); }));
  }
};

TEST_F(WindowOnSleepers, APhoneIsPutToSleepAndWokenAndTheWakesPageShowsIt) {
  ASSERT_NO_FATAL_FAILURE(connectSleepers());
  ASSERT_NO_FATAL_FAILURE(select("phone-0002"));
  act("To background");
  ASSERT_TRUE(waitUntil([&] { return truth("phone-0002").app == AppState::suspended; }));
  PushDraft push;
  push.targets = "phone-0002";
  push.payload = "{}";
  ASSERT_TRUE(console.window().context().sendPush(push));
  openPage("wakes");
  auto* wakes = find<TableView>("wakesTable");
  ASSERT_TRUE(waitUntil([&] { return wakes->model()->rowCount() > 0; }));
  EXPECT_EQ(wakes->model()->index(0, 1).data().toString(), "phone-0002");
  auto* lanes = find<LanesView>("wakesLanes");
  ASSERT_TRUE(waitUntil([&] { return lanes->lanes().size() == 1 && !lanes->lanes()[0].lane.wakes.empty(); }));
  EXPECT_EQ(lanes->lanes()[0].name, "phone-0002") << "the selection of the Sessions page is what is shown";
  picture("wakes-one-phone");

  // The keyboard chooses a lane, and the inspector shows its device.
  auto* which = find<QComboBox>("wakesWhich");
  which->setFocus();
  QTest::keyClick(which, Qt::Key_Up);
  ASSERT_EQ(which->currentIndex(), 0);
  ASSERT_TRUE(waitUntil([&] { return !lanes->lanes().empty(); }));
  lanes->setFocus();
  QTest::keyClick(lanes, Qt::Key_Down);
  ASSERT_TRUE(lanes->current());
  EXPECT_EQ(console.window().context().devices(), QList<Row>{*lanes->current()});
  EXPECT_FALSE(lanes->accessibleDescription().isEmpty());

  // Zoomed and panned, the lanes stay at a time; Escape and a button lead back.
  auto* toNow = find<QPushButton>("wakesNow");
  ASSERT_NE(toNow, nullptr);
  EXPECT_FALSE(toNow->isVisible());
  const LanesPlan all = lanes->plan();
  const QPointF middle = all.plot().center();
  QWheelEvent closer(middle, lanes->viewport()->mapToGlobal(middle), {}, {0, 120}, Qt::NoButton, Qt::ControlModifier,
                     Qt::NoScrollPhase, false);
  QCoreApplication::sendEvent(lanes->viewport(), &closer);
  const LanesPlan near = lanes->plan();
  EXPECT_TRUE(near.isPast);
  EXPECT_NEAR(double((near.to - near.from).count()), double((all.to - all.from).count()) / 1.25, 1e5);
  EXPECT_NEAR(double((near.timeAt(middle.x()) - all.timeAt(middle.x())).count()), 0, 1e6) << "what is pointed at stays";
  QTest::keyClick(lanes, Qt::Key_Left);
  EXPECT_LT(lanes->plan().to, near.to);
  picture("wakes-zoomed");
  EXPECT_TRUE(toNow->isVisible());
  QTest::keyClick(lanes, Qt::Key_Escape);
  EXPECT_FALSE(lanes->plan().isPast);
  const QPoint from = lanes->rowRect(0).center().toPoint();
  QTest::mousePress(lanes->viewport(), Qt::LeftButton, {}, from);
  QMouseEvent moved(QEvent::MouseMove, from + QPoint(60, 0), lanes->viewport()->mapToGlobal(from + QPoint(60, 0)),
                    Qt::NoButton, Qt::LeftButton, Qt::NoModifier);
  QCoreApplication::sendEvent(lanes->viewport(), &moved);
  QTest::mouseRelease(lanes->viewport(), Qt::LeftButton, {}, from + QPoint(60, 0));
  EXPECT_TRUE(lanes->plan().isPast) << "dragged to the right, into the past";
  click(toNow);
  EXPECT_FALSE(lanes->plan().isPast);

  auto* tabs = find<QTabWidget>("wakesTabs");
  QTest::mouseClick(tabs->tabBar(), Qt::LeftButton, {}, tabs->tabBar()->tabRect(1).center());
  auto* histograms = find<WakeHistograms>("wakesHistograms");
  ASSERT_TRUE(waitUntil([&] { return histograms->accessibleDescription().contains("1 values"); }))
      << histograms->accessibleDescription().toStdString();
  picture("wakes-histograms");
  QTest::mouseClick(tabs->tabBar(), Qt::LeftButton, {}, tabs->tabBar()->tabRect(0).center());

  QTest::keyClick(&console.window(), Qt::Key_F, Qt::ControlModifier);
  auto* filter = find<QLineEdit>("wakesFilter");
  ASSERT_TRUE(waitUntil([&] { return filter->hasFocus(); })) << "of the page that is shown";
  QTest::keyClicks(filter, "cause:nothing-like-this");
  EXPECT_EQ(wakes->model()->rowCount(), 0);
  EXPECT_TRUE(waitUntil([&] { return wakes->emptyText().contains("matches the query"); }));
  filter->clear();
  QTemporaryDir folder;
  ASSERT_TRUE(console.window().exports().writeTable(*pageOf("wakes"), folder.filePath("w.csv")).ok());
  QFile csv(folder.filePath("w.csv"));
  ASSERT_TRUE(csv.open(QIODevice::ReadOnly));
  EXPECT_TRUE(csv.readLine().startsWith("at,device,source,outcome,cause,latency_ms,used_ms,budget_ms,resumes_300s"));
}

TEST_F(WindowOnSleepers, TheFleetPageShowsTruthBesideBelief) {
  ASSERT_NO_FATAL_FAILURE(connectSleepers());
  openPage("fleet");
  auto* fleet = find<TableView>("fleetTable");
  ASSERT_TRUE(waitUntil([&] { return fleet->model()->rowCount() == sleepers; }));
  EXPECT_FALSE(find<QPushButton>("fleetActions")->isEnabled());
  clickRow(fleet, rowOf(fleet, "phone-0003"));
  EXPECT_TRUE(find<QPushButton>("fleetActions")->isEnabled());
  EXPECT_EQ(console.window().context().devices(), QList<Row>{rowOfDevice("phone-0003")});
  PushDraft push;
  push.targets = "phone-0001";
  push.payload = R"({"alert":"seen"})";
  console.window().context().control({"To background", PhoneAction::background}, {rowOfDevice("phone-0001")});
  ASSERT_TRUE(waitUntil([&] { return truth("phone-0001").app == AppState::suspended; }));
  ASSERT_TRUE(console.window().context().sendPush(push));
  ASSERT_TRUE(waitUntil(
      [&] { return console.feed().world().devices().notice(rowOfDevice("phone-0001"), LinkKind::fleet) != nullptr; }));
  click(find<QPushButton>("fleetNotified"));
  EXPECT_TRUE(waitUntil([&] { return rowOf(fleet, "phone-0001") == 0; })) << "the newest notification comes first";
  picture("fleet");
}

TEST_F(WindowOnSleepers, WhatIsDoneToAPhoneIsSaidAndSeen) {
  ASSERT_NO_FATAL_FAILURE(connectSleepers());
  QStringList said;
  QObject::connect(&console.window().context(), &ConsoleContext::said, [&](const QString& text) { said << text; });
  ASSERT_NO_FATAL_FAILURE(select("phone-0001"));
  act("Airplane mode on");
  ASSERT_TRUE(waitUntil([&] { return truth("phone-0001").network.airplane; }));
  EXPECT_TRUE(waitUntil([&] { return said.contains("Airplane mode on: 1 phone."); })) << said.join('|').toStdString();
  picture("sessions-airplane");
  act("Airplane mode off");
  ASSERT_TRUE(waitUntil([&] { return !truth("phone-0001").network.airplane; }));
  ASSERT_NO_FATAL_FAILURE(select("phone-0003"));
  act("Swipe away");
  ASSERT_TRUE(waitUntil([&] { return truth("phone-0003").app == AppState::terminated; }));
  EXPECT_EQ(truth("phone-0003").cause, Cause::user);
  openPage("wakes");
  picture("wakes-after-actions");
}

} // namespace
} // namespace pushscope
