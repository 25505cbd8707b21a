#pragma once

#include <QObject>
#include <QTimer>

namespace pushscope::ctl {

// Ctrl+C, or being told to end: the first time it is a signal of Qt, 50 ms later at most, so that what was begun is
// finished; the second time it ends the program at once. One at a time.
class Interrupt : public QObject {
  Q_OBJECT
 public:
  Interrupt();
  ~Interrupt() override;

 signals:
  void came();

 private:
  QTimer m_look;
};

} // namespace pushscope::ctl
