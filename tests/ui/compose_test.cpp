#include "tests/ui/window_fixture.h"

#include <QClipboard>
#include <QFile>
#include <QFileDialog>
#include <QInputDialog>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QToolButton>

namespace pushscope {
namespace {

class WindowThatSends : public Window {
 protected:
  void SetUp() override {
    Window::SetUp();
    connectConsole();
    openPage("push");
  }
  // Opens the menu as a person does, and triggers what is called so.
  void choose(const QStringList& path) {
    auto* button = find<QToolButton>("pushMore");
    QMenu* menu = button->menu();
    QMetaObject::invokeMethod(
        menu,
        [&] {
          QAction* action = nullptr;
          for (const QString& part : path) {
            action = nullptr;
            for (QAction* each : menu->actions())
              if (each->text().remove(QLatin1Char('&')) == part)
                action = each;
            ASSERT_NE(action, nullptr) << part.toStdString();
            ASSERT_TRUE(action->isEnabled()) << part.toStdString();
            if (action->menu())
              menu = action->menu();
          }
          picture("push-menu");
          button->menu()->close();
          action->trigger();
        },
        Qt::QueuedConnection);
    click(button); // returns when the menu is closed
  }
  QString status() { return find<QLabel>("pushStatus")->text(); }
  int sent() { return rows("pushHistory"); }
};

TEST_F(WindowThatSends, ATemplateKeepsThePushAndItsValuesButNotItsTargets) {
  type("pushPayload", R"({"alert": "Hello {{name}}"})");
  type("pushTargets", "phone-0001");
  EXPECT_TRUE(status().contains("{{name}} has no value")) << status().toStdString();
  EXPECT_FALSE(find<QPushButton>("pushSend")->isEnabled());
  picture("push-value-missing");
  type("pushValues", "name=Anna");
  type("pushTimeToLive", "10m");
  EXPECT_TRUE(find<QPushButton>("pushSend")->isEnabled());
  choose({"Save as template…"});
  auto* dialog = find<QInputDialog>("templateName");
  QTest::keyClicks(dialog->findChild<QLineEdit*>(), "Greeting");
  QTest::keyClick(dialog->findChild<QLineEdit*>(), Qt::Key_Return);
  EXPECT_TRUE(status().contains("Saved as the template “Greeting”")) << status().toStdString();

  type("pushPayload", "{}");
  type("pushValues", "x=y");
  type("pushTargets", "phone-0002");
  choose({"Use template", "Greeting"});
  EXPECT_EQ(find<QPlainTextEdit>("pushPayload")->toPlainText(), R"({"alert": "Hello {{name}}"})");
  EXPECT_EQ(find<QLineEdit>("pushValues")->text(), "name=Anna");
  EXPECT_EQ(find<QLineEdit>("pushTimeToLive")->text(), "10m");
  EXPECT_EQ(find<QPlainTextEdit>("pushTargets")->toPlainText(), "phone-0002");
  click(find<QPushButton>("pushSend"));
  ASSERT_TRUE(waitUntil([&] { return sent() == 1; }));
  type("pushPayload", "{}");
  choose({"Sent before", "{\"alert\": \"Hello {{name}}\"} → phone-0002"});
  EXPECT_EQ(find<QLineEdit>("pushValues")->text(), "name=Anna");
  choose({"Delete template", "Greeting"});
  EXPECT_TRUE(status().contains("deleted"));
  EXPECT_TRUE(settings.allKeys().filter("templates/").isEmpty());
}

TEST_F(WindowThatSends, ADryRunSaysWhatWouldHappenAndSendsNothing) {
  type("pushTargets", "phone-0001");
  find<QPlainTextEdit>("pushTargets")->appendPlainText("nobody");
  type("pushRepeat", "3");
  type("pushEvery", "2s");
  click(find<QPushButton>("pushTry"));
  for (const char* part : {"Nothing was sent", "3 pushes", "4.00 s after the first", "2 devices: 1 connected",
                           "1 that no connected server knows"})
    EXPECT_TRUE(status().contains(part)) << part << " in " << status().toStdString();
  picture("push-dry-run");
  EXPECT_FALSE(waitUntil([&] { return sent() > 0; }, 300)) << "it was said that nothing was sent";
}

TEST_F(WindowThatSends, ASeriesIsSentInItsTimeAndCanBeStopped) {
  type("pushTargets", "phone-0001");
  type("pushPayload", R"({"number": {{n}}})");
  type("pushRepeat", "3");
  type("pushEvery", "100ms");
  auto* send = find<QPushButton>("pushSend");
  click(send);
  EXPECT_TRUE(send->text().startsWith("Stop (1 of 3)")) << send->text().toStdString();
  ASSERT_TRUE(waitUntil([&] { return sent() == 3 && send->text() == "Send"; }));
  type("pushRepeat", "1000");
  type("pushEvery", "1h");
  click(send);
  ASSERT_TRUE(waitUntil([&] { return sent() == 4; }));
  picture("push-series");
  type("pushPayload", "{ not yet"); // does not touch what goes on
  EXPECT_TRUE(send->isEnabled());
  click(send);
  EXPECT_TRUE(status().contains("Stopped after 1 of 1000")) << status().toStdString();
  EXPECT_FALSE(send->isEnabled());
  EXPECT_EQ(console.window().context().series(), nullptr);
}

TEST_F(WindowThatSends, APayloadThatNamesItsDeviceIsAPushOfEach) {
  type("pushTargets", "phone-0001");
  find<QPlainTextEdit>("pushTargets")->appendPlainText("phone-0002");
  type("pushPayload", R"({"to": "{{device}}"})");
  click(find<QPushButton>("pushSend"));
  ASSERT_TRUE(waitUntil([&] { return sent() == 2; }));
  EXPECT_NE(cell("pushHistory", 0, "uuid"), cell("pushHistory", 1, "uuid"));
  EXPECT_TRUE(waitUntil([&] { return find<QLabel>("pushStatus")->text() == "Accepted for 2 devices."; }))
      << find<QLabel>("pushStatus")->text().toStdString();
}

TEST_F(WindowThatSends, DevicesComeFromAFileAndATagOrAQueryNeedsNone) {
  const QString path = settingsFolder.filePath("devices.txt");
  QFile file(path);
  ASSERT_TRUE(file.open(QIODevice::WriteOnly));
  file.write("# of the lab\nphone-0003\nphone-0004\n");
  file.close();
  answer(path);
  choose({"Devices from a file…"});
  EXPECT_TRUE(
      waitUntil([&] { return find<QPlainTextEdit>("pushTargets")->toPlainText() == "phone-0003\nphone-0004"; }));
  EXPECT_EQ(find<QPushButton>("pushSend")->text(), "Send to 2 devices");

  find<QPlainTextEdit>("pushTargets")->clear();
  EXPECT_FALSE(find<QPushButton>("pushSend")->isEnabled());
  type("pushQuery", "device~phone-001");
  click(find<QPushButton>("pushSend"));
  EXPECT_TRUE(waitUntil([&] { return sent() == 10; })) << status().toStdString();
}

TEST_F(WindowThatSends, TheLineForPushctlIsCopied) {
  type("pushTargets", "phone-0001");
  type("pushCollapseKey", "score");
  choose({"Copy as pushctl"});
  const QString line = QGuiApplication::clipboard()->text();
  EXPECT_TRUE(line.startsWith("pushctl push --server '" + bed.admin() + "' --device 'phone-0001'"))
      << line.toStdString();
  EXPECT_TRUE(line.contains("--collapse-key 'score'"));
}

} // namespace
} // namespace pushscope
