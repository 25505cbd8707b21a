#include "ui/window_state.h"

#include "protocol/base/random.h"
#include "tests/support/seed.h"
#include "tests/ui/window_fixture.h"

#include <QComboBox>
#include <QDockWidget>
#include <QElapsedTimer>
#include <QFile>
#include <QHeaderView>
#include <QInputDialog>
#include <QLineEdit>
#include <QMenu>
#include <QProcess>
#include <QPushButton>
#include <QSplitter>
#include <QToolButton>

#include <cstdio>

namespace pushscope {
namespace {

// A console's window and what of it is looked at.
struct Seen {
  explicit Seen(Console& console) : window(console.window()) {}
  MainWindow& window;

  TableView* sessions() const { return window.findChild<TableView*>(QStringLiteral("sessionsTable")); }
  QLineEdit* filter() const { return window.findChild<QLineEdit*>(QStringLiteral("sessionsFilter")); }
  QDockWidget* log() const { return window.findChild<QDockWidget*>(QStringLiteral("logDock")); }
  int column(const char* id) const { return columnWithId(sessions()->tableModel()->columns(), id); }
  QComboBox* span() const { return window.findChild<QComboBox*>(QStringLiteral("wakesSpan")); }
};

class KeptWindow : public Window {
 protected:
  ConnectionProfile named(const char* name) {
    return {QLatin1String(name), {{LinkKind::node, bed.admin(), bed.tokenFile()}}};
  }
  QString settingsPath() const { return settings.fileName(); }
};

TEST_F(KeptWindow, IsAsItWasForEachProfile) {
  console.keepWindow();
  ASSERT_TRUE(console.connectTo(named("one")).isEmpty());
  const Seen seen(console);
  openPage("sessions");
  seen.filter()->setText("link:online");
  seen.sessions()->sortByColumn(seen.column("missed"), Qt::DescendingOrder);
  seen.sessions()->setColumnHidden(seen.column("profile"), true);
  seen.sessions()->horizontalHeader()->resizeSection(seen.column("device"), 321);
  seen.log()->hide();
  seen.span()->setCurrentIndex(0);
  openPage("push");
  auto* splitter = pageOf("push")->findChild<QSplitter*>();
  splitter->setSizes({500, 300});
  const QList<int> sizes = splitter->sizes();

  ASSERT_TRUE(console.connectTo(named("two")).isEmpty());
  seen.filter()->setText("link:offline");
  seen.log()->show();
  openPage("wakes");
  ASSERT_TRUE(console.connectTo(named("one")).isEmpty());
  EXPECT_EQ(seen.filter()->text(), "link:online");
  EXPECT_FALSE(seen.log()->isVisible());
  EXPECT_TRUE(pageOf("push")->isVisible());
  ASSERT_TRUE(console.connectTo(named("two")).isEmpty());
  EXPECT_EQ(seen.filter()->text(), "link:offline");
  ASSERT_TRUE(console.connectTo(named("one")).isEmpty());
  const QSize size = console.window().size();
  console.window().close();

  QSettings same(settingsPath(), QSettings::IniFormat);
  Console second(same, QStringLiteral("test"));
  second.keepWindow();
  ASSERT_TRUE(second.connectTo(named("one")).isEmpty());
  second.window().show();
  const Seen again(second);
  EXPECT_EQ(second.window().size(), size);
  EXPECT_EQ(second.window().chosenPage(), "push");
  EXPECT_EQ(again.filter()->text(), "link:online");
  EXPECT_FALSE(again.log()->isVisible());
  EXPECT_EQ(again.span()->currentIndex(), 0);
  EXPECT_TRUE(again.sessions()->isColumnHidden(again.column("profile")));
  EXPECT_EQ(again.sessions()->horizontalHeader()->sectionSize(again.column("device")), 321);
  EXPECT_EQ(again.sessions()->horizontalHeader()->sortIndicatorSection(), again.column("missed"));
  EXPECT_EQ(again.sessions()->horizontalHeader()->sortIndicatorOrder(), Qt::DescendingOrder);
  for (const Page* page : second.window().pages())
    if (page->id() == QLatin1String("push")) {
      EXPECT_TRUE(waitUntil([&] {
        return std::abs(page->findChild<QSplitter*>()->sizes().first() - sizes.first()) <= 2; // what a frame takes
      }));
    }
}

TEST_F(KeptWindow, ASandboxHasNoPartInAProfile) {
  console.keepWindow();
  const Seen seen(console);
  seen.filter()->setText("link:offline");
  ASSERT_TRUE(console.connectTo(named("one")).isEmpty());
  seen.filter()->setText("link:online");
  console.startSandbox(1);
  EXPECT_EQ(seen.filter()->text(), "link:offline");
}

TEST_F(KeptWindow, ADamagedFileNeverPreventsAStart) {
  console.keepWindow();
  const Seen seen(console);
  seen.filter()->setText("link:online");
  openPage("sessions");
  console.window().close();
  settings.sync();
  QFile file(settingsPath());
  ASSERT_TRUE(file.open(QIODevice::ReadOnly));
  const QByteArray good = file.readAll();
  ASSERT_TRUE(good.contains("link:online"));
  Random random(testSeed("KeptWindow"));
  for (uint64_t round = 0; round < testSteps(30); ++round) {
    QByteArray text = good;
    for (uint64_t changes = 1 + random.below(40); changes > 0; --changes)
      text[qsizetype(random.below(uint64_t(text.size())))] = char(32 + random.below(95));
    if (random.chance(200'000))
      text.truncate(qsizetype(random.below(uint64_t(text.size()))));
    const QString damaged = settingsFolder.filePath(QStringLiteral("damaged-%1.conf").arg(round));
    QFile out(damaged);
    ASSERT_TRUE(out.open(QIODevice::WriteOnly));
    out.write(text);
    out.close();
    QSettings spoilt(damaged, QSettings::IniFormat);
    Console other(spoilt, QStringLiteral("test"));
    other.keepWindow();
    other.window().show();
    EXPECT_TRUE(other.window().isVisible());
    EXPECT_FALSE(Seen(other).sessions()->visibleColumns().empty()) << "round " << round;
  }
}

TEST_F(KeptWindow, ViewsAreSavedChosenAndDeletedAtTheQueryBar) {
  connectConsole();
  openPage("sessions");
  const Seen seen(console);
  auto* notice = find<QLabel>("sessionsFilterNotice");
  auto* menu = find<QMenu>("sessionsViewsMenu");
  const auto open = [&] {
    menu->popup(console.window().mapToGlobal(QPoint(300, 200)));
    return waitUntil([&] { return menu->isVisible(); });
  };
  const auto act = [&](QMenu* where, const char* words) {
    for (QAction* action : where->actions())
      if (action->text().contains(QLatin1String(words))) {
        where->setActiveAction(action);
        QTest::keyClick(where, Qt::Key_Return);
        return;
      }
    FAIL() << words;
  };
  seen.filter()->setText("missed>=1");
  seen.sessions()->setColumnHidden(seen.column("profile"), true);
  seen.sessions()->sortByColumn(seen.column("missed"), Qt::DescendingOrder);
  ASSERT_TRUE(open());
  picture("views-empty");
  act(menu, "Save view");
  QInputDialog* dialog = nullptr;
  ASSERT_TRUE(waitUntil([&] {
    dialog = console.window().findChild<QInputDialog*>(QStringLiteral("viewName"));
    return dialog && dialog->isVisible();
  }));
  auto* name = dialog->findChild<QLineEdit*>();
  QTest::keyClicks(name, "late ones");
  QTest::keyClick(name, Qt::Key_Return);
  ASSERT_TRUE(waitUntil([&] { return notice->text().contains("Saved as the view “late ones”"); }));

  seen.filter()->clear();
  seen.sessions()->setColumnHidden(seen.column("profile"), false);
  seen.sessions()->sortByColumn(-1, Qt::AscendingOrder);
  ASSERT_TRUE(open());
  picture("views-one");
  act(menu, "late ones");
  EXPECT_EQ(seen.filter()->text(), "missed>=1");
  EXPECT_TRUE(seen.sessions()->isColumnHidden(seen.column("profile")));
  EXPECT_EQ(seen.sessions()->horizontalHeader()->sortIndicatorSection(), seen.column("missed"));
  EXPECT_FALSE(notice->isVisible());

  // Of another version: a column and a field of the query that are no more.
  TableState old{{{"device", 100}, {"colour", 50}, {"missed", 60}}, "colour", false, "colour:red"};
  ASSERT_EQ(SavedViews(settings).save("sessions", "of old", old), QString());
  ASSERT_TRUE(open());
  act(menu, "of old");
  EXPECT_TRUE(notice->isVisible() && notice->text().contains("colour")) << notice->text().toStdString();
  EXPECT_TRUE(find<QLabel>("sessionsFilterMistake")->text().contains("“colour”"));
  EXPECT_EQ(seen.sessions()->visibleColumns(), (std::vector<int>{seen.column("device"), seen.column("missed")}));
  EXPECT_EQ(seen.sessions()->model()->rowCount(), phones) << "a mistake filters nothing";
  picture("view-of-another-version");
  settings.setValue(QStringLiteral("views/sessions/broken"), "{");
  ASSERT_TRUE(open());
  act(menu, "broken");
  EXPECT_TRUE(notice->text().contains("damaged"));

  ASSERT_TRUE(open());
  act(menu, "Delete view");
  auto* remove = menu->findChild<QMenu*>();
  ASSERT_TRUE(waitUntil([&] { return remove->isVisible(); }));
  act(remove, "late ones");
  EXPECT_EQ(SavedViews(settings).names("sessions"), (QStringList{"broken", "of old"}));
}

// Not a test: the console that the one below kills. It changes its query all the time and says which it has.
TEST(KilledConsole, DISABLED_Child) {
  QSettings settings(qEnvironmentVariable("PUSHSCOPE_SETTINGS"), QSettings::IniFormat);
  Console console(settings, QStringLiteral("test"));
  console.keepWindow();
  console.window().resize(1111, 777);
  console.window().show();
  ASSERT_TRUE(console
                  .connectTo({QStringLiteral("kept"),
                              {{LinkKind::node, qEnvironmentVariable("PUSHSCOPE_SERVER"),
                                qEnvironmentVariable("PUSHSCOPE_TOKEN")}}})
                  .isEmpty());
  console.window().showPage(QStringLiteral("sessions"));
  const Seen seen(console);
  seen.log()->hide();
  seen.sessions()->setColumnHidden(seen.column("profile"), true);
  int number = 0;
  QTimer changes;
  QObject::connect(&changes, &QTimer::timeout, &changes, [&] {
    seen.filter()->setText(QStringLiteral("id~%1").arg(++number));
    std::printf("%d\n", number);
    std::fflush(stdout);
  });
  changes.start(20);
  waitUntil([] { return false; }, 120'000); // until it is killed
}

// TG4
TEST_F(KeptWindow, OutlivesAConsoleThatIsKilled) {
  bed.startFleet(phones);
  Random random(testSeed("KilledConsole"));
  QProcess child;
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  const QString path = settingsFolder.filePath(QStringLiteral("child.conf"));
  environment.insert(QStringLiteral("PUSHSCOPE_SETTINGS"), path);
  environment.insert(QStringLiteral("PUSHSCOPE_SERVER"), bed.admin());
  environment.insert(QStringLiteral("PUSHSCOPE_TOKEN"), bed.tokenFile());
  child.setProcessEnvironment(environment);
  child.start(QCoreApplication::applicationFilePath(),
              {"--gtest_filter=KilledConsole.DISABLED_Child", "--gtest_also_run_disabled_tests"});
  QElapsedTimer clock;
  clock.start();
  QList<std::pair<int, qint64>> said; // which query, and when
  QByteArray line;
  const auto listen = [&] {
    line += child.readAllStandardOutput();
    for (qsizetype end = line.indexOf('\n'); end >= 0; line.remove(0, end + 1), end = line.indexOf('\n'))
      if (const int number = line.left(end).toInt(); number > 0)
        said << std::pair(number, clock.elapsed());
  };
  const auto written = [&] {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) && file.readAll().contains("id~");
  };
  ASSERT_TRUE(waitUntil(
      [&] {
        listen();
        return said.size() > 10 && written();
      },
      60'000))
      << child.readAllStandardError().toStdString();
  const qint64 until = clock.elapsed() + 500 + qint64(random.below(2000));
  ASSERT_TRUE(waitUntil([&] {
    listen();
    return clock.elapsed() >= until;
  }));
  child.kill();
  ASSERT_TRUE(child.waitForFinished());
  EXPECT_EQ(child.exitStatus(), QProcess::CrashExit);
  const qint64 killed = clock.elapsed();
  listen();

  QSettings kept(path, QSettings::IniFormat);
  EXPECT_EQ(kept.status(), QSettings::NoError);
  Console second(kept, QStringLiteral("test"));
  second.keepWindow();
  const auto profile = second.profileNamed(QStringLiteral("kept"));
  ASSERT_TRUE(profile);
  ASSERT_TRUE(second.connectTo(*profile).isEmpty());
  second.window().show();
  const Seen seen(second);
  EXPECT_EQ(second.window().size(), QSize(1111, 777));
  EXPECT_EQ(second.window().chosenPage(), "sessions");
  EXPECT_FALSE(seen.log()->isVisible());
  EXPECT_TRUE(seen.sessions()->isColumnHidden(seen.column("profile")));
  ASSERT_TRUE(seen.filter()->text().startsWith("id~"));
  const int number = seen.filter()->text().mid(3).toInt();
  const auto last = std::find_if(said.begin(), said.end(), [&](const auto& each) { return each.first == number; });
  ASSERT_NE(last, said.end());
  std::printf("of the time before the kill %lld ms are lost\n", static_cast<long long>(killed - last->second));
  EXPECT_LT(killed - last->second, 10'000); // broken code, not a slow machine
  EXPECT_TRUE(waitUntil([&] { return second.feed().world().countByLink()[size_t(LinkState::online)] == phones; }))
      << "the server is unaffected";
}

} // namespace
} // namespace pushscope
