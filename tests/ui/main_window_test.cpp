#include "app/console/console.h"
#include "tests/support/program.h"
#include "tests/support/wait.h"
#include "ui/table/table_view.h"

#include <QDir>
#include <QFile>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

#include <gtest/gtest.h>

namespace pushscope {
namespace {

constexpr int phones = 25;

// A real window on real programs; what a person does is done with mouse and keys.
class Window : public ::testing::Test {
 protected:
  TestBed bed{QStringLiteral("1s/500ms/3")};
  Console console{QStringLiteral("test")};

  void SetUp() override {
    console.window().resize(1280, 800);
    console.window().show();
    console.window().activateWindow(); // there is no window manager here to do it
    ASSERT_TRUE(QTest::qWaitForWindowActive(&console.window()));
  }
  void connectConsole() {
    bed.startFleet(phones);
    ASSERT_EQ(console.connectTo({bed.admin(), bed.tokenFile(), bed.control(), bed.fleetTokenFile()}), QString());
    ASSERT_TRUE(waitUntil([&] { return online() == phones; }));
  }
  int online() { return int(console.feed().world().countByLink()[size_t(LinkState::online)]); }
  template <class T>
  T* find(const char* name) {
    T* found = console.window().findChild<T*>(QLatin1String(name));
    EXPECT_NE(found, nullptr) << name;
    return found;
  }
  void click(QWidget* widget) { QTest::mouseClick(widget, Qt::LeftButton); }
  void clickRow(TableView* table, int row) {
    const QRect cell = table->visualRect(table->model()->index(row, 0));
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, cell.center());
  }
  bool pageSays(int page, const char* words) {
    for (const QLabel* label : console.window().pages()[page]->findChildren<QLabel*>())
      if (label->isVisible() && label->text().contains(words))
        return true;
    return false;
  }
  // For eyes: `./dev shots` says where pictures of the states go that a test passes through.
  void picture(const char* name) {
    const QString folder = qEnvironmentVariable("PUSHSCOPE_SHOTS");
    if (folder.isEmpty())
      return;
    QCoreApplication::processEvents();
    EXPECT_TRUE(console.window().grab().save(QDir(folder).filePath(QLatin1String(name) + QStringLiteral(".png"))));
  }
  void openPage(int row) {
    auto* rail = find<QListWidget>("rail");
    QTest::mouseClick(rail->viewport(), Qt::LeftButton, {}, rail->visualItemRect(rail->item(row)).center());
  }
  int rowOf(TableView* table, const QString& device) {
    for (int row = 0; row < table->model()->rowCount(); ++row)
      if (table->model()->index(row, 0).data().toString() == device)
        return row;
    return -1;
  }
};

TEST_F(Window, ASessionIsChosenAPushIsSentAndItsLadderFills) {
  connectConsole();
  openPage(1);
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

TEST_F(Window, APayloadThatIsNotJsonIsSaidWhereItIsAndNothingTypedIsLost) {
  connectConsole();
  openPage(3);
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
  openPage(3);
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
  QTest::keyClicks(filter, "device:0007");
  EXPECT_TRUE(waitUntil([&] { return sessions->model()->rowCount() == 1; }));
  filter->clear();
  QTest::keyClicks(filter, "colour:red");
  EXPECT_EQ(sessions->model()->rowCount(), phones) << "a mistake filters nothing";
  picture("filter-mistake");
  filter->clear();
  QTest::keyClicks(filter, "nothing-like-this");
  EXPECT_EQ(sessions->model()->rowCount(), 0);
  picture("filter-without-match");
}

TEST_F(Window, AServerThatIsGoneIsSaidInASentenceAndComesBackByItself) {
  connectConsole();
  auto* problem = find<QLabel>("problemText");
  EXPECT_FALSE(problem->isVisible());
  bed.server().killHard();
  ASSERT_TRUE(waitUntil([&] { return problem->isVisible() && problem->text().contains("stale"); }));
  EXPECT_TRUE(problem->text().contains(bed.admin()));
  for (int page = 0; page < console.window().pages().size(); ++page) {
    openPage(page);
    picture(("stale-" + console.window().pages()[page]->id().toStdString()).c_str());
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
    QTest::keyClick(&console.window(), Qt::Key(Qt::Key_1 + i), Qt::ControlModifier);
    Page* page = console.window().pages()[i];
    EXPECT_TRUE(waitUntil([&] { return page->isVisible(); })) << page->id().toStdString();
    for (const Page* other : console.window().pages())
      EXPECT_EQ(other->isVisible(), other == page) << other->id().toStdString();
  }
}

TEST_F(Window, AServerWithoutDevicesSaysWhatToDoOnEveryPage) {
  ASSERT_EQ(console.connectTo({bed.admin(), bed.tokenFile(), {}, {}}), QString());
  ASSERT_TRUE(waitUntil([&] { return console.feed().world().links()[0].snapshotComplete; }));
  for (int page = 0; page < console.window().pages().size(); ++page) {
    openPage(page);
    picture(("empty-" + console.window().pages()[page]->id().toStdString()).c_str());
  }
  const auto emptyTextOf = [&](int page) { return console.window().pages()[page]->table()->emptyText(); };
  EXPECT_TRUE(emptyTextOf(1).contains("pushfleet")) << emptyTextOf(1).toStdString();
  EXPECT_TRUE(emptyTextOf(3).contains("appears here")) << emptyTextOf(3).toStdString();
  EXPECT_TRUE(emptyTextOf(4).contains("Push page")) << emptyTextOf(4).toStdString();
  openPage(2);
  EXPECT_TRUE(waitUntil([&] { return pageSays(2, "No heartbeat was measured"); }));
}

TEST_F(Window, AWrongTokenIsSaidAndNotTriedAgain) {
  QFile wrong(bed.path("wrong"));
  ASSERT_TRUE(wrong.open(QIODevice::WriteOnly));
  wrong.write("guess\n");
  wrong.close();
  ASSERT_EQ(console.connectTo({bed.admin(), wrong.fileName(), {}, {}}), QString());
  auto* problem = find<QLabel>("problemText");
  ASSERT_TRUE(
      waitUntil([&] { return problem->isVisible() && problem->text().contains("does not accept this token"); }));
  picture("wrong-token");
}

TEST_F(Window, TextFromDevicesIsShownAsItIs) {
  bed.startFleet(2, {"--prefix", "<b>bold</b><img src=x>-"});
  ASSERT_EQ(console.connectTo({bed.admin(), bed.tokenFile(), {}, {}}), QString());
  ASSERT_TRUE(waitUntil([&] { return online() == 2; }));
  openPage(1);
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
  openPage(1);
  QTemporaryDir folder;
  Page& page = *console.window().pages()[1];
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

} // namespace
} // namespace pushscope
