#include "ui/language.h"

#include "tests/ui/window_fixture.h"
#include "ui/replay/time_travel.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDockWidget>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QRegularExpression>
#include <QSet>
#include <QTabWidget>
#include <QTreeWidget>

namespace pushscope {
namespace {

class Languages : public Window {
 protected:
  void TearDown() override { Language::apply(Language::Choice::english); }

  // By the menu, with the mouse, until all parts of the window are others.
  void choose(Language::Choice choice) {
    QMenuBar* bar = console.window().menuBar();
    const QPointer<QMenu> languages = find<QMenu>("languageMenu");
    auto* view = qobject_cast<QMenu*>(languages->parentWidget());
    ASSERT_NE(view, nullptr);
    QTest::mouseClick(bar, Qt::LeftButton, {}, bar->actionGeometry(view->menuAction()).center());
    ASSERT_TRUE(waitUntil([&] { return view->isVisible(); }));
    QTest::mouseClick(view, Qt::LeftButton, {}, view->actionGeometry(languages->menuAction()).center());
    ASSERT_TRUE(waitUntil([&] { return languages->isVisible(); }));
    auto* action = find<QAction>(("language_" + Language::name(choice).toStdString()).c_str());
    ASSERT_NE(action, nullptr);
    QTest::mouseClick(languages, Qt::LeftButton, {}, languages->actionGeometry(action).center());
    ASSERT_TRUE(waitUntil([&] { return languages.isNull(); }));
  }
  QString railWord(const char* page) {
    return find<QListWidget>("rail")->item(int(console.window().pages().indexOf(pageOf(page))))->text();
  }
  QStringList logLines() {
    QStringList lines;
    for (int row = 0; row < rows("logTable"); ++row)
      lines << cell("logTable", row, "time") + ' ' + cell("logTable", row, "text");
    return lines;
  }
};

TEST_F(Languages, AreChangedInTheOpenWindowAndNothingIsLost) {
  connectConsole();
  find<QLineEdit>("connectServer")->setText("typed:1");
  openPage("alerts");
  click(find<QPushButton>("alertNew"));
  QTest::keyClicks(find<QLineEdit>("alertName"), "My rule");
  openPage("push");
  QTest::keyClicks(find<QPlainTextEdit>("pushTargets"), "phone-0003");
  QTest::keyClicks(find<QLineEdit>("pushExpectation"), "no resend");
  const QString recording = settingsFolder.filePath("a.psrec");
  console.window().timeTravel().record(recording);
  ASSERT_TRUE(waitUntil([&] { return console.feed().recording().recording; }));
  openPage("recording");
  QTest::keyClicks(find<QLineEdit>("recordingNote"), "not yet marked");
  console.window().findChild<QDockWidget*>("inspectorDock")->hide();
  openPage("sessions");
  auto* filter = find<QLineEdit>("sessionsFilter");
  QTest::keyClicks(filter, "link:online -phone-0001");
  auto* table = find<TableView>("sessionsTable");
  const int device = columnWithId(table->tableModel()->columns(), "device");
  table->sortByColumn(device, Qt::DescendingOrder);
  ASSERT_TRUE(waitUntil([&] { return table->model()->rowCount() == phones - 1; }));
  clickRow(table, 2);
  const QList<Row> selected = console.window().context().devices();
  ASSERT_EQ(selected.size(), 1);
  const auto logHeight = [&] { return console.window().findChild<QDockWidget*>("logDock")->height(); };
  const int height = logHeight();
  const QStringList log = logLines();
  ASSERT_FALSE(log.isEmpty());
  EXPECT_EQ(railWord("sessions"), "Sessions");

  choose(Language::Choice::chinese);
  EXPECT_EQ(settings.value("language").toString(), "zh_CN");
  EXPECT_EQ(console.window().chosenPage(), "sessions");
  EXPECT_TRUE(pageOf("sessions")->isVisible());
  EXPECT_EQ(railWord("sessions"), "会话");
  EXPECT_TRUE(find<QAction>("language_zh_CN")->isChecked());
  table = find<TableView>("sessionsTable");
  EXPECT_EQ(table->model()->headerData(device, Qt::Horizontal).toString(), "设备");
  EXPECT_EQ(table->horizontalHeader()->sortIndicatorSection(), device);
  EXPECT_EQ(table->horizontalHeader()->sortIndicatorOrder(), Qt::DescendingOrder);
  filter = find<QLineEdit>("sessionsFilter");
  EXPECT_EQ(filter->text(), "link:online -phone-0001");
  EXPECT_TRUE(waitUntil([&] { return table->model()->rowCount() == phones - 1; }))
      << "a query in the words of the source finds the same rows";
  EXPECT_EQ(console.window().context().devices(), selected);
  ASSERT_EQ(table->selectedSourceRows().size(), 1);
  EXPECT_EQ(table->selectedSourceRows().first(), selected.first());
  EXPECT_TRUE(filter->hasFocus() || table->hasFocus());
  EXPECT_EQ(find<QLineEdit>("connectServer")->text(), "typed:1");
  EXPECT_EQ(find<QPlainTextEdit>("pushTargets")->toPlainText(), "phone-0003");
  EXPECT_EQ(find<QLineEdit>("pushExpectation")->text(), "no resend");
  EXPECT_EQ(find<QLineEdit>("recordingNote")->text(), "not yet marked");
  EXPECT_FALSE(console.window().findChild<QDockWidget*>("inspectorDock")->isVisible());
  EXPECT_EQ(logLines(), log) << "nothing is said twice";
  EXPECT_TRUE(waitUntil([&] { return std::abs(logHeight() - height) <= 2; })) << height << " was " << logHeight();
  EXPECT_TRUE(waitUntil([&] { return online() == phones; }));
  EXPECT_TRUE(console.feed().recording().recording);
  EXPECT_EQ(console.feed().recording().path, recording);
  filter->setText("link:在线");
  EXPECT_TRUE(waitUntil([&] { return table->model()->rowCount() == phones; }));
  openPage("alerts");
  EXPECT_TRUE(find<QLineEdit>("alertName")->isVisible());
  EXPECT_EQ(find<QLineEdit>("alertName")->text(), "My rule");
  // Everything goes on as before: what was written is sent, and answered in the new language.
  openPage("push");
  click(find<QPushButton>("pushSend"));
  EXPECT_TRUE(waitUntil([&] { return find<QLabel>("pushStatus")->text() == "已为 1 个设备受理。"; }));
  EXPECT_TRUE(waitUntil([&] { return find<QLabel>("pushVerdict")->text().contains("通过"); }));
  picture("language-chinese");

  choose(Language::Choice::english);
  EXPECT_EQ(settings.value("language").toString(), "en");
  EXPECT_EQ(railWord("sessions"), "Sessions");
  EXPECT_EQ(console.window().chosenPage(), "push");
  EXPECT_TRUE(waitUntil([&] { return find<QLabel>("pushVerdict")->text().contains("passed"); }));
  EXPECT_TRUE(console.feed().recording().recording);
  console.window().timeTravel().stop();
  EXPECT_TRUE(waitUntil([&] { return !console.feed().recording().recording; }));
}

TEST_F(Languages, ManySelectedDevicesStaySelectedAndOneCanBeChosenAfterwards) {
  connectConsole();
  openPage("sessions");
  auto* table = find<TableView>("sessionsTable");
  ASSERT_TRUE(waitUntil([&] { return rows("sessionsTable") == phones; }));
  clickRow(table, 3);
  QTest::keyClick(table, Qt::Key_A, Qt::ControlModifier);
  ASSERT_EQ(console.window().context().devices().size(), phones);
  for (const Language::Choice choice : {Language::Choice::chinese, Language::Choice::english}) {
    this->choose(choice);
    EXPECT_EQ(console.window().context().devices().size(), phones);
    table = find<TableView>("sessionsTable");
    for (const int row : {4, 7, 5}) {
      clickRow(table, row);
      QCoreApplication::processEvents();
      ASSERT_EQ(console.window().context().devices().size(), 1);
    }
    QTest::keyClick(table, Qt::Key_A, Qt::ControlModifier);
    ASSERT_EQ(console.window().context().devices().size(), phones);
    QCoreApplication::processEvents();
  }
}

TEST_F(Languages, AReplayStaysAtItsTime) {
  connectConsole();
  const QString file = settingsFolder.filePath("b.psrec");
  TimeTravel& travel = console.window().timeTravel();
  travel.record(file);
  ASSERT_TRUE(waitUntil([&] { return console.feed().recording().facts > 20; }));
  travel.stop();
  ASSERT_TRUE(waitUntil([&] { return !console.feed().recording().recording; }));
  ASSERT_TRUE(travel.open(file));
  const Replay* replay = travel.replay();
  travel.replay()->seek(replay->playback().end());
  ASSERT_TRUE(waitUntil([&] { return replay->now() == replay->playback().end(); }));
  openPage("sessions");
  choose(Language::Choice::chinese);
  EXPECT_EQ(travel.replay(), replay);
  EXPECT_EQ(replay->now(), replay->playback().end());
  EXPECT_EQ(find<QLabel>("replayBadge")->text(), "回放");
  EXPECT_TRUE(find<QLabel>("replayBadge")->isVisible());
  EXPECT_EQ(console.window().windowTitle(), "回放 – Pushscope");
  EXPECT_TRUE(waitUntil([&] { return find<TableView>("sessionsTable")->model()->rowCount() == phones; }));
  click(find<QPushButton>("replayLive"));
  EXPECT_EQ(travel.replay(), nullptr);
  EXPECT_FALSE(find<QLabel>("replayBadge")->isVisible());
}

TEST_F(Languages, TheKeptOneIsThatOfTheNextWindow) {
  EXPECT_EQ(Console::keptLanguage(settings), Language::Choice::system);
  choose(Language::Choice::chinese);
  EXPECT_EQ(Console::keptLanguage(settings), Language::Choice::chinese);
  settings.setValue("language", "klingon");
  EXPECT_EQ(Console::keptLanguage(settings), Language::Choice::system);
}

// Names and examples that are the same in every language.
const QSet<QString>& names() {
  static const QSet<QString> all = [] {
    const QStringList words =
        QStringLiteral(
            "Pushscope pushscope pushnode pushfleet pushctl JSON CSV PNG SVG TLS PEM NAT SHA ssh ping REPLAY uuid "
            "hello "
            "system none admin sha context list token file ca pin Enter Escape Delete Ctrl Shift Alt Return "
            "desktop android ios voip classic exempt doze localpush modern plain apns fallback sandbox phones phone "
            "tick English Fi Wi psrec jsonl zip lines sessions deliveries wakes alert Hello shown within resend "
            "viewer operator stage Left Right duplicate attempts acknowledged test fleet node min foreground JUnit Esc "
            "Anna name room device time profile client address tag link app")
            .split(' ');
    return QSet<QString>(words.begin(), words.end());
  }();
  return all;
}

// What of a text no Chinese reader should have to read.
QStringList english(const QString& text) {
  static const QRegularExpression example(
      QStringLiteral("查询：[^。]*|\\{\\{\\w+\\}\\}|<[^>]*>|--[\\w-]+|[\\w.-]+:[\\w.…-]*|[\\w.]+[<>~"
                     "=]+[\\w.]*|[\\w./-]+\\.(psrec|zip|conf|json|txt|svg|csv)|"
                     "“[^”]*”|[0-9a-f]{8}-[0-9a-f-]{27}|/[\\w./-]+"));
  static const QRegularExpression word(QStringLiteral("[A-Za-z]{3,}"));
  QStringList found;
  for (auto each = word.globalMatch(QString(text).remove(example)); each.hasNext();)
    if (const QString one = each.next().captured(); !names().contains(one))
      found << one;
  return found;
}

// Every text that hangs on a widget, with where it hangs.
QList<std::pair<QString, QString>> textsOf(QWidget& root) {
  QList<std::pair<QString, QString>> texts;
  QList<QWidget*> widgets = root.findChildren<QWidget*>();
  widgets << &root;
  for (QWidget* widget : widgets) {
    const QString where =
        QStringLiteral("%1 %2").arg(QLatin1String(widget->metaObject()->className()), widget->objectName());
    const auto add = [&](const QString& text) {
      if (!text.isEmpty())
        texts << std::pair(where, text);
    };
    // A query may be typed in any language, and Qt's own fields are Qt's.
    if (widget->objectName().startsWith("qt_"))
      continue;
    add(widget->toolTip());
    add(widget->accessibleName());
    add(widget->accessibleDescription());
    add(widget->windowTitle());
    if (const auto* label = qobject_cast<QLabel*>(widget))
      add(label->text());
    if (const auto* button = qobject_cast<QAbstractButton*>(widget))
      add(button->text());
    if (const auto* line = qobject_cast<QLineEdit*>(widget))
      add(line->placeholderText());
    if (const auto* text = qobject_cast<QPlainTextEdit*>(widget))
      add(text->placeholderText());
    // The names of files are names.
    if (const auto* choice = qobject_cast<QComboBox*>(widget);
        choice && choice->objectName() != QLatin1String("scenarioFiles"))
      for (int i = 0; i < choice->count(); ++i)
        add(choice->itemText(i));
    if (const auto* tabs = qobject_cast<QTabWidget*>(widget))
      for (int i = 0; i < tabs->count(); ++i)
        add(tabs->tabText(i));
    if (const auto* list = qobject_cast<QListWidget*>(widget))
      for (int i = 0; i < list->count(); ++i)
        add(list->item(i)->text());
    if (const auto* tree = qobject_cast<QTreeWidget*>(widget))
      for (int i = 0; i < tree->columnCount(); ++i)
        add(tree->headerItem()->text(i));
    if (const auto* table = qobject_cast<TableView*>(widget)) {
      add(table->emptyText());
      for (int i = 0; i < table->model()->columnCount(); ++i) {
        add(table->model()->headerData(i, Qt::Horizontal).toString());
        add(table->model()->headerData(i, Qt::Horizontal, Qt::ToolTipRole).toString());
        const auto* coded = std::get_if<CodedCell>(&table->tableModel()->columns()[size_t(i)].cell);
        for (int64_t code = 0; coded && table->tableModel()->world() && code < coded->codes; ++code)
          add(coded->word(*table->tableModel()->world(), code));
      }
    }
    for (const QAction* action : widget->actions()) {
      add(action->text());
      add(action->toolTip());
    }
  }
  return texts;
}

TEST_F(Languages, NothingIsLeftInEnglish) {
  choose(Language::Choice::chinese);
  const auto check = [&](const QString& when) {
    int looked = 0;
    for (const auto& [where, text] : textsOf(console.window())) {
      ++looked;
      const QStringList left = english(text);
      EXPECT_TRUE(left.isEmpty()) << when.toStdString() << ", " << where.toStdString() << ": " << text.toStdString()
                                  << " (" << left.join(' ').toStdString() << ')';
    }
    EXPECT_GT(looked, 500) << when.toStdString();
  };
  check("nothing is connected");
  connectConsole();
  for (Page* page : console.window().pages()) {
    openPage(page->id());
    QCoreApplication::processEvents();
    check(page->id());
  }
}

TEST(Language, OfTheSystemIsTheFirstThatThereIs) {
  using Choice = Language::Choice;
  EXPECT_EQ(Language::preferred({"zh-CN"}), Choice::chinese);
  EXPECT_EQ(Language::preferred({"zh_Hans_SG", "en"}), Choice::chinese);
  EXPECT_EQ(Language::preferred({"de-DE", "zh"}), Choice::chinese);
  EXPECT_EQ(Language::preferred({"zh-Hant-TW", "zh-TW", "en-US"}), Choice::english);
  EXPECT_EQ(Language::preferred({"zh-HK"}), Choice::english) << "traditional letters are another catalogue";
  EXPECT_EQ(Language::preferred({"en-GB", "zh-CN"}), Choice::english);
  EXPECT_EQ(Language::preferred({"C"}), Choice::english);
  EXPECT_EQ(Language::preferred({}), Choice::english);
  for (const Choice choice : Language::all)
    EXPECT_EQ(Language::named(Language::name(choice)), choice);
}

} // namespace
} // namespace pushscope
