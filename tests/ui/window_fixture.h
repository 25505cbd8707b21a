#pragma once

#include "app/console/console.h"
#include "tests/support/program.h"
#include "tests/support/wait.h"
#include "ui/table/table_view.h"

#include <QApplication>
#include <QDir>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <gtest/gtest.h>

#include <functional>

namespace pushscope {

inline constexpr int phones = 25;

// A real window on real programs; what a person does is done with mouse and keys.
class Window : public ::testing::Test {
 protected:
  explicit Window(const QStringList& serverFlags = {}) : bed(QStringLiteral("1s/2s/2"), serverFlags) {}

  TestBed bed;
  QTemporaryDir settingsFolder;
  QTimer dialogs;
  QSettings settings{settingsFolder.filePath(QStringLiteral("settings.conf")), QSettings::IniFormat};
  Console console{settings, QStringLiteral("test")};

  void SetUp() override {
    QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
    console.window().resize(1280, 800);
    console.window().show();
    console.window().activateWindow(); // there is no window manager here to do it
    ASSERT_TRUE(QTest::qWaitForWindowActive(&console.window(), 20'000));
  }
  // Of one server, and a fleet if there is one. Empty, or what is wrong.
  struct Access {
    QString server, tokenFile, fleet, fleetTokenFile;
  };
  QString connectTo(const Access& access) {
    ConnectionProfile profile{{}, {{LinkKind::node, access.server, access.tokenFile}}};
    if (!access.fleet.isEmpty())
      profile.links << ProfileLink{LinkKind::fleet, access.fleet, access.fleetTokenFile};
    const QList<ProfileMistake> mistakes = console.connectTo(profile);
    return mistakes.isEmpty() ? QString() : mistakes.first().sentence;
  }
  void connectConsole() {
    bed.startFleet(phones);
    ASSERT_EQ(connectTo({bed.admin(), bed.tokenFile(), bed.control(), bed.fleetTokenFile()}), QString());
    ASSERT_TRUE(waitUntil([&] { return online() == phones; }));
  }
  int online() { return int(console.feed().world().countByLink()[size_t(LinkState::online)]); }
  template <class T>
  T* find(const char* name) {
    T* found = console.window().findChild<T*>(QLatin1String(name));
    EXPECT_NE(found, nullptr) << name;
    return found;
  }
  // What a person does in the next dialog that asks for a file, and then types into it.
  void answer(
      const QString& path, std::function<void(QFileDialog&)> before = [](QFileDialog&) {}) {
    QObject::connect(&dialogs, &QTimer::timeout, &dialogs, [this, path, before] {
      auto* dialog = qobject_cast<QFileDialog*>(QApplication::activeModalWidget());
      auto* name = dialog ? dialog->findChild<QLineEdit*>() : nullptr;
      if (!name || !dialog->isVisible())
        return;
      dialogs.stop();
      dialogs.disconnect();
      before(*dialog);
      name->setText(path);
      QTest::keyClick(name, Qt::Key_Return);
    });
    dialogs.start(20);
  }
  // A key of the window, which no window manager makes active again after a dialog.
  void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
    console.window().activateWindow();
    ASSERT_TRUE(QTest::qWaitForWindowActive(&console.window(), 20'000));
    QTest::keyClick(&console.window(), key, modifiers);
  }
  // As a person types over what a field holds.
  void type(const char* field, const QString& text) {
    auto* edit = find<QWidget>(field);
    edit->setFocus();
    QTest::keyClick(edit, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(edit, text);
    if (QWidget* popup = QApplication::activePopupWidget())
      QTest::keyClick(popup, Qt::Key_Escape);
  }
  void click(QWidget* widget) { QTest::mouseClick(widget, Qt::LeftButton); }
  void clickRow(TableView* table, int row) {
    const QRect cell =
        table->visualRect(table->model()->index(row, std::max(0, table->columnAt(4)))); // the first that is shown
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, cell.center());
  }
  bool pageSays(const char* page, const char* words) {
    for (const QLabel* label : pageOf(page)->findChildren<QLabel*>())
      if (label->isVisible() && label->text().contains(words))
        return true;
    return false;
  }
  // For eyes: `./dev shots` says where pictures of the states go that a test passes through.
  void picture(const char* name, QWidget* of = nullptr) {
    const QString folder = qEnvironmentVariable("PUSHSCOPE_SHOTS");
    if (folder.isEmpty())
      return;
    QCoreApplication::processEvents();
    EXPECT_TRUE((of ? of : &console.window())
                    ->grab()
                    .save(QDir(folder).filePath(QLatin1String(name) + QStringLiteral(".png"))));
  }
  Page* pageOf(const QString& id) {
    for (Page* page : console.window().pages())
      if (page->id() == id)
        return page;
    ADD_FAILURE() << "there is no page " << id.toStdString();
    return nullptr;
  }
  void openPage(const QString& id) {
    const auto row = int(console.window().pages().indexOf(pageOf(id)));
    auto* rail = find<QListWidget>("rail");
    QTest::mouseClick(rail->viewport(), Qt::LeftButton, {}, rail->visualItemRect(rail->item(row)).center());
  }
  int rows(const char* table) { return find<TableView>(table)->model()->rowCount(); }
  QString cell(TableView* table, int row, const char* column) {
    return table->model()->index(row, columnWithId(table->tableModel()->columns(), column)).data().toString();
  }
  QString cell(const char* table, int row, const char* column) { return cell(find<TableView>(table), row, column); }
  int rowOf(TableView* table, const QString& device) {
    for (int row = 0; row < table->model()->rowCount(); ++row)
      if (table->model()->index(row, 0).data().toString() == device)
        return row;
    return -1;
  }
};

} // namespace pushscope
