#pragma once

#include "ui/alerts/alert_desk.h"
#include "ui/connect/connect_page.h"
#include "ui/console_context.h"
#include "ui/export/export_actions.h"
#include "ui/page.h"
#include "ui/replay/time_travel.h"

#include <QMainWindow>

class QListWidget;
class QDockWidget;
class QMenu;
class QStackedWidget;

namespace pushscope {

class AlertsPage;
class ComposePage;
class Inspector;
class LogPanel;
class ProblemBar;
class RecordingPage;
class ReplayBar;
class SavedViews;
class StatusPanel;

// The frame: rail of pages, page, inspector, log, status bar. It connects these and knows nothing of what they show.
class MainWindow : public QMainWindow {
  Q_OBJECT
 public:
  MainWindow(Feed& feed, const QString& version, QWidget* parent = nullptr);

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
  void showConnectPage();
  void showPages();
  ExportActions& exports() { return m_exports; }
  TimeTravel& timeTravel() { return m_timeTravel; }
  ConsoleContext& context() { return m_context; }
  AlertDesk& alerts() { return m_alerts; }

 signals:
  void sandboxWanted();
  // One more server or fleet, beside those that are connected.
  void addLinkWanted();
  void disconnectWanted(pushscope::LinkId link);

 private:
  void addPage(Page* page);
  void makeRail();
  void makeDocks();
  void makeMenus();
  void makeRecordingActions(QMenu* file);
  void changed(const World::Changes& changes);
  void liveChanged();
  void watchedChanged();
  void refreshPage(const World::Changes& changes, WallTime now);
  Page* currentPage() const;
  void compose(const QStringList& devices);
  void showRows(const QString& page, const QString& query);

  Feed& m_feed;
  ConsoleContext m_context;
  ExportActions m_exports;
  TimeTravel m_timeTravel;
  AlertDesk m_alerts;
  std::pair<const WorldSource*, uint64_t> m_shown; // by the number of its world
  uint64_t m_liveWorld = 0;
  QListWidget* m_rail;
  QStackedWidget* m_stack; // the connect page, or the pages with their problem bar
  QStackedWidget* m_pageStack;
  QList<Page*> m_pages;
  ComposePage* m_compose;
  RecordingPage* m_recording;
  AlertsPage* m_alertsPage;
  ConnectPage* m_connectPage;
  QWidget* m_pageArea;
  ProblemBar* m_problems;
  Inspector* m_inspector;
  LogPanel* m_log;
  StatusPanel* m_status;
  QDockWidget* m_inspectorDock;
  QDockWidget* m_logDock;
};

} // namespace pushscope
