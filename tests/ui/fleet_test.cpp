#include "tests/ui/window_fixture.h"

#include <QComboBox>
#include <QPushButton>

namespace pushscope {
namespace {

class WindowOnFleet : public Window {
 protected:
  void connectPhones() {
    bed.startFleet(3, {"--profile", "ios-voip-classic"});
    ASSERT_EQ(connectTo({bed.admin(), bed.tokenFile(), bed.control(), bed.fleetTokenFile()}), QString());
    ASSERT_TRUE(waitUntil([&] { return online() == 3; }));
  }
  const World& world() { return console.feed().world(); }
  Row rowOfDevice(const char* device) { return world().devices().find(device).value(); }
  void phone(const char* device, PhoneAction action, uint64_t value = 0) {
    console.window().context().control({"Test", action, value}, {rowOfDevice(device)});
  }
  std::string push(const char* device) {
    PushDraft draft;
    draft.targets = QLatin1String(device);
    draft.payload = R"({"alert":"Hello"})";
    const auto uuid = console.window().context().sendPush(draft);
    EXPECT_TRUE(uuid);
    return uuid->text();
  }
  TableView* notices() { return find<TableView>("fleetNotices"); }
  bool shows(int rows) {
    return waitUntil([&] { return notices()->model()->rowCount() == rows; });
  }
};

TEST_F(WindowOnFleet, TheNotificationCentreShowsWhatAUserSawAndLeadsToThePush) {
  ASSERT_NO_FATAL_FAILURE(connectPhones());
  console.window().showPages();
  openPage("fleet");
  EXPECT_TRUE(waitUntil([&] { return notices()->emptyText().contains("Nothing was shown yet"); }));
  picture("fleet-no-notices");
  const std::string inApp = push("phone-0001");
  ASSERT_TRUE(shows(1));
  EXPECT_EQ(cell(notices(), 0, "shown_as"), "shown in the app");
  EXPECT_EQ(cell(notices(), 0, "uuid").toStdString(), inApp);

  phone("phone-0002", PhoneAction::alertStyle, 0);
  phone("phone-0002", PhoneAction::background);
  ASSERT_TRUE(
      waitUntil([&] { return world().devices().truth(rowOfDevice("phone-0002")).app == AppState::background; }));
  const std::string hidden = push("phone-0002");
  ASSERT_TRUE(shows(2));
  EXPECT_EQ(cell(notices(), 0, "device"), "phone-0002") << "the newest first";
  EXPECT_EQ(cell(notices(), 0, "shown_as"), "suppressed");
  EXPECT_FALSE(cell(notices(), 0, "reason").isEmpty());
  EXPECT_EQ(cell(notices(), 0, "badge"), "0") << "what is hidden counts for nothing";
  picture("fleet-notices");

  auto* table = find<TableView>("fleetTable");
  clickRow(table, rowOf(table, "phone-0001"));
  EXPECT_EQ(find<QLabel>("fleetNoticesTitle")->text(), "Notification centre of phone-0001");
  ASSERT_TRUE(shows(1));
  EXPECT_EQ(cell(notices(), 0, "device"), "phone-0001");
  find<QComboBox>("fleetNoticesOf")->setFocus();
  QTest::keyClick(find<QComboBox>("fleetNoticesOf"), Qt::Key_Down);
  ASSERT_TRUE(shows(2));

  EXPECT_FALSE(find<QPushButton>("fleetNoticeLadder")->isEnabled());
  clickRow(notices(), 0);
  EXPECT_TRUE(find<QPushButton>("fleetNoticeLadder")->isEnabled());
  QTest::keyClick(notices(), Qt::Key_Return);
  EXPECT_EQ(console.window().chosenPage(), "ladder");
  const auto delivery = console.window().context().delivery();
  ASSERT_TRUE(delivery);
  EXPECT_EQ(world().deliveries().find(*delivery)->uuid.text(), hidden);
}

TEST_F(WindowOnFleet, AnotherServerHasNotificationsOfItsOwn) {
  ASSERT_NO_FATAL_FAILURE(connectPhones());
  console.window().showPages();
  openPage("fleet");
  push("phone-0001");
  ASSERT_TRUE(shows(1));
  clickRow(find<TableView>("fleetTable"), 0);
  clickRow(notices(), 0);
  console.feed().closeAll();
  EXPECT_EQ(notices()->model()->rowCount(), 0);
  EXPECT_FALSE(find<QPushButton>("fleetNoticeLadder")->isEnabled());
  EXPECT_EQ(find<QLabel>("fleetNoticesTitle")->text(), "Notification centre of all phones");
}

} // namespace
} // namespace pushscope
