#include "tests/ui/window_fixture.h"
#include "ui/replay/replay_bar.h"

#include <QComboBox>
#include <QFile>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTreeWidget>

namespace pushscope {
namespace {

class WindowWithTime : public Window {
 protected:
  QTemporaryDir folder;

  Replay* replay() { return console.window().timeTravel().replay(); }
  WallTime shownTime() { return console.window().context().now(); }
  // A mark, then a push that is acknowledged, and a second more.
  QString recordAPush() {
    const QString path = folder.filePath("a.psrec");
    openPage("recording");
    answer(path);
    click(find<QPushButton>("recordingStart"));
    EXPECT_TRUE(waitUntil([&] { return console.feed().recording().recording; }));
    auto* note = find<QLineEdit>("recordingNote");
    note->setFocus();
    QTest::keyClicks(note, "<b>before</b> the push");
    QTest::keyClick(note, Qt::Key_Return);
    EXPECT_TRUE(note->text().isEmpty());
    QTest::qWait(300);
    PushDraft push;
    push.targets = "phone-0002";
    push.payload = "{}";
    EXPECT_TRUE(console.window().context().sendPush(push));
    const DeliveryTable& deliveries = console.feed().world().deliveries();
    EXPECT_TRUE(waitUntil([&] { return deliveries.size() == 1 && deliveries.at(0).state == Stage::acknowledged; }));
    QTest::qWait(1500);
    picture("recording");
    click(find<QPushButton>("recordingStop"));
    EXPECT_TRUE(waitUntil([&] { return !console.feed().recording().recording; }));
    EXPECT_TRUE(waitUntil([&] { return pageSays("recording", "The last one was"); }));
    return path;
  }
};

TEST_F(WindowWithTime, WhatWasRecordedIsWatchedAndTheCursorMovesAllPages) {
  connectConsole();
  const QString path = recordAPush();
  auto* bar = find<ReplayBar>("replayBar");
  EXPECT_FALSE(bar->isVisible());
  answer(path);
  click(find<QPushButton>("recordingOpen"));
  ASSERT_TRUE(waitUntil([&] { return bar->isVisible(); }));
  EXPECT_EQ(find<QLabel>("replayBadge")->text(), "REPLAY");
  EXPECT_EQ(find<QLabel>("replayName")->accessibleName(), "a.psrec");
  EXPECT_TRUE(console.window().windowTitle().contains("REPLAY"));
  picture("replay-recording");

  auto* time = find<QLabel>("replayTime");
  const QString begin = time->text();
  openPage("sessions");
  EXPECT_EQ(rows("sessionsTable"), phones) << "the recording begins with what was known";
  openPage("push");
  EXPECT_EQ(rows("pushHistory"), 0);
  auto* cursor = find<TimeSlider>("replayCursor");
  cursor->setFocus();
  QTest::keyClick(cursor, Qt::Key_End);
  ASSERT_TRUE(waitUntil([&] { return rows("pushHistory") == 1; }));
  EXPECT_NE(time->text(), begin);
  EXPECT_EQ(replay()->now(), replay()->playback().end());
  picture("replay-push");
  QTest::mouseClick(cursor, Qt::LeftButton, {}, {2, cursor->height() / 2});
  ASSERT_TRUE(waitUntil([&] { return rows("pushHistory") == 0; })) << "a click is where it is";

  auto* places = find<QTreeWidget>("recordingPlaces");
  openPage("recording");
  ASSERT_EQ(places->topLevelItemCount(), 1);
  EXPECT_EQ(places->topLevelItem(0)->text(2), "<b>before</b> the push");
  places->setFocus();
  places->setCurrentItem(places->topLevelItem(0));
  QTest::keyClick(places, Qt::Key_Return);
  EXPECT_EQ(shownTime(), replay()->playback().marks().front().at);
}

TEST_F(WindowWithTime, PlaysPausesStepsAndGoesBackToLive) {
  connectConsole();
  answer(recordAPush());
  press(Qt::Key_O, Qt::ControlModifier | Qt::ShiftModifier);
  ASSERT_TRUE(waitUntil([&] { return replay() != nullptr; }));
  openPage("sessions");
  const WallTime begin = shownTime();
  press(Qt::Key_Right, Qt::AltModifier);
  EXPECT_TRUE(waitUntil([&] { return shownTime() == begin + std::chrono::seconds(1); }));
  press(Qt::Key_Left, Qt::AltModifier);
  EXPECT_TRUE(waitUntil([&] { return shownTime() == begin; }));
  auto* play = find<QPushButton>("replayPlay");
  for (const char* next : {"Pause", "Play"}) {
    press(Qt::Key_F5);
    EXPECT_TRUE(waitUntil([&] { return play->text() == QLatin1String(next); })) << next;
    QTest::qWait(200);
  }
  EXPECT_GT(shownTime(), begin);
  EXPECT_FALSE(replay()->isPlaying());

  auto* speed = find<QComboBox>("replaySpeed");
  speed->setFocus();
  QTest::keyClick(speed, Qt::Key_End);
  EXPECT_EQ(speed->currentText(), "fastest");
  click(play);
  ASSERT_TRUE(waitUntil([&] { return !replay()->isPlaying() && shownTime() == replay()->playback().end(); }));
  EXPECT_EQ(play->text(), "Play");

  clickRow(find<TableView>("sessionsTable"), 0);
  const QList<Row> selected = console.window().context().devices();
  EXPECT_EQ(selected.size(), 1);
  click(find<QPushButton>("replayBack"));
  EXPECT_EQ(console.window().context().devices(), selected) << "what was selected is selected at each time";
  press(Qt::Key_L, Qt::ControlModifier);
  EXPECT_TRUE(waitUntil([&] { return replay() == nullptr; }));
  EXPECT_FALSE(find<ReplayBar>("replayBar")->isVisible());
  EXPECT_TRUE(console.window().context().isLive());
  EXPECT_EQ(rows("sessionsTable"), phones);
  EXPECT_EQ(console.window().windowTitle(), "Pushscope");
}

TEST_F(WindowWithTime, InAReplayNothingIsAskedOfLivePhones) {
  connectConsole();
  const QString path = recordAPush();
  openPage("push");
  find<QPlainTextEdit>("pushTargets")->setPlainText("phone-0001");
  EXPECT_TRUE(find<QPushButton>("pushSend")->isEnabled());
  ASSERT_TRUE(console.window().timeTravel().open(path));
  EXPECT_FALSE(find<QPushButton>("pushSend")->isEnabled());
  EXPECT_TRUE(find<QLabel>("pushStatus")->text().contains("nothing can be sent into the past"));
  QStringList said;
  QObject::connect(&console.window().context(), &ConsoleContext::said, [&](const QString& text) { said << text; });
  console.window().context().control({"Crash", PhoneAction::crash}, {0});
  EXPECT_TRUE(said.join('\n').contains("this is a replay"));
  click(find<QPushButton>("replayLive"));
  EXPECT_TRUE(find<QPushButton>("pushSend")->isEnabled());
}

TEST_F(WindowWithTime, WhatCannotBeWrittenOrOpenedIsSaidAtThePlace) {
  connectConsole();
  QFile other(folder.filePath("other.psrec"));
  ASSERT_TRUE(other.open(QIODevice::WriteOnly));
  other.write("something else");
  other.close();
  auto* problem = find<QLabel>("recordingProblem");
  answer(other.fileName());
  press(Qt::Key_O, Qt::ControlModifier | Qt::ShiftModifier);
  ASSERT_TRUE(waitUntil([&] { return problem->isVisible(); })) << "on its page, wherever it was asked for";
  EXPECT_TRUE(problem->text().contains("other.psrec")) << problem->text().toStdString();
  EXPECT_EQ(replay(), nullptr);
  picture("recording-problem");
  answer(other.fileName());
  click(find<QPushButton>("recordingSave1"));
  ASSERT_TRUE(waitUntil([&] { return problem->text().contains("exists"); })) << problem->text().toStdString();
  ASSERT_TRUE(other.open(QIODevice::ReadOnly));
  EXPECT_EQ(other.readAll(), "something else") << "nothing is written over";

  const QString saved = folder.filePath("saved.psrec");
  answer(saved);
  press(Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier);
  ASSERT_TRUE(waitUntil([&] { return QFile::exists(saved); }));
  EXPECT_FALSE(problem->isVisible());
  EXPECT_TRUE(waitUntil([&] { return console.window().timeTravel().open(saved); }));
}

} // namespace
} // namespace pushscope
