#pragma once

#include "ui/page.h"
#include "ui/replay/time_travel.h"

class QLabel;
class QLineEdit;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;
class QVBoxLayout;

namespace pushscope {

// What is kept of the live feed, in memory and in files, and what the recording that is watched holds.
class RecordingPage : public Page {
  Q_OBJECT
 public:
  RecordingPage(ConsoleContext& context, TimeTravel& travel, QWidget* parent = nullptr);

  QString id() const override { return QStringLiteral("recording"); }
  QString title() const override { return tr("Recording"); }
  QString icon() const override { return QStringLiteral("recording"); }
  void refresh(const World& world, const World::Changes& changes, WallTime now) override;
  void reset(const World& world, WallTime now) override;
  TableView* table() const override { return nullptr; }

  // For a shortcut: the note is written next.
  void beginMark();

 private:
  void makeFlightRecorder(QVBoxLayout* layout);
  void makeRecording(QVBoxLayout* layout);
  void makeWatched(QVBoxLayout* layout);
  QPushButton* addButton(const QString& text, const char* name, const QString& tip);
  void showLive();
  void showWatched();
  void addPlace(WallTime at, const QString& kind, const QString& text);
  void goTo(QTreeWidgetItem* place);
  void mark();

  ConsoleContext& m_context;
  TimeTravel& m_travel;
  QLabel *m_ring, *m_file, *m_problem, *m_summary;
  QPushButton *m_record, *m_stop, *m_mark, *m_back;
  QList<QPushButton*> m_saves;
  QLineEdit* m_note;
  QTreeWidget* m_places; // marks and flaws of the recording, by time
};

} // namespace pushscope
