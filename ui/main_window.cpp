#include "ui/main_window.h"

#include "models/query/query.h"
#include "models/text/format.h"
#include "ui/actions/action.h"
#include "ui/actions/command_palette.h"
#include "ui/alerts/alert_bar.h"
#include "ui/alerts/alert_tray.h"
#include "ui/alerts/alerts_page.h"
#include "ui/compose/compose_page.h"
#include "ui/connect/link_buttons.h"
#include "ui/connect/log_panel.h"
#include "ui/connect/status_panel.h"
#include "ui/fleet/fleet_page.h"
#include "ui/heartbeat/heartbeat_page.h"
#include "ui/history/ledger_page.h"
#include "ui/inspector/inspector.h"
#include "ui/kept_input.h"
#include "ui/ladder/ladder_page.h"
#include "ui/overview/overview_page.h"
#include "ui/queues/queues_page.h"
#include "ui/replay/recording_actions.h"
#include "ui/replay/recording_page.h"
#include "ui/replay/replay_bar.h"
#include "ui/scenario/scenarios_page.h"
#include "ui/sessions/device_actions.h"
#include "ui/sessions/sessions_page.h"
#include "ui/table/query_bar.h"
#include "ui/table/table_view.h"
#include "ui/table/view_menu.h"
#include "ui/theme/icons.h"
#include "ui/theme/parts.h"
#include "ui/theme/theme.h"
#include "ui/theme/tint.h"
#include "ui/wake/wakes_page.h"
#include "ui/window_state.h"

#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QDockWidget>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMenuBar>
#include <QPointer>
#include <QScrollArea>
#include <QStackedWidget>
#include <QStatusBar>
#include <QVBoxLayout>

#include <algorithm>

namespace pushscope {
namespace {

constexpr int railWidth = 132;
constexpr int inspectorWidth = 248;
constexpr std::chrono::milliseconds remakeAgain{100};

} // namespace

MainWindow::MainWindow(Feed& feed, const QString& version, QWidget* parent)
    : QMainWindow(parent), m_feed(feed), m_context(feed), m_exports(m_context, version), m_timeTravel(m_context),
      m_alerts(m_context), m_scenarios(feed), m_version(version) {
  setWindowTitle(QStringLiteral("Pushscope"));
  m_theme.watch(*this);
  setMinimumSize(1024, 640);
  makeContents();
  connect(&m_context, &ConsoleContext::said, this, [this](const QString& sentence) {
    m_events.add({m_feed.now(), Tone::neutral, {}, sentence});
    m_log->refresh(m_feed.world(), m_feed.now());
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
  m_remake.setSingleShot(true);
  connect(&m_remake, &QTimer::timeout, this, &MainWindow::remake);
  changed(World::Changes::everything());
  liveChanged();
}

void MainWindow::makeContents() {
  m_stack = new QStackedWidget(this);
  m_pageStack = new QStackedWidget(this);
  makeActions();
  m_connectPage = new ConnectPage(m_sandbox, m_recordingActions->open(), this);
  m_problems = new ProblemBar(m_context, this);
  makeRail();
  addPage(new OverviewPage(m_context, this));
  addPage(new SessionsPage(m_context, *m_deviceActions, this));
  addPage(new FleetPage(m_context, *m_deviceActions, this));
  addPage(new HeartbeatPage(m_context, this));
  addPage(new WakesPage(m_context, this));
  addPage(new QueuesPage(m_context, this));
  addPage(m_compose = new ComposePage(m_context, this));
  addPage(new LadderPage(m_context, this));
  addPage(new LedgerPage(m_context, this));
  addPage(m_alertsPage = new AlertsPage(m_context, m_alerts, m_timeTravel, this));
  addPage(m_recording = new RecordingPage(m_context, m_timeTravel, *m_recordingActions, this));
  addPage(m_scenariosPage = new ScenariosPage(m_context, m_scenarios, this));

  m_pageArea = new QWidget(this);
  auto* area = new QVBoxLayout(m_pageArea);
  area->setContentsMargins(0, 0, 0, 0);
  area->setSpacing(0);
  area->addWidget(new ReplayBar(m_timeTravel, m_recordingActions->backToLive(), this));
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
  connect(m_recordingActions, &RecordingActions::markWanted, this, [this] {
    showPage(m_recording->id());
    m_recording->beginMark();
  });
  connect(m_recording, &RecordingPage::exportWanted, this,
          [this](TableView* table, const QString& name, QWidget* window) {
            m_exports.askSmallTable(*table, name, window);
          });
  m_palette = new CommandPalette(
      this, [this] { return commands(); }, [this](const QString& typed) { return devicesLike(typed); });
  if (m_views)
    offerViews(*m_views);
  if (m_templates)
    offerTemplates(*m_templates);
  m_rail->setCurrentRow(0);
}

void MainWindow::removeContents() {
  // The last words of what is removed are not for anybody.
  for (Page* page : m_pages)
    for (TableView* table : page->findChildren<TableView*>())
      table->disconnect(page);
  m_pages.clear();
  m_viewMenus.clear();
  delete takeCentralWidget();
  for (QDockWidget* dock : {m_inspectorDock, m_logDock}) {
    removeDockWidget(dock);
    delete dock;
  }
  delete statusBar();
  delete menuBar();
  delete m_palette;
  delete m_deviceActions;
  delete m_recordingActions;
  for (QAction* action : actions())
    if (isDeclared(*action))
      delete action;
}

void MainWindow::changeEvent(QEvent* event) {
  if (event->type() == QEvent::LanguageChange)
    m_remake.start(0); // later: the menu by which it was chosen is one of the parts
  QMainWindow::changeEvent(event);
}

void MainWindow::remake() {
  // A dialog belongs to a page, and a table that is being written to its columns.
  if (QApplication::activeModalWidget() || QApplication::activePopupWidget() || m_exports.isWriting())
    return m_remake.start(remakeAgain);
  const KeptInput input(*this);
  const WindowSettings::State state = WindowState::of(*this);
  const ConnectionProfile form = m_connectPage->draft();
  const bool connects = m_stack->currentWidget() == m_connectPage;
  const QList<Row> devices = m_context.devices();
  const auto delivery = m_context.delivery();
  QHash<QString, std::any> ofPages;
  for (const Page* page : m_pages)
    ofPages[page->id()] = page->handOver();

  setUpdatesEnabled(false);
  removeContents();
  makeContents();
  showTitle();
  // A part of a window that is there already is shown later, unless it is asked for.
  for (QWidget* part :
       std::initializer_list<QWidget*>{menuBar(), centralWidget(), statusBar(), m_inspectorDock, m_logDock})
    part->show();
  connects ? showConnectPage() : showPages();
  m_connectPage->edit(form, false);
  emit contentsMade();
  m_shown = {};
  changed(World::Changes::everything());
  liveChanged();
  WindowState::give(*this, state);
  for (Page* page : m_pages)
    page->takeOver(ofPages[page->id()]);
  // Selecting rows chooses devices and a delivery, and that moves fields.
  input.selectRows(*this);
  m_context.selectDevices(devices);
  if (delivery)
    m_context.selectDelivery(*delivery);
  input.giveTo(*this);
  setUpdatesEnabled(true);
}

void MainWindow::makeRail() {
  m_rail = new QListWidget(this);
  m_rail->setObjectName(QStringLiteral("rail"));
  m_rail->setFixedWidth(railWidth);
  m_rail->setFrameShape(QFrame::NoFrame);
  m_rail->setIconSize({20, 20});
  m_rail->setAccessibleName(tr("Pages"));
  m_rail->setSpacing(2);
  setTint(m_rail, Tint::blended);
}

QKeySequence MainWindow::shortcutOf(qsizetype place) {
  if (place < 9)
    return QKeySequence(Qt::CTRL | Qt::Key(Qt::Key_1 + place));
  return place == 9 ? QKeySequence(Qt::CTRL | Qt::Key_0)
                    : QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key(Qt::Key_1 + place - 10));
}

void MainWindow::addPage(Page* page) {
  auto* item = new QListWidgetItem(pageIcon(page->icon()), page->title(), m_rail);
  item->setSizeHint({railWidth - 8, 4 * Theme::unit});
  m_pages << page;
  item->setToolTip(asToolTip(shortcutOf(m_pages.size() - 1).toString(QKeySequence::NativeText)));
  page->setObjectName(page->id());
  m_pageStack->addWidget(page);
}

void MainWindow::makeDocks() {
  m_inspector = new Inspector(m_context, *m_deviceActions, this);
  auto* scroll = new QScrollArea(this);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setWidget(m_inspector);
  scroll->setAccessibleName(tr("Inspector"));
  scroll->setMinimumWidth(inspectorWidth); // its fields wrap, so that they need not scroll sideways
  m_inspectorDock = new QDockWidget(tr("Inspector"), this);
  m_inspectorDock->setObjectName(QStringLiteral("inspectorDock"));
  m_inspectorDock->setWidget(scroll);
  addDockWidget(Qt::RightDockWidgetArea, m_inspectorDock);
  m_log = new LogPanel(m_events, this);
  m_logDock = new QDockWidget(tr("Log"), this);
  m_logDock->setObjectName(QStringLiteral("logDock"));
  m_logDock->setWidget(m_log);
  addDockWidget(Qt::BottomDockWidgetArea, m_logDock);
  resizeDocks({m_inspectorDock}, {264}, Qt::Horizontal);
  resizeDocks({m_logDock}, {92}, Qt::Vertical);
  setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
}

// What pages and menus share.
void MainWindow::makeActions() {
  m_deviceActions = new DeviceActions(m_context, this);
  m_recordingActions = new RecordingActions(m_context, m_timeTravel, this);
  m_sandbox = makeAction(this,
                         {"startSandbox", tr("Start a &sandbox"),
                          tr("A server and 200 simulated phones on this computer, gone when the window closes")},
                         [this] { emit sandboxWanted(); });
  m_sandboxLife = makeAction(this,
                             {"sandboxLife", tr("Sandbox &pushes by itself"),
                              tr("A push every two seconds, some of them to phones in trouble; off: only yours")},
                             [this] { emit sandboxLifeWanted(m_sandboxLife->isChecked()); });
  m_sandboxLife->setCheckable(true);
}

std::unique_ptr<BugReport> MainWindow::makeReport(Redaction::Choice choice) {
  return m_exports.makeReport(m_pages, currentPage(), m_events.recent(), choice);
}

void MainWindow::showSandboxLife(std::optional<bool> going) {
  allow(m_sandboxLife, going ? QString() : tr("Only in a sandbox: start one in the menu File first"));
  m_sandboxLife->setChecked(going.value_or(false));
}

QAction* MainWindow::addAction(QMenu* menu, const ActionSpec& spec, std::function<void()> act) {
  QAction* action = makeAction(this, spec, std::move(act));
  menu->addAction(action);
  return action;
}

void MainWindow::makeMenus() {
  QMenu* file = menuBar()->addMenu(tr("&File"));
  addAction(file,
            {"fileConnect", tr("&Connect…"), tr("Known connections, and a form for others"),
             QKeySequence(Qt::CTRL | Qt::Key_O)},
            [this] { showConnectPage(); });
  addAction(file, {"fileAddLink", tr("&Add a server or fleet…"), tr("One more, beside those that are connected")},
            [this] { emit addLinkWanted(); });
  file->addAction(m_sandbox);
  file->addSeparator();
  addAction(file,
            {"exportTable", tr("Export &table…"), tr("The table of this page as it is seen, as CSV or JSON lines"),
             QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_E)},
            [this] {
              if (Page* page = currentPage(); page && page->table())
                m_exports.askTable(*page, this);
              else
                emit m_context.said(
                    tr("This page has no table. Choose for example Sessions, Queues or History first."));
            });
  addAction(file,
            {"exportPicture", tr("Export &picture…"), tr("This page as PNG or SVG"),
             QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_E)},
            [this] {
              if (Page* page = currentPage())
                m_exports.askPicture(*page, this);
            });
  addAction(file,
            {"bugReport", tr("&Bug report…"),
             tr("Recording, tables, pictures and ladder in one archive that names nobody"),
             QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_B)},
            [this] { m_exports.askReport(m_pages, currentPage(), m_events.recent(), this); });
  file->addSeparator();
  addAction(file,
            {"quit", tr("&Quit"), tr("Closes the window; a sandbox ends with it"), QKeySequence(QKeySequence::Quit)},
            [this] { close(); })
      ->setMenuRole(QAction::QuitRole);
  makeViewMenu();
  QMenu* push = menuBar()->addMenu(tr("&Push"));
  push->addAction(m_deviceActions->push());
  push->addAction(m_deviceActions->history());
  push->addAction(m_sandboxLife);
  push->addSeparator();
  m_deviceActions->addPhoneTo(push->addMenu(tr("P&hone")));
  QMenu* recording = menuBar()->addMenu(tr("&Recording"));
  recording->addAction(m_recordingActions->open());
  recording->addAction(m_recordingActions->backToLive());
  recording->addSeparator();
  recording->addActions(m_recordingActions->saves());
  recording->addSeparator();
  for (QAction* action : {m_recordingActions->record(), m_recordingActions->stop(), m_recordingActions->mark()})
    recording->addAction(action);
  makeHelpMenu();
  for (const QAction* menu : menuBar()->actions())
    menu->menu()->setToolTipsVisible(true);
}

void MainWindow::makeViewMenu() {
  QMenu* view = menuBar()->addMenu(tr("&View"));
  for (int i = 0; i < m_pages.size(); ++i) {
    const QByteArray name = "page_" + m_pages[i]->id().toLatin1();
    addAction(view,
              {name.constData(), m_pages[i]->title(), tr("Shows the page %1").arg(m_pages[i]->title()), shortcutOf(i)},
              [this, i] { showPage(m_pages[i]->id()); });
  }
  view->addSeparator();
  makeThemeActions(view->addMenu(tr("&Theme")));
  makeLanguages(view);
  view->addSeparator();
  for (const auto& [dock, name, tip] :
       {std::tuple(m_inspectorDock, "showInspector", tr("All that is known of the selected device")),
        {m_logDock, "showLog", tr("What happened, the newest 2,000 lines")}}) {
    declareAction(dock->toggleViewAction(), name, tip);
    view->addAction(dock->toggleViewAction());
  }
  view->addSeparator();
  addAction(view,
            {"filter", tr("&Filter"), tr("To the query of this page, or of Sessions if it has none"),
             QKeySequence(QKeySequence::Find)},
            [this] { focusFilter(); });
}

void MainWindow::makeLanguages(QMenu* view) {
  QMenu* menu = view->addMenu(tr("&Language"));
  menu->setObjectName(QStringLiteral("languageMenu"));
  auto* choices = new QActionGroup(menu);
  for (const Language::Choice choice : Language::all) {
    const QByteArray name = "language_" + Language::name(choice).toLatin1();
    QAction* action =
        addAction(menu, {name.constData(), Language::title(choice), tr("The language of this window")}, [this, choice] {
          Language::apply(choice);
          emit languageChosen(choice);
        });
    action->setCheckable(true);
    action->setChecked(choice == Language::chosen());
    choices->addAction(action);
  }
}

void MainWindow::makeThemeActions(QMenu* menu) {
  menu->setObjectName(QStringLiteral("themeMenu"));
  auto* group = new QActionGroup(menu);
  for (const auto& [choice, name, text, tip] :
       {std::tuple(Theme::Choice::system, "themeSystem", tr("&System"), tr("Light or dark, as the desktop is")),
        std::tuple(Theme::Choice::light, "themeLight", tr("&Light"), tr("Dark words on a light ground")),
        std::tuple(Theme::Choice::dark, "themeDark", tr("&Dark"), tr("Light words on a dark ground"))}) {
    QAction* action = addAction(menu, {name, text, tip}, [this, choice = choice] { m_theme.choose(choice); });
    group->addAction(action);
    action->setCheckable(true);
    action->setChecked(choice == m_theme.choice());
    connect(&m_theme, &ThemeSwitch::chosen, action,
            [action, choice = choice](Theme::Choice chosen) { action->setChecked(chosen == choice); });
  }
}

void MainWindow::makeHelpMenu() {
  QMenu* help = menuBar()->addMenu(tr("&Help"));
  addAction(help,
            {"commandPalette", tr("&Command palette…"), tr("All that can be done, by name"),
             QKeySequence(Qt::CTRL | Qt::Key_K)},
            [this] { m_palette->open(); });
  addAction(help, {"shortcuts", tr("&Keyboard shortcuts…"), tr("All that has a key, by its place")},
            [this] { m_palette->openShortcuts(); });
  help->addSeparator();
  addAction(help, {"about", tr("&About Pushscope…"), tr("Which version this is")}, [this] {
    showAbout();
  })->setMenuRole(QAction::AboutRole);
}

void MainWindow::showAbout() {
  showInformation(this, tr("About Pushscope"),
                  tr("Pushscope %1\nA console for long-connection mobile push.\nWith Qt %2.")
                      .arg(m_version, QString::fromLatin1(qVersion())));
}

void MainWindow::focusFilter() {
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
}

QList<CommandPlace> MainWindow::places() const {
  const auto self = const_cast<MainWindow*>(this); // to show one of them is up to who runs the command
  QList<CommandPlace> places{
      {m_connectPage, tr("Connect"), m_stack->currentWidget() == m_connectPage, [self] { self->showConnectPage(); }}};
  for (Page* page : m_pages)
    places << CommandPlace{page, page->title(), page == currentPage(), [self, page] { self->showPage(page->id()); }};
  return places;
}

QList<Command> MainWindow::commands() const {
  QList<Command> all = commandsOf(*this, places());
  for (Command& command : all)
    if (command.name == tr("Command palette…"))
      command.whyNot = tr("It is open already");
  return all + savedViews() + connections() + links();
}

QList<Command> MainWindow::savedViews() const {
  const auto self = const_cast<MainWindow*>(this);
  QList<Command> commands;
  for (ViewMenu* menu : m_viewMenus)
    for (const QString& name : menu->names()) {
      const auto page = std::find_if(m_pages.begin(), m_pages.end(), [menu](Page* p) { return p->isAncestorOf(menu); });
      commands << Command{QStringLiteral("view %1 %2").arg((*page)->id(), name),
                          tr("View “%1”").arg(name),
                          (*page)->title(),
                          {},
                          tr("Query, columns, widths and order that were saved under this name"),
                          {},
                          *page == currentPage(),
                          [self, menu = QPointer(menu), id = (*page)->id(), name] {
                            self->showPage(id);
                            if (menu)
                              menu->choose(name);
                          }};
    }
  return commands;
}

QList<Command> MainWindow::connections() const {
  QList<Command> commands;
  for (const ConnectionProfiles::Known& known : m_connectPage->known())
    commands << Command{QStringLiteral("connect ") + known.profile.name,
                        tr("Connect to “%1”").arg(plain(known.profile.name.toStdString())),
                        tr("Connections"),
                        {},
                        tr("To all of its servers and fleets; others are ended"),
                        {},
                        true,
                        [this, profile = known.profile] { emit m_connectPage->connectWanted(profile); }};
  return commands;
}

QList<Command> MainWindow::links() const {
  const auto self = const_cast<MainWindow*>(this);
  QList<Command> commands;
  for (const LinkId link : m_status->links().openLinks()) {
    const QString name = m_status->links().labelOf(link);
    commands << Command{QStringLiteral("disconnect ") + name,
                        tr("Disconnect from %1").arg(name),
                        tr("Status bar"),
                        {},
                        tr("Ends this connection; what it said is forgotten"),
                        {},
                        true,
                        [self, link] { emit self->disconnectWanted(link); }};
  }
  return commands;
}

// The device of this id, and of the first so many the first few whose id has it in it.
QList<Command> MainWindow::devicesLike(const QString& typed) const {
  constexpr Row mostLookedAt = 65'536; // a millisecond
  constexpr qsizetype mostFound = 5, shortest = 2;
  const std::string wanted = typed.toStdString();
  if (typed.size() < shortest)
    return {};
  const DeviceTable& devices = m_context.world().devices();
  QList<Row> found;
  if (const auto exact = devices.find(wanted))
    found << *exact;
  for (Row row = 0; row < std::min<Row>(Row(devices.size()), mostLookedAt) && found.size() < mostFound; ++row)
    if (devices.device(row).find(wanted) != std::string_view::npos && !found.contains(row))
      found << row;
  const auto self = const_cast<MainWindow*>(this);
  QList<Command> commands;
  for (const Row row : found) {
    const std::string id(devices.device(row));
    const QString name = plain(id);
    commands << Command{QStringLiteral("device ") + name,
                        name,
                        tr("Device"),
                        {},
                        tr("Shows it on the page Sessions"),
                        {},
                        true,
                        [self, id, name] {
                          self->showRows(QStringLiteral("sessions"), QStringLiteral("id=") + quotedForQuery(name));
                          if (const auto there = self->m_context.world().devices().find(id))
                            self->m_context.selectDevices({*there});
                        }};
  }
  return commands;
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
  m_views = &views;
  for (Page* page : m_pages)
    for (QueryBar* bar : page->findChildren<QueryBar*>())
      for (TableView* table : page->findChildren<TableView*>())
        if (table->tableModel() == bar->model())
          m_viewMenus << new ViewMenu(views, page->id(), *bar, *table);
}

void MainWindow::offerTemplates(PushTemplates& templates) {
  m_templates = &templates;
  m_compose->offerTemplates(templates);
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
    m_events.forgetLinks();
  const WallTime now = m_feed.now();
  m_status->refresh(now);
  m_problems->refresh(now);
  m_events.watch(m_feed.world(), now);
  m_log->refresh(m_feed.world(), now);
}

void MainWindow::watchedChanged() {
  showTitle();
  showPages();
}

void MainWindow::showTitle() {
  setWindowTitle(m_timeTravel.replay() ? tr("REPLAY – Pushscope") : QStringLiteral("Pushscope"));
}

// Hidden pages do nothing but stay connected to a world that is true.
void MainWindow::refreshPage(const World::Changes& changes, WallTime now) {
  if (Page* page = currentPage())
    page->refresh(m_context.world(), changes, now);
}

} // namespace pushscope
