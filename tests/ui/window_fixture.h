#pragma once

#include "app/console/console.h"
#include "tests/support/program.h"
#include "tests/support/wait.h"
#include "ui/table/table_view.h"

#include <QDir>
#include <QLabel>
#include <QListWidget>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include <gtest/gtest.h>

namespace pushscope {

inline constexpr int phones = 25;

// A real window on real programs; what a person does is done with mouse and keys.
class Window : public ::testing::Test {
 protected:
  TestBed bed{QStringLiteral("1s/500ms/3")};
  QTemporaryDir settingsFolder;
  QSettings settings{settingsFolder.filePath(QStringLiteral("settings.conf")), QSettings::IniFormat};
  Console console{settings, QStringLiteral("test")};

  void SetUp() override {
    console.window().resize(1280, 800);
    console.window().show();
    console.window().activateWindow(); // there is no window manager here to do it
    ASSERT_TRUE(QTest::qWaitForWindowActive(&console.window()));
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
  void click(QWidget* widget) { QTest::mouseClick(widget, Qt::LeftButton); }
  void clickRow(TableView* table, int row) {
    const QRect cell = table->visualRect(table->model()->index(row, 0));
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
  int rowOf(TableView* table, const QString& device) {
    for (int row = 0; row < table->model()->rowCount(); ++row)
      if (table->model()->index(row, 0).data().toString() == device)
        return row;
    return -1;
  }
};

} // namespace pushscope
