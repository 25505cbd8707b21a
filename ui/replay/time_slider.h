#pragma once

#include "protocol/base/time.h"

#include <QSlider>

namespace pushscope {

// A slider over a span of time: an arrow key is a second, and a click is where one clicked.
class TimeSlider : public QSlider {
  Q_OBJECT
 public:
  explicit TimeSlider(QWidget* parent = nullptr);

  void setSpan(WallTime begin, WallTime end);
  // Not while a person holds it.
  void setTime(WallTime time);

 signals:
  // Moved by a person, the newest of several at once only.
  void timeChosen(pushscope::WallTime time);

 protected:
  void mousePressEvent(QMouseEvent* event) override;

 private:
  WallTime m_begin{};
  bool m_pending = false;
};

} // namespace pushscope
