#include "models/text/format.h"
#include "protocol/codec/quiet_protobuf.h"
#include "tests/models/sample_world.h"
#include "tests/support/feed_source.h"
#include "tests/support/hostile_texts.h"
#include "tests/support/seed.h"
#include "tests/ui/window_fixture.h"
#include "ui/actions/command_palette.h"
#include "ui/alerts/alert_tray.h"
#include "ui/connect/connect_page.h"
#include "ui/connect/status_panel.h"
#include "ui/inspector/inspector.h"
#include "ui/queues/manage_dialog.h"
#include "ui/queues/payload_view.h"
#include "ui/theme/parts.h"
#include "ui/wake/lanes_view.h"

#include <QDesktopServices>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTextDocumentFragment>
#include <QToolTip>

#ifdef Q_OS_LINUX
#include <sys/inotify.h>
#include <unistd.h>
#endif

// 6-trust TE8 and TE11: text from elsewhere is shown as it is, wherever it is shown; nothing is fetched, nothing
// opened.
namespace pushscope {
namespace {

constexpr int digits = 16; // more rows have longer counts beside their queries

constexpr size_t textCount = 300;
constexpr size_t longestName = 10'000; // far beyond what the wire takes for an id

// A file that must not be read, an address that must not be asked, and links that must not be opened.
class Canary : public QObject {
  Q_OBJECT
 public:
  Canary() {
    m_server.listen(QHostAddress::LocalHost);
    connect(&m_server, &QTcpServer::newConnection, this, [this] { ++m_asked; });
    QImage image(64, 64, QImage::Format_RGB32);
    image.fill(Qt::red);
    image.save(path());
    for (const char* scheme : {"http", "https", "file", "mailto"})
      QDesktopServices::setUrlHandler(QLatin1String(scheme), this, "opened");
#ifdef Q_OS_LINUX
    m_watch = inotify_init1(IN_NONBLOCK);
    inotify_add_watch(m_watch, path().toLocal8Bit().constData(), IN_OPEN | IN_ACCESS);
#endif
  }
  ~Canary() override {
    for (const char* scheme : {"http", "https", "file", "mailto"})
      QDesktopServices::unsetUrlHandler(QLatin1String(scheme));
#ifdef Q_OS_LINUX
    ::close(m_watch);
#endif
  }

  QString path() const {
    return m_folder.filePath(QStringLiteral("canary.png"));
  }
  uint16_t port() const {
    return m_server.serverPort();
  }
  // Since the last time.
  bool wasRead() {
#ifdef Q_OS_LINUX
    char events[4096];
    return ::read(m_watch, events, sizeof events) > 0;
#else
    return false;
#endif
  }
  int asked() const {
    return m_asked;
  }
  int openedLinks() const {
    return m_opened;
  }

 public slots:
  void opened(const QUrl&) {
    ++m_opened;
  }

 private:
  QTemporaryDir m_folder;
  QTcpServer m_server;
  int m_asked = 0, m_opened = 0;
#ifdef Q_OS_LINUX
  int m_watch = -1;
#endif
};

// A world of the test's own, which the pages show as they show a recording.
class StageSource : public WorldSource {
 public:
  const World& world() const override { return sample.world; }
  uint64_t worldNumber() const override { return 1; }
  WallTime now() const override { return sample.now; }
  void chooseBeats(const BeatRange&) override {}
  void tell() { emit changed(World::Changes::everything()); }

  SampleWorld sample;
};

class HostileText : public Window {
 protected:
  Canary canary;
  StageSource stage;
  Random random{testSeed("HostileText")};
  std::vector<std::string> texts =
      hostileTexts(random, textCount, canary.path().toStdString(), canary.port(), longestName);
  std::map<QString, int> widths; // the least width of each page, before
  int windowWidth = 0;           // and of the window

  void TearDown() override { window().context().watch(console.feed()); }

  MainWindow& window() { return console.window(); }

  // As many devices with honest names, so that pages have their ordinary width.
  void showHonest() {
    const LinkId link = stage.sample.addLink(LinkKind::node, "node-1");
    for (uint32_t i = 1; i <= 200; ++i) {
      stage.sample.tell(link, stage.sample.record(i, "phone-" + std::to_string(i)));
      stage.sample.deliver(link, i, uuidOf(i), "phone-" + std::to_string(i));
      stage.sample.wake(link, i, wakeOf(stage.sample.now - std::chrono::seconds(30)));
    }
    window().context().watch(stage);
    window().context().selectDevices({0});
    window().context().selectDelivery(0);
    Peeked peeked;
    peeked.payload = {'{', '}'};
    find<PayloadView>("queuesPayload")->show(QStringLiteral("Payload"), peeked);
    measure();
  }
  void measure() {
    window().showPages();
    for (Page* page : window().pages()) {
      window().showPage(page->id());
      QCoreApplication::processEvents();
      widths[page->id()] = page->minimumSizeHint().width();
    }
    windowWidth = window().minimumSizeHint().width();
  }
  void tellHostile() {
    SampleWorld& sample = stage.sample;
    for (uint32_t kind = 0; kind < 2; ++kind)
      sample.addLink(LinkKind(kind), texts[kind]);
    for (uint32_t i = 0; i < texts.size(); ++i) {
      const std::string &text = texts[i], &other = texts[random.below(texts.size())];
      for (const LinkId link : {LinkId{1}, LinkId{2}}) {
        DeviceRecord record = sample.record(i + 10, text);
        record.profile = record.client = record.address = other;
        record.tags = {text, other};
        record.appState = link.value == 1 ? AppState::background : AppState::suspended; // they differ
        sample.tell(link, record);
        sample.wake(link, i + 10, wakeOf(sample.now - std::chrono::seconds(20)));
      }
      Uuid uuid = uuidOf(1000 + i);
      sample.deliver({1}, i + 1, uuid, text,
                     {stageFact(i + 1, Stage::accepted, sample.now - std::chrono::seconds(9)),
                      stageFact(i + 1, Stage::acknowledged, sample.now - std::chrono::seconds(8), 1)});
    }
    stage.tell();
    QCoreApplication::processEvents();
  }
  // What a tooltip shows, once what looks like markup was taken for it.
  static QString asShown(const QString& tip) {
    return Qt::mightBeRichText(tip) ? QTextDocumentFragment::fromHtml(tip).toPlainText() : tip;
  }
  // Text `shown` names the hostile text number n: then it has the beginning of that, made plain, as it is.
  bool isLiteral(const QString& shown) {
    static const QRegularExpression marker(QStringLiteral("x(\\d+)x"));
    for (auto found = marker.globalMatch(shown); found.hasNext();) {
      const auto match = found.next();
      const size_t number = match.captured(1).toULongLong();
      if (number >= texts.size())
        continue;
      const QString begin = plain(texts[number], 24).chopped(1).simplified();
      const QString rest = shown.mid(match.capturedStart()).simplified();
      if (!rest.startsWith(begin.left(std::min(begin.size(), rest.size()))))
        return false;
      if (rest.size() < std::min<qsizetype>(begin.size(), 6))
        return false;
    }
    return true;
  }
  // Of all widgets that there are, seen or not.
  void lookAtSinks(const std::string& where) {
    for (QWidget* widget : QApplication::allWidgets()) {
      if (auto* label = qobject_cast<QLabel*>(widget); label && !label->inherits("QTipLabel")) {
        EXPECT_TRUE(label->text().isEmpty() || label->textFormat() == Qt::PlainText)
            << where << ": " << label->text().left(80).toStdString();
      }
      EXPECT_TRUE(isLiteral(asShown(widget->toolTip()))) << where << ": " << widget->toolTip().left(200).toStdString();
      EXPECT_LE(widget->toolTip().size(), 20'000) << where;
      for (const QAction* action : widget->actions())
        EXPECT_TRUE(isLiteral(asShown(action->toolTip())))
            << where << ": " << action->toolTip().left(200).toStdString();
    }
    QCoreApplication::processEvents();
    EXPECT_FALSE(canary.wasRead()) << where << ": a file was read";
    EXPECT_EQ(canary.asked(), 0) << where << ": an address was asked";
    EXPECT_EQ(canary.openedLinks(), 0) << where << ": a link was opened";
  }
  // Every cell, drawn, with what it says and what its tooltip shows.
  int lookAtTable(const TableView& table) {
    int hostile = 0;
    const auto& model = *table.model();
    for (int row = 0; row < model.rowCount(); ++row)
      for (const int column : table.visibleColumns()) {
        const QModelIndex cell = model.index(row, column);
        const QString text = cell.data().toString();
        hostile += text.contains(QRegularExpression(QStringLiteral("x\\d+x")));
        EXPECT_TRUE(isLiteral(text)) << text.left(100).toStdString();
        EXPECT_LE(text.size(), 1000);
        EXPECT_TRUE(isLiteral(asShown(cell.data(Qt::ToolTipRole).toString())))
            << cell.data(Qt::ToolTipRole).toString().left(100).toStdString();
        for (const QChar c : text)
          EXPECT_FALSE(c.unicode() < 0x20 || (c.unicode() >= 0x202a && c.unicode() <= 0x202e) || c.unicode() == 0x7f)
              << int(c.unicode());
      }
    return hostile;
  }
  static void draw(TableView& table) {
    for (int row = 0; row < table.model()->rowCount(); row += 12) {
      table.scrollTo(table.model()->index(row, 0), QAbstractItemView::PositionAtTop);
      table.viewport()->grab();
    }
  }
};

// That the canary would tell: a label of Qt's own reads the file.
TEST_F(HostileText, AnUnwaryLabelWouldBeSeen) {
#ifdef Q_OS_LINUX
  canary.wasRead();
  QLabel label(QStringLiteral("<img src='file://%1'>").arg(canary.path()));
  label.show();
  label.grab();
  EXPECT_TRUE(canary.wasRead());
#else
  GTEST_SKIP() << "only Linux tells who reads a file";
#endif
  QTcpSocket socket;
  socket.connectToHost(QHostAddress::LocalHost, canary.port());
  EXPECT_TRUE(waitUntil([&] { return canary.asked() == 1; }));
  QDesktopServices::openUrl(QUrl(QStringLiteral("http://127.0.0.1/")));
  EXPECT_EQ(canary.openedLinks(), 1);
  EXPECT_FALSE(isLiteral(asShown(QStringLiteral("x0x<b>bold</b>"))));
}

TEST_F(HostileText, PagesTablesAndTooltipsShowItAsItIs) {
  showHonest();
  const QSize size = window().size();
  tellHostile();
  int cells = 0;
  for (Page* page : window().pages()) {
    window().showPage(page->id());
    QCoreApplication::processEvents();
    for (TableView* table : page->findChildren<TableView*>())
      if (table->isVisible()) {
        cells += lookAtTable(*table);
        draw(*table);
      }
    picture(("hostile-" + page->id().toStdString()).c_str());
    EXPECT_LE(page->minimumSizeHint().width(), widths[page->id()] + digits) << page->id().toStdString();
    lookAtSinks(page->id().toStdString());
  }
  EXPECT_EQ(window().size(), size);
  EXPECT_LE(window().minimumSizeHint().width(), windowWidth);
  EXPECT_GT(cells, int(textCount)) << "what was told was seen";

  // One after the other: inspector, ladder, lanes with what they say under the mouse.
  auto* inspector = window().findChild<Inspector*>();
  auto* lanes = find<LanesView>("wakesLanes");
  for (size_t i = 0; i < texts.size(); ++i) {
    const auto row = stage.world().devices().find(texts[i]);
    ASSERT_TRUE(row) << i;
    window().context().selectDevices({*row});
    window().context().selectDelivery(200 + i);
    if (i % 10 != 0)
      continue;
    window().showPage(i % 20 == 0 ? "wakes" : "ladder");
    QCoreApplication::processEvents();
    inspector->grab();
    EXPECT_LE(inspector->minimumSizeHint().width(), 248) << i << ": it scrolls not sideways";
    lanes->grab();
    pageOf("ladder")->grab();
    lookAtSinks("device " + std::to_string(i));
  }
  picture("hostile-inspector");
  // A real tooltip, as Qt shows it.
  window().showPage("sessions");
  auto* sessions = find<TableView>("sessionsTable");
  for (int row = 0; row < sessions->model()->rowCount(); row += 7) {
    const QString tip = sessions->model()->index(row, 0).data(Qt::ToolTipRole).toString();
    if (tip.isEmpty())
      continue;
    QToolTip::showText(window().mapToGlobal(QPoint(100, 100)), tip, sessions);
    ASSERT_TRUE(waitUntil([&] { return QToolTip::isVisible(); }));
    QCoreApplication::processEvents();
  }
  lookAtSinks("tooltips");
  QToolTip::hideText();
}

TEST_F(HostileText, WhatIsSaidListedAndAskedShowsItAsItIs) {
  showHonest();
  tellHostile();
  auto* payload = find<PayloadView>("queuesPayload");
  window().showPage("queues");
  ConnectionProfiles::Reading known;
  for (size_t i = 0; i < texts.size(); ++i) {
    const QString text = QString::fromStdString(texts[i]), shown = plain(texts[i]);
    emit window().context().said(shown);
    emit window().context().pushAnswered(shown, i % 2 == 0);
    emit window().context().managed(shown, i % 2 == 0);
    Peeked peeked;
    peeked.payload.assign(reinterpret_cast<const uint8_t*>(texts[i].data()),
                          reinterpret_cast<const uint8_t*>(texts[i].data()) + texts[i].size());
    peeked.collapseKey = texts[i];
    payload->show(shown, peeked);
    payload->say(shown);
    payload->show(shown, peeked);
    if (i < 64)
      known.profiles << ConnectionProfiles::Known{
          {shown.left(64), {{LinkKind::node, text.left(4096), text.left(4096)}}}, true};
    known.problems << shown;
    if (i % 25 == 0) {
      payload->grab();
      auto* dialog = new ManageDialog({shown, shown, shown.left(40), 12, true}, &window());
      dialog->open();
      dialog->grab();
      showInformation(&window(), shown, shown);
      auto* box = window().findChild<QMessageBox*>();
      ASSERT_NE(box, nullptr);
      box->grab();
      lookAtSinks("dialogs " + std::to_string(i));
      delete box;
      delete dialog;
    }
    const QString notice = noticeText(shown);
    EXPECT_FALSE(notice.contains('<') || notice.contains('>') || notice.contains('&'));
    PushDraft draft;
    draft.targets = text;
    draft.payload = text;
    if (i % 25 == 0)
      emit window().context().draftWanted(draft);
  }
  window().connectPage().setKnown(known);
  window().connectPage().setProblem(known.problems.first());
  window().showConnectPage();
  QCoreApplication::processEvents();
  window().grab();
  picture("hostile-connect");
  lookAtSinks("connect page and log");
  for (const Page* page : window().pages())
    EXPECT_LE(page->minimumSizeHint().width(), widths[page->id()] + digits) << page->id().toStdString();
  EXPECT_LE(window().minimumSizeHint().width(), windowWidth);

  // The palette finds devices and connections, whatever they are called.
  window().showPage("sessions");
  window().commandPalette().open();
  for (size_t i = 0; i < texts.size(); i += 9) {
    find<QLineEdit>("paletteLine")->setText(QStringLiteral("x%1x").arg(i));
    EXPECT_GT(find<QListWidget>("paletteList")->count(), 0) << i;
    for (int row = 0; row < find<QListWidget>("paletteList")->count(); ++row)
      EXPECT_TRUE(isLiteral(find<QListWidget>("paletteList")->item(row)->text()));
    window().commandPalette().grab();
  }
  picture("hostile-palette");
  lookAtSinks("palette");
}

// Names that people gave, as a settings file has them that somebody else wrote: views, templates, alerts that fire.
TEST_F(HostileText, NamesInASettingsFileAreShownAsTheyAre) {
  connectConsole();
  openPage("sessions");
  measure();
  const auto isShown = [&](QMenu* menu, const std::string& where) {
    int hostile = 0;
    for (QAction* action : menu->findChildren<QAction*>()) {
      const QString shown = QString(action->text()).replace("&&", "&");
      hostile += shown.contains(QRegularExpression(QStringLiteral("x\\d+x")));
      EXPECT_TRUE(isLiteral(shown)) << where << ": " << shown.left(100).toStdString();
    }
    menu->grab();
    return hostile;
  };
  constexpr size_t atATime = 20;
  int views = 0, templates = 0, alerts = 0;
  for (size_t first = 0; first < texts.size(); first += atATime) {
    const std::string where = "names from " + std::to_string(first);
    QStringList rules;
    for (const char* group : {"views/sessions", "templates"})
      settings.remove(QLatin1String(group));
    for (size_t i = first; i < std::min(first + atATime, texts.size()); ++i) {
      const QString text = QString::fromStdString(texts[i]).left(longestAlertName - 10);
      const QString key = QString::fromLatin1(QUrl::toPercentEncoding(text));
      settings.setValue("views/sessions/" + key, "query=link%3Aonline");
      settings.setValue("templates/" + key, QString::fromStdString(texts[i]));
      if (!text.contains('"') && !text.contains('\n')) // what ends a name, and a rule
        rules << "warning \"" + text + "\": devices_online > 0";
    }
    auto* menu = find<QMenu>("sessionsViewsMenu");
    emit menu->aboutToShow();
    views += isShown(menu, where);
    window().showPage("compose");
    menu = find<QMenu>("pushMoreMenu");
    emit menu->aboutToShow();
    templates += isShown(menu, where);
    window().alerts().load(rules.join('\n'));
    window().showPage("alerts");
    ASSERT_TRUE(waitUntil([&] { return find<TableView>("alertsFired")->model()->rowCount() > 0; })) << where;
    for (const char* name : {"alertRules", "alertsFired"})
      alerts += lookAtTable(*find<TableView>(name));
    EXPECT_TRUE(isLiteral(find<QLabel>("alertText")->text())) << find<QLabel>("alertText")->text().toStdString();
    EXPECT_LE(window().minimumSizeHint().width(), windowWidth) << where;
    lookAtSinks(where);
  }
  picture("hostile-alerts");
  std::printf("TE8: %d names of views, %d of templates, %d cells of alerts\n", views, templates, alerts);
  EXPECT_GT(views, int(texts.size()) / 2);
  EXPECT_GT(templates, int(texts.size()) / 2);
  EXPECT_GT(alerts, int(texts.size()) / 2);
}

// Of the live feed: the status bar, its menus, what is wrong with a link, the log.
TEST_F(HostileText, NamesOfServersAndWhyTheyAreGoneAreShownAsTheyAre) {
  quietProtobuf();
  measure();
  for (size_t i = 0; i < 30; ++i) {
    FeedSource::Config config;
    config.devices = 2;
    config.node = config.server = texts[i];
    auto source = std::make_unique<FeedSource>(config);
    QTimer turn;
    QObject::connect(&turn, &QTimer::timeout, [&] { source->serve(0); });
    turn.start(1);
    console.feed().closeAll();
    const LinkId link = console.feed().open({LinkKind::node, "127.0.0.1", source->port(), {}, {}});
    window().showPages();
    const auto state = [&] { return console.feed().world().links()[link.value].status.state; };
    ASSERT_TRUE(waitUntil([&] {
      return state() == LinkStatus::State::online || state() == LinkStatus::State::waiting ||
             state() == LinkStatus::State::refused;
    })) << i;
    QCoreApplication::processEvents();
    lookAtSinks("online " + std::to_string(i));
    auto* menu = window().findChild<QMenu*>("linkMenu0");
    if (menu) {
      emit menu->aboutToShow();
      menu->grab();
    }
    turn.stop();
    source.reset();
    auto* problem = find<QLabel>("problemText");
    ASSERT_TRUE(waitUntil([&] { return problem->isVisible(); })) << i;
    EXPECT_TRUE(isLiteral(problem->text())) << problem->text().left(100).toStdString();
    EXPECT_LE(window().minimumSizeHint().width(), windowWidth) << i;
    lookAtSinks("lost " + std::to_string(i));
  }
  picture("hostile-servers");
}

} // namespace
} // namespace pushscope

#include "hostile_text_test.moc"
