#include "tests/support/files.h"
#include "tests/ui/window_fixture.h"
#include "ui/actions/action.h"
#include "ui/actions/command_palette.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QAction>
#include <QClipboard>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QTimer>
#include <QTreeWidget>

#include <map>
#include <set>

namespace pushscope {
namespace {

class WindowWithActions : public Window {
 protected:
  void SetUp() override {
    QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
    Window::SetUp();
  }
  MainWindow& window() { return console.window(); }
  QList<QAction*> declared() {
    QList<QAction*> actions;
    for (QAction* action : window().findChildren<QAction*>())
      if (isDeclared(*action))
        actions << action;
    return actions;
  }
  // TE7: what another program can see of this one.
  void expectNoSecretIsSeen(const std::string& after) {
    for (const QString& file : {bed.tokenFile(), bed.fleetTokenFile()}) {
      const QString token = QString::fromLatin1(contentOf(file).trimmed());
      ASSERT_GE(token.size(), 64);
      EXPECT_FALSE(QApplication::clipboard()->text().contains(token)) << after << ": in the clipboard";
      for (const QWidget* widget : QApplication::topLevelWidgets())
        EXPECT_FALSE(widget->windowTitle().contains(token)) << after << ": in a window's title";
    }
  }
  static QWidget* ownerOf(const QAction* action) { return qobject_cast<QWidget*>(action->parent()); }
  bool canBeSeen(const QAction* action) {
    return action->isVisible() && (ownerOf(action) == &window() || ownerOf(action)->isVisible());
  }
  // The pages, and the connect page as the last.
  QStringList places() {
    QStringList places;
    for (const Page* page : window().pages())
      places << page->id();
    return places << QString();
  }
  void show(const QString& place) {
    place.isEmpty() ? window().showConnectPage() : window().showPage(place);
    QCoreApplication::processEvents();
  }
  // One device is selected, so that there is something that things can be done to.
  void connectAndSelect() {
    connectConsole();
    openPage("sessions");
    auto* sessions = find<TableView>("sessionsTable");
    ASSERT_TRUE(waitUntil([&] { return rowOf(sessions, "phone-0007") >= 0; }));
    clickRow(sessions, rowOf(sessions, "phone-0007"));
  }
  QLineEdit* line() { return find<QLineEdit>("paletteLine"); }
  QListWidget* list() { return find<QListWidget>("paletteList"); }
  bool openPalette() {
    window().activateWindow(); // no window manager does it when a dialog is gone
    if (!QTest::qWaitForWindowActive(&window(), 20'000))
      return false;
    QTest::keyClick(&window(), Qt::Key_K, Qt::ControlModifier);
    return line()->isVisible() && line()->hasFocus();
  }
  static QString asciiWords(const QString& text) {
    QString words;
    for (const QChar c : text)
      words += c.isLetterOrNumber() && c.unicode() < 0x80 ? c : QLatin1Char(' ');
    return words.simplified();
  }
  // Typed, and down to that very line.
  bool choose(const Command& command) {
    QTest::keyClicks(line(), asciiWords(command.name));
    for (int row = 0; row < list()->count(); ++row) {
      const QListWidgetItem* item = list()->currentItem();
      if (item && item->text() == command.name && item->data(Qt::UserRole).toString() == command.place)
        return true;
      QTest::keyClick(line(), Qt::Key_Down);
    }
    return false;
  }
  // Whatever asks, by a box, a dialog or a menu, is left with Escape.
  int leaveWhatAsks() {
    int left = 0;
    for (int i = 0; i < 3; ++i) {
      QCoreApplication::processEvents();
      QWidget* asks = QApplication::activePopupWidget();
      if (!asks)
        asks = QApplication::activeModalWidget();
      if (!asks)
        break;
      ++left;
      QTest::keyClick(asks, Qt::Key_Escape);
    }
    return left;
  }
};

TEST_F(WindowWithActions, EveryActionHasANameATipAndAKeyOfItsOwn) {
  connectAndSelect();
  // Of the desktops: on macOS Ctrl is the command key.
  const QStringList reserved{"Alt+F4",     "Alt+Tab",      "Alt+Space",    "Ctrl+Alt+Del", "Ctrl+Alt+L",
                             "Ctrl+Alt+T", "Ctrl+H",       "Ctrl+M",       "Ctrl+,",       "Ctrl+Tab",
                             "Ctrl+Space", "Ctrl+Shift+3", "Ctrl+Shift+4", "Ctrl+Shift+5", "F11"};
  EXPECT_GT(declared().size(), 80);
  for (const QString& place : places()) {
    show(place);
    QList<QAction*> keyed;
    for (QAction* action : declared()) {
      const std::string name = action->objectName().toStdString();
      EXPECT_FALSE(name.empty()) << action->text().toStdString();
      EXPECT_FALSE(nameOf(*action).isEmpty()) << name;
      EXPECT_FALSE(tipOf(*action).isEmpty()) << name;
      EXPECT_EQ(action->isEnabled(), whyNot(*action).isEmpty()) << name << ": what cannot be done says why";
      EXPECT_EQ(action->menuRole() == QAction::TextHeuristicRole, false) << name;
      const QString key = action->shortcut().toString(QKeySequence::PortableText);
      EXPECT_FALSE(reserved.contains(key)) << name << ": " << key.toStdString();
      EXPECT_TRUE(!action->isEnabled() ||
                  action->toolTip().contains(action->shortcut().toString(QKeySequence::NativeText)))
          << name;
      if (!key.isEmpty() && action->isEnabled() && canBeSeen(action)) {
        keyed << action;
        // A line that has the focus takes some keys for itself, as Ctrl+E on X11.
        const QKeyCombination combination = action->shortcut()[0];
        QKeyEvent taken(QEvent::ShortcutOverride, combination.key(), combination.keyboardModifiers());
        taken.ignore();
        QApplication::sendEvent(find<QLineEdit>("sessionsFilter"), &taken);
        EXPECT_FALSE(taken.isAccepted() && action->shortcutContext() == Qt::WindowShortcut)
            << name << ": " << key.toStdString() << " is dead while a line is typed into";
      }
    }
    for (qsizetype i = 0; i < keyed.size(); ++i)
      for (qsizetype j = i + 1; j < keyed.size(); ++j) {
        const QAction *a = keyed[i], *b = keyed[j];
        // Those of two parts, neither of them in the other, are heard in one of them at a time.
        const bool apart = a->shortcutContext() != Qt::WindowShortcut && b->shortcutContext() != Qt::WindowShortcut &&
                           ownerOf(a) != ownerOf(b) && !ownerOf(a)->isAncestorOf(ownerOf(b)) &&
                           !ownerOf(b)->isAncestorOf(ownerOf(a));
        EXPECT_TRUE(apart || a->shortcut() != b->shortcut())
            << place.toStdString() << ": " << a->shortcut().toString().toStdString() << " is of "
            << a->objectName().toStdString() << " and " << b->objectName().toStdString();
      }
  }
}

TEST_F(WindowWithActions, MnemonicsOfAMenuAreTakenOnce) {
  std::function<void(const QList<QAction*>&, const std::string&)> look = [&](const QList<QAction*>& actions,
                                                                             const std::string& where) {
    std::map<QKeySequence, QString> taken;
    for (QAction* action : actions) {
      if (const QKeySequence mnemonic = QKeySequence::mnemonic(action->text()); !mnemonic.isEmpty()) {
        EXPECT_EQ(taken.count(mnemonic), 0u)
            << where << ": " << action->text().toStdString() << " and " << taken[mnemonic].toStdString();
        taken[mnemonic] = action->text();
      }
      if (action->menu())
        look(action->menu()->actions(), action->text().toStdString());
    }
  };
  look(window().menuBar()->actions(), "the menu bar");
}

// What opens something that asks is left with Escape; what would end all of this comes last.
TEST_F(WindowWithActions, EveryActionIsInThePaletteAndIsDoneFromThere) {
  connectAndSelect();
  window().disconnect(SIGNAL(sandboxWanted())); // a server and 200 phones, in place of those that are here
  std::set<QString> enabled, done, asked;
  QString current;
  int copied = 0;
  QTimer impatience; // some dialogs have a loop of their own
  QObject::connect(&impatience, &QTimer::timeout, [&] {
    if (QWidget* dialog = QApplication::activeModalWidget(); dialog && dialog->isVisible()) {
      asked.insert(current);
      QTest::keyClick(dialog, Qt::Key_Escape);
    }
  });
  for (const QString& place : places()) {
    show(place);
    QStringList keys;
    const QList<Command> commands = window().commands();
    const auto isListed = [&](const QAction* action) {
      return std::any_of(commands.begin(), commands.end(), [&](const Command& command) {
        return command.name == nameOf(*action) && command.key.endsWith(QLatin1Char(' ') + action->objectName()) &&
               (command.whyNot.isEmpty() == action->isEnabled() || action->objectName() == "commandPalette");
      });
    };
    for (const QAction* action : declared())
      EXPECT_TRUE(isListed(action) || !canBeSeen(action))
          << place.toStdString() << ": " << action->objectName().toStdString();
    for (const Command& command : commands)
      if (command.here && command.whyNot.isEmpty()) {
        enabled.insert(command.key);
        if (!done.count(command.key))
          keys << command.key;
      }
    for (const QString& key : keys) {
      // The language makes all of this anew: language_test.
      if (key.endsWith(" quit") || key.startsWith("disconnect") || key.startsWith("connect ") ||
          key.contains(" language_")) {
        done.insert(key);
        continue;
      }
      show(place);
      std::optional<Command> command;
      for (const Command& each : window().commands())
        if (each.key == key && each.whyNot.isEmpty())
          command = each;
      if (!command)
        continue; // one before it has done away with it
      // Each table has an action of this name.
      int triggered = 0;
      QList<QMetaObject::Connection> listening;
      for (QAction* each : declared())
        if (key.endsWith(QLatin1Char(' ') + each->objectName()) && canBeSeen(each) && nameOf(*each) == command->name)
          listening << QObject::connect(each, &QAction::triggered, [&triggered] { ++triggered; });
      ASSERT_FALSE(listening.isEmpty()) << key.toStdString();
      ASSERT_TRUE(openPalette()) << key.toStdString();
      ASSERT_TRUE(choose(*command)) << key.toStdString();
      current = key;
      impatience.start(20);
      QTest::keyClick(line(), Qt::Key_Return);
      EXPECT_FALSE(line()->isVisible()) << key.toStdString();
      ASSERT_TRUE(waitUntil([&] { return triggered > 0; })) << key.toStdString();
      for (const QMetaObject::Connection& each : listening)
        QObject::disconnect(each);
      impatience.stop();
      const int left = leaveWhatAsks();
      if (left > 0)
        asked.insert(key);
      if (key.endsWith(" commandPalette") || key.endsWith(" shortcuts"))
        QTest::keyClick(line(), Qt::Key_Escape);
      done.insert(key);
      expectNoSecretIsSeen(key.toStdString());
      copied += !QApplication::clipboard()->text().isEmpty();
    }
  }
  EXPECT_GT(copied, 0) << "something was copied";
  for (const QString& key : enabled)
    EXPECT_TRUE(done.count(key)) << key.toStdString() << " was never done";
  EXPECT_GT(done.size(), 80u);
  // Export table is done on the first page, which has none and says so.
  for (const char* key : {"Help about", "File exportPicture", "File bugReport", "Recording recordingStart",
                          "Recording recordingSave10", "Recording recordingOpen"})
    EXPECT_TRUE(asked.count(QLatin1String(key))) << key << " asks first";
  ASSERT_TRUE(openPalette());
  for (const Command& command : window().commands())
    if (command.key.endsWith(" quit")) {
      ASSERT_TRUE(choose(command));
      QTest::keyClick(line(), Qt::Key_Return);
      EXPECT_TRUE(waitUntil([&] { return !window().isVisible(); }));
      return;
    }
  ADD_FAILURE() << "there is no way to quit";
}

TEST_F(WindowWithActions, ThePaletteIsWorkedByKeysAlone) {
  connectAndSelect();
  auto* sessions = find<TableView>("sessionsTable");
  sessions->setFocus();
  ASSERT_TRUE(openPalette());
  EXPECT_EQ(list()->currentRow(), 0);
  picture("palette");
  QTest::keyClick(line(), Qt::Key_Escape);
  EXPECT_FALSE(line()->isVisible());
  EXPECT_TRUE(sessions->hasFocus()) << "where it was";

  // No key of the window's meanwhile.
  ASSERT_TRUE(openPalette());
  QTest::keyClick(line(), Qt::Key_1, Qt::ControlModifier);
  EXPECT_EQ(window().chosenPage(), "sessions");
  QTest::keyClicks(line(), "no such thing at all");
  EXPECT_EQ(list()->count(), 0);
  EXPECT_TRUE(find<QLabel>("paletteNone")->isVisible());
  picture("palette-none");
  line()->clear();

  // What cannot be done now stays, and says why.
  QTest::keyClicks(line(), "back to live");
  ASSERT_GT(list()->count(), 0);
  EXPECT_EQ(list()->item(0)->text(), "Back to live");
  QTest::keyClick(line(), Qt::Key_Return);
  EXPECT_TRUE(line()->isVisible());
  EXPECT_TRUE(find<QLabel>("paletteTip")->text().contains("live already"));
  picture("palette-disabled");

  // A page, then it comes first.
  line()->clear();
  QTest::keyClicks(line(), "heartb");
  QTest::keyClick(line(), Qt::Key_Return);
  ASSERT_TRUE(waitUntil([&] { return pageOf("heartbeats")->isVisible(); }));
  ASSERT_TRUE(openPalette());
  EXPECT_EQ(list()->item(0)->text(), "Heartbeats") << "what was done last";

  // Of another page: it is shown first.
  QTest::keyClicks(line(), "new rule");
  picture("palette-other-page");
  QTest::keyClick(line(), Qt::Key_Return);
  ASSERT_TRUE(waitUntil([&] { return find<QLineEdit>("alertName")->isVisible(); }));
  EXPECT_TRUE(pageOf("alerts")->isVisible());

  // A device by its id.
  ASSERT_TRUE(openPalette());
  QTest::keyClicks(line(), "phone-0011");
  ASSERT_EQ(list()->count(), 1);
  QTest::keyClick(line(), Qt::Key_Return);
  ASSERT_TRUE(waitUntil([&] { return pageOf("sessions")->isVisible() && sessions->model()->rowCount() == 1; }));
  EXPECT_EQ(window().context().deviceIds(), QStringList{"phone-0011"});

  // A click elsewhere closes it.
  ASSERT_TRUE(openPalette());
  click(find<QLineEdit>("sessionsFilter"));
  EXPECT_FALSE(line()->isVisible());
  EXPECT_TRUE(find<QLineEdit>("sessionsFilter")->hasFocus());
}

TEST_F(WindowWithActions, AllThatHasAKeyIsListed) {
  window().commandPalette().openShortcuts();
  EXPECT_TRUE(line()->isVisible());
  std::set<QString> keys;
  for (int row = 0; row < list()->count(); ++row)
    keys.insert(list()->item(row)->data(Qt::UserRole + 1).toString());
  EXPECT_EQ(keys.count({}), 0u);
  for (const QAction* action : declared())
    EXPECT_TRUE(action->shortcut().isEmpty() || !canBeSeen(action) ||
                keys.count(action->shortcut().toString(QKeySequence::NativeText)))
        << action->objectName().toStdString();
  picture("palette-shortcuts");
}

// Real Tab keys from a control back to it: each control once, in whatever page and with the frame around it.
TEST_F(WindowWithActions, TabReachesEveryControlOfEveryPageOnceAndEachHasAName) {
  connectAndSelect();
  const auto describe = [](const QWidget* widget) {
    return std::string(widget->metaObject()->className()) + " " + widget->objectName().toStdString() + " in " +
           (widget->parentWidget() ? widget->parentWidget()->objectName().toStdString() : std::string());
  };
  int walked = 0;
  for (const QString& place : places()) {
    show(place);
    if (!place.isEmpty() && pageOf(place)->table())
      waitUntil([&] { return !pageOf(place)->isReading(); });
    window().activateWindow();
    ASSERT_TRUE(QTest::qWaitForWindowActive(&window(), 20'000));
    std::set<QWidget*> wanted;
    for (QWidget* widget : window().findChildren<QWidget*>())
      if (widget->isVisible() && widget->isEnabled() && widget->focusPolicy() & Qt::TabFocus && !widget->focusProxy())
        wanted.insert(widget);
    EXPECT_GT(wanted.size(), 3u) << place.toStdString();
    for (QWidget* widget : wanted) {
      QAccessibleInterface* accessible = QAccessible::queryAccessibleInterface(widget);
      ASSERT_NE(accessible, nullptr) << describe(widget);
      EXPECT_FALSE(accessible->text(QAccessible::Name).isEmpty()) << place.toStdString() << ": " << describe(widget);
    }
    find<QListWidget>("rail")->setFocus();
    QList<QWidget*> visited;
    const size_t most = 3 * wanted.size();
    do {
      QWidget* before = QApplication::focusWidget();
      ASSERT_NE(before, nullptr);
      visited << before;
      QTest::keyClick(before, Qt::Key_Tab);
      ASSERT_NE(QApplication::focusWidget(), before) << "Tab stays in " << describe(before);
    } while (QApplication::focusWidget() != visited.first() && size_t(visited.size()) < most);
    const std::set<QWidget*> once(visited.begin(), visited.end());
    EXPECT_EQ(once.size(), size_t(visited.size())) << place.toStdString() << ": one is reached twice";
    for (QWidget* widget : wanted)
      EXPECT_TRUE(once.count(widget)) << place.toStdString() << ": Tab does not reach " << describe(widget);
    walked += int(visited.size());
  }
  std::printf("%d controls were reached on %d pages\n", walked, int(places().size()));
}

// What is painted says in words what it shows.
TEST_F(WindowWithActions, WhatIsPaintedIsSaidInWords) {
  connectAndSelect();
  for (const auto& [page, widget] : {std::pair("wakes", "wakesLanes"), {"heartbeats", "heatmap"}}) {
    openPage(page);
    auto* painted = find<QWidget>(widget);
    EXPECT_TRUE(waitUntil([&] { return painted->isVisible() && !painted->accessibleDescription().isEmpty(); }))
        << widget;
    EXPECT_FALSE(painted->accessibleName().isEmpty()) << widget;
  }
  openPage("overview");
  for (const QAbstractButton* tile : pageOf("overview")->findChildren<QAbstractButton*>())
    EXPECT_TRUE(!tile->inherits("pushscope::Tile") || !tile->accessibleDescription().isEmpty())
        << tile->text().toStdString();
  PushDraft push;
  push.targets = "phone-0007";
  push.payload = "{}";
  ASSERT_TRUE(window().context().sendPush(push));
  openPage("ladder");
  auto* canvas = pageOf("ladder")->findChild<QWidget*>("ladderPicture");
  ASSERT_NE(canvas, nullptr);
  auto* table = pageOf("ladder")->table();
  ASSERT_TRUE(waitUntil([&] { return table->model()->rowCount() == 1; }));
  clickRow(table, 0);
  EXPECT_TRUE(waitUntil([&] { return canvas->accessibleDescription().contains("acknowledged"); }))
      << canvas->accessibleDescription().toStdString();
}

} // namespace
} // namespace pushscope
