#include "ui/main_window.h"

#include "ui/alerts/alert_bar.h"
#include "ui/alerts/alert_tray.h"
#include "ui/alerts/alerts_page.h"
#include "ui/compose/compose_page.h"
#include "ui/connect/status_panel.h"
#include "ui/fleet/fleet_page.h"
#include "ui/heartbeat/heartbeat_page.h"
#include "ui/history/ledger_page.h"
#include "ui/inspector/inspector.h"
#include "ui/ladder/ladder_page.h"
#include "ui/overview/overview_page.h"
#include "ui/queues/queues_page.h"
#include "ui/replay/recording_page.h"
#include "ui/replay/replay_bar.h"
#include "ui/sessions/sessions_page.h"
#include "ui/table/query_bar.h"
#include "ui/table/view_menu.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/wake/wakes_page.h"

#include <QAction>
#include <QDockWidget>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QMenuBar>
#include <QMessageBox>
#include <QScrollArea>
#include <QStackedWidget>
#include <QStatusBar>
#include <QVBoxLayout>

namespace pushscope {
namespace {

constexpr int railWidth = 132;
constexpr int inspectorWidth = 248;

} // namespace

MainWindow::MainWindow(Feed& feed, const QString& version, QWidget* parent)
    : QMainWindow(parent), m_feed(feed), m_context(feed), m_exports(m_context, version), m_timeTravel(m_context),
      m_alerts(m_context) {
  setWindowTitle(QStringLiteral("Pushscope"));
  setMinimumSize(1024, 640);
  m_stack = new QStackedWidget(this);
  m_pageStack = new QStackedWidget(this);
  m_connectPage = new ConnectPage(this);
  m_problems = new ProblemBar(m_context, this);
  makeRail();
  addPage(new OverviewPage(m_context, this));
  addPage(new SessionsPage(m_context, this));
  addPage(new FleetPage(m_context, this));
  addPage(new HeartbeatPage(m_context, this));
  addPage(new WakesPage(m_context, this));
  addPage(new QueuesPage(m_context, this));
  addPage(m_compose = new ComposePage(m_context, this));
  addPage(new LadderPage(m_context, this));
  addPage(new LedgerPage(m_context, this));
  addPage(m_alertsPage = new AlertsPage(m_context, m_alerts, m_timeTravel, this));
  addPage(m_recording = new RecordingPage(m_context, m_timeTravel, this));

  m_pageArea = new QWidget(this);
  auto* area = new QVBoxLayout(m_pageArea);
  area->setContentsMargins(0, 0, 0, 0);
  area->setSpacing(0);
  area->addWidget(new ReplayBar(m_timeTravel, this));
  area->addWidget(m_problems);
  area->addWidget(new AlertBar(m_alerts, m_context, this));
  area->addWidget(m_pageStack, 1);
  m_stack->addWidget(m_connectPage);
  m_stack->addWidget(m_pageArea);
  auto* centre = new QWidget(this);
  auto* layout = new QHBoxLayout(centre);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(m_rail);
  layout->addWidget(m_stack, 1);
  setCentralWidget(centre);

  makeDocks();
  m_status = new StatusPanel(m_context, this);
  connect(m_status, &StatusPanel::addLinkWanted, this, &MainWindow::addLinkWanted);
  connect(m_status, &StatusPanel::disconnectWanted, this, &MainWindow::disconnectWanted);
  statusBar()->addWidget(m_status, 1);
  statusBar()->addPermanentWidget(new AlertBadge(m_alerts, m_context, this));
  statusBar()->setSizeGripEnabled(false);
  makeMenus();

  connect(m_rail, &QListWidget::currentRowChanged, this, [this](int row) {
    if (row < 0)
      return;
    m_pageStack->setCurrentIndex(row);
    refreshPage(World::Changes::everything(), m_context.now());
  });
  // Also when the page is the current one already and the connect page lies over it.
  connect(m_rail, &QListWidget::itemClicked, this, [this] {
    if (!m_context.isLive() || !m_feed.world().links().empty())
      showPages();
  });
  connect(&m_context, &ConsoleContext::changed, this, &MainWindow::changed);
  connect(&m_context, &ConsoleContext::pageWanted, this, &MainWindow::showPage);
  connect(&m_context, &ConsoleContext::composeWanted, this, &MainWindow::compose);
  connect(&m_context, &ConsoleContext::rowsWanted, this, &MainWindow::showRows);
  connect(&m_context, &ConsoleContext::alertWanted, this, [this](const AlertDraft& draft) {
    showPage(m_alertsPage->id());
    m_alertsPage->compose(draft);
  });
  auto* tray = new AlertTray(m_alerts, this);
  connect(tray, &AlertTray::activated, this, [this] {
    showPage(m_alertsPage->id());
    raise();
    activateWindow();
  });
  connect(&m_context, &ConsoleContext::draftWanted, this, [this](const PushDraft& draft) {
    showPage(m_compose->id());
    m_compose->compose(draft);
  });
  connect(&m_context, &ConsoleContext::ladderWanted, this, [this] { showPage(QStringLiteral("ladder")); });
  connect(&m_context, &ConsoleContext::historyWanted, this, [this] { showPage(QStringLiteral("history")); });
  connect(&m_feed, &WorldSource::changed, this, &MainWindow::liveChanged);
  connect(&m_feed, &Feed::recordingChanged, this, &MainWindow::liveChanged);
  connect(&m_timeTravel, &TimeTravel::watchedChanged, this, &MainWindow::watchedChanged);
  // Said there, wherever it was asked for.
  connect(&m_timeTravel, &TimeTravel::problemChanged, this, [this] {
    if (!m_timeTravel.problem().isEmpty())
      showPage(m_recording->id());
  });
  connect(m_connectPage, &ConnectPage::recordingWanted, this, [this] { m_timeTravel.askOpen(this); });
  connect(m_connectPage, &ConnectPage::sandboxWanted, this, &MainWindow::sandboxWanted);
  m_rail->setCurrentRow(0);
  changed(World::Changes::everything());
  liveChanged();
}

void MainWindow::makeRail() {
  m_rail = new QListWidget(this);
  m_rail->setObjectName(QStringLiteral("rail"));
  m_rail->setFixedWidth(railWidth);
  m_rail->setFrameShape(QFrame::NoFrame);
  m_rail->setIconSize({20, 20});
  m_rail->setAccessibleName(tr("Pages"));
  m_rail->setSpacing(2);
  QPalette colors = palette();
  colors.setColor(QPalette::Base, palette().color(QPalette::Window));
  m_rail->setPalette(colors);
}

QKeySequence MainWindow::shortcutOf(qsizetype place) {
  if (place < 9)
    return QKeySequence(Qt::CTRL | Qt::Key(Qt::Key_1 + place));
  return place == 9 ? QKeySequence(Qt::CTRL | Qt::Key_0)
                    : QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key(Qt::Key_1 + place - 10));
}

void MainWindow::addPage(Page* page) {
  auto* item = new QListWidgetItem(pageIcon(page->icon(), palette()), page->title(), m_rail);
  item->setSizeHint({railWidth - 8, 4 * Theme::unit});
  m_pages << page;
  item->setToolTip(shortcutOf(m_pages.size() - 1).toString(QKeySequence::NativeText));
  page->setObjectName(page->id());
  m_pageStack->addWidget(page);
}

void MainWindow::makeDocks() {
  m_inspector = new Inspector(m_context, this);
  auto* scroll = new QScrollArea(this);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setWidget(m_inspector);
  scroll->setMinimumWidth(inspectorWidth); // its fields wrap, so that they need not scroll sideways
  m_inspectorDock = new QDockWidget(tr("Inspector"), this);
  m_inspectorDock->setObjectName(QStringLiteral("inspectorDock"));
  m_inspectorDock->setWidget(scroll);
  addDockWidget(Qt::RightDockWidgetArea, m_inspectorDock);
  m_log = new LogPanel(m_context, this);
  m_logDock = new QDockWidget(tr("Log"), this);
  m_logDock->setObjectName(QStringLiteral("logDock"));
  m_logDock->setWidget(m_log);
  addDockWidget(Qt::BottomDockWidgetArea, m_logDock);
  resizeDocks({m_inspectorDock}, {264}, Qt::Horizontal);
  resizeDocks({m_logDock}, {92}, Qt::Vertical);
  setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
}

void MainWindow::makeMenus() {
  const auto add = [this](QMenu* menu, const QString& text, const QKeySequence& shortcut, auto&& act) {
    QAction* action = menu->addAction(text);
    action->setShortcut(shortcut);
    connect(action, &QAction::triggered, this, act);
    return action;
  };
  QMenu* file = menuBar()->addMenu(tr("&File"));
  add(file, tr("&Connect…"), QKeySequence(Qt::CTRL | Qt::Key_O), [this] { showConnectPage(); });
  add(file, tr("&Add a server or fleet…"), {}, [this] { emit addLinkWanted(); });
  add(file, tr("Start a &sandbox"), {}, [this] { emit sandboxWanted(); });
  file->addSeparator();
  makeRecordingActions(file);
  file->addSeparator();
  add(file, tr("Export &table…"), QKeySequence(Qt::CTRL | Qt::Key_E), [this] {
    if (Page* page = currentPage(); page && page->table())
      m_exports.askTable(*page, this);
    else
      emit m_context.said(tr("This page has no table. Choose for example Sessions, Queues or History first."));
  });
  add(file, tr("Export &picture…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_E), [this] {
    if (Page* page = currentPage())
      m_exports.askPicture(*page, this);
  });
  add(file, tr("&Bug report…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_B),
      [this] { m_exports.askReport(m_pages, currentPage(), m_log->recent(), this); });
  file->addSeparator();
  add(file, tr("&Quit"), QKeySequence::Quit, [this] { close(); });

  QMenu* view = menuBar()->addMenu(tr("&View"));
  for (int i = 0; i < m_pages.size(); ++i)
    add(view, m_pages[i]->title(), shortcutOf(i), [this, i] { showPage(m_pages[i]->id()); });
  view->addSeparator();
  view->addAction(m_inspectorDock->toggleViewAction());
  view->addAction(m_logDock->toggleViewAction());
  add(view, tr("&Filter"), QKeySequence::Find, [this] {
    // Of this page if it has one.
    Page* page = currentPage();
    QLineEdit* filter = nullptr;
    if (page)
      for (QLineEdit* each : page->findChildren<QLineEdit*>(page->id() + QStringLiteral("Filter")))
        filter = each->isVisible() ? each : filter;
    if (!filter) {
      showPage(QStringLiteral("sessions"));
      filter = findChild<QLineEdit*>(QStringLiteral("sessionsFilter"));
    }
    filter->setFocus();
    filter->selectAll();
  });
  QMenu* push = menuBar()->addMenu(tr("&Push"));
  add(push, tr("Push to &selection…"), QKeySequence(Qt::CTRL | Qt::Key_P), [this] { compose(m_context.deviceIds()); });
}

void MainWindow::makeRecordingActions(QMenu* file) {
  const auto add = [&](const QString& text, const QKeySequence& shortcut, auto&& act) {
    QAction* action = file->addAction(text);
    action->setShortcut(shortcut);
    connect(action, &QAction::triggered, this, act);
    return action;
  };
  add(tr("&Open recording…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O), [this] { m_timeTravel.askOpen(this); });
  add(tr("Sa&ve the last 10 minutes…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S),
      [this] { m_timeTravel.askSave(std::chrono::minutes(10), this); });
  QAction* record = add(tr("&Record…"), QKeySequence(Qt::CTRL | Qt::Key_R), [this] {
    if (m_feed.recording().recording)
      m_timeTravel.stop();
    else
      m_timeTravel.askRecord(this);
  });
  connect(&m_feed, &Feed::recordingChanged, record, [record](const RecordingStatus& status) {
    record->setText(status.recording ? tr("Stop &recording") : tr("&Record…"));
  });
  add(tr("&Mark this moment…"), QKeySequence(Qt::CTRL | Qt::Key_M), [this] {
    showPage(m_recording->id());
    m_recording->beginMark();
  });
}

Page* MainWindow::currentPage() const {
  return m_stack->currentWidget() == m_pageArea ? m_pages.value(m_pageStack->currentIndex()) : nullptr;
}

void MainWindow::showPage(const QString& id) {
  for (int i = 0; i < m_pages.size(); ++i)
    if (m_pages[i]->id() == id) {
      showPages();
      m_rail->setCurrentRow(i);
    }
}

QString MainWindow::chosenPage() const {
  return m_pages[m_pageStack->currentIndex()]->id();
}

void MainWindow::choosePage(const QString& id) {
  for (int i = 0; i < m_pages.size(); ++i)
    if (m_pages[i]->id() == id)
      m_rail->setCurrentRow(i);
}

void MainWindow::offerViews(SavedViews& views) {
  for (Page* page : m_pages)
    for (QueryBar* bar : page->findChildren<QueryBar*>())
      for (TableView* table : page->findChildren<TableView*>())
        if (table->tableModel() == bar->model())
          new ViewMenu(views, page->id(), *bar, *table);
}

void MainWindow::showConnectPage() {
  m_stack->setCurrentWidget(m_connectPage);
}
void MainWindow::showPages() {
  m_stack->setCurrentWidget(m_pageArea);
}

void MainWindow::compose(const QStringList& devices) {
  showPage(QStringLiteral("push"));
  m_compose->compose(devices);
}

void MainWindow::showRows(const QString& page, const QString& query) {
  showPage(page);
  if (auto* filter = findChild<QLineEdit*>(page + QStringLiteral("Filter")))
    filter->setText(query);
}

void MainWindow::changed(const World::Changes& changes) {
  const WallTime now = m_context.now();
  const std::pair shown{&m_context.source(), m_context.source().worldNumber()};
  if (m_shown != shown) {
    m_shown = shown;
    m_context.worldReplaced();
    for (Page* page : m_pages)
      page->reset(m_context.world(), now);
    m_context.selectAgain();
  }
  if (m_inspectorDock->isVisible())
    m_inspector->refresh(now);
  refreshPage(changes, now);
}

// What is around the pages tells of the live feed, which goes on while a recording is watched.
void MainWindow::liveChanged() {
  if (std::exchange(m_liveWorld, m_feed.worldNumber()) != m_feed.worldNumber())
    m_log->forgetLinks();
  const WallTime now = m_feed.now();
  m_status->refresh(now);
  m_problems->refresh(now);
  m_log->refresh(now);
}

void MainWindow::watchedChanged() {
  const Replay* replay = m_timeTravel.replay();
  setWindowTitle(replay ? tr("REPLAY – Pushscope") : QStringLiteral("Pushscope"));
  showPages();
}

// Hidden pages do nothing but stay connected to a world that is true.
void MainWindow::refreshPage(const World::Changes& changes, WallTime now) {
  if (Page* page = currentPage())
    page->refresh(m_context.world(), changes, now);
}

} // namespace pushscope
