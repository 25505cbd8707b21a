#pragma once

#include "ui/replay/time_slider.h"
#include "ui/replay/time_travel.h"

#include <QTimer>

class QAction;
class QComboBox;
class QLabel;
class QPushButton;

namespace pushscope {

// Above the pages while a recording is watched: that it is one, the time cursor, and the way back to live.
class ReplayBar : public QWidget {
  Q_OBJECT
 public:
  // `backToLive`: the window's.
  ReplayBar(TimeTravel& travel, QAction* backToLive, QWidget* parent = nullptr);

 private:
  void watched();
  void showState();
  void showName();
  void playOrPause();
  void move(Duration by);
  double speed() const;
  QPushButton* named(QPushButton* button, QAction* action);
  void resizeEvent(QResizeEvent* event) override;

  TimeTravel& m_travel;
  QLabel *m_badge, *m_name, *m_time;
  QAction *m_play, *m_back, *m_forward;
  QComboBox* m_speed;
  TimeSlider* m_slider;
  QString m_file;
  QTimer m_timer; // the cursor moves also while nothing is told
};

} // namespace pushscope
