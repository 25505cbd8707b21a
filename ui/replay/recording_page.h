#pragma once

#include "ui/page.h"
#include "ui/replay/time_travel.h"
#include "ui/table/table_view.h"

class QAction;
class QLabel;
class QLineEdit;
class QTreeWidget;
class QTreeWidgetItem;
class QVBoxLayout;

namespace pushscope {

class RecordingActions;

// What is kept of the live feed, in memory and in files, and what the recording that is watched holds.
class RecordingPage : public Page {
  Q_OBJECT
 public:
  RecordingPage(ConsoleContext& context, TimeTravel& travel, const RecordingActions& actions,
                QWidget* parent = nullptr);

  QString id() const override { return QStringLiteral("recording"); }
  QString title() const override { return tr("Recording"); }
  QString icon() const override { return QStringLiteral("recording"); }
  void refresh(const World& world, const World::Changes& changes, WallTime now) override;
  void reset(const World& world, WallTime now) override;
  TableView* table() const override { return nullptr; }

  // Opens the window in which two recordings are compared; what is watched is the first of them.
  void compare();
  // For a shortcut: the note is written next.
  void beginMark();

 signals:
  void exportWanted(pushscope::TableView* table, const QString& name, QWidget* window);

 private:
  void makeFlightRecorder(QVBoxLayout* layout);
  void makeRecording(QVBoxLayout* layout);
  void makeWatched(QVBoxLayout* layout);
  void showLive();
  void showWatched();
  void addPlace(WallTime at, const QString& kind, const QString& text);
  void goTo(QTreeWidgetItem* place);
  void mark();

  ConsoleContext& m_context;
  TimeTravel& m_travel;
  const RecordingActions& m_actions;
  QLabel *m_ring, *m_file, *m_problem, *m_summary;
  QAction* m_mark;
  QLineEdit* m_note;
  QTreeWidget* m_places; // marks and flaws of the recording, by time
};

} // namespace pushscope
