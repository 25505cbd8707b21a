#include "models/export/zip_reader.h"
#include "tests/ui/window_fixture.h"
#include "ui/export/report_dialog.h"

#include <QCheckBox>
#include <QClipboard>
#include <QFileDialog>
#include <QLineEdit>
#include <QMenuBar>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QTreeWidget>
#include <QXmlStreamReader>

namespace pushscope {
namespace {

// What an SVG says, if it can be read: every text, and nothing that is elsewhere.
struct Svg {
  explicit Svg(const QByteArray& bytes) {
    QXmlStreamReader xml(bytes);
    while (!xml.atEnd()) {
      xml.readNext();
      if (xml.isStartElement() && xml.name() == QLatin1String("svg"))
        width = xml.attributes().value(QLatin1String("viewBox")).toString().section(' ', 2, 2).toDouble(),
        size = xml.attributes().value(QLatin1String("width")).toString();
      if (xml.isStartElement())
        for (const QXmlStreamAttribute& attribute : xml.attributes())
          if (attribute.name() == QLatin1String("href") && !attribute.value().startsWith(QLatin1String("data:")) &&
              !attribute.value().startsWith('#'))
            elsewhere << attribute.value().toString();
      if (xml.isStartElement() && xml.name() == QLatin1String("script"))
        elsewhere << QStringLiteral("script");
      if (xml.isCharacters())
        text += xml.text().toString() + QLatin1Char('\n');
    }
    error = xml.error() == QXmlStreamReader::NoError ? QString() : xml.errorString();
  }
  QString text, error, size;
  double width = 0;
  QStringList elsewhere;
};

class WindowThatReports : public Window {
 protected:
  QTemporaryDir folder;

  QByteArray read(const QString& name) {
    QFile file(folder.filePath(name));
    EXPECT_TRUE(file.open(QIODevice::ReadOnly)) << name.toStdString();
    return file.readAll();
  }
  ReportDialog* dialog() { return console.window().findChild<ReportDialog*>(); }
  template <class T>
  T* inDialog(const char* name) {
    return dialog() ? dialog()->findChild<T*>(QLatin1String(name)) : nullptr;
  }
  bool isPrepared() { return dialog() && inDialog<QPushButton>("reportSave")->isEnabled(); }
  void push() {
    PushDraft push;
    push.targets = "phone-0002";
    push.payload = R"({"alert":"the canary of a payload"})";
    ASSERT_TRUE(console.window().context().sendPush(push));
    const DeliveryTable& deliveries = console.feed().world().deliveries();
    ASSERT_TRUE(waitUntil([&] { return deliveries.size() == 1 && deliveries.at(0).state == Stage::acknowledged; }));
    console.window().context().selectDelivery(deliveries.firstNumber());
  }
  // As somebody else would draw it: not one colour alone.
  bool isDrawn(const QString& name) {
    QSvgRenderer renderer(read(name));
    QImage image(renderer.viewBox().size(), QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    renderer.render(&painter);
    painter.end();
    if (const QString to = qEnvironmentVariable("PUSHSCOPE_SHOTS"); !to.isEmpty())
      image.save(QDir(to).filePath(name + QStringLiteral(".png")));
    QSet<QRgb> colours;
    for (int y = 0; y < image.height(); ++y)
      for (int x = 0; x < image.width(); ++x)
        colours << image.pixel(x, y);
    return renderer.isValid() && colours.size() > 20 && image.pixel(2, 2) != qRgb(0, 0, 0);
  }
  void shoot(QWidget& widget, const char* name) {
    if (const QString to = qEnvironmentVariable("PUSHSCOPE_SHOTS"); !to.isEmpty())
      widget.grab().save(QDir(to).filePath(QLatin1String(name) + QStringLiteral(".png")));
  }
  QStringList column(QTreeWidget* list, int column) {
    QStringList texts;
    for (int i = 0; i < list->topLevelItemCount(); ++i)
      texts << list->topLevelItem(i)->text(column);
    return texts;
  }
};

TEST_F(WindowThatReports, OneClickMakesAReportThatOpensAsAReplay) {
  connectConsole();
  push();
  openPage("sessions");
  press(Qt::Key_B, Qt::ControlModifier | Qt::ShiftModifier);
  ASSERT_TRUE(waitUntil([&] { return dialog() != nullptr; }));
  EXPECT_TRUE(inDialog<QProgressBar>("reportProgress")->isVisible());
  shoot(*dialog(), "report-preparing");
  ASSERT_TRUE(waitUntil([&] { return isPrepared(); }, 60'000));
  const QStringList files = column(inDialog<QTreeWidget>("reportFiles"), 0);
  for (const char* name :
       {"README.txt", "manifest.json", "recording.psrec", "ladder.txt", "ladder.svg", "log.txt", "tables/sessions.csv",
        "tables/deliveries.csv", "pictures/sessions.png", "pictures/ladder.png"})
    EXPECT_TRUE(files.contains(name)) << name << " in " << files.join(' ').toStdString();
  const QString example = column(inDialog<QTreeWidget>("reportReplaced"), 3).value(0);
  EXPECT_TRUE(example.startsWith("phone-") && example.contains(" → device-")) << example.toStdString();
  EXPECT_FALSE(inDialog<QLabel>("reportRemarks")->isVisible())
      << inDialog<QLabel>("reportRemarks")->text().toStdString();
  QTest::keyClicks(inDialog<QLineEdit>("reportNote"), "<b>it</b> rang twice");
  shoot(*dialog(), "report");

  const QString path = folder.filePath("report.zip");
  answer(path);
  QTest::mouseClick(inDialog<QPushButton>("reportSave"), Qt::LeftButton);
  ASSERT_TRUE(waitUntil([&] { return QFile::exists(path) && !dialog(); }));
  answer(path);
  press(Qt::Key_O, Qt::ControlModifier | Qt::ShiftModifier);
  ASSERT_TRUE(waitUntil([&] { return console.window().timeTravel().replay() != nullptr; }));
  Replay& replay = *console.window().timeTravel().replay();
  replay.seek(replay.playback().end());
  EXPECT_EQ(replay.world().devices().size(), Row(phones));
  ASSERT_EQ(replay.world().deliveries().size(), 1u);
  const DeliveryRow& row = replay.world().deliveries().at(0);
  EXPECT_EQ(row.state, Stage::acknowledged);
  EXPECT_TRUE(row.device.starts_with("device-")) << row.device;
  EXPECT_FALSE(replay.world().devices().find("phone-0002"));
  picture("report-replayed");

  // And a report of that replay.
  press(Qt::Key_B, Qt::ControlModifier | Qt::ShiftModifier);
  ASSERT_TRUE(waitUntil([&] { return isPrepared(); }, 60'000));
  EXPECT_TRUE(column(inDialog<QTreeWidget>("reportFiles"), 0).contains("recording.psrec"));
  QTest::keyClick(dialog(), Qt::Key_Escape);
  EXPECT_TRUE(waitUntil([&] { return !dialog(); }));
}

TEST_F(WindowThatReports, WhatIsReplacedIsAChoiceAndCancellingWritesNothing) {
  connectConsole();
  auto* menu = console.window().menuBar()->actions().value(0)->menu();
  for (QAction* action : menu->actions())
    if (action->text().contains("Bug report"))
      action->trigger();
  ASSERT_TRUE(waitUntil([&] { return isPrepared(); }, 60'000));
  auto* replaced = inDialog<QTreeWidget>("reportReplaced");
  EXPECT_EQ(column(replaced, 1).value(0), QString::number(phones));
  // Chosen anew while it is prepared, too.
  QTest::mouseClick(inDialog<QCheckBox>("reportDevices"), Qt::LeftButton, {}, {8, 8});
  EXPECT_FALSE(inDialog<QPushButton>("reportSave")->isEnabled());
  QTest::mouseClick(inDialog<QCheckBox>("reportAddresses"), Qt::LeftButton, {}, {8, 8});
  ASSERT_TRUE(waitUntil([&] { return isPrepared(); }, 60'000));
  EXPECT_EQ(column(replaced, 1).value(0), "not replaced");
  EXPECT_EQ(column(replaced, 1).value(1), "not replaced");
  shoot(*dialog(), "report-kept");
  answer(folder.filePath("no/such/folder/report.zip"));
  QTest::mouseClick(inDialog<QPushButton>("reportSave"), Qt::LeftButton);
  QTest::keyClick(dialog(), Qt::Key_Escape);
  ASSERT_TRUE(waitUntil([&] { return !dialog(); }));
  dialogs.stop();
  dialogs.disconnect();
  press(Qt::Key_B, Qt::ControlModifier | Qt::ShiftModifier);
  ASSERT_TRUE(waitUntil([&] { return dialog() != nullptr; }));
  QTest::keyClick(dialog(), Qt::Key_Escape); // while it is prepared
  ASSERT_TRUE(waitUntil([&] { return !dialog(); }));
  EXPECT_TRUE(QDir(folder.path()).isEmpty());
}

TEST_F(WindowThatReports, APageAndALadderAreSvgWithTextAndStamp) {
  connectConsole();
  push();
  for (const char* id : {"overview", "sessions", "heartbeats", "wakes", "push", "ladder"}) {
    openPage(id);
    Page& page = *pageOf(id);
    const QString name = QLatin1String(id) + QStringLiteral(".svg");
    ASSERT_TRUE(console.window().exports().writePicture(page, folder.filePath(name), 3).ok());
    const Svg svg(read(name));
    EXPECT_EQ(svg.error, QString()) << id;
    EXPECT_EQ(svg.elsewhere, QStringList()) << id;
    EXPECT_EQ(svg.width, page.width()) << id;
    EXPECT_TRUE(svg.text.contains(page.title() + QStringLiteral(" · stage (pushnode ")))
        << id << svg.text.toStdString();
    EXPECT_TRUE(svg.text.contains("pushscope test")) << id;
    // Hatches are patterns, which Qt writes and cannot read.
    if (qstrcmp(id, "wakes") != 0 && qstrcmp(id, "heartbeats") != 0) {
      EXPECT_TRUE(isDrawn(name)) << id;
    }
  }
  openPage("sessions");
  const Svg sessions(read("sessions.svg"));
  EXPECT_TRUE(sessions.text.contains("phone-0001")) << "text is text";
  const DeliveryRow& row = console.feed().world().deliveries().at(0);
  ASSERT_TRUE(console.window().exports().writeLadder(row, console.window(), folder.filePath("l.svg")).ok());
  const Svg ladder(read("l.svg"));
  EXPECT_EQ(ladder.error, QString());
  EXPECT_TRUE(isDrawn("l.svg"));
  EXPECT_TRUE(ladder.text.contains(row.uuid.text().c_str()) && ladder.text.contains("acknowledged"))
      << ladder.text.toStdString();
  EXPECT_FALSE(console.window().exports().writePicture(*pageOf("sessions"), folder.filePath("no/such/a.svg"), 1).ok());
}

TEST_F(WindowThatReports, ATextThatIsMarkupStaysText) {
  QWidget widget;
  widget.resize(300, 80);
  QLabel label(QStringLiteral("<script>&\"'\u202e\u0007 ]]>"), &widget);
  label.setTextFormat(Qt::PlainText);
  label.resize(280, 40);
  const QString hostile = QStringLiteral("</title><script>x</script>& \"");
  const Svg svg(svgOf(widget, {hostile, hostile}, 1));
  EXPECT_EQ(svg.error, QString());
  EXPECT_EQ(svg.elsewhere, QStringList());
  EXPECT_TRUE(svg.text.contains(hostile)) << svg.text.toStdString();
}

TEST_F(WindowThatReports, DialogsOfferFormatsAndScale) {
  connectConsole();
  openPage("sessions");
  const QString picture = folder.filePath("p.svg"), table = folder.filePath("t.jsonl");
  answer(picture, [this](QFileDialog& dialog) {
    auto* scale = dialog.findChild<QSpinBox*>("pictureScale");
    ASSERT_NE(scale, nullptr);
    EXPECT_EQ(scale->minimum(), 1);
    EXPECT_EQ(scale->maximum(), 4);
    EXPECT_TRUE(scale->isVisible());
    scale->setValue(4);
    shoot(dialog, "export-picture");
  });
  press(Qt::Key_E, Qt::ControlModifier | Qt::ShiftModifier);
  ASSERT_TRUE(waitUntil([&] { return QFile::exists(picture); }));
  const Svg svg(read("p.svg"));
  EXPECT_EQ(svg.error, QString());
  EXPECT_NEAR(svg.size.chopped(2).toDouble() / 25.4 * console.window().logicalDpiX(), pageOf("sessions")->width() * 4,
              4);
  answer(table);
  press(Qt::Key_E, Qt::ControlModifier | Qt::AltModifier);
  ASSERT_TRUE(waitUntil([&] { return QFile::exists(table); }));
  EXPECT_EQ(read("t.jsonl").count("\n{\"device\":"), phones - 1);
}

TEST_F(WindowThatReports, SelectedRowsAreCopiedAsText) {
  connectConsole();
  openPage("sessions");
  auto* sessions = find<TableView>("sessionsTable");
  ASSERT_TRUE(waitUntil([&] { return sessions->model()->rowCount() == phones; }));
  clickRow(sessions, 0);
  QTest::keyClick(sessions, Qt::Key_Down, Qt::ShiftModifier);
  QTest::keyClick(sessions, Qt::Key_C, Qt::ControlModifier);
  const QStringList lines = QGuiApplication::clipboard()->text().split('\n');
  ASSERT_EQ(lines.size(), 2);
  EXPECT_EQ(lines[0].section('\t', 0, 0), sessions->model()->index(0, 0).data().toString());
}

} // namespace
} // namespace pushscope
