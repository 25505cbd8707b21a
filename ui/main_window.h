#pragma once

#include "models/items/event_log.h"
#include "models/scenario/scenario_desk.h"
#include "ui/alerts/alert_desk.h"
#include "ui/connect/connect_page.h"
#include "ui/console_context.h"
#include "ui/export/export_actions.h"
#include "ui/language.h"
#include "ui/page.h"
#include "ui/replay/time_travel.h"
#include "ui/theme/theme_switch.h"

#include <QMainWindow>
#include <QTimer>

#include <functional>

class QAction;
class QDockWidget;
class QListWidget;
class QMenu;
class QStackedWidget;

namespace pushscope {

class AlertsPage;
class CommandPalette;
class ComposePage;
struct Command;
struct CommandPlace;
class DeviceActions;
class Inspector;
class LogPanel;
class ProblemBar;
class PushTemplates;
class RecordingActions;
class RecordingPage;
class ReplayBar;
class SavedViews;
class ScenariosPage;
class StatusPanel;
class ViewMenu;

// The frame: rail of pages, page, inspector, log, status bar. It connects these and knows nothing of what they show.
//
// All that is in it is a function of world and language. When the language changes, all of it is made anew, and what a
// person typed, chose and arranged is given to the new parts. What goes on (replay, recording, alerts, requests, the
// selection) is not of the parts: it stays.
class MainWindow : public QMainWindow {
  Q_OBJECT
 public:
  MainWindow(Feed& feed, const QString& version, QWidget* parent = nullptr);

  // Another one after each contentsMade().
  ConnectPage& connectPage() { return *m_connectPage; }
  // The places in the order of the rail.
  const QList<Page*>& pages() const { return m_pages; }
  // Ctrl+1 to Ctrl+9, Ctrl+0, then Ctrl+Alt+1 and on.
  static QKeySequence shortcutOf(qsizetype place);
  void showPage(const QString& id);
  // The page that is shown, or would be if the connect page did not lie over it.
  QString chosenPage() const;
  void choosePage(const QString& id);
  // At the query bars of all pages. They must outlive the window.
  void offerViews(SavedViews& views);
  // In the composer. They must outlive the window.
  void offerTemplates(PushTemplates& templates);
  void showConnectPage();
  // Of what is shown now.
  std::unique_ptr<BugReport> makeReport(Redaction::Choice choice);
  // Whether the sandbox pushes by itself; nothing: there is no sandbox that could.
  void showSandboxLife(std::optional<bool> going);
  void showPages();
  ThemeSwitch& theme() { return m_theme; }
  ExportActions& exports() { return m_exports; }
  TimeTravel& timeTravel() { return m_timeTravel; }
  ConsoleContext& context() { return m_context; }
  AlertDesk& alerts() { return m_alerts; }
  CommandPalette& commandPalette() { return *m_palette; }
  // All that can be done now, as the palette lists it.
  QList<Command> commands() const;
  ScenarioDesk& scenarios() { return m_scenarios; }
  ScenariosPage& scenariosPage() { return *m_scenariosPage; }

 signals:
  void sandboxWanted();
  void sandboxLifeWanted(bool going);
  // Pages and all around them are others: the language is another one.
  void contentsMade();
  void languageChosen(pushscope::Language::Choice language);
  // One more server or fleet, beside those that are connected.
  void addLinkWanted();
  void disconnectWanted(pushscope::LinkId link);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void makeContents();
  void removeContents();
  void remake();
  void addPage(Page* page);
  void makeRail();
  void makeDocks();
  void makeActions();
  void makeMenus();
  void makeThemeActions(QMenu* menu);
  void makeViewMenu();
  void makeHelpMenu();
  QAction* addAction(QMenu* menu, const struct ActionSpec& spec, std::function<void()> act);
  QList<CommandPlace> places() const;
  QList<Command> savedViews() const;
  QList<Command> connections() const;
  QList<Command> links() const;
  QList<Command> devicesLike(const QString& typed) const;
  void focusFilter();
  void showAbout();
  void makeLanguages(QMenu* view);
  void changed(const World::Changes& changes);
  void liveChanged();
  void watchedChanged();
  void showTitle();
  void refreshPage(const World::Changes& changes, WallTime now);
  Page* currentPage() const;
  void compose(const QStringList& devices);
  void showRows(const QString& page, const QString& query);

  Feed& m_feed;
  ConsoleContext m_context;
  EventLog m_events;
  ThemeSwitch m_theme;
  ExportActions m_exports;
  TimeTravel m_timeTravel;
  AlertDesk m_alerts;
  ScenarioDesk m_scenarios;
  QString m_version;
  DeviceActions* m_deviceActions;
  RecordingActions* m_recordingActions;
  QAction* m_sandbox;
  QAction* m_sandboxLife;
  SavedViews* m_views = nullptr;
  PushTemplates* m_templates = nullptr;
  QTimer m_remake;                                 // once nobody is in the middle of something
  std::pair<const WorldSource*, uint64_t> m_shown; // by the number of its world
  uint64_t m_liveWorld = 0;
  QListWidget* m_rail;
  QStackedWidget* m_stack; // the connect page, or the pages with their problem bar
  QStackedWidget* m_pageStack;
  QList<Page*> m_pages;
  ComposePage* m_compose;
  RecordingPage* m_recording;
  AlertsPage* m_alertsPage;
  ScenariosPage* m_scenariosPage;
  ConnectPage* m_connectPage;
  QWidget* m_pageArea;
  ProblemBar* m_problems;
  Inspector* m_inspector;
  LogPanel* m_log;
  StatusPanel* m_status;
  QDockWidget* m_inspectorDock;
  QDockWidget* m_logDock;
  CommandPalette* m_palette;
  QList<ViewMenu*> m_viewMenus;
};

} // namespace pushscope
