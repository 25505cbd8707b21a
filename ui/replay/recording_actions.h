#pragma once

#include "ui/replay/time_travel.h"

class QAction;
class QWidget;

namespace pushscope {

// What can be done about recordings, wherever in the window: its menu and the page of recordings show the same actions.
class RecordingActions : public QObject {
  Q_OBJECT
 public:
  RecordingActions(ConsoleContext& context, TimeTravel& travel, QWidget* window);

  QAction* open() const { return m_open; }
  QAction* record() const { return m_record; }
  QAction* stop() const { return m_stop; }
  // The last minute, the last five, the last ten.
  const QList<QAction*>& saves() const { return m_saves; }
  QAction* mark() const { return m_mark; }
  QAction* backToLive() const { return m_live; }

 signals:
  // A note is to be written for this moment.
  void markWanted();

 private:
  void refresh();

  ConsoleContext& m_context;
  TimeTravel& m_travel;
  QAction *m_open, *m_record, *m_stop, *m_mark, *m_live;
  QList<QAction*> m_saves;
};

} // namespace pushscope
