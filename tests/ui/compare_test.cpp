#include "tests/ui/window_fixture.h"
#include "ui/replay/compare_dialog.h"

#include <QFile>
#include <QLineEdit>
#include <QPushButton>

namespace pushscope {
namespace {

class WindowThatCompares : public Window {
 protected:
  QTemporaryDir folder;

  // Some seconds of phones with such a delay.
  QString record(const char* name, const QString& delay) {
    const DeviceTable& devices = console.feed().world().devices();
    QList<Row> all;
    for (Row row = 0; row < devices.size(); ++row)
      all << row;
    console.window().context().control({"Delay", PhoneAction::delay, delay.toULongLong()}, all);
    const QString path = folder.filePath(QLatin1String(name));
    console.feed().startRecording(path, console.feed().now());
    EXPECT_TRUE(waitUntil([&] { return console.feed().recording().recording; }));
    const uint64_t facts = console.feed().recording().facts;
    EXPECT_TRUE(waitUntil([&] { return console.feed().recording().facts > facts + 150; }));
    console.feed().stopRecording();
    EXPECT_TRUE(waitUntil([&] { return !console.feed().recording().recording; }));
    return path;
  }
  CompareDialog* openDialog() {
    openPage("recording");
    click(find<QPushButton>("recordingCompare"));
    auto* dialog = console.window().findChild<CompareDialog*>();
    EXPECT_NE(dialog, nullptr);
    EXPECT_TRUE(QTest::qWaitForWindowExposed(dialog, 20'000));
    dialog->activateWindow();
    EXPECT_TRUE(QTest::qWaitForWindowActive(dialog, 20'000));
    return dialog;
  }
  static void type(QWidget* in, const char* field, const QString& text) {
    auto* line = in->findChild<QLineEdit*>(QLatin1String(field));
    line->setFocus();
    line->selectAll();
    QTest::keyClicks(line, text);
  }
};

TEST_F(WindowThatCompares, ASlowerRunIsNamedTheWorstFirstWithItsDistributionAndAsAFile) {
  connectConsole();
  const QString fast = record("fast.psrec", "0"), slow = record("slow.psrec", "120");
  CompareDialog* dialog = openDialog();
  picture("compare-empty", dialog);
  type(dialog, "compareBefore", fast);
  type(dialog, "compareAfter", slow);
  QTest::keyClick(dialog, Qt::Key_Return);
  auto* table = dialog->findChild<TableView*>("compareTable");
  ASSERT_TRUE(waitUntil([&] { return table->model()->rowCount() == 15; }));
  EXPECT_EQ(cell(table, 0, "verdict"), "worse");
  QStringList worse;
  for (int row = 0; row < 14 && cell(table, row, "verdict") == "worse"; ++row)
    worse << cell(table, row, "title");
  EXPECT_TRUE(worse.contains("round trip p50, ms")) << worse.join(", ").toStdString();
  EXPECT_TRUE(dialog->findChild<QLabel*>("compareVerdict")->text().contains("got worse"));
  auto* chart = dialog->findChild<QWidget*>("comparePicture");
  EXPECT_TRUE(chart->isVisible());
  EXPECT_TRUE(chart->accessibleName().contains("A: p50 ")) << chart->accessibleName().toStdString();
  picture("compare", dialog);
  // By keys, down to a share, behind which there is no distribution.
  table->setFocus();
  for (int row = table->currentIndex().row(); row < 13 && chart->isVisible(); ++row)
    QTest::keyClick(table, Qt::Key_Down);
  EXPECT_FALSE(chart->isVisible());

  const QString file = folder.filePath("figures.csv");
  answer(file);
  click(dialog->findChild<QPushButton*>("compareExport"));
  QFile csv(file);
  ASSERT_TRUE(csv.open(QIODevice::ReadOnly));
  const QList<QByteArray> lines = csv.readAll().split('\n');
  EXPECT_TRUE(lines[0].startsWith("title,before,after,difference,ratio,verdict")) << lines[0].toStdString();
  EXPECT_TRUE(lines[1].contains("round trip"));

  // The other way round round trips are better.
  type(dialog, "compareBefore", slow);
  type(dialog, "compareAfter", fast);
  click(dialog->findChild<QPushButton*>("compareStart"));
  ASSERT_TRUE(waitUntil([&] {
    for (int row = 0; row < table->model()->rowCount(); ++row)
      if (cell(table, row, "title") == "round trip p50, ms")
        return cell(table, row, "verdict") == "better";
    return false;
  })) << dialog->findChild<QLabel*>("compareVerdict")->text().toStdString();
}

TEST_F(WindowThatCompares, WhatIsWrongIsSaidAtItsPlaceAndStaysTyped) {
  connectConsole();
  const QString run = record("a.psrec", "0");
  CompareDialog* dialog = openDialog();
  auto* before = dialog->findChild<QLabel*>("compareBeforeProblem");
  auto* after = dialog->findChild<QLabel*>("compareAfterProblem");
  click(dialog->findChild<QPushButton*>("compareStart"));
  EXPECT_TRUE(before->isVisible() && after->isVisible());
  type(dialog, "compareBefore", run);
  EXPECT_FALSE(before->isVisible());
  type(dialog, "compareAfter", folder.filePath("none.psrec"));
  type(dialog, "compareAfterUntil", "soon");
  type(dialog, "compareLast", "never");
  click(dialog->findChild<QPushButton*>("compareStart"));
  EXPECT_TRUE(after->isVisible() && after->text().contains("soon"));
  EXPECT_TRUE(dialog->findChild<QLabel*>("compareLastProblem")->isVisible());
  type(dialog, "compareAfterUntil", "1s");
  type(dialog, "compareLast", "10m");
  click(dialog->findChild<QPushButton*>("compareStart"));
  ASSERT_TRUE(waitUntil([&] { return after->isVisible() && after->text().contains("none.psrec"); }));
  EXPECT_EQ(dialog->findChild<QLineEdit*>("compareLast")->text(), "10m");
  EXPECT_TRUE(dialog->findChild<QPushButton*>("compareStart")->isEnabled());
  picture("compare-mistake", dialog);
}

TEST_F(WindowThatCompares, WhatIsWatchedIsTheFirstOfTheTwo) {
  connectConsole();
  const QString run = record("a.psrec", "0");
  ASSERT_TRUE(console.window().timeTravel().open(run));
  Replay* replay = console.window().timeTravel().replay();
  replay->seek(replay->playback().begin() + std::chrono::seconds(2));
  CompareDialog* dialog = openDialog();
  EXPECT_EQ(dialog->findChild<QLineEdit*>("compareBefore")->text(), QDir::toNativeSeparators(run));
  EXPECT_FALSE(dialog->findChild<QLineEdit*>("compareBeforeUntil")->text().isEmpty());
  type(dialog, "compareAfter", run);
  QTest::keyClick(dialog, Qt::Key_Return);
  dialog->close(); // in the middle of it
  EXPECT_TRUE(waitUntil([&] { return console.window().findChild<CompareDialog*>() == nullptr; }));
}

} // namespace
} // namespace pushscope
